import { packFault } from './faults.ts';

/** One file of a pack folder, parsed. */
export interface PackPart {
  /** File name, used in error texts. */
  name: string;
  data: unknown;
}

/** Nesting a pack may have: 64 operators, each an object with a list, inside the parts of the pack. */
export const maximumNesting = 160;

/**
 * Merges the files of a pack by top-level key: lists are joined in order of the file names, anything else may be
 * given once. The result is not validated.
 * @throws AppError `invalid` with reason `pack-fault` where a file is not an object, is nested too deep, or gives again what another gave.
 */
export function mergePackParts(parts: readonly PackPart[]): unknown {
  const merged = new Map<string, { value: unknown; from: string }>();
  const ordered = [...parts].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const { name, data } of ordered) {
    if (typeof data !== 'object' || data === null || Array.isArray(data))
      throw packFault({ place: name, problem: 'the file is not an object' });
    refuseDeep(name, data);
    for (const [key, value] of Object.entries(data)) {
      const present = merged.get(key);
      if (!present) merged.set(key, { value, from: name });
      else if (Array.isArray(present.value) && Array.isArray(value)) {
        merged.set(key, { value: [...(present.value as unknown[]), ...(value as unknown[])], from: present.from });
      } else throw packFault({ place: `${name}: ${key}`, problem: `${present.from} gives it already` });
    }
  }
  return Object.fromEntries([...merged].map(([key, { value }]) => [key, value]));
}

/**
 * Refuses data nested too deep; to be called before the schema, which is recursive. Works level by level; YAML aliases
 * make the data a graph, so objects are visited once per level.
 * @throws AppError `invalid` with reason `pack-fault` and `name` as the place.
 */
export function refuseDeep(name: string, data: unknown): void {
  let level = new Set<object>([data as object]);
  for (let depth = 1; level.size > 0; depth += 1) {
    if (depth > maximumNesting) throw packFault({ place: name, problem: `nested more than ${maximumNesting} deep` });
    const next = new Set<object>();
    for (const part of level) {
      for (const child of Object.values(part) as unknown[])
        if (typeof child === 'object' && child !== null) next.add(child);
    }
    level = next;
  }
}
