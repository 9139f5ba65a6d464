import { createHash } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dossier, KeySource } from '../shared/dossiers/contract.ts';
import type { Locale } from '../shared/lib/schema.ts';
import { entryText } from '../shared/ledger/entry.ts';
import { headFromProof } from '../shared/ledger/merkle.ts';
import { registerFields } from '../shared/registers/fields.ts';
import { systemFields } from '../shared/systems/fields.ts';
import { translator } from '../shared/i18n/translate.ts';
import { fillSample } from '../electron/demo/sample.ts';
import { sampleOrganisation } from '../electron/demo/sample-data.ts';
import { readCms } from '../electron/signatures/cms-reader.ts';
import { toLittleEndian } from '../electron/signatures/gost.ts';
import { squeezed, taggedText, tool } from './report/pdf-tools.ts';
import { gostContainer, gostPrivateKeyInfo, makeGostPairs } from './signatures/gost-container.ts';
import { makeTestKeys, type TestKeys } from './signatures/keys.ts';
import { world, type World } from './world.ts';

const sha256 = (...parts: Uint8Array[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** Marks of what must never leave the house, put into internal fields of the record and of its persons. */
const secrets = {
  note: 'ТАЙНА-ПРИМЕЧАНИЕ',
  security: 'ТАЙНА-МЕРЫ',
  former: 'ТАЙНА-ПРЕЖНЯЯ',
  phone: 'ТАЙНА-ТЕЛЕФОН',
  email: 'ТАЙНА-ПОЧТА',
};
const hidden = 'СКРЫТЫЙ-СРОК';

let folder: string;
let keys: TestKeys;
let w: World;
/** The fully described system and the one with personal data. */
let system: string;
let personal: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tizilim-dossiers-'));
  keys = makeTestKeys();
  mkdirSync(keys.path('nss'));
  execFileSync('certutil', ['-N', '-d', `sql:${keys.path('nss')}`, '--empty-password']);
  execFileSync('certutil', [
    '-A',
    '-d',
    `sql:${keys.path('nss')}`,
    '-n',
    'ca',
    '-t',
    'CT,C,C',
    '-i',
    keys.path('ca.pem'),
  ]);
  w = world();
  ({ system, personal } = await fillSample(w.client, w.services.files));
  for (const id of [system, personal]) {
    await w.client.systems.setFields({
      id,
      fields: {
        note: { value: { ru: secrets.note } },
        securityMeasures: { value: { ru: secrets.security } },
        formerRiskNote: { value: secrets.former },
      },
    });
  }
  // Stays stored and hidden: the gas system has no personal data.
  await w.client.systems.setFields({ id: system, fields: { pdRetention: { value: hidden } } });
  for (const person of await w.client.registers.list({ kind: 'person' })) {
    await w.client.registers.update({
      id: person.id,
      fields: { phone: { value: secrets.phone }, email: { value: secrets.email } },
    });
  }
}, 120_000);
afterAll(async () => {
  expect(w.log).toEqual([]);
  await w.close();
  keys.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function bytesOf(dossier: Dossier): Promise<Uint8Array> {
  return w.services.files.take(await w.client.dossiers.download({ id: dossier.id })).bytes;
}

interface Composed {
  dossier: Dossier;
  bytes: Uint8Array;
  path: string;
  /** The files inside the PDF, as poppler takes them out. */
  attached: Map<string, Buffer>;
}

async function composed(id: string, template: string, locale: Locale): Promise<Composed> {
  const dossier = await w.client.dossiers.compose({ system: id, template, locale });
  const bytes = await bytesOf(dossier);
  const path = join(folder, `${dossier.id}.pdf`);
  writeFileSync(path, bytes);
  const inside = join(folder, dossier.id);
  mkdirSync(inside);
  tool('pdfdetach', '-saveall', '-o', inside, path);
  return {
    dossier,
    bytes,
    path,
    attached: new Map(readdirSync(inside).map((name) => [name, readFileSync(join(inside, name))])),
  };
}

const parsed = (file: Composed, name: string): Record<string, never> =>
  JSON.parse(file.attached.get(name)?.toString('utf8') ?? 'null') as Record<string, never>;

/** Every text of a document tree, in order. */
function texts(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(texts);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    // The legend of a matrix prints the levels that occur.
    key === 'levels'
      ? []
      : ['text', 'title', 'key', 'caption', 'label'].includes(key) && typeof value === 'string'
        ? [value]
        : texts(value),
  );
}

describe('readiness', () => {
  it('is complete for the described system', async () => {
    for (const template of ['system-passport', 'data-protection-assessment', 'submission-package'] as const) {
      expect(await w.client.dossiers.readiness({ system, template, locale: 'ru' })).toEqual({
        ready: true,
        draftReasons: [],
        items: [],
      });
    }
  });

  it('names for a bare system what is missing, each with its place and in the language asked for', async () => {
    const bare = world({ empty: false });
    const { id } = await bare.client.systems.create({});
    const codes = new Set<string>();
    for (const template of ['system-passport', 'data-protection-assessment', 'submission-package'] as const) {
      for (const locale of ['kk', 'ru', 'en'] as const) {
        const t = translator(locale);
        const { ready, draftReasons, items } = await bare.client.dossiers.readiness({ system: id, template, locale });
        expect(ready).toBe(false);
        expect(draftReasons).toEqual(['open']);
        const law = (await bare.client.packs.get({ id: 'kz-ai-law' })).pack;
        const data = (await bare.client.packs.get({ id: 'kz-personal-data' })).pack;
        for (const item of items) {
          codes.add(item.code);
          expect(t.find(`dossiers.readiness.${item.code}`, item.details), item.code).toBeTruthy();
          const { target } = item;
          if (target.kind === 'field') expect(systemFields.map(({ name }) => name)).toContain(target.field);
          if (target.kind === 'question') {
            const pack = target.pack === law.id ? law : data;
            const question = pack.questions.find(({ name }) => name === target.question);
            expect(question).toBeDefined();
            if (item.code === 'question-missing') expect(item.details['question']).toBe(question?.text[locale]);
          }
          if (item.level === 'required') expect(target.kind, item.code).not.toBe('none');
        }
      }
    }
    expect([...codes].sort()).toEqual([
      'field',
      'no-site',
      'not-classified',
      'organisation-address',
      'organisation-bin',
      'question-missing',
    ]);
    await bare.close();
  });

  it('asks for a lawyer, stops at a prohibited capability and counts unknown as advised', async () => {
    const own = world();
    const filled = await fillSample(own.client, own.services.files);
    const set = (question: string, answer: { value: string } | { unknown: true }) =>
      own.client.assessments.answer({ system: filled.system, pack: 'kz-ai-law', answers: { [question]: { answer } } });
    const codes = async () =>
      (
        await own.client.dossiers.readiness({ system: filled.system, template: 'system-passport', locale: 'ru' })
      ).items.map(({ level, code }) => `${level} ${code}`);
    await set('p1-manipulation', { unknown: true });
    expect(await codes()).toEqual(expect.arrayContaining(['required lawyer-review', 'advised question-unknown']));
    await set('p1-manipulation', { value: 'yes' });
    expect(await codes()).toContain('required prohibited');
    await set('p1-manipulation', { value: 'no' });
    expect(await codes()).toEqual([]);
    own.at('2027-11-23T10:00:00.000Z');
    const proof = await own.client.evidence.add({
      file: own.services.files.put('a.txt', Buffer.from('a')),
      title: 'Старый',
      expiresOn: '2027-11-22',
    });
    await own.client.assessments.answer({
      system: filled.system,
      pack: 'kz-ai-law',
      answers: { 'p1-manipulation': { answer: { value: 'no' }, evidence: [{ id: proof.id }] } },
    });
    expect(await codes()).toEqual(['required evidence-expired']);
    await own.close();
  });
});

describe('watermark', () => {
  const mark = async (from: World, id: string) =>
    (await from.client.dossiers.preview({ system: id, template: 'system-passport', locale: 'ru' })).watermark;

  it('is off when everything is there, on while something is open', async () => {
    const t = translator('ru');
    expect(await mark(w, system)).toBeNull();
    const { id } = await w.client.systems.create({});
    expect(await mark(w, id)).toBe(t('report.watermarkDraft'));
    await w.client.systems.retire({ id, reason: 'x' });
  });

  it('is always on in a training workspace', async () => {
    const training = world({ sample: true });
    const filled = await fillSample(training.client, training.services.files);
    expect(
      await training.client.dossiers.readiness({ system: filled.system, template: 'system-passport', locale: 'ru' }),
    ).toEqual({ ready: false, draftReasons: ['sample'], items: [] });
    expect(await mark(training, filled.system)).toBe(translator('ru')('report.watermarkSample'));
    const dossier = await training.client.dossiers.compose({
      system: filled.system,
      template: 'system-passport',
      locale: 'ru',
    });
    expect(dossier.draft).toBe(true);
    await training.close();
  }, 60_000);
});

describe.each<[string, Locale]>([
  ['system-passport', 'kk'],
  ['system-passport', 'ru'],
  ['system-passport', 'en'],
  ['data-protection-assessment', 'ru'],
  ['submission-package', 'kk'],
])('%s in %s', (template, locale) => {
  let file: Composed;
  let preview: Awaited<ReturnType<World['client']['dossiers']['preview']>>;
  let text: string;
  const id = (): string => (template === 'data-protection-assessment' ? personal : system);

  beforeAll(async () => {
    preview = await w.client.dossiers.preview({ system: id(), template, locale });
    file = await composed(id(), template, locale);
    text = tool('pdftotext', file.path, '-');
  }, 120_000);

  it('is kept with what the list shows of it', async () => {
    expect(file.dossier).toMatchObject({
      template,
      locale,
      system: id(),
      signatures: [],
      stale: false,
      bytes: file.bytes.byteLength,
    });
    expect(file.dossier.sha256).toBe(sha256(file.bytes).toString('hex'));
    expect(file.dossier.draft).toBe(template === 'data-protection-assessment');
    expect(file.dossier.pages).toBe(Number(/Pages:\s+(\d+)/.exec(tool('pdfinfo', file.path))?.[1]));
    expect(await w.client.dossiers.get({ id: file.dossier.id })).toEqual(file.dossier);
    expect((await w.client.dossiers.list({ system: id() })).map((dossier) => dossier.id)).toContain(file.dossier.id);
    const record = await w.client.systems.get({ id: id() });
    expect(file.dossier.fileName).toBe(
      `${record.code} ${preview.title} (${translator(locale)('dossiers.editions.authority.file')}) ${locale} 2026-11-23.pdf`,
    );
  });

  it('prints what the preview shows', () => {
    const printed = squeezed(text);
    const headings = preview.blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
    expect(headings.length).toBeGreaterThan(8);
    const wanted = [
      preview.title,
      preview.subtitle,
      ...headings,
      ...preview.cover.flatMap(({ key, value }) => [key, value]),
    ];
    expect(wanted.map(squeezed).filter((part) => !printed.includes(part))).toEqual([]);
    expect(preview.cover.map(({ value }) => value)).toContain(parsed(file, 'manifest.json')['snapshot']);
  });

  it('holds the letters and the conclusions', async () => {
    const words = squeezed(text);
    const { evaluation } = await w.client.assessments.get({
      system: id(),
      pack: template === 'data-protection-assessment' ? 'kz-personal-data' : 'kz-ai-law',
    });
    const { pack } = await w.client.packs.get({ id: evaluation.pack.id });
    const name = template === 'data-protection-assessment' ? 'overall' : 'risk-degree';
    const scale = pack.scales.find((item) => item.name === name);
    const degree = scale?.degrees.find(
      ({ code }) => code === evaluation.conclusions.find((item) => item.scale === name)?.degree,
    );
    expect(words).toContain(squeezed(`${scale?.title[locale] ?? '?'}: ${degree?.text[locale] ?? '?'}`));
    if (locale === 'kk') for (const letter of 'әғқңөұүіҚҰ') expect(text, letter).toContain(letter);
    expect(text).not.toContain('\ufffd');
    // No catalogue key stands in for a text.
    expect(text).not.toMatch(/\b(report|dossiers|fields|options|errors)\.[a-z]+/);
  });

  it('carries the files its manifest lists, byte for byte', async () => {
    const manifest = parsed(file, 'manifest.json') as unknown as {
      snapshot: string;
      parts: { name: string; sha256: string; bytes: number }[];
      ledger: object;
      packs: { id: string; hash: string }[];
      locale: string;
    };
    const listed = new Map(manifest.parts.map((part) => [part.name, part]));
    expect([...file.attached.keys()].sort()).toEqual([...listed.keys(), 'manifest.json'].sort());
    for (const [name, part] of listed) {
      const bytes = file.attached.get(name) ?? Buffer.of();
      expect(sha256(bytes).toString('hex'), name).toBe(part.sha256);
      expect(bytes.length).toBe(part.bytes);
      expect(squeezed(text), name).toContain(squeezed(part.sha256));
    }
    expect(squeezed(text)).toContain(sha256(file.attached.get('manifest.json') ?? Buffer.of()).toString('hex'));
    expect(manifest).toMatchObject({ locale, template });
    for (const { id: pack, hash } of manifest.packs) expect((await w.client.packs.get({ id: pack })).hash).toBe(hash);
    expect(manifest.packs).toHaveLength(2);
    const evidence = (await w.client.evidence.list({ system: id() })).map(
      (item) => `${item.sha256.slice(0, 8)}-${item.fileName}`,
    );
    const names = ['dossier.json', 'ledger.json', ...(template === 'submission-package' ? evidence : [])];
    expect([...listed.keys()].sort()).toEqual(names.sort());
    if (template === 'submission-package') expect(evidence.length).toBeGreaterThan(0);
  });

  it('tells nothing internal, neither in the pages nor in the files', () => {
    const twin = (
      parsed(file, 'dossier.json') as unknown as {
        dossier: {
          system: { fields: object };
          entries: Record<string, { kind: 'person'; fields: object }>;
          law: { state: { suggestions: object } };
        };
      }
    ).dossier;
    const internal = systemFields.filter(({ sensitivity }) => sensitivity === 'internal').map(({ name }) => name);
    expect(Object.keys(twin.system.fields).filter((name) => internal.includes(name))).toEqual([]);
    expect(Object.keys(twin.system.fields).length).toBeGreaterThan(15);
    for (const { kind, fields } of Object.values(twin.entries)) {
      const closed = registerFields[kind]
        .filter(({ sensitivity }) => sensitivity === 'internal')
        .map(({ name }) => name);
      expect(Object.keys(fields).filter((name) => closed.includes(name))).toEqual([]);
    }
    expect(Object.keys(twin.entries).length).toBeGreaterThan(0);
    expect(twin.law.state.suggestions).toEqual({});
    const whole = [text, ...[...file.attached.values()].map((bytes) => bytes.toString('utf8'))].join('\n');
    expect(Object.values(secrets).filter((secret) => whole.includes(secret))).toEqual([]);
    // What is recorded under a condition that does not hold is no part of the dossier, though its history may be.
    expect(text.includes(hidden) || JSON.stringify(twin).includes(hidden)).toBe(false);
  });

  it('proves its ledger entries against the head it states', () => {
    const extract = parsed(file, 'ledger.json') as unknown as {
      head: { size: number; root: string };
      entries: {
        entry: {
          seq: number;
          at: string;
          actor: string;
          kind: string;
          subject: string;
          body: string | null;
          prev: string;
          hash: string;
        };
        proof: string[];
      }[];
    };
    expect(extract.entries.length).toBeGreaterThan(10);
    expect(extract.entries.some(({ entry }) => entry.body === null)).toBe(true);
    for (const { entry, proof } of extract.entries) {
      const { prev, hash, body, ...facts } = entry;
      expect(entry.subject).toBe(id());
      if (body !== null) {
        const own = sha256(Uint8Array.of(0, 1), Buffer.from(prev, 'hex'), Buffer.from(entryText({ ...facts, body })));
        expect(own.toString('hex')).toBe(hash);
      }
      const path = proof.map((step) => Buffer.from(step, 'hex'));
      const head = headFromProof(Buffer.from(hash, 'hex'), entry.seq - 1, extract.head.size, path, sha256);
      expect(Buffer.from(head).toString('hex')).toBe(extract.head.root);
    }
    expect(squeezed(text)).toContain(extract.head.root);
  });
});

// Poppler takes long over the tags, so that one document is read in full.
it('a dossier prints every text of its preview', { timeout: 300_000 }, async () => {
  const { blocks } = await w.client.dossiers.preview({ system, template: 'system-passport', locale: 'en' });
  const { path } = await composed(system, 'system-passport', 'en');
  const printed = taggedText(path);
  const wanted = texts(blocks)
    .map(squeezed)
    .filter((part) => part !== '');
  expect(wanted.length).toBeGreaterThan(500);
  expect(wanted.filter((part) => !printed.includes(part))).toEqual([]);
});

describe('staleness', () => {
  const fresh = async (dossier: Dossier) => !(await w.client.dossiers.get({ id: dossier.id })).stale;

  it('follows what the dossier states and nothing else', async () => {
    const { dossier } = await composed(system, 'system-passport', 'en');
    await w.client.settings.set({ locale: 'kk', actor: 'Кто-то' });
    expect(await fresh(dossier)).toBe(true);
    await w.client.systems.setFields({ id: system, fields: { note: { value: { ru: `${secrets.note} 2` } } } });
    expect(await fresh(dossier)).toBe(true);
    await w.client.systems.create({ fields: { name: { value: { ru: 'Посторонняя' } } } });
    expect(await fresh(dossier)).toBe(true);
    await w.client.settings.set({ locale: 'ru' });

    const before = (await w.client.systems.get({ id: system })).fields['unit'] ?? null;
    await w.client.systems.setFields({ id: system, fields: { unit: { value: 'Другой цех' } } });
    expect(await fresh(dossier)).toBe(false);
    await w.client.systems.setFields({ id: system, fields: { unit: before } });
    expect(await fresh(dossier)).toBe(true);

    await w.client.assessments.answer({
      system,
      pack: 'kz-ai-law',
      answers: { 'support-given': { answer: { value: 'no' } } },
    });
    expect(await fresh(dossier)).toBe(false);
    await w.client.assessments.answer({
      system,
      pack: 'kz-ai-law',
      answers: { 'support-given': { answer: { value: 'yes' } } },
    });
    expect(await fresh(dossier)).toBe(true);

    await w.client.organisation.set({ ...sampleOrganisation, address: 'Новый адрес' });
    expect(await fresh(dossier)).toBe(false);
    await w.client.organisation.set(sampleOrganisation);
    expect(await fresh(dossier)).toBe(true);
  }, 60_000);
});

describe('signing', () => {
  const password = 'құпия сөз';
  const source = (name: string): KeySource => ({ kind: 'file', file: keyFile(name), password });
  const keyFile = (name: string) => w.services.files.put(`${name}.p12`, keys.p12(name, password));
  const sign = (dossier: Dossier, name: string, more: { secret?: string; role?: string } = {}) => {
    const key: KeySource = { kind: 'file', file: keyFile(name), password: more.secret ?? password };
    return w.client.dossiers.sign({ id: dossier.id, key, role: more.role ?? '', confirmed: true });
  };
  const verify = async (dossier: Dossier) => (await w.client.dossiers.verify({ id: dossier.id })).report;
  const pem = (bytes: Uint8Array, name: string) => w.services.files.put(name, bytes);

  let dossier: Dossier;
  beforeAll(async () => {
    w.at(new Date().toISOString());
    ({ dossier } = await composed(system, 'system-passport', 'kk'));
  }, 60_000);

  it('shows whose key it is without keeping anything', async () => {
    const size = (await w.client.ledger.list({})).size;
    const rsa = await w.client.dossiers.keyInfo({ key: source('rsa') });
    expect(rsa).toMatchObject({
      certificate: { name: 'ҚОЖАХМЕТ ӘЙГЕРІМ', bin: '123456789012', organisation: '«Әділет» ЖШС' },
      warnings: ['other-organisation'],
    });
    expect((await w.client.dossiers.keyInfo({ key: source('expired') })).warnings).toContain('expired');
    expect((await w.client.dossiers.keyInfo({ key: source('exchange') })).warnings).toContain('not-for-signing');
    expect((await w.client.ledger.list({})).size).toBe(size);
  });

  it('signs with a GOST key only where the signer chose that', async () => {
    const { authority, signer } = makeGostPairs();
    const bytes = gostContainer(
      gostPrivateKeyInfo(toLittleEndian(signer.privateKey)),
      [signer.certificate, authority.certificate],
      'Abc12345',
    );
    const key = (): KeySource => ({
      kind: 'file',
      file: w.services.files.put('GOST512_test.p12', bytes),
      password: 'Abc12345',
    });
    const { certificate } = await w.client.dossiers.keyInfo({ key: key() });
    expect(certificate?.keyKind).toBe('gost');
    const { dossier: own } = await composed(system, 'system-passport', 'kk');
    const ask = (gost?: boolean): Promise<Dossier> =>
      w.client.dossiers.sign({
        id: own.id,
        key: key(),
        confirmed: true,
        ...(gost === undefined ? {} : { gost }),
      });
    await expect(ask()).rejects.toMatchObject({ code: 'invalid', reason: 'gost-choice' });
    await expect(ask(false)).rejects.toMatchObject({ reason: 'gost-choice' });
    expect(await w.client.dossiers.get({ id: own.id })).toEqual(own);
    expect((await ask(true)).signatures).toHaveLength(1);
    const report = await verify(own);
    expect(report).toMatchObject({ intact: true, level: 'L1', signatures: [{ cryptography: true }] });
    const cms = w.services.files.take(await w.client.dossiers.detached({ id: own.id, revision: 2 })).bytes;
    expect(readCms(cms).digest).toBe('streebog512');
  }, 60_000);

  it('refuses a wrong password, a file that is no key, no confirmation, and keeps the dossier as it is', async () => {
    await expect(sign(dossier, 'rsa', { secret: 'wrong' })).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'wrong-password',
    });
    await expect(
      w.client.dossiers.sign({
        id: dossier.id,
        key: { kind: 'file', file: pem(Buffer.from('not a key'), 'a.p12'), password },
        confirmed: true,
      }),
    ).rejects.toMatchObject({ reason: 'not-pkcs12' });
    const unconfirmed = { id: dossier.id, key: source('rsa'), confirmed: false } as unknown as Parameters<
      typeof w.client.dossiers.sign
    >[0];
    await expect(w.client.dossiers.sign(unconfirmed)).rejects.toMatchObject({ code: 'invalid', reason: 'bad-input' });
    await expect(sign({ ...dossier, id: 'nothing' }, 'rsa')).rejects.toMatchObject({
      code: 'not-found',
      reason: 'no-dossier',
    });
    expect(await w.client.dossiers.get({ id: dossier.id })).toEqual(dossier);
    const unsigned = await verify(dossier);
    expect(unsigned).toMatchObject({
      signatures: [],
      emptyFields: [{ field: 'signature-1' }, { field: 'signature-2' }],
    });
  });

  it('takes an RSA and an EC signature into the reserved fields and a third into a new one', async () => {
    const signedBefore = (await w.client.home.overview({})).dossiers.signed;
    const signed: Dossier[] = [];
    for (const [index, name] of ['rsa', 'ec', 'ec384'].entries()) {
      const before = await bytesOf(dossier);
      const now = await sign(dossier, name, { role: `Роль ${index + 1}` });
      signed.push(now);
      const bytes = await bytesOf(now);
      // An incremental update: what was signed before is the beginning of the file.
      expect(Buffer.from(bytes.subarray(0, before.length)).equals(before)).toBe(true);
      expect(now.sha256).toBe(sha256(bytes).toString('hex'));
      const path = join(folder, 'signed.pdf');
      writeFileSync(path, bytes);
      const said = spawnSync('pdfsig', ['-nssdir', `sql:${keys.path('nss')}`, path], { encoding: 'utf8' }).stdout;
      expect(said.split('Signature Validation: Signature is Valid.').length - 1, said).toBe(index + 1);
      expect(said.split('Certificate Validation: Certificate is Trusted.').length - 1, said).toBe(index + 1);
      expect(tool('qpdf', '--check', path)).toContain('No syntax or stream encoding errors found');
    }
    const newest = await w.client.dossiers.get({ id: dossier.id });
    expect(newest.signatures.map(({ field }) => field)).toEqual(['signature-1', 'signature-2', 'signature-3']);
    expect(newest).toEqual(signed.at(-1));
    const report = await verify(dossier);
    expect(report).toMatchObject({ intact: true, level: 'L1', emptyFields: [], problems: [] });
    expect(report.signatures.map(({ field }) => field)).toEqual(newest.signatures.map(({ field }) => field));
    expect(report.signatures.map(({ certificate }) => certificate?.keyKind.slice(0, 2))).toEqual(['rs', 'ec', 'ec']);
    const [entry] = (await w.client.ledger.list({ limit: 1 })).rows;
    expect(entry?.kind).toBe('dossier.sign');
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({ dossier: dossier.id, role: 'Роль 3', sha256: newest.sha256 });
    expect((await w.client.home.overview({})).dossiers.signed).toBe(signedBefore + 1);
  }, 60_000);

  it('verifies a file brought in, and finds one changed byte', async () => {
    const bytes = await bytesOf(dossier);
    const { report, sha256: hash, fileName } = await w.client.dossiers.verify({ file: pem(bytes, 'brought.pdf') });
    expect({ ...report, checkedAt: '' }).toEqual({ ...(await verify(dossier)), checkedAt: '' });
    expect([fileName, hash]).toEqual(['brought.pdf', sha256(bytes).toString('hex')]);
    const changed = Uint8Array.from(bytes);
    changed[2_000] = (changed[2_000] ?? 0) ^ 1;
    const broken = await w.client.dossiers.verify({ file: pem(changed, 'changed.pdf') }).then(
      ({ report: found }) => found.intact,
      (error: unknown) => (error as { code: string }).code,
    );
    expect([false, 'corrupt']).toContain(broken);
    await expect(w.client.dossiers.verify({ file: pem(Buffer.from('no pdf at all'), 'a.pdf') })).rejects.toMatchObject({
      reason: 'pdf-corrupt',
    });
    await expect(w.client.dossiers.verify({ id: 'nothing' })).rejects.toMatchObject({ reason: 'no-dossier' });
  });

  it('rests on the stored authorities and revocation lists', async () => {
    await expect(w.client.signatures.addTrust({ file: pem(Buffer.from('text'), 'a.txt') })).rejects.toMatchObject({
      code: 'invalid',
      reason: 'not-a-certificate',
    });
    const twice = Buffer.concat([keys.authority, Buffer.from('\n'), keys.authority]);
    const [authority] = await w.client.signatures.addTrust({ file: pem(twice, 'ca.pem') });
    expect(await w.client.signatures.trust({})).toMatchObject([{ kind: 'certificate', fileName: 'ca.pem' }]);
    expect(authority?.subject).toContain('Сынақ куәландырушы орталығы');
    await expect(
      w.client.signatures.addTrust({ file: pem(keys.openssl('x509 -in ca.pem -outform DER'), 'ca.der') }),
    ).rejects.toMatchObject({ code: 'conflict', reason: 'trust-known' });
    expect((await verify(dossier)).level).toBe('L2');

    w.at(new Date(Date.now() + 60_000).toISOString());
    const list = keys.crl(['ec']);
    const stored = await w.client.signatures.addTrust({ file: pem(list, 'list.crl') });
    expect(stored.map(({ kind }) => kind)).toEqual(['certificate', 'crl']);
    const report = await verify(dossier);
    expect(report.signatures.map(({ revocation }) => revocation.status)).toEqual(['good', 'revoked', 'good']);
    expect(report.signatures.map(({ level }) => level)).toEqual(['L3', 'L1', 'L3']);
    expect(report.intact).toBe(true);

    const crl = stored.find(({ kind }) => kind === 'crl');
    expect(await w.client.signatures.removeTrust({ id: crl?.id ?? '' })).toHaveLength(1);
    expect((await verify(dossier)).level).toBe('L2');
    expect(await w.client.signatures.removeTrust({ id: authority?.id ?? '' })).toEqual([]);
    expect((await verify(dossier)).level).toBe('L1');
    await expect(w.client.signatures.removeTrust({ id: 'nothing' })).rejects.toMatchObject({ reason: 'no-entry' });
    expect((await w.client.ledger.list({ limit: 4 })).rows.map(({ kind }) => kind)).toEqual([
      'trust.remove',
      'trust.remove',
      'trust.add',
      'trust.add',
    ]);
  });

  it('is stale after an edit, and its signatures stay valid', async () => {
    await w.client.systems.setFields({ id: system, fields: { unit: { value: 'Ещё один цех' } } });
    expect(await w.client.dossiers.get({ id: dossier.id })).toMatchObject({ stale: true, draft: false });
    expect((await verify(dossier)).intact).toBe(true);
  });

  it('is refused for a withdrawn dossier, which leaves the list and keeps its file', async () => {
    await w.client.dossiers.withdraw({ id: dossier.id, reason: 'Ошибка в названии' });
    await expect(sign(dossier, 'rsa')).rejects.toMatchObject({ code: 'conflict', reason: 'dossier-withdrawn' });
    await expect(w.client.dossiers.withdraw({ id: dossier.id, reason: 'ещё раз' })).rejects.toMatchObject({
      reason: 'dossier-withdrawn',
    });
    expect((await w.client.dossiers.list({})).map(({ id }) => id)).not.toContain(dossier.id);
    expect((await verify(dossier)).signatures).toHaveLength(3);
    const [entry] = (await w.client.ledger.list({ limit: 1 })).rows;
    expect(JSON.parse(entry?.body ?? '')).toEqual({ dossier: dossier.id, reason: 'Ошибка в названии' });
  });
});

describe('composing', () => {
  it('can be cancelled and then leaves nothing', async () => {
    const before = await w.client.dossiers.list({});
    const size = (await w.client.ledger.list({})).size;
    const control = new AbortController();
    const steps: string[] = [];
    const running = w.client.dossiers.compose(
      { system, template: 'system-passport', locale: 'kk' },
      {
        signal: control.signal,
        onProgress: ({ label }) => {
          steps.push(label ?? '');
          control.abort();
        },
      },
    );
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(steps[0]).toBe('dossiers.composing.facts');
    expect(await w.client.dossiers.list({})).toEqual(before);
    expect((await w.client.ledger.list({})).size).toBe(size);
  });

  it('names the templates in three languages and the system in the language of the document', async () => {
    const templates = await w.client.dossiers.templates({});
    expect(templates.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['system-passport', 'data-protection-assessment', 'submission-package']),
    );
    for (const { id, title, description } of templates)
      for (const words of [title, description]) expect(new Set(Object.values(words)).size, id).toBe(3);
    const named = new Map(
      (await w.client.dossiers.list({ system })).map(({ locale, systemName }) => [locale, systemName]),
    );
    expect(Object.fromEntries(named)).toEqual({
      kk: 'Газталдағыш ауытқулары',
      ru: 'Аномалии газоанализаторов',
      en: 'Gas-analyser anomalies',
    });
  });
});
