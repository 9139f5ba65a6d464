import type { LocalText } from '../lib/schema.ts';
import { stepOn } from './dates.ts';
import type { Environment, FactValue, Node, Sink } from './node.ts';
import type { Confidence, Question, Score } from './pack.ts';
import type { PreparedPack, TruthNode } from './prepare.ts';
import type { Outcome, Trace, TraceItem } from './result.ts';
import { scoreResult } from './scores.ts';
import { fulfilmentSentence, reasonSentence, type Subject } from './sentence.ts';
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

/** Explains outcomes of one evaluation; keeps the texts of answers, which many traces share. */
export interface Tracer {
  /** A rule, a channel or a part of a package. */
  outcome(subject: Subject, name: LocalText, node: TruthNode, provisions: readonly string[]): Trace;
  /** True where the value is known, false where there is none. */
  score(result: Outcome['scores'][number], index: number): Trace;
  obligation(
    subject: Subject,
    name: LocalText,
    when: TruthNode,
    met: TruthNode | undefined,
    provisions: readonly string[],
  ): Trace;
}

export function createTracer(prepared: PreparedPack, environment: Environment): Tracer {
  const answers = new Map<string, LocalText>();
  const itemsOf = (node: Node): TraceItem[] => collectItems(prepared, environment, node, answers);
  return {
    outcome: (subject, name, node, provisions) => {
      const truth = toTruth(node.truth?.(environment) ?? 1);
      const items = itemsOf(node);
      return {
        truth,
        sentence: reasonSentence(subject, name, truth, items),
        items,
        provisions: [...provisions],
        confidence: weakestConfidence(prepared, provisions),
      };
    },
    score: (result, index) => {
      const score = prepared.scope.scores[index];
      const node = prepared.scope.scoreNodes[index];
      const provisions = score?.provisions ?? [];
      const truth = ({ final: 'true', absent: 'false', open: 'unknown' } as const)[result.status];
      const items = node ? itemsOf(node) : [];
      return {
        truth,
        sentence: reasonSentence('score', score?.title ?? words.absent, truth, items, scoreText(score, result)),
        items,
        provisions: [...provisions],
        confidence: weakestConfidence(prepared, provisions),
      };
    },
    obligation: (subject, name, when, met, provisions) => {
      const truth = toTruth(when.truth(environment));
      const items = itemsOf(when);
      const reason = reasonSentence(subject, name, truth, items);
      const metItems = met && truth !== 'false' ? itemsOf(met) : [];
      const fulfilment =
        met && truth !== 'false' ? fulfilmentSentence(toTruth(met.truth(environment)), metItems) : undefined;
      const known = new Set(items.map((item) => `${item.kind} ${item.name} ${item.value.en}`));
      return {
        truth,
        sentence: inEach((locale) => [reason[locale], fulfilment?.[locale]].filter(Boolean).join(' ')),
        items: [...items, ...metItems.filter((item) => !known.has(`${item.kind} ${item.name} ${item.value.en}`))],
        provisions: [...provisions],
        confidence: weakestConfidence(prepared, provisions),
      };
    },
  };
}

function collectItems(
  prepared: PreparedPack,
  environment: Environment,
  node: Node,
  answers: Map<string, LocalText>,
): TraceItem[] {
  const { scope } = prepared;
  const order: { kind: TraceItem['kind']; index: number }[] = [];
  const rowsOf = new Map<number, Set<string>>();
  const seen = new Set<string>();
  const note = (kind: TraceItem['kind'], index: number): boolean => {
    const key = `${kind}${index}`;
    if (seen.has(key)) return false;
    seen.add(key);
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
  return order.map(({ kind, index }): TraceItem => {
    if (kind === 'scale') return scaleItem(prepared, environment, index);
    if (kind === 'score') return scoreItem(prepared, environment, index);
    if (kind === 'date') return dateItem(prepared, environment, index);
    if (kind === 'fact') {
      const fact = scope.facts[index];
      const text = fact?.text ?? words.absent;
      return { kind, name: fact?.name ?? '', text, state: 'value', value: factText(environment.facts[index] ?? {}) };
    }
    const question = scope.questions[index] as Question;
    const state = environment.states[index] ?? { status: 'missing' };
    const rows = rowsOf.get(index);
    const key = `${index} ${rows ? [...rows].join(' ') : ''}`;
    const stands = standingOf(environment, index, state);
    const value = answers.get(key) ?? (stands === 'answered' ? answerText(question, state, rows) : stateWords[stands]);
    answers.set(key, value);
    return { kind, name: question.name, text: question.text, state: stands, value };
  });
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
