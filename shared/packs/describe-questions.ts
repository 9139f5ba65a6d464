import type { Translate } from '../i18n/translate.ts';
import { plain, provisionWords } from '../dossiers/wording.ts';
import type { Block, Inline } from '../report/tree.ts';
import type { Option, Pack, Question } from '../rules/pack.ts';
import { numberText } from '../rules/words.ts';
import { questionNumbers } from './describe-cases.ts';
import { conditionWords } from './describe-clauses.ts';

type Row = { key: string; value: Inline };

/** The questionnaire by section: what is asked, when, with which choices, and what it rests on. */
export function questionBlocks(pack: Pack, t: Translate): Block[] {
  const numbers = questionNumbers(pack);
  return pack.sections.flatMap((section): Block[] => {
    const questions = pack.questions.filter((question) => question.section === section.name);
    if (questions.length === 0) return [];
    return [
      { kind: 'heading', level: 2, text: section.title[t.locale], anchor: `section-${section.name}` },
      ...(section.help ? [{ kind: 'paragraph', content: plain(section.help[t.locale]), tone: 'muted' } as const] : []),
      ...questions.flatMap((question) => questionCard(pack, question, numbers.get(question.name) ?? 0, t)),
    ];
  });
}

function questionCard(pack: Pack, question: Question, number: number, t: Translate): Block[] {
  const optional = (key: string, value: string | undefined): Row[] =>
    value === undefined ? [] : [{ key, value: plain(value) }];
  const words = (name: Parameters<typeof t>[0]): string => t(name);
  const rows: Row[] = [
    {
      key: words('packTools.document.answer'),
      value: plain(
        `${t(`packTools.document.kinds.${question.kind}`)}${question.allowNa ? t('packTools.document.mayBeNa') : ''}`,
      ),
    },
    ...choices(question, t),
    ...(question.visibleWhen === undefined
      ? []
      : [{ key: words('packTools.document.askedWhen'), value: conditionWords(pack, question.visibleWhen, t) }]),
    ...(question.requiredWhen === undefined
      ? []
      : [{ key: words('packTools.document.requiredWhen'), value: conditionWords(pack, question.requiredWhen, t) }]),
    ...optional(words('packTools.document.help'), question.help?.[t.locale]),
    ...optional(words('packTools.document.evidence'), question.evidence?.[t.locale]),
    ...optional(words('packTools.document.commonError'), question.commonError?.[t.locale]),
    ...(question.provisions.length === 0
      ? []
      : [{ key: words('packTools.document.restsOn'), value: provisionWords(pack, question.provisions, t.locale) }]),
  ];
  return [
    { kind: 'heading', level: 3, text: `${number}. ${question.text[t.locale]}`, anchor: `question-${question.name}` },
    { kind: 'keyValues', rows },
  ];
}

function choices(question: Question, t: Translate): Row[] {
  const list = (key: string, options: readonly Option[] | undefined): Row[] => {
    if (!options || options.length === 0) return [];
    const text = options
      .map((option) => {
        const points =
          option.points === undefined
            ? ''
            : ` (${t('packTools.document.points', { points: numberText(option.points)[t.locale] })})`;
        return `${option.text[t.locale]}${points}`;
      })
      .join('; ');
    return [{ key, value: plain(text) }];
  };
  return [
    ...list(t('packTools.document.options'), question.options),
    ...list(t('packTools.document.rows'), question.rows),
    ...list(t('packTools.document.levels'), question.levels),
    ...list(t('packTools.document.tableColumns'), question.columns),
  ];
}
