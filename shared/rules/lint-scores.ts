import type { Expression } from './expression.ts';
import type { Problem } from './faults.ts';
import type { Pack } from './pack.ts';
import { referencesOf } from './references.ts';
import { roundHalfUp } from './values.ts';

/** Values between two thresholds, and degrees that rest on a score. */
export function lintScores(pack: Pack): Problem[] {
  return [...gaps(pack), ...degreesFromScores(pack)];
}

function gaps({ scores }: Pack): Problem[] {
  return scores.flatMap(({ name, decimals, thresholds }) => {
    const step = roundHalfUp(10 ** -decimals, decimals);
    return thresholds.flatMap(({ code, from }, index): Problem[] => {
      const before = thresholds[index - 1];
      if (before?.to === undefined || from === undefined) return [];
      if (roundHalfUp(from - before.to, decimals) <= step) return [];
      return [
        {
          place: `scores.${name}.thresholds.${code}`,
          problem: `no threshold holds the values between ${before.to} and ${from}`,
          severity: 'warning',
        },
      ];
    });
  });
}

/** A degree of the law comes from its conditions; a score is a method of the house. */
function degreesFromScores(pack: Pack): Problem[] {
  if (pack.scores.length === 0) return [];
  const isDegree = new Set(pack.scales.flatMap(({ name, kind }) => (kind === 'degree' ? name : [])));
  const restsOnScore = scoreFinder(pack);
  return pack.rules.flatMap(({ name, when, concludes }): Problem[] => {
    const score = concludes && isDegree.has(concludes.scale) ? restsOnScore(when) : undefined;
    if (score === undefined) return [];
    return [
      {
        place: `rules.${name}.when`,
        problem: `concludes on a scale of degrees and rests on score ${score}: degrees of the law come from rules, not from scores`,
        severity: 'warning',
      },
    ];
  });
}

/** Finds the first score an expression rests on, itself or through facts, visibilities and other scales. */
function scoreFinder(pack: Pack): (expression: Expression) => string | undefined {
  const scores = new Set(pack.scores.map(({ name }) => name));
  const byName = new Map<string, readonly Expression[]>();
  for (const { name, visibleWhen } of pack.questions) if (visibleWhen !== undefined) byName.set(name, [visibleWhen]);
  for (const { name, value } of pack.facts) byName.set(name, [value]);
  const byScale = new Map<string, Expression[]>(pack.scales.map(({ name }) => [name, []]));
  for (const { when, concludes } of pack.rules) if (concludes) byScale.get(concludes.scale)?.push(when);
  return (expression) => {
    const seen = new Set<string>();
    const queue: Expression[] = [expression];
    for (let part = queue.pop(); part !== undefined; part = queue.pop()) {
      const { names, scales } = referencesOf(part);
      for (const name of names) {
        if (scores.has(name)) return name;
        if (seen.has(name)) continue;
        seen.add(name);
        queue.push(...(byName.get(name) ?? []));
      }
      for (const scale of scales) {
        if (seen.has(`scale ${scale}`)) continue;
        seen.add(`scale ${scale}`);
        queue.push(...(byScale.get(scale) ?? []));
      }
    }
    return undefined;
  };
}
