import { createCompiler } from './compile.ts';
import type { Compiler } from './compiler.ts';
import { scheduleDates } from './dates.ts';
import type { Expression } from './expression.ts';
import { collectFaults, packFault, type Fault, type FaultSink } from './faults.ts';
import type { Node, Scope, SpanNode } from './node.ts';
import { dependencyOrder, findCycle } from './order.ts';
import type { Confidence, Obligation, Pack, Rule } from './pack.ts';
import { checkNames } from './names.ts';
import { maximumDepth, referencesOf } from './references.ts';
import { pointedQuestions } from './scores.ts';
import { collectConstants, type Constants } from './settle-candidates.ts';

/** A condition that has the form of a truth. */
export type TruthNode = Node & Required<Pick<Node, 'truth'>>;

/** A step of an evaluation: find out a visibility, a fact, a score or a scale. */
export interface Step {
  kind: 'question' | 'fact' | 'score' | 'scale';
  index: number;
}

export interface PreparedObligation {
  when: TruthNode;
  met: TruthNode | undefined;
  /** The day its deadline runs from. */
  from: SpanNode | undefined;
}

export interface PreparedChannel {
  when: TruthNode;
  parts: readonly { when: TruthNode | undefined; ready: TruthNode | undefined }[];
}

/** A pack with names resolved and expressions compiled. Made once, used for any number of evaluations. */
export interface PreparedPack {
  pack: Pack;
  hash: string;
  scope: Scope;
  /** Everything that has to be found out, each after what it depends on. */
  steps: readonly Step[];
  /** For each scale, the steps it depends on, its own included. */
  cones: readonly (readonly Step[])[];
  /** For each scale, how many operators and values its cone holds: what working it out once costs. */
  coneSizes: readonly number[];
  rules: readonly TruthNode[];
  obligations: readonly PreparedObligation[];
  documents: readonly TruthNode[];
  channels: readonly PreparedChannel[];
  /** `requiredWhen` of each question; undefined where it is required whenever visible. */
  required: readonly (TruthNode | undefined)[];
  /** Weakest confidence by provision name. */
  confidence: ReadonlyMap<string, Confidence>;
  /** Numbers, days and texts the expressions compare with, to try as answers. */
  constants: Constants;
}

/** Longest chain of facts, visibilities and scales; evaluation walks it recursively when it explains itself. */
const maximumReach = 500;

/**
 * Resolves and compiles a pack.
 * @param hash Canonical hash of the pack, carried into every result.
 * @throws AppError `invalid` with reason `pack-fault` and details `place` and `problem` for the first fault.
 */
export function preparePack(pack: Pack, hash: string): PreparedPack {
  const { prepared, faults } = compilePack(pack, hash);
  const first = faults[0];
  if (first) throw packFault(first);
  return prepared;
}

/** Like preparePack, but lists every fault. The prepared pack may be evaluated only where there is none. */
export function compilePack(pack: Pack, hash: string): { prepared: PreparedPack; faults: Fault[] } {
  const faults = collectFaults();
  checkNames(pack, faults);
  const scope = createScope(pack);
  const { order, dependencies, steps, sizes } = orderSteps(pack, scope, faults);
  const compiler = createCompiler(scope, faults);
  const rules: TruthNode[] = [];
  const rulesOfScale = pack.scales.map((scale) =>
    pack.rules.flatMap((rule, index) => (rule.concludes?.scale === scale.name ? [index] : [])),
  );
  for (const position of order) {
    const step = steps[position];
    if (step) compileStep(pack, compiler, step, rulesOfScale, rules);
  }
  pack.rules.forEach((rule, index) => {
    rules[index] ??= condition(compiler, rule.when, `rules.${rule.name}.when`);
  });
  checkTaint(pack, scope, rules, faults);
  checkReach(scope, faults);
  const optional = (expression: Expression | undefined, place: string): TruthNode | undefined =>
    expression === undefined ? undefined : condition(compiler, expression, place);
  const ready = new Map(
    pack.packageParts.map(({ name, readyWhen }) => [name, optional(readyWhen, `packageParts.${name}.readyWhen`)]),
  );
  const cones = pack.scales.map((_, index) => coneOf(index, steps, order, dependencies));
  const prepared: PreparedPack = {
    pack,
    hash,
    scope,
    steps: order.flatMap((position) => steps[position] ?? []),
    cones: cones.map((cone) => cone.flatMap((position) => steps[position] ?? [])),
    coneSizes: cones.map((cone) => cone.reduce((sum, position) => sum + 1 + (sizes[position] ?? 0), 0)),
    rules,
    obligations: pack.obligations.map((obligation) => ({
      when: condition(compiler, obligation.when, `obligations.${obligation.name}.when`),
      met: optional(obligation.metWhen, `obligations.${obligation.name}.metWhen`),
      from: startOf(compiler, obligation),
    })),
    documents: pack.documents.map((document) => condition(compiler, document.when, `documents.${document.name}.when`)),
    channels: pack.channels.map((channel) => ({
      when: condition(compiler, channel.when, `channels.${channel.name}.when`),
      parts: channel.parts.map((part) => ({
        when: optional(part.when, `channels.${channel.name}.parts.${part.part}.when`),
        ready: ready.get(part.part),
      })),
    })),
    required: pack.questions.map((question) =>
      optional(question.requiredWhen, `questions.${question.name}.requiredWhen`),
    ),
    confidence: new Map(pack.provisions.map((provision) => [provision.name, provision.confidence])),
    constants: collectConstants(pack),
  };
  return { prepared, faults: faults.list };
}

function createScope(pack: Pack): Scope {
  const indexOf = (list: readonly { name: string }[]): Map<string, number> =>
    new Map(list.map(({ name }, index) => [name, index]));
  return {
    questions: pack.questions,
    questionIndex: indexOf(pack.questions),
    pointed: pointedQuestions(pack.questions),
    facts: pack.facts,
    factIndex: indexOf(pack.facts),
    scores: pack.scores,
    scoreIndex: indexOf(pack.scores),
    scales: pack.scales,
    scaleIndex: indexOf(pack.scales),
    dates: scheduleDates(pack),
    dateIndex: indexOf(pack.applicationDates),
    visibleNodes: pack.questions.map(() => undefined),
    factNodes: pack.facts.map(() => openNode),
    scoreNodes: pack.scores.map(() => undefined),
    scaleRules: pack.scales.map(() => []),
  };
}

/** Stands where an expression is faulty, so that checking can go on. */
const openNode: Node & TruthNode = {
  taint: false,
  reach: 1,
  truth: () => 1,
  collect: () => undefined,
};

/** Lays out visibilities, facts, scores and scales as steps and orders them; those in a cycle are reported and left out. */
function orderSteps(
  pack: Pack,
  scope: Scope,
  faults: FaultSink,
): { steps: Step[]; order: number[]; dependencies: number[][]; sizes: number[] } {
  const steps: Step[] = [];
  const expressions: Expression[][] = [];
  pack.questions.forEach((question, index) => {
    steps.push({ kind: 'question', index });
    expressions.push(question.visibleWhen === undefined ? [] : [question.visibleWhen]);
  });
  pack.facts.forEach((fact, index) => {
    steps.push({ kind: 'fact', index });
    expressions.push([fact.value]);
  });
  pack.scores.forEach((score, index) => {
    steps.push({ kind: 'score', index });
    expressions.push([score.value]);
  });
  pack.scales.forEach((scale, index) => {
    steps.push({ kind: 'scale', index });
    expressions.push(pack.rules.filter((rule) => rule.concludes?.scale === scale.name).map((rule) => rule.when));
  });
  const factsFrom = pack.questions.length;
  const scoresFrom = factsFrom + pack.facts.length;
  const scalesFrom = scoresFrom + pack.scores.length;
  const dependencies = expressions.map((list) =>
    list.flatMap((expression) => {
      const references = referencesOf(expression);
      const named = references.names.flatMap((name) => {
        const fact = scope.factIndex.get(name);
        if (fact !== undefined) return factsFrom + fact;
        const score = scope.scoreIndex.get(name);
        return score === undefined ? (scope.questionIndex.get(name) ?? []) : scoresFrom + score;
      });
      return [
        ...named,
        ...references.tags.flatMap((tag) => scope.pointed.get(tag) ?? []),
        ...references.scales.flatMap((name) => {
          const scale = scope.scaleIndex.get(name);
          return scale === undefined ? [] : scalesFrom + scale;
        }),
      ];
    }),
  );
  const { order, cyclic } = dependencyOrder(dependencies);
  if (cyclic.length > 0) {
    const names = findCycle(dependencies, cyclic).map((position) => placeOf(pack, steps[position] as Step));
    faults.add(names[0] ?? '', `depends on itself: ${[...names, names[0]].join(' → ')}`);
  }
  const sizes = expressions.map((list) =>
    list.reduce<number>((sum, expression) => sum + referencesOf(expression).size, 0),
  );
  return { steps, order, dependencies, sizes };
}

function placeOf(pack: Pack, { kind, index }: Step): string {
  const lists = { question: pack.questions, fact: pack.facts, score: pack.scores, scale: pack.scales };
  return `${kind}s.${lists[kind][index]?.name ?? ''}`;
}

function compileStep(
  pack: Pack,
  compiler: Compiler,
  step: Step,
  rulesOfScale: readonly number[][],
  rules: TruthNode[],
): void {
  const { scope } = compiler;
  if (step.kind === 'question') {
    const question = pack.questions[step.index];
    if (question?.visibleWhen !== undefined) {
      scope.visibleNodes[step.index] = condition(
        compiler,
        question.visibleWhen,
        `questions.${question.name}.visibleWhen`,
      );
    }
    return;
  }
  if (step.kind === 'fact') {
    const fact = pack.facts[step.index];
    if (!fact) return;
    const place = `facts.${fact.name}.value`;
    const node = isShallow(compiler.faults, fact.value, place) ? compiler.any(fact.value, place) : undefined;
    if (node) scope.factNodes[step.index] = node;
    return;
  }
  if (step.kind === 'score') {
    const score = pack.scores[step.index];
    if (score) scope.scoreNodes[step.index] = numberOf(compiler, score.value, `scores.${score.name}.value`);
    return;
  }
  const scale = pack.scales[step.index];
  scope.scaleRules[step.index] = (rulesOfScale[step.index] ?? []).map((index) => {
    const rule = pack.rules[index] as Rule;
    const node = condition(compiler, rule.when, `rules.${rule.name}.when`);
    rules[index] = node;
    return {
      name: rule.name,
      node,
      degree: scale?.degrees.findIndex(({ code }) => code === rule.concludes?.degree) ?? -1,
    };
  });
}

function condition(compiler: Compiler, expression: Expression, place: string): TruthNode {
  return (isShallow(compiler.faults, expression, place) ? compiler.truth(expression, place) : undefined) ?? openNode;
}

/** A number, not a date. */
function numberOf(compiler: Compiler, expression: Expression, place: string): SpanNode | undefined {
  const node = isShallow(compiler.faults, expression, place) ? compiler.span(expression, place) : undefined;
  if (node?.unit === 'date') compiler.faults.add(place, 'a number is expected here, not a date');
  return node;
}

/** The day a deadline runs from: a date, not a number. */
function startOf(compiler: Compiler, { name, deadline }: Obligation): SpanNode | undefined {
  const place = `obligations.${name}.deadline.from`;
  if (deadline?.from === undefined || !isShallow(compiler.faults, deadline.from, place)) return undefined;
  const node = compiler.span(deadline.from, place);
  if (node && node.unit !== 'date') compiler.faults.add(place, 'a date is expected here');
  return node;
}

function isShallow(faults: FaultSink, expression: Expression, place: string): boolean {
  const { depth } = referencesOf(expression);
  if (depth > maximumDepth) faults.add(place, `nested ${depth} deep, ${maximumDepth} are allowed`);
  return depth <= maximumDepth;
}

/** A conclusion or a score may rest only on answers that keep their meaning when more are given. */
function checkTaint(pack: Pack, scope: Scope, rules: readonly TruthNode[], faults: FaultSink): void {
  const how = 'rests on answered, known, isUnknown or isNa (itself, through a fact, a scale or a visibleWhen)';
  pack.rules.forEach((rule, index) => {
    if (!rule.concludes || !rules[index]?.taint) return;
    faults.add(
      `rules.${rule.name}.when`,
      `${how} and concludes on a scale: a final conclusion could turn into another`,
    );
  });
  pack.scores.forEach(({ name }, index) => {
    if (scope.scoreNodes[index]?.taint) faults.add(`scores.${name}.value`, `${how}: a score could turn into another`);
  });
}

function checkReach(scope: Scope, faults: FaultSink): void {
  const nodes = [
    ...scope.visibleNodes,
    ...scope.factNodes,
    ...scope.scoreNodes,
    ...scope.scaleRules.flat().map(({ node }) => node),
  ];
  const reach = Math.max(0, ...nodes.map((node) => node?.reach ?? 0));
  if (reach > maximumReach) faults.add('facts', `a chain of conditions is ${reach} long, ${maximumReach} are allowed`);
}

/** Positions of the steps a scale depends on, in order. */
function coneOf(
  scale: number,
  steps: readonly Step[],
  order: readonly number[],
  dependencies: readonly number[][],
): number[] {
  const inside = new Set<number>();
  const queue = [steps.findIndex((step) => step.kind === 'scale' && step.index === scale)];
  for (let position = queue.pop(); position !== undefined; position = queue.pop()) {
    if (inside.has(position)) continue;
    inside.add(position);
    queue.push(...(dependencies[position] ?? []));
  }
  return order.filter((position) => inside.has(position));
}
