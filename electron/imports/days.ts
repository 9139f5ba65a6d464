import { fold } from '../../shared/lib/fold.ts';
import { Day } from '../../shared/lib/schema.ts';
import { monthStems } from './words.ts';

/** A calendar day, or why the text is none, with a day that would fit where one is likely. */
export type DayReading = { day: string; note: string | null } | { problem: string; suggestion: string | null };

const dayMs = 86_400_000;
/** Day 0 of spreadsheets, and the serial numbers that make a likely day: 1990 to 2099. */
const spreadsheetEpoch = Date.UTC(1899, 11, 30);
const firstSerial = 32_874;
const lastSerial = 73_050;
const centuryBreak = 70;

const iso = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
const fullYear = (text: string): number =>
  text.length === 2 ? Number(text) + (Number(text) < centuryBreak ? 2000 : 1900) : Number(text);

function checked(year: number, month: number, day: number, note: string | null = null): DayReading {
  const text = iso(year, month, day);
  return Day.safeParse(text).success ? { day: text, note } : { problem: 'date-impossible', suggestion: null };
}

function monthOf(word: string): number {
  return monthStems.findIndex((stems) => stems.some((stem) => word.startsWith(stem))) + 1;
}

/**
 * Reads a date the way lists of this region write it: day first, two-digit years up to 69 as 20xx.
 * A month without a day, a spreadsheet serial number and an impossible day are problems, not dates.
 */
export function readDay(text: string): DayReading {
  const plain = fold(text)
    .replace(/\s*(г|год|года|ж|жыл|жылы)\.?$/u, '')
    .trim();
  let match =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ].*)?$/.exec(plain) ?? /^(\d{4})[./](\d{1,2})[./](\d{1,2})$/.exec(plain);
  if (match) return checked(Number(match[1]), Number(match[2]), Number(match[3]));
  match = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})$/.exec(plain);
  if (match) {
    const [, day = '', mark, month = '', year = ''] = match;
    const isAmbiguous = mark === '/' && Number(day) <= 12 && Number(month) <= 12 && day !== month;
    return checked(fullYear(year), Number(month), Number(day), isAmbiguous ? 'date-day-first' : null);
  }
  match = /^(\d{1,2})\.?\s+(\p{L}{3,})\.?,?\s+(\d{4})$/u.exec(plain);
  if (match && monthOf(match[2] ?? '') > 0) return checked(Number(match[3]), monthOf(match[2] ?? ''), Number(match[1]));
  match = /^(\d{4})\s*(?:жылғы|ж\.?)\s+(\d{1,2})\s+(\p{L}{3,})$/u.exec(plain);
  if (match && monthOf(match[3] ?? '') > 0) return checked(Number(match[1]), monthOf(match[3] ?? ''), Number(match[2]));
  return readMonth(plain) ?? readSerial(plain);
}

function readMonth(plain: string): DayReading | null {
  let match = /^(\p{L}{3,})\.?\s+(\d{4})$/u.exec(plain);
  if (match && monthOf(match[1] ?? '') > 0)
    return { problem: 'date-month-only', suggestion: iso(Number(match[2]), monthOf(match[1] ?? ''), 1) };
  match = /^(\d{4})\s*(?:жылғы|ж\.?)?\s+(\p{L}{3,})$/u.exec(plain);
  if (match && monthOf(match[2] ?? '') > 0)
    return { problem: 'date-month-only', suggestion: iso(Number(match[1]), monthOf(match[2] ?? ''), 1) };
  match = /^(\d{1,2})[./](\d{4})$/.exec(plain);
  if (match && Number(match[1]) >= 1 && Number(match[1]) <= 12)
    return { problem: 'date-month-only', suggestion: iso(Number(match[2]), Number(match[1]), 1) };
  match = /^(\d{4})-(\d{1,2})$/.exec(plain);
  if (match && Number(match[2]) >= 1 && Number(match[2]) <= 12)
    return { problem: 'date-month-only', suggestion: iso(Number(match[1]), Number(match[2]), 1) };
  return /^(19|20)\d\d$/.test(plain) ? { problem: 'date-year-only', suggestion: null } : null;
}

function readSerial(plain: string): DayReading {
  const serial = /^\d{5}$/.test(plain) ? Number(plain) : 0;
  if (serial < firstSerial || serial > lastSerial) return { problem: 'date-not-understood', suggestion: null };
  return { problem: 'date-serial', suggestion: new Date(spreadsheetEpoch + serial * dayMs).toISOString().slice(0, 10) };
}
