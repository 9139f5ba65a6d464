import { fixedHolidays } from './holidays.ts';

/** Five-day week: Saturday and Sunday are off. Six-day week: Sunday is off. */
export type WorkWeek = 'five' | 'six';

/** What decides whether a day is worked. Days are `YYYY-MM-DD`. */
export interface WorkingCalendar {
  week: WorkWeek;
  /** Holidays of every year as `MM-DD`. */
  holidays: ReadonlySet<string>;
  /** Days the organisation set itself: true worked, false off. They win over week and holidays. */
  days: ReadonlyMap<string, boolean>;
}

/** A period: calendar months, days, or both in this order; `working` counts the days as working days. */
export interface Period {
  months?: number | undefined;
  days?: number | undefined;
  working?: boolean | undefined;
}

/** Longest run of days without a working day that is searched through; an all-off calendar ends there. */
const longestPause = 3_660;
const dayMs = 86_400_000;

const instantOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
const holidaySet: ReadonlySet<string> = new Set(fixedHolidays.map(({ day }) => day));

/** The calendar that results from the shipped holidays and what an organisation set. */
export function workingCalendar(
  own: { week: WorkWeek; days: Readonly<Record<string, { working: boolean }>> } = { week: 'five', days: {} },
): WorkingCalendar {
  return {
    week: own.week,
    holidays: holidaySet,
    days: new Map(Object.entries(own.days).map(([day, { working }]) => [day, working])),
  };
}

/** The day `count` calendar days after `day`; before it where `count` is negative. */
export function addDays(day: string, count: number): string {
  return dayOf(instantOf(day) + count * dayMs);
}

/** The same day of the month `count` months later, or the last day of that month where it is shorter. */
export function addMonths(day: string, count: number): string {
  const [year = 0, month = 1, dayOfMonth = 1] = day.split('-').map(Number);
  const index = year * 12 + (month - 1) + count;
  const [inYear, inMonth] = [Math.floor(index / 12), index % 12];
  const last = new Date(Date.UTC(inYear, inMonth + 1, 0)).getUTCDate();
  return dayOf(Date.UTC(inYear, inMonth, Math.min(dayOfMonth, last)));
}

/** Calendar days from `from` to `to`; negative where `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((instantOf(to) - instantOf(from)) / dayMs);
}

/** Why a day is off or worked: set by the organisation, a holiday, the weekend, or a plain working day. */
export function dayKind(day: string, calendar: WorkingCalendar): 'set' | 'holiday' | 'weekend' | 'work' {
  if (calendar.days.has(day)) return 'set';
  if (calendar.holidays.has(day.slice(5))) return 'holiday';
  const weekday = new Date(instantOf(day)).getUTCDay();
  return weekday === 0 || (weekday === 6 && calendar.week === 'five') ? 'weekend' : 'work';
}

/** Whether the day is worked. What the organisation set for a day wins over holidays, these over the week. */
export function isWorkingDay(day: string, calendar: WorkingCalendar): boolean {
  return calendar.days.get(day) ?? dayKind(day, calendar) === 'work';
}

/** The day itself where it is worked, otherwise the next one that is. */
export function nextWorkingDay(day: string, calendar: WorkingCalendar): string {
  let found = day;
  for (let step = 0; step < longestPause && !isWorkingDay(found, calendar); step += 1) found = addDays(found, 1);
  return found;
}

/** Working days after `from` up to and including `to`; negative where `to` is earlier. */
export function workingDaysBetween(from: string, to: string, calendar: WorkingCalendar): number {
  if (to < from) return -workingDaysBetween(to, from, calendar);
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(day, calendar)) count += 1;
  return count;
}

/**
 * The last day of a period that runs from `start`. Our interpretation, no provision was read for it: the day of the
 * event does not count; months end on the same day of the month or on its last day; an end on a day that is not worked
 * moves to the next working day. Null where the period names neither months nor days.
 */
export function dueDay(start: string, period: Period, calendar: WorkingCalendar): string | null {
  const { months = 0, days = 0, working = false } = period;
  if (months === 0 && days === 0) return null;
  let end = addMonths(start, months);
  if (!working) return nextWorkingDay(addDays(end, days), calendar);
  for (let counted = 0; counted < days; counted += 1) end = nextWorkingDay(addDays(end, 1), calendar);
  return nextWorkingDay(end, calendar);
}
