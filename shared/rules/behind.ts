import type { Expression } from './expression.ts';
import type { PreparedPack } from './prepare.ts';
import { referencesOf } from './references.ts';

/** Questions an expression rests on, through facts and visibilities, as positions in the pack, ascending. */
export function questionsBehind({ scope, pack }: PreparedPack, expression: Expression): number[] {
  const found = new Set<number>();
  const facts = new Set<number>();
  const scales = new Set<string>();
  const queue: Expression[] = [expression];
  for (let part = queue.pop(); part !== undefined; part = queue.pop()) {
    const references = referencesOf(part);
    for (const name of references.names) {
      const fact = scope.factIndex.get(name);
      const question = scope.questionIndex.get(name);
      if (fact !== undefined && !facts.has(fact)) {
        facts.add(fact);
        const value = pack.facts[fact]?.value;
        if (value !== undefined) queue.push(value);
      }
      if (question !== undefined && !found.has(question)) {
        found.add(question);
        const visibleWhen = pack.questions[question]?.visibleWhen;
        if (visibleWhen !== undefined) queue.push(visibleWhen);
      }
    }
    for (const name of references.scales) {
      if (scales.has(name)) continue;
      scales.add(name);
      for (const rule of pack.rules) if (rule.concludes?.scale === name) queue.push(rule.when);
    }
  }
  return [...found].sort((a, b) => a - b);
}
