import { canonicalJson } from '../ledger/entry.ts';
import type { Expression } from '../rules/expression.ts';
import type { Pack, Question } from '../rules/pack.ts';
import { referencesOf } from '../rules/references.ts';
import type { ChangeReason } from './reevaluation.ts';

/** Which changed parts of a pack an outcome can rest on. Texts do not count: they decide nothing. */
export interface Influence {
  /** Changed parts a rule rests on, the rule itself first; through facts, visibilities and other scales. */
  ofRule(name: string): ChangeReason[];
  ofObligation(name: string): ChangeReason[];
  /** Changes of the question itself and of what makes it visible. */
  ofQuestion(name: string): ChangeReason[];
}

type Part = ChangeReason['part'];
interface Named {
  name: string;
}

const codes = (list: readonly { code: string; points?: number | undefined }[] | undefined): unknown =>
  list?.map(({ code, points }) => [code, points ?? null]) ?? null;

const logicOfQuestion = (question: Question): unknown => ({
  kind: question.kind,
  options: codes(question.options),
  rows: codes(question.rows),
  levels: codes(question.levels),
  columns: codes(question.columns),
  allowNa: question.allowNa,
  visible: question.visibleWhen ?? null,
  required: question.requiredWhen ?? null,
});

function changesOf<T extends Named>(
  part: Part,
  before: readonly T[],
  after: readonly T[],
  logic: (item: T) => unknown,
): Map<string, ChangeReason> {
  const old = new Map(before.map((item) => [item.name, item]));
  const changes = new Map<string, ChangeReason>();
  for (const item of after) {
    const earlier = old.get(item.name);
    old.delete(item.name);
    if (!earlier) changes.set(item.name, { part, change: 'added', name: item.name });
    else if (canonicalJson(logic(earlier)) !== canonicalJson(logic(item)))
      changes.set(item.name, { part, change: 'changed', name: item.name });
  }
  for (const name of old.keys()) changes.set(name, { part, change: 'removed', name });
  return changes;
}

/** Compares what decides in two versions of a pack. */
export function influenceOf(before: Pack, after: Pack): Influence {
  const versions = [before, after];
  const questions = changesOf('question', before.questions, after.questions, logicOfQuestion);
  const facts = changesOf('fact', before.facts, after.facts, ({ value }) => value);
  const scales = changesOf('scale', before.scales, after.scales, ({ degrees }) => degrees.map(({ code }) => code));
  const rules = changesOf('rule', before.rules, after.rules, ({ when, concludes, finding }) => ({
    when,
    concludes: concludes ?? null,
    severity: finding?.severity ?? null,
  }));
  const obligations = changesOf(
    'obligation',
    before.obligations,
    after.obligations,
    ({ when, metWhen, bound, force }) => ({
      when,
      met: metWhen ?? null,
      bound,
      force,
    }),
  );
  // A date of application follows the editions it is given for.
  const datesOf = (pack: Pack) =>
    pack.applicationDates.map(({ name, dates }) => ({
      name,
      dates: dates.map(({ edition, from }) => [from, pack.editions.find((one) => one.name === edition)?.from ?? null]),
    }));
  const dates = changesOf('date', datesOf(before), datesOf(after), (date) => date.dates);
  const indexed = versions.map((pack) => ({
    questions: new Map(pack.questions.map((item) => [item.name, item])),
    facts: new Map(pack.facts.map((item) => [item.name, item])),
    rules: new Map(pack.rules.map((item) => [item.name, item])),
    obligations: new Map(pack.obligations.map((item) => [item.name, item])),
    rulesOf: (scale: string) => pack.rules.filter(({ concludes }) => concludes?.scale === scale),
  }));

  /** Follows expressions through both versions and gives the changed parts on the way, nearest first. */
  function follow(start: readonly (Expression | undefined)[]): ChangeReason[] {
    const found = new Map<string, ChangeReason>();
    const seen = new Set<string>();
    const note = (changed: ChangeReason | undefined): void => {
      if (changed) found.set(`${changed.part} ${changed.name}`, changed);
    };
    const queue = start.filter((expression) => expression !== undefined);
    for (let expression = queue.shift(); expression !== undefined; expression = queue.shift()) {
      const { names, scales: concluded, dates: applied } = referencesOf(expression);
      for (const date of applied) note(dates.get(date));
      for (const name of names) {
        if (seen.has(name)) continue;
        seen.add(name);
        note(questions.get(name));
        note(facts.get(name));
        for (const { questions: asked, facts: known } of indexed) {
          const next = known.get(name)?.value ?? asked.get(name)?.visibleWhen;
          if (next !== undefined) queue.push(next);
        }
      }
      for (const scale of concluded) {
        if (seen.has(`scale ${scale}`)) continue;
        seen.add(`scale ${scale}`);
        note(scales.get(scale));
        for (const { rulesOf } of indexed) {
          for (const rule of rulesOf(scale)) {
            note(rules.get(rule.name));
            queue.push(rule.when);
          }
        }
      }
    }
    return [...found.values()];
  }

  const kept = new Map<string, ChangeReason[]>();
  function remembered(key: string, find: () => ChangeReason[]): ChangeReason[] {
    const known = kept.get(key) ?? find();
    kept.set(key, known);
    return known;
  }
  return {
    ofRule: (name) =>
      remembered(`rule ${name}`, () => {
        const own = rules.get(name);
        const bodies = indexed.flatMap(({ rules: list }) => list.get(name) ?? []);
        const degrees = bodies.flatMap(({ concludes }) => (concludes ? (scales.get(concludes.scale) ?? []) : []));
        return [...(own ? [own] : []), ...new Set(degrees), ...follow(bodies.map(({ when }) => when))];
      }),
    ofObligation: (name) =>
      remembered(`obligation ${name}`, () => {
        const own = obligations.get(name);
        const bodies = indexed.flatMap(({ obligations: list }) => list.get(name) ?? []);
        return [...(own ? [own] : []), ...follow(bodies.flatMap(({ when, metWhen }) => [when, metWhen]))];
      }),
    ofQuestion: (name) =>
      remembered(`question ${name}`, () => {
        const own = questions.get(name);
        return [...(own ? [own] : []), ...follow(indexed.map(({ questions: list }) => list.get(name)?.visibleWhen))];
      }),
  };
}
