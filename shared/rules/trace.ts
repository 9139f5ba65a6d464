import type { LocalText } from '../lib/schema.ts';
import { stepOn } from './dates.ts';
import type { Expression } from './expression.ts';
import { memoOf } from './memo.ts';
import type { Environment, FactValue, Node, Sink, SpanNode } from './node.ts';
import type { Confidence, Obligation, Question, Score } from './pack.ts';
import type { PreparedPack, TruthNode } from './prepare.ts';
import type { Outcome, Trace, TraceItem, Truth } from './result.ts';
import { scoreResult } from './scores.ts';
import { clauseOf, fulfilmentSentence, reasonSentence, type Subject } from './sentence.ts';
import { unknownLevel, type QuestionState } from './state.ts';
import { absentSpan, toTruth } from './values.ts';
import {
  applicationText,
  atLeast,
  dayText,
  inEach,
  numberText,
  quotedText,
  rangeText,
  rowCount,
  words,
} from './words.ts';

/** Strongest first: read in full text, reported, our reading of it, not established. The last one found is the weakest. */
const confidenceOrder: readonly Confidence[] = ['verified', 'secondary', 'interpretation', 'uncertain'];

/** The weakest confidence among provisions; `uncertain` where a provision is not in the pack. */
export function weakestConfidence(prepared: PreparedPack, provisions: readonly string[]): Confidence {
  const ranks = provisions.map((name) => confidenceOrder.indexOf(prepared.confidence.get(name) ?? 'uncertain'));
  return confidenceOrder[Math.max(0, ...ranks)] ?? 'uncertain';
}

/** What a trace is about: a part of the pack. */
export interface Explainable {
  /** A rule has its statement as `text`, everything else has a title. */
  title?: LocalText;
  text?: LocalText;
  provisions: readonly string[];
}

/** Explains outcomes of one evaluation. The expressions are those the nodes were compiled from. */
export interface Tracer {
  /** A rule, a channel or a part of a package. */
  outcome(subject: Subject, about: Explainable, expression: Expression, node: TruthNode): Trace;
  /** True where the value is known, false where there is none. */
  score(result: Outcome['scores'][number], index: number): Trace;
  obligation(obligation: Obligation, nodes: { when: TruthNode; met: TruthNode | undefined }): Trace;
}

export function createTracer(prepared: PreparedPack, environment: Environment, ids: readonly number[]): Tracer {
  const memo = memoOf(prepared);
  const explain = createExplainer(prepared, environment);
  const itemsOf = (node: Node): Explained[] => collectItems(environment, node, explain);
  const trace = (
    truth: Truth,
    list: readonly Explained[],
    provisions: readonly string[],
    sentence: LocalText,
  ): Trace => ({
    truth,
    sentence,
    items: list.map(({ item }) => item),
    provisions: [...provisions],
    confidence: weakestConfidence(prepared, provisions),
  });
  const recall = (node: Node, expressions: readonly Expression[], make: () => Trace): Trace =>
    memo.trace(node, expressions, environment, ids, make);
  return {
    outcome: (subject, { title, text, provisions }, expression, node) =>
      recall(node, [expression], () => {
        const truth = toTruth(node.truth(environment));
        const list = itemsOf(node);
        return trace(
          truth,
          list,
          provisions,
          reasonSentence(subject, title ?? text ?? words.absent, truth, clausesOf(list)),
        );
      }),
    score: (result, index) => {
      const score = prepared.pack.scores[index] as Score;
      const node = prepared.scope.scoreNodes[index] as SpanNode;
      return recall(node, [score.value], () => {
        const truth = ({ final: 'true', absent: 'false', open: 'unknown' } as const)[result.status];
        const list = itemsOf(node);
        const sentence = reasonSentence('score', score.title, truth, clausesOf(list), scoreText(score, result));
        return trace(truth, list, score.provisions, sentence);
      });
    },
    obligation: (obligation, { when, met }) =>
      recall(when, [obligation.when, obligation.metWhen ?? true], () => {
        const { title, force, provisions } = obligation;
        const truth = toTruth(when.truth(environment));
        const list = itemsOf(when);
        const metTruth = met && truth !== 'false' ? toTruth(met.truth(environment)) : undefined;
        const metList = met && metTruth ? itemsOf(met) : [];
        const reason = reasonSentence(force === 'law' ? 'duty' : 'recommendation', title, truth, clausesOf(list));
        const fulfilment = metTruth && fulfilmentSentence(metTruth, clausesOf(metList));
        const known = new Set(list.map(({ item }) => `${item.kind} ${item.name} ${item.value.en}`));
        const further = metList.filter(({ item }) => !known.has(`${item.kind} ${item.name} ${item.value.en}`));
        const sentence = inEach((locale) => [reason[locale], fulfilment?.[locale]].filter(Boolean).join(' '));
        return trace(truth, [...list, ...further], provisions, sentence);
      }),
  };
}

function clausesOf(list: readonly Explained[]): LocalText[] {
  return list.flatMap(({ clause }) => clause ?? []);
}

/** An item with the words it has in a sentence; facts have none, they are only names for what they rest on. */
interface Explained {
  item: TraceItem;
  clause: LocalText | undefined;
}

type Explain = (kind: TraceItem['kind'], index: number, rows: ReadonlySet<string> | undefined) => Explained;

/** What an outcome rests on, in the order it is come upon. */
function collectItems(environment: Environment, node: Node, explain: Explain): Explained[] {
  const order: { kind: TraceItem['kind']; index: number }[] = [];
  const rowsOf = new Map<number, Set<string>>();
  const seen = { question: new Set(), fact: new Set(), scale: new Set(), score: new Set(), date: new Set() };
  const note = (kind: TraceItem['kind'], index: number): boolean => {
    if (seen[kind].has(index)) return false;
    seen[kind].add(index);
    order.push({ kind, index });
    return true;
  };
  const sink: Sink = {
    question: (index, rows) => {
      if (rows) {
        const set = rowsOf.get(index) ?? new Set<string>();
        for (const row of rows) set.add(row);
        rowsOf.set(index, set);
      }
      return note('question', index);
    },
    fact: (index) => note('fact', index),
    scale: (index) => {
      note('scale', index);
      return false;
    },
    score: (index) => {
      note('score', index);
      return false;
    },
    date: (index) => note('date', index),
  };
  node.collect(environment, sink);
  return order.map(({ kind, index }) => explain(kind, index, rowsOf.get(index)));
}

/** Words the items of one evaluation, each once: many traces share them. */
function createExplainer(prepared: PreparedPack, environment: Environment): Explain {
  const { scope } = prepared;
  const make = (kind: TraceItem['kind'], index: number, rows: ReadonlySet<string> | undefined): TraceItem => {
    if (kind === 'scale') return scaleItem(prepared, environment, index);
    if (kind === 'score') return scoreItem(prepared, environment, index);
    if (kind === 'date') return dateItem(prepared, environment, index);
    if (kind === 'fact') {
      const { name = '', text = words.absent } = scope.facts[index] ?? {};
      return { kind, name, text, state: 'value', value: factText(environment.facts[index] ?? {}) };
    }
    const question = scope.questions[index] as Question;
    const answer = environment.states[index] ?? { status: 'missing' };
    const state = standingOf(environment, index, answer);
    const value = state === 'answered' ? answerText(question, answer, rows) : stateWords[state];
    return { kind, name: question.name, text: question.text, state, value: { ...value } };
  };
  const made = new Map<string, Explained>();
  return (kind, index, rows) => {
    const key = `${kind} ${index} ${rows ? [...rows].join(' ') : ''}`;
    const known = made.get(key);
    if (known) return known;
    const item = make(kind, index, rows);
    const explained = { item, clause: clauseOf(item) };
    made.set(key, explained);
    return explained;
  };
}

const stateWords = {
  unknown: words.unknown,
  na: words.notApplicable,
  missing: words.missing,
  hidden: words.hidden,
} as const;

function standingOf(
  environment: Environment,
  index: number,
  state: QuestionState,
): Exclude<TraceItem['state'], 'value'> {
  if (environment.visible[index] === 0) return 'hidden';
  return state.status === 'value' ? 'answered' : state.status;
}

function scaleItem({ scope }: PreparedPack, environment: Environment, index: number): TraceItem {
  const scale = scope.scales[index];
  const standing = environment.standings[index];
  const degree = scale?.degrees[standing?.lower ?? -1]?.text;
  const value = !degree ? words.undetermined : standing?.open.length ? atLeast(degree) : degree;
  return { kind: 'scale', name: scale?.name ?? '', text: scale?.title ?? words.absent, state: 'value', value };
}

function scoreItem({ scope }: PreparedPack, environment: Environment, index: number): TraceItem {
  const score = scope.scores[index];
  const value = score ? scoreText(score, scoreResult(score, environment.scores[index] ?? absentSpan)) : words.absent;
  return { kind: 'score', name: score?.name ?? '', text: score?.title ?? words.absent, state: 'value', value };
}

/** The value or its range, and the threshold where that is settled. */
function scoreText(score: Score | undefined, { status, low, high, threshold }: Outcome['scores'][number]): LocalText {
  if (status === 'absent') return words.absent;
  const range = rangeText(low, high);
  const band = score?.thresholds.find(({ code }) => code === threshold)?.text;
  return band ? inEach((locale) => `${range[locale]} (${band[locale]})`) : range;
}

function dateItem({ scope }: PreparedPack, { today }: Environment, index: number): TraceItem {
  const schedule = scope.dates[index];
  const step = schedule && stepOn(schedule, today);
  const value = applicationText(step, (step?.appliesFrom ?? Infinity) <= today);
  return { kind: 'date', name: schedule?.name ?? '', text: schedule?.subject ?? words.absent, state: 'value', value };
}

function factText({ truth, span, choice }: FactValue): LocalText {
  if (span?.absent === 2 || choice?.absent === 2) return words.absent;
  if (truth !== undefined) return truth === 2 ? words.yes : truth === 0 ? words.no : words.unknown;
  if (span && span.absent === 0 && span.lo === span.hi) return numberText(span.lo);
  const only = choice?.absent === 0 && choice.values?.length === 1 ? choice.values[0] : undefined;
  return only === undefined ? words.unknown : quotedText(only);
}

function optionText(options: Question['options'], code: string): LocalText {
  return options?.find((option) => option.code === code)?.text ?? { kk: code, ru: code, en: code };
}

/** The answer as a reader sees it; of a matrix, only the rows that matter. */
function answerText(question: Question, state: QuestionState, rows: ReadonlySet<string> | undefined): LocalText {
  switch (question.kind) {
    case 'yesno':
      return state.text === 'yes' ? words.yes : words.no;
    case 'single':
      return optionText(question.options, state.text ?? '');
    case 'multiple': {
      const chosen = (question.options ?? []).filter(({ code }) => state.codes?.includes(code));
      return chosen.length === 0
        ? words.nothingChosen
        : inEach((locale) => chosen.map(({ text }) => text[locale]).join(', '));
    }
    case 'number':
      return numberText(state.number ?? 0);
    case 'text':
      return quotedText(state.text ?? '');
    case 'date':
      return dayText(state.text ?? '');
    case 'table':
      return rowCount(state.number ?? 0);
    case 'matrix':
      return matrixText(question, state, rows);
  }
}

/** Rows grouped by their level: "row, row: level; row: level". */
function matrixText(question: Question, state: QuestionState, rows: ReadonlySet<string> | undefined): LocalText {
  const groups = new Map<string, LocalText[]>();
  for (const { code, text } of question.rows ?? []) {
    if (rows && !rows.has(code)) continue;
    const level = state.cells?.get(code) ?? '';
    const group = groups.get(level) ?? [];
    group.push(text);
    groups.set(level, group);
  }
  const levelText = (level: string): LocalText => {
    if (level === '') return words.missing;
    return level === unknownLevel ? words.unknown : optionText(question.levels, level);
  };
  return inEach((locale) =>
    [...groups]
      .map(([level, texts]) => `${texts.map((text) => text[locale]).join(', ')}: ${levelText(level)[locale]}`)
      .join('; '),
  );
}
