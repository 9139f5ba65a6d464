import type { CalendarChange, OwnCalendar, OwnDay } from './contract.ts';

const sameDay = (one: OwnDay | undefined, other: OwnDay | undefined): boolean =>
  one?.working === other?.working && one?.reason === other?.reason;

/** The change that leads from one calendar to another: only what differs. Empty where they are the same. */
export function changeBetween(before: OwnCalendar, after: OwnCalendar): CalendarChange {
  const days = [...new Set([...Object.keys(before.days), ...Object.keys(after.days)])]
    .filter((day) => !sameDay(before.days[day], after.days[day]))
    .map((day) => [day, after.days[day] ?? null] as const);
  const years = [...new Set([...before.checkedYears, ...after.checkedYears])]
    .filter((year) => before.checkedYears.includes(year) !== after.checkedYears.includes(year))
    .map((year) => [year, after.checkedYears.includes(year)] as const);
  return {
    ...(before.week === after.week ? {} : { week: after.week }),
    ...(days.length === 0 ? {} : { days: Object.fromEntries(days) }),
    ...(years.length === 0 ? {} : { years: Object.fromEntries(years) }),
  };
}
