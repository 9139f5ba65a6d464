import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ledgerSchema } from '../electron/ledger/schema.ts';
import { createLedger, type Ledger } from '../electron/ledger/ledger.ts';
import { createTransactions } from '../electron/ledger/transact.ts';
import { contract } from '../shared/api.ts';
import { canonicalJson, entryText } from '../shared/ledger/entry.ts';
import { headFromProof, merkleTree } from '../shared/ledger/merkle.ts';
import { createDispatch } from '../shared/lib/wire.ts';
import { command, type Handlers } from '../shared/lib/contract.ts';
import { z } from '../shared/lib/schema.ts';
import { envelope, fileOf, officeTools, publisher } from './pack-world.ts';
import { world } from './world.ts';

const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const hash = (bytes: Uint8Array): Uint8Array => sha256(bytes);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('canonical JSON', () => {
  it.each<[unknown, string]>([
    [null, 'null'],
    [true, 'true'],
    [0, '0'],
    [-0, '0'],
    [1e21, '1e+21'],
    [0.1, '0.1'],
    ['', '""'],
    ['a"\\\u0007\n/', '"a\\"\\\\\\u0007\\n/"'],
    // й as one letter and as и with a breve: the same text.
    ['\u0438\u0306', '"\u0439"'],
    ['қауіп 😀', '"қауіп 😀"'],
    ['\ud800', '"\\ud800"'],
    [[], '[]'],
    [[1, undefined, null, [2]], '[1,null,null,[2]]'],
    [{}, '{}'],
    [{ b: 1, a: 2, B: 3, '10': 4, '9': 5 }, '{"10":4,"9":5,"B":3,"a":2,"b":1}'],
    [{ skip: undefined, keep: null }, '{"keep":null}'],
    // Order by UTF-16 units: the surrogate of an emoji stands before a wide letter.
    [{ '\uff21': 1, '😀': 2, ё: 3 }, '{"ё":3,"😀":2,"\uff21":1}'],
    [{ z: { y: [{ x: 1, w: 2 }] } }, '{"z":{"y":[{"w":2,"x":1}]}}'],
    [Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
  ])('%j', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('refuses what has no text of its own', () => {
    const values = [
      NaN,
      Infinity,
      1n,
      () => 1,
      Symbol('x'),
      undefined,
      new Date(0),
      new Map(),
      new Uint8Array(2),
      { a: [NaN] },
    ];
    for (const value of values) expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson({ '\u0439': 1, '\u0438\u0306': 2 })).toThrow(TypeError);
  });
});

/** The inputs and roots published with Certificate Transparency for RFC 6962. */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leaves = inputs.map((input) => sha256(Uint8Array.of(0), Buffer.from(input, 'hex')));

describe('Merkle tree', () => {
  it('has the published heads', () => {
    expect(hex(merkleTree([], hash).head)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(roots.map((_, index) => hex(merkleTree(leaves.slice(0, index + 1), hash).head))).toEqual(roots);
  });

  it('has the published proofs', () => {
    // From the test vectors of the same source: leaf (from 0), size of the tree, proof.
    const published: [number, number, string[]][] = [
      [0, 1, []],
      [
        0,
        8,
        [
          '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
          '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
          '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
        ],
      ],
      [
        5,
        8,
        [
          'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
          'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
          'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
        ],
      ],
      [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
      [
        1,
        5,
        [
          '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
          '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
          'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        ],
      ],
    ];
    for (const [leaf, size, proof] of published) {
      expect(merkleTree(leaves.slice(0, size), hash).proof(leaf).map(hex)).toEqual(proof);
    }
  });

  it('proves every leaf of every size, and no other', () => {
    for (let size = 1; size <= 33; size += 1) {
      const many = Array.from({ length: size }, (_, index) => sha256(Uint8Array.of(0, index)));
      const { head, proof } = merkleTree(many, hash);
      for (const [index, leaf] of many.entries()) {
        expect(headFromProof(leaf, index, size, proof(index), hash)).toEqual(head);
        expect(headFromProof(sha256(leaf), index, size, proof(index), hash)).not.toEqual(head);
        const other = (index + 1) % size;
        if (size > 1) expect(headFromProof(leaf, other, size, proof(other), hash)).not.toEqual(head);
        for (const [step, sibling] of proof(index).entries()) {
          expect(headFromProof(leaf, index, size, proof(index).with(step, sha256(sibling)), hash)).not.toEqual(head);
        }
      }
    }
  });
});

describe('ledger', () => {
  let db: Database.Database;
  let ledger: Ledger;
  let now: Date;

  beforeEach(() => {
    db = new Database(':memory:');
    db.exec(ledgerSchema);
    now = new Date('2026-11-23T10:00:00.000Z');
    ledger = createLedger(db, { now: () => now, actor: () => 'Ай\u0438\u0306ша' });
  });
  afterEach(() => db.close());

  /** The hash of an entry written out: 0x00, version 1, hash before, canonical text. */
  const entryHash = (prev: Uint8Array, text: string): Buffer =>
    sha256(Uint8Array.of(0x00, 0x01), prev, Buffer.from(text, 'utf8'));

  it('hashes an entry over the bytes the format names', () => {
    ledger.append({
      kind: 'system.set',
      subject: 'S1',
      body: { field: 'unit', before: null, after: { value: 'Цех «№1»' } },
    });
    const body = '{"after":{"value":"Цех «№1»"},"before":null,"field":"unit"}';
    const text = `{"actor":"Аййша","at":"2026-11-23T10:00:00.000Z","body":${JSON.stringify(body)},"kind":"system.set","seq":1,"subject":"S1"}`;
    const first = entryHash(new Uint8Array(32), text);
    // Fixed for good: issued dossiers rest on this very value.
    expect(hex(first)).toBe('40a0c72bee1caa2dd1dcc9b5ed6381bbbdf814b37dbf2f9dce525966cffac711');
    const [row] = ledger.list(10, 10);
    expect(row).toEqual({
      seq: 1,
      at: '2026-11-23T10:00:00.000Z',
      actor: 'Аййша',
      kind: 'system.set',
      subject: 'S1',
      body,
      hash: hex(first),
    });
    expect(
      entryText({ seq: 1, at: '2026-11-23T10:00:00.000Z', actor: 'Аййша', kind: 'system.set', subject: 'S1', body }),
    ).toBe(text);
    now = new Date('2026-11-23T10:00:01.000Z');
    ledger.append({ kind: 'k', subject: 's', body: {} });
    const second = entryHash(
      first,
      '{"actor":"Аййша","at":"2026-11-23T10:00:01.000Z","body":"{}","kind":"k","seq":2,"subject":"s"}',
    );
    expect(ledger.list(10, 1)[0]?.hash).toBe(hex(second));
    expect(ledger.head()).toEqual({ size: 2, root: hex(sha256(Uint8Array.of(1), first, second)) });
  });

  it('proves each entry against the head and keeps back bodies it is told to', () => {
    for (let index = 0; index < 13; index += 1)
      ledger.append({ kind: 'k', subject: index % 2 ? 'odd' : 'even', body: { index } });
    const { size, root } = ledger.head();
    const proofs = ledger.proofs('even', 5, (body) => body['index'] === 8);
    expect(proofs.map(({ entry }) => entry.seq)).toEqual([13, 11, 9, 7, 5]);
    expect(proofs.map(({ entry }) => entry.body)).toEqual([
      '{"index":12}',
      '{"index":10}',
      null,
      '{"index":6}',
      '{"index":4}',
    ]);
    for (const { entry, proof } of proofs) {
      const path = proof.map((step) => Buffer.from(step, 'hex'));
      expect(hex(headFromProof(Buffer.from(entry.hash, 'hex'), entry.seq - 1, size, path, hash))).toBe(root);
    }
  });

  it('gives the head of what is there after a transaction was rolled back', () => {
    ledger.append({ kind: 'k', subject: 's', body: { kept: 1 } });
    const before = ledger.head();
    const attempt = db.transaction(() => {
      ledger.append({ kind: 'k', subject: 's', body: { dropped: 1 } });
      expect(ledger.head().size).toBe(2);
      throw new Error('back');
    });
    expect(attempt).toThrow('back');
    expect(ledger.head()).toEqual(before);
    ledger.append({ kind: 'k', subject: 's', body: { other: 1 } });
    const [second, first] = ledger.list(10, 10).map((row) => Buffer.from(row.hash, 'hex'));
    expect(ledger.head().root).toBe(hex(sha256(Uint8Array.of(1), first ?? Buffer.of(), second ?? Buffer.of())));
  });

  it('pages backwards', () => {
    for (let index = 0; index < 5; index += 1) ledger.append({ kind: 'k', subject: 's', body: { index } });
    expect(ledger.list(Number.MAX_SAFE_INTEGER, 2).map(({ seq }) => seq)).toEqual([5, 4]);
    expect(ledger.list(4, 2).map(({ seq }) => seq)).toEqual([3, 2]);
    expect(ledger.about('s', 3, 10).map(({ seq, body }) => [seq, body['index']])).toEqual([
      [2, 1],
      [1, 0],
    ]);
  });

  it('is append-only', () => {
    ledger.append({ kind: 'k', subject: 's', body: {} });
    expect(() => db.exec("update ledger set kind = 'x'")).toThrow('append-only');
    expect(() => db.exec('delete from ledger')).toThrow('append-only');
    expect(() =>
      db.exec("replace into ledger select seq, at, 'other', kind, subject, body, prev, hash from ledger"),
    ).toThrow('append-only');
    expect(() =>
      db.exec('insert into ledger select 9, at, actor, kind, subject, body, prev, hash from ledger'),
    ).toThrow('append-only');
    expect(ledger.list(9, 9)).toHaveLength(1);
  });

  describe('verification', () => {
    const verify = () =>
      ledger.verify(
        () => undefined,
        () => false,
      );

    beforeEach(() => {
      for (let index = 1; index <= 6; index += 1) ledger.append({ kind: 'k', subject: 's', body: { index } });
      db.exec('drop trigger ledger_no_update; drop trigger ledger_no_delete;');
    });

    it('passes over what nobody touched', async () => {
      expect(await verify()).toEqual({ ...ledger.head(), ok: true, brokenAt: null });
    });

    it.each<[string, string, number]>([
      ['a changed body', `update ledger set body = '{"index":9}' where seq = 3`, 3],
      ['a changed last entry', `update ledger set body = '{"index":9}' where seq = 6`, 6],
      ['a changed actor', `update ledger set actor = 'somebody' where seq = 1`, 1],
      ['a changed time', `update ledger set at = '2026-11-23T10:00:00.001Z' where seq = 2`, 2],
      ['another kind', `update ledger set kind = 'x' where seq = 4`, 4],
      ['another subject', `update ledger set subject = 'x' where seq = 4`, 4],
      ['a body of the same meaning in other letters', `update ledger set body = '{ "index":2}' where seq = 2`, 2],
      ['a removed entry', 'delete from ledger where seq = 3', 4],
      ['a removed first entry', 'delete from ledger where seq = 1', 2],
      [
        'a swapped pair',
        'update ledger set seq = 100 where seq = 2; update ledger set seq = 2 where seq = 3; update ledger set seq = 3 where seq = 100',
        2,
      ],
      ['a hash made zero', 'update ledger set hash = zeroblob(32) where seq = 5', 5],
      ['a link to nothing', 'update ledger set prev = zeroblob(32) where seq = 5', 5],
    ])('finds %s', async (_, sql, brokenAt) => {
      db.exec(sql);
      expect(await verify()).toMatchObject({ ok: false, brokenAt });
    });

    it('finds an entry whose hash was worked out anew', async () => {
      const prev = Buffer.from(ledger.list(3, 1)[0]?.hash ?? '', 'hex');
      const facts = { seq: 3, at: now.toISOString(), actor: 'Аййша', kind: 'k', subject: 's', body: '{"index":9}' };
      db.prepare('update ledger set body = ?, hash = ? where seq = 3').run(
        facts.body,
        entryHash(prev, entryText(facts)),
      );
      expect(await verify()).toMatchObject({ ok: false, brokenAt: 4 });
    });

    it('shows the root of what is in the file, so that a shortened ledger differs from the head in a dossier', async () => {
      const before = ledger.head();
      db.exec('delete from ledger where seq = 6');
      const found = await verify();
      expect(found.size).toBe(5);
      expect(found.root).not.toBe(before.root);
    });

    it('reports progress, and says nothing where it is broken off', async () => {
      for (let index = 0; index < 2_100; index += 1) ledger.append({ kind: 'k', subject: 's', body: { index } });
      const steps: [number, number][] = [];
      expect(
        await ledger.verify(
          (done, total) => steps.push([done, total]),
          () => false,
        ),
      ).toMatchObject({ ok: true, size: 2_106 });
      expect(steps).toEqual([
        [1_000, 2_106],
        [2_000, 2_106],
      ]);
      await expect(
        ledger.verify(
          () => undefined,
          () => true,
        ),
      ).rejects.toMatchObject({ code: 'cancelled' });
    });
  });
});

describe('commands', () => {
  /** A command of a contract of its own over a real ledger; `append` decides whether it leaves a trace. */
  function setup() {
    const db = new Database(':memory:');
    db.exec(`${ledgerSchema} create table notes (text text) strict;`);
    const ledger = createLedger(db, { now: () => new Date(0), actor: () => 'x' });
    const announced: string[][] = [];
    const { changed, transact } = createTransactions((topics) => announced.push(topics));
    const write = (text: string): void => {
      db.prepare('insert into notes values (?)').run(text);
      changed('notes');
    };
    const bugs: string[] = [];
    const small = {
      notes: {
        silent: command(z.string(), z.null()),
        loud: command(z.string(), z.null()),
        nested: command(z.string(), z.null()),
      },
    };
    const handlers: Handlers<typeof small> = {
      notes: {
        silent: (text) => {
          write(text);
          return null;
        },
        loud: (text) => {
          write(text);
          ledger.append({ kind: 'note', subject: 'n', body: { text } });
          return null;
        },
        nested: (text) =>
          transact({ db, ledger }, 'notes.nested', () => {
            write(text);
            ledger.append({ kind: 'note', subject: 'n', body: { text } });
            throw new Error('after all');
          }),
      },
    };
    const dispatch = createDispatch(small, handlers, {
      command: (name, run) => transact({ db, ledger }, name, run),
      emit: () => undefined,
      abortController: () => new AbortController(),
      bug: (name, error) => {
        bugs.push(`${name}: ${(error as Error).message}`);
        return 'ref';
      },
    });
    const notes = () => db.prepare('select text from notes').pluck().all();
    return { db, ledger, dispatch, bugs, notes, announced };
  }

  it('that write no ledger entry are bugs and leave nothing', async () => {
    const { dispatch, bugs, notes, announced, ledger } = setup();
    expect(await dispatch('notes.silent', 'lost')).toMatchObject({
      ok: false,
      error: { code: 'internal', details: { reference: 'ref' } },
    });
    expect(bugs).toEqual(['notes.silent: command notes.silent wrote no ledger entry']);
    expect(notes()).toEqual([]);
    expect(ledger.size()).toBe(0);
    expect(announced).toEqual([]);
  });

  it('announce what changed once, after the commit', async () => {
    const { dispatch, notes, announced, db } = setup();
    expect(await dispatch('notes.loud', 'kept')).toEqual({ ok: true, value: null });
    expect(notes()).toEqual(['kept']);
    expect(announced).toEqual([['notes', 'ledger']]);
    expect(db.inTransaction).toBe(false);
  });

  it('that fail inside leave neither data nor entry', async () => {
    const { dispatch, notes, announced, ledger } = setup();
    expect(await dispatch('notes.nested', 'lost')).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect([notes(), ledger.size(), announced]).toEqual([[], 0, []]);
  });

  it('of the product each write at least one entry, and name what changed', async () => {
    const w = world();
    const topics: string[] = [];
    w.services.listen((event) => {
      if (event.type === 'changed') topics.push(...event.topics);
    });
    const done = new Set<string>();
    const size = async (): Promise<number> => (await w.client.ledger.list({ limit: 1 })).size;
    async function call<T>(name: string, run: () => Promise<T>): Promise<T> {
      const before = await size();
      topics.length = 0;
      const result = await run();
      expect(await size(), name).toBeGreaterThan(before);
      expect(topics, name).toContain(name.split('.')[0]);
      expect(topics, name).toContain('ledger');
      done.add(name);
      return result;
    }
    const { client } = w;
    const put = (name: string, text: string) => w.services.files.put(name, Buffer.from(text), 'text/plain');
    const organisation = await client.organisation.get({});
    await call('organisation.set', () => client.organisation.set(organisation));
    const site = await call('registers.create', () => client.registers.create({ kind: 'site', name: 'Цех' }));
    await call('registers.update', () => client.registers.update({ id: site.id }));
    await call('registers.archive', () => client.registers.archive({ id: site.id, archived: false }));
    const system = await call('systems.create', () => client.systems.create({}));
    const { id } = system;
    const version = system.versions[0]?.id ?? '';
    await call('systems.setFields', () => client.systems.setFields({ id, fields: {} }));
    await call('systems.duplicate', () => client.systems.duplicate({ id }));
    const deployed = await call('systems.addDeployment', () =>
      client.systems.addDeployment({ id, version, site: site.id }),
    );
    await call('systems.removeDeployment', () =>
      client.systems.removeDeployment({ id, deployment: deployed.versions[0]?.deployments[0]?.id ?? '' }),
    );
    await call('systems.setVersion', () => client.systems.setVersion({ id, version, label: '1', date: null }));
    await call('systems.addVersion', () => client.systems.addVersion({ id, label: '2' }));
    await call('systems.retire', () => client.systems.retire({ id, reason: 'x' }));
    await call('systems.restore', () => client.systems.restore({ id }));
    const file = put('a.txt', 'text');
    await call('evidence.add', () => client.evidence.add({ file, title: 'Документ' }));
    await call('evidence.add', () => client.evidence.add({ file, title: 'Документ' }));
    await client.systems.setFields({ id, fields: { isAiSystem: { value: 'yes' } } });
    await call('assessments.takeSuggestions', () =>
      client.assessments.takeSuggestions({ system: id, pack: 'kz-ai-law' }),
    );
    await call('assessments.answer', () =>
      client.assessments.answer({ system: id, pack: 'kz-ai-law', answers: { 'is-ai-system': null } }),
    );
    const list = put('list.csv', 'Название;Подразделение\nНовая;Цех\n');
    const { sheets } = await client.imports.read({ file: list });
    const sheet = sheets[0];
    if (!sheet) throw new Error('no sheet');
    const plan = await client.imports.dryRun({
      file: list,
      mapping: {
        sheet: sheet.sheet,
        headerRow: sheet.headerRow,
        columns: sheet.columns.map(({ index, target }) => ({ index, target })),
      },
    });
    await call('imports.apply', () => client.imports.apply({ plan: plan.plan }));
    const { createDemoKey } = await import('../electron/signatures/demo-key.ts');
    const key = createDemoKey({
      name: 'Тест',
      organisation: 'Тест',
      bin: '990140000017',
      password: 'x',
      at: new Date('2026-11-01'),
    });
    const [item] = await call('signatures.addTrust', () =>
      client.signatures.addTrust({ file: put('ca.pem', key.authority.toString()) }),
    );
    await call('signatures.removeTrust', () => client.signatures.removeTrust({ id: item?.id ?? '' }));
    await call('calendar.set', () => client.calendar.set({ week: 'six' }));
    await call('calendar.reset', () => client.calendar.reset({}));
    const days = JSON.stringify({ format: 1, week: 'six', days: {}, checkedYears: [] });
    await call('calendar.import', () => client.calendar.import({ file: put('days.json', days) }));
    const house = publisher('Тест');
    const publicKey = put('key.pem', house.pem);
    const { fingerprint } = await client.packs.readPublisher({ file: publicKey });
    await call('packs.addPublisher', () =>
      client.packs.addPublisher({ file: publicKey, name: house.name, note: '', fingerprint }),
    );
    const office = 'office-tools';
    for (const version of ['1.0.0', '1.0.1']) {
      const bytes = fileOf(envelope({ ...officeTools(), version }, house));
      await client.packs.install({ file: w.services.files.put('a.tzpack', bytes) });
    }
    const [older] = (await client.packs.versions({ id: office })).filter(({ active }) => !active);
    await call('packs.activate', () => client.packs.activate({ id: office, hash: older?.hash ?? '' }));
    await call('packs.removePublisher', () => client.packs.removePublisher({ fingerprint }));
    const dossier = await client.dossiers.compose({ system: id, template: 'system-passport', locale: 'kk' });
    const signer = w.services.files.put('key.p12', key.p12);
    await client.dossiers.sign({ id: dossier.id, key: { kind: 'file', file: signer, password: 'x' }, confirmed: true });
    await client.dossiers.requestStamp({ id: dossier.id });
    const restoring = await client.restores.plan({
      file: await client.dossiers.download({ id: dossier.id, revision: 1 }),
      choice: { system: 'new' },
      locale: 'kk',
    });
    const made = await call('restores.apply', () => client.restores.apply({ plan: restoring.plan }));
    await call('restores.undo', () => client.restores.undo({ restore: made.restore }));
    await call('dossiers.cancelStamp', () => client.dossiers.cancelStamp({ id: dossier.id }));
    await call('dossiers.withdraw', () => client.dossiers.withdraw({ id: dossier.id, reason: 'x' }));
    const commands = Object.entries(contract).flatMap(([slice, methods]) =>
      Object.entries(methods).flatMap(([method, { kind }]) => (kind === 'command' ? [`${slice}.${method}`] : [])),
    );
    expect([...done].sort()).toEqual(commands.sort());
    expect(await client.ledger.verify({})).toMatchObject({ ok: true });
    expect(w.log).toEqual([]);
    await w.close();
  });
});
