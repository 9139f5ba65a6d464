import Database from 'better-sqlite3';
import { sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contract, type ApiContract } from '../shared/api.ts';
import type { FileRef } from '../shared/lib/file-ref.ts';
import { canonicalJson } from '../shared/ledger/entry.ts';
import type { Client } from '../shared/lib/contract.ts';
import { createClient } from '../shared/lib/wire.ts';
import { PackCheckName } from '../shared/packs/contract.ts';
import type { Pack } from '../shared/rules/pack.ts';
import { inProcessTransport } from '../electron/host/in-process.ts';
import { examinePackFile } from '../electron/packs/examine.ts';
import { loadPack } from '../electron/packs/library.ts';
import { maximumPackFileBytes, signPack } from '../electron/packs/pack-file.ts';
import { createServices, type Services } from '../electron/services.ts';
import { envelope, fileOf, officeTools, otherKey, publicPem, publisher, spki, type Publisher } from './pack-world.ts';

const house = publisher('Compliance office');
const stranger = publisher('Somebody');
const id = 'office-tools';

let folder: string;
let path: string;
let log: string[];
let services: Services;
let client: Client<ApiContract>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tizilim-install-'));
  path = join(folder, 'plant.tizilim');
  log = [];
  let counter = 0;
  services = createServices({
    now: () => new Date('2026-11-23T10:00:00.000Z'),
    randomBytes: (count) => new Uint8Array(Buffer.from(String((counter += 1)).padStart(count, '0'))),
    settingsFile: null,
    log: (line) => log.push(line),
  });
  client = createClient(contract, inProcessTransport(services));
  await client.workspace.create({ path, organisation: 'Зауыт' });
});
afterEach(async () => {
  await services.close();
  rmSync(folder, { recursive: true, force: true });
  expect(log).toEqual([]);
});

const hand = (bytes: Uint8Array, name = `${id}.tzpack`): FileRef => services.files.put(name, bytes);

async function trust(by: Publisher): Promise<string> {
  const file = hand(Buffer.from(by.pem), 'key.pem');
  const { fingerprint } = await client.packs.readPublisher({ file });
  await client.packs.addPublisher({ file, name: by.name, note: 'read by telephone', fingerprint });
  return fingerprint;
}

/** Everything in the workspace file, table by table. */
function content(): Record<string, unknown[]> {
  const db = new Database(path, { readonly: true });
  const tables = db
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
    .pluck()
    .all() as string[];
  const found = Object.fromEntries(tables.map((name) => [name, db.prepare(`select * from ${name}`).all()]));
  db.close();
  return found;
}

const ledger = async () =>
  (await client.ledger.list({ limit: 100 })).rows.map(({ kind, subject, body }) => ({
    kind,
    subject,
    body: JSON.parse(body) as Record<string, unknown>,
  }));

/** The small pack with something changed. */
const changed = (over: Partial<Record<keyof Pack, unknown>>): Record<string, unknown> => ({
  ...officeTools(),
  ...over,
});
const part = <T>(list: unknown, index: number): T => (list as T[])[index] as T;
const version = (number: string, over: Partial<Record<keyof Pack, unknown>> = {}): Uint8Array =>
  fileOf(envelope(changed({ version: number, ...over }), house));

describe('a pack file that is refused', () => {
  const tools = officeTools();
  const facts = tools['facts'] as Record<string, unknown>[];
  const good = envelope(tools, house);
  const deep = (levels: number): unknown => {
    let value: unknown = 'sends-outside';
    for (let level = 0; level < levels; level += 1) value = { not: value };
    return value;
  };
  const withFact = (value: unknown) => changed({ facts: [{ ...facts[0], value }] });

  const refused: [string, () => Uint8Array, { reason: string; check: string; details?: object }][] = [
    [
      'one byte changed after signing',
      () => Buffer.from(JSON.stringify(good).replace('Office tools', 'Office tool5')),
      { reason: 'pack-forged', check: 'signature' },
    ],
    [
      'signed with another key than the one it names',
      () =>
        fileOf({
          ...good,
          signature: { ...envelope(tools, stranger).signature, key: spki(house.key) },
        }),
      { reason: 'pack-forged', check: 'signature' },
    ],
    [
      'with the signature of another pack of the publisher',
      () => fileOf({ ...good, signature: envelope(changed({ version: '1.0.1' }), house).signature }),
      { reason: 'pack-forged', check: 'signature' },
    ],
    [
      'signed without the words that say what is signed',
      () =>
        fileOf({
          ...good,
          signature: {
            ...good.signature,
            value: sign(null, Buffer.from(canonicalJson(tools)), house.key).toString('base64'),
          },
        }),
      { reason: 'pack-forged', check: 'signature' },
    ],
    [
      'with an empty signature',
      () => fileOf({ ...good, signature: { ...good.signature, value: '' } }),
      { reason: 'pack-forged', check: 'signature' },
    ],
    [
      'signed by a publisher nobody trusts',
      () => fileOf(envelope(tools, stranger)),
      { reason: 'unknown-publisher', check: 'publisher', details: { publisher: 'Somebody' } },
    ],
    [
      'signed by a stranger under the name of a trusted publisher',
      () => fileOf(envelope(tools, { ...stranger, name: house.name })),
      { reason: 'unknown-publisher', check: 'publisher' },
    ],
    ['cut off', () => fileOf(good).subarray(0, 4_000), { reason: 'not-a-pack-file', check: 'form' }],
    ['empty', () => new Uint8Array(0), { reason: 'not-a-pack-file', check: 'form' }],
    [
      'without a signature',
      () => fileOf({ format: 1, pack: tools }),
      {
        reason: 'not-a-pack-file',
        check: 'form',
        details: { problem: expect.stringContaining('signature') as string },
      },
    ],
    ['a bare pack', () => fileOf(tools), { reason: 'not-a-pack-file', check: 'form' }],
    ['a list', () => fileOf([good]), { reason: 'not-a-pack-file', check: 'form' }],
    ['with more beside it', () => fileOf({ ...good, more: 1 }), { reason: 'not-a-pack-file', check: 'form' }],
    ['of a later format', () => fileOf({ ...good, format: 2 }), { reason: 'not-a-pack-file', check: 'form' }],
    [
      'with another algorithm',
      () => fileOf({ ...good, signature: { ...good.signature, algorithm: 'none' } }),
      { reason: 'not-a-pack-file', check: 'form' },
    ],
    [
      'with a key of another kind',
      () => fileOf({ ...good, signature: { ...good.signature, key: spki(otherKey()) } }),
      { reason: 'not-a-pack-file', check: 'signature' },
    ],
    [
      'with a key that is none',
      () => fileOf({ ...good, signature: { ...good.signature, key: 'AAAA' } }),
      { reason: 'not-a-pack-file', check: 'signature' },
    ],
    [
      'not in UTF-8',
      () => Buffer.from(JSON.stringify(good).replace('Office', 'Offi\u00e7e'), 'latin1'),
      { reason: 'not-a-pack-file', check: 'form' },
    ],
    [
      'with a number without end',
      () => Buffer.from(JSON.stringify(good).replace('"months":12', '"months":1e999')),
      { reason: 'not-a-pack-file', check: 'form' },
    ],
    [
      'too large by one byte',
      () => Buffer.concat([fileOf(good), Buffer.alloc(maximumPackFileBytes + 1 - fileOf(good).byteLength, 0x20)]),
      { reason: 'pack-too-large', check: 'size', details: { megabytes: 20 } },
    ],
    [
      'of many empty lists',
      () => Buffer.from(`{"format":1,"pack":{"a":[${'[],'.repeat(2_000_000)}1]}}`),
      { reason: 'not-a-pack-file', check: 'form', details: { problem: 'it has too many parts' } },
    ],
    [
      'nested deep',
      () => fileOf({ ...good, pack: withFact(deep(400)) }),
      { reason: 'pack-fault', check: 'form', details: { problem: expect.stringContaining('deep') as string } },
    ],
    [
      'nested without bound',
      () => Buffer.from(`{"format":1,"pack":${'['.repeat(900_000)}${']'.repeat(900_000)}}`),
      { reason: 'pack-fault', check: 'form', details: { problem: expect.stringContaining('deep') as string } },
    ],
    [
      'nested deeper than expressions may be, and signed',
      () => fileOf(envelope(withFact(deep(80)), house)),
      { reason: 'pack-fault', check: 'rules' },
    ],
    ...['__proto__', 'constructor', 'prototype'].map((name): (typeof refused)[number] => [
      `with the key ${name}`,
      () => Buffer.from(JSON.stringify(good).replace('"jurisdiction":', `"${name}":{"polluted":true},"jurisdiction":`)),
      { reason: 'pack-fault', check: 'form', details: { place: `pack.${name}` } },
    ]),
    [
      'with a question named constructor',
      () =>
        fileOf(
          envelope(changed({ questions: [{ ...part<object>(tools['questions'], 0), name: 'constructor' }] }), house),
        ),
      { reason: 'pack-fault', check: 'form', details: { place: 'pack.questions.0.name' } },
    ],
    [
      'with a key nobody knows',
      () => fileOf(envelope(changed({ surprise: 1 } as object), house)),
      { reason: 'pack-fault', check: 'schema' },
    ],
    [
      'without Kazakh texts',
      () => fileOf(envelope(changed({ title: { ru: 'а', en: 'a' } }), house)),
      { reason: 'pack-fault', check: 'schema', details: { place: expect.stringContaining('title') as string } },
    ],
    [
      'with facts in a circle',
      () =>
        fileOf(
          envelope(
            changed({
              facts: [
                { ...facts[0], value: 'second' },
                { ...facts[0], name: 'second', value: 'sensitive-outside' },
              ],
            }),
            house,
          ),
        ),
      { reason: 'pack-fault', check: 'rules' },
    ],
    [
      'that compares a day with a number',
      () => fileOf(envelope(withFact({ gt: ['approved-on', 3] }), house)),
      {
        reason: 'pack-fault',
        check: 'rules',
        details: { place: expect.stringContaining('sensitive-outside') as string },
      },
    ],
    [
      'with a degree no rule leads to',
      () => fileOf(envelope(changed({ rules: (tools['rules'] as unknown[]).slice(1), cases: [] }), house)),
      { reason: 'pack-lint', check: 'lint', details: { place: 'scales.use.degrees.free' } },
    ],
    [
      'without a worked case',
      () => fileOf(envelope(changed({ cases: [] }), house)),
      { reason: 'pack-without-cases', check: 'cases' },
    ],
    [
      'with a case that comes out otherwise',
      () => {
        const cases = tools['cases'] as { expect: object }[];
        const broken = { ...part<object>(cases, 1), expect: { scales: { use: 'forbidden' } } };
        return fileOf(envelope(changed({ cases: [cases[0], broken] }), house));
      },
      {
        reason: 'pack-cases-failed',
        check: 'cases',
        details: { failed: 1, total: 2, place: 'cases.data stay inside' },
      },
    ],
  ];

  it.each(refused)('%s', { timeout: 20_000 }, async (_, make, { reason, check, details = {} }) => {
    const fingerprint = await trust(house);
    const before = content();
    const bytes = make();
    const seen = examinePackFile(bytes, [fingerprint], () => undefined);
    expect(seen).toMatchObject({ refusal: { reason, details }, kept: null });
    const names = PackCheckName.options.filter((name) => name !== 'version');
    const failing = names.findIndex((name) => name === check);
    expect(seen.checks.map(({ name, state }) => [name, state])).toEqual(
      names.map((name, index) => [name, index < failing ? 'passed' : index === failing ? 'failed' : 'not-run']),
    );
    await expect(client.packs.install({ file: hand(bytes) })).rejects.toMatchObject({ reason, details });
    expect(content()).toEqual(before);
    expect((await client.packs.list({})).map((pack) => pack.id)).not.toContain(id);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('is refused by the look at it for the same reason, with no further check run', async () => {
    const before = content();
    const seen = await client.packs.inspect({ file: hand(fileOf(good)) });
    expect(seen.refusal?.reason).toBe('unknown-publisher');
    expect(seen.checks.map(({ state }) => state)).toEqual([
      ...['passed', 'passed', 'passed', 'failed'],
      ...['not-run', 'not-run', 'not-run', 'not-run', 'not-run'],
    ]);
    expect(content()).toEqual(before);
  });

  it('names the fingerprint of an unknown key in groups, and the name the file gives it', async () => {
    const file = hand(fileOf(envelope(tools, stranger)));
    const { fingerprint } = await client.packs.readPublisher({ file: hand(Buffer.from(stranger.pem), 'a.pem') });
    const { refusal, publisher: by, pack } = await client.packs.inspect({ file });
    expect(by).toEqual({ name: 'Somebody', fingerprint, trusted: false });
    expect(String(refusal?.details['fingerprint']).replaceAll(' ', '')).toBe(fingerprint);
    // Of a pack by a stranger nothing is read but its signature.
    expect(pack).toBeNull();
  });

  it('one number with two contents', async () => {
    await trust(house);
    await client.packs.install({ file: hand(version('1.0.0')) });
    const before = content();
    const other = hand(version('1.0.0', { jurisdiction: 'another' }));
    expect((await client.packs.inspect({ file: other })).refusal).toEqual({
      reason: 'pack-version-taken',
      details: { id, version: '1.0.0' },
    });
    await expect(client.packs.install({ file: other })).rejects.toMatchObject({ reason: 'pack-version-taken' });
    const same = hand(version('1.0.0'));
    await expect(client.packs.install({ file: same })).rejects.toMatchObject({ reason: 'pack-present' });
    expect(content()).toEqual(before);
  });

  it('another content under the number of a pack of the product', async () => {
    await trust(house);
    const { pack } = await client.packs.get({ id: 'kz-personal-data' });
    const before = content();
    const file = hand(fileOf(envelope({ ...pack, jurisdiction: 'another' }, house)));
    await expect(client.packs.install({ file })).rejects.toMatchObject({
      reason: 'pack-version-taken',
      details: { id: 'kz-personal-data', version: pack.version },
    });
    const copy = hand(fileOf(envelope(pack, house)));
    await expect(client.packs.install({ file: copy })).rejects.toMatchObject({ reason: 'pack-present' });
    expect(content()).toEqual(before);
  });

  it('a file the host no longer holds', async () => {
    const file = { ref: 'x'.repeat(20), name: 'a.tzpack', bytes: 1 };
    await expect(client.packs.inspect({ file })).rejects.toMatchObject({ reason: 'file-expired' });
    await expect(client.packs.install({ file })).rejects.toMatchObject({ reason: 'file-expired' });
  });

  it('without an open workspace', async () => {
    await client.workspace.close({});
    const file = hand(version('1.0.0'));
    for (const call of [
      () => client.packs.inspect({ file }),
      () => client.packs.install({ file }),
      () => client.packs.versions({ id }),
      () => client.packs.activate({ id, hash: '0'.repeat(64) }),
      () => client.packs.publishers({}),
    ])
      await expect(call()).rejects.toMatchObject({ reason: 'no-workspace' });
  });
});

describe('cancelling', () => {
  it('stores nothing', async () => {
    await trust(house);
    const before = content();
    const controller = new AbortController();
    const file = hand(version('1.0.0'));
    const installing = client.packs.install(
      { file },
      { signal: controller.signal, onProgress: () => controller.abort() },
    );
    await expect(installing).rejects.toMatchObject({ code: 'cancelled' });
    expect(content()).toEqual(before);
  });
});

describe('a pack file that passes', () => {
  it('is shown with every check before anything is stored', async () => {
    const fingerprint = await trust(house);
    const before = content();
    const labels: (string | undefined)[] = [];
    const seen = await client.packs.inspect(
      { file: hand(version('1.0.0')) },
      { onProgress: ({ label }) => labels.push(label) },
    );
    const { pack, hash } = loadPack(changed({ version: '1.0.0' }));
    expect(seen).toMatchObject({
      pack: { id, version: '1.0.0', hash, title: pack.title, cases: 4 },
      publisher: { name: house.name, fingerprint, trusted: true },
      problems: [],
      refusal: null,
      active: null,
      pinned: 0,
    });
    expect(seen.checks.map(({ name, state }) => [name, state])).toEqual(
      PackCheckName.options.map((name) => [name, 'passed']),
    );
    expect(labels).toEqual(PackCheckName.options.slice(0, -1).map((name) => `packs.checks.${name}`));
    expect(content()).toEqual(before);
  });

  it('is installed, answered, replaced by the next, and returned to; nothing of the old is lost', async () => {
    const fingerprint = await trust(house);
    const first = await client.packs.install({ file: hand(version('1.0.0'), 'first.tzpack') });
    expect((await client.packs.get({ id })).hash).toBe(first.hash);
    expect((await client.packs.list({})).map((pack) => pack.id)).toContain(id);
    const { id: system } = await client.systems.create({});
    await client.assessments.answer({
      system,
      pack: id,
      answers: { 'sends-outside': { answer: { value: 'no' } } },
    });

    const next = hand(version('1.10.0', { lawTextDate: '2026-11-01' }), 'next.tzpack');
    expect(await client.packs.inspect({ file: next })).toMatchObject({
      active: { version: '1.0.0', hash: first.hash, order: 'newer' },
      pinned: 1,
    });
    const second = await client.packs.install({ file: next });
    expect((await client.packs.get({ id })).hash).toBe(second.hash);
    expect(await client.assessments.get({ system, pack: id })).toMatchObject({
      pack: { version: '1.0.0', hash: first.hash },
      packChanged: true,
    });
    expect((await client.packs.get({ id, hash: first.hash })).pack.version).toBe('1.0.0');

    const by = { name: house.name, fingerprint, trusted: true };
    expect(await client.packs.versions({ id })).toMatchObject([
      { version: '1.10.0', active: true, pinned: 0, origin: 'file', publisher: by, lawTextDate: '2026-11-01' },
      { version: '1.0.0', active: false, pinned: 1, origin: 'file', publisher: by },
    ]);
    const back = await client.packs.activate({ id, hash: first.hash });
    expect(back.find(({ active }) => active)?.version).toBe('1.0.0');
    expect(await client.assessments.get({ system, pack: id })).toMatchObject({ packChanged: false });
    await expect(client.packs.activate({ id, hash: first.hash })).rejects.toMatchObject({ reason: 'pack-is-active' });

    // The choice is a fact of the workspace: it holds in the next session.
    await client.workspace.close({});
    await client.workspace.open({ path });
    expect((await client.packs.get({ id })).hash).toBe(first.hash);
    await client.packs.activate({ id, hash: second.hash });
    expect((await client.packs.get({ id })).hash).toBe(second.hash);
    expect(content()['pack_active']).toEqual([]);

    const entries = (await ledger()).filter(({ subject }) => subject === 'packs').reverse();
    expect(entries).toEqual([
      { kind: 'publisher.add', subject: 'packs', body: { name: house.name, fingerprint, note: 'read by telephone' } },
      {
        kind: 'pack.install',
        subject: 'packs',
        body: {
          pack: id,
          version: '1.0.0',
          hash: first.hash,
          publisher: house.name,
          fingerprint,
          fileName: 'first.tzpack',
          before: null,
        },
      },
      {
        kind: 'pack.install',
        subject: 'packs',
        body: expect.objectContaining({
          version: '1.10.0',
          before: { version: '1.0.0', hash: first.hash },
        }) as object,
      },
      {
        kind: 'pack.activate',
        subject: 'packs',
        body: {
          pack: id,
          version: '1.0.0',
          hash: first.hash,
          before: { version: '1.10.0', hash: second.hash },
        },
      },
      { kind: 'pack.activate', subject: 'packs', body: expect.objectContaining({ version: '1.10.0' }) as object },
    ]);
    expect(await client.ledger.verify({})).toMatchObject({ ok: true });
  });

  it('of an older number becomes the active one too, because a person installed it', async () => {
    await trust(house);
    await client.packs.install({ file: hand(version('2.0.0')) });
    const older = hand(version('1.0.0'));
    expect((await client.packs.inspect({ file: older })).active).toMatchObject({ version: '2.0.0', order: 'older' });
    await client.packs.install({ file: older });
    expect((await client.packs.versions({ id })).map((facts) => [facts.version, facts.active])).toEqual([
      ['2.0.0', false],
      ['1.0.0', true],
    ]);
  });

  it(
    'may replace a pack of the product, and the register is returned to the product by hand',
    { timeout: 20_000 },
    async () => {
      await trust(house);
      const { pack, hash } = await client.packs.get({ id: 'kz-ai-law' });
      const newer = Buffer.from(signPack({ ...pack, version: '99.0.0' }, house.name, house.key));
      const installed = await client.packs.install({ file: hand(newer) });
      expect((await client.workspace.info({}))?.packs).toContainEqual(
        expect.objectContaining({ id: 'kz-ai-law', version: '99.0.0' }),
      );
      const versions = await client.packs.activate({ id: 'kz-ai-law', hash });
      expect(versions.map((facts) => [facts.version, facts.origin, facts.active])).toEqual([
        ['99.0.0', 'file', false],
        [pack.version, 'bundled', true],
      ]);
      expect((await client.packs.get({ id: 'kz-ai-law' })).hash).toBe(hash);
      expect(installed.hash).not.toBe(hash);
      await expect(client.packs.activate({ id: 'kz-ai-law', hash: '0'.repeat(64) })).rejects.toMatchObject({
        reason: 'unknown-pack-version',
      });
      await expect(client.packs.activate({ id: 'nothing', hash })).rejects.toMatchObject({ reason: 'unknown-pack' });
    },
  );

  it('can be installed in a training workspace', async () => {
    await client.workspace.createSample({ path: join(folder, 'sample.tizilim') });
    await trust(house);
    await client.packs.install({ file: hand(version('1.0.0')) });
    expect((await client.packs.list({})).map((pack) => pack.id)).toContain(id);
  });
});

describe('publishers', () => {
  it('are listed, refused twice, and taken away; what they signed stays and is shown so', async () => {
    const fingerprint = await trust(house);
    const pem = hand(Buffer.from(house.pem), 'key.pem');
    const [known] = await client.packs.publishers({});
    expect(known).toEqual({
      fingerprint,
      name: house.name,
      note: 'read by telephone',
      addedAt: '2026-11-23T10:00:00.000Z',
      addedBy: expect.any(String) as string,
      installed: 0,
    });
    expect((await client.packs.readPublisher({ file: pem })).known).toEqual(known);
    await expect(client.packs.addPublisher({ file: pem, name: 'Twice', fingerprint })).rejects.toMatchObject({
      reason: 'publisher-known',
      details: { name: house.name },
    });
    const { hash } = await client.packs.install({ file: hand(version('1.0.0')) });
    expect((await client.packs.publishers({}))[0]?.installed).toBe(1);
    expect(await client.packs.removePublisher({ fingerprint })).toEqual([]);
    expect((await client.packs.versions({ id }))[0]).toMatchObject({
      hash,
      publisher: { name: house.name, fingerprint, trusted: false },
    });
    expect((await client.packs.get({ id })).hash).toBe(hash);
    await expect(client.packs.install({ file: hand(version('1.0.1')) })).rejects.toMatchObject({
      reason: 'unknown-publisher',
    });
    await expect(client.packs.removePublisher({ fingerprint })).rejects.toMatchObject({ reason: 'no-publisher' });
    expect((await ledger())[0]).toEqual({
      kind: 'publisher.remove',
      subject: 'packs',
      body: { name: house.name, fingerprint },
    });
  });

  it('are not trusted under a fingerprint that is not theirs', async () => {
    const before = content();
    const file = hand(Buffer.from(house.pem), 'key.pem');
    await expect(client.packs.addPublisher({ file, name: 'X', fingerprint: 'a'.repeat(64) })).rejects.toMatchObject({
      reason: 'fingerprint-differs',
    });
    expect(content()).toEqual(before);
  });

  it.each<[string, () => string | Uint8Array]>([
    ['a private key', () => house.key.export({ format: 'pem', type: 'pkcs8' })],
    [
      'a private key behind a public one',
      () => house.pem + house.key.export({ format: 'pem', type: 'pkcs8' }).toString(),
    ],
    ['two keys', () => house.pem + stranger.pem],
    ['a key of another kind', () => publicPem(otherKey())],
    ['a text', () => 'key'],
    ['a broken key', () => house.pem.replace('MCow', 'MCoA')],
    ['a large file', () => house.pem + ' '.repeat(20_000)],
  ])('%s is not taken for a public key', async (_, pem) => {
    const file = hand(Buffer.from(pem()), 'key.pem');
    await expect(client.packs.readPublisher({ file })).rejects.toMatchObject({
      code: 'invalid',
      reason: 'not-a-publisher-key',
      details: { name: 'key.pem' },
    });
  });
});
