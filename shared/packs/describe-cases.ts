import type { Translate } from '../i18n/translate.ts';
import { answerWords, dayWords, plain } from '../dossiers/wording.ts';
import type { Block, Inline } from '../report/tree.ts';
import type { Case, Pack } from '../rules/pack.ts';
import { numberText } from '../rules/words.ts';

/** Worked examples: answers, and what has to follow from them. */
export function caseBlocks(pack: Pack, t: Translate): Block[] {
  if (pack.cases.length === 0) return [];
  return [
    { kind: 'paragraph', content: plain(t('packTools.document.casesText')), tone: 'muted' },
    {
      kind: 'table',
      columns: [
        { title: t('packTools.document.columns.case'), width: 22 },
        { title: t('packTools.document.columns.answers'), width: 43 },
        { title: t('packTools.document.columns.expected'), width: 35 },
      ],
      rows: pack.cases.map((example) => [
        [{ text: `${example.name} ` }, { text: dayWords(example.on), muted: true }],
        given(pack, example, t),
        plain(expectations(pack, example, t).join('; ')),
      ]),
    },
  ];
}

/** Answers and expectations of a worked example, each as one text. */
export function caseWords(pack: Pack, example: Case, t: Translate): { answers: string; expected: string } {
  return {
    answers: given(pack, example, t)
      .map(({ text }) => text)
      .join(''),
    expected: expectations(pack, example, t).join('; '),
  };
}

function given(pack: Pack, example: Case, t: Translate): Inline {
  const answers = Object.entries(example.answers).flatMap(([name, answer]) => {
    const question = pack.questions.find((one) => one.name === name);
    if (!question) return [];
    const words = answerWords(question, answer, t)
      .map(({ text }) => text)
      .join('');
    return [`${question.text[t.locale]} — ${words}`];
  });
  if (answers.length === 0) return plain(t('packTools.document.nothingAnswered'), { italic: true });
  return plain(answers.join('; '));
}

function expectations(pack: Pack, { expect }: Case, t: Translate): string[] {
  const scales = Object.keys({ ...expect.scales, ...expect.status }).map((name) => {
    const scale = pack.scales.find((one) => one.name === name);
    const code = expect.scales[name];
    const degree = scale?.degrees.find((one) => one.code === code)?.text[t.locale];
    const status = expect.status[name];
    const words = [
      code === undefined ? '' : (degree ?? t('report.notDetermined')),
      status === undefined ? '' : t(`cli.status.${status}`),
    ].filter(Boolean);
    return `${scale?.title[t.locale] ?? name}: ${words.join(', ')}`;
  });
  const scores = Object.entries(expect.scores).map(([name, expected]) => {
    const score = pack.scores.find((one) => one.name === name);
    const value =
      typeof expected === 'string'
        ? (score?.thresholds.find(({ code }) => code === expected)?.text[t.locale] ?? expected)
        : expected === null
          ? t('report.notDetermined')
          : numberText(expected)[t.locale];
    return `${score?.title[t.locale] ?? name}: ${value}`;
  });
  const findings = (names: readonly string[], key: 'found' | 'notFound'): string[] =>
    names.map((name) =>
      t(`packTools.document.${key}`, {
        name: pack.rules.find((rule) => rule.name === name)?.finding?.message[t.locale] ?? name,
      }),
    );
  const named = (
    names: readonly string[],
    list: readonly { name: string; title: Record<'kk' | 'ru' | 'en', string> }[],
    key: 'applies' | 'doesNotApply',
  ): string[] =>
    names.map((name) =>
      t(`packTools.document.${key}`, { name: list.find((one) => one.name === name)?.title[t.locale] ?? name }),
    );
  return [
    ...scales,
    ...scores,
    ...findings(expect.findings, 'found'),
    ...findings(expect.absent, 'notFound'),
    ...named(expect.obligations, pack.obligations, 'applies'),
    ...named(expect.noObligations, pack.obligations, 'doesNotApply'),
    ...named(expect.channels, pack.channels, 'applies'),
    ...named(expect.noChannels, pack.channels, 'doesNotApply'),
  ];
}
