import { longDate, numberFormat } from '../../shared/i18n/formats.ts';
import { translator, type MessageKey, type MessageValues } from '../../shared/i18n/translate.ts';
import type { Locale, LocalText } from '../../shared/lib/schema.ts';

class LanguageChoice {
  current: Locale = $state('ru');
}

/** Language of the interface; the settings set it. */
export const language = new LanguageChoice();

/** Languages in the order they are always offered, with their own short names. */
export const locales: readonly { code: Locale; short: string; name: string }[] = [
  { code: 'kk', short: 'Қаз', name: 'Қазақша' },
  { code: 'ru', short: 'Рус', name: 'Русский' },
  { code: 'en', short: 'Eng', name: 'English' },
];

/** Text of a key in the language of the interface. */
export function t(key: MessageKey, values?: MessageValues): string {
  return translator(language.current)(key, values);
}

/** Text of a key built from data, or null where there is none. */
export function find(key: string, values?: MessageValues): string | null {
  return translator(language.current).find(key, values);
}

/** The wording of a text that exists in all languages. */
export function local(text: LocalText): string {
  return text[language.current];
}

/** The best wording of a text that may lack languages. */
export function pick(
  text: { kk?: string | undefined; ru?: string | undefined; en?: string | undefined } | null | undefined,
): string {
  if (!text) return '';
  const order: Locale[] = [language.current, 'ru', 'kk', 'en'];
  for (const code of order) {
    const part = text[code]?.trim();
    if (part) return part;
  }
  return '';
}

const thinSpace = '\u00a0';

/** 1248 as `1 248`. */
export function number(value: number): string {
  return numberFormat('ru').format(value).replace(/\s/g, thinSpace);
}

/** A calendar day `2026-11-23` as `23.11.2026`. */
export function day(value: string | null | undefined): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(value ?? '');
  return match ? `${match[3]}.${match[2]}.${match[1]}` : '';
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Local time of an instant as `15:02`. */
export function time(instant: string | Date): string {
  const date = new Date(instant);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Local day and time of an instant as `23.11.2026 15:02`. */
export function moment(instant: string): string {
  const date = new Date(instant);
  return `${two(date.getDate())}.${two(date.getMonth() + 1)}.${date.getFullYear()} ${time(date)}`;
}

/** Bytes in a readable size. */
export function size(bytes: number): string {
  if (bytes < 1024) return t('frame.size.bytes', { n: bytes });
  const kilobytes = bytes / 1024;
  const digits = numberFormat(language.current, { maximumFractionDigits: 1 });
  return kilobytes < 1024
    ? t('frame.size.kilobytes', { n: digits.format(kilobytes) })
    : t('frame.size.megabytes', { n: digits.format(kilobytes / 1024) });
}

/** A date in full with the weekday, as each language writes it. */
export function longDay(date: Date): string {
  return longDate(language.current, date);
}

/** Today as YYYY-MM-DD in local time. */
export function today(): string {
  const date = new Date();
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
