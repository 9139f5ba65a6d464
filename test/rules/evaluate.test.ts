import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/lib/errors.ts';
import type { Answers } from '../../shared/rules/answer.ts';
import { evaluate, preparePack } from '../../shared/rules/evaluate.ts';
import type { Expression } from '../../shared/rules/expression.ts';
import { Evaluation } from '../../shared/rules/result.ts';
import { ask, finds, leads, options, packOf, scaleOf, text } from './packs.ts';

const today = '2026-11-23';

const questions = [
  ask('a', 'yesno', { allowNa: true }),
  ask('b', 'yesno'),
  ask('colour', 'single', { options: options({ red: 3, green: 1, blue: null }), allowNa: true }),
  ask('tags', 'multiple', { options: options({ x: 2, y: 5, z: -1 }) }),
  ask('amount', 'number', { allowNa: true }),
  ask('since', 'date'),
  ask('note', 'text'),
  ask('harm', 'matrix', {
    rows: options({ people: null, plant: null }),
    levels: options({ none: null, some: null, heavy: null }),
  }),
  ask('list', 'table', { columns: options({ name: null }) }),
  ask('shown', 'yesno', { visibleWhen: 'b' }),
  ask('shown-amount', 'number', { visibleWhen: 'b' }),
  ask('shown-colour', 'single', { options: options({ red: null, green: null }), visibleWhen: 'b' }),
];

/** How a condition comes out: an obligation is made of it and asked whether it applies. */
function truthOf(when: Expression, answers: Answers): string {
  const pack = packOf({
    questions,
    obligations: [
      {
        name: 'duty',
        mark: 'D',
        title: text('duty'),
        text: text('duty'),
        when,
        bound: ['owner'],
        force: 'law',
        provisions: ['place'],
      },
    ],
  });
  return evaluate(preparePack(pack, 'hash'), answers, today).obligations[0]?.applies ?? '';
}

const yes = { value: 'yes' };
const no = { value: 'no' };
const unknown = { unknown: true } as const;
const na = { na: 'no such part' };

const truths: [string, Expression, Answers, string][] = [
  ['yes holds', 'a', { a: yes }, 'true'],
  ['no does not hold', 'a', { a: no }, 'false'],
  ['unknown stays unknown', 'a', { a: unknown }, 'unknown'],
  ['not answered stays unknown', 'a', {}, 'unknown'],
  ['not applicable is false', 'a', { a: na }, 'false'],
  ['not applicable counts only where allowed', 'b', { b: na }, 'unknown'],
  ['an answer of a wrong type counts as none', 'a', { a: { value: 7 } }, 'unknown'],
  ['a code outside the list counts as none', { eq: ['colour', 'red'] }, { colour: { value: 'pink' } }, 'unknown'],
  ['one true decides any', { any: ['a', 'b'] }, { b: yes }, 'true'],
  ['any without a true one stays unknown', { any: ['a', 'b'] }, { b: no }, 'unknown'],
  ['one false decides all', { all: ['a', 'b'] }, { b: no }, 'false'],
  ['all without a false one stays unknown', { all: ['a', 'b'] }, { b: yes }, 'unknown'],
  ['not turns', { not: 'a' }, { a: no }, 'true'],
  ['not of unknown is unknown', { not: 'a' }, {}, 'unknown'],
  ['hidden is false', 'shown', { b: no, shown: yes }, 'false'],
  ['visible counts', 'shown', { b: yes, shown: yes }, 'true'],
  ['perhaps hidden and yes is open', 'shown', { shown: yes }, 'unknown'],
  ['perhaps hidden and no agrees with hidden', 'shown', { shown: no }, 'false'],
  ['hidden equals nothing', { eq: ['shown', 'no'] }, { b: no, shown: no }, 'false'],
  ['hidden is not yes', { not: 'shown' }, { b: no, shown: yes }, 'true'],
  ['perhaps hidden code is open', { eq: ['shown-colour', 'red'] }, { 'shown-colour': { value: 'red' } }, 'unknown'],
  [
    'perhaps hidden other code is false',
    { eq: ['shown-colour', 'red'] },
    { 'shown-colour': { value: 'green' } },
    'false',
  ],
  ['code equals', { eq: ['colour', 'red'] }, { colour: { value: 'red' } }, 'true'],
  ['code is among', { in: ['colour', ['red', 'green']] }, { colour: { value: 'green' } }, 'true'],
  ['code is not among', { in: ['colour', ['red', 'green']] }, { colour: { value: 'blue' } }, 'false'],
  ['yes and no may be compared as words', { eq: ['a', 'no'] }, { a: no }, 'true'],
  ['text equals', { eq: ['note', 'ok'] }, { note: { value: 'ok' } }, 'true'],
  ['number equals', { eq: ['amount', 5] }, { amount: { value: 5 } }, 'true'],
  ['number above', { gt: ['amount', 5] }, { amount: { value: 5 } }, 'false'],
  ['number above or at', { gte: ['amount', 5] }, { amount: { value: 5 } }, 'true'],
  ['number below', { lt: ['amount', 5] }, { amount: { value: 4 } }, 'true'],
  ['number below or at', { lte: ['amount', 5] }, { amount: { value: 5.5 } }, 'false'],
  ['between includes its bounds', { between: ['amount', 1, 5] }, { amount: { value: 5 } }, 'true'],
  ['comparison with nothing is false', { lt: ['amount', 5] }, { amount: na }, 'false'],
  ['open number is open', { lt: ['amount', 5] }, {}, 'unknown'],
  ['hidden is 0 in a sum', { eq: [{ sum: ['shown-amount', 1] }, 1] }, { b: no, 'shown-amount': { value: 9 } }, 'true'],
  [
    'perhaps hidden is 0 or itself in a sum',
    { gte: [{ sum: ['shown-amount', 1] }, 1] },
    { 'shown-amount': { value: 9 } },
    'true',
  ],
  ['points of one option', { eq: ['colour', 3] }, { colour: { value: 'red' } }, 'true'],
  ['points of chosen options add up', { eq: [{ sum: ['tags'] }, 7] }, { tags: { value: ['y', 'x', 'y'] } }, 'true'],
  ['open points lie between their bounds', { lte: [{ sum: ['tags', 'colour'] }, 10] }, {}, 'true'],
  ['open points are open inside the bounds', { lte: [{ sum: ['tags', 'colour'] }, 9] }, {}, 'unknown'],
  ['greatest skips what is absent', { eq: [{ max: ['amount', -4] }, -4] }, { amount: na }, 'true'],
  ['least', { eq: [{ min: ['amount', 4] }, 3] }, { amount: { value: 3 } }, 'true'],
  ['half is rounded up', { eq: [{ round: 'amount' }, 3] }, { amount: { value: 2.5 } }, 'true'],
  ['half below zero is rounded up', { eq: [{ round: 'amount' }, -2] }, { amount: { value: -2.5 } }, 'true'],
  ['product and quotient', { eq: [{ div: [{ mul: ['amount', 6] }, 4] }, 3] }, { amount: { value: 2 } }, 'true'],
  ['product with an open factor and zero', { eq: [{ mul: ['amount', 0] }, 0] }, {}, 'unknown'],
  ['division by zero has no value', { gte: [{ div: [1, 'amount'] }, 0] }, { amount: { value: 0 } }, 'false'],
  ['if takes the branch', { gt: [{ if: ['a', 10, 1] }, 5] }, { a: yes }, 'true'],
  ['if with an open test is open', { gt: [{ if: ['a', 10, 1] }, 5] }, {}, 'unknown'],
  ['if with an open test and agreeing branches', { gt: [{ if: ['a', 10, 7] }, 5] }, { a: unknown }, 'true'],
  ['chosen option', { contains: ['tags', 'x'] }, { tags: { value: ['x'] } }, 'true'],
  ['option not chosen', { contains: ['tags', 'x'] }, { tags: { value: [] } }, 'false'],
  ['number of options', { gte: [{ count: 'tags' }, 2] }, { tags: { value: ['x', 'y'] } }, 'true'],
  ['number of options cannot exceed the list', { gte: [{ count: 'tags' }, 4] }, {}, 'false'],
  ['number of rows', { eq: [{ count: 'list' }, 1] }, { list: { value: [{ name: 'n' }] } }, 'true'],
  [
    'one cell decides',
    { anyCell: { question: 'harm', levels: ['heavy'] } },
    { harm: { value: { plant: 'heavy' } } },
    'true',
  ],
  [
    'a missing row keeps any open',
    { anyCell: { question: 'harm', levels: ['heavy'] } },
    { harm: { value: { plant: 'none' } } },
    'unknown',
  ],
  [
    'no cell',
    { anyCell: { question: 'harm', levels: ['heavy'] } },
    { harm: { value: { plant: 'none', people: 'some' } } },
    'false',
  ],
  [
    'only the named rows',
    { anyCell: { question: 'harm', levels: ['heavy'], rows: ['people'] } },
    { harm: { value: { plant: 'heavy', people: 'none' } } },
    'false',
  ],
  [
    'every cell',
    { allCells: { question: 'harm', levels: ['none', 'some'] } },
    { harm: { value: { plant: 'none', people: 'some' } } },
    'true',
  ],
  [
    'one cell refutes all',
    { allCells: { question: 'harm', levels: ['none'] } },
    { harm: { value: { plant: 'heavy' } } },
    'false',
  ],
  [
    'an unknown cell keeps all open',
    { allCells: { question: 'harm', levels: ['none'] } },
    { harm: { value: { plant: 'none', people: 'unknown' } } },
    'unknown',
  ],
  ['answered sees unknown', { answered: 'a' }, { a: unknown }, 'true'],
  ['known does not', { known: 'a' }, { a: unknown }, 'false'],
  ['unknown is a fact', { isUnknown: 'a' }, { a: unknown }, 'true'],
  ['nothing is not unknown', { isUnknown: 'a' }, {}, 'false'],
  [
    'an unknown row is a fact',
    { isUnknown: 'harm' },
    { harm: { value: { plant: 'none', people: 'unknown' } } },
    'true',
  ],
  ['an unfinished matrix is not answered', { answered: 'harm' }, { harm: { value: { plant: 'none' } } }, 'false'],
  ['not applicable is a fact', { isNa: 'a' }, { a: na }, 'true'],
  ['hidden is not answered', { answered: 'shown' }, { b: no, shown: yes }, 'false'],
  ['days since', { eq: [{ daysSince: 'since' }, 365] }, { since: { value: '2025-11-23' } }, 'true'],
  [
    'a day that does not exist counts as none',
    { gte: [{ daysSince: 'since' }, 0] },
    { since: { value: '2026-02-30' } },
    'unknown',
  ],
  ['dates are compared', { lt: ['since', '2026-01-18'] }, { since: { value: '2026-01-17' } }, 'true'],
  ['today', { lte: ['since', 'today'] }, { since: { value: '2026-11-24' } }, 'false'],
  ['date equals', { eq: ['since', '2024-02-29'] }, { since: { value: '2024-02-29' } }, 'true'],
];

describe('conditions', () => {
  it.each(truths)('%s', (_, when, answers, expected) => {
    expect(truthOf(when, answers)).toBe(expected);
  });
});

const faults: [string, Expression, RegExp][] = [
  ['an unknown name', 'nobody', /no question, fact or score is called nobody/],
  ['a date compared with a list', { gt: ['since', 'tags'] }, /date and a number/],
  ['a date compared with a number', { lt: ['since', 5] }, /date and a number/],
  ['a text compared with a number', { lt: ['note', 5] }, /a number or a date is expected/],
  ['a number as a condition', { all: ['amount'] }, /a condition/],
  ['a list as a condition', { any: ['tags'] }, /a condition/],
  ['a matrix as a condition', 'harm', /use contains, count, anyCell or allCells/],
  ['an option that does not exist', { contains: ['tags', 'w'] }, /no option w/],
  ['a code that does not exist', { eq: ['colour', 'pink'] }, /one of red, green, blue/],
  ['a level that does not exist', { anyCell: { question: 'harm', levels: ['much'] } }, /no level much/],
  ['the level unknown', { anyCell: { question: 'harm', levels: ['unknown'] } }, /use isUnknown/],
  ['a row that does not exist', { allCells: { question: 'harm', levels: ['none'], rows: ['roof'] } }, /no row roof/],
  ['a scale that does not exist', { concluded: ['risk', ['high']] }, /no scale is called risk/],
  ['branches of different types', { gt: [{ if: ['a', 1, 'since'] }, 1] }, /different types/],
  ['a sum of dates', { gt: [{ sum: ['since'] }, 1] }, /not a date/],
  ['an impossible day', { gt: ['since', '2026-02-30'] }, /no day 2026-02-30/],
  ['a wrong kind', { count: 'a' }, /is of kind yesno/],
];

function faultOf(run: () => unknown): AppError {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('no fault was found');
}

describe('faults of a pack', () => {
  it.each(faults)('refuses %s', (_, when, problem) => {
    const error = faultOf(() => truthOf(when, {}));
    expect(error).toMatchObject({ code: 'invalid', reason: 'pack-fault' });
    expect(error.details.problem).toMatch(problem);
    expect(error.details.place).toMatch(/^obligations\.duty\.when/);
  });

  it('refuses facts in a cycle and names it', () => {
    const pack = packOf({
      questions: [ask('a', 'yesno')],
      facts: [
        { name: 'one', text: text('one'), value: { any: ['a', 'two'] } },
        { name: 'two', text: text('two'), value: 'one' },
      ],
    });
    expect(faultOf(() => preparePack(pack, '')).details.problem).toMatch(/facts\.one → facts\.two → facts\.one/);
  });

  it('refuses a question that decides on its own visibility', () => {
    const pack = packOf({ questions: [ask('a', 'yesno', { visibleWhen: 'a' })] });
    expect(faultOf(() => preparePack(pack, '')).details.place).toBe('questions.a');
  });

  it('refuses an expression nested deeper than 64', () => {
    const nested = (depth: number): Expression => {
      let when: Expression = 'a';
      for (let level = 1; level < depth; level += 1) when = { not: when };
      return when;
    };
    expect(truthOf(nested(64), { a: yes })).toBe('false');
    expect(faultOf(() => truthOf(nested(65), {})).details.problem).toMatch(/64 are allowed/);
  });

  it('refuses a very long chain of facts and takes a long one', () => {
    const chain = (length: number) =>
      packOf({
        questions: [ask('a', 'yesno')],
        facts: Array.from({ length }, (_, index) => ({
          name: `f${index}`,
          text: text('f'),
          value: index === 0 ? 'a' : { all: [`f${index - 1}`, `f${index - 1}`] },
        })),
        rules: [finds('found', `f${length - 1}`)],
      });
    expect(evaluate(preparePack(chain(150), ''), { a: yes }, today).findings).toHaveLength(1);
    expect(faultOf(() => preparePack(chain(600), '')).details.problem).toMatch(/500 are allowed/);
  });

  const tainted: [string, Parameters<typeof packOf>[0]][] = [
    ['itself', { rules: [leads('r', 's', 'high', { not: { answered: 'a' } })] }],
    [
      'through a fact',
      { facts: [{ name: 'f', text: text('f'), value: { isUnknown: 'a' } }], rules: [leads('r', 's', 'high', 'f')] },
    ],
    [
      'through a visibility',
      {
        questions: [ask('a', 'yesno'), ask('b', 'yesno', { visibleWhen: { known: 'a' } })],
        rules: [leads('r', 's', 'high', 'b')],
      },
    ],
  ];
  it.each(tainted)('refuses a conclusion that rests on how a question stands: %s', (_, parts) => {
    const pack = packOf({ questions: [ask('a', 'yesno')], scales: [scaleOf('s', ['low', 'high'])], ...parts });
    expect(faultOf(() => preparePack(pack, '')).details.problem).toMatch(/answered, known, isUnknown or isNa/);
  });

  it('refuses names used twice and names that lead nowhere', () => {
    const twice = packOf({ questions: [ask('a', 'yesno'), ask('a', 'yesno')] });
    expect(faultOf(() => preparePack(twice, '')).details.problem).toMatch(/used twice/);
    const nowhere = packOf({ questions: [ask('a', 'yesno', { provisions: ['gone'] })] });
    expect(faultOf(() => preparePack(nowhere, '')).details.problem).toMatch(/no provision is called gone/);
  });
});

const ladder = preparePack(
  packOf({
    questions: [ask('low-case', 'yesno'), ask('mid-case', 'yesno'), ask('high-case', 'yesno'), ask('gate', 'yesno')],
    scales: [scaleOf('risk', ['low', 'mid', 'high']), scaleOf('next', ['no', 'yes'])],
    rules: [
      leads('to-low', 'risk', 'low', 'low-case'),
      leads('to-mid', 'risk', 'mid', 'mid-case'),
      leads('to-high', 'risk', 'high', { all: ['high-case', 'gate'] }),
      leads('next-yes', 'next', 'yes', { concluded: ['risk', ['mid', 'high']] }),
      leads('next-no', 'next', 'no', { concluded: ['risk', ['low']] }),
      finds('high-found', { concluded: ['risk', ['high']] }, 'stop'),
    ],
  }),
  'hash',
);

function standing(answers: Answers): unknown[] {
  const { conclusions } = evaluate(ladder, answers, today);
  return conclusions.map(({ status, degree, possible, settle }) => [status, degree, possible.join(), settle.join()]);
}

describe('scales', () => {
  it('are undetermined while nothing holds, and name what would settle them', () => {
    expect(standing({})[0]).toEqual(['undetermined', null, 'low,mid,high', 'low-case,mid-case,high-case,gate']);
  });
  it('are provisional while a higher degree is possible', () => {
    const answers = { 'mid-case': yes, gate: yes };
    expect(standing(answers)[0]).toEqual(['provisional', 'mid', 'mid,high', 'high-case']);
  });
  it('are final when no open rule leads higher', () => {
    expect(standing({ 'mid-case': yes, gate: no })[0]).toEqual(['final', 'mid', 'mid', '']);
    expect(standing({ 'high-case': yes, gate: yes })[0]).toEqual(['final', 'high', 'high', '']);
  });
  it('are not classified when every rule is refuted', () => {
    expect(standing({ 'low-case': no, 'mid-case': no, gate: no })[0]).toEqual(['undetermined', null, '', '']);
  });
  it('feed other scales: settled as soon as all that is possible agrees', () => {
    expect(standing({ 'mid-case': yes })[1]).toEqual(['final', 'yes', 'yes', '']);
    expect(standing({ 'low-case': yes })[1]).toEqual(['undetermined', null, 'no,yes', 'mid-case,high-case,gate']);
  });
  it('name the rules that hold and those that are open', () => {
    const [risk] = evaluate(ladder, { 'mid-case': yes }, today).conclusions;
    expect(risk).toMatchObject({ rules: ['to-mid'], openRules: ['to-high'] });
  });
  it('leave out of the settling questions what makes no difference', () => {
    const pack = packOf({
      questions: [ask('a', 'yesno'), ask('b', 'yesno'), ask('c', 'yesno')],
      scales: [scaleOf('s', ['low', 'high'])],
      rules: [
        leads('to-low', 's', 'low', true),
        leads('to-high', 's', 'high', {
          any: [{ all: ['a', 'b'] }, { all: ['a', { any: ['b', { all: ['b', 'c'] }] }] }],
        }),
      ],
    });
    expect(evaluate(preparePack(pack, ''), {}, today).conclusions[0]?.settle).toEqual(['a', 'b']);
  });
});

describe('the rest of an evaluation', () => {
  const pack = packOf({
    sections: [
      { name: 'main', title: text('main') },
      { name: 'second', title: text('second') },
    ],
    questions: [
      ask('a', 'yesno'),
      ask('optional', 'text', { requiredWhen: { eq: ['a', 'yes'] } }),
      ask('harm', 'matrix', {
        rows: options({ people: null, plant: null }),
        levels: options({ none: null, heavy: null }),
        section: 'second',
      }),
      ask('inner', 'yesno', { visibleWhen: 'a', section: 'second' }),
    ],
    rules: [
      finds('review', { isUnknown: 'harm' }),
      finds('heavy', { anyCell: { question: 'harm', levels: ['heavy'] } }, 'stop'),
    ],
    obligations: [
      {
        name: 'duty',
        mark: 'D1',
        title: text('keep'),
        text: text('keep'),
        when: 'a',
        metWhen: 'inner',
        bound: ['owner', 'user'],
        force: 'law',
        provisions: ['place'],
      },
      {
        name: 'always',
        mark: 'D2',
        title: text('know'),
        text: text('know'),
        when: true,
        bound: ['owner'],
        force: 'recommended',
        provisions: ['place'],
      },
    ],
    documents: [{ name: 'paper', title: text('paper'), when: 'a', force: 'law', provisions: ['place'] }],
  });
  const prepared = preparePack(pack, 'hash');

  it('fits its schema and lists what is missing, unknown and done', () => {
    const result = evaluate(prepared, { harm: { value: { people: 'unknown', plant: 'heavy' } } }, today);
    expect(Evaluation.parse(result)).toEqual(result);
    expect(result.visible).toEqual(['a', 'optional', 'harm', 'inner']);
    expect(result.missing).toEqual(['a', 'inner']);
    expect(result.unknown).toEqual(['harm']);
    expect(result.progress).toEqual([
      { section: 'main', answered: 0, total: 2 },
      { section: 'second', answered: 1, total: 2 },
    ]);
    expect(result.findings.map(({ rule }) => rule)).toEqual(['review', 'heavy']);
  });

  it('tells whether a duty applies and is met', () => {
    const pick = (answers: Answers) =>
      evaluate(prepared, answers, today).obligations.map(({ applies, met }) => `${applies} ${met}`);
    expect(pick({})).toEqual(['unknown unknown', 'true null']);
    expect(pick({ a: yes, inner: no })).toEqual(['true false', 'true null']);
    expect(pick({ a: yes, inner: yes })).toEqual(['true true', 'true null']);
    expect(evaluate(prepared, { a: yes }, today).documents).toEqual([{ document: 'paper', applies: 'true' }]);
  });

  it('takes names of object prototypes for nothing', () => {
    const answers = JSON.parse('{"__proto__":{"value":"yes"},"constructor":{"value":"yes"}}') as Answers;
    expect(evaluate(prepared, answers, today)).toEqual(evaluate(prepared, {}, today));
  });
});
