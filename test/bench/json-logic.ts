import { LogicEngine } from 'json-logic-engine';
import type { Answers } from '../../shared/rules/answer.ts';
import type { Expression } from '../../shared/rules/expression.ts';
import type { PreparedPack } from '../../shared/rules/evaluate.ts';
import { createEnvironment, takeSteps } from '../../shared/rules/run.ts';
import type { Pack } from '../../shared/rules/pack.ts';

/** A rule in JsonLogic. */
type Logic = string | number | boolean | null | Logic[] | { [operator: string]: Logic };

/**
 * The rules of a pack as JsonLogic over plain data, as far as both can say the same: questions, facts and visibilities,
 * two-valued. Facts and visibilities are written out where they are used, because JsonLogic has no names for them.
 * A rule that needs another scale, a date, a score or how a question stands is left out.
 */
export function toJsonLogic(pack: Pack): { name: string; logic: Logic }[] {
  const questions = new Map(pack.questions.map((question) => [question.name, question]));
  const facts = new Map(pack.facts.map(({ name, value }) => [name, value]));

  /** What holds where the question is asked and `logic` holds. */
  const whenAsked = (name: string, logic: Logic): Logic => {
    const visibleWhen = questions.get(name)?.visibleWhen;
    return visibleWhen === undefined ? logic : { and: [translate(visibleWhen), logic] };
  };
  const translate = (part: Expression): Logic => {
    if (typeof part === 'boolean') return part;
    if (typeof part === 'string') {
      const fact = facts.get(part);
      if (fact !== undefined) return translate(fact);
      if (questions.get(part)?.kind !== 'yesno') throw new Untranslatable(part);
      return whenAsked(part, { '==': [{ var: part }, 'yes'] });
    }
    if (typeof part === 'number') throw new Untranslatable(String(part));
    if ('all' in part) return { and: part.all.map(translate) };
    if ('any' in part) return { or: part.any.map(translate) };
    if ('not' in part) return { '!': [translate(part.not)] };
    if ('if' in part) return { if: part.if.map(translate) };
    if ('eq' in part) return compare(part.eq[0], [part.eq[1]]);
    if ('in' in part) return compare(part.in[0], part.in[1]);
    if ('contains' in part) return whenAsked(part.contains[0], { in: [part.contains[1], { var: part.contains[0] }] });
    if ('anyCell' in part || 'allCells' in part) {
      const { question: name, levels, rows } = 'anyCell' in part ? part.anyCell : part.allCells;
      const cells = (rows ?? questions.get(name)?.rows?.map(({ code }) => code) ?? []).map((row): Logic => ({
        in: [{ var: `${name}.${row}` }, levels],
      }));
      return whenAsked(name, { [`${'anyCell' in part ? 'or' : 'and'}`]: cells });
    }
    throw new Untranslatable(Object.keys(part).join());
  };
  const compare = (left: Expression, literals: readonly (string | number | boolean)[]): Logic => {
    if (typeof left !== 'string' || !questions.has(left)) throw new Untranslatable('a comparison');
    const [only] = literals;
    const logic: Logic =
      literals.length === 1 && only !== undefined
        ? { '==': [{ var: left }, only] }
        : { in: [{ var: left }, [...literals]] };
    return whenAsked(left, logic);
  };
  return pack.rules.flatMap(({ name, when }) => {
    try {
      return { name, logic: translate(when) };
    } catch (error) {
      if (error instanceof Untranslatable) return [];
      throw error;
    }
  });
}

class Untranslatable extends Error {}

/** Answers as plain data: the bare values; unknown and not answered are left out. */
export function plainData(answers: Answers): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(answers).flatMap(([name, answer]) => ('value' in answer ? [[name, answer.value]] : [])),
  );
}

/** Both engines over the same rules. */
export interface SideBySide {
  rules: number;
  /** Works out every rule with ours, three-valued: reading the answers, visibilities, facts, scales and the rules. */
  ours(answers: Answers): (boolean | undefined)[];
  /** Works out every rule with json-logic-engine, compiled. */
  theirs(data: Record<string, unknown>): boolean[];
  /** The same with its interpreter. */
  interpreted(data: Record<string, unknown>): boolean[];
}

export function sideBySide(prepared: PreparedPack, on: string): SideBySide {
  const translated = toJsonLogic(prepared.pack);
  const nodes = translated.map(({ name }) => {
    const node = prepared.rules[prepared.pack.rules.findIndex((rule) => rule.name === name)];
    if (!node) throw new Error(`no rule ${name}`);
    return node;
  });
  const engine = new LogicEngine();
  const compiled = translated.map(({ logic }) => engine.build(logic) as (data: unknown) => unknown);
  const plain = new LogicEngine(undefined, { disableInterpretedOptimization: true });
  return {
    rules: translated.length,
    ours: (answers) => {
      const environment = createEnvironment(prepared, answers, on);
      takeSteps(prepared, environment, prepared.steps);
      return nodes.map((node) => {
        const truth = node.truth(environment);
        return truth === 1 ? undefined : truth === 2;
      });
    },
    theirs: (data) => compiled.map((run) => Boolean(run(data))),
    interpreted: (data) => translated.map(({ logic }) => Boolean(plain.run(logic, data))),
  };
}
