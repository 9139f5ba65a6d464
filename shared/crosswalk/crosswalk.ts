import type { Answer } from '../rules/answer.ts';
import { betweenLaws, lawToFrameworks } from './relations-ai-law.ts';
import { dataToFrameworks } from './relations-personal-data.ts';
import { euRelations } from './relations-eu.ts';
import { submissionRelations } from './relations-submission.ts';
import type { Relation, Transfer } from './schema.ts';
import { transfers } from './transfers.ts';

/** All relations of the product. */
export const relations: readonly Relation[] = [
  ...betweenLaws,
  ...lawToFrameworks,
  ...dataToFrameworks,
  ...submissionRelations,
  ...euRelations,
];

/** Transfers that may answer a question, in the order in which they are asked. */
export function transfersTo(pack: string, question: string): readonly Transfer[] {
  return transfers.filter(({ to }) => to.pack === pack && to.question === question);
}

/**
 * What an answer becomes on its way; undefined where it offers nothing. "Unknown" and "not applicable" are never taken
 * along: not to know one question says nothing about another.
 */
export function transferred(transfer: Transfer, answer: Answer | undefined): Answer | undefined {
  if (!answer || !('value' in answer) || typeof answer.value !== 'string') return undefined;
  const value = Object.hasOwn(transfer.values, answer.value) ? transfer.values[answer.value] : undefined;
  return value === undefined ? undefined : { value };
}
