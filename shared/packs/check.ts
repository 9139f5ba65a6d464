import { LocalText, z } from '../lib/schema.ts';
import { runCase } from '../rules/cases.ts';
import { KnownProblem } from '../rules/faults.ts';
import { lint } from '../rules/lint.ts';
import { Pack } from '../rules/pack.ts';
import { preparePack } from '../rules/prepare.ts';
import { simulate, Simulation } from '../rules/simulate.ts';

/** All that can be found out about a pack without a lawyer: problems, worked examples, ways through the questionnaire. */
export const PackCheck = z.strictObject({
  id: z.string(),
  version: z.string(),
  title: LocalText,
  problems: z.array(KnownProblem),
  cases: z.strictObject({
    total: z.int(),
    failed: z.array(z.strictObject({ name: z.string(), differences: z.array(z.string()) })),
  }),
  simulation: Simulation,
});
export type PackCheck = z.infer<typeof PackCheck>;

/**
 * Reads pack data and lists everything that does not fit the schema, with places by the names of list entries, since
 * positions in a merged list tell an author nothing.
 */
export function readPack(data: unknown): { pack: Pack | null; problems: KnownProblem[] } {
  const parsed = Pack.safeParse(data);
  if (parsed.success) return { pack: parsed.data, problems: [] };
  return {
    pack: null,
    problems: parsed.error.issues.map(({ path, message }) => ({
      kind: 'form',
      severity: 'error',
      place: placeByName(data, path),
      problem: message,
    })),
  };
}

function placeByName(data: unknown, path: readonly PropertyKey[]): string {
  const words: string[] = [];
  let at: unknown = data;
  for (const key of path) {
    at = typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined;
    const named = typeof at === 'object' && at !== null ? (at as { name?: unknown; code?: unknown }) : {};
    const name = named.name ?? named.code;
    words.push(typeof key === 'number' && typeof name === 'string' ? name : String(key));
  }
  return words.join('.');
}

/** Runs all worked examples; those that differ come with what differs, in English for pack authors. */
export function runCases(pack: Pack, hash: string): PackCheck['cases'] {
  const prepared = preparePack(pack, hash);
  return {
    total: pack.cases.length,
    failed: pack.cases
      .map((example) => ({ name: example.name, differences: runCase(prepared, example) }))
      .filter(({ differences }) => differences.length > 0),
  };
}

/**
 * Checks a pack that loads: linter, worked examples, simulator.
 * @param on Day of the simulation, YYYY-MM-DD.
 * @throws AppError `invalid` with reason `pack-fault` where the pack does not load.
 */
export function checkPack(
  pack: Pack,
  hash: string,
  on: string,
  onProgress?: (done: number, total: number) => void,
): PackCheck {
  const prepared = preparePack(pack, hash);
  return {
    id: pack.id,
    version: pack.version,
    title: pack.title,
    problems: lint(pack),
    cases: runCases(pack, hash),
    simulation: simulate(prepared, { on, ...(onProgress ? { onProgress } : {}) }),
  };
}
