import Database from 'better-sqlite3';
import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contract } from '../shared/api.ts';
import { createClient } from '../shared/lib/wire.ts';
import { compareVersions } from '../shared/packs/version.ts';
import { migrate } from '../electron/db/migrate.ts';
import { migrations } from '../electron/db/migrations.ts';
import { applicationId } from '../electron/db/open.ts';
import { inProcessTransport } from '../electron/host/in-process.ts';
import { bundledPacks, libraryOf, loadPack, type PackLibrary } from '../electron/packs/library.ts';
import { productFolder } from '../electron/product-folder.ts';
import { createServices } from '../electron/services.ts';

const product = bundledPacks(productFolder('shared/packs'));
const law = product.get('kz-ai-law');
const data = product.get('kz-personal-data');

/** The law pack as another version. */
function lawAs(version: string) {
  return loadPack({ ...law.pack, version, openPoints: law.pack.openPoints.slice(1) });
}

let folder: string;
let path: string;
let log: string[];
let closing: (() => Promise<void>)[];
let counter: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tizilim-versions-'));
  path = join(folder, 'plant.tizilim');
  [log, closing, counter] = [[], [], 0];
});
afterEach(async () => {
  for (const close of closing) await close();
  rmSync(folder, { recursive: true, force: true });
  expect(log).toEqual([]);
});

/** A release of the product that brings these packs. */
function release(packs: PackLibrary) {
  const services = createServices({
    now: () => new Date('2026-11-23T10:00:00.000Z'),
    randomBytes: (count) => new Uint8Array(Buffer.from(String((counter += 1)).padStart(count, '0'))),
    settingsFile: null,
    log: (line) => log.push(line),
    packs,
  });
  closing.push(() => services.close());
  return { client: createClient(contract, inProcessTransport(services)), close: () => services.close() };
}

const given = { [law.pack.questions[0]?.name ?? '']: { answer: { unknown: true } as const } };

/** A workspace with one system assessed under a release that brings this version of the law. */
async function assessedUnder(packs: PackLibrary): Promise<string> {
  const one = release(packs);
  await one.client.workspace.create({ path, organisation: 'Зауыт' });
  const { id } = await one.client.systems.create({});
  await one.client.assessments.answer({ system: id, pack: law.pack.id, answers: given });
  await one.close();
  return id;
}

const rows = <T>(sql: string): T[] => {
  const db = new Database(path, { readonly: true });
  const found = db.prepare(sql).all() as T[];
  db.close();
  return found;
};

it.each([
  ['1.0.0', '1.0.0', 0],
  ['1.0.9', '1.0.10', -1],
  ['2.0.0', '1.99.99', 1],
  ['1.2.0', '1.10.0', -1],
  ['1.0.99999999999999999998', '1.0.99999999999999999999', -1],
])('%s and %s are ordered by number', (a, b, order) => {
  expect(Math.sign(compareVersions(a, b))).toBe(order);
  expect(Math.sign(compareVersions(b, a))).toBe(-order + 0);
});

describe('a workspace and a release with a newer pack', () => {
  const older = lawAs('0.9.0');

  it('keeps the version its assessments are pinned to, and works under the newer one', async () => {
    const system = await assessedUnder(libraryOf([older, data]));
    const size = rows<{ n: number }>('select count(*) as n from ledger')[0]?.n;
    const next = release(product);
    const info = await next.client.workspace.open({ path });
    expect(info.packs.find(({ id }) => id === law.pack.id)?.version).toBe(law.pack.version);
    expect(info.ledgerSize).toBe(size);
    const state = await next.client.assessments.get({ system, pack: law.pack.id });
    expect(state).toMatchObject({ pack: { version: '0.9.0', hash: older.hash }, packChanged: true });
    const pinned = await next.client.packs.get({ id: law.pack.id, hash: older.hash });
    expect(pinned).toEqual({ hash: older.hash, pack: older.pack });
    expect((await next.client.packs.get({ id: law.pack.id })).hash).toBe(law.hash);
    // A version is asked for by the pack it belongs to.
    await expect(next.client.packs.get({ id: data.pack.id, hash: older.hash })).rejects.toMatchObject({
      code: 'not-found',
      reason: 'unknown-pack-version',
    });
    await expect(next.client.packs.get({ id: law.pack.id, hash: 'f'.repeat(64) })).rejects.toMatchObject({
      reason: 'unknown-pack-version',
    });
  });

  it('goes on under the higher version where an older release opens it', async () => {
    await assessedUnder(product);
    const previous = release(libraryOf([older, data]));
    await previous.client.workspace.open({ path });
    expect((await previous.client.packs.get({ id: law.pack.id })).hash).toBe(law.hash);
    await previous.client.workspace.close({});
    expect((await previous.client.packs.get({ id: law.pack.id })).hash).toBe(older.hash);
  });

  it('takes the build of the product among two packs with one number', async () => {
    const twin = lawAs(law.pack.version);
    await assessedUnder(libraryOf([twin, data]));
    const next = release(product);
    await next.client.workspace.open({ path });
    expect((await next.client.packs.get({ id: law.pack.id })).hash).toBe(law.hash);
    expect((await next.client.packs.get({ id: law.pack.id, hash: twin.hash })).pack).toEqual(twin.pack);
  });

  it('refuses a kept pack that was changed in the file, and nothing else', async () => {
    const system = await assessedUnder(libraryOf([older, data]));
    const db = new Database(path);
    expect(() => db.prepare('delete from pack_versions').run()).toThrow(/stays/);
    expect(() => db.prepare('update pack_versions set version = version').run()).toThrow(/never changes/);
    const { sql } = db.prepare("select sql from sqlite_schema where name = 'pack_versions_no_update'").get() as {
      sql: string;
    };
    const { body } = db.prepare('select body from pack_versions').get() as { body: Buffer };
    body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
    db.exec('drop trigger pack_versions_no_update');
    db.prepare('update pack_versions set body = ?').run(body);
    db.exec(sql);
    db.close();
    const next = release(product);
    await next.client.workspace.open({ path });
    await expect(next.client.packs.get({ id: law.pack.id, hash: older.hash })).rejects.toMatchObject({
      code: 'corrupt',
      reason: 'pack-damaged',
      details: { id: law.pack.id, version: '0.9.0' },
    });
    expect((await next.client.packs.list({})).length).toBe(product.all().length);
    await expect(next.client.assessments.get({ system, pack: law.pack.id })).rejects.toMatchObject({
      reason: 'pack-damaged',
    });
  });

  it('keeps each version once, whatever is answered', async () => {
    const system = await assessedUnder(product);
    const next = release(product);
    await next.client.workspace.open({ path });
    await next.client.assessments.answer({ system, pack: law.pack.id, answers: given });
    await next.client.assessments.answer({
      system,
      pack: data.pack.id,
      answers: { [data.pack.questions[0]?.name ?? '']: { answer: { unknown: true } } },
    });
    await next.close();
    expect(rows<{ hash: string; origin: string }>('select hash, origin from pack_versions order by pack_id')).toEqual([
      { hash: law.hash, origin: 'bundled' },
      { hash: data.hash, origin: 'bundled' },
    ]);
  });
});

describe('a file of format 1', () => {
  /** Makes of the file what a release before the second format would have left: its tables with their rows. */
  function toFirstFormat(): void {
    const first = join(folder, 'first');
    const db = new Database(first);
    db.function('fold', { deterministic: true }, (text: unknown) => text);
    db.pragma('foreign_keys = OFF');
    db.pragma(`application_id = ${applicationId}`);
    migrate(db, migrations.slice(0, 1), () => undefined);
    db.prepare('attach ? as later').run(path);
    const tables = db
      .prepare(
        "select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%'",
      )
      .pluck()
      .all() as string[];
    for (const table of tables) {
      const columns = (db.pragma(`main.table_info(${table})`) as { name: string }[]).map(({ name }) => name).join(', ');
      db.exec(`insert into main.${table} (${columns}) select ${columns} from later.${table}`);
    }
    db.close();
    renameSync(first, path);
  }

  it('gets a copy of the pack its assessments are pinned to when it is opened, without an entry in the ledger', async () => {
    await assessedUnder(product);
    toFirstFormat();
    const size = rows<{ n: number }>('select count(*) as n from ledger')[0]?.n;
    const next = release(product);
    expect((await next.client.workspace.open({ path })).ledgerSize).toBe(size);
    await next.close();
    expect(rows('select hash, pack_id from pack_versions')).toEqual([{ hash: law.hash, pack_id: law.pack.id }]);
    expect(readdirSync(folder).filter((name) => name.includes('.version-1.'))).toHaveLength(1);
  });

  it('is left with what it has where the product no longer brings that pack', async () => {
    const system = await assessedUnder(product);
    toFirstFormat();
    const next = release(libraryOf([lawAs('9.0.0'), data]));
    await next.client.workspace.open({ path });
    expect(await next.client.assessments.get({ system, pack: law.pack.id })).toMatchObject({ packChanged: true });
    await next.close();
    expect(rows('select hash from pack_versions')).toEqual([]);
  });
});
