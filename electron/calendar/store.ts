import type { Database } from 'better-sqlite3';
import type { OwnCalendar, OwnDay } from '../../shared/calendar/contract.ts';

/** All SQL about the working-day calendar. */
export function createCalendarStore(db: Database) {
  const week = db.prepare<[], { week: OwnCalendar['week'] }>('select week from calendar_week where id = 1');
  const days = db.prepare<[], { day: string; working: number; reason: string }>(
    'select day, working, reason from calendar_days order by day',
  );
  const years = db.prepare<[], { year: string }>('select year from calendar_years order by year');
  const putWeek = db.prepare('insert or replace into calendar_week (id, week) values (1, :week)');
  const putDay = db.prepare(
    'insert or replace into calendar_days (day, working, reason) values (:day, :working, :reason)',
  );
  const dropDay = db.prepare('delete from calendar_days where day = :day');
  const putYear = db.prepare('insert or ignore into calendar_years (year) values (:year)');
  const dropYear = db.prepare('delete from calendar_years where year = :year');

  return {
    read: (): OwnCalendar => ({
      week: week.get()?.week ?? 'five',
      days: Object.fromEntries(
        days.all().map(({ day, working, reason }) => [day, { working: working === 1, reason }] as const),
      ),
      checkedYears: years.all().map(({ year }) => year),
    }),
    setWeek: (value: OwnCalendar['week']) => putWeek.run({ week: value }),
    setDay: (day: string, own: OwnDay | null) =>
      own ? putDay.run({ day, working: own.working ? 1 : 0, reason: own.reason }) : dropDay.run({ day }),
    setYear: (year: string, checked: boolean) => (checked ? putYear : dropYear).run({ year }),
  };
}
