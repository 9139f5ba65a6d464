import { AppError } from '../../shared/lib/errors.ts';
import type { Answers } from '../../shared/rules/answer.ts';
import type { LoadedPack, PackLibrary } from '../packs/library.ts';
import type { AnswerFacts, AssessmentFacts } from './store.ts';

/** Gives the version of a pack an assessment is pinned to; null where the workspace does not have it. */
export type PinnedPacks = (facts: Pick<AssessmentFacts, 'packId' | 'packHash'>) => LoadedPack | null;

/** The pinned versions of a library. A kept pack that is damaged fails as the library says. */
export function pinnedPacks(packs: PackLibrary): PinnedPacks {
  return ({ packHash }) => {
    try {
      return packs.at(packHash);
    } catch (error) {
      if (error instanceof AppError && error.code === 'not-found') return null;
      throw error;
    }
  };
}

/** Stored answers without comment, evidence and author. */
export function plain(answers: Record<string, AnswerFacts>): Answers {
  return Object.fromEntries(Object.entries(answers).map(([question, facts]) => [question, facts.answer]));
}
