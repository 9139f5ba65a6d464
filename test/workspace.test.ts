import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contract, type ApiContract } from '../shared/api.ts';
import type { Client } from '../shared/lib/contract.ts';
import { createClient } from '../shared/lib/wire.ts';
import { isValidBin } from '../shared/organisation/bin.ts';
import { migrations } from '../electron/db/migrations.ts';
import { inProcessTransport } from '../electron/host/in-process.ts';
import { createServices } from '../electron/services.ts';

let folder: string;
let log: string[];
let closing: (() => Promise<void>)[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tizilim-workspace-'));
  log = [];
  closing = [];
});
afterEach(async () => {
  for (const close of closing) await close();
  rmSync(folder, { recursive: true, force: true });
  expect(log).toEqual([]);
});

const at = (name: string): string => join(folder, name);

interface Program {
  client: Client<ApiContract>;
  close(): Promise<void>;
  later(instant: string): void;
}

/** A program of its own with its services; `settings` names the file of preferences. */
function program(settings: string | null = null): Program {
  let now = new Date('2026-11-23T10:00:00.000Z');
  let counter = 0;
  const services = createServices({
    now: () => now,
    randomBytes: (count) => {
      counter += 1;
      return new Uint8Array(Buffer.from(counter.toString().padStart(count, '0')));
    },
    settingsFile: settings,
    log: (line) => log.push(line),
  });
  closing.push(() => services.close());
  return {
    client: createClient(contract, inProcessTransport(services)),
    close: () => services.close(),
    later: (instant) => {
      now = new Date(instant);
    },
  };
}

/** Makes a workspace with one system and closes it. */
async function made(name: string): Promise<string> {
  const one = program();
  await one.client.workspace.create({ path: at(name), organisation: 'Зауыт' });
  await one.client.systems.create({ fields: { name: { value: { ru: 'Первая' } } } });
  await one.close();
  return at(name);
}

describe('files', () => {
  it('makes a file, says what is in it, and leaves one file behind on close', async () => {
    const { client } = program();
    expect(await client.workspace.info({})).toBeNull();
    const info = await client.workspace.create({ path: at('deep/er/plant'), organisation: 'Зауыт', locale: 'kk' });
    expect(info).toMatchObject({
      path: at('deep/er/plant.tizilim'),
      fileName: 'plant.tizilim',
      organisation: 'Зауыт',
      bin: null,
      sample: false,
      createdAt: '2026-11-23T10:00:00.000Z',
      schemaVersion: migrations.at(-1)?.version,
      systems: 0,
      ledgerSize: 1,
    });
    expect(info.packs.map(({ id }) => id)).toContain('kz-ai-law');
    await client.systems.create({});
    expect(await client.workspace.info({})).toMatchObject({ systems: 1, ledgerSize: 2 });
    expect(readdirSync(at('deep/er'))).toContain('plant.tizilim.lock');
    await client.workspace.close({});
    expect(await client.workspace.info({})).toBeNull();
    expect(readdirSync(at('deep/er'))).toEqual(['plant.tizilim']);
    await expect(client.systems.list({})).rejects.toMatchObject({ code: 'not-found', reason: 'no-workspace' });
  });

  it('opens several in turn; the one before is closed and its lock let go', async () => {
    const { client } = program();
    const first = await client.workspace.create({ path: at('one'), organisation: 'Один' });
    await client.systems.create({});
    await client.workspace.create({ path: at('two'), organisation: 'Два' });
    expect(readdirSync(folder).sort()).toEqual(
      expect.arrayContaining(['one.tizilim', 'two.tizilim', 'two.tizilim.lock']),
    );
    expect(existsSync(at('one.tizilim.lock'))).toBe(false);
    expect((await client.systems.list({})).total).toBe(0);
    expect(await client.workspace.open({ path: first.path })).toMatchObject({ organisation: 'Один', systems: 1 });
    expect(existsSync(at('two.tizilim.lock'))).toBe(false);
    // The same file once more is no second opening.
    expect(await client.workspace.open({ path: first.path })).toMatchObject({ organisation: 'Один' });
  });

  it('keeps everything over a reopening', async () => {
    const one = program();
    await one.client.workspace.createSample({ path: at('sample') });
    const read = async (client: Client<ApiContract>): Promise<unknown> => {
      const { rows } = await client.systems.list({ limit: 500 });
      const systems = await Promise.all(rows.map(({ id }) => client.systems.get({ id })));
      const states = await Promise.all(rows.map(({ id }) => client.assessments.get({ system: id, pack: 'kz-ai-law' })));
      const registers = await Promise.all(
        (['site', 'person', 'supplier', 'model', 'library'] as const).map((kind) => client.registers.list({ kind })),
      );
      return {
        info: await client.workspace.info({}),
        organisation: await client.organisation.get({}),
        rows,
        systems,
        states,
        registers,
        evidence: await client.evidence.list({}),
        imports: await client.imports.past({}),
        ledger: await client.ledger.list({ limit: 500 }),
      };
    };
    const before = await read(one.client);
    await one.close();
    const two = program();
    await two.client.workspace.open({ path: at('sample.tizilim') });
    expect(await read(two.client)).toEqual(before);
    expect(await two.client.ledger.verify({})).toMatchObject({ ok: true });
  });

  it('makes a sample workspace with the list in it', async () => {
    const { client } = program();
    const info = await client.workspace.createSample({ path: at('sample') });
    expect(info).toMatchObject({ sample: true, bin: '990140000017' });
    const { total } = await client.systems.list({});
    expect(info.systems).toBe(total);
    const [past] = await client.imports.past({});
    expect(past?.added).toBe(total);
    expect(total).toBeGreaterThan(10);
    const gas = (await client.systems.list({ filter: { search: 'газоанализаторов' } })).rows[0];
    expect(gas?.degree).toMatchObject({ status: 'final', degree: 'high' });
  });

  it('takes ~ for the home folder in every path', async () => {
    const { client } = program();
    const home = await client.workspace.browse({});
    expect((await client.workspace.browse({ folder: '~/' })).folder).toBe(home.folder);
    await expect(client.workspace.open({ path: '~/no-such-file.tizilim' })).rejects.toMatchObject({
      reason: 'file-missing',
      details: { file: join(home.folder, 'no-such-file.tizilim') },
    });
  });

  it('lists folders and workspace files and nothing else', async () => {
    await made('b.tizilim');
    mkdirSync(at('sub'));
    mkdirSync(at('.hidden'));
    writeFileSync(at('notes.txt'), 'x');
    const { client } = program();
    const found = await client.workspace.browse({ folder });
    expect(found).toMatchObject({
      folder,
      parent: tmpdir(),
      folders: ['sub'],
      files: [{ name: 'b.tizilim', bytes: statSync(at('b.tizilim')).size }],
    });
    expect((await client.workspace.browse({ folder: '/' })).parent).toBeNull();
    await expect(client.workspace.browse({ folder: at('nowhere') })).rejects.toMatchObject({
      reason: 'cannot-read-folder',
    });
  });
});

describe('recent files', () => {
  it('are kept in the settings file, newest first, once each', async () => {
    const settings = at('settings/settings.json');
    const one = program(settings);
    await one.client.workspace.create({ path: at('one'), organisation: 'Один' });
    one.later('2026-11-23T11:00:00.000Z');
    await one.client.workspace.create({ path: at('two'), organisation: 'Два' });
    one.later('2026-11-23T12:00:00.000Z');
    await one.client.workspace.open({ path: at('one.tizilim') });
    await one.close();
    rmSync(at('two.tizilim'));
    const { client } = program(settings);
    const expected = [
      {
        path: at('one.tizilim'),
        fileName: 'one.tizilim',
        organisation: 'Один',
        openedAt: '2026-11-23T12:00:00.000Z',
        exists: true,
      },
      {
        path: at('two.tizilim'),
        fileName: 'two.tizilim',
        organisation: 'Два',
        openedAt: '2026-11-23T11:00:00.000Z',
        exists: false,
      },
    ];
    expect(await client.workspace.recent({})).toEqual(expected);
    await client.workspace.forget({ path: at('two.tizilim') });
    expect(await client.workspace.recent({})).toEqual(expected.slice(0, 1));
    expect(existsSync(at('one.tizilim'))).toBe(true);
    expect(await program(settings).client.workspace.recent({})).toEqual(expected.slice(0, 1));
  });

  it('do not keep a workspace from opening where they cannot be written', async () => {
    writeFileSync(at('blocked'), '');
    const { client } = program(at('blocked/settings.json'));
    expect(await client.workspace.create({ path: at('one'), organisation: 'Один' })).toMatchObject({
      organisation: 'Один',
    });
    expect(await client.workspace.recent({})).toHaveLength(1);
  });
});

describe('BIN', () => {
  // Control digits worked out by hand: sum of digit × weight modulo 11.
  it('takes the first weights, and the second where the first give 10', () => {
    expect(isValidBin('990140000017')).toBe(true);
    expect(isValidBin('990140000018')).toBe(false);
    // 1·1 + 9·1 = 10 with the first weights; 3·1 + 11·1 … second weights: digit 1 → 3, digit 9 → 11, sum 14, 14 mod 11 = 3.
    expect(isValidBin('100000001003')).toBe(true);
    expect(isValidBin('100000001000')).toBe(false);
    // 10 with both weights: 1·a + … leaves no control digit at all.
    const never = Array.from({ length: 10 }, (_, digit) => isValidBin(`${twiceTen()}${digit}`));
    expect(never).toEqual(Array.from({ length: 10 }, () => false));
    for (const text of ['', '99014000001', '9901400000170', '99014000001x', ' 990140000017'])
      expect(isValidBin(text)).toBe(false);
  });

  /** Eleven digits for which both rows of weights give 10, found by search in the test itself. */
  function twiceTen(): string {
    for (let number = 0; number < 100_000; number += 1) {
      const digits = String(number).padStart(11, '0');
      const sum = (weight: (index: number) => number): number =>
        [...digits].reduce((total, digit, index) => total + Number(digit) * weight(index), 0) % 11;
      if (sum((index) => index + 1) === 10 && sum((index) => ((index + 2) % 11) + 1) === 10) return digits;
    }
    throw new Error('none found');
  }

  it('is checked before anything is made', async () => {
    const { client } = program();
    await expect(
      client.workspace.create({ path: at('one'), organisation: 'Один', bin: '990140000018' }),
    ).rejects.toMatchObject({ code: 'invalid', reason: 'bad-bin' });
    expect(readdirSync(folder)).toEqual([]);
    expect(
      await client.workspace.create({ path: at('one'), organisation: 'Один', bin: ' 990140000017 ' }),
    ).toMatchObject({ bin: '990140000017' });
  });
});

describe('refuses', () => {
  const refusal = async (path: string): Promise<unknown> => {
    const { client, close } = program();
    try {
      return await client.workspace.open({ path });
    } catch (error) {
      expect(await client.workspace.info({})).toBeNull();
      return error;
    } finally {
      await close();
      expect(existsSync(`${path}.lock`)).toBe(false);
    }
  };

  it('a file that is not there', async () => {
    expect(await refusal(at('none.tizilim'))).toMatchObject({
      code: 'not-found',
      reason: 'file-missing',
      details: { file: at('none.tizilim') },
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('to make a file over another one', async () => {
    writeFileSync(at('mine.tizilim'), 'not yours');
    const { client } = program();
    await expect(client.workspace.create({ path: at('mine'), organisation: 'x' })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'file-exists',
    });
    await expect(client.workspace.createSample({ path: at('mine.tizilim') })).rejects.toMatchObject({
      reason: 'file-exists',
    });
    expect(readFileSync(at('mine.tizilim'), 'utf8')).toBe('not yours');
    expect(readdirSync(folder)).toEqual(['mine.tizilim']);
  });

  it('a database of another program, a text and an empty file, and changes none of them', async () => {
    const foreign = new Database(at('foreign.tizilim'));
    foreign.exec('create table notes (text text)');
    foreign.close();
    writeFileSync(at('text.tizilim'), 'A letter, and not a short one. '.repeat(100));
    writeFileSync(at('empty.tizilim'), '');
    for (const name of ['foreign.tizilim', 'text.tizilim', 'empty.tizilim']) {
      const before = readFileSync(at(name));
      expect(await refusal(at(name))).toMatchObject({
        code: 'invalid',
        reason: 'not-a-workspace',
        details: { file: at(name) },
      });
      expect(readFileSync(at(name)).equals(before)).toBe(true);
    }
  });

  it('a file cut short', async () => {
    const path = await made('cut.tizilim');
    truncateSync(path, Math.floor(statSync(path).size / 2 / 4096) * 4096);
    expect(await refusal(path)).toMatchObject({ code: 'corrupt', reason: 'file-damaged' });
  });

  it('a file whose first pages are overwritten', async () => {
    const path = await made('torn.tizilim');
    const bytes = readFileSync(path);
    // The header stays; the list of tables after it does not.
    bytes.fill(0xa5, 100, 8192);
    writeFileSync(path, bytes);
    expect(await refusal(path)).toMatchObject({ code: 'corrupt', reason: 'file-damaged' });
  });

  it('a file that was never finished', async () => {
    const path = await made('half.tizilim');
    const db = new Database(path);
    db.exec('delete from workspace');
    db.close();
    expect(await refusal(path)).toMatchObject({ code: 'corrupt', reason: 'file-damaged' });
  });

  it('a file of a later release, and says which', async () => {
    const path = await made('later.tizilim');
    const newest = migrations.at(-1)?.version ?? 0;
    const db = new Database(path);
    db.pragma(`user_version = ${newest + 3}`);
    db.close();
    expect(await refusal(path)).toMatchObject({
      code: 'conflict',
      reason: 'newer-file',
      details: { version: newest + 3, known: newest },
    });
  });

  it('to write where it may not, and leaves nothing', async () => {
    writeFileSync(at('file'), '');
    const { client } = program();
    await expect(client.workspace.create({ path: at('file/plant'), organisation: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'cannot-write-folder',
    });
    // A folder of the system in which nobody makes files, whatever their rights.
    await expect(client.workspace.create({ path: '/proc/plant', organisation: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'cannot-write-folder',
    });
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('keeps the open workspace when another one cannot be opened', async () => {
    const { client } = program();
    await client.workspace.create({ path: at('one'), organisation: 'Один' });
    writeFileSync(at('text.tizilim'), 'text '.repeat(1_000));
    await expect(client.workspace.open({ path: at('text.tizilim') })).rejects.toMatchObject({
      reason: 'not-a-workspace',
    });
    await client.systems.create({});
    expect(await client.workspace.info({})).toMatchObject({ organisation: 'Один', systems: 1 });
  });
});

describe('lock', () => {
  it('names who holds the file, also behind a link to it', async () => {
    const holder = program();
    const { path } = await holder.client.workspace.create({ path: at('one'), organisation: 'Один' });
    symlinkSync(path, at('link.tizilim'));
    const { client } = program();
    for (const way of [path, at('link.tizilim')]) {
      await expect(client.workspace.open({ path: way })).rejects.toMatchObject({
        code: 'busy',
        reason: 'workspace-locked',
        details: { user: userInfo().username, host: hostname(), since: '2026-11-23T10:00:00.000Z' },
      });
    }
    await holder.client.workspace.close({});
    expect(await client.workspace.open({ path })).toMatchObject({ organisation: 'Один' });
  });

  it('is respected where another computer left it, or a living program of this one', async () => {
    const path = await made('one.tizilim');
    const foreign = { user: 'aigerim', host: 'another-computer', process: 1, since: '2026-11-22T08:00:00.000Z' };
    for (const lock of [foreign, { ...foreign, host: hostname(), process: process.ppid }]) {
      writeFileSync(`${path}.lock`, JSON.stringify(lock));
      await expect(program().client.workspace.open({ path })).rejects.toMatchObject({
        reason: 'workspace-locked',
        details: { user: 'aigerim', host: lock.host },
      });
      expect(JSON.parse(readFileSync(`${path}.lock`, 'utf8'))).toEqual(lock);
    }
  });

  it.each([
    ['a program that has ended', () => ({ process: spawnSync(process.execPath, ['--version']).pid })],
    ['an earlier program with our number', () => ({ process: process.pid })],
  ])('is taken over from %s', async (_, holder) => {
    const path = await made('one.tizilim');
    writeFileSync(
      `${path}.lock`,
      JSON.stringify({ user: 'x', host: hostname(), since: '2026-11-22T08:00:00.000Z', ...holder() }),
    );
    const { client } = program();
    expect(await client.workspace.open({ path })).toMatchObject({ systems: 1 });
    expect(JSON.parse(readFileSync(`${path}.lock`, 'utf8'))).toMatchObject({
      user: userInfo().username,
      process: process.pid,
    });
  });

  it.each(['', '{"user":"x"', '5', 'null', '{}'])('is taken over where it is torn: %s', async (content) => {
    const path = await made('one.tizilim');
    writeFileSync(`${path}.lock`, content);
    expect(await program().client.workspace.open({ path })).toMatchObject({ systems: 1 });
  });

  it('stands against another process', async () => {
    const holder = program();
    const { path } = await holder.client.workspace.create({ path: at('one'), organisation: 'Один' });
    const script = `
      import { lockWorkspace } from ${JSON.stringify(new URL('../electron/workspace/lock.ts', import.meta.url).href)};
      try { lockWorkspace(${JSON.stringify(path)}, new Date()); process.stdout.write('taken'); } catch (error) { process.stdout.write(error.reason); }`;
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(said).toBe('workspace-locked');
  });
});

it('cancels what is stored for a workspace that was closed meanwhile', async () => {
  const { client } = program();
  await client.workspace.createSample({ path: at('one') });
  const system = (await client.systems.list({})).rows[0]?.id ?? '';
  const composing = client.dossiers.compose({ system, template: 'system-passport', locale: 'kk' });
  await client.workspace.close({});
  await expect(composing).rejects.toMatchObject({ code: 'cancelled' });
});
