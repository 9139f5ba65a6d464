import type { Answer, AnswerValue } from './answer.ts';
import type { Expression } from './expression.ts';
import type { Question } from './pack.ts';
import { candidatesFor, type Constants } from './settle-candidates.ts';
import { unknownLevel, unknownState, type QuestionState } from './state.ts';
import { dayNumber, dayOf } from './values.ts';

/** Rows of a table that are worth writing down in an example. */
const maximumRows = 20;
const maximumPairs = 12;

/** Numbers, days and texts that expressions compare answers with, ascending. */
export function constantsIn(expressions: readonly Expression[]): Constants {
  const numbers = new Set<number>([0]);
  const days = new Set<number>();
  const texts = new Set<string>();
  const queue: unknown[] = [...expressions];
  for (let part = queue.pop(); part !== undefined; part = queue.pop()) {
    if (typeof part === 'number') numbers.add(part);
    else if (typeof part === 'string') {
      const day = dayNumber(part);
      if (day === undefined) texts.add(part);
      else days.add(day);
    } else if (typeof part === 'object' && part !== null) queue.push(...(Object.values(part) as unknown[]));
  }
  const ascending = (set: Set<number>): number[] => [...set].sort((a, b) => a - b);
  return { numbers: ascending(numbers), days: ascending(days), texts: [...texts].sort() };
}

/** Answers that stand for all others: every option, sums of options, numbers and days at and beside the constants of the pack. */
export function representatives(question: Question, constants: Constants, today: number): QuestionState[] {
  const list = candidatesFor(question, { status: 'missing' }, constants, today);
  switch (question.kind) {
    case 'multiple':
      return [...list, ...furtherChoices((question.options ?? []).map(({ code }) => code))];
    case 'number':
      return [...list].sort((a, b) => Number((a.number ?? 0) < 0) - Number((b.number ?? 0) < 0));
    case 'text':
      return list.map((state) => (state.text === '' ? { ...state, text: '—' } : state));
    case 'date': {
      const days = [...list.flatMap(({ number }) => number ?? []), ...(Number.isFinite(today) ? [today] : [])];
      const usual = days.filter((day) => day >= 0 && day < 80_000);
      return [...new Set(usual)].map((number) => ({ status: 'value', number, text: dayOf(number) }));
    }
    case 'table':
      return list.filter(
        ({ number, status }) => status === 'na' || ((number ?? 0) >= 0 && (number ?? 0) <= maximumRows),
      );
    default:
      return list;
  }
}

/** All but one, and pairs. */
function furtherChoices(codes: readonly string[]): QuestionState[] {
  if (codes.length < 3) return [];
  const but = codes.map((code) => codes.filter((other) => other !== code));
  const pairs =
    codes.length > maximumPairs || codes.length === 3
      ? []
      : codes.flatMap((first, index) => codes.slice(index + 1).map((second) => [first, second]));
  return [...pairs, ...but].map((chosen) => ({ status: 'value', codes: [...chosen].sort() }));
}

/** A matrix with some cells filled in; the others stay as they are. */
function withCells(state: QuestionState, rows: readonly string[], level: string): QuestionState {
  const cells = new Map(state.cells);
  for (const row of rows) if (!cells.has(row)) cells.set(row, level);
  return { status: 'value', cells };
}

/**
 * What to try for a question so that a leaf comes out as wanted. Of a matrix only the cells the leaf reads are filled,
 * so that other conditions stay open.
 */
export function statesFor(
  question: Question,
  state: QuestionState,
  leaf: { expression: Expression; taint: boolean; constants: Constants },
  today: number,
): QuestionState[] {
  const list =
    question.kind === 'matrix'
      ? matrixStates(question, state, leaf.expression)
      : representatives(question, leaf.constants, today);
  return leaf.taint ? [...list, ...unknownStates(question, state)] : list;
}

/** "Unknown": the whole question, or all open rows of a matrix. */
function unknownStates(question: Question, state: QuestionState): QuestionState[] {
  if (question.kind !== 'matrix') return [unknownState];
  return [
    withCells(
      state,
      (question.rows ?? []).map(({ code }) => code),
      unknownLevel,
    ),
  ];
}

function matrixStates(question: Question, state: QuestionState, expression: Expression): QuestionState[] {
  const levels = (question.levels ?? []).map(({ code }) => code);
  const every = (question.rows ?? []).map(({ code }) => code);
  const cells =
    typeof expression === 'object' && 'anyCell' in expression
      ? expression.anyCell
      : typeof expression === 'object' && 'allCells' in expression
        ? expression.allCells
        : undefined;
  const rows = (cells?.rows ?? every).filter((row) => !state.cells?.has(row));
  return [
    ...levels.map((level) => withCells(state, rows, level)),
    ...(rows.length > 1 ? rows.flatMap((row) => levels.map((level) => withCells(state, [row], level))) : []),
  ];
}

/** Whether anything of the question is still open. */
export function isComplete(question: Question, state: QuestionState): boolean {
  if (state.status === 'missing') return false;
  return state.cells === undefined || state.cells.size === (question.rows ?? []).length;
}

/** Fills in what a search left open: the quiet answer, or the given one with its open cells at the lowest level. */
export function completed(
  question: Question,
  state: QuestionState,
  constants: Constants,
  today: number,
): QuestionState {
  if (question.kind === 'matrix') {
    const level = question.levels?.[0]?.code ?? unknownLevel;
    return withCells(
      state,
      (question.rows ?? []).map(({ code }) => code),
      level,
    );
  }
  return representatives(question, constants, today)[0] ?? unknownState;
}

/** The answer a state stands for, as it would be stored. */
export function answerOf(question: Question, state: QuestionState): Answer | undefined {
  if (state.status === 'missing') return undefined;
  if (state.status === 'unknown') return { unknown: true };
  if (state.status === 'na') return { na: '—' };
  return { value: valueOf(question, state) };
}

function valueOf(question: Question, state: QuestionState): AnswerValue {
  switch (question.kind) {
    case 'multiple':
      return [...(state.codes ?? [])];
    case 'number':
      return state.number ?? 0;
    case 'table': {
      const column = question.columns?.[0]?.code ?? '';
      return Array.from({ length: state.number ?? 0 }, (_, index) => ({ [column]: String(index + 1) }));
    }
    case 'matrix':
      return Object.fromEntries(state.cells ?? []);
    default:
      return state.text ?? '';
  }
}
