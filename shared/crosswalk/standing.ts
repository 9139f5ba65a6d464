import type { Truth } from '../rules/result.ts';

/** `person`: no rule can tell whether it is met. `absent`: it does not apply, or nothing was assessed yet. */
export type StandingState = 'met' | 'gap' | 'open' | 'person' | 'absent';

/** How a duty stands for a system, in one word. */
export function standingState(standing: { applies: Truth; met: Truth | null } | null): StandingState {
  if (!standing || standing.applies === 'false') return 'absent';
  if (standing.met === null) return 'person';
  if (standing.met === 'true') return 'met';
  return standing.met === 'unknown' || standing.applies === 'unknown' ? 'open' : 'gap';
}
