import { packFault, type Fault } from './faults.ts';
import { Pack } from './pack.ts';
import { maximumNesting } from './parts.ts';

/** Values a pack may hold, counted as written out: a list that stands at two places counts twice. */
export const maximumValues = 1_000_000;

interface Entry {
  value: unknown;
  key: string;
  depth: number;
  parent: Entry | undefined;
}

/**
 * The pack in this data, or what is wrong with it. Data nested too deep, or too large when every alias is written out,
 * is refused before the schema, which is recursive. Never throws, whatever the data is.
 */
export function readPack(data: unknown): { pack: Pack; faults: [] } | { pack: null; faults: [Fault, ...Fault[]] } {
  const excess = findExcess(data);
  if (excess) return { pack: null, faults: [excess] };
  const parsed = Pack.safeParse(data);
  if (parsed.success) return { pack: parsed.data, faults: [] };
  const [first, ...rest] = parsed.error.issues.map(({ path, message }) => ({
    place: placeIn(data, path),
    problem: message,
  }));
  return { pack: null, faults: [first ?? { place: '', problem: parsed.error.message }, ...rest] };
}

/**
 * The pack in this data.
 * @throws AppError `invalid` with reason `pack-fault` and details `place` and `problem` for the first fault.
 */
export function parsePack(data: unknown): Pack {
  const { pack, faults } = readPack(data);
  if (pack) return pack;
  throw packFault(faults[0]);
}

/** What makes data too deep or too large to be read; undefined where nothing does. */
function findExcess(data: unknown): Fault | undefined {
  const stack: Entry[] = [{ value: data, key: '', depth: 0, parent: undefined }];
  let count = 0;
  for (let entry = stack.pop(); entry; entry = stack.pop()) {
    const { value, depth } = entry;
    count += 1;
    if (count > maximumValues) return { place: placeOf(entry), problem: `more than ${maximumValues} values` };
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= maximumNesting) return { place: placeOf(entry), problem: `nested more than ${maximumNesting} deep` };
    if (Array.isArray(value)) {
      if (count + value.length > maximumValues)
        return { place: placeOf(entry), problem: `more than ${maximumValues} values` };
      for (let index = value.length - 1; index >= 0; index -= 1)
        stack.push({ value: value[index], key: labelOf(value[index], index), depth: depth + 1, parent: entry });
    } else {
      for (const [key, child] of Object.entries(value))
        stack.push({ value: child, key, depth: depth + 1, parent: entry });
    }
  }
  return undefined;
}

/** The upper steps of a path; the lower ones of something nested very deep tell nothing. */
function placeOf(entry: Entry): string {
  const keys: string[] = [];
  for (let at: Entry | undefined = entry; at?.parent; at = at.parent) keys.push(at.key);
  return keys.reverse().slice(0, 4).join('.');
}

/** Path with the names of list entries, since positions in a merged list tell an author nothing. */
function placeIn(data: unknown, path: readonly PropertyKey[]): string {
  const words: string[] = [];
  let at: unknown = data;
  for (const key of path) {
    at = typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined;
    words.push(typeof key === 'number' ? labelOf(at, key) : String(key));
  }
  return words.join('.');
}

function labelOf(value: unknown, index: number): string {
  const named = typeof value === 'object' && value !== null ? (value as { name?: unknown; code?: unknown }) : {};
  const name = [named.name, named.code].find((one) => typeof one === 'string');
  return typeof name === 'string' ? name : `[${index}]`;
}
