import { describe, expect, it } from 'vitest';
import { runCase } from '../../shared/rules/cases.ts';
import { cite, citeAll, citeProvision, citeShort, citeWithAct } from '../../shared/rules/cite.ts';
import { preparePack } from '../../shared/rules/evaluate.ts';
import { lint } from '../../shared/rules/lint.ts';
import { Case, type Pack } from '../../shared/rules/pack.ts';
import { mergePackParts } from '../../shared/rules/parts.ts';
import { prefillAnswer } from '../../shared/rules/prefill.ts';
import { ask, finds, leads, options, packOf, scaleOf, text } from './packs.ts';

describe('citations', () => {
  const provision = { source: 'law', summary: text('s'), confidence: 'verified' as const };
  const pack = packOf({
    questions: [ask('a', 'yesno')],
    provisions: [
      { ...provision, name: 'full', article: '17', paragraph: '3', item: '6' },
      { ...provision, name: 'bracket', article: '1', item: '5)' },
      { ...provision, name: 'article', article: '12-1' },
      { ...provision, name: 'paragraph', article: '17', paragraph: '1' },
      { ...provision, name: 'code', article: '641-1', part: '1', item: '2' },
      { ...provision, name: 'label', label: { kk: 'бұйрық', ru: 'приказ', en: 'order' } },
      { ...provision, name: 'both', article: '18', label: { kk: 'қағида', ru: 'правило', en: 'rule' } },
    ],
  });
  it.each([
    ['full', 'art. 17(3)(6)', 'ст. 17 п. 3 пп. 6)', '17-баптың 3-тармағының 6) тармақшасы', '17-б. 3-т. 6) тш.'],
    ['bracket', 'art. 1(5)', 'ст. 1 пп. 5)', '1-баптың 5) тармақшасы', '1-б. 5) тш.'],
    ['article', 'art. 12-1', 'ст. 12-1', '12-1-бап', '12-1-б.'],
    ['paragraph', 'art. 17(1)', 'ст. 17 п. 1', '17-баптың 1-тармағы', '17-б. 1-т.'],
    [
      'code',
      'art. 641-1(1)(2)',
      'ст. 641-1 ч. 1 пп. 2)',
      '641-1-баптың 1-бөлігінің 2) тармақшасы',
      '641-1-б. 1-бөл. 2) тш.',
    ],
    ['label', 'order', 'приказ', 'бұйрық', 'бұйрық'],
    ['both', 'art. 18, rule', 'ст. 18, правило', '18-бап, қағида', '18-б., қағида'],
  ])('of %s', (name, en, ru, kk, short) => {
    expect([
      cite(pack, name, 'en'),
      cite(pack, name, 'ru'),
      cite(pack, name, 'kk'),
      citeShort(pack, name, 'kk'),
    ]).toEqual([en, ru, kk, short]);
  });
  it('come in the three languages at once', () => {
    expect(citeAll(pack, ['article', 'label'])).toEqual({
      kk: '12-1-бап; бұйрық',
      ru: 'ст. 12-1; приказ',
      en: 'art. 12-1; order',
    });
    expect(citeProvision(pack, { name: 'article' }).en).toBe('art. 12-1');
  });
  it('name the act where asked', () => {
    expect(citeWithAct(pack, 'full', 'ru')).toBe('the law ru № 230-VIII, ст. 17 п. 3 пп. 6)');
    expect(citeWithAct(pack, 'full', 'en')).toBe('the law en No. 230-VIII, art. 17(3)(6)');
  });
});

describe('worked examples', () => {
  const prepared = preparePack(
    packOf({
      questions: [ask('a', 'yesno')],
      scales: [scaleOf('s', ['low', 'high'])],
      rules: [leads('to-high', 's', 'high', 'a'), leads('to-low', 's', 'low', { not: 'a' }), finds('found', 'a')],
      obligations: [
        {
          name: 'duty',
          mark: 'D',
          title: text('d'),
          text: text('d'),
          when: 'a',
          bound: ['owner'],
          force: 'law',
          provisions: ['place'],
        },
      ],
    }),
    '',
  );
  const run = (answers: object, expected: object) =>
    runCase(prepared, Case.parse({ name: 'case', answers, expect: expected }));
  it('pass when everything is as expected', () => {
    const expected = { scales: { s: 'high' }, status: { s: 'final' }, findings: ['found'], obligations: ['duty'] };
    expect(run({ a: { value: 'yes' } }, expected)).toEqual([]);
    expect(run({ a: { value: 'no' } }, { scales: { s: 'low' }, absent: ['found'], noObligations: ['duty'] })).toEqual(
      [],
    );
    expect(run({}, { scales: { s: null }, status: { s: 'undetermined' } })).toEqual([]);
  });
  it('name every difference', () => {
    const expected = { scales: { s: 'low' }, findings: ['gone'], absent: ['found'], noObligations: ['duty'] };
    expect(run({ a: { value: 'yes' } }, expected)).toEqual([
      'scale s: expected low, found high (final)',
      'there is no rule gone with a finding',
      'finding found is not expected',
      'obligation duty: applies is expected to be false, is true',
    ]);
    expect(run({}, { noObligations: ['duty'] })).toEqual([
      'obligation duty: applies is expected to be false, is unknown',
    ]);
  });
});

describe('the linter', () => {
  const clean = {
    questions: [ask('a', 'yesno'), ask('b', 'single', { options: options({ x: null, y: null }), visibleWhen: 'a' })],
    scales: [scaleOf('s', ['low', 'high'])],
    rules: [leads('to-high', 's', 'high', { eq: ['b', 'x'] }), leads('to-low', 's', 'low', { not: 'a' })],
    cases: [{ name: 'one', answers: { a: { value: 'no' } }, expect: { scales: { s: 'low' } } }],
  };
  const problemsOf = (parts: Parameters<typeof packOf>[0]): string[] =>
    lint(packOf({ ...clean, ...parts })).map(({ severity, place, problem }) => `${severity} ${place}: ${problem}`);

  it('has nothing to say about a clean pack', () => {
    expect(problemsOf({})).toEqual([]);
  });
  const always = (when: Pack['rules'][number]['when']) => ({ rules: [...clean.rules, finds('odd', when)] });
  it.each([
    ['a contradiction', always({ all: ['a', { not: 'a' }] }), /error rules\.odd\.when: never holds/],
    ['a tautology', always({ any: ['a', { not: 'a' }] }), /error rules\.odd\.when: always holds/],
    ['two codes at once', always({ all: [{ eq: ['b', 'x'] }, { eq: ['b', 'y'] }] }), /never holds/],
    [
      'a question asked only in the other case',
      always({ all: [{ eq: ['a', 'no'] }, { eq: ['b', 'x'] }] }),
      /never holds/,
    ],
    ['a bound that cannot be met', always({ gt: [3, 4] }), /never holds/],
    ['unresolved names, all of them', always({ any: ['gone', 'lost'] }), /any\[0\].*gone[\s\S]*any\[1\].*lost/],
    ['a degree without a rule', { scales: [scaleOf('s', ['low', 'high', 'top'])] }, /scales\.s\.degrees\.top: no rule/],
    ['an unused question', { questions: [...clean.questions, ask('c', 'yesno')] }, /error questions\.c: nothing uses/],
    ['an unused fact', { facts: [{ name: 'f', text: text('f'), value: 'a' as const }] }, /warning facts\.f/],
    [
      'different placeholders',
      { sections: [{ name: 'main', title: { kk: 'бір {n}', ru: 'раз {m}', en: 'one {n}' } }] },
      /sections\.main\.title\.kk: placeholders/,
    ],
    [
      'a forgotten translation',
      { sections: [{ name: 'main', title: { kk: 'одна и та же фраза', ru: 'одна и та же фраза', en: 'one phrase' } }] },
      /kk repeats ru/,
    ],
    ['an option that does not exist', always({ eq: ['b', 'z'] }), /one of x, y/],
    [
      'a case with a wrong answer',
      { cases: [{ name: 'c', answers: { b: { value: 'z' } }, expect: {} }] },
      /does not fit the question/,
    ],
    [
      'a case about nothing',
      { cases: [{ name: 'c', answers: { d: { value: 'yes' } }, expect: {} }] },
      /no question is called so/,
    ],
    ['no case at all', { cases: [] }, /error cases: there is no worked example/],
    [
      'a rule with nothing to say',
      { rules: [...clean.rules, { name: 'mute', text: text('m'), when: 'a' as const, provisions: ['place'] }] },
      /rules\.mute: neither/,
    ],
  ])('finds %s', (_, parts, expected) => {
    expect(problemsOf(parts).join('\n')).toMatch(expected);
  });
  it('lets record-only questions be', () => {
    expect(problemsOf({ questions: [...clean.questions, ask('c', 'text', { tags: ['record-only'] })] })).toEqual([]);
  });
  it('refuses a duty by law that rests only on what is uncertain', () => {
    const provisions = (['verified', 'secondary', 'uncertain', 'interpretation'] as const).map((confidence) => ({
      name: confidence,
      source: 'law',
      label: text('l'),
      summary: text('s'),
      confidence,
    }));
    const duty = (force: 'law' | 'recommended', cited: string[]) =>
      problemsOf({
        provisions: [
          ...provisions,
          { name: 'place', source: 'law', label: text('l'), summary: text('s'), confidence: 'verified' },
        ],
        obligations: [
          {
            name: 'duty',
            mark: 'D',
            title: text('d'),
            text: text('d'),
            when: 'a',
            bound: ['owner'],
            force,
            provisions: cited,
          },
        ],
      }).filter((problem) => problem.includes('required by law'));
    expect(duty('law', ['uncertain', 'interpretation'])).toHaveLength(1);
    expect(duty('law', ['uncertain', 'secondary'])).toEqual([]);
    expect(duty('recommended', ['uncertain'])).toEqual([]);
  });
});

describe('answers from the inventory', () => {
  const [tri, single, multiple, number, note, date, noNa] = packOf({
    questions: [
      ask('tri', 'yesno', { allowNa: true }),
      ask('single', 'single', { options: options({ x: null, y: null }) }),
      ask('multiple', 'multiple', { options: options({ x: null, y: null }) }),
      ask('number', 'number'),
      ask('note', 'text'),
      ask('date', 'date'),
      ask('no-na', 'yesno'),
    ],
  }).questions;
  it.each([
    [tri, { value: 'yes' }, { value: 'yes' }],
    [tri, { value: 'maybe' }, undefined],
    [tri, { unknown: true as const }, { unknown: true }],
    [tri, { na: 'no persons' }, { na: 'no persons' }],
    [noNa, { na: 'no persons' }, undefined],
    [tri, undefined, undefined],
    [single, { value: 'x' }, { value: 'x' }],
    [single, { value: ['y'] }, { value: 'y' }],
    [single, { value: ['x', 'y'] }, undefined],
    [single, { value: 'z' }, undefined],
    [multiple, { value: ['x'] }, { value: ['x'] }],
    [multiple, { value: 'y' }, { value: ['y'] }],
    [multiple, { value: ['x', 'z'] }, undefined],
    [number, { value: 4 }, { value: 4 }],
    [number, { value: '4' }, undefined],
    [note, { value: 'words' }, { value: 'words' }],
    [note, { value: { kk: 'сөз', ru: 'слово' } }, { value: 'сөз' }],
    [note, { value: { ru: 'слово', kk: ' ' } }, { value: 'слово' }],
    [note, { value: '  ' }, undefined],
    [date, { value: '2026-11-23' }, { value: '2026-11-23' }],
    [date, { value: '2026-11-31' }, undefined],
  ])('%# fits or is left out', (question, source, expected) => {
    if (!question) throw new Error('no question');
    expect(prefillAnswer(question, source, 'kk')).toEqual(expected);
  });
});

describe('merging the files of a pack', () => {
  it('joins lists in order of the file names', () => {
    const parts = [
      { name: 'b.yaml', data: { rules: [2], id: 'x' } },
      { name: 'a.yaml', data: { rules: [1] } },
    ];
    expect(mergePackParts(parts)).toEqual({ rules: [1, 2], id: 'x' });
    expect(mergePackParts([...parts].reverse())).toEqual(mergePackParts(parts));
  });
  it('refuses what is given twice, is no object or is nested without end', () => {
    const twice = [
      { name: 'a.yaml', data: { id: 'x' } },
      { name: 'b.yaml', data: { id: 'x' } },
    ];
    expect(() => mergePackParts(twice)).toThrow(/a\.yaml gives it already/);
    expect(() => mergePackParts([{ name: 'a.yaml', data: [1] }])).toThrow(/not an object/);
    const loop: { inner?: unknown } = {};
    loop.inner = loop;
    expect(() => mergePackParts([{ name: 'a.yaml', data: loop }])).toThrow(/nested more than/);
  });
});
