import type { Answers } from './answer.ts';
import type { Environment } from './node.ts';
import type { PreparedPack } from './prepare.ts';
import type { Conclusion, Evaluation, Finding, ObligationResult, Trace } from './result.ts';
import { createEnvironment, takeSteps } from './run.ts';
import { settle } from './settle.ts';
import { isAnswered, isUnknown } from './state.ts';
import { createTracer, type Tracer } from './trace.ts';
import { toTruth } from './values.ts';

export { preparePack, type PreparedPack } from './prepare.ts';

/**
 * Applies a pack to a set of answers. Pure and total: the same input gives the same bytes, and no answers that fit
 * the schema make it throw. An answer that does not fit its question counts as not given.
 * @param on Day of evaluation, YYYY-MM-DD.
 */
export function evaluate(prepared: PreparedPack, answers: Answers, on: string): Evaluation {
  const { pack } = prepared;
  const environment = createEnvironment(prepared, answers, on);
  takeSteps(prepared, environment, prepared.steps);
  const tracer = createTracer(prepared, environment);
  const { findings, traces } = applyRules(prepared, environment, tracer);
  return {
    pack: { id: pack.id, version: pack.version, hash: prepared.hash },
    on,
    conclusions: pack.scales.map((_, index) => conclude(prepared, environment, index)),
    findings,
    obligations: weighObligations(prepared, environment, tracer),
    documents: pack.documents.map((document, index) => ({
      document: document.name,
      applies: toTruth(prepared.documents[index]?.truth(environment) ?? 1),
    })),
    traces,
    ...survey(prepared, environment),
  };
}

function conclude(prepared: PreparedPack, environment: Environment, index: number): Conclusion {
  const { scope } = prepared;
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
    settle: open.length === 0 ? [] : settle(prepared, environment, index),
  };
}

function applyRules(
  prepared: PreparedPack,
  environment: Environment,
  tracer: Tracer,
): { findings: Finding[]; traces: Record<string, Trace> } {
  const findings: Finding[] = [];
  const traces: Record<string, Trace> = {};
  prepared.pack.rules.forEach((rule, index) => {
    const node = prepared.rules[index];
    if (!node) return;
    const isFound = rule.finding !== undefined && node.truth(environment) === 2;
    if (!rule.concludes && !isFound) return;
    const trace = tracer.rule(rule.text, node, rule.provisions);
    if (rule.concludes) traces[rule.name] = trace;
    if (rule.finding && isFound) {
      findings.push({ rule: rule.name, severity: rule.finding.severity, message: rule.finding.message, trace });
    }
  });
  return { findings, traces };
}

function weighObligations(prepared: PreparedPack, environment: Environment, tracer: Tracer): ObligationResult[] {
  return prepared.pack.obligations.flatMap((obligation, index) => {
    const nodes = prepared.obligations[index];
    if (!nodes) return [];
    const subject = obligation.force === 'law' ? 'duty' : 'recommendation';
    return {
      obligation: obligation.name,
      applies: toTruth(nodes.when.truth(environment)),
      met: nodes.met ? toTruth(nodes.met.truth(environment)) : null,
      bound: [...obligation.bound],
      trace: tracer.obligation(subject, obligation.title, nodes.when, nodes.met, obligation.provisions),
    };
  });
}

/** How far the questionnaire is. */
function survey(
  { pack, required }: PreparedPack,
  environment: Environment,
): Pick<Evaluation, 'visible' | 'missing' | 'unknown' | 'progress'> {
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
