import type { Suggestion } from '../../shared/assessments/contract.ts';
import { transferred, transfersTo } from '../../shared/crosswalk/crosswalk.ts';
import type { Question } from '../../shared/rules/pack.ts';
import { readAnswer } from '../../shared/rules/state.ts';
import type { AnswerFacts } from './store.ts';

/** The assessment of the same version of a system under another pack. */
export interface OtherAssessment {
  answers: Record<string, AnswerFacts>;
  /** Questions that count; answers of hidden ones are kept and say nothing. */
  visible: ReadonlySet<string>;
}

/**
 * Gives what answers under other packs say to the questions of `pack`, as the cross-walk names it. `other` is asked
 * once a pack, and only for packs a question can be answered from.
 */
export function crosswalkSuggestions(
  pack: string,
  other: (pack: string) => OtherAssessment | null,
): (question: Question) => Suggestion | undefined {
  const known = new Map<string, OtherAssessment | null>();
  const read = (id: string): OtherAssessment | null => {
    const found = known.has(id) ? (known.get(id) ?? null) : other(id);
    known.set(id, found);
    return found;
  };
  return (question) => {
    for (const way of transfersTo(pack, question.name)) {
      const assessment = read(way.from.pack);
      const given = assessment?.visible.has(way.from.question) ? assessment.answers[way.from.question] : undefined;
      const answer = transferred(way, given?.answer);
      if (!given || !answer || readAnswer(question, answer).status !== 'value') continue;
      return {
        answer,
        from: 'crosswalk',
        source: `${way.from.pack}/${way.from.question}`,
        given: { by: given.by, at: given.at },
      };
    }
    return undefined;
  };
}
