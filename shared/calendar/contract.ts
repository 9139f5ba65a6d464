import { command, job, query } from '../lib/contract.ts';
import { FileRef } from '../lib/file-ref.ts';
import { Day, z } from '../lib/schema.ts';

/** A day the organisation set: worked or off, and why. */
export const OwnDay = z.strictObject({ working: z.boolean(), reason: z.string().trim().max(200) });
export type OwnDay = z.infer<typeof OwnDay>;

const Year = z.string().regex(/^(19|20|21)\d\d$/);
/** Days one organisation may set, over all years. */
const maximumDays = 2_000;

/** What an organisation sets on top of the shipped holidays. */
export const OwnCalendar = z.strictObject({
  week: z.enum(['five', 'six']),
  days: z
    .record(Day, OwnDay)
    .refine((days) => Object.keys(days).length <= maximumDays, { message: `more than ${maximumDays} days` }),
  /** Years whose days were checked against the official acts. */
  checkedYears: z.array(Year),
});
export type OwnCalendar = z.infer<typeof OwnCalendar>;

/** A change: only what is named changes; null takes the entry of a day away. */
export const CalendarChange = z.strictObject({
  week: z.enum(['five', 'six']).optional(),
  days: z.record(Day, OwnDay.nullable()).optional(),
  years: z.record(Year, z.boolean()).optional(),
});
export type CalendarChange = z.infer<typeof CalendarChange>;

export const calendar = {
  get: query(z.strictObject({}), OwnCalendar),
  /** Fails with reason `calendar-same` where nothing would change. */
  set: command(CalendarChange, OwnCalendar),
  /** Takes away everything the organisation set. Fails with reason `calendar-same` where there is nothing. */
  reset: command(z.strictObject({}), OwnCalendar),
  /** The own entries as a JSON file. */
  export: job(z.strictObject({}), FileRef),
  /** Puts the entries of such a file in the place of the own ones. Fails with reason `calendar-file` where it is none. */
  import: command(z.strictObject({ file: FileRef }), OwnCalendar),
};
