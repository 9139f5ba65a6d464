import type { Answers } from './answer.ts';
import type { Environment } from './node.ts';
import type { PreparedPack } from './prepare.ts';
import { createEnvironment, takeSteps } from './run.ts';
import { answerOf, completed, constantsIn, isComplete, representatives } from './simulate-values.ts';
import { referencesOf } from './references.ts';
import { expressionsOf } from './sites.ts';
import { unknownState, type QuestionState } from './state.ts';

/** A questionnaire gone through to the end: every question that is asked has an answer. */
export interface Walk {
  on: string;
  /** Questions in the order they were asked, as positions in the pack. */
  asked: readonly number[];
  /** Whether every question asked was answered. */
  full: boolean;
  environment: Environment;
  evaluations: number;
}

/** The next question a person would be asked: the first visible one without a full answer, in order of the questionnaire. */
function nextQuestion(
  { pack }: PreparedPack,
  environment: Environment,
  left: ReadonlySet<number> = new Set<number>(),
): number {
  return pack.questions.findIndex((question, index) => {
    const state = environment.states[index];
    return !left.has(index) && environment.visible[index] !== 0 && state !== undefined && !isComplete(question, state);
  });
}

/**
 * Goes through the questionnaire in order, giving the answers found and quiet ones elsewhere.
 * @param left Questions a person passes over, for what rests on "not answered".
 */
export function walk(
  prepared: PreparedPack,
  found: readonly QuestionState[],
  on: string,
  left: ReadonlySet<number> = new Set<number>(),
): Walk {
  const { pack } = prepared;
  const environment = createEnvironment(prepared, {}, on);
  const asked: number[] = [];
  let evaluations = 0;
  for (;;) {
    takeSteps(prepared, environment, prepared.steps);
    evaluations += 1;
    const index = nextQuestion(prepared, environment, left);
    const question = pack.questions[index];
    if (!question) return { on, asked, full: left.size === 0, environment, evaluations };
    const given = found[index] ?? { status: 'missing' };
    environment.states[index] = isComplete(question, given)
      ? given
      : completed(question, given, prepared.constants, environment.today);
    asked.push(index);
  }
}

/** The answers of a walk to the questions that are still asked at its end. */
export function answersOf({ pack }: PreparedPack, { asked, environment }: Walk): Answers {
  const counted = asked.filter((index) => environment.visible[index] !== 0).sort((a, b) => a - b);
  return Object.fromEntries(
    counted.flatMap((index) => {
      const question = pack.questions[index];
      const state = environment.states[index];
      const answer = question && state ? answerOf(question, state) : undefined;
      return question && answer ? [[question.name, answer] as const] : [];
    }),
  );
}

/** Every answer of each question worth trying; one where nothing depends on it. */
function choicesOf(prepared: PreparedPack, today: number): QuestionState[][] {
  const { pack } = prepared;
  const expressions = expressionsOf(pack).map(({ expression }) => expression);
  const references = expressions.map(referencesOf);
  const used = new Set(references.flatMap(({ names }) => names));
  const tags = new Set(references.flatMap((one) => one.tags));
  const text = JSON.stringify(expressions);
  const constants = constantsIn(expressions);
  return pack.questions.map((question) => {
    const quiet = completed(question, { status: 'missing' }, prepared.constants, today);
    if (!used.has(question.name) && !question.tags.some((tag) => tags.has(tag))) return [quiet];
    const stands = ['answered', 'known', 'isUnknown', 'isNa'].some((operator) =>
      text.includes(`{"${operator}":"${question.name}"}`),
    );
    const states = question.kind === 'matrix' ? matrixStates(question) : representatives(question, constants, today);
    return stands ? [...states, unknownState] : states;
  });
}

/** Every combination of levels where there are few; a matrix with many rows is left to the search. */
function matrixStates(question: PreparedPack['pack']['questions'][number]): QuestionState[] {
  let list: Map<string, string>[] = [new Map<string, string>()];
  for (const row of question.rows ?? []) {
    list = list.flatMap((cells) =>
      (question.levels ?? []).map((level) => new Map<string, string>([...cells, [row.code, level.code]])),
    );
    if (list.length > maximumMatrix) break;
  }
  return list.map((cells) => ({ status: 'value', cells }));
}
const maximumMatrix = 500;

/**
 * Walks every path of the questionnaire with the representative answers, in order. Gives false where there are more
 * than `maximum` paths; those walked until then have been handed to `onWalk`.
 */
export function walkAll(
  prepared: PreparedPack,
  on: string,
  maximum: number,
  onWalk: (walk: Walk) => void,
): { complete: boolean; evaluations: number } {
  const environment = createEnvironment(prepared, {}, on);
  const choices = choicesOf(prepared, environment.today);
  const always = prepared.pack.questions.flatMap((question, index) =>
    question.visibleWhen === undefined ? [choices[index]?.length ?? 1] : [],
  );
  const broad = prepared.pack.questions.some(
    (question, index) => question.kind === 'matrix' && (choices[index]?.length ?? 0) > maximumMatrix,
  );
  // The questions that are always asked alone make more paths than may be walked.
  if (broad || always.reduce((product, count) => Math.min(product * count, maximum + 1), 1) > maximum)
    return { complete: false, evaluations: 0 };
  const asked: number[] = [];
  let paths = 0;
  let evaluations = 0;
  const go = (): boolean => {
    takeSteps(prepared, environment, prepared.steps);
    evaluations += 1;
    const index = nextQuestion(prepared, environment);
    if (index < 0) {
      paths += 1;
      if (paths > maximum) return false;
      onWalk({ on, asked: [...asked], full: true, environment: copy(environment), evaluations });
      return true;
    }
    const before = environment.states[index] ?? unknownState;
    asked.push(index);
    for (const state of choices[index] ?? []) {
      environment.states[index] = state;
      if (!go()) return false;
    }
    asked.pop();
    environment.states[index] = before;
    return true;
  };
  return { complete: go(), evaluations };
}

function copy(environment: Environment): Environment {
  return {
    ...environment,
    states: [...environment.states],
    visible: [...environment.visible],
    facts: [...environment.facts],
    scores: [...environment.scores],
    standings: [...environment.standings],
  };
}
