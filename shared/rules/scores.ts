import type { TaggedPoints } from './expression.ts';
import { inherit } from './compiler.ts';
import { pointsOf, questionNode } from './leaves.ts';
import type { Environment, Node, Scope, Sink, SpanNode } from './node.ts';
import type { Question, Score } from './pack.ts';
import type { Outcome } from './result.ts';
import { absentSpan, addSpans, joinSpans, maxSpans, maybeAbsent, point, type Span } from './values.ts';

/** Positions of the questions that have options with points, by tag. */
export function pointedQuestions(questions: readonly Question[]): Map<string, number[]> {
  const byTag = new Map<string, number[]>();
  questions.forEach((question, index) => {
    if (!pointsOf(question)) return;
    for (const tag of new Set(question.tags)) {
      const list = byTag.get(tag);
      if (list) list.push(index);
      else byTag.set(tag, [index]);
    }
  });
  return byTag;
}

/**
 * `points`: the points of tagged questions taken together, a range as long as one of them is open. Undefined where no
 * question with points has the tag.
 */
export function pointsNode(scope: Scope, tagged: TaggedPoints): SpanNode | undefined {
  return taggedNode(scope, tagged, ({ span }) =>
    tagged.over === 'visible' ? span : (environment) => zeroForAbsent(span(environment)),
  );
}

/** `pointsPossible`: the most points the tagged questions can give. Undefined as for `points`. */
export function pointsPossibleNode(scope: Scope, tagged: TaggedPoints): SpanNode | undefined {
  const node = taggedNode(scope, tagged, (_, index) => possiblePoints(scope, index, tagged.over));
  // Over all questions it rests on no answer.
  return node && tagged.over === 'all' ? { ...node, ...inherit([]), collect: () => undefined } : node;
}

function taggedNode(
  scope: Scope,
  { tag, how }: TaggedPoints,
  read: (node: SpanNode, index: number) => SpanNode['span'],
): SpanNode | undefined {
  const parts = (scope.pointed.get(tag) ?? []).map((index) => {
    const node = questionNode(scope, index) as SpanNode;
    return { index, node, span: read(node, index) };
  });
  if (parts.length === 0) return undefined;
  const combine = how === 'sum' ? addSpans : maxSpans;
  return {
    ...inherit(parts.map(({ node }) => node)),
    unit: 'number',
    span: (environment) => combine(parts.map(({ span }) => span(environment))),
    collect: (environment: Environment, sink: Sink) => {
      for (const { index, node } of parts) if (environment.visible[index] !== 0) node.collect(environment, sink);
    },
  };
}

function zeroForAbsent(value: Span): Span {
  if (value.absent === 0) return value;
  return value.absent === 2 ? point(0) : joinSpans({ ...value, absent: 0 }, point(0));
}

/** The most points a question can give; over the visible ones absent where it is hidden or not applicable. */
function possiblePoints(scope: Scope, index: number, over: TaggedPoints['over']): SpanNode['span'] {
  const question = scope.questions[index];
  const points = [...((question && pointsOf(question)?.values()) ?? [])];
  const isSingle = question?.kind === 'single';
  const most = isSingle ? Math.max(...points) : points.reduce((sum, value) => sum + Math.max(0, value), 0);
  const always = point(most);
  if (over === 'all') return () => always;
  return (environment) => {
    const visible = environment.visible[index] ?? 2;
    const status = environment.states[index]?.status ?? 'missing';
    if (visible === 0 || status === 'na') return absentSpan;
    const mayBeNa = question?.allowNa === true && status !== 'value';
    return visible === 1 || mayBeNa ? maybeAbsent(always) : always;
  };
}

/** A score by its name: its rounded value. */
export function scoreNode(scope: Scope, index: number): Node | undefined {
  const inner = scope.scoreNodes[index];
  if (!inner) return undefined;
  return {
    taint: inner.taint,
    reach: inner.reach + 1,
    unit: 'number',
    span: (environment) => environment.scores[index] ?? absentSpan,
    collect: (environment, sink) => {
      if (sink.score(index)) inner.collect(environment, sink);
    },
  };
}

/** A score as it stands in a result. */
export function scoreResult({ name, thresholds }: Score, { lo, hi, absent }: Span): Outcome['scores'][number] {
  if (absent === 2) {
    return { score: name, status: 'absent', low: null, high: null, value: null, threshold: null, possible: [] };
  }
  const low = Number.isFinite(lo) ? lo : null;
  const high = Number.isFinite(hi) ? hi : null;
  const value = absent === 0 && low === high ? low : null;
  const possible = thresholds.filter(({ from = -Infinity, to = Infinity }) => from <= hi && to >= lo);
  const only = possible.length === 1 ? possible[0] : undefined;
  const isInside = only !== undefined && absent === 0 && (only.from ?? -Infinity) <= lo && (only.to ?? Infinity) >= hi;
  return {
    score: name,
    status: value === null ? 'open' : 'final',
    low,
    high,
    value,
    threshold: isInside ? only.code : null,
    possible: possible.map(({ code }) => code),
  };
}
