import english from 'hyphen/en/index.js';
import russian from 'hyphen/ru/index.js';
import type { Locale } from '../../shared/lib/schema.ts';

const softHyphen = '\u00ad';
const plainWord = /^[\p{Ll}]{5,}$/u;
const kazakhVowels = new Set('аәеёиоөуұүыіэюя');

/**
 * Kazakh has no pattern file. A syllable starts at a consonant followed by a vowel; two letters stay on
 * each side and the part before the break holds a vowel. Loanwords come out imperfect, never unreadable.
 */
function kazakhPoints(word: string): number[] {
  const points: number[] = [];
  let vowelBefore = false;
  for (let index = 0; index < word.length - 1; index += 1) {
    const isVowel = kazakhVowels.has(word.charAt(index));
    if (index >= 2 && vowelBefore && !isVowel && kazakhVowels.has(word.charAt(index + 1))) points.push(index);
    vowelBefore ||= isVowel;
  }
  return points;
}

function patternPoints(marked: string): number[] {
  const points: number[] = [];
  let offset = 0;
  for (const part of marked.split(softHyphen).slice(0, -1)) {
    offset += part.length;
    points.push(offset);
  }
  return points;
}

const cache = new Map<string, number[]>();
const cacheLimit = 40_000;

/**
 * Places (offsets) where a word may be divided. Only words of small letters are divided: names, codes,
 * abbreviations and anything with a digit stay whole. `capital` lets a word begin with a capital, for the case that it
 * does not fit its column at all. Punctuation around the word is skipped.
 */
export function hyphenPoints(word: string, locale: Locale, capital = false): readonly number[] {
  const key = `${locale}${capital ? '+' : ':'}${word}`;
  const known = cache.get(key);
  if (known) return known;
  const core = /^([^\p{L}]*)([\p{L}]+)[^\p{L}\p{N}]*$/u.exec(word);
  let points: number[] = [];
  const found = core?.[2] ?? '';
  const letters = capital ? found.charAt(0).toLowerCase() + found.slice(1) : found;
  if (plainWord.test(letters)) {
    const lead = core?.[1]?.length ?? 0;
    if (locale === 'kk') points = kazakhPoints(letters);
    else points = patternPoints((locale === 'ru' ? russian : english).hyphenateSync(letters, { minWordLength: 5 }));
    points = points.filter((point) => point >= 2 && letters.length - point >= 2).map((point) => point + lead);
  }
  if (cache.size >= cacheLimit) cache.clear();
  cache.set(key, points);
  return points;
}
