import type { Environment, Node, Sink } from './node.ts';
import type { PreparedPack } from './prepare.ts';
import { takeSteps } from './run.ts';
import { candidatesFor } from './settle-candidates.ts';
import { unknownLevel, type QuestionState } from './state.ts';

/** Evaluations one call of `settle` may spend on leaving questions out. Keeps the work bounded and the result repeatable. */
export const trialsPerScale = 300;
/** Operators and values these evaluations may walk over, so that a vast scale gets fewer of them. */
export const workPerScale = 1_000_000;

/**
 * The questions that have to be answered to settle a scale, in order of the questionnaire: whatever the answers to them
 * are, the scale is final (or no rule holds) afterwards. First come the open questions that the open rules rest on;
 * then each is left out if the rest settles the scale in every combination of answers tried. A question that is
 * needed in any combination stays, so the set is the smallest one as far as the budget reaches and never too small
 * because of it.
 */
export function settle(prepared: PreparedPack, environment: Environment, scale: number): string[] {
  let needed = openQuestions(prepared, environment, scale);
  const scratch: Environment = {
    today: environment.today,
    states: [...environment.states],
    visible: [...environment.visible],
    facts: [...environment.facts],
    scores: [...environment.scores],
    standings: [...environment.standings],
  };
  const search = createSearch(prepared, scratch, scale);
  for (const question of needed.length > 1 ? [...needed] : []) {
    const rest = needed.filter((other) => other !== question);
    if (search.settles(rest)) needed = rest;
  }
  return needed.map((index) => prepared.pack.questions[index]?.name ?? '');
}

/** Open questions the rules that could still raise the degree rest on, ascending. */
function openQuestions({ scope, pack }: PreparedPack, environment: Environment, scale: number): number[] {
  const rows = new Map<number, Set<string>>();
  const facts = new Set<number>();
  const scores = new Set<number>();
  const scales = new Set<number>();
  const isNew = (set: Set<number>, index: number): boolean => !set.has(index) && !!set.add(index);
  const sink: Sink = {
    question: (index, some) => {
      const known = rows.get(index);
      const set = known ?? new Set<string>();
      const all = some ?? (pack.questions[index]?.rows ?? []).map(({ code }) => code);
      for (const row of all) set.add(row);
      rows.set(index, set);
      return !known;
    },
    fact: (index) => isNew(facts, index),
    scale: (index) => isNew(scales, index),
    score: (index) => isNew(scores, index),
    date: () => false,
  };
  const lower = environment.standings[scale]?.lower ?? -1;
  for (const { node, degree } of scope.scaleRules[scale] ?? []) {
    if (degree > lower && isOpen(node, environment)) node.collect(environment, sink);
  }
  const isOpenQuestion = (index: number): boolean => {
    if (environment.visible[index] === 0) return false;
    const state = environment.states[index];
    if (!state || state.status !== 'value') return state?.status !== 'na';
    if (!state.cells) return false;
    return [...(rows.get(index) ?? [])].some((row) => (state.cells?.get(row) ?? unknownLevel) === unknownLevel);
  };
  return [...rows.keys()].filter(isOpenQuestion).sort((a, b) => a - b);
}

function isOpen(node: Node, environment: Environment): boolean {
  return node.truth?.(environment) === 1;
}

/** Looks for a combination of answers that leaves the scale unsettled. Works in `scratch` and leaves its answers as they were. */
function createSearch(
  prepared: PreparedPack,
  scratch: Environment,
  scale: number,
): { settles(questions: readonly number[]): boolean } {
  const cone = prepared.cones[scale] ?? [];
  let budget = Math.min(trialsPerScale, Math.floor(workPerScale / (prepared.coneSizes[scale] ?? 1)));
  const isSettled = (): boolean => {
    budget -= 1;
    takeSteps(prepared, scratch, cone);
    return scratch.standings[scale]?.open.length === 0;
  };
  const candidates = new Map<number, QuestionState[]>();
  const candidatesOf = (index: number): QuestionState[] => {
    const question = prepared.pack.questions[index];
    const state = scratch.states[index];
    if (!question || !state) return [];
    const list = candidates.get(index) ?? candidatesFor(question, state, prepared.constants, scratch.today);
    candidates.set(index, list);
    return list;
  };
  const staysOpen = (questions: readonly number[], from: number): boolean => {
    if (budget <= 0) return true;
    if (isSettled()) return false;
    const index = questions[from];
    if (index === undefined) return true;
    const before = scratch.states[index];
    let open = false;
    for (const candidate of candidatesOf(index)) {
      scratch.states[index] = candidate;
      open = staysOpen(questions, from + 1);
      if (open) break;
    }
    if (before) scratch.states[index] = before;
    return open;
  };
  return { settles: (questions) => !staysOpen(questions, 0) };
}
