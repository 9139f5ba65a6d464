import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/lib/errors.ts';
import type { Answers } from '../../shared/rules/answer.ts';
import { runCase } from '../../shared/rules/cases.ts';
import { evaluate, preparePack } from '../../shared/rules/evaluate.ts';
import type { Expression } from '../../shared/rules/expression.ts';
import { lint } from '../../shared/rules/lint.ts';
import { Case } from '../../shared/rules/pack.ts';
import { Evaluation } from '../../shared/rules/result.ts';
import { roundHalfUp } from '../../shared/rules/values.ts';
import { ask, finds, leads, options, packOf, scaleOf, text } from './packs.ts';

const today = '2026-11-23';
const tags = ['m'];
const questions = [
  ask('gate', 'yesno'),
  ask('one', 'single', { tags, options: options({ none: 0, some: 2, full: 3 }) }),
  ask('two', 'single', { tags, options: options({ bad: -2, fair: 1, good: 4 }), allowNa: true }),
  ask('many', 'multiple', { tags, options: options({ x: 1, y: 2, z: -1 }), visibleWhen: 'gate' }),
  ask('plain', 'single', { tags, options: options({ a: null, b: null }) }),
  ask('number', 'number'),
  ask('other', 'single', { tags: ['n'], options: options({ a: -5, b: -3 }), allowNa: true }),
];
type Input = Parameters<typeof packOf>[0];
type ScoreInput = NonNullable<Input['scores']>[number];

function score(name: string, value: Expression, rest: Partial<ScoreInput> = {}): ScoreInput {
  return { name, title: text(name), value, provisions: ['place'], ...rest };
}

function scoreOf(value: Expression, answers: Answers, rest: Partial<ScoreInput> = {}) {
  const pack = packOf({ questions, scores: [score('it', value, rest)] });
  return evaluate(preparePack(pack, ''), answers, today).scores[0];
}

const points = (how: 'sum' | 'max', over: 'visible' | 'all', tag = 'm'): Expression => ({ points: { tag, how, over } });
const possible = (how: 'sum' | 'max', over: 'visible' | 'all', tag = 'm'): Expression => ({
  pointsPossible: { tag, how, over },
});
const hidden: Answers = { gate: { value: 'no' } };
const full: Answers = {
  gate: { value: 'yes' },
  one: { value: 'full' },
  two: { value: 'bad' },
  many: { value: ['x', 'z', 'y'] },
};
const na = { na: 'no such thing' };

describe('points by tag', () => {
  it.each<[string, Expression, Answers, [number | null, number | null, number | null]]>([
    ['sum of what is chosen', points('sum', 'visible'), full, [3, 3, 3]],
    ['sum over all is the same', points('sum', 'all'), full, [3, 3, 3]],
    ['greatest', points('max', 'visible'), full, [3, 3, 3]],
    ['open questions give a range', points('sum', 'visible'), {}, [-3, 10, null]],
    ['a hidden question gives nothing, whatever its answer', points('sum', 'visible'), hidden, [-2, 7, null]],
    ['and an answer under it changes nothing', points('sum', 'visible'), { ...full, ...hidden }, [1, 1, 1]],
    ['unknown is open', points('sum', 'visible'), { ...full, one: { unknown: true } }, [0, 3, null]],
    ['not applicable gives nothing', points('sum', 'visible'), { ...full, two: na }, [5, 5, 5]],
    ['greatest of what is asked', points('max', 'visible', 'n'), { other: { value: 'a' } }, [-5, -5, -5]],
    ['greatest over all counts the rest as 0', points('max', 'all', 'n'), { other: na }, [0, 0, 0]],
    ['greatest of nothing is no value', points('max', 'visible', 'n'), { other: na }, [null, null, null]],
    ['greatest over all, still open', points('max', 'all', 'n'), {}, [-5, 0, null]],
    ['possible sum of what is asked', possible('sum', 'visible'), full, [10, 10, 10]],
    ['possible sum without what is hidden', possible('sum', 'visible'), { ...full, ...hidden }, [7, 7, 7]],
    ['possible sum without what is not applicable', possible('sum', 'visible'), { ...full, two: na }, [6, 6, 6]],
    ['possible sum is open while it may shrink', possible('sum', 'visible'), {}, [3, 10, null]],
    ['possible sum over all is fixed', possible('sum', 'all'), hidden, [10, 10, 10]],
    ['possible greatest', possible('max', 'all'), {}, [4, 4, 4]],
    ['share in percent', { div: [{ mul: [points('sum', 'all'), 100] }, possible('sum', 'all')] }, full, [30, 30, 30]],
  ])('%s', (_, value, answers, [low, high, known]) => {
    expect(scoreOf(value, answers)).toMatchObject({ low, high, value: known });
  });

  it('tell no value from an open one', () => {
    const status = (answers: Answers) => scoreOf({ div: [1, 'number'] }, answers)?.status;
    expect([status({}), status({ number: { value: 0 } }), status({ number: { value: 4 } })]).toEqual([
      'open',
      'absent',
      'final',
    ]);
  });
});

describe('rounding half up', () => {
  it.each([
    [2.5, 0, 3],
    [-2.5, 0, -2],
    [-2.51, 0, -3],
    [-0.4, 0, 0],
    [1.005, 2, 1.01],
    [-1.005, 2, -1],
    [2.675, 2, 2.68],
    [1.45, 1, 1.5],
    [-1.45, 1, -1.4],
    [0.0000005, 6, 0.000001],
    [1e21, 2, 1e21],
    [1.5e-9, 3, 0],
    [123_456_789.125, 2, 123_456_789.13],
  ])('%d to %i decimals is %d', (value, decimals, expected) => {
    expect(roundHalfUp(value, decimals)).toBe(expected);
    expect(scoreOf('number', { number: { value } }, { decimals })?.value).toBe(expected);
  });

  it('never turns an order around and moves a number by half a step at most', () => {
    const number = fc.double({ noNaN: true, min: -1e9, max: 1e9 });
    fc.assert(
      fc.property(number, number, fc.integer({ min: 0, max: 6 }), (a, b, decimals) => {
        const [less, more] = a <= b ? [a, b] : [b, a];
        expect(roundHalfUp(less, decimals)).toBeLessThanOrEqual(roundHalfUp(more, decimals));
        expect(Math.abs(roundHalfUp(a, decimals) - a)).toBeLessThanOrEqual(0.5 * 10 ** -decimals * (1 + 1e-6) + 1e-6);
        expect(Object.is(roundHalfUp(a, decimals), -0)).toBe(false);
      }),
      { numRuns: 1_000, seed: 1 },
    );
  });
});

const bands = [
  { code: 'low', text: text('low'), to: 3.4 },
  { code: 'middle', text: text('middle'), from: 3.5, to: 7 },
  { code: 'high', text: text('high'), from: 7.1 },
];

describe('thresholds', () => {
  const at = (value: number) => scoreOf('number', { number: { value } }, { decimals: 1, thresholds: bands });
  it.each([
    [-100, 'low'],
    [3.4, 'low'],
    [3.44, 'low'],
    [3.45, 'middle'],
    [3.5, 'middle'],
    [7, 'middle'],
    [7.04, 'middle'],
    [7.05, 'high'],
    [7.1, 'high'],
  ])('%d lies in %s: bounds belong to the band, and the rounded value is what counts', (value, expected) => {
    expect(at(value)?.threshold).toBe(expected);
  });
  it('are settled as soon as the whole range lies in one', () => {
    const rest = {
      thresholds: [
        { code: 'low', text: text('low'), to: 3 },
        { code: 'top', text: text('top'), from: 4 },
      ],
    };
    const value = points('sum', 'visible');
    expect(scoreOf(value, {}, rest)).toMatchObject({ threshold: null, possible: ['low', 'top'], status: 'open' });
    const answers: Answers = { gate: { value: 'no' }, one: { value: 'some' } };
    expect(scoreOf(value, { ...answers, two: { value: 'bad' } }, rest)).toMatchObject({ threshold: 'low', value: 0 });
    expect(scoreOf(value, { gate: { value: 'no' }, two: { value: 'bad' } }, rest)).toMatchObject({
      status: 'open',
      value: null,
      low: -2,
      high: 1,
      threshold: 'low',
      possible: ['low'],
    });
  });
  it('leave values that lie in none without one', () => {
    const rest = { thresholds: [{ code: 'some', text: text('some'), from: 1, to: 2 }] };
    expect(scoreOf('number', { number: { value: 3 } }, rest)).toMatchObject({
      value: 3,
      threshold: null,
      possible: [],
    });
  });
});

const derived = {
  questions,
  scores: [
    score('share', { div: ['sum', possible('sum', 'all')] }, { decimals: 2 }),
    score('sum', points('sum', 'visible'), { thresholds: bands }),
  ],
  scales: [scaleOf('risk', ['low', 'high'])],
  rules: [
    leads('to-low', 'risk', 'low', { lt: ['share', 0.3] }),
    leads('to-high', 'risk', 'high', { gte: ['share', 0.3] }),
    finds('enough', { between: ['sum', 3, 7] }),
  ],
} satisfies Input;

describe('derived scores', () => {
  const prepared = preparePack(packOf(derived), 'hash');
  it('take other scores as rounded, in whatever order they stand', () => {
    const result = evaluate(prepared, full, today);
    expect(result.scores.map(({ score: name, value }) => [name, value])).toEqual([
      ['share', 0.3],
      ['sum', 3],
    ]);
    expect(result.conclusions[0]).toMatchObject({ status: 'final', degree: 'high' });
    expect(result.findings.map(({ rule }) => rule)).toEqual(['enough']);
    expect(Evaluation.parse(result)).toEqual(result);
  });
  it('leave a scale open as long as they are, and name the questions that settle it', () => {
    const result = evaluate(prepared, { ...hidden, one: { value: 'none' } }, today);
    expect(result.conclusions[0]).toMatchObject({ status: 'undetermined', settle: ['two'] });
  });
  it('are explained by the questions behind them', () => {
    const result = evaluate(prepared, { ...full, ...hidden }, today);
    expect(result.scores[1]?.trace).toMatchObject({ truth: 'true', provisions: ['place'], confidence: 'verified' });
    expect(result.scores[1]?.trace.sentence).toEqual({
      kk: '«sum kk» ұпайы — 1 (low kk), себебі: «one? kk» сұрағының жауабы — «full kk»; «two? kk» сұрағының жауабы — «bad kk».',
      ru: 'Балл «sum ru» — 1 (low ru), потому что: на вопрос «one? ru» дан ответ «full ru»; на вопрос «two? ru» дан ответ «bad ru».',
      en: 'The score “sum en” is 1 (low en), because: the answer to “one? en” is “full en”; the answer to “two? en” is “bad en”.',
    });
    expect(result.scores[0]?.trace.items.map(({ kind, name, value }) => [kind, name, value.en])).toEqual([
      ['score', 'sum', '1 (low en)'],
    ]);
    expect(result.traces['to-low']?.sentence.ru).toBe(
      'Условие правила «to-low ru» выполнено, потому что: балл «share ru»: «0,1».',
    );
    const open = evaluate(prepared, hidden, today).scores[1]?.trace;
    expect(open?.truth).toBe('unknown');
    expect(open?.sentence.en).toMatch(/^The score “sum en” is not known yet \(-2 to 7\): “one\? en” has no answer;/);
  });
  it('are expected by cases: a value, a threshold or nothing known', () => {
    const run = (answers: object, expected: object) =>
      runCase(prepared, Case.parse({ name: 'case', answers, expect: { scores: expected } }));
    expect(run(full, { sum: 3, share: 0.3 })).toEqual([]);
    expect(run(full, { sum: 'low' })).toEqual([]);
    expect(run({}, { sum: null })).toEqual([]);
    expect(run({}, { sum: 'low', share: 1, gone: 2 })).toEqual([
      'score sum: expected low, found none (open, between -3 and 10)',
      'score share: expected 1, found none (open, between -0.3 and 1)',
      'there is no score gone',
    ]);
  });
});

describe('faults', () => {
  const fault = (parts: Input): string => {
    try {
      preparePack(packOf({ questions, ...parts }), '');
    } catch (error) {
      if (error instanceof AppError) return error.message;
      throw error;
    }
    return '';
  };
  const at = (thresholds: ScoreInput['thresholds']) => fault({ scores: [score('it', 'number', { thresholds })] });
  const band = (code: string, from?: number, to?: number) => ({ code, text: text(code), from, to });
  it.each<[string, () => string, RegExp]>([
    ['a tag nobody carries', () => fault({ scores: [score('it', points('sum', 'all', 'gone'))] }), /has the tag gone/],
    [
      'a tag without points',
      () =>
        fault({
          questions: [ask('q', 'single', { tags, options: options({ a: null }) })],
          scores: [score('it', points('sum', 'all'))],
        }),
      /scores\.it\.value\.points: no question with points has the tag m/,
    ],
    ['a condition as a value', () => fault({ scores: [score('it', 'gate')] }), /a number or a date is expected/],
    ['a date as a value', () => fault({ scores: [score('it', 'today')] }), /a number is expected here, not a date/],
    ['a score as a condition', () => fault({ scores: [score('it', 1)], rules: [finds('r', 'it')] }), /a condition/],
    ['a circle', () => fault({ scores: [score('a', 'b'), score('b', 'a')] }), /scores\.a → scores\.b → scores\.a/],
    [
      'a circle through visibility and points',
      () =>
        fault({
          questions: [
            ...questions,
            ask('loop', 'single', { tags, options: options({ a: 1 }), visibleWhen: { gt: ['it', 1] } }),
          ],
          scores: [score('it', points('sum', 'all'))],
        }),
      /questions\.loop → scores\.it → questions\.loop/,
    ],
    [
      'what rests on how a question stands',
      () => fault({ scores: [score('it', { if: [{ answered: 'gate' }, 1, 0] })] }),
      /scores\.it\.value: rests on answered/,
    ],
    ['a name a question has', () => fault({ scores: [score('gate', 1)] }), /a question has this name too/],
    [
      'a name a fact has',
      () => fault({ facts: [{ name: 'it', text: text('f'), value: 1 }], scores: [score('it', 1)] }),
      /a fact has/,
    ],
    ['bands that overlap', () => at([band('a', 0, 3), band('b', 3, 5)]), /from 3 has to be greater than 3/],
    ['a band upside down', () => at([band('a', 3, 1)]), /from 3 is greater than to 1/],
    ['an open end inside', () => at([band('a', 0), band('b', 3, 5)]), /only the last threshold may lack to/],
    [
      'an open start inside',
      () => at([band('a', 0, 1), band('b', undefined, 5)]),
      /only the first threshold may lack from/,
    ],
    ['a code twice', () => at([band('a', 0, 1), band('a', 2, 5)]), /used twice/],
  ])('refuses %s', (_, run, expected) => {
    expect(run()).toMatch(expected);
  });
});

describe('the linter', () => {
  const problems = (parts: Input): string[] =>
    lint(packOf({ ...derived, ...parts })).map(({ severity, place, problem }) => `${severity} ${place}: ${problem}`);
  const about = /rests on score|holds the values/;
  it('warns of a degree that rests on a score, also through a fact, a visibility or a scale', () => {
    const found = problems({}).filter((problem) => about.test(problem));
    expect(found.map((problem) => problem.slice(0, 26))).toEqual([
      'warning rules.to-low.when:',
      'warning rules.to-high.when',
    ]);
    const facts = [{ name: 'f', text: text('f'), value: { gte: ['sum', 1] } as Expression }];
    const through = [
      { facts, rules: [leads('r', 'risk', 'low', 'f')] },
      {
        questions: [...questions, ask('late', 'yesno', { visibleWhen: { gte: ['sum', 1] } })],
        rules: [leads('r', 'risk', 'low', 'late')],
      },
      {
        scales: [...derived.scales, { ...scaleOf('step', ['low', 'high']), kind: 'status' as const }],
        rules: [
          leads('s', 'step', 'low', { gte: ['sum', 1] }),
          leads('r', 'risk', 'low', { concluded: ['step', ['low']] }),
        ],
      },
    ];
    for (const parts of through)
      expect(problems(parts).filter((problem) => about.test(problem))).toEqual([
        'warning rules.r.when: concludes on a scale of degrees and rests on score sum: degrees of the law come from rules, not from scores',
      ]);
  });
  it('does not on a scale that is no degree', () => {
    const scales = [{ ...derived.scales[0]!, kind: 'status' as const }];
    expect(problems({ scales }).filter((problem) => about.test(problem))).toEqual([]);
  });
  it('warns of values no threshold holds, at the step of the decimals', () => {
    const gaps = (decimals: number) =>
      problems({
        scores: [derived.scores[0]!, score('sum', points('sum', 'visible'), { thresholds: bands, decimals })],
      }).filter((problem) => problem.includes('holds the values'));
    expect(gaps(1)).toEqual([]);
    expect(gaps(2)).toEqual([
      'warning scores.sum.thresholds.middle: no threshold holds the values between 3.4 and 3.5',
      'warning scores.sum.thresholds.high: no threshold holds the values between 7 and 7.1',
    ]);
  });
  it('takes a question whose points are counted as used', () => {
    expect(problems({}).some((problem) => problem.includes('questions.many'))).toBe(false);
  });
});
