import { pointsOf } from './leaves.ts';
import type { Pack, Question } from './pack.ts';
import { isDayLiteral } from './references.ts';
import { expressionsOf } from './sites.ts';
import { naState, type QuestionState } from './state.ts';
import { dayNumber } from './values.ts';

/** Constants of a pack, ascending. */
export interface Constants {
  numbers: readonly number[];
  days: readonly number[];
  texts: readonly string[];
}

const maximumConstants = 12;

/** Gathers the constants that expressions compare answers with. */
export function collectConstants(pack: Pack): Constants {
  const numbers = new Set<number>([0]);
  const days = new Set<number>();
  const texts = new Set<string>();
  const queue: unknown[] = expressionsOf(pack).map(({ expression }) => expression);
  const noteLiteral = (value: unknown): void => {
    if (typeof value === 'number') numbers.add(value);
    if (typeof value !== 'string') return;
    const day = dayNumber(value);
    if (day === undefined) texts.add(value);
    else days.add(day);
  };
  for (let part = queue.pop(); part !== undefined; part = queue.pop()) {
    if (typeof part === 'number' || (typeof part === 'string' && isDayLiteral(part))) noteLiteral(part);
    if (typeof part !== 'object' || part === null) continue;
    const [operator, operand] = Object.entries(part)[0] ?? [];
    const operands: unknown[] = Array.isArray(operand) ? operand : [operand];
    if (operator === 'eq' || operator === 'in') {
      queue.push(operands[0]);
      for (const literal of [operands[1]].flat()) noteLiteral(literal);
    } else queue.push(...operands);
  }
  const ascending = (set: Set<number>): number[] => [...set].sort((a, b) => a - b).slice(0, maximumConstants);
  return { numbers: ascending(numbers), days: ascending(days), texts: [...texts].sort().slice(0, maximumConstants) };
}

/**
 * Answers worth trying for a question that is open, to see what they would settle. A matrix is tried with all its open
 * rows at one level, since rules ask for "any row" or "every row".
 */
export function candidatesFor(
  question: Question,
  state: QuestionState,
  constants: Constants,
  today: number,
): QuestionState[] {
  const list = candidateValues(question, state, constants, today);
  return question.allowNa ? [...list, naState] : list;
}

function candidateValues(
  question: Question,
  state: QuestionState,
  constants: Constants,
  today: number,
): QuestionState[] {
  const codes = (question.options ?? []).map(({ code }) => code);
  const around = (values: readonly number[]): number[] => [
    ...new Set(values.flatMap((value) => [value - 1, value, value + 1])),
  ];
  switch (question.kind) {
    case 'yesno':
      return [
        { status: 'value', text: 'no' },
        { status: 'value', text: 'yes' },
      ];
    case 'single':
      return codes.map((text) => ({ status: 'value', text }));
    case 'multiple':
      return [[], ...codes.map((code) => [code]), codes, ...extremes(question)].map((chosen) => ({
        status: 'value',
        codes: chosen,
      }));
    case 'number':
      return around(constants.numbers).map((number) => ({ status: 'value', number }));
    case 'date': {
      const spans = constants.numbers.map((number) => today - number);
      const days = around([...constants.days, ...spans]).filter((day) => Number.isFinite(day));
      return days.map((number) => ({ status: 'value', number, text: '' }));
    }
    case 'text':
      return ['', ...constants.texts].map((text) => ({ status: 'value', text }));
    case 'table':
      return around(constants.numbers.filter((number) => number >= 0)).map((number) => ({ status: 'value', number }));
    case 'matrix':
      return (question.levels ?? []).map(({ code }) => {
        const cells = new Map<string, string>();
        for (const row of question.rows ?? []) {
          const present = state.cells?.get(row.code);
          cells.set(row.code, present === undefined || present === 'unknown' ? code : present);
        }
        return { status: 'value', cells };
      });
  }
}

/** The choices that give the most and the fewest points. */
function extremes(question: Question): string[][] {
  const points = [...(pointsOf(question) ?? [])];
  if (points.length === 0) return [];
  const only = (isTaken: (value: number) => boolean): string[] =>
    points.flatMap(([code, value]) => (isTaken(value) ? [code] : []));
  return [only((value) => value > 0), only((value) => value < 0)];
}
