import type { Translate } from '../i18n/translate.ts';
import { answerWords, dayWords, plain } from '../dossiers/wording.ts';
import type { Block } from '../report/tree.ts';
import type { Answer } from '../rules/answer.ts';
import type { Case, Pack, Question } from '../rules/pack.ts';
import { numberText } from '../rules/words.ts';

/** The number of each question as it is printed: by section, in the order of the questionnaire. */
export function questionNumbers(pack: Pack): Map<string, number> {
  const ordered = pack.sections.flatMap(({ name }) => pack.questions.filter(({ section }) => section === name));
  return new Map(ordered.map(({ name }, index) => [name, index + 1]));
}

/** Worked examples: answers, and what has to follow from them. What most examples share is printed once. */
export function caseBlocks(pack: Pack, t: Translate): Block[] {
  if (pack.cases.length === 0) return [];
  const numbers = questionNumbers(pack);
  const numbered = (names: readonly string[]): string[] =>
    [...names].sort((a, b) => (numbers.get(a) ?? 0) - (numbers.get(b) ?? 0));
  const line = (name: string, answer: Answer | undefined): string => {
    const question = pack.questions.find((one) => one.name === name);
    return `${numbers.get(name) ?? name}: ${question ? answerText(question, answer, t) : ''}`;
  };
  const usual = usualAnswers(pack.cases);
  const shared: Block = {
    kind: 'table',
    columns: [
      { title: t('packTools.document.columns.question'), width: 58 },
      { title: t('packTools.document.answer'), width: 42 },
    ],
    rows: numbered([...usual.keys()]).flatMap((name) => {
      const question = pack.questions.find((one) => one.name === name);
      if (!question) return [];
      return [
        [
          plain(`${numbers.get(name) ?? ''}. ${question.text[t.locale]}`),
          plain(answerText(question, usual.get(name), t)),
        ],
      ];
    }),
  };
  return [
    { kind: 'paragraph', content: plain(t('packTools.document.casesText')), tone: 'muted' },
    ...(usual.size === 0
      ? []
      : [{ kind: 'paragraph', content: plain(t('packTools.document.usualText')) } as const, shared]),
    {
      kind: 'table',
      columns: [
        { title: t('packTools.document.columns.case'), width: 22 },
        { title: t('packTools.document.columns.answers'), width: 38 },
        { title: t('packTools.document.columns.expected'), width: 40 },
      ],
      rows: pack.cases.map((example) => [
        [{ text: `${example.name} ` }, { text: dayWords(example.on), muted: true }],
        plain(shortAnswers(example, usual, numbered, line, t)),
        plain(expectations(pack, example, t).join('; ')),
      ]),
    },
  ];
}

/** Answers that more than half of the examples give alike. */
function usualAnswers(cases: readonly Case[]): Map<string, Answer> {
  const counts = new Map<string, { name: string; answer: Answer; count: number }>();
  for (const { answers } of cases) {
    for (const [name, answer] of Object.entries(answers)) {
      const key = `${name} ${JSON.stringify(answer)}`;
      const entry = counts.get(key) ?? { name, answer, count: 0 };
      counts.set(key, { ...entry, count: entry.count + 1 });
    }
  }
  const usual = [...counts.values()].filter(({ count }) => count * 2 > cases.length && count > 2);
  return new Map(usual.map(({ name, answer }) => [name, answer]));
}

/** An example told by how it differs from the usual answers, where it has most of them. */
function shortAnswers(
  { answers }: Case,
  usual: ReadonlyMap<string, Answer>,
  numbered: (names: readonly string[]) => string[],
  line: (name: string, answer: Answer | undefined) => string,
  t: Translate,
): string {
  const isUsual = (name: string): boolean => JSON.stringify(answers[name]) === JSON.stringify(usual.get(name));
  const names = Object.keys(answers);
  const shared = names.filter((name) => usual.has(name) && isUsual(name));
  if (names.length === 0) return t('packTools.document.nothingAnswered');
  if (shared.length * 2 < usual.size || shared.length === 0)
    return numbered(names)
      .map((name) => line(name, answers[name]))
      .join('; ');
  const missing = numbered([...usual.keys()].filter((name) => answers[name] === undefined));
  const other = numbered(names.filter((name) => !shared.includes(name)));
  const lines = [...other.map((name) => line(name, answers[name])), ...missing.map((name) => line(name, undefined))];
  if (lines.length === 0) return t('packTools.document.asUsual');
  return `${t('packTools.document.exceptUsual')} ${lines.join('; ')}`;
}

/** An answer in words; rows of a matrix that stand alike are told together. */
function answerText(question: Question, answer: Answer | undefined, t: Translate): string {
  const value = answer && 'value' in answer ? answer.value : undefined;
  if (question.kind === 'matrix' && typeof value === 'object' && !Array.isArray(value)) {
    const levels = [...new Set(Object.values(value))];
    const levelText = (code: string): string =>
      code === 'unknown'
        ? t('report.unknown')
        : (question.levels?.find((one) => one.code === code)?.text[t.locale] ?? code);
    const [only] = levels;
    if (only !== undefined && levels.length === 1 && Object.keys(value).length === (question.rows?.length ?? 0))
      return t('packTools.document.everyRow', { level: levelText(only) });
    return levels
      .map((code) => {
        const rows = (question.rows ?? []).filter((row) => value[row.code] === code).map((row) => row.text[t.locale]);
        return `${levelText(code)} (${rows.join(', ')})`;
      })
      .join(', ');
  }
  return answerWords(question, answer, t)
    .map(({ text }) => text)
    .join('');
}

/** Answers and expectations of a worked example, each as one text. */
export function caseWords(pack: Pack, example: Case, t: Translate): { answers: string; expected: string } {
  const answers = Object.entries(example.answers).flatMap(([name, answer]) => {
    const question = pack.questions.find((one) => one.name === name);
    return question ? [`${question.text[t.locale]} — ${answerText(question, answer, t)}`] : [];
  });
  return {
    answers: answers.length === 0 ? t('packTools.document.nothingAnswered') : answers.join('; '),
    expected: expectations(pack, example, t).join('; '),
  };
}

/** Longer lists of what must not follow are only counted. */
const listedAbsent = 3;

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
  const fewOr = (
    names: readonly string[],
    key: 'notFoundCount' | 'noDutyCount',
    tell: (names: readonly string[]) => string[],
  ): string[] =>
    names.length > listedAbsent ? [t(`packTools.document.${key}`, { count: names.length })] : tell(names);
  return [
    ...scales,
    ...scores,
    ...findings(expect.findings, 'found'),
    ...fewOr(expect.absent, 'notFoundCount', (names) => findings(names, 'notFound')),
    ...named(expect.obligations, pack.obligations, 'applies'),
    ...fewOr(expect.noObligations, 'noDutyCount', (names) => named(names, pack.obligations, 'doesNotApply')),
    ...named(expect.channels, pack.channels, 'applies'),
    ...named(expect.noChannels, pack.channels, 'doesNotApply'),
  ];
}
