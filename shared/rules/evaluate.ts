import type { Answers } from './answer.ts';
import { outcomeOf } from './conclude.ts';
import { memoOf } from './memo.ts';
import type { Environment } from './node.ts';
import type { PreparedPack } from './prepare.ts';
import type { ChannelResult, Evaluation, Outcome, Trace } from './result.ts';
import { createEnvironment, takeSteps } from './run.ts';
import { settle } from './settle.ts';
import { createTracer, type Tracer } from './trace.ts';

export { conclude } from './conclude.ts';
export { preparePack, type PreparedPack } from './prepare.ts';

/**
 * Applies a pack to a set of answers. Pure and total: the same input gives the same bytes, and no answers that fit
 * the schema make it throw. An answer that does not fit its question counts as not given.
 * @param on Day of evaluation, YYYY-MM-DD.
 */
export function evaluate(prepared: PreparedPack, answers: Answers, on: string): Evaluation {
  const environment = createEnvironment(prepared, answers, on);
  takeSteps(prepared, environment, prepared.steps);
  const outcome = outcomeOf(prepared, environment, on);
  const memo = memoOf(prepared);
  const ids = memo.stateIds(environment.states);
  const tracer = createTracer(prepared, environment, ids);
  const traces = traceRules(prepared, outcome, tracer);
  return {
    pack: outcome.pack,
    on,
    conclusions: outcome.conclusions.map((conclusion, index) => ({
      ...conclusion,
      settle: isSettled(environment, index)
        ? []
        : [...memo.settle(memo.settleKey(index, environment, ids), () => settle(prepared, environment, index))],
    })),
    scores: outcome.scores.map((result, index) => ({ ...result, trace: tracer.score(result, index) })),
    findings: outcome.findings.map((finding) => ({ ...finding, trace: traces.get(finding.rule) as Trace })),
    obligations: outcome.obligations.map((result, index) => ({ ...result, trace: traceDuty(prepared, tracer, index) })),
    documents: outcome.documents,
    channels: outcome.channels.map((channel, index) => traceChannel(prepared, channel, tracer, index)),
    traces: Object.fromEntries(
      prepared.pack.rules.flatMap(({ name, concludes }) => (concludes ? [[name, traces.get(name) as Trace]] : [])),
    ),
    visible: outcome.visible,
    missing: outcome.missing,
    unknown: outcome.unknown,
    progress: outcome.progress,
  };
}

function isSettled(environment: Environment, scale: number): boolean {
  return environment.standings[scale]?.open.length === 0;
}

/** Rules that conclude, and rules that found something. */
function traceRules({ pack, rules }: PreparedPack, { findings }: Outcome, tracer: Tracer): Map<string, Trace> {
  const found = new Set(findings.map(({ rule }) => rule));
  return new Map(
    pack.rules.flatMap((rule, index) => {
      const node = rules[index];
      if (!node || !(rule.concludes || found.has(rule.name))) return [];
      return [[rule.name, tracer.outcome('rule', rule, rule.when, node)]];
    }),
  );
}

function traceDuty({ pack, obligations }: PreparedPack, tracer: Tracer, index: number): Trace {
  const obligation = pack.obligations[index]!;
  return tracer.obligation(obligation, obligations[index]!);
}

function traceChannel(
  { pack, channels }: PreparedPack,
  result: Outcome['channels'][number],
  tracer: Tracer,
  index: number,
): ChannelResult {
  const channel = pack.channels[index]!;
  const nodes = channels[index]!;
  return {
    channel: result.channel,
    applies: result.applies,
    trace: tracer.outcome('channel', channel, channel.when, nodes.when),
    parts: result.parts.map((part, position) => {
      const ready = nodes.parts[position]?.ready;
      const about = pack.packageParts.find(({ name }) => name === part.part);
      return {
        ...part,
        trace: ready && about?.readyWhen !== undefined ? tracer.outcome('part', about, about.readyWhen, ready) : null,
      };
    }),
  };
}
