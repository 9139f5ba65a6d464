import { valueOf } from './behind.ts';
import { createCompiler } from './compile.ts';
import type { Expression } from './expression.ts';
import { collectFaults } from './faults.ts';
import type { Environment, Node } from './node.ts';
import type { PreparedPack } from './prepare.ts';
import { referencesOf } from './references.ts';
import type { Constants } from './settle-candidates.ts';
import { constantsIn } from './simulate-values.ts';
import type { Kleene } from './values.ts';

/** A condition taken apart, so that a search can work on the part that decides. */
export interface GoalTree {
  kind: 'all' | 'any' | 'not' | 'leaf';
  truth: (environment: Environment) => Kleene;
  /** More answers can turn it, so that "already false" does not mean "false for good". */
  taint: boolean;
  parts: readonly GoalTree[];
  /** Of a leaf: the questions it reads itself or through numeric facts and scores, as positions in the pack. */
  questions: readonly number[];
  /** Of a leaf: what it compares with. */
  constants: Constants;
  expression: Expression;
}

const noConstants: Constants = { numbers: [], days: [], texts: [] };

/** Takes conditions apart; facts and scales are taken apart once and shared. */
export interface GoalTrees {
  of(expression: Expression): GoalTree;
  /** The condition under which a question is asked; undefined where it always is. */
  visible(question: number): GoalTree | undefined;
}

export function createGoalTrees(prepared: PreparedPack): GoalTrees {
  const { pack, scope } = prepared;
  const compiler = createCompiler(scope, collectFaults());
  const facts = new Map<number, GoalTree>();
  const visible = new Map<number, GoalTree | undefined>();
  const concluded = new Map<string, GoalTree>();

  const compiled = (expression: Expression): Node | undefined => compiler.any(expression, '');
  const join = (kind: 'all' | 'any', parts: readonly GoalTree[]): GoalTree => ({
    kind,
    parts,
    questions: [],
    constants: noConstants,
    expression: true,
    taint: parts.some(({ taint }) => taint),
    truth: (environment) => {
      let value: Kleene = kind === 'all' ? 2 : 0;
      for (const part of parts) {
        const one = part.truth(environment);
        if (kind === 'all' ? one < value : one > value) value = one;
      }
      return value;
    },
  });
  const negate = (part: GoalTree): GoalTree => ({
    kind: 'not',
    parts: [part],
    questions: [],
    constants: noConstants,
    expression: true,
    taint: part.taint,
    truth: (environment) => (2 - part.truth(environment)) as Kleene,
  });

  /** The degree concluded is the highest one with a rule that holds. */
  function concludedTree([name, degrees]: readonly [string, readonly string[]]): GoalTree {
    const scale = pack.scales[scope.scaleIndex.get(name) ?? -1];
    const codes = scale?.degrees.map(({ code }) => code) ?? [];
    const leading = codes.map((code) =>
      pack.rules
        .filter(({ concludes }) => concludes?.scale === name && concludes.degree === code)
        .map(({ when }) => of(when)),
    );
    const wanted = codes.map((code) => degrees.includes(code));
    return join(
      'any',
      codes.flatMap((_, index) => {
        if (!wanted[index]) return [];
        const above = leading.flatMap((rules, other) => (other > index && !wanted[other] ? rules : []));
        return join('all', [join('any', leading[index] ?? []), ...above.map(negate)]);
      }),
    );
  }

  function of(expression: Expression): GoalTree {
    if (typeof expression === 'object') {
      if ('all' in expression) return join('all', expression.all.map(of));
      if ('any' in expression) return join('any', expression.any.map(of));
      if ('not' in expression) return negate(of(expression.not));
      if ('concluded' in expression) {
        const key = JSON.stringify(expression.concluded);
        const tree = concluded.get(key) ?? concludedTree(expression.concluded);
        concluded.set(key, tree);
        return tree;
      }
    }
    const fact = typeof expression === 'string' ? scope.factIndex.get(expression) : undefined;
    const value = pack.facts[fact ?? -1]?.value;
    if (fact !== undefined && value !== undefined && scope.factNodes[fact]?.truth) {
      const tree = facts.get(fact) ?? of(value);
      facts.set(fact, tree);
      return tree;
    }
    const node = compiled(expression);
    const { questions, expressions } = behindLeaf(expression);
    return {
      kind: 'leaf',
      parts: [],
      questions,
      constants: constantsIn(expressions),
      expression,
      taint: node?.taint ?? false,
      truth: node?.truth ?? (() => 1),
    };
  }

  /** What a leaf reads, through facts and scores but not through visibilities, which are goals of their own. */
  function behindLeaf(expression: Expression): { questions: number[]; expressions: Expression[] } {
    const expressions: Expression[] = [];
    const found = new Set<number>();
    const seen = new Set<string>();
    const queue: Expression[] = [expression];
    for (let part = queue.pop(); part !== undefined; part = queue.pop()) {
      expressions.push(part);
      const references = referencesOf(part);
      for (const tag of references.tags) for (const index of scope.pointed.get(tag) ?? []) found.add(index);
      for (const name of references.names) {
        const question = scope.questionIndex.get(name);
        if (question !== undefined) found.add(question);
        const value = valueOf(prepared, name);
        if (value === undefined || seen.has(name)) continue;
        seen.add(name);
        queue.push(value);
      }
    }
    return { questions: [...found].sort((a, b) => a - b), expressions };
  }

  return {
    of,
    visible(question) {
      if (visible.has(question)) return visible.get(question);
      const when = pack.questions[question]?.visibleWhen;
      const tree = when === undefined ? undefined : of(when);
      visible.set(question, tree);
      return tree;
    },
  };
}
