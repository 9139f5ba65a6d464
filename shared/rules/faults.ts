import { AppError } from '../lib/errors.ts';
import { z } from '../lib/schema.ts';

/** Something wrong in a pack. `place` is a path by names, such as `rules.high-failure.when.any[2]`; `problem` is English, for pack authors. */
export interface Fault {
  place: string;
  problem: string;
}

/** Something the linter has to say. An `error` keeps a pack from being used; a `warning` is for its author to judge. */
export interface Problem extends Fault {
  severity: 'error' | 'warning';
}

/**
 * Kinds of problems. `form`: does not fit the schema. `reference`: a name, a code or a type that does not resolve.
 * `condition`: always or never holds. `unreachable`: nothing leads there. `contradiction`: one condition, two degrees.
 * `scale`: no way to a degree. `score`: a gap between thresholds, or a degree out of a score. `outcome`: a rule without one. `unused`, `text`, `force`, `case` as they say.
 */
export const ProblemKind = z.enum([
  'form',
  'reference',
  'condition',
  'unreachable',
  'contradiction',
  'scale',
  'score',
  'outcome',
  'unused',
  'text',
  'force',
  'case',
]);
export type ProblemKind = z.infer<typeof ProblemKind>;

/** A problem with its kind, so that the interface can say in every language what it is about. */
export const KnownProblem = z.strictObject({
  kind: ProblemKind,
  severity: z.enum(['error', 'warning']),
  place: z.string(),
  problem: z.string(),
});
export type KnownProblem = z.infer<typeof KnownProblem>;

/** Collects faults while a pack is checked, so that the linter can show all of them. */
export interface FaultSink {
  add(place: string, problem: string): void;
}

/** A sink that keeps everything it is given. */
export function collectFaults(): FaultSink & { list: Fault[] } {
  const list: Fault[] = [];
  return { list, add: (place, problem) => void list.push({ place, problem }) };
}

/** The error a broken pack is refused with. */
export function packFault(fault: Fault): AppError {
  return new AppError('invalid', `pack fault at ${fault.place}: ${fault.problem}`, {
    reason: 'pack-fault',
    details: { place: fault.place, problem: fault.problem },
  });
}
