import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSettings, type SettingsService } from '../electron/settings/service.ts';
import { createFileExchange, maximumFileBytes } from '../electron/files/exchange.ts';
import type { Settings } from '../shared/settings/contract.ts';
import { world } from './world.ts';

const defaults: Settings = {
  locale: 'ru',
  documentLocale: 'ru',
  theme: 'system',
  density: 'comfortable',
  actor: '',
  singleKeys: true,
  dossierView: 'content',
  pageZoom: 'width',
  tokenLibrary: '',
};
const control = { signal: new AbortController().signal, progress: () => undefined };
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tizilim-settings-'));
  file = join(folder, 'deep', 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const set = (settings: SettingsService, change: Partial<Settings>): Promise<Settings> =>
  settings.handlers.set(change, control);

it('start with the defaults and make no file', () => {
  const settings = createSettings(file, defaults);
  expect(settings.handlers.get({})).toEqual(defaults);
  expect(settings.recent()).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

it('keep a change over a restart and leave the rest', async () => {
  expect(await set(createSettings(file, defaults), { locale: 'kk', actor: 'Нұрлан' })).toEqual({
    ...defaults,
    locale: 'kk',
    actor: 'Нұрлан',
  });
  const again = createSettings(file, { ...defaults, theme: 'dark' });
  expect(again.current()).toEqual({ ...defaults, locale: 'kk', actor: 'Нұрлан', theme: 'dark' });
  await set(again, { locale: 'en' });
  expect(createSettings(file, defaults).current()).toEqual({ ...defaults, locale: 'en', actor: 'Нұрлан' });
  expect(readdirSync(join(folder, 'deep'))).toEqual(['settings.json']);
});

it('live in memory where there is no file', async () => {
  const settings = createSettings(null, defaults);
  await set(settings, { density: 'compact' });
  settings.remember({ path: 'a', organisation: 'A', openedAt: '2026-11-23T10:00:00.000Z' });
  expect(settings.current().density).toBe('compact');
  expect(settings.recent()).toHaveLength(1);
});

it.each(['', '{', '[]', 'null', '{"settings":{"locale":"de"}}', '{"settings":{"colour":"red"}}'])(
  'start with the defaults where the file is damaged: %s',
  async (content) => {
    mkdirSync(join(folder, 'deep'));
    writeFileSync(file, content);
    const settings = createSettings(file, defaults);
    expect(settings.current()).toEqual(defaults);
    await set(settings, { locale: 'kk' });
    expect(createSettings(file, defaults).current().locale).toBe('kk');
  },
);

it('say so where they cannot be written', async () => {
  writeFileSync(join(folder, 'deep'), '');
  await expect(set(createSettings(file, defaults), { locale: 'kk' })).rejects.toMatchObject({
    code: 'forbidden',
    reason: 'cannot-write-folder',
  });
});

it('remember the newest dozen of files, each once', () => {
  const settings = createSettings(file, defaults);
  for (let index = 0; index < 15; index += 1)
    settings.remember({ path: `${index}`, organisation: 'x', openedAt: '2026-11-23T10:00:00.000Z' });
  settings.remember({ path: '7', organisation: 'y', openedAt: '2026-11-23T11:00:00.000Z' });
  const paths = createSettings(file, defaults)
    .recent()
    .map(({ path }) => path);
  expect(paths).toEqual(['7', '14', '13', '12', '11', '10', '9', '8', '6', '5', '4', '3']);
  settings.forget('7');
  settings.forget('nothing');
  expect(createSettings(file, defaults).recent()[0]?.path).toBe('14');
  expect((JSON.parse(readFileSync(file, 'utf8')) as { recent: unknown[] }).recent).toHaveLength(11);
});

it('go through the contract, work without a workspace and name the actor in the ledger', async () => {
  const w = world({ empty: true });
  expect(await w.client.settings.get({})).toEqual(defaults);
  expect(await w.client.settings.set({})).toEqual(defaults);
  await expect(w.client.settings.set({ locale: 'de' as 'kk' })).rejects.toMatchObject({
    code: 'invalid',
    reason: 'bad-input',
  });
  await expect(w.client.settings.set({ actor: 'x'.repeat(201) })).rejects.toMatchObject({ reason: 'bad-input' });
  expect(w.log).toEqual([]);
  await w.close();
  const open = world();
  await open.client.settings.set({ actor: '  Нұрлан  ' });
  await open.client.systems.create({});
  await open.client.settings.set({ actor: '  ' });
  await open.client.systems.create({});
  const actors = (await open.client.ledger.list({ limit: 2 })).rows.map(({ actor }) => actor);
  expect(actors[1]).toBe('Нұрлан');
  expect(actors[0]).not.toBe('');
  expect(actors[0]).not.toBe('Нұрлан');
  await open.close();
});

it('files on their way are held for an hour, the newest fifty', () => {
  let now = Date.parse('2026-11-23T10:00:00.000Z');
  let counter = 0;
  const files = createFileExchange(
    () => new Date(now),
    () => `reference-${String((counter += 1))}`,
  );
  const first = files.put('a.txt', Buffer.from('abc'), 'text/plain');
  expect(first).toEqual({ ref: 'reference-1', name: 'a.txt', bytes: 3, mime: 'text/plain' });
  expect(files.take(first)).toMatchObject({ name: 'a.txt', mime: 'text/plain' });
  expect(files.put('b', Buffer.of()).mime).toBe('application/octet-stream');
  now += 60 * 60 * 1000;
  expect(files.get(first.ref)).toBeDefined();
  now += 1;
  // Nothing came in meanwhile: it is gone all the same.
  expect(files.get(first.ref)).toBeUndefined();
  expect(() => files.take(first)).toThrow(expect.objectContaining({ code: 'not-found', reason: 'file-expired' }));
  const many = Array.from({ length: 51 }, (_, index) => files.put(String(index), Buffer.of(index)));
  expect(many.map(({ ref }) => files.get(ref) !== undefined)).toEqual(many.map((_, index) => index > 0));
  const large = { byteLength: maximumFileBytes + 1 } as Uint8Array;
  expect(() => files.put('large', large)).toThrow(
    expect.objectContaining({ code: 'invalid', reason: 'file-too-large', details: { name: 'large', megabytes: 200 } }),
  );
});
