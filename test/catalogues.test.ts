import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { describe, expect, it } from 'vitest';
import { catalogues } from '../shared/i18n/catalogues.ts';
import { translator } from '../shared/i18n/translate.ts';
import { registerFields } from '../shared/registers/fields.ts';
import { deploymentFields, systemFields } from '../shared/systems/fields.ts';

type Tree = { [key: string]: string | Tree };
const locales = ['kk', 'ru', 'en'] as const;

function flat(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  );
}
const texts = Object.fromEntries(
  locales.map((locale) => [locale, new Map(flat(catalogues[locale] as Tree))]),
) as Record<(typeof locales)[number], Map<string, string>>;
const keys = [...texts.en.keys()];

/**
 * Placeholders with their kinds, in whatever branch they stand. A number to count by is the same as one to print: Kazakh
 * nouns stay as they are after a number, so that a plural would have two equal forms.
 */
function placeholders(elements: MessageFormatElement[]): string[] {
  const found = elements.flatMap((element): string[] => {
    switch (element.type) {
      case TYPE.argument:
        return [element.value];
      case TYPE.number:
      case TYPE.date:
      case TYPE.time:
        return [`${element.value}:${TYPE[element.type]}`];
      case TYPE.select:
      case TYPE.plural:
        return [
          element.type === TYPE.plural ? element.value : `${element.value}:${TYPE[element.type]}`,
          ...Object.values(element.options).flatMap(({ value }) => placeholders(value)),
        ];
      default:
        return [];
    }
  });
  return [...new Set(found)].sort();
}

function plurals(elements: MessageFormatElement[]): { cardinal: boolean; categories: string[] }[] {
  return elements.flatMap((element) => {
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return [];
    const inside = Object.values(element.options).flatMap(({ value }) => plurals(value));
    if (element.type === TYPE.select) return inside;
    return [
      {
        cardinal: element.pluralType !== 'ordinal',
        categories: Object.keys(element.options).filter((category) => !category.startsWith('=')),
      },
      ...inside,
    ];
  });
}

const read = (text: string): MessageFormatElement[] => parse(text, { ignoreTag: true });

describe('catalogues', () => {
  it('have the same keys in every language', () => {
    expect(keys.length).toBeGreaterThan(500);
    for (const locale of locales) expect([...texts[locale].keys()].sort(), locale).toEqual(keys.toSorted());
  });

  it('have a file for every slice in every language, and each is used', () => {
    const folder = join(import.meta.dirname, '../shared/i18n');
    for (const locale of locales) {
      const files = readdirSync(join(folder, locale)).map((name) => name.replace(/\.json$/, ''));
      expect(files.sort(), locale).toEqual(Object.keys(catalogues[locale]).sort());
    }
  });

  it('have no empty text and none with spaces around', () => {
    const bad = locales.flatMap((locale) =>
      [...texts[locale]].filter(([, text]) => text === '' || text !== text.trim()).map(([key]) => `${locale}: ${key}`),
    );
    expect(bad).toEqual([]);
  });

  it('are composed letters without stray characters', () => {
    const bad = locales.flatMap((locale) =>
      // Decomposed letters, control characters, a replacement character, Latin letters inside a Cyrillic word and the other way round.
      [...texts[locale]]
        .filter(
          ([, text]) =>
            text !== text.normalize('NFC') ||
            /[\u0000-\u001f\ufffd]/.test(text) ||
            /[Ѐ-ӿ][A-Za-z]|[A-Za-z][Ѐ-ӿ]/.test(text.replace(/\{[^{}]*\}/g, ' ')),
        )
        .map(([key, text]) => `${locale}: ${key}: ${text}`),
    );
    expect(bad).toEqual([]);
  });

  it('can be read as ICU messages with the same placeholders', () => {
    const bad: string[] = [];
    for (const key of keys) {
      const wanted = placeholders(read(texts.en.get(key) ?? ''));
      for (const locale of locales) {
        const text = texts[locale].get(key);
        if (text === undefined) continue;
        try {
          const found = placeholders(read(text));
          if (found.join() !== wanted.join())
            bad.push(`${locale}: ${key}: ${found.join()} instead of ${wanted.join()}`);
        } catch (error) {
          bad.push(`${locale}: ${key}: ${String(error)}`);
        }
      }
    }
    expect(bad).toEqual([]);
  });

  it('have every plural form of the language', () => {
    const needed = { kk: ['one', 'other'], ru: ['few', 'many', 'one', 'other'], en: ['one', 'other'] };
    for (const locale of locales)
      expect(new Intl.PluralRules(locale).resolvedOptions().pluralCategories.toSorted()).toEqual(needed[locale]);
    const bad = locales.flatMap((locale) =>
      [...texts[locale]].flatMap(([key, text]) =>
        plurals(read(text))
          .filter(({ cardinal, categories }) => cardinal && categories.toSorted().join() !== needed[locale].join())
          .map(({ categories }) => `${locale}: ${key}: ${categories.join()}`),
      ),
    );
    expect(bad).toEqual([]);
    expect(keys.filter((key) => plurals(read(texts.en.get(key) ?? '')).length > 0).length).toBeGreaterThan(5);
  });

  it('are translated: no Kazakh or Russian text equals the English one', () => {
    // What is the same in every language: names of formats, standards and programs, marks, and pure patterns of values.
    const same =
      /^(PDF|Excel \(XLSX\)|XLSX|ODS|CSV|JSON|SHA-256|Tizilim|PAdES|P12|PKCS#12|NCALayer|RSA|Merkle|L[1-5]|OK|[^\p{Letter}]*)$/u;
    const bad = (['kk', 'ru'] as const).flatMap((locale) =>
      [...texts[locale]]
        .filter(([key, text]) => texts.en.get(key) === text && !same.test(text.replace(/\{[^{}]*\}/g, '')))
        .map(([key, text]) => `${locale}: ${key}: ${text}`),
    );
    expect(bad).toEqual([]);
  });

  // Quoted names and single letters may stand in a Russian text.
  const kazakhWord = /(?<!«[^»]*)(\p{L}[әғқңөұүһі]|[әғқңөұүһі]\p{L})/iu;

  it('are Kazakh where they say so: few texts equal the Russian one', () => {
    const equal = keys.filter(
      (key) => texts.kk.get(key) === texts.ru.get(key) && /[Ѐ-ӿ]{4}/.test(texts.kk.get(key) ?? ''),
    );
    // Words both languages share (сервер, диспетчер …) exist; whole sentences do not.
    expect(equal.filter((key) => (texts.kk.get(key) ?? '').split(/\s+/).length > 3)).toEqual([]);
    expect(equal.length).toBeLessThan(keys.length / 20);
    expect([...texts.ru].filter(([, text]) => kazakhWord.test(text)).map(([key, text]) => `${key}: ${text}`)).toEqual(
      [],
    );
  });
});

describe('texts for codes of the data', () => {
  const exists = (key: string): boolean => texts.en.has(key);

  it('exist for every field and option', () => {
    const fields = [...systemFields, ...deploymentFields, ...Object.values(registerFields).flat()];
    const missing = fields.flatMap(({ name, type, options }) => [
      ...(exists(`fields.${name}.label`) ? [] : [`fields.${name}.label`]),
      ...(type === 'enum' || type === 'set'
        ? (options ?? []).map((code) => `options.${name}.${code}`).filter((key) => !exists(key))
        : []),
    ]);
    expect(missing).toEqual([]);
  });

  /** Reasons named in the sources; those of jobs and queries alike reach the user through `errors.<reason>`. */
  it('exist for every reason an error gives', () => {
    const root = join(import.meta.dirname, '..');
    const sources = ['electron', 'shared'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
        .map((name) => readFileSync(join(root, folder, name), 'utf8')),
    );
    const reasons = new Set(
      sources.flatMap((source) => [...source.matchAll(/\breason: '([a-z0-9-]+)'/g)].map((match) => match[1] ?? '')),
    );
    expect(reasons.size).toBeGreaterThan(40);
    expect([...reasons].filter((reason) => !exists(`errors.${reason}`)).sort()).toEqual([]);
  });
});

describe('translator', () => {
  it('fills placeholders by the rules of the language', () => {
    const key = keys.find(
      (name) =>
        plurals(read(texts.ru.get(name) ?? '')).length === 1 &&
        placeholders(read(texts.ru.get(name) ?? '')).length === 1,
    );
    if (key === undefined) throw new Error('no text with a plural');
    const [name = ''] = (placeholders(read(texts.ru.get(key) ?? ''))[0] ?? '').split(':');
    const ru = translator('ru');
    const forms = [1, 2, 5].map((count) => ru.find(key, { [name]: count })?.replace(String(count), '#'));
    expect(new Set(forms).size).toBe(3);
    expect(ru.find('no.such.key')).toBeNull();
    expect(ru.find('errors')).toBeNull();
    expect(ru.find('errors.constructor')).toBeNull();
  });
});
