import { IntlMessageFormat, type Formatters } from 'intl-messageformat';
import type { Locale } from '../lib/schema.ts';
import { catalogues } from './catalogues.ts';
import { numberFormat } from './formats.ts';

type Leaves<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}` }[keyof T & string];

/** Every key of the English catalogue. */
export type MessageKey = Leaves<(typeof catalogues)['en']>;

export type MessageValues = Record<string, string | number>;

/** Gives the text of a key in one language, filled with values (ICU message format). */
export interface Translate {
  (key: MessageKey, values?: MessageValues): string;
  locale: Locale;
  /** For keys built from data, such as `options.stage.pilot`; gives null where there is no such text. */
  find(key: string, values?: MessageValues): string | null;
}

function lookUp(locale: Locale, key: string): string | null {
  let node: unknown = catalogues[locale];
  for (const part of key.split('.')) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, part)) return null;
    node = (node as Record<string, unknown>)[part];
  }
  return typeof node === 'string' ? node : null;
}

const formats = new Map<string, IntlMessageFormat>();

/** What the messages take from Intl, with numbers of every language. */
const formatters: Formatters = {
  getNumberFormat: (locale, options) => numberFormat(String(locale), options),
  getDateTimeFormat: (...input) => new Intl.DateTimeFormat(...input),
  getPluralRules: (...input) => new Intl.PluralRules(...input),
};

function format(locale: Locale, key: string, values: MessageValues | undefined): string | null {
  const text = lookUp(locale, key);
  if (text === null || !text.includes('{')) return text;
  const cacheKey = `${locale}:${key}`;
  let compiled = formats.get(cacheKey);
  if (!compiled) {
    compiled = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true, formatters });
    formats.set(cacheKey, compiled);
  }
  return String(compiled.format(values));
}

const translators = new Map<Locale, Translate>();

/** The translator of one language. A key that is missing shows itself, which a test rules out. */
export function translator(locale: Locale): Translate {
  let translate = translators.get(locale);
  if (!translate) {
    translate = Object.assign((key: string, values?: MessageValues) => format(locale, key, values) ?? key, {
      locale,
      find: (key: string, values?: MessageValues) => format(locale, key, values),
    });
    translators.set(locale, translate);
  }
  return translate;
}
