import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Answer } from '../shared/rules/answer.ts';
import { minimal } from './upgraded-law.ts';
import { world, type World } from './world.ts';

let w: World;
let system: string;
const law = 'kz-ai-law';
beforeEach(async () => {
  w = world();
  system = (await w.client.systems.create({ fields: { name: { value: { ru: 'Система' } } } })).id;
});
afterEach(() => w.close());

const give = async (actor: string, instant: string, given: Record<string, Answer>): Promise<void> => {
  await w.client.settings.set({ actor });
  w.at(instant);
  const answers = Object.fromEntries(Object.entries(given).map(([question, answer]) => [question, { answer }]));
  await w.client.assessments.answer({ system, pack: law, answers });
};
const preview = async () =>
  JSON.stringify(await w.client.dossiers.preview({ system, template: 'system-passport', locale: 'ru' }));

it('the reasons in a dossier name one author with the day, and the annex the moment of each answer', async () => {
  await give('Ли Анна', '2026-11-23T10:05:00.000Z', minimal);
  const text = await preview();
  expect(text).toContain('Ответы дали: Ли Анна, 23.11.2026.');
  expect(text.split('Ли Анна, 23.11.2026 10:05 UTC.').length - 1).toBe(Object.keys(minimal).length);
});

it('several authors are named with the questions each of them answered', async () => {
  await give('Ли Анна', '2026-11-23T10:05:00.000Z', minimal);
  await give('Серікбаев Нұрлан', '2026-11-24T04:00:00.000Z', { 'moral-or-material-harm': { value: 'yes' } });
  const text = await preview();
  const { pack } = await w.client.packs.get({ id: law });
  const question = (name: string): string => pack.questions.find((one) => one.name === name)?.text.ru ?? '?';
  expect(text).toContain(`Ли Анна, 23.11.2026 («${question('reduces-efficiency').replaceAll('"', '\\"')}»)`);
  expect(text).toContain(`Серікбаев Нұрлан, 24.11.2026 («${question('moral-or-material-harm')}»)`);
});
