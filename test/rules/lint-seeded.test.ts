import { expect, it } from 'vitest';
import { readPack } from '../../shared/packs/check.ts';
import type { KnownProblem } from '../../shared/rules/faults.ts';
import { lint } from '../../shared/rules/lint.ts';
import { officePack, type PackData } from './office-pack.ts';

type Change = (pack: PackData) => void;

function problemsOf(change: Change): KnownProblem[] {
  const data = officePack();
  change(data);
  const { pack, problems } = readPack(data);
  return pack ? lint(pack) : problems;
}

/** One part of a list by its name. */
function part<T extends { name: string }>(list: readonly T[] | undefined, name: string): T {
  const found = list?.find((one) => one.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}
const rule = (pack: PackData, name: string) => part(pack.rules, name);
const question = (pack: PackData, name: string) => part(pack.questions, name);
const duty = (pack: PackData) => part(pack.obligations, 'yearly-approval');
const text = (name: string) => ({ kk: `Қаз ${name}`, ru: `Рус ${name}`, en: `Eng ${name}` });

const useEditions: Change = (pack) => {
  pack.editions = [{ name: 'first', title: text('first'), from: '2026-01-01', provisions: ['policy-2'] }];
  pack.applicationDates = [
    {
      name: 'approvals',
      subject: text('approvals'),
      dates: [{ edition: 'first', from: '2026-03-01' }],
      provisions: ['policy-2'],
    },
  ];
  duty(pack).when = { all: ['sends-outside', { inForce: 'approvals' }] };
};
const useChannels: Change = (pack) => {
  pack.packageParts = [
    { name: 'letter', mark: '1', title: text('letter'), content: text('letter'), provisions: ['policy-2'] },
  ];
  pack.channels = [
    {
      name: 'regulator',
      mark: 'C1',
      title: text('regulator'),
      trigger: text('request'),
      recipient: text('regulator'),
      voluntary: true,
      when: 'sends-outside',
      parts: [{ part: 'letter', force: 'recommended' }],
      provisions: ['policy-2'],
    },
  ];
};

it.each<[string, Change]>([
  ['as it is', () => undefined],
  ['with editions and application dates', useEditions],
  ['with channels and their parts', useChannels],
])('the pack the faults are sown into is clean %s', (_, change) => {
  expect(problemsOf(change)).toEqual([]);
});

/** Fault, mutation, kind, place, words of the problem. */
const refused: [string, Change, KnownProblem['kind'], string, string | RegExp][] = [
  // Names that do not resolve.
  [
    'question',
    (p) => void (rule(p, 'use-limited').when = 'sends-out'),
    'reference',
    'rules.use-limited.when',
    'no question, fact or score is called sends-out',
  ],
  [
    'option',
    (p) => void (part(p.facts, 'sensitive-outside').value = { contains: ['data-kinds', 'secret'] }),
    'reference',
    'facts.sensitive-outside.value.contains',
    'question data-kinds has no option secret',
  ],
  [
    'code',
    (p) => void (rule(p, 'use-free').when = { eq: ['sends-outside', 'maybe'] }),
    'reference',
    'rules.use-free.when.eq',
    /"maybe" does not fit/,
  ],
  [
    'scale',
    (p) => void (rule(p, 'use-free').concludes = { scale: 'usage', degree: 'free' }),
    'reference',
    'rules.use-free.concludes',
    'no scale is called usage',
  ],
  [
    'degree',
    (p) => void (rule(p, 'use-free').concludes = { scale: 'use', degree: 'open' }),
    'reference',
    'rules.use-free.concludes',
    'scale use has no degree open',
  ],
  [
    'scale in a condition',
    (p) => void (duty(p).when = { concluded: ['usage', ['free']] }),
    'reference',
    'obligations.yearly-approval.when.concluded',
    'no scale is called usage',
  ],
  [
    'section',
    (p) => void (question(p, 'data-kinds').section = 'people'),
    'reference',
    'questions.data-kinds',
    'no section is called people',
  ],
  [
    'provision',
    (p) => void (rule(p, 'use-free').provisions = ['policy-3']),
    'reference',
    'rules.use-free',
    'no provision is called policy-3',
  ],
  [
    'document',
    (p) => void (duty(p).documents = ['licence']),
    'reference',
    'obligations.yearly-approval',
    'no document is called licence',
  ],
  [
    'source',
    (p) => void (part(p.provisions, 'policy-2').source = 'law'),
    'reference',
    'provisions.policy-2',
    'no source is called law',
  ],
  [
    'edition',
    (p) => {
      useEditions(p);
      part(p.applicationDates, 'approvals').dates.push({ edition: 'second', from: '2026-04-01' });
    },
    'reference',
    'applicationDates.approvals',
    'no edition is called second',
  ],
  [
    'application date',
    (p) => void (duty(p).when = { inForce: 'approvals' }),
    'reference',
    'obligations.yearly-approval.when.inForce',
    'no application date is called approvals',
  ],
  [
    'package part',
    (p) => {
      useChannels(p);
      part(p.channels, 'regulator').parts.push({ part: 'annex', force: 'law' });
    },
    'reference',
    'channels.regulator',
    'no package part is called annex',
  ],
  ['summary scale', (p) => void (p.summary = 'usage'), 'reference', 'summary', 'no scale is called usage'],
  [
    'name used twice',
    (p) => void p.rules?.push({ ...rule(p, 'use-free') }),
    'reference',
    'rules.use-free',
    'this name is used twice',
  ],
  // Types.
  [
    'date compared with a list',
    (p) => void (rule(p, 'use-limited').when = { gt: ['approved-on', 'data-kinds'] }),
    'reference',
    'rules.use-limited.when.gt[1]',
    /data-kinds has no value of its own/,
  ],
  [
    'number where a condition belongs',
    (p) => void (rule(p, 'use-limited').when = { all: ['sends-outside', 7] }),
    'reference',
    'rules.use-limited.when.all[1]',
    'a condition (yes or no) is expected here',
  ],
  [
    'circle',
    (p) => void (part(p.facts, 'sensitive-outside').value = { not: 'sensitive-outside' }),
    'reference',
    'facts.sensitive-outside',
    /depends on itself/,
  ],
  // Conditions and reach.
  [
    'condition that always holds',
    (p) => void (rule(p, 'use-limited').when = { any: ['sends-outside', { not: 'sends-outside' }] }),
    'condition',
    'rules.use-limited.when',
    'always holds',
  ],
  [
    'condition that never holds',
    (p) => void (duty(p).when = { all: ['sends-outside', { eq: ['sends-outside', 'no'] }] }),
    'condition',
    'obligations.yearly-approval.when',
    'never holds',
  ],
  [
    'question that is never asked',
    (p) => void (question(p, 'approved-on').visibleWhen = { all: [{ eq: ['sends-outside', 'no'] }, 'sends-outside'] }),
    'condition',
    'questions.approved-on.visibleWhen',
    'never holds',
  ],
  [
    'rule no combination of answers leads to',
    (p) =>
      void (rule(p, 'use-forbidden').when = {
        all: ['sends-outside', 'sensitive-outside', { eq: [{ count: 'data-kinds' }, 0] }],
      }),
    'unreachable',
    'rules.use-forbidden',
    'no answers lead to this rule',
  ],
  // Conclusions.
  [
    'contradicting conclusions',
    (p) => void (rule(p, 'use-free').when = { all: ['sends-outside'] }),
    'contradiction',
    'rules.use-limited',
    'leads to limited on scale use under the condition under which use-free leads to free',
  ],
  [
    'degree without a rule',
    (p) => void part(p.scales, 'use').degrees.push({ code: 'burnt', text: text('burnt') }),
    'scale',
    'scales.use.degrees.burnt',
    'no rule leads to this degree',
  ],
  [
    'rule without outcome',
    (p) => void delete rule(p, 'use-limited').concludes,
    'outcome',
    'rules.use-limited',
    'neither concludes on a scale nor has a finding',
  ],
  // Use.
  [
    'question nothing uses',
    (p) => void p.questions.push({ name: 'supplier', section: 'data', kind: 'text', text: text('supplier') }),
    'unused',
    'questions.supplier',
    'nothing uses this question; tag it record-only if it is meant to be only kept',
  ],
  // Texts.
  [
    'missing translation',
    (p) => void delete (rule(p, 'use-free').text as { kk?: string }).kk,
    'form',
    'rules.use-free.text.kk',
    /./,
  ],
  ['empty translation', (p) => void (rule(p, 'use-free').text.kk = ''), 'form', 'rules.use-free.text.kk', /./],
  [
    'translation that repeats the Russian',
    (p) => void (rule(p, 'use-free').text.en = rule(p, 'use-free').text.ru = 'Данные внутри'),
    'text',
    'rules.use-free.text.en',
    'en repeats ru',
  ],
  [
    'other placeholders',
    (p) => void (duty(p).text.en = 'Within {days} days'),
    'text',
    'obligations.yearly-approval.text.en',
    'placeholders differ from those in ru',
  ],
  // Provisions.
  [
    'provision without a source',
    (p) => void delete (part(p.provisions, 'policy-2') as { source?: string }).source,
    'form',
    'provisions.policy-2.source',
    /./,
  ],
  [
    'provision without confidence',
    (p) => void delete (part(p.provisions, 'policy-2') as { confidence?: string }).confidence,
    'form',
    'provisions.policy-2.confidence',
    /./,
  ],
  [
    'rule without a provision',
    (p) => void (rule(p, 'use-free').provisions = []),
    'form',
    'rules.use-free.provisions',
    /./,
  ],
  [
    'duty by law on uncertain ground',
    (p) => void (duty(p).provisions = ['policy-draft']),
    'force',
    'obligations.yearly-approval',
    'is marked as required by law and cites only uncertain provisions or interpretations',
  ],
  [
    'document by law on uncertain ground',
    (p) => void (part(p.documents, 'approval').force = 'law'),
    'force',
    'documents.approval',
    /only uncertain provisions/,
  ],
  // Cases.
  ['no cases', (p) => void (p.cases = []), 'case', 'cases', 'there is no worked example'],
  [
    'case with an unknown question',
    (p) => void (p.cases![0]!.answers = { 'sends-out': { value: 'no' } }),
    'case',
    'cases.data stay inside',
    'answers sends-out, and no question is called so',
  ],
  [
    'case with an unknown option',
    (p) => void (p.cases![1]!.answers = { 'data-kinds': { value: ['secret'] } }),
    'case',
    'cases.personal data leave',
    'the answer to data-kinds does not fit the question',
  ],
  [
    'case with an unknown degree',
    (p) => void (p.cases![0]!.expect = { scales: { use: 'open' } }),
    'case',
    'cases.data stay inside',
    'scale use has no degree open',
  ],
  [
    'case with an unknown scale',
    (p) => void (p.cases![0]!.expect = { status: { usage: 'final' } }),
    'case',
    'cases.data stay inside',
    'no scale is called usage',
  ],
  [
    'case with an unknown finding',
    (p) => void (p.cases![0]!.expect = { absent: ['use-free'] }),
    'case',
    'cases.data stay inside',
    'no rule with a finding is called use-free',
  ],
  [
    'case with an unknown obligation',
    (p) => void (p.cases![0]!.expect = { noObligations: ['licence'] }),
    'case',
    'cases.data stay inside',
    'no obligation is called licence',
  ],
  [
    'case with an unknown channel',
    (p) => void (p.cases![0]!.expect = { channels: ['post'] }),
    'case',
    'cases.data stay inside',
    'no channel is called post',
  ],
  ['unknown key', (p) => void ((p as unknown as Record<string, unknown>)['rulez'] = []), 'form', '', /rulez/],
];

it.each(refused)('refuses a pack with a fault sown in: %s', (_, change, kind, place, words) => {
  const problems = problemsOf(change).filter(({ severity }) => severity === 'error');
  expect(problems).toContainEqual({
    kind,
    severity: 'error',
    place,
    problem: typeof words === 'string' ? words : (expect.stringMatching(words) as string),
  });
});

const pointedOut: [string, Change, KnownProblem['kind'], string, string][] = [
  [
    'fact nothing uses',
    (p) => void p.facts?.push({ name: 'spare', text: text('spare'), value: 'sends-outside' }),
    'unused',
    'facts.spare',
    'nothing uses this fact',
  ],
  [
    'source of nothing',
    (p) => void p.sources.push({ ...part(p.sources, 'policy'), name: 'act' }),
    'unused',
    'sources.act',
    'no provision is from this source',
  ],
  [
    'provision nobody cites',
    (p) => void p.provisions.push({ ...part(p.provisions, 'policy-2'), name: 'policy-4' }),
    'unused',
    'provisions.policy-4',
    'nothing cites this provision',
  ],
  [
    'empty section',
    (p) => void p.sections.push({ name: 'people', title: text('people') }),
    'unused',
    'sections.people',
    'no question is in this section',
  ],
  [
    'edition without a date',
    (p) => {
      useEditions(p);
      p.editions?.push({ ...part(p.editions, 'first'), name: 'second', from: '2026-06-01' });
    },
    'unused',
    'editions.second',
    'no application date names this edition',
  ],
  [
    'date nobody asks for',
    (p) => {
      useEditions(p);
      duty(p).when = 'sends-outside';
    },
    'unused',
    'applicationDates.approvals',
    'no condition asks for this date',
  ],
  [
    'part no channel has',
    (p) => {
      useChannels(p);
      p.packageParts?.push({ ...part(p.packageParts, 'letter'), name: 'annex' });
    },
    'unused',
    'packageParts.annex',
    'no channel has this part',
  ],
  [
    'rule said twice',
    (p) => void p.rules?.push({ ...rule(p, 'use-free'), name: 'use-free-again' }),
    'contradiction',
    'rules.use-free-again',
    'says on scale use what use-free says already',
  ],
  [
    'rule a higher degree always outdoes',
    (p) =>
      void p.rules?.push({
        ...rule(p, 'use-limited'),
        name: 'use-limited-personal',
        when: { contains: ['data-kinds', 'personal'] },
      }),
    'unreachable',
    'rules.use-limited-personal',
    'never decides: a higher degree is concluded whenever it holds',
  ],
  [
    'Kazakh that repeats the Russian',
    (p) => void (rule(p, 'use-free').text.kk = rule(p, 'use-free').text.ru = 'Данные остаются внутри организации'),
    'text',
    'rules.use-free.text',
    'kk repeats ru',
  ],
];

it.each(pointedOut)('points out: %s', (_, change, kind, place, problem) => {
  expect(problemsOf(change)).toContainEqual({ kind, severity: 'warning', place, problem });
});
