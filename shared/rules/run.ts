import type { Answers } from './answer.ts';
import type { Environment, Standing } from './node.ts';
import type { PreparedPack, Step } from './prepare.ts';
import { readAnswer } from './state.ts';
import { absentSpan, dayNumber, roundSpan } from './values.ts';

/** Reads the answers; nothing is found out yet. */
export function createEnvironment({ pack }: PreparedPack, answers: Answers, on: string): Environment {
  return {
    today: dayNumber(on) ?? NaN,
    states: pack.questions.map((question) =>
      readAnswer(question, Object.hasOwn(answers, question.name) ? answers[question.name] : undefined),
    ),
    visible: pack.questions.map(() => 2),
    facts: pack.facts.map(() => ({})),
    scores: pack.scores.map(() => absentSpan),
    standings: pack.scales.map(() => ({ lower: -1, open: [] })),
  };
}

/** Takes the steps in the order given; each step's inputs have to be among them or found out before. */
export function takeSteps({ scope }: PreparedPack, environment: Environment, steps: readonly Step[]): void {
  for (const { kind, index } of steps) {
    if (kind === 'question') {
      environment.visible[index] = scope.visibleNodes[index]?.truth?.(environment) ?? 2;
    } else if (kind === 'fact') {
      const node = scope.factNodes[index];
      environment.facts[index] = {
        truth: node?.truth?.(environment),
        span: node?.span?.(environment),
        choice: node?.choice?.(environment),
      };
    } else if (kind === 'score') {
      const span = scope.scoreNodes[index]?.span(environment) ?? absentSpan;
      environment.scores[index] = roundSpan(span, scope.scores[index]?.decimals ?? 0);
    } else {
      environment.standings[index] = stand(scope.scaleRules[index] ?? [], environment);
    }
  }
}

function stand(rules: PreparedPack['scope']['scaleRules'][number], environment: Environment): Standing {
  let lower = -1;
  const unknown = new Set<number>();
  for (const { node, degree } of rules) {
    if (degree <= lower) continue;
    const truth = node.truth?.(environment) ?? 1;
    if (truth === 2) lower = degree;
    else if (truth === 1) unknown.add(degree);
  }
  return { lower, open: [...unknown].filter((degree) => degree > lower).sort((a, b) => a - b) };
}
