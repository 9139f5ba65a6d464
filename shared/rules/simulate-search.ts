import type { Environment } from './node.ts';
import type { PreparedPack } from './prepare.ts';
import { createEnvironment, takeSteps } from './run.ts';
import type { GoalTree, GoalTrees } from './simulate-goals.ts';
import { isComplete, statesFor } from './simulate-values.ts';
import type { QuestionState } from './state.ts';
import type { Kleene } from './values.ts';

export interface Goal {
  tree: GoalTree;
  want: 0 | 2;
}

/** How a search ended. `impossible`: every representative answer was tried; `unsettled`: the budget was spent first. */
export type SearchOutcome = 'found' | 'impossible' | 'unsettled';

interface Pending {
  goal: Goal;
  rest: Pending | null;
}

/**
 * Looks for answers that make all goals come out as wanted, by filling in one open answer after another and going back
 * where a goal is decided against. Three-valued truth cuts most of it: what is false with answers missing stays false.
 */
export interface Search {
  /** Searches on top of the answers already found; where it does not succeed they are left as they were. */
  reach(goals: readonly Goal[], budget: number, reverse?: boolean): SearchOutcome;
  states(): readonly QuestionState[];
  /** Evaluations spent since the search was made. */
  spent(): number;
}

export function createSearch(prepared: PreparedPack, trees: GoalTrees, on: string): Search {
  const { pack } = prepared;
  const environment: Environment = createEnvironment(prepared, {}, on);
  let dirty = true;
  let total = 0;
  let limit = 0;
  let overrun = false;
  let reversed = false;
  let wanted: readonly Goal[] = [];

  const truthOf = (tree: GoalTree): Kleene => {
    if (dirty) {
      total += 1;
      takeSteps(prepared, environment, prepared.steps);
      dirty = false;
    }
    return tree.truth(environment);
  };
  const put = (index: number, state: QuestionState): void => {
    environment.states[index] = state;
    dirty = true;
  };
  const ordered = <T>(list: readonly T[]): readonly T[] => (reversed ? list.toReversed() : list);

  function satisfy(pending: Pending | null): boolean {
    if (total >= limit) {
      overrun = true;
      return false;
    }
    // What rests on "answered" may have turned while later goals were worked on.
    if (!pending) return wanted.every(({ tree, want }) => truthOf(tree) === want);
    const { goal, rest } = pending;
    const { tree, want } = goal;
    const truth = truthOf(tree);
    if (truth === want) return satisfy(rest);
    if (truth !== 1 && !tree.taint) return false;
    if (tree.kind === 'not') {
      const [part] = tree.parts;
      return part !== undefined && satisfy({ goal: { tree: part, want: want === 2 ? 0 : 2 }, rest });
    }
    if (tree.kind === 'leaf') return decide(tree, want, pending);
    const everyPart = (tree.kind === 'all') === (want === 2);
    if (everyPart)
      return satisfy(
        ordered(tree.parts).reduceRight<Pending | null>(
          (list, part) => ({ goal: { tree: part, want }, rest: list }),
          rest,
        ),
      );
    return ordered(tree.parts).some((part) => satisfy({ goal: { tree: part, want }, rest }));
  }

  /** Answers the first open question of a leaf in each way, and goes on. */
  function decide(tree: GoalTree, want: 0 | 2, pending: Pending): boolean {
    for (const index of tree.questions) {
      const question = pack.questions[index];
      const state = environment.states[index];
      if (!question || !state || isComplete(question, state)) continue;
      const visible = environment.visible[index] ?? 2;
      const condition = trees.visible(index);
      if (visible === 0 && !condition?.taint) continue;
      if (visible !== 2 && condition) {
        const shown: Pending = { goal: { tree: condition, want: 2 }, rest: pending };
        if (visible === 0) return satisfy(shown);
        const hidden: Pending = { goal: { tree: condition, want: 0 }, rest: pending };
        return (want === 2 ? [shown, hidden] : [hidden, shown]).some((next) => satisfy(next));
      }
      for (const candidate of ordered(statesFor(question, state, tree, environment.today))) {
        put(index, candidate);
        if (truthOf(tree) !== (want === 2 ? 0 : 2) || tree.taint) {
          if (satisfy(pending)) return true;
        }
        put(index, state);
        if (overrun) return false;
      }
      return false;
    }
    return false;
  }

  return {
    reach(goals, budget, reverse = false) {
      const before = [...environment.states];
      wanted = goals;
      limit = total + budget;
      overrun = false;
      reversed = reverse;
      const found = satisfy(goals.reduceRight<Pending | null>((rest, goal) => ({ goal, rest }), null));
      if (found) return 'found';
      before.forEach((state, index) => (environment.states[index] = state));
      dirty = true;
      return overrun ? 'unsettled' : 'impossible';
    },
    states: () => environment.states,
    spent: () => total,
  };
}
