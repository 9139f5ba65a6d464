import type { Locale } from '../lib/schema.ts';

/**
 * Formats that need no Kazakh data of the platform: Chromium, and with it Electron, ships none, and falls back to
 * `2026 M11 23` and `1,234.5` without a word.
 */

/** Numbers in one language. CLDR writes Kazakh and Russian numbers alike: `1 234,5`. */
export function numberFormat(locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  return new Intl.NumberFormat(locale === 'kk' ? 'ru' : locale, options);
}

const kazakhMonths = [
  'қаңтар',
  'ақпан',
  'наурыз',
  'сәуір',
  'мамыр',
  'маусым',
  'шілде',
  'тамыз',
  'қыркүйек',
  'қазан',
  'қараша',
  'желтоқсан',
];
const kazakhWeekdays = ['жексенбі', 'дүйсенбі', 'сейсенбі', 'сәрсенбі', 'бейсенбі', 'жұма', 'сенбі'];

/** A local date in full with its weekday, as each language writes it: `Понедельник, 23 ноября 2026`. */
export function longDate(locale: Locale, date: Date): string {
  const year = date.getFullYear();
  if (locale === 'kk')
    return capital(
      `${kazakhWeekdays[date.getDay()] ?? ''}, ${year} жылғы ${date.getDate()} ${kazakhMonths[date.getMonth()] ?? ''}`,
    );
  const tag = locale === 'en' ? 'en-GB' : locale;
  const part = (options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(tag, options).format(date);
  return capital(`${part({ weekday: 'long' })}, ${part({ day: 'numeric', month: 'long' })} ${year}`);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
