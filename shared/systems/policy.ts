import type { Locale } from '../lib/schema.ts';
import { systemFields } from './fields.ts';
import type { FieldDefinition, FieldNeed, FieldValues, MultilingualText } from './field-value.ts';

/** Codes of a field that holds one or several of them; nothing where it holds none. */
function codes(fields: FieldValues, name: string): readonly string[] {
  const value = fields[name];
  if (!value || !('value' in value)) return [];
  if (typeof value.value === 'string') return [value.value];
  return Array.isArray(value.value) ? value.value : [];
}

/** Whether a field is shown: its condition, if any, holds. A hidden value stays stored and counts for nothing. */
export function isVisible(definition: FieldDefinition, fields: FieldValues): boolean {
  const { when } = definition;
  return when === undefined || codes(fields, when.field).some((code) => when.in.includes(code));
}

/** Whether something is recorded; "unknown" and "not applicable" are answers too. */
function isAnswered(fields: FieldValues, name: string): boolean {
  return fields[name] !== undefined;
}

const hasPersonalData = (fields: FieldValues): boolean => codes(fields, 'hasPersonalData').includes('yes');

/** Names of visible fields a need asks for, the site of a deployment among them. */
function neededNames(fields: FieldValues, need: FieldNeed): string[] {
  if (need === 'personal-data' && !hasPersonalData(fields)) return ['hasPersonalData'];
  const names = systemFields
    .filter((field) => field.needs?.includes(need) && isVisible(field, fields))
    .map(({ name }) => name);
  return need === 'passport' ? [...names, 'site'] : names;
}

/** Visible fields still without an answer, by what they are needed for. `deployed`: some version is in use at a site. */
export function missingFields(fields: FieldValues, deployed: boolean): Record<FieldNeed, string[]> {
  const missing = (need: FieldNeed): string[] =>
    neededNames(fields, need).filter((name) => (name === 'site' ? !deployed : !isAnswered(fields, name)));
  return {
    classification: missing('classification'),
    operation: missing('operation'),
    'personal-data': missing('personal-data'),
    passport: missing('passport'),
  };
}

/** Answered share of the fields needed for classification, passport and, with personal data, its protection: 0 to 100, rounded down. */
export function completeness(fields: FieldValues, deployed: boolean): number {
  const needs: FieldNeed[] = ['classification', 'passport', 'personal-data'];
  const needed = new Set(needs.flatMap((need) => neededNames(fields, need)));
  const answered = [...needed].filter((name) => (name === 'site' ? deployed : isAnswered(fields, name))).length;
  return Math.floor((answered * 100) / needed.size);
}

/** The day `months` later; the last day of the month where the day does not exist. Days are YYYY-MM-DD. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

/** Day of the next review: as entered, else 12 months after the last, since risks are updated at least once a year (art. 18(1)(4)). */
export function reviewDay(fields: FieldValues): string | null {
  const [entered] = codes(fields, 'nextReview');
  if (entered !== undefined) return entered;
  const [last] = codes(fields, 'lastRiskReview');
  return last === undefined ? null : addMonths(last, 12);
}

/** The part in the wanted language, or the first there is in the order ru, kk, en. */
export function textIn(text: MultilingualText, locale: Locale): string {
  return [text[locale], text.ru, text.kk, text.en].find((part) => part !== undefined && part.trim() !== '') ?? '';
}

/** The multilingual value of a field, or null where it holds none. */
export function multilingual(fields: FieldValues, name: string): MultilingualText | null {
  const value = fields[name];
  if (!value || !('value' in value) || typeof value.value !== 'object' || Array.isArray(value.value)) return null;
  return value.value;
}

/** The text, code or date of a field, or null where it holds none. */
export function plainText(fields: FieldValues, name: string): string | null {
  const value = fields[name];
  return value && 'value' in value && typeof value.value === 'string' ? value.value : null;
}
