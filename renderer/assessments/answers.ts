import type { StoredAnswer } from '../../shared/assessments/contract.ts';
import { translator } from '../../shared/i18n/translate.ts';
import { answerWords } from '../../shared/dossiers/wording.ts';
import type { LocalText } from '../../shared/lib/schema.ts';
import type { Answer } from '../../shared/rules/answer.ts';
import type { Question } from '../../shared/rules/pack.ts';
import { find, language, local } from '../lib/i18n.svelte.ts';

/** What is stored for a question; null takes the answer away. */
export type Change = Pick<StoredAnswer, 'answer' | 'comment' | 'evidence'> | null;

/** State of an answer, as the interface shows it. */
export type AnswerState = 'unanswered' | 'unknown' | 'na' | 'value';

export function stateOf(answer: Answer | undefined): AnswerState {
  if (!answer) return 'unanswered';
  if ('unknown' in answer) return 'unknown';
  return 'na' in answer ? 'na' : 'value';
}

/** The value of an answer, or undefined in the other states. */
export function valueOf(answer: Answer | undefined): unknown {
  return answer && 'value' in answer ? answer.value : undefined;
}

/** Cells of a matrix answer by row code; `unknown` for the whole question fills no cell. */
export function cellsOf(answer: Answer | undefined): Record<string, string> {
  const value = valueOf(answer);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, string>) : {};
}

/** An answer in words of the interface's language. */
export function wordsOf(question: Question, answer: Answer | undefined): string {
  return answerWords(question, answer, translator(language.current))
    .map(({ text }) => text)
    .join('');
}

/** Reads `1 234,5` and `1234.5`; undefined for an empty text, null for what is no number. */
export function parseNumber(text: string): number | undefined | null {
  const trimmed = text.replaceAll(/[\s\u00a0]/g, '').replace(',', '.');
  if (trimmed === '') return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : null;
}

/** Looks of matrix levels: consequences, measures and periods. Others are drawn neutral. */
const levelClasses: Record<string, string> = {
  none: 'l0',
  minimal: 'l1',
  significant: 'l2',
  emergency: 'l3',
  unknown: 'lu',
  'in-place': 'l1',
  kept: 'l1',
  partly: 'lp',
  longer: 'lp',
  absent: 'l2',
  'no-procedure': 'l2',
};

/** Class of the look of a matrix level. */
export function levelClass(code: string): string {
  return levelClasses[code] ?? 'l0';
}

/** Short words of a level for the head of a matrix, where its full text is too long. */
export function levelLabel(code: string, text: LocalText): string {
  return find(`assessments.levels.${code}`) ?? local(text);
}
