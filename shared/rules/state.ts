import type { Answer } from './answer.ts';
import type { Question } from './pack.ts';
import { dayNumber } from './values.ts';

/**
 * How one question stands, its answer brought into the form its kind asks for. An answer that does not fit
 * (a code that is not in the list, a day that does not exist) leaves the question `missing`.
 */
export interface QuestionState {
  status: 'missing' | 'unknown' | 'na' | 'value';
  /** yesno, single: the code; text: the text; date: the day as written. */
  text?: string;
  /** multiple: the codes, each once. */
  codes?: readonly string[];
  /** number: the value; date: days since 1970-01-01; table: the number of rows. */
  number?: number;
  /** matrix: row code to level code or `unknown`; rows without a valid level are left out. */
  cells?: ReadonlyMap<string, string>;
}

/** The level every matrix row has beside those the question names. */
export const unknownLevel = 'unknown';

export const missingState: QuestionState = { status: 'missing' };
export const unknownState: QuestionState = { status: 'unknown' };
export const naState: QuestionState = { status: 'na' };

/** Reads the stored answer of a question. Never throws. */
export function readAnswer(question: Question, answer: Answer | undefined): QuestionState {
  if (answer === undefined) return missingState;
  if ('unknown' in answer) return unknownState;
  if ('na' in answer) return question.allowNa ? naState : missingState;
  return readValue(question, answer.value) ?? missingState;
}

function readValue(question: Question, value: unknown): QuestionState | undefined {
  switch (question.kind) {
    case 'yesno':
      return value === 'yes' || value === 'no' ? { status: 'value', text: value } : undefined;
    case 'single':
      return typeof value === 'string' && hasCode(question.options, value)
        ? { status: 'value', text: value }
        : undefined;
    case 'multiple': {
      if (!Array.isArray(value)) return undefined;
      const codes = value as unknown[];
      if (!codes.every((code): code is string => typeof code === 'string' && hasCode(question.options, code)))
        return undefined;
      return { status: 'value', codes: [...new Set(codes)].sort() };
    }
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? { status: 'value', number: value } : undefined;
    case 'text':
      return typeof value === 'string' && value.trim() !== '' ? { status: 'value', text: value } : undefined;
    case 'date': {
      const number = typeof value === 'string' ? dayNumber(value) : undefined;
      return number === undefined ? undefined : { status: 'value', text: value as string, number };
    }
    case 'matrix':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? readCells(question, value as Record<string, unknown>)
        : undefined;
    case 'table':
      return Array.isArray(value) && value.every((row) => typeof row === 'object' && row !== null)
        ? { status: 'value', number: value.length }
        : undefined;
  }
}

function readCells(question: Question, value: Record<string, unknown>): QuestionState | undefined {
  const cells = new Map<string, string>();
  for (const row of question.rows ?? []) {
    const level = Object.hasOwn(value, row.code) ? value[row.code] : undefined;
    if (typeof level === 'string' && (level === unknownLevel || hasCode(question.levels, level)))
      cells.set(row.code, level);
  }
  return cells.size > 0 ? { status: 'value', cells } : undefined;
}

function hasCode(options: Question['options'], code: string): boolean {
  return (options ?? []).some((option) => option.code === code);
}

/** Whether the person has said something about the whole question; a matrix needs every row. */
export function isAnswered(question: Question, state: QuestionState): boolean {
  if (state.status !== 'value' || !state.cells) return state.status !== 'missing';
  return state.cells.size === (question.rows ?? []).length;
}

/** Whether the answer is "unknown"; a matrix with one unknown row counts. */
export function isUnknown(state: QuestionState): boolean {
  return state.status === 'unknown' || [...(state.cells?.values() ?? [])].includes(unknownLevel);
}
