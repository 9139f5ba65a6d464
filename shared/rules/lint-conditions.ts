import { questionsBehind } from './behind.ts';
import type { Expression } from './expression.ts';
import type { Environment } from './node.ts';
import type { Problem } from './faults.ts';
import type { PreparedPack, TruthNode } from './prepare.ts';
import { createEnvironment, takeSteps } from './run.ts';
import { naState, type QuestionState } from './state.ts';
import type { Kleene } from './values.ts';

interface Condition {
  place: string;
  expression: Expression;
  node: TruthNode;
  /** A bare `true` is how a pack says "always"; elsewhere it is a mistake. */
  mayBeConstant: boolean;
}

/**
 * Finds conditions that never or always hold. Every condition is worked out with nothing answered, and then with each
 * question it rests on in each of its possible states; what comes out the same and definite every time is constant.
 * Cheap and safe: what it reports is so, but contradictions over two or more open questions escape it.
 */
export function lintConditions(prepared: PreparedPack): Problem[] {
  return conditionsOf(prepared).flatMap(({ place, expression, node, mayBeConstant }) => {
    if (typeof expression === 'boolean' && mayBeConstant) return [];
    const truth = constantTruth(prepared, node, expression);
    if (truth === undefined) return [];
    return [{ place, problem: truth === 2 ? 'always holds' : 'never holds', severity: 'error' as const }];
  });
}

function conditionsOf(prepared: PreparedPack): Condition[] {
  const { pack, scope } = prepared;
  const list: (Omit<Condition, 'node'> & { node: TruthNode | undefined })[] = [
    ...pack.rules.map((rule, index) => ({
      place: `rules.${rule.name}.when`,
      expression: rule.when,
      node: prepared.rules[index],
      mayBeConstant: rule.finding?.severity === 'note' && rule.concludes === undefined,
    })),
    ...pack.obligations.flatMap((obligation, index) => [
      {
        place: `obligations.${obligation.name}.when`,
        expression: obligation.when,
        node: prepared.obligations[index]?.when,
        mayBeConstant: true,
      },
      {
        place: `obligations.${obligation.name}.metWhen`,
        expression: obligation.metWhen ?? true,
        node: prepared.obligations[index]?.met,
        mayBeConstant: false,
      },
    ]),
    ...pack.documents.map((document, index) => ({
      place: `documents.${document.name}.when`,
      expression: document.when,
      node: prepared.documents[index],
      mayBeConstant: true,
    })),
    ...pack.channels.flatMap((channel, index) => [
      {
        place: `channels.${channel.name}.when`,
        expression: channel.when,
        node: prepared.channels[index]?.when,
        mayBeConstant: true,
      },
      ...channel.parts.map((part, position) => ({
        place: `channels.${channel.name}.parts.${part.part}.when`,
        expression: part.when ?? true,
        node: prepared.channels[index]?.parts[position]?.when,
        mayBeConstant: false,
      })),
    ]),
    ...pack.questions.flatMap((question, index) => [
      {
        place: `questions.${question.name}.visibleWhen`,
        expression: question.visibleWhen ?? true,
        node: scope.visibleNodes[index] as TruthNode | undefined,
        mayBeConstant: false,
      },
      {
        place: `questions.${question.name}.requiredWhen`,
        expression: question.requiredWhen ?? true,
        node: prepared.required[index],
        mayBeConstant: true,
      },
    ]),
  ];
  return list.flatMap((condition) => (condition.node ? [{ ...condition, node: condition.node }] : []));
}

/** Day whose choice does not matter: conditions over dates are open whatever it is. */
const anyDay = '2026-01-01';

function constantTruth(prepared: PreparedPack, node: TruthNode, expression: Expression): 0 | 2 | undefined {
  // Definite without answers by design, so emptiness proves nothing here.
  if (node.taint) return undefined;
  const environment = createEnvironment(prepared, {}, anyDay);
  environment.today = NaN;
  takeSteps(prepared, environment, prepared.steps);
  const bare = node.truth(environment);
  if (bare !== 1) return bare;
  for (const question of questionsBehind(prepared, expression)) {
    const truth = sameInEveryState(prepared, environment, node, question);
    if (truth !== undefined) return truth;
  }
  return undefined;
}

function sameInEveryState(
  prepared: PreparedPack,
  base: Environment,
  node: TruthNode,
  index: number,
): 0 | 2 | undefined {
  const question = prepared.pack.questions[index];
  if (!question || (question.kind !== 'yesno' && question.kind !== 'single')) return undefined;
  const codes = question.kind === 'yesno' ? ['yes', 'no'] : (question.options ?? []).map(({ code }) => code);
  const states: QuestionState[] = codes.map((text) => ({ status: 'value', text }));
  if (question.allowNa) states.push(naState);
  const outcomes = new Set<Kleene>();
  const tryState = (state: QuestionState, hidden: boolean): void => {
    const environment: Environment = {
      today: base.today,
      states: base.states.with(index, state),
      visible: [...base.visible],
      facts: [...base.facts],
      scores: [...base.scores],
      standings: [...base.standings],
    };
    for (const step of prepared.steps) {
      if (step.kind === 'question' && step.index === index) environment.visible[index] = hidden ? 0 : 2;
      else takeSteps(prepared, environment, [step]);
    }
    outcomes.add(node.truth(environment));
  };
  for (const state of states) tryState(state, false);
  if (question.visibleWhen !== undefined) tryState({ status: 'missing' }, true);
  const [only] = outcomes;
  return outcomes.size === 1 && only !== 1 ? only : undefined;
}
