import type { Locale } from '../lib/schema.ts';
import type { Answer } from './answer.ts';
import type { Question } from './pack.ts';
import { readAnswer } from './state.ts';

/** What an inventory field holds, as far as a question can use it. Fields of yes and no hold 'yes' or 'no'. */
export type PrefillSource = { value: unknown } | { unknown: true } | { na: string };

/**
 * The answer an inventory field offers to a question; undefined where it does not fit. Texts in several languages
 * give the one asked for and otherwise any that is filled in. Codes are kept only where the question has them all.
 */
export function prefillAnswer(
  question: Question,
  source: PrefillSource | undefined,
  locale: Locale,
): Answer | undefined {
  if (!source) return undefined;
  if ('unknown' in source) return { unknown: true };
  if ('na' in source) {
    const reason = source.na.trim().slice(0, 2_000);
    return question.allowNa && reason !== '' ? { na: reason } : undefined;
  }
  const value = valueFor(question, source.value, locale);
  if (value === undefined) return undefined;
  const answer: Answer = { value };
  return readAnswer(question, answer).status === 'value' ? answer : undefined;
}

function valueFor(question: Question, value: unknown, locale: Locale): string | number | string[] | undefined {
  switch (question.kind) {
    case 'yesno':
      return typeof value === 'string' ? value : undefined;
    case 'single': {
      const codes = Array.isArray(value) ? (value as unknown[]) : [value];
      const [only] = codes;
      return codes.length === 1 && typeof only === 'string' ? only : undefined;
    }
    case 'multiple': {
      const codes = Array.isArray(value) ? (value as unknown[]) : [value];
      const texts = codes.filter((code) => typeof code === 'string');
      return texts.length === codes.length && texts.length > 0 ? texts : undefined;
    }
    case 'number':
      return typeof value === 'number' ? value : undefined;
    case 'text':
      return textOf(value, locale);
    case 'date':
      return typeof value === 'string' ? value : undefined;
    case 'matrix':
    case 'table':
      return undefined;
  }
}

function textOf(value: unknown, locale: Locale): string | undefined {
  if (typeof value === 'string') return value.slice(0, 20_000);
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const texts = value as Record<string, unknown>;
  for (const language of [locale, 'ru', 'kk', 'en']) {
    const text = Object.hasOwn(texts, language) ? texts[language] : undefined;
    if (typeof text === 'string' && text.trim() !== '') return text.slice(0, 20_000);
  }
  return undefined;
}
