import type { Expression } from './expression.ts';
import type { PreparedPack } from './prepare.ts';
import { referencesOf } from './references.ts';

/** Questions an expression rests on, through facts, scores, scales and visibilities, as positions in the pack, ascending. */
export function questionsBehind(prepared: PreparedPack, expression: Expression): number[] {
  const { scope, pack } = prepared;
  const found = new Set<number>();
  const values = new Set<string>();
  const scales = new Set<string>();
  const queue: Expression[] = [expression];
  for (let part = queue.pop(); part !== undefined; part = queue.pop()) {
    const references = referencesOf(part);
    const asked = references.tags.flatMap((tag) => scope.pointed.get(tag) ?? []);
    for (const name of references.names) {
      const question = scope.questionIndex.get(name);
      if (question !== undefined) asked.push(question);
      if (values.has(name)) continue;
      values.add(name);
      const value = valueOf(prepared, name);
      if (value !== undefined) queue.push(value);
    }
    for (const question of asked) {
      if (found.has(question)) continue;
      found.add(question);
      const visibleWhen = pack.questions[question]?.visibleWhen;
      if (visibleWhen !== undefined) queue.push(visibleWhen);
    }
    for (const name of references.scales) {
      if (scales.has(name)) continue;
      scales.add(name);
      for (const rule of pack.rules) if (rule.concludes?.scale === name) queue.push(rule.when);
    }
  }
  return [...found].sort((a, b) => a - b);
}

/** What a name stands for where it is a fact or a score. */
export function valueOf({ scope, pack }: PreparedPack, name: string): Expression | undefined {
  return pack.facts[scope.factIndex.get(name) ?? -1]?.value ?? pack.scores[scope.scoreIndex.get(name) ?? -1]?.value;
}
