import { workingCalendar, type WorkingCalendar } from '../../shared/calendar/calendar.ts';
import { changeBetween } from '../../shared/calendar/change.ts';
import { OwnCalendar, type calendar, type CalendarChange } from '../../shared/calendar/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { SliceHandlers } from '../../shared/lib/contract.ts';
import type { SliceContext } from '../context.ts';
import { createCalendarStore } from './store.ts';

/** Working days of the organisation: the shipped holidays and what it set itself. */
export function createCalendarService(context: SliceContext) {
  const store = createCalendarStore(context.db);

  /** Writes the change and one ledger entry with both sides of it. */
  function write(kind: string, wanted: CalendarChange): OwnCalendar {
    const before = store.read();
    if (wanted.week !== undefined) store.setWeek(wanted.week);
    for (const [day, own] of Object.entries(wanted.days ?? {})) store.setDay(day, own);
    for (const [year, checked] of Object.entries(wanted.years ?? {})) store.setYear(year, checked);
    const after = store.read();
    const change = changeBetween(before, after);
    if (Object.keys(change).length === 0) {
      throw new AppError('conflict', 'the calendar is so already', { reason: 'calendar-same' });
    }
    context.ledger.append({
      kind,
      subject: 'calendar',
      body: { before: changeBetween(after, before), after: change },
    });
    context.changed('calendar');
    // Days on which duties fall due follow the calendar.
    context.changed('assessments');
    return after;
  }

  const handlers: SliceHandlers<typeof calendar> = {
    get: () => store.read(),
    set: (change) => write('calendar.set', change),
    reset: () => write('calendar.reset', changeBetween(store.read(), { week: 'five', days: {}, checkedYears: [] })),
    export: async () => {
      const bytes = new TextEncoder().encode(`${JSON.stringify({ format: 1, ...store.read() }, null, 2)}\n`);
      return Promise.resolve(context.files.put('working-days.json', bytes, 'application/json'));
    },
    import: ({ file }) => {
      const { bytes, name } = context.files.take(file);
      let data: unknown;
      try {
        data = JSON.parse(new TextDecoder().decode(bytes));
      } catch {
        data = null;
      }
      const { format, ...rest } = (typeof data === 'object' ? (data ?? {}) : {}) as Record<string, unknown>;
      const parsed = OwnCalendar.safeParse(rest);
      if (format !== 1 || !parsed.success) {
        throw new AppError('invalid', `${name} is no calendar`, { reason: 'calendar-file', details: { name } });
      }
      return write('calendar.import', changeBetween(store.read(), parsed.data));
    },
  };

  return {
    handlers,
    /** The calendar deadlines are counted with now. */
    current: (): WorkingCalendar => workingCalendar(store.read()),
  };
}
export type CalendarService = ReturnType<typeof createCalendarService>;
