import Database from 'better-sqlite3';
import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dataPack, lawPack } from '../shared/assessments/policy.ts';
import type { Edition } from '../shared/dossiers/contract.ts';
import type { TwinFacts } from '../shared/dossiers/twin.ts';
import { translator } from '../shared/i18n/translate.ts';
import { canonicalJson } from '../shared/ledger/entry.ts';
import type { AppError } from '../shared/lib/errors.ts';
import type { RestoreChoice, RestorePlan } from '../shared/restores/contract.ts';
import { fillSample } from '../electron/demo/sample.ts';
import { sha256 } from '../electron/dossiers/collect.ts';
import { embeddedFiles } from '../electron/signatures/contents-check.ts';
import { PdfFile } from '../electron/signatures/pdf-reader.ts';
import { fieldChanges, writtenOver } from '../electron/restores/fields.ts';
import { anyFieldValues } from './field-values.ts';
import { tool } from './report/pdf-tools.ts';
import { samplePdf } from './signatures/sample-pdf.ts';
import { world, type World } from './world.ts';

type Choice = Partial<RestoreChoice>;
type Json = Record<string, unknown>;

const template = 'system-passport';
let folder: string;
/** The plant the dossiers come from. */
let plant: World;
let system: string;
const pdfs = new Map<Edition, Uint8Array>();

async function dossierOf(w: World, id: string, edition: Edition): Promise<Uint8Array> {
  const composed = await w.client.dossiers.compose({
    system: id,
    template,
    edition,
    locale: 'ru',
    attachEvidence: edition !== 'public',
  });
  return w.services.files.take(await w.client.dossiers.download({ id: composed.id })).bytes;
}

/** The `dossier.json` inside a dossier. */
const twinText = (pdf: Uint8Array): string =>
  Buffer.from(embeddedFiles(new PdfFile(pdf)).get('dossier.json')?.() ?? []).toString('utf8');
const twinIn = (pdf: Uint8Array): TwinFacts => (JSON.parse(twinText(pdf)) as { dossier: TwinFacts }).dossier;

/**
 * What has to be equal between a dossier and one composed after restoring it elsewhere; docs/dossier.md names what is
 * not. What is worked out from fields the edition withholds cannot be equal either.
 */
function comparable({ ledger: _ledger, snapshot: _snapshot, changes: _changes, ...facts }: TwinFacts): unknown {
  const { createdAt: _created, changedAt: _changed, completeness, missing, ...record } = facts.system;
  const entries = Object.fromEntries(
    Object.entries(facts.entries).map(([id, { usedBy: _usedBy, changedAt: _at, ...entry }]) => [id, entry]),
  );
  const plain = (pack: TwinFacts['law']) => ({ ...pack, state: { ...pack.state, answers: withoutOrigin(pack) } });
  const { readiness, ...rest } = facts;
  const open = { ...rest, system: record, entries, law: plain(facts.law), data: plain(facts.data) };
  return facts.edition === 'authority' ? open : { ...open, completeness, missing, readiness, law: facts.law };
}
/** Answers without whether they equal a field of the record. */
const withoutOrigin = ({ state }: TwinFacts['law']): object =>
  Object.fromEntries(Object.entries(state.answers).map(([name, { fromRecord: _, ...stored }]) => [name, stored]));

async function planned(w: World, file: Uint8Array, choice: Choice = {}, name = 'досье.pdf'): Promise<RestorePlan> {
  return w.client.restores.plan({ file: w.services.files.put(name, file), choice, locale: 'ru' });
}
async function restored(w: World, file: Uint8Array, choice: Choice = {}) {
  return w.client.restores.apply({ plan: (await planned(w, file, choice)).plan });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tizilim-restores-'));
  plant = world();
  ({ system } = await fillSample(plant.client, plant.services.files));
  await plant.client.systems.addVersion({ id: system, label: '2', date: '2026-09-01' });
  const { versions } = await plant.client.systems.get({ id: system });
  const site = versions.at(-1)?.deployments[0]?.site ?? '';
  await plant.client.systems.addDeployment({
    id: system,
    version: versions[0]?.id ?? '',
    site,
    fields: { deployedOn: { value: '2026-09-02' } },
  });
  // The new version takes its answers from the one before, then differs in one of them.
  for (const pack of [lawPack, dataPack]) await plant.client.assessments.takeSuggestions({ system, pack });
  const state = await plant.client.assessments.get({ system, pack: lawPack });
  const [proof] = await plant.client.evidence.list({});
  const question = Object.keys(state.answers)[0] ?? '';
  await plant.client.assessments.answer({
    system,
    pack: lawPack,
    answers: {
      [question]: {
        answer: state.answers[question]?.answer ?? { unknown: true },
        comment: 'Проверено на месте.',
        evidence: [{ id: proof?.id ?? '', page: '4' }],
      },
    },
  });
  for (const edition of ['internal', 'authority', 'public'] as const)
    pdfs.set(edition, await dossierOf(plant, system, edition));
}, 120_000);
afterAll(async () => {
  expect(plant.log).toEqual([]);
  await plant.close();
  rmSync(folder, { recursive: true, force: true });
});
const pdf = (edition: Edition): Uint8Array => pdfs.get(edition) ?? new Uint8Array();

let w: World;
beforeEach(() => {
  w = world({ firstId: 500_000 });
  w.at('2026-11-23T14:30:00.000Z');
});
afterEach(async () => {
  expect(w.log).toEqual([]);
  await w.close();
});

describe('round trip', () => {
  it.each(['internal', 'authority'] as const)('brings back all the edition %s states', async (edition) => {
    const plan = await planned(w, pdf(edition), { organisation: 'take' });
    expect(plan.existing).toBeNull();
    expect(new Set(plan.items.map(({ outcome }) => outcome))).toEqual(new Set(['create', 'change']));
    expect(plan.notices.map(({ code }) => code)).toEqual(['unsigned']);
    expect(plan.withheld.length > 0).toBe(edition === 'authority');
    const { system: id, code } = await w.client.restores.apply({ plan: plan.plan });
    const before = twinIn(pdf(edition));
    expect([id, code]).toEqual([before.system.id, before.system.code]);
    const again = await dossierOf(w, id, edition);
    expect(comparable(twinIn(again))).toEqual(comparable(before));
    // The pages too, but for hashes, the size of the ledger, and what the withheld fields leave open.
    const pages = async (of: World): Promise<string[]> => {
      const { blocks } = await of.client.dossiers.preview({ system: id, template, edition, locale: 'ru' });
      const size = (await of.client.ledger.list({})).size;
      return blocks
        .filter(({ kind }) => kind !== 'attachments' && (kind !== 'notice' || edition === 'internal'))
        .map((block) =>
          JSON.stringify(block)
            .replaceAll(/[0-9a-f]{64}/g, '#')
            .replaceAll(`"${size}"`, '"size"'),
        );
    };
    const now = await pages(w);
    expect(now.length).toBeGreaterThan(50);
    expect(now).toEqual(await pages(plant));
  });

  it('keeps author, time, comment and evidence of each answer, and the bytes of the evidence', async () => {
    await restored(w, pdf('internal'), { organisation: 'take' });
    for (const pack of [lawPack, dataPack]) {
      const [old, now] = [plant, w].map((of) => of.client.assessments.get({ system, pack }));
      expect((await now)?.answers).toEqual((await old)?.answers);
      expect((await now)?.evaluation).toEqual((await old)?.evaluation);
    }
    const [proof] = await w.client.evidence.list({ system });
    expect(proof).toEqual((await plant.client.evidence.list({}))[0]);
    const bytes = w.services.files.take(await w.client.evidence.download({ id: proof?.id ?? '' })).bytes;
    expect(sha256(bytes)).toBe(proof?.sha256);
    expect((await w.client.systems.get({ id: system })).versions).toEqual(
      (await plant.client.systems.get({ id: system })).versions,
    );
  });

  it('holds any values the fields may have', async () => {
    let first = 1_000_000;
    await fc.assert(
      fc.asyncProperty(anyFieldValues, async (fields) => {
        first += 1_000_000;
        const [from, to] = [world({ firstId: first }), world({ firstId: first + 500_000 })];
        const { id } = await from.client.systems.create({ fields });
        const file = await dossierOf(from, id, 'internal');
        await restored(to, file);
        expect(comparable(twinIn(await dossierOf(to, id, 'internal')))).toEqual(comparable(twinIn(file)));
        expect([from.log, to.log]).toEqual([[], []]);
        await from.close();
        await to.close();
      }),
      { numRuns: 2, seed: 20_261_123 },
    );
  }, 60_000);
});

describe('a system that is here', () => {
  it('is left alone until the user says what to do', async () => {
    await restored(w, pdf('internal'));
    const plan = await planned(w, pdf('internal'));
    expect(plan.existing).toMatchObject({ id: system, by: 'id' });
    expect(plan.differences).toEqual([]);
    expect(plan.items.filter(({ kind }) => kind === 'system' || kind === 'version')).toSatisfy(
      (items: RestorePlan['items']) => items.every(({ outcome }) => outcome === 'keep'),
    );
    await expect(w.client.restores.apply({ plan: plan.plan })).rejects.toMatchObject({ reason: 'restore-undecided' });
  });

  it('as a new record: another code and identifiers of its own, the old one untouched', async () => {
    await restored(w, pdf('internal'));
    const before = await w.client.systems.get({ id: system });
    const made = await restored(w, pdf('internal'), { system: 'new' });
    expect(made.system).not.toBe(system);
    expect(made.code).not.toBe(before.code);
    expect(await w.client.systems.get({ id: system })).toEqual(before);
    const copy = await w.client.systems.get({ id: made.system });
    expect(copy.fields).toEqual(before.fields);
    expect(copy.degree).toEqual(before.degree);
    expect(copy.versions.map(({ label, date, current }) => ({ label, date, current }))).toEqual(
      before.versions.map(({ label, date, current }) => ({ label, date, current })),
    );
    expect((await w.client.registers.list({ kind: 'person' })).length).toBe(
      Object.values(twinIn(pdf('internal')).entries).filter(({ kind }) => kind === 'person').length,
    );
  });

  it('written over: back to the state of the dossier, later versions and withheld fields kept', async () => {
    await restored(w, pdf('internal'), { organisation: 'take' });
    const { client } = w;
    const secret = { value: { ru: 'Только для своих' } };
    await client.systems.setFields({ id: system, fields: { tradeName: { value: 'Иное имя' }, note: secret } });
    await client.systems.addVersion({ id: system, label: '3' });
    const [current] = (await client.systems.get({ id: system })).versions;
    await client.assessments.takeSuggestions({ system, pack: lawPack });
    const plan = await planned(w, pdf('authority'), { system: 'overwrite' });
    expect(plan.differences.map(({ kind }) => kind)).toContain('field');
    expect(plan.items).toContainEqual(expect.objectContaining({ kind: 'system', outcome: 'change' }));
    await client.restores.apply({ plan: plan.plan });
    const after = await client.systems.get({ id: system });
    expect(after.fields['note']).toEqual(secret);
    expect(after.versions.find(({ id }) => id === current?.id)).toMatchObject({ current: false });
    const again = twinIn(await dossierOf(w, system, 'authority'));
    const before = twinIn(pdf('authority'));
    expect(again.system.fields).toEqual(before.system.fields);
    expect(again.system.degree).toEqual(before.system.degree);
    for (const part of ['law', 'data'] as const) {
      expect(withoutOrigin(again[part])).toEqual(withoutOrigin(before[part]));
    }
    expect((await planned(w, pdf('authority'), { system: 'overwrite' })).items).toSatisfy(
      (items: RestorePlan['items']) => items.every(({ outcome }) => outcome === 'same'),
    );
  });

  it('another record with the same code is found and not touched', async () => {
    const code = twinIn(pdf('internal')).system.code;
    const other = await w.client.systems.create({ code, fields: {} });
    const plan = await planned(w, pdf('internal'), { system: 'new' });
    expect(plan.existing).toMatchObject({ id: other.id, by: 'code' });
    const made = await w.client.restores.apply({ plan: plan.plan });
    expect(made.system).toBe(system);
    expect(made.code).not.toBe(code);
    expect(await w.client.systems.get({ id: other.id })).toEqual(other);
  });

  it('entries are found by name; their content stays unless the user takes that of the dossier', async () => {
    const [person] = Object.values(twinIn(pdf('internal')).entries).filter(({ kind }) => kind === 'person');
    const own = await w.client.registers.create({
      kind: 'person',
      name: person?.name.toUpperCase() ?? '',
      fields: { position: { value: 'Другая должность' } },
    });
    expect((await planned(w, pdf('internal'))).items).toContainEqual(
      expect.objectContaining({ kind: 'person', name: person?.name, outcome: 'keep' }),
    );
    await restored(w, pdf('internal'), { registers: 'take' });
    const taken = await w.client.registers.get({ id: own.id });
    expect([taken.name, taken.fields]).toEqual([person?.name, person?.fields]);
    expect(taken.usedBy).toBe(1);
  });

  it('writing over makes the opened part equal to the dossier, whatever stood there', () => {
    const definitions = [
      { name: 'open', group: 'identity', type: 'text', sensitivity: 'authority' },
      { name: 'own', group: 'identity', type: 'text', sensitivity: 'internal' },
      { name: 'only', group: 'identity', type: 'text', sensitivity: 'authority', when: { field: 'open', in: ['yes'] } },
    ] as const;
    const value = fc.constantFrom('yes', 'no').map((text) => ({ value: text }));
    const fields = fc
      .record({ open: value, own: value, only: value }, { requiredKeys: [] })
      .map((found) => JSON.parse(JSON.stringify(found)) as Record<string, { value: string }>);
    fc.assert(
      fc.property(fields, fields, (here, dossier) => {
        const { own: _own, ...brought } = dossier;
        if (brought['open']?.value !== 'yes') delete brought['only'];
        const after = writtenOver(here, brought, definitions, 'authority');
        expect(after['open']).toEqual(brought['open']);
        expect(after['own']).toEqual(here['own']);
        if (JSON.stringify(after['open']) === '{"value":"yes"}') expect(after['only']).toEqual(brought['only']);
        else expect(after['only']).toEqual(here['only']);
        expect(writtenOver(after, brought, definitions, 'authority')).toEqual(after);
        expect(Object.keys(fieldChanges(after, after))).toEqual([]);
      }),
      { seed: 20_261_123 },
    );
  });
});

/** Every row of every table of a workspace file, but for the ledger and kept packs where `withoutLedger`. */
function tables(path: string, withoutLedger = false): Json {
  const db = new Database(path, { readonly: true });
  const names = db
    .prepare<[], { name: string }>(
      "select name from sqlite_master where type = 'table' and sql not like 'create virtual%' order by name",
    )
    .all()
    .map(({ name }) => name)
    .filter((name) => !/^(system_trigrams_|sqlite_)/.test(name))
    .filter((name) => !withoutLedger || (name !== 'ledger' && name !== 'pack_versions'));
  expect(names.length).toBeGreaterThan(10);
  const rows = Object.fromEntries(
    names.map((name) => [
      name,
      db
        .prepare(`select * from ${name}`)
        .all()
        .map((row) => JSON.stringify(row))
        .sort(),
    ]),
  );
  db.close();
  return rows;
}

describe('a workspace file', () => {
  let file: World;
  let path: string;
  let count = 0;
  beforeEach(async () => {
    file = world({ empty: true, firstId: 700_000 });
    count += 1;
    path = join(folder, `${count}.tizilim`);
    await file.client.workspace.create({ path, organisation: 'Басқа зауыт', bin: '', locale: 'kk' });
  });
  afterEach(async () => {
    expect(file.log).toEqual([]);
    await file.close();
  });

  it('taking back leaves every row as it stood: after a new record', async () => {
    const before = tables(path, true);
    const { restore } = await restored(file, pdf('internal'), { organisation: 'take' });
    expect(tables(path, true)).not.toEqual(before);
    await file.client.restores.undo({ restore });
    expect(tables(path, true)).toEqual(before);
    expect((await file.client.systems.list({ filter: { search: 'газоанализ' } })).total).toBe(0);
    await expect(file.client.restores.undo({ restore })).rejects.toMatchObject({ reason: 'restore-moved-on' });
    // And it can be restored again, under the same code.
    expect((await restored(file, pdf('internal'))).code).toBe(twinIn(pdf('internal')).system.code);
    expect((await file.client.systems.list({ filter: { search: 'газоанализ' } })).total).toBe(1);
  });

  it('taking back leaves every row as it stood: after writing over, with a dossier composed before', async () => {
    await restored(file, pdf('internal'));
    const [entry] = await file.client.registers.list({ kind: 'person' });
    await file.client.registers.update({ id: entry?.id ?? '', name: 'Басқа адам' });
    await file.client.systems.setFields({ id: system, fields: { tradeName: { value: 'Иное имя' } } });
    await file.client.systems.addVersion({ id: system, label: '3' });
    await dossierOf(file, system, 'internal');
    const before = tables(path, true);
    const { restore, changed } = await restored(file, pdf('internal'), {
      system: 'overwrite',
      registers: 'take',
      organisation: 'take',
    });
    expect(changed).toBeGreaterThan(2);
    await file.client.restores.undo({ restore });
    expect(tables(path, true)).toEqual(before);
    expect((await file.client.ledger.verify({})).ok).toBe(true);
  });

  it('taking back is refused once anything else was written', async () => {
    const { restore } = await restored(file, pdf('internal'));
    await file.client.systems.create({ fields: {} });
    const before = tables(path);
    await expect(file.client.restores.undo({ restore })).rejects.toMatchObject({ reason: 'restore-moved-on' });
    expect(tables(path)).toEqual(before);
  });

  it('a plan made before another change is refused', async () => {
    const plan = await planned(file, pdf('internal'));
    await file.client.systems.create({ fields: {} });
    await expect(file.client.restores.apply({ plan: plan.plan })).rejects.toMatchObject({ reason: 'restore-stale' });
  });

  /** The twin with something changed, and its hash made anew so that only the change is wrong. */
  function twinWith(change: (dossier: Json, whole: Json) => void, rehash = true): Uint8Array {
    const whole = JSON.parse(twinText(pdf('internal'))) as Json;
    const dossier = whole['dossier'] as Json;
    change(dossier, whole);
    const { snapshot: _old, ...rest } = dossier;
    if (rehash) dossier['snapshot'] = sha256(canonicalJson(rest));
    return Buffer.from(JSON.stringify(whole));
  }
  const inSystem = (dossier: Json): Json => dossier['system'] as Json;

  /** A dossier with one of its parts replaced. */
  function withPart(name: string, content: string): Uint8Array {
    const [input, part, output] = [join(folder, 'in.pdf'), join(folder, name), join(folder, 'out.pdf')];
    writeFileSync(input, pdf('internal'));
    writeFileSync(part, content);
    tool('qpdf', input, '--add-attachment', part, `--filename=${name}`, '--replace', `--key=${name}`, '--', output);
    return readFileSync(output);
  }

  const bad: [string, string, () => Uint8Array | Promise<Uint8Array>, string][] = [
    ['a truncated PDF', 'pdf-corrupt', () => pdf('internal').subarray(0, 40_000), ''],
    ['a PDF that is no dossier', 'restore-no-twin', () => samplePdf([]), ''],
    ['a foreign JSON', 'restore-not-dossier', () => Buffer.from('{"format":"something","version":1}'), ''],
    ['no JSON at all', 'restore-not-dossier', () => Buffer.from('{"format": tizilim'), ''],
    ['text that is not UTF-8', 'restore-not-dossier', () => Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), ''],
    ['a public edition', 'restore-public', () => pdf('public'), ''],
    ['a future version', 'restore-future', () => twinWith((_, whole) => (whole['version'] = 2)), ''],
    ['a changed part of the PDF', 'restore-part-changed', () => withPart('ledger.json', '{}'), 'ledger.json'],
    [
      'facts changed after composing',
      'restore-snapshot',
      () => twinWith((d) => (inSystem(d)['code'] = 'AI-999'), false),
      '',
    ],
    [
      'fifty megabytes',
      'restore-too-large',
      () => twinWith((d) => (d['locale'] = 'x'.repeat(50 * 1024 * 1024)), false),
      '20',
    ],
    [
      'a key of the prototype',
      'restore-bad-value',
      () =>
        Buffer.from(twinText(pdf('internal')).replace('"fields": {', '"fields": { "__proto__": {"polluted": true},')),
      '__proto__',
    ],
    ['a constructor key', 'restore-bad-value', () => twinWith((d) => (d['constructor'] = {})), 'constructor'],
    [
      'endless nesting',
      'restore-bad-value',
      () => Buffer.from(`{"format":"tizilim-dossier","version":1,"dossier":${'['.repeat(9_000)}${']'.repeat(9_000)}}`),
      'dossier',
    ],
    ['an unknown key', 'restore-bad-value', () => twinWith((d) => (inSystem(d)['extra'] = 1)), 'dossier.system.extra'],
    [
      'an unknown field',
      'restore-unknown-field',
      () => twinWith((d) => ((inSystem(d)['fields'] as Json)['shoeSize'] = { value: '43' })),
      'shoeSize',
    ],
    [
      'a value that does not fit its field',
      'restore-bad-value',
      () => twinWith((d) => ((inSystem(d)['fields'] as Json)['hasPersonalData'] = { value: 'maybe' })),
      'hasPersonalData',
    ],
    [
      'a reference that leads nowhere',
      'restore-bad-value',
      () => twinWith((d) => ((inSystem(d)['fields'] as Json)['ownerPerson'] = { value: 'nobody' })),
      'ownerPerson',
    ],
    [
      'two current versions',
      'restore-bad-value',
      () => twinWith((d) => (inSystem(d)['versions'] as Json[]).forEach((v) => (v['current'] = true))),
      'versions',
    ],
    [
      'an unknown pack',
      'restore-unknown-pack',
      () => twinWith((d) => ((((d['law'] as Json)['state'] as Json)['pack'] as Json)['id'] = 'mars-law')),
      'mars-law',
    ],
  ];
  it.each(bad)('%s is refused with %s, and nothing is changed', async (_, reason, make, place) => {
    await restored(file, pdf('internal'));
    const before = tables(path);
    const error: unknown = await planned(file, await make(), { system: 'overwrite' }).then(
      () => null,
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ reason });
    expect(JSON.stringify((error as AppError).details)).toContain(place);
    for (const locale of ['kk', 'ru', 'en'] as const) {
      const details = Object.fromEntries(Object.entries((error as AppError).details).map(([k, v]) => [k, String(v)]));
      expect(translator(locale).find(`errors.${reason}`, details)).toBeTruthy();
    }
    expect(tables(path)).toEqual(before);
    expect(({} as Json)['polluted']).toBeUndefined();
  });

  it('a pack version that is not installed: answers go under the active one, with a notice; what does not fit is named', async () => {
    const twin = twinWith((dossier) => {
      const state = (dossier['law'] as Json)['state'] as Json;
      state['pack'] = { id: lawPack, version: '0.9.0', hash: 'a'.repeat(64) };
      const answers = state['answers'] as Record<string, Json>;
      answers['gone-question'] = { ...Object.values(answers)[0] };
    });
    const plan = await planned(file, twin, {}, 'dossier.json');
    expect(plan.verification).toBeNull();
    expect(plan.notices).toEqual([
      { tone: 'info', code: 'no-signature-json', details: {} },
      { tone: 'warn', code: 'evidence-missing', details: { count: '1' } },
      {
        tone: 'warn',
        code: 'pack-version',
        details: expect.objectContaining({ version: '0.9.0', active: '1.0.0' }) as object,
      },
      {
        tone: 'warn',
        code: 'answers-left',
        details: expect.objectContaining({ count: '1', questions: 'gone-question' }) as object,
      },
    ]);
    for (const { code, details } of plan.notices)
      expect(translator('kk').find(`restores.notices.${code}`, details)).toBeTruthy();
    await file.client.restores.apply({ plan: plan.plan });
    const state = await file.client.assessments.get({ system, pack: lawPack });
    expect(state.pack.version).toBe('1.0.0');
    expect(Object.keys(state.answers).sort()).toEqual(Object.keys(twinIn(pdf('internal')).law.state.answers).sort());
    expect(Object.values(state.answers).flatMap(({ evidence }) => evidence)).toEqual([]);
  });
});
