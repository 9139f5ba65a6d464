import { daysBetween } from '../../shared/calendar/calendar.ts';
import type { DutyRow } from '../../shared/assessments/contract.ts';

/** `person`: no rule can tell whether it is met. */
export type DutyState = 'met' | 'gap' | 'open' | 'person';

export function dutyState(row: Pick<DutyRow, 'met'>): DutyState {
  if (row.met === null) return 'person';
  return row.met === 'true' ? 'met' : row.met === 'false' ? 'gap' : 'open';
}

const order: Record<DutyState, number> = { gap: 0, open: 1, person: 2, met: 3 };

/** Gaps first, then what is open; what is due earlier first, certain duties before possible ones. */
export function byUrgency(one: DutyRow, other: DutyRow): number {
  return (
    order[dutyState(one)] - order[dutyState(other)] ||
    (one.due ?? '9999').localeCompare(other.due ?? '9999') ||
    (one.applies === other.applies ? 0 : one.applies === 'true' ? -1 : 1) ||
    one.code.localeCompare(other.code, 'ru') ||
    one.mark.localeCompare(other.mark, 'ru', { numeric: true })
  );
}

/** Days left to the last day of a duty, negative when it has passed; null where nothing is due or it is met. */
export function daysLeft(row: Pick<DutyRow, 'met' | 'due'>, today: string): number | null {
  return row.due === null || row.met === 'true' ? null : daysBetween(today, row.due);
}
