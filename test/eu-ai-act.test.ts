import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { comingDays } from '../shared/assessments/coming.ts';
import { euPack, lawPack } from '../shared/assessments/policy.ts';
import type { Answer, Answers } from '../shared/rules/answer.ts';
import { evaluate } from '../shared/rules/evaluate.ts';
import { readPackFolder } from '../electron/packs/library.ts';
import { productFolder } from '../electron/product-folder.ts';
import { world, type World } from './world.ts';

const yes = { value: 'yes' } as const;
const no = { value: 'no' } as const;
const { pack, prepared } = readPackFolder(join(productFolder('shared/packs'), euPack));

/** A provider whose recruitment system gives outputs used in the EU; everything else is answered no. */
const recruitment: Answers = {
  ...Object.fromEntries(
    pack.questions
      .filter(({ kind, section }) => kind === 'yesno' && ['scope', 'prohibited', 'transparency'].includes(section))
      .map(({ name }) => [name, no]),
  ),
  'output-used-in-eu': yes,
  'eu-role': { value: ['provider'] },
  'annex-i-product': no,
  ...Object.fromEntries([1, 2, 3, 5, 6, 7, 8].map((area) => [`annex-iii-area-${area}`, { value: ['none'] }])),
  'annex-iii-area-4': { value: ['recruitment'] },
  'eu-profiling': no,
  'exemption-conditions': { value: ['none'] },
};

const applies = (answers: Answers, on: string): string[] =>
  evaluate(prepared, answers, on)
    .obligations.filter((duty) => duty.applies === 'true')
    .map(({ obligation }) => obligation);
const degreeOn = (answers: Answers, scale: string, on: string): string | null | undefined =>
  evaluate(prepared, answers, on).conclusions.find((conclusion) => conclusion.scale === scale)?.degree;

describe('dates by edition', () => {
  it.each([
    // The wording of 2024 names 2 August 2026, the amendment in force from 27 July 2026 a later day.
    ['2026-06-01', false],
    ['2026-08-02', false],
    ['2026-11-23', false],
    ['2027-12-01', false],
    ['2027-12-02', true],
    ['2028-08-02', true],
  ])('Annex III duties of the provider on %s: %s', (on, expected) => {
    expect(applies(recruitment, on).includes('provider-conformity-assessment')).toBe(expected);
  });

  it.each([
    ['2026-11-23', false],
    ['2027-12-02', false],
    ['2028-08-01', false],
    ['2028-08-02', true],
  ])('Annex I duties of the provider on %s: %s', (on, expected) => {
    const machine = {
      ...recruitment,
      'annex-iii-area-4': { value: ['none'] },
      'annex-i-product': yes,
      'annex-i-third-party': yes,
    };
    expect(degreeOn(machine, 'eu-class', on)).toBe('high');
    expect(applies(machine, on).includes('provider-ce-mark')).toBe(expected);
  });

  it('names the day of the edition that was valid on the day of evaluation', () => {
    const why = (on: string): string | undefined =>
      evaluate(prepared, recruitment, on)
        .findings.find(({ rule }) => rule === 'annex-iii-not-yet')
        ?.trace.items.find(({ kind }) => kind === 'date')?.value.en;
    expect(why('2026-06-01')).toContain('02.08.2026');
    expect(why('2026-06-01')).toContain('wording of 2024');
    expect(why('2026-11-23')).toContain('02.12.2027');
    expect(why('2026-11-23')).toContain('2026/1744');
  });

  it('keeps both columns: each date of 2024 that was moved has its two days', () => {
    const days = (name: string): string[] =>
      pack.applicationDates.find((date) => date.name === name)?.dates.map(({ from }) => from) ?? [];
    expect(days('annex-iii-uses')).toEqual(['2026-08-02', '2027-12-02']);
    expect(days('annex-i-products')).toEqual(['2027-08-02', '2028-08-02']);
    expect(days('marking-of-older')).toEqual(['2026-08-02', '2026-12-02']);
    expect(days('sandboxes')).toEqual(['2026-08-02', '2027-08-02']);
    expect(days('general')).toEqual(['2026-08-02', '2026-08-02']);
    expect(days('new-bans')).toEqual(['2026-12-02']);
  });
});

describe('what is to come', () => {
  it('tells the duties and the headings of Annex IV with the day from which they apply', () => {
    const coming = comingDays(prepared, recruitment, '2026-11-23');
    expect(coming.map(({ from }) => from)).toEqual(['2027-12-02']);
    expect(coming[0]?.obligations).toContain('technical-documentation');
    expect(coming[0]?.documents).toHaveLength(9);
    expect(coming[0]?.degree).toBeNull();
    expect(applies(recruitment, '2026-11-23')).not.toContain('technical-documentation');
    expect(comingDays(prepared, recruitment, '2027-12-02')).toEqual([]);
  });

  it('read in June 2026 it still counts with the day that came with the amendment, since that day is known by now', () => {
    expect(comingDays(prepared, recruitment, '2026-06-01').find(({ documents }) => documents.length > 0)?.from).toBe(
      '2027-12-02',
    );
  });

  it('tells that a practice becomes prohibited', () => {
    const answers = { ...recruitment, 'a5-ba-imagery': yes };
    expect(degreeOn(answers, 'eu-class', '2026-11-23')).toBe('high');
    expect(comingDays(prepared, answers, '2026-11-23')[0]).toMatchObject({ from: '2026-12-02', degree: 'prohibited' });
  });

  it('is nothing for a system the Regulation does not reach', () => {
    expect(comingDays(prepared, { ...recruitment, 'output-used-in-eu': no }, '2026-11-23')).toEqual([]);
  });
});

it('does not cite an uncertain place for a duty, and says that every high-risk duty rests on a secondary date', () => {
  const confidence = new Map(pack.provisions.map((provision) => [provision.name, provision.confidence]));
  for (const { name, provisions, force } of pack.obligations) {
    expect(force).toBe('law');
    expect(
      provisions.map((place) => confidence.get(place)),
      name,
    ).not.toContain('uncertain');
  }
  for (const name of ['eu-5-ba', 'eu-5-bb', 'dates-2026', 'eu-25', 'eu-4-2026'])
    expect(confidence.get(name)).toBe('secondary');
});

describe('apart from the law of Kazakhstan', () => {
  let w: World;
  beforeEach(() => {
    w = world();
  });
  afterEach(async () => {
    expect(w.log).toEqual([]);
    await w.close();
  });
  const answer = (system: string, packId: string, given: Record<string, Answer>) =>
    w.client.assessments.answer({
      system,
      pack: packId,
      answers: Object.fromEntries(Object.entries(given).map(([question, one]) => [question, { answer: one }])),
    });
  const make = async (): Promise<string> =>
    (await w.client.systems.create({ fields: { name: { value: { ru: 'Подбор' } }, outputUsedInEu: yes } })).id;

  it('answers under EU law leave the degree in the register as it was', async () => {
    const system = await make();
    await answer(system, lawPack, { 'is-ai-system': yes, 'reduces-efficiency': yes, 'moral-or-material-harm': yes });
    const before = (await w.client.systems.get({ id: system })).degree;
    expect(before.degree).toBe('medium');
    const home = await w.client.home.overview({});
    const state = await answer(system, euPack, { ...recruitment, 'a5-g-categorisation': yes, 'ai-literacy': no });
    expect(state.evaluation.conclusions.find(({ scale }) => scale === 'eu-class')?.degree).toBe('prohibited');
    expect((await w.client.systems.get({ id: system })).degree).toEqual(before);
    const after = await w.client.home.overview({});
    expect(after.degrees).toEqual(home.degrees);
    expect(after.tasks).toEqual(home.tasks);
  });

  it('EU duties are marked as the law of others, those of Kazakhstan are not', async () => {
    const system = await make();
    await answer(system, lawPack, { 'is-ai-system': yes, 'kz-role': { value: ['owner'] } });
    await answer(system, euPack, { ...recruitment, 'ai-literacy': no });
    const duties = await w.client.assessments.duties({ system });
    expect(new Set(duties.filter(({ foreign }) => foreign).map((duty) => duty.pack))).toEqual(new Set([euPack]));
    expect(new Set(duties.filter(({ foreign }) => !foreign).map((duty) => duty.pack))).toEqual(new Set([lawPack]));
    expect(duties.filter(({ foreign }) => foreign).every(({ mark }) => mark.startsWith('EU '))).toBe(true);
    expect(duties.find(({ obligation }) => obligation === 'literacy')).toMatchObject({ met: 'false', applies: 'true' });
    const tasks = (await w.client.home.overview({})).tasks;
    const law = await w.client.packs.get({ id: lawPack });
    const known = new Set(law.pack.obligations.flatMap(({ title, deadline }) => [title.en, deadline?.text.en]));
    for (const task of tasks.filter(({ kind }) => kind === 'duty' || kind === 'deadline'))
      expect(known).toContain(task.detail?.en);
  });

  it('offers the record’s answer on the use of the output in the EU', async () => {
    const system = await make();
    const { suggestions } = await w.client.assessments.get({ system, pack: euPack });
    expect(suggestions['output-used-in-eu']).toEqual({ answer: yes, from: 'record', source: 'outputUsedInEu' });
  });
});
