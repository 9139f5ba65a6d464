import type { Expression } from './expression.ts';
import type { KnownProblem } from './faults.ts';
import type { Pack } from './pack.ts';
import type { PreparedPack } from './prepare.ts';
import { createGoalTrees, type GoalTree } from './simulate-goals.ts';
import { createSearch, type Goal } from './simulate-search.ts';

/** Evaluations one question of reach may spend; what is not settled by then is not reported. */
const budget = 2_000;
/** Any day: what a condition says on other days is looked at by the simulator. */
const anyDay = '2026-11-23';

/**
 * Rules of one scale that get in each other's way: one condition that leads to two degrees, and rules that never decide
 * because nothing makes them hold or a higher degree always comes with them. Reports only what a complete search over
 * the representative answers bears out. A rule named in `known` is left out: what is wrong with it has been said.
 */
export function lintConflicts(prepared: PreparedPack, known: ReadonlySet<string>): KnownProblem[] {
  const { pack } = prepared;
  const trees = createGoalTrees(prepared);
  const onDates = pack.applicationDates.length > 0;
  const isImpossible = (goals: readonly Goal[]): boolean =>
    createSearch(prepared, trees, anyDay).reach(goals, budget) === 'impossible';
  const same = new Map<string, { name: string; degree: string }>();
  return pack.rules.flatMap((rule): KnownProblem[] => {
    const place = `rules.${rule.name}`;
    const problem = (kind: KnownProblem['kind'], severity: KnownProblem['severity'], text: string): KnownProblem[] => [
      { kind, severity, place, problem: text },
    ];
    if (known.has(`${place}.when`)) return [];
    if (rule.concludes) {
      const { scale, degree } = rule.concludes;
      const key = `${scale} ${canonical(pack, rule.when)}`;
      const other = same.get(key);
      if (other && other.degree !== degree)
        return problem(
          'contradiction',
          'error',
          `leads to ${degree} on scale ${scale} under the condition under which ${other.name} leads to ${other.degree}`,
        );
      if (other) return problem('contradiction', 'warning', `says on scale ${scale} what ${other.name} says already`);
      same.set(key, { name: rule.name, degree });
    }
    if (onDates) return [];
    const tree = trees.of(rule.when);
    if (isImpossible([{ tree, want: 2 }])) return problem('unreachable', 'error', 'no answers lead to this rule');
    const higher = higherRules(prepared, rule, trees.of);
    if (higher.length > 0 && isImpossible([{ tree, want: 2 }, ...higher.map((one): Goal => ({ tree: one, want: 0 }))]))
      return problem('unreachable', 'warning', 'never decides: a higher degree is concluded whenever it holds');
    return [];
  });
}

function higherRules(
  { pack, scope }: PreparedPack,
  rule: Pack['rules'][number],
  treeOf: (expression: Expression) => GoalTree,
): GoalTree[] {
  if (!rule.concludes) return [];
  const { scale: name, degree } = rule.concludes;
  const codes = (pack.scales[scope.scaleIndex.get(name) ?? -1]?.degrees ?? []).map(({ code }) => code);
  const above = codes.slice(codes.indexOf(degree) + 1);
  return pack.rules
    .filter(({ concludes }) => concludes?.scale === name && above.includes(concludes.degree))
    .map(({ when }) => treeOf(when));
}

/** One writing for conditions that say the same: facts written out, terms of `all` and `any` in order. */
function canonical(pack: Pack, expression: Expression): string {
  const facts = new Map(pack.facts.map(({ name, value }) => [name, value]));
  const yesno = new Set(pack.questions.filter(({ kind }) => kind === 'yesno').map(({ name }) => name));
  const write = (part: unknown, isBare: boolean): string => {
    if (typeof part === 'string') {
      const value = isBare ? facts.get(part) : undefined;
      if (value !== undefined) return write(value, true);
      return isBare && yesno.has(part) ? JSON.stringify({ eq: [part, 'yes'] }) : JSON.stringify(part);
    }
    if (Array.isArray(part)) return `[${part.map((one) => write(one, isBare)).join(',')}]`;
    if (typeof part !== 'object' || part === null) return JSON.stringify(part);
    const [operator = '', operand] = Object.entries(part)[0] ?? [];
    if ((operator === 'all' || operator === 'any') && Array.isArray(operand)) {
      const terms = [...new Set(operand.map((one) => write(one, true)))].sort();
      return terms.length === 1 ? (terms[0] ?? '') : `{"${operator}":[${terms.join(',')}]}`;
    }
    return operator === 'not' ? `{"not":${write(operand, true)}}` : JSON.stringify(part);
  };
  return write(expression, true);
}
