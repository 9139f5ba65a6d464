import type { Answers } from './answer.ts';
import type { Environment, SpanNode } from './node.ts';
import type { PreparedPack } from './prepare.ts';
import type { Outcome } from './result.ts';
import { createEnvironment, takeSteps } from './run.ts';
import { scoreResult } from './scores.ts';
import { isAnswered, isUnknown } from './state.ts';
import { absentSpan, dayOf, toTruth } from './values.ts';

/**
 * What `evaluate` says without the reasons, for working out many records: the same conclusions, findings, duties,
 * channels and lists, and neither traces nor the questions that would settle a scale.
 * @param on Day of evaluation, YYYY-MM-DD.
 */
export function conclude(prepared: PreparedPack, answers: Answers, on: string): Outcome {
  const environment = createEnvironment(prepared, answers, on);
  takeSteps(prepared, environment, prepared.steps);
  return outcomeOf(prepared, environment, on);
}

/** The outcome of an environment in which every step has been taken. */
export function outcomeOf(prepared: PreparedPack, environment: Environment, on: string): Outcome {
  const { pack } = prepared;
  return {
    pack: { id: pack.id, version: pack.version, hash: prepared.hash },
    on,
    conclusions: pack.scales.map((_, index) => standingOf(prepared, environment, index)),
    scores: pack.scores.map((score, index) => scoreResult(score, environment.scores[index] ?? absentSpan)),
    findings: pack.rules.flatMap(({ name, finding }, index) =>
      finding && prepared.rules[index]?.truth(environment) === 2
        ? { rule: name, severity: finding.severity, message: finding.message }
        : [],
    ),
    obligations: weighObligations(prepared, environment),
    documents: pack.documents.map((document, index) => ({
      document: document.name,
      applies: toTruth(prepared.documents[index]?.truth(environment) ?? 1),
    })),
    channels: openChannels(prepared, environment),
    ...survey(prepared, environment),
  };
}

function standingOf({ scope }: PreparedPack, environment: Environment, index: number): Outcome['conclusions'][number] {
  const scale = scope.scales[index];
  const { lower, open } = environment.standings[index] ?? { lower: -1, open: [] };
  const code = (degree: number): string => scale?.degrees[degree]?.code ?? '';
  const rules = scope.scaleRules[index] ?? [];
  const isFinal = lower >= 0 && open.length === 0;
  return {
    scale: scale?.name ?? '',
    status: isFinal ? 'final' : lower >= 0 ? 'provisional' : 'undetermined',
    degree: lower >= 0 ? code(lower) : null,
    possible: [...(lower >= 0 ? [lower] : []), ...open].map(code),
    rules: rules
      .filter(({ node, degree }) => degree === lower && node.truth?.(environment) === 2)
      .map(({ name }) => name),
    openRules: rules
      .filter(({ node, degree }) => degree > lower && node.truth?.(environment) === 1)
      .map(({ name }) => name),
  };
}

function weighObligations(prepared: PreparedPack, environment: Environment): Outcome['obligations'] {
  return prepared.pack.obligations.flatMap((obligation, index) => {
    const nodes = prepared.obligations[index];
    if (!nodes) return [];
    return {
      obligation: obligation.name,
      applies: toTruth(nodes.when.truth(environment)),
      met: nodes.met ? toTruth(nodes.met.truth(environment)) : null,
      bound: [...obligation.bound],
      start: nodes.from ? knownDay(nodes.from, environment) : null,
    };
  });
}

function knownDay(node: SpanNode, environment: Environment): string | null {
  const { lo, hi, absent } = node.span(environment);
  return absent === 0 && lo === hi ? dayOf(lo) : null;
}

function openChannels(prepared: PreparedPack, environment: Environment): Outcome['channels'] {
  return prepared.pack.channels.flatMap((channel, index) => {
    const nodes = prepared.channels[index];
    if (!nodes) return [];
    return {
      channel: channel.name,
      applies: toTruth(nodes.when.truth(environment)),
      parts: channel.parts.map(({ part, force }, position) => {
        const { when, ready } = nodes.parts[position] ?? {};
        return {
          part,
          force,
          applies: toTruth(when?.truth(environment) ?? 2),
          ready: ready ? toTruth(ready.truth(environment)) : null,
        };
      }),
    };
  });
}

/** How far the questionnaire is. */
function survey(
  { pack, required }: PreparedPack,
  environment: Environment,
): Pick<Outcome, 'visible' | 'missing' | 'unknown' | 'progress'> {
  const shown = pack.questions.flatMap((question, index) => {
    const state = environment.states[index];
    if (!state || environment.visible[index] === 0) return [];
    const isRequired = (required[index]?.truth(environment) ?? 2) === 2;
    return [{ question, answered: isAnswered(question, state), unknown: isUnknown(state), isRequired }];
  });
  return {
    visible: shown.map(({ question }) => question.name),
    missing: shown.filter((one) => one.isRequired && !one.answered).map(({ question }) => question.name),
    unknown: shown.filter((one) => one.unknown).map(({ question }) => question.name),
    progress: pack.sections.map(({ name }) => {
      const inside = shown.filter(({ question }) => question.section === name);
      return { section: name, answered: inside.filter((one) => one.answered).length, total: inside.length };
    }),
  };
}
