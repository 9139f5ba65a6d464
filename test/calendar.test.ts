import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  dayKind,
  daysBetween,
  dueDay,
  isWorkingDay,
  workingCalendar,
  workingDaysBetween,
} from '../shared/calendar/calendar.ts';
import { fixedHolidays } from '../shared/calendar/holidays.ts';
import { world, type World } from './world.ts';

const plain = workingCalendar();
const day = fc
  .integer({ min: 0, max: 3_650 })
  .map((offset) => new Date(Date.UTC(2024, 0, 1 + offset)).toISOString().slice(0, 10));
const calendars = fc.record({
  week: fc.constantFrom('five' as const, 'six' as const),
  days: fc.dictionary(
    fc
      .integer({ min: 0, max: 3_700 })
      .map((offset) => new Date(Date.UTC(2024, 0, 1 + offset)).toISOString().slice(0, 10)),
    fc.record({ working: fc.boolean() }),
    { maxKeys: 200 },
  ),
});

/** A calendar day as the operating system's own arithmetic walks it, independent of the product's. */
function* after(start: string): Generator<{ text: string; weekday: number }> {
  const [year = 0, month = 1, date = 1] = start.split('-').map(Number);
  for (let offset = 1; ; offset += 1) {
    const at = new Date(Date.UTC(year, month - 1, date + offset));
    const text = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()]
      .map((part) => String(part).padStart(2, '0'))
      .join('-');
    yield { text, weekday: at.getUTCDay() };
  }
}

describe('working days', () => {
  it('are off on weekends and holidays unless the organisation says otherwise', () => {
    expect(isWorkingDay('2026-11-23', plain)).toBe(true);
    expect(dayKind('2026-11-22', plain)).toBe('weekend');
    expect(dayKind('2026-11-21', plain)).toBe('weekend');
    expect(dayKind('2026-11-21', workingCalendar({ week: 'six', days: {} }))).toBe('work');
    expect(dayKind('2026-12-16', plain)).toBe('holiday');
    const own = workingCalendar({
      week: 'five',
      days: { '2026-12-16': { working: true }, '2026-11-24': { working: false } },
    });
    expect(isWorkingDay('2026-12-16', own)).toBe(true);
    expect(isWorkingDay('2026-11-24', own)).toBe(false);
    expect(dayKind('2026-11-24', own)).toBe('set');
  });

  it('ship fixed holidays in order, each once and none claimed as checked', () => {
    const days = fixedHolidays.map((holiday) => holiday.day);
    expect(days).toEqual([...new Set(days)].sort());
    expect(days).toHaveLength(14);
    expect(new Set(fixedHolidays.map(({ confidence }) => confidence))).toEqual(new Set(['uncertain']));
  });

  it('do not count the day of the event', () => {
    // Monday 23 November 2026: one working day ends on Tuesday.
    expect(dueDay('2026-11-23', { days: 1, working: true }, plain)).toBe('2026-11-24');
    // From a Friday over the weekend, and from a Saturday.
    expect(dueDay('2026-11-20', { days: 1, working: true }, plain)).toBe('2026-11-23');
    expect(dueDay('2026-11-21', { days: 3, working: true }, plain)).toBe('2026-11-25');
    // 15 working days from 30 November over Independence Day.
    expect(dueDay('2026-11-30', { days: 15, working: true }, plain)).toBe('2026-12-22');
  });

  it('end a month on its last day where it is shorter, and move to a day that is worked', () => {
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2026-11-23', 12)).toBe('2027-11-23');
    expect(addMonths('2026-12-31', 2)).toBe('2027-02-28');
    // 1 August 2027 is a Sunday; 31 July a Saturday.
    expect(dueDay('2027-01-31', { months: 6 }, plain)).toBe('2027-08-02');
    // Calendar days ending on New Year's Day.
    expect(dueDay('2026-12-22', { days: 10 }, plain)).toBe('2027-01-04');
    expect(dueDay('2026-11-23', {}, plain)).toBeNull();
  });

  it('are counted as one by one', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 40 }), calendars, (start, count, own) => {
        const calendar = workingCalendar(own);
        const due = dueDay(start, { days: count, working: true }, calendar);
        let left = count;
        let naive = '';
        for (const { text, weekday } of after(start)) {
          const set = own.days[text]?.working;
          const isFree =
            fixedHolidays.some((holiday) => text.endsWith(holiday.day)) ||
            weekday === 0 ||
            (weekday === 6 && own.week === 'five');
          if (set ?? !isFree) left -= 1;
          if (left === 0) {
            naive = text;
            break;
          }
        }
        expect(due).toBe(naive);
        expect(workingDaysBetween(start, naive, calendar)).toBe(count);
        expect(workingDaysBetween(naive, start, calendar)).toBe(-count);
      }),
      { numRuns: 200 },
    );
  });

  it('never end on a day that is not worked, and never before the period does', () => {
    fc.assert(
      fc.property(
        day,
        fc.record({
          months: fc.integer({ min: 0, max: 30 }),
          days: fc.integer({ min: 0, max: 90 }),
          working: fc.boolean(),
        }),
        calendars,
        (start, period, own) => {
          fc.pre(period.months + period.days > 0);
          const calendar = workingCalendar(own);
          const due = dueDay(start, period, calendar) ?? '';
          expect(isWorkingDay(due, calendar)).toBe(true);
          expect(due >= addDays(addMonths(start, period.months), period.days)).toBe(true);
          expect(daysBetween(start, due)).toBeGreaterThan(0);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('calendar of an organisation', () => {
  let here: World;
  afterEach(() => here.close());
  const entries = async (): Promise<{ kind: string; body: unknown }[]> =>
    (await here.client.ledger.list({ limit: 50 })).rows
      .filter(({ kind }) => kind.startsWith('calendar.'))
      .map(({ kind, body }) => ({ kind, body: JSON.parse(body) as unknown }));

  it('keeps what is set, with what was before in the ledger, and takes it back', async () => {
    here = world();
    const { client } = here;
    expect(await client.calendar.get({})).toEqual({ week: 'five', days: {}, checkedYears: [] });
    const kurban = { working: false, reason: 'Құрбан айт' };
    await client.calendar.set({ days: { '2027-05-17': kurban }, years: { '2027': true } });
    await client.calendar.set({ days: { '2027-05-17': null }, week: 'six' });
    expect(await client.calendar.get({})).toEqual({ week: 'six', days: {}, checkedYears: ['2027'] });
    expect(await entries()).toEqual([
      {
        kind: 'calendar.set',
        body: {
          before: { week: 'five', days: { '2027-05-17': kurban } },
          after: { week: 'six', days: { '2027-05-17': null } },
        },
      },
      {
        kind: 'calendar.set',
        body: {
          before: { days: { '2027-05-17': null }, years: { '2027': false } },
          after: { days: { '2027-05-17': kurban }, years: { '2027': true } },
        },
      },
    ]);
    await client.calendar.reset({});
    expect(await client.calendar.get({})).toEqual({ week: 'five', days: {}, checkedYears: [] });
    await expect(client.calendar.reset({})).rejects.toMatchObject({ reason: 'calendar-same' });
    await expect(client.calendar.set({ week: 'five' })).rejects.toMatchObject({ reason: 'calendar-same' });
    expect(await entries()).toHaveLength(3);
  });

  it('refuses a day that does not exist', async () => {
    here = world();
    await expect(
      here.client.calendar.set({ days: { '2027-02-30': { working: false, reason: '' } } }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });

  it('travels as a file', async () => {
    here = world();
    const { client, services } = here;
    await client.calendar.set({ week: 'six', days: { '2026-12-18': { working: false, reason: 'перенос' } } });
    const file = await client.calendar.export({});
    await client.calendar.reset({});
    expect(await client.calendar.import({ file })).toMatchObject({
      week: 'six',
      days: { '2026-12-18': { working: false, reason: 'перенос' } },
    });
    for (const text of ['no json', '[]', '{"format":1,"week":"seven","days":{},"checkedYears":[]}', 'null']) {
      const other = services.files.put('x.json', new TextEncoder().encode(text));
      await expect(client.calendar.import({ file: other })).rejects.toMatchObject({ reason: 'calendar-file' });
    }
    expect((await entries()).map(({ kind }) => kind)).toEqual(['calendar.import', 'calendar.reset', 'calendar.set']);
    expect(here.log).toEqual([]);
  });
});

describe('the day a duty falls due', () => {
  let here: World;
  afterEach(() => here.close());

  it('is counted from the day of the event, follows the calendar, and is a task of the home page', async () => {
    here = world();
    const { client } = here;
    const { id } = await client.systems.create({ fields: { name: { value: { ru: 'Пропускная', kk: '', en: '' } } } });
    await client.assessments.answer({
      system: id,
      pack: 'kz-personal-data',
      answers: {
        'processes-personal-data': { answer: { value: 'yes' } },
        exclusion: { answer: { value: 'none' } },
        role: { answer: { value: ['operator'] } },
        'breach-history': { answer: { value: 'late-or-never' } },
        'breach-detected': { answer: { value: 'yes' } },
        'breach-detected-on': { answer: { value: '2026-11-20' } },
      },
    });
    const notice = async (): Promise<{ start: string | null; due: string | null } | undefined> => {
      const rows = await client.assessments.duties({ system: id });
      return rows.find(({ obligation }) => obligation === 'breach-notice');
    };
    // Friday; the next working day is Monday.
    expect(await notice()).toMatchObject({ start: '2026-11-20', due: '2026-11-23' });
    await client.calendar.set({ days: { '2026-11-23': { working: false, reason: 'перенос' } } });
    expect(await notice()).toMatchObject({ due: '2026-11-24' });
    here.at('2026-11-26T10:00:00.000Z');
    const { tasks } = await client.home.overview({});
    expect(tasks.find(({ kind, due }) => kind === 'deadline' && due === '2026-11-24')).toMatchObject({ days: -2 });
    expect((await client.assessments.duties({ system: id })).some(({ due }) => due === null)).toBe(true);
    expect(here.log).toEqual([]);
  });
});
