import type { Truth } from './result.ts';

/** Kleene truth as a number: 0 false, 1 unknown, 2 true. `all` is the minimum, `any` the maximum, `not` is 2 − x. */
export type Kleene = 0 | 1 | 2;

/** Truth as it stands in a result. */
export function toTruth(value: Kleene): Truth {
  return value === 2 ? 'true' : value === 0 ? 'false' : 'unknown';
}

/**
 * What is known of a number (or of a date as days since 1970-01-01): it lies between `lo` and `hi`, both inclusive.
 * `absent`: the thing has no value at all (hidden, not applicable): 0 no, 1 perhaps, 2 yes.
 */
export interface Span {
  lo: number;
  hi: number;
  absent: Kleene;
}

/** What is known of a code or a text: one of `values`, or anything where `values` is null. */
export interface Choice {
  values: readonly string[] | null;
  absent: Kleene;
}

export const absentSpan: Span = { lo: 0, hi: 0, absent: 2 };
export const absentChoice: Choice = { values: [], absent: 2 };

/** A span that is exactly one number. */
export function point(value: number): Span {
  return { lo: value, hi: value, absent: 0 };
}

/** Makes a span or a choice that may also be absent. */
export function maybeAbsent<T extends { absent: Kleene }>(value: T): T {
  return value.absent === 0 ? { ...value, absent: 1 } : value;
}

/** Overflow of opposite signs gives NaN; nothing is known then. */
function span(lo: number, hi: number, absent: Kleene): Span {
  return { lo: Number.isNaN(lo) ? -Infinity : lo, hi: Number.isNaN(hi) ? Infinity : hi, absent };
}

/** Sum; an absent term counts as 0. */
export function addSpans(terms: readonly Span[]): Span {
  let lo = 0;
  let hi = 0;
  for (const term of terms) {
    if (term.absent === 2) continue;
    lo += term.absent === 1 ? Math.min(term.lo, 0) : term.lo;
    hi += term.absent === 1 ? Math.max(term.hi, 0) : term.hi;
  }
  return span(lo, hi, 0);
}

function negate(value: Span): Span {
  return { lo: -value.hi, hi: -value.lo, absent: value.absent };
}

/** Greatest of the terms that are present; absent when none is. */
export function maxSpans(terms: readonly Span[]): Span {
  const present = terms.filter((term) => term.absent !== 2);
  if (present.length === 0) return absentSpan;
  const sure = present.filter((term) => term.absent === 0);
  const hi = Math.max(...present.map((term) => term.hi));
  const lo = sure.length > 0 ? Math.max(...sure.map((term) => term.lo)) : Math.min(...present.map((term) => term.lo));
  return span(lo, hi, sure.length > 0 ? 0 : 1);
}

/** Least of the terms that are present; absent when none is. */
export function minSpans(terms: readonly Span[]): Span {
  return negate(maxSpans(terms.map(negate)));
}

function anyAbsent(terms: readonly Span[]): Kleene {
  let absent: Kleene = 0;
  for (const term of terms) if (term.absent > absent) absent = term.absent;
  return absent;
}

/** 0 × ∞ stands for 0 here: the infinite bound is only "some number". */
function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}

/** Product; absent when a factor is. */
export function multiplySpans(terms: readonly Span[]): Span {
  const absent = anyAbsent(terms);
  if (absent === 2) return absentSpan;
  let lo = 1;
  let hi = 1;
  for (const term of terms) {
    const corners = [times(lo, term.lo), times(lo, term.hi), times(hi, term.lo), times(hi, term.hi)];
    lo = Math.min(...corners);
    hi = Math.max(...corners);
  }
  return span(lo, hi, absent);
}

/** Quotient; absent when a term is, or when the divisor is 0. */
export function divideSpans(a: Span, b: Span): Span {
  const absent = anyAbsent([a, b]);
  if (absent === 2 || (b.lo === 0 && b.hi === 0)) return absentSpan;
  if (b.lo <= 0 && b.hi >= 0) return span(-Infinity, Infinity, 1);
  const corners = [a.lo / b.lo, a.lo / b.hi, a.hi / b.lo, a.hi / b.hi];
  return span(Math.min(...corners), Math.max(...corners), absent);
}

/** Shifts the decimal point as one would on paper: 1.005 shifted by 2 is 100.5, where a product gives a little less. */
function shift(value: number, places: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + places}`);
}

/** Rounds to a number of decimals, half up, towards plus infinity: 2.5 to 3, −2.5 to −2, 1.005 to 1.01. */
export function roundHalfUp(value: number, decimals: number): number {
  if (!Number.isFinite(value)) return value;
  // Adding 0 turns −0 into 0.
  return shift(Math.round(shift(value, decimals)), -decimals) + 0;
}

/** Rounds both bounds. */
export function roundSpan(value: Span, decimals: number): Span {
  if (value.absent === 2) return absentSpan;
  return span(roundHalfUp(value.lo, decimals), roundHalfUp(value.hi, decimals), value.absent);
}

/** Either of the two. */
export function joinSpans(a: Span, b: Span): Span {
  if (a.absent === 2) return maybeAbsent(b);
  if (b.absent === 2) return maybeAbsent(a);
  return { lo: Math.min(a.lo, b.lo), hi: Math.max(a.hi, b.hi), absent: a.absent === 0 && b.absent === 0 ? 0 : 1 };
}

/** Either of the two. */
export function joinChoices(a: Choice, b: Choice): Choice {
  if (a.absent === 2) return maybeAbsent(b);
  if (b.absent === 2) return maybeAbsent(a);
  const absent = a.absent === 0 && b.absent === 0 ? 0 : 1;
  if (a.values === null || b.values === null) return { values: null, absent };
  return { values: [...new Set([...a.values, ...b.values])], absent };
}

/** A comparison with something absent is false. */
function unlessAbsent(truth: Kleene, absent: Kleene): Kleene {
  if (absent === 2) return 0;
  return absent === 1 && truth === 2 ? 1 : truth;
}

/** a > b, or a ≥ b where `inclusive`. */
export function isGreater(a: Span, b: Span, inclusive: boolean): Kleene {
  const always = inclusive ? a.lo >= b.hi : a.lo > b.hi;
  const never = inclusive ? a.hi < b.lo : a.hi <= b.lo;
  return unlessAbsent(always ? 2 : never ? 0 : 1, anyAbsent([a, b]));
}

/** a equals one of the numbers. */
export function isOneOf(a: Span, literals: readonly number[]): Kleene {
  const inside = literals.filter((literal) => literal >= a.lo && literal <= a.hi);
  return unlessAbsent(inside.length === 0 ? 0 : a.lo === a.hi ? 2 : 1, a.absent);
}

/** a is one of the codes. */
export function isAmong(a: Choice, literals: readonly string[]): Kleene {
  if (a.values === null) return unlessAbsent(1, a.absent);
  const inside = a.values.filter((value) => literals.includes(value)).length;
  return unlessAbsent(inside === 0 ? 0 : inside === a.values.length ? 2 : 1, a.absent);
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Days of a month counted from 0; 0 where there is no such month. */
function monthLength(year: number, month: number): number {
  return (monthLengths[month] ?? 0) + (month === 1 && isLeap(year) ? 1 : 0);
}

/** First day of a year, as days since 1970-01-01. */
function startOfYear(year: number): number {
  const before = year - 1;
  return before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 719_162;
}

/** Days since 1970-01-01 of a YYYY-MM-DD day (proleptic Gregorian calendar), or undefined where there is no such day. */
export function dayNumber(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const year = Number(match[1]);
  const month = Number(match[2]) - 1;
  const day = Number(match[3]);
  if (day < 1 || day > monthLength(year, month)) return undefined;
  let days = startOfYear(year) + day - 1;
  for (let index = 0; index < month; index += 1) days += monthLength(year, index);
  return days;
}

/** The YYYY-MM-DD day of a number `dayNumber` gives. */
export function dayOf(days: number): string {
  let year = 1970 + Math.floor(days / 365.2425);
  while (startOfYear(year + 1) <= days) year += 1;
  while (startOfYear(year) > days) year -= 1;
  let month = 0;
  let rest = days - startOfYear(year);
  while (rest >= monthLength(year, month)) {
    rest -= monthLength(year, month);
    month += 1;
  }
  const pad = (value: number, length: number): string => String(value).padStart(length, '0');
  return `${pad(year, 4)}-${pad(month + 1, 2)}-${pad(rest + 1, 2)}`;
}
