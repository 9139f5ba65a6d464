import type { Answers } from '../rules/answer.ts';
import { conclude } from '../rules/evaluate.ts';
import type { PreparedPack } from '../rules/prepare.ts';
import type { Outcome } from '../rules/result.ts';
import { mainScale } from './policy.ts';

/** A day on which more of a law begins to apply, as far as the pack knows it, with the same answers. */
export interface ComingDay {
  /** YYYY-MM-DD. */
  from: string;
  /** Obligations and documents that apply from this day and on no day before. */
  obligations: string[];
  documents: string[];
  /** Degree of the summary scale from this day, where it is another than before; otherwise null. */
  degree: string | null;
}

/**
 * What the application dates of a pack bring after a day. Each coming date is worked out by the edition that is in
 * force on it; days that change nothing for these answers are left out.
 */
export function comingDays(prepared: PreparedPack, answers: Answers, on: string): ComingDay[] {
  const { pack } = prepared;
  const days = new Set([
    ...pack.editions.map(({ from }) => from),
    ...pack.applicationDates.flatMap(({ dates }) => dates.map(({ from }) => from)),
  ]);
  let before = standing(conclude(prepared, answers, on), mainScale(pack));
  const obligations = new Set(before.obligations);
  const documents = new Set(before.documents);
  const found: ComingDay[] = [];
  for (const from of [...days].filter((day) => day > on).sort()) {
    const now = standing(conclude(prepared, answers, from), mainScale(pack));
    const step = {
      from,
      obligations: now.obligations.filter((name) => !obligations.has(name)),
      documents: now.documents.filter((name) => !documents.has(name)),
      degree: now.degree === before.degree ? null : now.degree,
    };
    if (step.obligations.length > 0 || step.documents.length > 0 || step.degree !== null) found.push(step);
    for (const name of step.obligations) obligations.add(name);
    for (const name of step.documents) documents.add(name);
    before = now;
  }
  return found;
}

/** What surely applies, and the degree of the summary scale. */
function standing(outcome: Outcome, summary: string): Omit<ComingDay, 'from'> {
  return {
    obligations: outcome.obligations.filter(({ applies }) => applies === 'true').map(({ obligation }) => obligation),
    documents: outcome.documents.filter(({ applies }) => applies === 'true').map(({ document }) => document),
    degree: outcome.conclusions.find(({ scale }) => scale === summary)?.degree ?? null,
  };
}
