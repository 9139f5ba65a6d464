import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Organisation } from '../shared/organisation/contract.ts';
import { organisationName } from '../electron/organisation/service.ts';
import { world, type World } from './world.ts';

const empty: Organisation = {
  name: { kk: 'Сынақ зауыты', ru: '', en: '' },
  bin: '',
  address: '',
  contact: '',
  ownership: null,
  size: null,
};
const plant: Organisation = {
  name: { kk: 'Зауыт', ru: 'Завод', en: 'Plant' },
  bin: '990140000017',
  address: 'Караганда',
  contact: '+7',
  ownership: 'quasi-state',
  size: 'medium',
};

let w: World;
beforeEach(() => {
  w = world();
});
afterEach(async () => {
  expect(w.log).toEqual([]);
  await w.close();
});

it('is what the workspace was made with', async () => {
  expect(await w.client.organisation.get({})).toEqual(empty);
});

it('is set with before and after in the ledger, and named by the workspace', async () => {
  expect(await w.client.organisation.set(plant)).toEqual(plant);
  expect(await w.client.organisation.get({})).toEqual(plant);
  const [entry] = (await w.client.ledger.list({ limit: 1 })).rows;
  expect(entry).toMatchObject({ kind: 'organisation.set', subject: 'organisation' });
  expect(JSON.parse(entry?.body ?? '')).toEqual({ before: empty, after: plant });
  expect(await w.client.workspace.info({})).toMatchObject({ organisation: 'Завод', bin: '990140000017' });
  await w.client.settings.set({ locale: 'en' });
  expect(await w.client.workspace.info({})).toMatchObject({ organisation: 'Plant' });
});

it.each<[string, Partial<Organisation>, object]>([
  [
    'a BIN with a wrong control digit',
    { bin: '990140000018' },
    { reason: 'bad-bin', details: { bin: '990140000018' } },
  ],
  ['a BIN that is too short', { bin: '99014' }, { reason: 'bad-bin' }],
  ['no name in any language', { name: { kk: '', ru: '  ', en: '' } }, { reason: 'empty-name' }],
  ['an ownership the law does not know', { ownership: 'other' as 'state' }, { reason: 'bad-input' }],
  ['a field of its own', { phone: 'x' } as Partial<Organisation>, { reason: 'bad-input' }],
])('refuses %s and keeps what there was', async (_, change, problem) => {
  await w.client.organisation.set(plant);
  const before = await w.client.ledger.list({});
  await expect(w.client.organisation.set({ ...plant, ...change })).rejects.toMatchObject({
    code: 'invalid',
    ...problem,
  });
  expect(await w.client.organisation.get({})).toEqual(plant);
  expect(await w.client.ledger.list({})).toEqual(before);
});

it('has one name at least in every language', () => {
  const named = (name: Partial<Organisation['name']>) => ({ ...plant, name: { kk: '', ru: '', en: '', ...name } });
  expect(organisationName(named({ en: 'Plant' }), 'kk')).toBe('Plant');
  expect(organisationName(named({ kk: 'Зауыт', en: 'Plant' }), 'ru')).toBe('Зауыт');
  expect(organisationName(named({ ru: ' ', kk: 'Зауыт' }), 'ru')).toBe('Зауыт');
});
