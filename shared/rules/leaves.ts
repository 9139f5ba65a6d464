import type { Question } from './pack.ts';
import type { Environment, Node, Scope, Sink } from './node.ts';
import { isAnswered, isUnknown, unknownLevel, type QuestionState } from './state.ts';
import { absentChoice, absentSpan, maybeAbsent, point, type Choice, type Kleene, type Span } from './values.ts';

/** The question a leaf reads, with what the whole leaf shares. */
interface Leaf {
  index: number;
  question: Question;
  base: Pick<Node, 'taint' | 'reach'>;
}

function leafOf(scope: Scope, index: number): Leaf | undefined {
  const question = scope.questions[index];
  if (!question) return undefined;
  const visible = scope.visibleNodes[index];
  return { index, question, base: { taint: visible?.taint ?? false, reach: (visible?.reach ?? 0) + 1 } };
}

function stateOf(environment: Environment, index: number): QuestionState {
  return environment.states[index] ?? { status: 'missing' };
}

function collectQuestion(
  scope: Scope,
  index: number,
  environment: Environment,
  sink: Sink,
  rows?: readonly string[],
): void {
  const isNew = sink.question(index, rows);
  if (isNew && environment.visible[index] === 1) scope.visibleNodes[index]?.collect(environment, sink);
}

/** A condition on one question: `read` sees visible answers; hidden is false, and perhaps hidden is never true. */
function condition(scope: Scope, leaf: Leaf, read: (state: QuestionState) => Kleene): Node {
  return {
    ...leaf.base,
    truth: (environment) => {
      const visible = environment.visible[leaf.index] ?? 2;
      if (visible === 0) return 0;
      const truth = read(stateOf(environment, leaf.index));
      return visible === 1 && truth === 2 ? 1 : truth;
    },
    collect: (environment, sink) => collectQuestion(scope, leaf.index, environment, sink),
  };
}

/** A reference to a question by its bare name, in every form its kind allows; undefined where the kind has none. */
export function questionNode(scope: Scope, index: number): Node | undefined {
  const leaf = leafOf(scope, index);
  if (!leaf) return undefined;
  const { question } = leaf;
  const absence: Kleene = question.allowNa ? 1 : 0;
  const span = (read: (state: QuestionState) => Span) => (environment: Environment) => {
    const visible = environment.visible[index] ?? 2;
    const state = stateOf(environment, index);
    if (visible === 0 || state.status === 'na') return absentSpan;
    return visible === 1 ? maybeAbsent(read(state)) : read(state);
  };
  const openSpan: Span = { lo: -Infinity, hi: Infinity, absent: absence };
  const anything: Choice = { values: null, absent: absence };
  const choice = (environment: Environment): Choice => {
    const visible = environment.visible[index] ?? 2;
    const state = stateOf(environment, index);
    if (visible === 0 || state.status === 'na') return absentChoice;
    const value = state.text === undefined ? anything : { values: [state.text], absent: 0 as Kleene };
    return visible === 1 ? maybeAbsent(value) : value;
  };
  const node = condition(scope, leaf, (state) =>
    state.status === 'na' ? 0 : state.text === undefined ? 1 : state.text === 'yes' ? 2 : 0,
  );
  const { truth, ...plain } = node;
  switch (question.kind) {
    case 'yesno':
      return { ...plain, truth, choice, codes: ['yes', 'no'] };
    case 'single': {
      const codes = (question.options ?? []).map((option) => option.code);
      const points = singlePoints(question, absence);
      return { ...plain, choice, codes, ...(points ? { span: span(points), unit: 'number' as const } : {}) };
    }
    case 'multiple': {
      const points = multiplePoints(question, absence);
      return points ? { ...plain, span: span(points), unit: 'number' } : undefined;
    }
    case 'number':
      return {
        ...plain,
        span: span((state) => (state.number === undefined ? openSpan : point(state.number))),
        unit: 'number',
      };
    case 'date':
      return {
        ...plain,
        span: span((state) => (state.number === undefined ? openSpan : point(state.number))),
        unit: 'date',
      };
    case 'text':
      return { ...plain, choice, codes: null };
    case 'matrix':
    case 'table':
      return undefined;
  }
}

/** Points by option, 0 where an option names none; undefined where the question gives no points. */
export function pointsOf(question: Question): Map<string, number> | undefined {
  const options = question.options ?? [];
  if (!options.some((option) => option.points !== undefined)) return undefined;
  return new Map(options.map((option) => [option.code, option.points ?? 0]));
}

function singlePoints(question: Question, absent: Kleene): ((state: QuestionState) => Span) | undefined {
  const points = pointsOf(question);
  if (!points) return undefined;
  const open: Span = { lo: Math.min(...points.values()), hi: Math.max(...points.values()), absent };
  return (state) => (state.text === undefined ? open : point(points.get(state.text) ?? 0));
}

function multiplePoints(question: Question, absent: Kleene): ((state: QuestionState) => Span) | undefined {
  const points = pointsOf(question);
  if (!points) return undefined;
  const total = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);
  const all = [...points.values()];
  const open: Span = {
    lo: total(all.filter((value) => value < 0)),
    hi: total(all.filter((value) => value > 0)),
    absent,
  };
  // Chosen points are added in the order of the options, so that the bounds above hold to the last bit.
  return ({ codes }) =>
    codes ? point(total([...points].filter(([code]) => codes.includes(code)).map(([, value]) => value))) : open;
}

/** `contains`: a multiple-choice question holds the option. */
export function containsNode(scope: Scope, index: number, option: string): Node | undefined {
  const leaf = leafOf(scope, index);
  if (!leaf) return undefined;
  return condition(scope, leaf, (state) =>
    state.codes ? (state.codes.includes(option) ? 2 : 0) : state.status === 'na' ? 0 : 1,
  );
}

/** `count`: options chosen, or rows of a table. */
export function countNode(scope: Scope, index: number): Node | undefined {
  const leaf = leafOf(scope, index);
  if (!leaf) return undefined;
  const { question } = leaf;
  const open: Span = {
    lo: 0,
    hi: question.kind === 'table' ? Infinity : (question.options ?? []).length,
    absent: question.allowNa ? 1 : 0,
  };
  return {
    ...leaf.base,
    unit: 'number',
    span: (environment) => {
      const visible = environment.visible[index] ?? 2;
      const state = stateOf(environment, index);
      if (visible === 0 || state.status === 'na') return absentSpan;
      const count = state.codes?.length ?? state.number;
      const value = count === undefined ? open : point(count);
      return visible === 1 ? maybeAbsent(value) : value;
    },
    collect: (environment, sink) => collectQuestion(scope, index, environment, sink),
  };
}

/** `anyCell` and `allCells` over the named rows of a matrix. */
export function cellsNode(
  scope: Scope,
  index: number,
  rows: readonly string[],
  levels: readonly string[],
  every: boolean,
): Node | undefined {
  const leaf = leafOf(scope, index);
  if (!leaf) return undefined;
  const cell = (state: QuestionState, row: string): Kleene => {
    const level = state.cells?.get(row);
    return level === undefined || level === unknownLevel ? 1 : levels.includes(level) ? 2 : 0;
  };
  const read = (state: QuestionState): Kleene => {
    if (state.status === 'na') return 0;
    let truth: Kleene = every ? 2 : 0;
    for (const row of rows) {
      const one = cell(state, row);
      if (every ? one < truth : one > truth) truth = one;
    }
    return truth;
  };
  const node = condition(scope, leaf, read);
  return {
    ...node,
    collect: (environment, sink) => {
      const state = stateOf(environment, index);
      const truth = read(state);
      const deciding = truth === (every ? 2 : 0) ? rows : rows.filter((row) => cell(state, row) === truth);
      collectQuestion(scope, index, environment, sink, state.status === 'value' ? deciding : rows);
    },
  };
}

/** `answered`, `known`, `isUnknown`, `isNa`: how the question stands, definite as soon as its visibility is. */
export function standNode(
  scope: Scope,
  index: number,
  operator: 'answered' | 'known' | 'isUnknown' | 'isNa',
): Node | undefined {
  const leaf = leafOf(scope, index);
  if (!leaf) return undefined;
  const { question } = leaf;
  const holds = (state: QuestionState): boolean => {
    switch (operator) {
      case 'answered':
        return isAnswered(question, state);
      case 'known':
        return isAnswered(question, state) && !isUnknown(state);
      case 'isUnknown':
        return isUnknown(state);
      case 'isNa':
        return state.status === 'na';
    }
  };
  return { ...condition(scope, leaf, (state) => (holds(state) ? 2 : 0)), taint: true };
}
