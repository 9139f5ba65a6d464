import { translator } from '../../shared/i18n/translate.ts';
import { fold } from '../../shared/lib/fold.ts';
import { Locale } from '../../shared/lib/schema.ts';
import type { FieldDefinition, FieldValue, MultilingualText } from '../../shared/systems/field-value.ts';
import { readDay } from './days.ts';
import type { ListCell } from './parse.ts';
import { blankWords, cloudWords, noWords, optionHints, optionWords, unknownWords, yesWords } from './words.ts';

export interface CellProblem {
  code: string;
  suggestion: string | null;
}

/** What a cell gives: a value, a problem, or both. `rest`: the text was not taken over and goes to the note. */
export interface Reading {
  value: FieldValue | null;
  problem: CellProblem | null;
  rest: boolean;
}

const kazakhLetters = /[әғқңөұүһі]/iu;
const oneSpace = (text: string): string => fold(text).trim().replaceAll(/\s+/gu, ' ');

/** Language a text is written in, by its letters: Kazakh where it holds letters only Kazakh has, else Russian. */
export function languageOf(text: string): 'kk' | 'ru' {
  return kazakhLetters.test(text) ? 'kk' : 'ru';
}

/** Whether a cell says that it is empty. */
export const isBlank = (text: string): boolean => blankWords.includes(oneSpace(text));
/** Whether a cell says that the answer is not known. */
export const saysUnknown = (text: string): boolean => unknownWords.includes(oneSpace(text));

const taken = (value: FieldValue, problem: CellProblem | null = null): Reading => ({ value, problem, rest: false });
const notTaken = (code: string, suggestion: string | null = null): Reading => ({
  value: null,
  problem: { code, suggestion },
  rest: true,
});

const naWords = Locale.options.map((locale) => fold(translator(locale)('options.tri.na')));

/** "Not applicable: reason" as the export writes it. */
function readNotApplicable(text: string): FieldValue | null {
  const colon = text.indexOf(':');
  const reason = text.slice(colon + 1).trim();
  return colon > 0 && reason !== '' && naWords.includes(oneSpace(text.slice(0, colon))) ? { na: reason } : null;
}

const codesByWord = new Map<string, ReadonlyMap<string, string>>();

/** Words of a field's options: the labels in three languages, the codes themselves and the word table. */
function wordsOf(field: FieldDefinition): ReadonlyMap<string, string> {
  let words = codesByWord.get(field.name);
  if (!words) {
    const entries = (field.options ?? []).flatMap((code) => {
      const labels = Locale.options.map((locale) => translator(locale).find(`options.${field.name}.${code}`) ?? code);
      return [code, ...labels, ...(optionWords[field.name]?.[code] ?? [])].map(
        (word) => [oneSpace(word), code] as const,
      );
    });
    words = new Map(entries);
    codesByWord.set(field.name, words);
  }
  return words;
}

/** The code a word of a field stands for beyond doubt, or null. */
export function exactOption(field: FieldDefinition, text: string): string | null {
  return wordsOf(field).get(oneSpace(text).replace(/\.$/, '')) ?? wordsOf(field).get(oneSpace(text)) ?? null;
}

function readOption(field: FieldDefinition, text: string): Reading {
  const code = exactOption(field, text);
  if (code !== null) return taken({ value: code });
  if (field.name === 'hosting' && cloudWords.includes(oneSpace(text)))
    return { ...taken({ unknown: true }, { code: 'cloud-without-country', suggestion: null }), rest: true };
  const hint = optionHints[field.name]?.find(([part]) => oneSpace(text).includes(part));
  // Two places in one cell ("on board + cloud") cannot be one code.
  const isMixed = /[+/]/.test(text);
  const label =
    hint && !isMixed ? (translator(languageOf(text)).find(`options.${field.name}.${hint[1]}`) ?? hint[1]) : null;
  return notTaken('option-not-known', label);
}

function readSet(field: FieldDefinition, text: string): Reading {
  const codes = text
    .split(/[;,\n]/)
    .filter((part) => part.trim() !== '')
    .map((part) => exactOption(field, part));
  return codes.length > 0 && codes.every((code) => code !== null)
    ? taken({ value: [...new Set(codes)] })
    : notTaken('option-not-known');
}

function readTri(text: string): Reading {
  const word = oneSpace(text).replace(/[.!]$/, '');
  if (yesWords.includes(word)) return taken({ value: 'yes' });
  if (noWords.includes(word)) return taken({ value: 'no' });
  return notTaken('answer-not-understood');
}

function readNumber(text: string): Reading {
  const number = Number(text.replaceAll(/[\s\u00a0]/g, '').replace(',', '.'));
  return Number.isFinite(number) ? taken({ value: number }) : notTaken('number-not-understood');
}

function readDate(cell: ListCell): Reading {
  if (cell.kind === 'day') return taken({ value: cell.text });
  const reading = readDay(cell.text);
  if ('problem' in reading) return notTaken(reading.problem, reading.suggestion);
  return taken({ value: reading.day }, reading.note === null ? null : { code: reading.note, suggestion: null });
}

/**
 * Reads a cell for a field that is no reference. Words become codes only where the word table says
 * so exactly; everything else is reported and its text kept for the note.
 */
export function readValue(field: FieldDefinition, locale: Locale | null, cell: ListCell): Reading {
  const { text } = cell;
  if (saysUnknown(text)) return taken({ unknown: true });
  const notApplicable = readNotApplicable(text);
  if (notApplicable) return taken(notApplicable);
  switch (field.type) {
    case 'tri':
      return readTri(text);
    case 'enum':
      return readOption(field, text);
    case 'set':
      return readSet(field, text);
    case 'date':
      return readDate(cell);
    case 'number':
      return readNumber(text);
    case 'multilingual': {
      const value: MultilingualText = { [locale ?? languageOf(text)]: text };
      return taken({ value });
    }
    case 'lines':
      return taken({ value: text.split('\n') });
    case 'text':
    case 'ref':
    case 'refs':
      return taken({ value: text });
  }
}
