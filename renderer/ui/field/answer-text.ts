import { Answer, type AnswerValue } from '../../../shared/rules/answer.ts';
import type { Option, Pack, Question } from '../../../shared/rules/pack.ts';
import { day, find, local, t } from '../../lib/i18n.svelte.ts';

/** A question of a pack named in the ledger as `<pack>:<question>`. */
export function questionOf(packs: readonly Pack[], field: string): Question | undefined {
  const [packId, name] = field.split(':', 2);
  return packs
    .filter((pack) => pack.id === packId)
    .flatMap((pack) => pack.questions.find((question) => question.name === name) ?? [])[0];
}

const optionText = (options: readonly Option[] | undefined, code: string): string => {
  const option = options?.find((candidate) => candidate.code === code);
  return option ? local(option.text) : (find(`options.tri.${code}`) ?? code);
};

function valueText(question: Question, value: AnswerValue): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') {
    if (question.kind === 'date') return day(value);
    return question.kind === 'text' ? value : optionText(question.options, value);
  }
  if (!Array.isArray(value)) {
    return Object.entries(value)
      .map(([row, level]) => `${optionText(question.rows, row)}: ${optionText(question.levels, level)}`)
      .join('; ');
  }
  return value
    .map((part) => (typeof part === 'string' ? optionText(question.options, part) : Object.values(part).join(', ')))
    .join('; ');
}

/** An answer to a question of a pack as text; null where the value is no answer. */
export function answerText(question: Question, value: unknown): string | null {
  if (value === null || value === undefined) return t('systems.history.nothing');
  const parsed = Answer.safeParse(value);
  if (!parsed.success) return null;
  if ('unknown' in parsed.data) return t('systems.field.unknown');
  return 'na' in parsed.data ? `${t('systems.field.na')}: ${parsed.data.na}` : valueText(question, parsed.data.value);
}
