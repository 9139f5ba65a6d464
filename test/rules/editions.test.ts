import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answers } from '../../shared/rules/answer.ts';
import { runCase } from '../../shared/rules/cases.ts';
import { conclude, evaluate, preparePack } from '../../shared/rules/evaluate.ts';
import { lint } from '../../shared/rules/lint.ts';
import { Case } from '../../shared/rules/pack.ts';
import { Evaluation } from '../../shared/rules/result.ts';
import { dayNumber, dayOf } from '../../shared/rules/values.ts';
import { ask, finds, packOf, text } from './packs.ts';

const edition = (name: string, from: string) => ({ name, title: text(name), from, provisions: ['place'] });
const duty = {
  name: 'report',
  mark: 'D',
  title: text('report'),
  text: text('report'),
  bound: ['applicant' as const],
  force: 'law' as const,
  provisions: ['place'],
};

const parts = {
  questions: [ask('a', 'yesno'), ask('ready', 'yesno'), ask('since', 'date'), ask('until', 'date')],
  editions: [edition('second', '2026-07-01'), edition('first', '2024-08-01')],
  applicationDates: [
    {
      name: 'high-risk',
      subject: { kk: 'Жоғары тәуекел', ru: 'Высокий риск', en: 'High risk' },
      dates: [
        { edition: 'second', from: '2027-12-02' },
        { edition: 'first', from: '2026-08-02' },
      ],
      provisions: ['place'],
    },
    { name: 'early', subject: text('early'), dates: [{ edition: 'first', from: '2025-02-02' }], provisions: ['place'] },
  ],
  rules: [finds('high', { inForce: 'high-risk' }, 'note'), finds('early', { inForce: 'early' }, 'note')],
  obligations: [
    {
      ...duty,
      when: 'a',
      deadline: { from: { max: ['since', 'until'] }, days: 5, working: true, text: text('five days') },
    },
  ],
  packageParts: [
    { name: 'letter', mark: '1', title: text('letter'), content: text('letter'), readyWhen: 'ready', provisions: [] },
    { name: 'copy', mark: '2', title: text('copy'), content: text('copy'), provisions: [] },
  ].map((part) => ({ ...part, provisions: ['place'] })),
  channels: [
    {
      name: 'ministry',
      mark: 'C1',
      title: { kk: 'Министрлік', ru: 'Министерство', en: 'Ministry' },
      trigger: text('trigger'),
      recipient: text('recipient'),
      voluntary: false,
      when: 'a',
      parts: [
        { part: 'letter', force: 'law' as const },
        { part: 'copy', force: 'recommended' as const, when: 'ready' },
      ],
      provisions: ['place'],
    },
  ],
} satisfies Parameters<typeof packOf>[0];

const prepared = preparePack(packOf(parts), 'hash');
const yes = { value: 'yes' };
const found = (on: string): string[] => evaluate(prepared, {}, on).findings.map(({ rule }) => rule);

describe('application dates by edition', () => {
  it.each([
    ['2024-07-31', []],
    ['2025-02-01', []],
    ['2025-02-02', ['early']],
    // The first edition is read until the second is in force, although it names an earlier day.
    ['2026-06-30', ['early']],
    ['2026-07-01', ['early']],
    ['2026-08-02', ['early']],
    ['2027-12-01', ['early']],
    ['2027-12-02', ['high', 'early']],
    ['no day', []],
  ])('on %s hold %j', (on, expected) => {
    expect(found(on)).toEqual(expected);
  });

  it('are read by the edition in force on the day and not by a later one', () => {
    const late = { ...parts, editions: [edition('second', '2026-09-01'), edition('first', '2024-08-01')] };
    const pack = preparePack(packOf(late), '');
    const holds = (on: string): boolean => evaluate(pack, {}, on).findings.some(({ rule }) => rule === 'high');
    expect([holds('2026-08-01'), holds('2026-08-31'), holds('2026-09-01'), holds('2027-12-02')]).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  it('explain themselves in three languages', () => {
    const [, early] = evaluate(prepared, {}, '2027-12-02').findings;
    const [high] = evaluate(prepared, {}, '2027-12-02').findings;
    expect(early?.trace.items).toMatchObject([{ kind: 'date', name: 'early', state: 'value' }]);
    expect(high?.trace.sentence).toEqual({
      kk: '«high kk» қағидасының шарты орындалды, себебі: «Жоғары тәуекел» — «02.12.2027 күнінен бастап қолданылады (second kk)».',
      ru: 'Условие правила «high ru» выполнено, потому что: «Высокий риск»: «применяется с 02.12.2027 (second ru)».',
      en: 'The condition of the rule “high en” holds, because: “High risk”: “applies from 02.12.2027 (second en)”.',
    });
    const pack = preparePack(
      packOf({ ...parts, rules: [], obligations: [{ ...duty, when: { inForce: 'early' } }] }),
      '',
    );
    const sentence = (on: string) => evaluate(pack, {}, on).obligations[0]?.trace.sentence.ru;
    expect(sentence('2025-01-01')).toBe(
      'Обязанность «report ru» не применяется, потому что: «early ru»: «ещё не применяется, только с 02.02.2025 (first ru)».',
    );
    expect(sentence('2020-01-01')).toBe(
      'Обязанность «report ru» не применяется, потому что: «early ru»: «действующая редакция не называет дня».',
    );
  });
});

describe('the day a deadline runs from', () => {
  const start = (answers: Answers) => evaluate(prepared, answers, '2026-11-23').obligations[0]?.start;
  it('is known only where it is one day', () => {
    expect(start({})).toBeNull();
    expect(start({ since: { value: '2026-11-20' } })).toBeNull();
    expect(start({ since: { value: '2026-11-20' }, until: { value: '2026-02-28' } })).toBe('2026-11-20');
    expect(start({ since: { value: '2026-11-20' }, until: { unknown: true } })).toBeNull();
  });
  it('is written as the day it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_528, max: 2_932_896 }), (days) => {
        expect(dayNumber(dayOf(days))).toBe(days);
      }),
    );
    expect([dayOf(0), dayOf(-719_528), dayOf(2_932_896), dayOf(59)]).toEqual([
      '1970-01-01',
      '0000-01-01',
      '9999-12-31',
      '1970-03-01',
    ]);
  });
});

describe('channels', () => {
  const channel = (answers: Answers) => evaluate(prepared, answers, '2026-11-23').channels[0];
  it('tell whether they apply, what belongs to the package and what is ready', () => {
    expect(channel({})).toMatchObject({
      channel: 'ministry',
      applies: 'unknown',
      parts: [
        { part: 'letter', force: 'law', applies: 'true', ready: 'unknown' },
        { part: 'copy', force: 'recommended', applies: 'unknown', ready: null, trace: null },
      ],
    });
    expect(channel({ a: yes, ready: yes })).toMatchObject({
      applies: 'true',
      parts: [
        { applies: 'true', ready: 'true' },
        { applies: 'true', ready: null },
      ],
    });
  });
  it('explain themselves', () => {
    const result = channel({ a: yes, ready: { value: 'no' } });
    expect(result?.trace.sentence.ru).toBe(
      'Канал «Министерство» применяется, потому что: на вопрос «a? ru» дан ответ «да».',
    );
    expect(result?.parts[0]?.trace?.sentence.kk).toBe(
      'Пакеттің «letter kk» бөлігі дайын емес, себебі: «ready? kk» сұрағының жауабы — «жоқ».',
    );
  });
  it('are expected by cases', () => {
    const run = (answers: object, expected: object) =>
      runCase(prepared, Case.parse({ name: 'case', answers, expect: expected }));
    expect(run({ a: yes }, { channels: ['ministry'] })).toEqual([]);
    expect(run({ a: { value: 'no' } }, { noChannels: ['ministry'] })).toEqual([]);
    expect(run({}, { channels: ['ministry'], noChannels: ['gone'] })).toEqual([
      'channel ministry: applies is expected to be true, is unknown',
      'there is no channel gone',
    ]);
  });
});

it('the result fits its schema, and without reasons it is the same', () => {
  const list: Answers[] = [{}, { a: yes, ready: yes, since: { value: '2026-01-01' }, until: { value: '2026-01-01' } }];
  for (const answers of list) {
    const full = evaluate(prepared, answers, '2026-11-23');
    expect(Evaluation.parse(full)).toEqual(full);
    expect(full).toMatchObject(conclude(prepared, answers, '2026-11-23'));
  }
});

describe('the linter', () => {
  const problems = (change: Parameters<typeof packOf>[0]): string =>
    lint(packOf({ ...parts, ...change }))
      .map(({ severity, place, problem }) => `${severity} ${place}: ${problem}`)
      .join('\n');
  const [highRisk, early] = parts.applicationDates;
  const [ministry] = parts.channels;
  const [letter, copy] = parts.packageParts;
  const silent = { rules: [], applicationDates: [] };
  it.each<[string, Parameters<typeof packOf>[0], RegExp]>([
    ['a date that is not there', { applicationDates: [early!] }, /rules\.high\.when\.inForce: no application date is/],
    ['an edition that is not there', { editions: [edition('first', '2024-08-01')] }, /Dates\.high-risk: no edition is/],
    [
      'two editions from one day',
      { editions: [edition('first', '2026-07-01'), edition('second', '2026-07-01')] },
      /editions\.from\.2026-07-01: this name is used twice/,
    ],
    [
      'an edition named twice',
      { applicationDates: [early!, { ...highRisk!, dates: [...highRisk!.dates, ...highRisk!.dates] }] },
      /applicationDates\.high-risk\.dates\.second: this name is used twice/,
    ],
    ['a part that is not there', { packageParts: [letter!] }, /channels\.ministry: no package part is called copy/],
    [
      'a part taken twice',
      { channels: [{ ...ministry!, parts: [...ministry!.parts, ...ministry!.parts] }] },
      /channels\.ministry\.parts\.letter: this name is used twice/,
    ],
    [
      'a part no channel takes',
      { channels: [{ ...ministry!, parts: [] }] },
      /warning packageParts\.letter: no channel/,
    ],
    ['a summary that is no scale', { summary: 'gone' }, /error summary: no scale is called gone/],
    ['a provision that is not there', { channels: [{ ...ministry!, provisions: ['gone'] }] }, /no provision is called/],
    [
      'a date no condition asks for',
      { rules: [finds('high', { inForce: 'high-risk' })] },
      /warning applicationDates\.ear/,
    ],
    [
      'a deadline from no date',
      { obligations: [{ ...duty, when: 'a', deadline: { from: 3, text: text('t') } }] },
      /a date/,
    ],
    [
      'a channel that never opens',
      { ...silent, channels: [{ ...ministry!, when: { all: ['a', { not: 'a' }] } }] },
      /channels\.ministry\.when: never holds/,
    ],
    [
      'an unknown name',
      { packageParts: [{ ...letter!, readyWhen: 'gone' }, copy!] },
      /packageParts\.letter\.readyWhen: no/,
    ],
  ])('finds %s', (_, change, expected) => {
    expect(problems(change)).toMatch(expected);
  });
  it('has nothing else to say about these parts', () => {
    expect(problems({})).toBe('error cases: there is no worked example');
  });
});
