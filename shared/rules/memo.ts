import type { Expression } from './expression.ts';
import type { Environment, Node } from './node.ts';
import type { PreparedPack } from './prepare.ts';
import { referencesOf } from './references.ts';
import type { Trace } from './result.ts';
import type { QuestionState } from './state.ts';

/**
 * Results of earlier evaluations of one prepared pack: traces, and the questions that settle a scale. Each is found by
 * everything it is made of, so an evaluation gives the same bytes with and without them. What is kept is frozen, because
 * many results share it.
 */
export interface Memo {
  /** Numbers that stand for how each question stands; equal numbers, equal answers. */
  stateIds(states: readonly QuestionState[]): number[];
  /**
   * The trace of a compiled expression, made where it is not kept. The expressions are those it was compiled from and
   * whatever else the trace speaks of.
   */
  trace(
    node: Node,
    expressions: readonly Expression[],
    environment: Environment,
    ids: readonly number[],
    make: () => Trace,
  ): Trace;
  /** Where a search over a scale starts, as a key. */
  settleKey(scale: number, environment: Environment, ids: readonly number[]): string;
  settle(key: string, make: () => string[]): readonly string[];
}

/** States, traces and searches kept for one pack; when there are more of a kind, all of it are dropped. */
const maximumKept = 20_000;

const memos = new WeakMap<PreparedPack, Memo>();

/** The memo of a prepared pack; it goes when the pack goes. */
export function memoOf(prepared: PreparedPack): Memo {
  const known = memos.get(prepared);
  if (known) return known;
  const memo = createMemo(prepared);
  memos.set(prepared, memo);
  return memo;
}

function createMemo(prepared: PreparedPack): Memo {
  const states = prepared.pack.questions.map(() => new Map<string, number>());
  const sites = new Map<Node, { inputs: Inputs; traces: Map<string | number, Trace> }>();
  const searches = new Map<string, readonly string[]>();
  const cones = prepared.cones.map((cone) => cone.flatMap(({ kind, index }) => (kind === 'question' ? [index] : [])));
  let last = 0;
  let statesKept = 0;
  let tracesKept = 0;
  const stateId = (state: QuestionState, index: number): number => {
    const known = states[index] ?? new Map<string, number>();
    const key = signature(state);
    const id = known.get(key);
    if (id !== undefined) return id;
    if (statesKept >= maximumKept) {
      for (const map of states) map.clear();
      statesKept = 0;
    }
    statesKept += 1;
    // Never given twice, so that a key made of it cannot come to mean something else.
    last += 1;
    known.set(key, last);
    return last;
  };
  return {
    stateIds: (list) => list.map(stateId),
    trace: (node, expressions, environment, ids, make) => {
      let site = sites.get(node);
      if (!site) {
        site = { inputs: inputsOf(prepared, expressions), traces: new Map() };
        sites.set(node, site);
      }
      const key = keyOf(site.inputs, environment, ids);
      const known = site.traces.get(key);
      if (known) return known;
      if (tracesKept >= maximumKept) {
        for (const { traces } of sites.values()) traces.clear();
        tracesKept = 0;
      }
      tracesKept += 1;
      const trace = freeze(make());
      site.traces.set(key, trace);
      return trace;
    },
    settleKey: (scale, { today }, ids) => {
      let key = `${scale} ${today}`;
      for (const index of cones[scale] ?? []) key += ` ${ids[index]}`;
      return key;
    },
    settle: (key, make) => {
      const known = searches.get(key);
      if (known) return known;
      if (searches.size >= maximumKept) searches.clear();
      const names = make();
      searches.set(key, names);
      return names;
    },
  };
}

/** Everything of a state that an evaluation reads, as one text. */
function signature({ status, text, codes, number, cells }: QuestionState): string {
  if (status !== 'value') return status;
  if (cells) return [...cells].flat().join(' ');
  return codes ? codes.join(' ') : `${number} ${text}`;
}

/** What an outcome and its reasons rest on: through facts and visibilities down to questions, scales and scores. */
interface Inputs {
  questions: readonly number[];
  scales: readonly number[];
  scores: readonly number[];
  /** Whether the day of evaluation matters. */
  day: boolean;
}

function inputsOf({ pack, scope }: PreparedPack, expressions: readonly Expression[]): Inputs {
  const questions = new Set<number>();
  const facts = new Set<number>();
  const scales = new Set<number>();
  const scores = new Set<number>();
  let day = false;
  const queue: (Expression | undefined)[] = [...expressions];
  const ask = (index: number): void => {
    if (questions.has(index)) return;
    questions.add(index);
    queue.push(pack.questions[index]?.visibleWhen);
  };
  while (queue.length > 0) {
    const part = queue.pop();
    if (part === undefined) continue;
    const references = referencesOf(part);
    day ||= references.day;
    for (const tag of references.tags) for (const index of scope.pointed.get(tag) ?? []) ask(index);
    for (const name of references.scales) scales.add(scope.scaleIndex.get(name) ?? -1);
    for (const name of references.names) {
      const fact = scope.factIndex.get(name);
      const score = scope.scoreIndex.get(name);
      const question = scope.questionIndex.get(name);
      if (question !== undefined) ask(question);
      if (score !== undefined) scores.add(score);
      if (fact === undefined || facts.has(fact)) continue;
      facts.add(fact);
      queue.push(pack.facts[fact]?.value);
    }
  }
  return { questions: [...questions], scales: [...scales], scores: [...scores], day };
}

/** Everything an outcome is made of, as a key. */
function keyOf(
  { questions, scales, scores, day }: Inputs,
  environment: Environment,
  ids: readonly number[],
): string | number {
  const [first] = questions;
  if (questions.length === 1 && first !== undefined && scales.length === 0 && scores.length === 0 && !day)
    return ids[first] ?? 0;
  let key = day ? `${environment.today}` : '';
  for (const index of questions) key += ` ${ids[index]}`;
  for (const index of scales) {
    const standing = environment.standings[index];
    key += ` ${standing?.lower}/${standing?.open.join()}`;
  }
  for (const index of scores) {
    const span = environment.scores[index];
    key += ` ${span?.lo}/${span?.hi}/${span?.absent}`;
  }
  return key;
}

function freeze(trace: Trace): Trace {
  for (const item of trace.items) {
    Object.freeze(item.value);
    Object.freeze(item);
  }
  Object.freeze(trace.sentence);
  Object.freeze(trace.items);
  Object.freeze(trace.provisions);
  return Object.freeze(trace);
}
