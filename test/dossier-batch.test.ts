import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { unzipSync } from 'fflate';
import { afterEach, expect, it } from 'vitest';
import { createPool, type Pool } from '../electron/jobs/pool.ts';
import { zipOf } from '../electron/dossiers/zip.ts';
import { AppError } from '../shared/lib/errors.ts';
import { world, type World } from './world.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let w: World;
afterEach(async () => {
  expect(w.log).toEqual([]);
  await w.close();
});

/** Threads that give every dossier the pages of the first one, so that hundreds are made in no time; it counts what is held. */
function copyingPool(): Pool & { mostAtATime(): number; held(): number } {
  const real = createPool({ size: 1 });
  const given: WeakRef<Uint8Array>[] = [];
  let first: Promise<Uint8Array> | undefined;
  let running = 0;
  let most = 0;
  return {
    async run<R>(worker: URL, payload: unknown, control: Parameters<Pool['run']>[2]): Promise<R> {
      running += 1;
      most = Math.max(most, running);
      try {
        first ??= real.run<Uint8Array>(worker, payload, {
          signal: new AbortController().signal,
          progress: () => undefined,
        });
        const copy = new Uint8Array(await first);
        await new Promise((resolve) => setImmediate(resolve));
        if (control.signal.aborted) throw new AppError('cancelled', 'the job was cancelled');
        given.push(new WeakRef(copy));
        return copy as R;
      } finally {
        running -= 1;
      }
    },
    close: () => real.close(),
    mostAtATime: () => most,
    held: () => {
      collectGarbage();
      return given.filter((one) => one.deref() !== undefined).length;
    },
  };
}

async function systemsOf(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push((await w.client.systems.create({})).id);
  return ids;
}
const ledgerSize = async (): Promise<number> => (await w.client.workspace.info({}))?.ledgerSize ?? 0;
const passport = { template: 'system-passport', edition: 'public', locales: ['ru' as const] } as const;

it('two hundred systems are composed one by one: none is kept in memory, one that fails stops nothing', async () => {
  const pool = copyingPool();
  w = world({ pool });
  const systems = await systemsOf(200);
  const before = await ledgerSize();
  const asked = [...systems.slice(0, 100), 'A'.repeat(20), ...systems.slice(100)];
  const steps: number[] = [];
  let mostHeld = 0;
  const result = await w.client.dossiers.composeMany(
    { ...passport, locales: ['ru'], systems: asked },
    {
      onProgress: ({ done, total, label }) => {
        expect([total, typeof label]).toEqual([201, 'string']);
        steps.push(done);
        if (done % 20 === 0) mostHeld = Math.max(mostHeld, pool.held());
      },
    },
  );
  expect(result).toMatchObject({ total: 201, stopped: false });
  expect(result.rows.map(({ system }) => system)).toEqual(asked);
  const failed = result.rows.filter(({ outcome }) => outcome === 'failed');
  expect(failed).toMatchObject([{ system: 'A'.repeat(20), dossier: null, failure: { reason: 'no-system' } }]);
  const drafts = result.rows.filter(({ outcome }) => outcome === 'draft');
  expect(drafts).toHaveLength(200);
  expect(drafts[0]).toMatchObject({ code: 'AI-001', locale: 'ru', draftReasons: ['open'], failure: null });
  expect(steps.at(-1)).toBe(201);
  expect(steps).toEqual([...steps].sort((one, other) => one - other));
  // One entry a dossier, and the files are in the workspace and nowhere else.
  expect(await ledgerSize()).toBe(before + 200);
  expect((await w.client.ledger.list({ limit: 1 })).rows[0]?.kind).toBe('dossier.compose');
  expect(await w.client.dossiers.list({})).toHaveLength(200);
  expect(pool.mostAtATime()).toBe(2);
  expect(mostHeld).toBeGreaterThan(0);
  expect(mostHeld).toBeLessThan(8);
}, 180_000);

it('stopping keeps what is finished and makes nothing more', async () => {
  w = world({ pool: copyingPool() });
  const systems = await systemsOf(20);
  const before = await ledgerSize();
  const control = new AbortController();
  const result = await w.client.dossiers.composeMany(
    { ...passport, locales: ['kk', 'ru'], systems },
    { signal: control.signal, onProgress: ({ done }) => done >= 5 && control.abort() },
  );
  expect(result).toMatchObject({ total: 40, stopped: true });
  expect(result.rows.length).toBeGreaterThanOrEqual(5);
  expect(result.rows.length).toBeLessThan(10);
  expect(await ledgerSize()).toBe(before + result.rows.length);
  expect(await w.client.dossiers.list({})).toHaveLength(result.rows.length);
}, 60_000);

it('the files come as one ZIP, each as it is stored', async () => {
  w = world();
  const systems = await systemsOf(2);
  const { rows } = await w.client.dossiers.composeMany({ ...passport, locales: ['ru', 'en'], systems });
  expect(rows.map(({ system, locale, outcome }) => [system, locale, outcome])).toEqual(
    systems.flatMap((system) => ['ru', 'en'].map((locale) => [system, locale, 'draft'])),
  );
  const ids = rows.flatMap(({ dossier }) => dossier ?? []);
  const steps: number[] = [];
  const file = await w.client.dossiers.downloadMany({ ids }, { onProgress: ({ done }) => steps.push(done) });
  expect(file.name).toBe('dossiers 2026-11-23.zip');
  const inside = unzipSync(w.services.files.take(file).bytes);
  const stored = await w.client.dossiers.list({});
  expect(Object.keys(inside).sort()).toEqual(stored.map(({ fileName }) => fileName).sort());
  for (const { id, fileName } of stored) {
    const { bytes } = w.services.files.take(await w.client.dossiers.pages({ id }));
    expect(Buffer.from(inside[fileName] ?? []).equals(bytes)).toBe(true);
  }
  expect(steps).toEqual([0, 1, 2, 3, 4]);
  await expect(w.client.dossiers.downloadMany({ ids: ['A'.repeat(20)] })).rejects.toMatchObject({
    reason: 'no-dossier',
  });
}, 60_000);

it('two files of one name get different names in a ZIP', async () => {
  w = world({ empty: true });
  const entry = (text: string) => ({
    name: 'ЖИ-1 Паспорт.pdf',
    size: text.length,
    at: new Date('2026-11-23T10:00:00Z'),
    bytes: () => Buffer.from(text),
  });
  const inside = unzipSync(await zipOf([entry('one'), entry('two')], () => undefined));
  expect(Object.entries(inside).map(([name, bytes]) => [name, Buffer.from(bytes).toString()])).toEqual([
    ['ЖИ-1 Паспорт.pdf', 'one'],
    ['ЖИ-1 Паспорт (2).pdf', 'two'],
  ]);
});
