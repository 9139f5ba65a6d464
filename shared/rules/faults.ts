import { AppError } from '../lib/errors.ts';

/** Something wrong in a pack. `place` is a path by names, such as `rules.high-failure.when.any[2]`; `problem` is English, for pack authors. */
export interface Fault {
  place: string;
  problem: string;
}

/** Something the linter has to say. An `error` keeps a pack from being used; a `warning` is for its author to judge. */
export interface Problem extends Fault {
  severity: 'error' | 'warning';
}

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
