import { Answers } from './answer.ts';
import { z } from '../lib/schema.ts';
import { evaluate } from './evaluate.ts';
import type { Expression } from './expression.ts';
import type { PreparedPack } from './prepare.ts';
import type { Evaluation } from './result.ts';
import { createGoalTrees, type GoalTree, type GoalTrees } from './simulate-goals.ts';
import { createSearch, type Goal, type SearchOutcome } from './simulate-search.ts';
import type { QuestionState } from './state.ts';
import { dayNumber, dayOf } from './values.ts';
import { answersOf, walk, walkAll, type Walk } from './simulate-walk.ts';

const Count = z.strictObject({ reached: z.int(), total: z.int() });

/** Parts of a pack a walk through the questionnaire can come to. */
export const TargetKind = z.enum(['degree', 'rule', 'obligation', 'document', 'channel', 'question']);
export type TargetKind = z.infer<typeof TargetKind>;

/** One way through the questionnaire. */
export const SimulatedPath = z.strictObject({
  on: z.string(),
  answers: Answers,
  /** Questions asked on the way. */
  questions: z.int(),
});
export type SimulatedPath = z.infer<typeof SimulatedPath>;

/** What walking through the questionnaire of a pack shows. Every example has been evaluated and comes out as stated. */
export const Simulation = z.strictObject({
  on: z.string(),
  /** Whether every path was walked with all representative answers; otherwise the search was guided. */
  exhausted: z.boolean(),
  paths: z.int(),
  evaluations: z.int(),
  /** `exact`: no shorter (no longer) path exists; otherwise it is the shortest (longest) one found. */
  shortest: z.strictObject({ path: SimulatedPath, exact: z.boolean() }),
  longest: z.strictObject({ path: SimulatedPath, exact: z.boolean() }),
  /** Each degree that can be concluded for good, with one example, in the order of the pack. */
  conclusions: z.array(z.strictObject({ scale: z.string(), degree: z.string(), path: SimulatedPath })),
  /** Scales that may stay without a degree although nothing is left to ask. */
  deadEnds: z.array(z.strictObject({ scale: z.string(), path: SimulatedPath })),
  /** Whether it is proved that no other scale can stay so; otherwise none was found within the budget. */
  deadEndsComplete: z.boolean(),
  /** `impossible`: no representative answers lead there; `not-found`: none were found within the budget. */
  unreached: z.array(
    z.strictObject({ kind: TargetKind, name: z.string(), reason: z.enum(['impossible', 'not-found']) }),
  ),
  counts: z.strictObject({
    degree: Count,
    rule: Count,
    obligation: Count,
    document: Count,
    channel: Count,
    question: Count,
  }),
});
export type Simulation = z.infer<typeof Simulation>;

export interface SimulationOptions {
  /** Day of evaluation, YYYY-MM-DD. */
  on: string;
  /** Paths up to which a questionnaire is walked in full. */
  maximumPaths?: number;
  /** Evaluations a search for one target may spend. */
  budgetPerTarget?: number;
  onProgress?: (done: number, total: number) => void;
}

interface Target {
  kind: TargetKind | 'dead-end';
  name: string;
  goals: readonly Goal[];
  isReached: (walk: Walk) => boolean;
  /** Checks the same on the full evaluation of the example. */
  holds: (evaluation: Evaluation) => boolean;
}

/**
 * Walks through the questionnaire of a pack as a person would and tells what can be reached. A small questionnaire is
 * walked on every path; of a large one each degree, rule, obligation, document and question is searched for. Pure and
 * repeatable: the same pack, day and budget give the same report.
 */
export function simulate(prepared: PreparedPack, options: SimulationOptions): Simulation {
  const { on, maximumPaths = 3_000, budgetPerTarget = 4_000, onProgress } = options;
  const trees = createGoalTrees(prepared);
  const targets = targetsOf(prepared, trees);
  const days = [on, ...applicationDays(prepared, on)];
  const found = new Map<Target, Walk>();
  const proved = new Set<Target>();
  let paths = 0;
  let evaluations = 0;
  let shortest: Walk | undefined;
  let longest: Walk | undefined;
  const note = (one: Walk): void => {
    paths += 1;
    if (one.full && one.on === on && (!shortest || one.asked.length < shortest.asked.length)) shortest = one;
    if (one.full && one.on === on && (!longest || one.asked.length > longest.asked.length)) longest = one;
    for (const target of targets) if (!found.has(target) && target.isReached(one)) found.set(target, one);
  };
  const stroll = (states: readonly QuestionState[], day: string, left?: ReadonlySet<number>): void => {
    const one = walk(prepared, states, day, left);
    evaluations += one.evaluations;
    note(one);
  };

  const all = walkAll(prepared, on, maximumPaths, note);
  evaluations += all.evaluations;
  stroll([], on);
  const lookFor = (goals: readonly Goal[], day: string): SearchOutcome => {
    const search = createSearch(prepared, trees, day);
    // Sums and bounds are met sooner from one end of the answers or from the other.
    let outcome = search.reach(goals, budgetPerTarget / 2);
    if (outcome === 'unsettled') outcome = search.reach(goals, budgetPerTarget / 2, true);
    evaluations += search.spent();
    if (outcome === 'found') {
      stroll(search.states(), day);
      const left = passedOver(goals, search.states());
      if (left.size > 0) stroll(search.states(), day, left);
    }
    return outcome;
  };
  if (!all.complete) {
    for (const pass of extremes(prepared, trees, on, budgetPerTarget)) {
      evaluations += pass.spent;
      stroll(pass.states, on);
    }
  }
  targets.forEach((target, index) => {
    onProgress?.(index, targets.length);
    if (found.has(target)) return;
    let impossible = true;
    for (const day of all.complete ? days.slice(1) : days) {
      const outcome = lookFor(target.goals, day);
      if (found.has(target)) return;
      // What was found and is not reached needs an answer the search could not foresee; it proves nothing.
      impossible &&= outcome === 'impossible';
    }
    if (impossible) proved.add(target);
  });
  onProgress?.(targets.length, targets.length);

  const example = createExamples(prepared);
  const verified = new Map<Target, SimulatedPath>();
  for (const [target, one] of found) {
    const { path, evaluation } = example(one);
    if (target.holds(evaluation)) verified.set(target, path);
  }
  const always = prepared.pack.questions.filter(({ visibleWhen }) => visibleWhen === undefined).length;
  const extreme = (one: Walk | undefined, bound: number): Simulation['shortest'] => {
    const at = one ?? walk(prepared, [], on);
    return { path: example(at).path, exact: all.complete || at.asked.length === bound };
  };
  const reachedOf = (kind: Target['kind']): Target[] =>
    targets.filter((target) => target.kind === kind && verified.has(target));
  const count = (kind: TargetKind): z.infer<typeof Count> => ({
    reached: reachedOf(kind).length,
    total: targets.filter((target) => target.kind === kind).length,
  });
  return {
    on,
    exhausted: all.complete,
    paths,
    evaluations,
    shortest: extreme(shortest, always),
    longest: extreme(longest, prepared.pack.questions.length),
    conclusions: reachedOf('degree').flatMap((target) => {
      const [scale = '', degree = ''] = target.name.split('/');
      const path = verified.get(target);
      return path ? [{ scale, degree, path }] : [];
    }),
    deadEnds: reachedOf('dead-end').flatMap((target) => {
      const path = verified.get(target);
      return path ? [{ scale: target.name, path }] : [];
    }),
    deadEndsComplete: targets.every(
      (target) => target.kind !== 'dead-end' || verified.has(target) || proved.has(target),
    ),
    unreached: targets.flatMap((target) =>
      target.kind === 'dead-end' || verified.has(target)
        ? []
        : [{ kind: target.kind, name: target.name, reason: proved.has(target) ? 'impossible' : 'not-found' }],
    ),
    counts: {
      degree: count('degree'),
      rule: count('rule'),
      obligation: count('obligation'),
      document: count('document'),
      channel: count('channel'),
      question: count('question'),
    },
  };
}

/** The days on which something begins to apply, and those before them: for rules about "not yet" and "already". */
function applicationDays({ pack }: PreparedPack, on: string): string[] {
  const days = pack.applicationDates.flatMap(({ dates }) => dates.map(({ from }) => from));
  const around = days.flatMap((day) => [dayOf((dayNumber(day) ?? 0) - 1), day]);
  return [...new Set(around)].filter((day) => day !== on).sort();
}

/** Questions a goal wants to be without an answer, or does not care about, among those it asks "answered" of. */
function passedOver(goals: readonly Goal[], states: readonly QuestionState[]): Set<number> {
  const left = new Set<number>();
  const queue = goals.map(({ tree }) => tree);
  for (let tree = queue.pop(); tree; tree = queue.pop()) {
    if (!tree.taint) continue;
    queue.push(...tree.parts);
    for (const index of tree.questions) if (states[index]?.status === 'missing') left.add(index);
  }
  return left;
}

/** Answers that show as many, and as few, questions as can be found. */
function extremes(
  prepared: PreparedPack,
  trees: GoalTrees,
  on: string,
  budget: number,
): { states: readonly QuestionState[]; spent: number }[] {
  const conditional = prepared.pack.questions.flatMap((_, index) => trees.visible(index) ?? []);
  return ([2, 0] as const).flatMap((want) =>
    [conditional, conditional.toReversed()].map((list) => {
      const search = createSearch(prepared, trees, on);
      const kept: Goal[] = [];
      for (const tree of list) {
        const goal: Goal = { tree, want };
        if (search.reach([...kept, goal], Math.ceil(budget / 10)) === 'found') kept.push(goal);
      }
      return { states: search.states(), spent: search.spent() };
    }),
  );
}

function targetsOf(prepared: PreparedPack, trees: GoalTrees): Target[] {
  const { pack } = prepared;
  const goal = (expression: Expression, want: 0 | 2 = 2): Goal => ({ tree: trees.of(expression), want });
  const degrees = pack.scales.flatMap((scale, position) => {
    const rules = pack.rules.filter(({ concludes }) => concludes?.scale === scale.name);
    const leading = (codes: readonly string[]): GoalTree[] =>
      rules.filter(({ concludes }) => codes.includes(concludes?.degree ?? '')).map(({ when }) => trees.of(when));
    const codes = scale.degrees.map(({ code }) => code);
    return [
      ...codes.flatMap((code, index): Target[] => {
        const higher = leading(codes.slice(index + 1)).map((tree): Goal => ({ tree, want: 0 }));
        const concluded = trees.of({ concluded: [scale.name, [code]] });
        return [
          {
            kind: 'degree',
            name: `${scale.name}/${code}`,
            goals: [{ tree: concluded, want: 2 }, ...higher],
            isReached: ({ environment: { standings } }) =>
              standings[position]?.lower === index && standings[position].open.length === 0,
            holds: ({ conclusions }) =>
              conclusions[position]?.status === 'final' && conclusions[position].degree === code,
          },
        ];
      }),
      ...(rules.length === 0
        ? []
        : [
            {
              kind: 'dead-end',
              name: scale.name,
              goals: leading(codes).map((tree): Goal => ({ tree, want: 0 })),
              isReached: ({ environment: { standings } }: Walk) =>
                standings[position]?.lower === -1 && standings[position].open.length === 0,
              holds: ({ conclusions, missing }: Evaluation) =>
                missing.length === 0 && conclusions[position]?.degree === null,
            } satisfies Target,
          ]),
    ];
  });
  return [
    ...degrees,
    ...pack.rules.map((rule, index): Target => {
      const node = prepared.rules[index];
      return {
        kind: 'rule',
        name: rule.name,
        goals: [goal(rule.when)],
        isReached: ({ environment }) => node?.truth(environment) === 2,
        holds: ({ findings, traces }) =>
          rule.concludes ? traces[rule.name]?.truth === 'true' : findings.some((one) => one.rule === rule.name),
      };
    }),
    ...pack.obligations.map((obligation, index): Target => {
      const node = prepared.obligations[index]?.when;
      return {
        kind: 'obligation',
        name: obligation.name,
        goals: [goal(obligation.when)],
        isReached: ({ environment }) => node?.truth(environment) === 2,
        holds: ({ obligations }) => obligations[index]?.applies === 'true',
      };
    }),
    ...pack.documents.map((document, index): Target => {
      const node = prepared.documents[index];
      return {
        kind: 'document',
        name: document.name,
        goals: [goal(document.when)],
        isReached: ({ environment }) => node?.truth(environment) === 2,
        holds: ({ documents }) => documents[index]?.applies === 'true',
      };
    }),
    ...pack.channels.map((channel, index): Target => {
      const node = prepared.channels[index]?.when;
      return {
        kind: 'channel',
        name: channel.name,
        goals: [goal(channel.when)],
        isReached: ({ environment }) => node?.truth(environment) === 2,
        holds: ({ channels }) => channels[index]?.applies === 'true',
      };
    }),
    ...pack.questions.map((question, index): Target => ({
      kind: 'question',
      name: question.name,
      goals: question.visibleWhen === undefined ? [] : [goal(question.visibleWhen)],
      isReached: ({ environment }) => environment.visible[index] === 2,
      holds: ({ visible }) => visible.includes(question.name),
    })),
  ];
}

/** Evaluates each path once, since one path serves many targets. */
function createExamples(prepared: PreparedPack): (walk: Walk) => { path: SimulatedPath; evaluation: Evaluation } {
  const known = new Map<Walk, { path: SimulatedPath; evaluation: Evaluation }>();
  return (one) => {
    const present = known.get(one);
    if (present) return present;
    const answers = answersOf(prepared, one);
    const path = { on: one.on, answers, questions: one.asked.length };
    const made = { path, evaluation: evaluate(prepared, answers, one.on) };
    known.set(one, made);
    return made;
  };
}
