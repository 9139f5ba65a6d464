import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Answer } from '../shared/rules/answer.ts';
import { fillSample } from '../electron/demo/sample.ts';
import { world, type World } from './world.ts';

const law = 'kz-ai-law';
const yes = { value: 'yes' } as const;
const no = { value: 'no' } as const;
let w: World;

beforeEach(() => {
  w = world();
});
afterEach(async () => {
  expect(w.log).toEqual([]);
  await w.close();
});

const make = async (ru: string, fields = {}): Promise<string> =>
  (await w.client.systems.create({ fields: { name: { value: { ru, kk: `${ru} kk` } }, ...fields } })).id;
const overview = (locale: 'ru' | 'kk' = 'ru') => w.client.home.overview({ locale });
const answer = (system: string, given: Record<string, Answer>) =>
  w.client.assessments.answer({
    system,
    pack: law,
    answers: Object.fromEntries(Object.entries(given).map(([question, one]) => [question, { answer: one }])),
  });

const rows = [
  'defence',
  'security',
  'international-relations',
  'economy',
  'sector',
  'users',
  'infrastructure',
  'life-activity',
  'social-emergency',
  'technogenic-emergency',
];
const consequences = (level: string): Answer => ({ value: Object.fromEntries(rows.map((row) => [row, level])) });
const final = (level: string): Record<string, Answer> => ({
  'is-ai-system': yes,
  'consequence-of-failure': consequences(level),
  'consequence-of-stop': consequences(level),
  'reduces-efficiency': no,
  'moral-or-material-harm': no,
});

it('is empty in an empty workspace', async () => {
  const counts = { high: 0, medium: 0, minimal: 0, provisional: 0, none: 0, prohibited: 0 };
  const { size, root } = await w.client.ledger.list({});
  expect(await overview()).toEqual({
    total: 0,
    degrees: counts,
    bySite: [],
    tasks: [],
    completeness: 0,
    dossiers: { composed: 0, signed: 0 },
    ledger: { size, root },
  });
});

it('counts every system once, and at each of its sites', async () => {
  const [mine, plant] = [
    await w.client.registers.create({ kind: 'site', name: 'Рудник' }),
    await w.client.registers.create({ kind: 'site', name: 'Завод' }),
  ];
  const [high, minimal, open, prohibited, retired] = [
    await make('А'),
    await make('Б'),
    await make('В'),
    await make('Г'),
    await make('Д'),
  ];
  await answer(high, final('significant'));
  await answer(minimal, final('none'));
  await answer(prohibited, { ...final('none'), 'p1-manipulation': yes });
  await answer(retired, final('significant'));
  const deploy = async (id: string, site: string) =>
    w.client.systems.addDeployment({ id, version: (await w.client.systems.get({ id })).versions[0]?.id ?? '', site });
  for (const [id, site] of [[high, mine.id], [high, plant.id], [open, plant.id], [retired, plant.id]] as const) await deploy(id, site); // prettier-ignore
  await w.client.systems.retire({ id: retired, reason: 'x' });
  const found = await overview();
  expect(found.total).toBe(4);
  expect(found.degrees).toEqual({ high: 1, medium: 0, minimal: 1, provisional: 0, none: 1, prohibited: 1 });
  const none = { high: 0, medium: 0, minimal: 0, provisional: 0, none: 0, prohibited: 0 };
  expect(found.bySite).toEqual([
    { site: 'Завод', counts: { ...none, high: 1, none: 1 } },
    { site: 'Рудник', counts: { ...none, high: 1 } },
  ]);
  // The sites of a version that is no longer current count no more.
  await w.client.systems.addVersion({ id: high, label: '2' });
  expect((await overview()).bySite).toEqual([{ site: 'Завод', counts: { ...none, none: 1 } }]);
  const shares = (await w.client.systems.list({})).rows.map(({ completeness }) => completeness);
  expect((await overview()).completeness).toBe(
    Math.floor(shares.reduce((sum, share) => sum + share, 0) / shares.length),
  );
});

it('puts a prohibited capability first, with the provision it rests on', async () => {
  const later = await make('А', { nextReview: { value: '2026-11-01' } });
  const stopped = await make('Я');
  await answer(stopped, { ...final('none'), 'p1-manipulation': yes });
  const { tasks } = await overview();
  const { pack } = await w.client.packs.get({ id: law });
  const duty = pack.obligations.find(({ mark }) => mark === 'D8');
  expect(tasks[0]).toMatchObject({
    kind: 'stop',
    system: stopped,
    code: 'AI-002',
    name: 'Я',
    target: 'classification',
    detail: duty?.title,
  });
  const row = (await w.client.assessments.duties({ system: stopped })).find(({ mark }) => mark === 'D8');
  expect([tasks[0]?.cite, tasks[0]?.confidence]).toEqual([row?.cite, row?.confidence]);
  const kinds = ['stop', 'deadline', 'review', 'classify', 'duty', 'complete'];
  const order = tasks.map(({ kind }) => kinds.indexOf(kind));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(tasks.filter(({ kind }) => kind === 'classify').map(({ system }) => system)).toEqual([later]);
});

it('lists reviews from 45 days before, overdue first', async () => {
  await make('Позже', { nextReview: { value: '2027-01-08' } });
  const soon = await make('Скоро', { nextReview: { value: '2027-01-07' } });
  const overdue = await make('Вчера', { nextReview: { value: '2026-11-22' } });
  const today = await make('Сегодня', { lastRiskReview: { value: '2025-11-23' } });
  const reviews = async () =>
    (await overview()).tasks
      .filter(({ kind }) => kind === 'review')
      .map(({ system, due, days, target }) => ({ system, due, days, target }));
  expect(await reviews()).toEqual([
    { system: overdue, due: '2026-11-22', days: -1, target: 'card' },
    { system: today, due: '2026-11-23', days: 0, target: 'card' },
    { system: soon, due: '2027-01-07', days: 45, target: 'card' },
  ]);
  w.at('2026-11-24T00:00:00.000Z');
  expect((await reviews()).map(({ days }) => days)).toEqual([-2, -1, 44, 45]);
});

it('names duties that are not met, in the language asked for, and none of a retired system', async () => {
  const id = await make('А');
  await answer(id, {
    ...final('significant'),
    'kz-role': { value: ['owner'] },
    'lifecycle-stage': { value: 'operation' },
    'support-given': no,
    'risk-management-process': no,
  });
  const unmet = (await w.client.assessments.duties({ system: id })).filter(
    ({ applies, met, force }) => applies === 'true' && met === 'false' && force === 'law',
  );
  expect(unmet.length).toBeGreaterThan(0);
  const duties = (await overview('kk')).tasks.filter(({ kind }) => kind === 'duty' || kind === 'deadline');
  expect(duties.map(({ cite }) => cite?.ru).sort()).toEqual(unmet.map(({ cite }) => cite.ru).sort());
  for (const task of duties) expect(task).toMatchObject({ system: id, name: 'А kk', target: 'duties', count: 1 });
  await w.client.systems.retire({ id, reason: 'x' });
  expect((await overview()).tasks).toEqual([]);
});

it('has nothing left to ask of a system that is complete', async () => {
  const { system } = await fillSample(w.client, w.services.files);
  const { tasks, total } = await overview();
  expect(total).toBeGreaterThan(10);
  expect(
    tasks
      .filter((task) => task.system === system)
      .map(({ kind }) => kind)
      .filter((kind) => kind !== 'duty' && kind !== 'deadline'),
  ).toEqual([]);
  expect(tasks.length).toBeLessThanOrEqual(200);
  const others = tasks.filter(({ kind }) => kind === 'complete');
  expect(others.length).toBeGreaterThan(5);
  for (const { count } of others) expect(count).toBeLessThan(100);
});

it('counts dossiers that are not withdrawn', async () => {
  const id = await make('А');
  const first = await w.client.dossiers.compose({ system: id, template: 'system-passport', locale: 'en' });
  expect((await overview()).dossiers).toEqual({ composed: 1, signed: 0 });
  await w.client.dossiers.withdraw({ id: first.id, reason: 'x' });
  expect((await overview()).dossiers).toEqual({ composed: 0, signed: 0 });
});
