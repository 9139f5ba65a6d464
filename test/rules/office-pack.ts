import type { Pack } from '../../shared/rules/pack.ts';
import type { z } from '../../shared/lib/schema.ts';

/** A pack before the schema has filled in what may be left out. */
export type PackData = z.input<typeof Pack>;

const text = (name: string) => ({ kk: `Қаз ${name}`, ru: `Рус ${name}`, en: `Eng ${name}` });

/** A small pack with one part of nearly every kind and nothing the linter objects to. */
export function officePack(): PackData {
  return {
    format: 1,
    id: 'office-tools',
    version: '1.0.0',
    title: text('office tools'),
    jurisdiction: 'house',
    lawTextDate: '2026-10-01',
    effectiveFrom: '2026-10-01',
    authors: ['Compliance office'],
    changelog: [{ version: '1.0.0', date: '2026-10-01', text: text('first release') }],
    sources: [
      {
        name: 'policy',
        title: text('house policy'),
        number: '7',
        edition: text('read in full'),
        checkedOn: '2026-10-01',
        confidence: 'verified',
      },
    ],
    provisions: [
      {
        name: 'policy-2',
        source: 'policy',
        article: '2',
        paragraph: '1',
        summary: text('handing data outside'),
        confidence: 'verified',
      },
      {
        name: 'policy-draft',
        source: 'policy',
        article: '9',
        summary: text('draft of a change'),
        confidence: 'uncertain',
      },
    ],
    sections: [{ name: 'data', title: text('data') }],
    questions: [
      {
        name: 'sends-outside',
        section: 'data',
        kind: 'yesno',
        text: text('do data leave?'),
        provisions: ['policy-2'],
      },
      {
        name: 'data-kinds',
        section: 'data',
        kind: 'multiple',
        text: text('which data?'),
        options: [
          { code: 'public', text: text('public') },
          { code: 'personal', text: text('personal') },
          { code: 'drawings', text: text('drawings') },
        ],
        visibleWhen: 'sends-outside',
      },
      {
        name: 'approved-on',
        section: 'data',
        kind: 'date',
        text: text('approved on?'),
        visibleWhen: 'sends-outside',
      },
    ],
    facts: [
      {
        name: 'sensitive-outside',
        text: text('sensitive data leave'),
        value: { any: [{ contains: ['data-kinds', 'personal'] }, { contains: ['data-kinds', 'drawings'] }] },
      },
    ],
    scales: [
      {
        name: 'use',
        kind: 'degree',
        title: text('permitted use'),
        degrees: [
          { code: 'free', text: text('free') },
          { code: 'limited', text: text('limited') },
          { code: 'forbidden', text: text('forbidden') },
        ],
        provisions: ['policy-2'],
      },
    ],
    rules: [
      {
        name: 'use-free',
        text: text('data stay inside'),
        when: { eq: ['sends-outside', 'no'] },
        concludes: { scale: 'use', degree: 'free' },
        provisions: ['policy-2'],
      },
      {
        name: 'use-limited',
        text: text('data leave'),
        when: 'sends-outside',
        concludes: { scale: 'use', degree: 'limited' },
        provisions: ['policy-2'],
      },
      {
        name: 'use-forbidden',
        text: text('sensitive data leave'),
        when: 'sensitive-outside',
        concludes: { scale: 'use', degree: 'forbidden' },
        finding: { severity: 'stop', message: text('stop using it') },
        provisions: ['policy-2'],
      },
    ],
    obligations: [
      {
        name: 'yearly-approval',
        mark: 'A1',
        title: text('yearly approval'),
        text: text('have it approved every year'),
        when: 'sends-outside',
        bound: ['user'],
        force: 'law',
        metWhen: { lte: [{ daysSince: 'approved-on' }, 365] },
        deadline: { months: 12, text: text('once a year') },
        documents: ['approval'],
        provisions: ['policy-2'],
      },
    ],
    documents: [
      {
        name: 'approval',
        title: text('approval'),
        when: 'sends-outside',
        force: 'recommended',
        provisions: ['policy-draft'],
      },
    ],
    sanctions: [
      {
        name: 'fine',
        act: text('sending data without approval'),
        amounts: [{ subject: 'legal', mci: 50 }],
        provisions: ['policy-2'],
      },
    ],
    openPoints: [{ name: 'draft', text: text('what the draft changes'), provisions: ['policy-draft'] }],
    cases: [
      {
        name: 'data stay inside',
        answers: { 'sends-outside': { value: 'no' } },
        expect: { scales: { use: 'free' }, status: { use: 'final' }, noObligations: ['yearly-approval'] },
      },
      {
        name: 'personal data leave',
        answers: { 'sends-outside': { value: 'yes' }, 'data-kinds': { value: ['personal'] } },
        expect: { scales: { use: 'forbidden' }, findings: ['use-forbidden'] },
      },
    ],
  };
}
