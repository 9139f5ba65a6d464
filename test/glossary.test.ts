import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPackFolder } from '../electron/packs/library.ts';
import { productFolder } from '../electron/product-folder.ts';
import { relations } from '../shared/crosswalk/crosswalk.ts';
import { references } from '../shared/crosswalk/references.ts';

/** A pair of words of the statutes. Patterns: a star stands for the rest of a word, several patterns are alternatives. */
interface Term {
  en: string;
  ru: string[];
  kk: string[];
  source: string;
  /** Kazakh words that must not stand where the Russian text has the term. */
  forbidden?: string[];
  /** Russian words beside which the term means something else; such a text is left out. */
  except?: string[];
}
/** Kazakh words the product never uses, `unless` they stand in one of these wordings. */
interface Never {
  kk: string;
  instead: string;
  unless?: string[];
}
interface Glossary {
  terms: Term[];
  never: Never[];
}
interface Pair {
  place: string;
  ru: string;
  kk: string;
}

const glossary = JSON.parse(readFileSync(new URL('data/glossary.json', import.meta.url), 'utf8')) as Glossary;
const letters = 'a-zа-яёәғқңөұүһі';

/** A pattern as an expression over whole words. */
function matcher(pattern: string): RegExp {
  const words = pattern.split(' ').map((word) =>
    word
      .split('*')
      .map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join(`[${letters}-]*`),
  );
  return new RegExp(`(?<![${letters}])${words.join('\\s+')}(?![${letters}])`, 'gu');
}

/** Lower case, no soft hyphens, one space between words, `ё` kept. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll('\u00ad', '').replace(/\s+/g, ' ');
}

function has(text: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matcher(pattern).test(text));
}

function without(text: string, patterns: readonly string[]): string {
  return patterns.reduce((rest, pattern) => rest.replace(matcher(pattern), ' '), text);
}

/** Places where the Kazakh text does not say what the glossary says for a term of the Russian text. */
function complaints({ place, ru, kk }: Pair): string[] {
  const russian = plain(ru);
  const kazakh = plain(kk);
  const missing = glossary.terms.flatMap((term) => {
    if (!has(russian, term.ru) || has(russian, term.except ?? [])) return [];
    const said = has(kazakh, term.kk) ? [] : [`${place}: ${term.en} is to be «${term.kk[0] ?? ''}» in: ${kk}`];
    const wrong = (term.forbidden ?? []).filter((word) => has(kazakh, [word]));
    return [...said, ...wrong.map((word) => `${place}: ${term.en} must not be «${word}» in: ${kk}`)];
  });
  const forbidden = glossary.never
    .filter((word) => has(without(kazakh, word.unless ?? []), [word.kk]))
    .map((word) => `${place}: «${word.kk}» is to be «${word.instead}» in: ${kk}`);
  return [...missing, ...forbidden];
}

/** Every text in three languages inside a value. */
function textsOf(value: unknown, place: string): Pair[] {
  if (typeof value !== 'object' || value === null) return [];
  const { kk, ru, en } = value as Record<string, unknown>;
  if (typeof kk === 'string' && typeof ru === 'string' && typeof en === 'string') return [{ place, ru, kk }];
  return Object.entries(value).flatMap(([key, child]) => {
    const { name, code } = (child ?? {}) as { name?: unknown; code?: unknown };
    const step = [name, code].find((one): one is string => typeof one === 'string');
    return textsOf(child, `${place}.${Array.isArray(value) ? (step ?? key) : key}`);
  });
}

/** The strings two catalogues have at the same key. */
function pairsOf(ru: unknown, kk: unknown, place: string): Pair[] {
  if (typeof ru === 'string' && typeof kk === 'string') return [{ place, ru, kk }];
  if (typeof ru !== 'object' || typeof kk !== 'object' || ru === null || kk === null) return [];
  return Object.entries(ru).flatMap(([key, value]) =>
    pairsOf(value, (kk as Record<string, unknown>)[key], `${place}.${key}`),
  );
}

const packs = readdirSync(productFolder('shared/packs'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const catalogues = join(productFolder('shared/packs'), '..', 'i18n');
const catalogue = (locale: string, slice: string): unknown =>
  JSON.parse(readFileSync(join(catalogues, locale, slice), 'utf8')) as unknown;

describe('the words of the statutes', () => {
  it.each([
    ['степень риска высокая', 'тәуекел дәрежесі жоғары', 3],
    ['обучение модели', 'модельді оқыту', 2],
    ['обучение модели', 'модельді оқып-үйрену', 0],
    ['Владелец ведёт документацию', 'Иеленуші құжаттаманы жүргізеді', 2],
    ['Владелец ведёт документацию', 'Иегері құжаттаманы жүргізеді', 0],
    ['запрет правообладателя', 'құқық иеленушінің тыйымы', 0],
    ['библио\u00adтека данных', 'дерекқор', 2],
    ['библио\u00adтеки данных', 'дерек\u00adнамалар', 0],
  ])('are missed or found: %s – %s', (ru, kk, count) => {
    expect(complaints({ place: 'text', ru, kk })).toHaveLength(count);
  });

  it.each(packs)('stand in the pack %s', (id) => {
    const texts = textsOf(readPackFolder(join(productFolder('shared/packs'), id)).pack, id);
    expect(texts.length).toBeGreaterThan(50);
    expect(texts.flatMap(complaints)).toEqual([]);
  });

  it('stand in the cross-walk', () => {
    const texts = [...textsOf(references, 'references'), ...textsOf(relations, 'relations')];
    expect(texts.length).toBeGreaterThan(50);
    expect(texts.flatMap(complaints)).toEqual([]);
  });

  it.each(readdirSync(join(catalogues, 'ru')).filter((name) => name.endsWith('.json')))(
    'stand in the catalogue %s',
    (slice) => {
      const texts = pairsOf(catalogue('ru', slice), catalogue('kk', slice), slice);
      expect(texts.length).toBeGreaterThan(5);
      expect(texts.flatMap(complaints)).toEqual([]);
    },
  );
});
