import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dossier, Edition } from '../shared/dossiers/contract.ts';
import { translator } from '../shared/i18n/translate.ts';
import { registerFields } from '../shared/registers/fields.ts';
import type { FieldDefinition, FieldValue, FieldValues } from '../shared/systems/field-value.ts';
import { systemFields } from '../shared/systems/fields.ts';
import { isVisible } from '../shared/systems/policy.ts';
import { fillSample } from '../electron/demo/sample.ts';
import { sampleOrganisation } from '../electron/demo/sample-data.ts';
import { squeezed, tool } from './report/pdf-tools.ts';
import { world, type World } from './world.ts';

/** The narrowest edition that may hold a mark; `none` for what is hidden by its condition. */
type Mark = { text: string; edition: Edition };
const order: Edition[] = ['public', 'authority', 'internal'];

interface Parts {
  dossier: Dossier;
  /** Everything that can be read out of the file, by the tool that reads it. */
  read: Record<'text' | 'files' | 'names' | 'info' | 'xmp' | 'raw', string>;
  attached: Map<string, string>;
}

let folder: string;
let w: World;
let system: string;
const marks: Mark[] = [];
const made = new Map<Edition, Parts>();

/** A mark as a value of the field, or nothing where the type has no free text. */
function marked(field: FieldDefinition, text: string): FieldValue | null {
  if (field.type === 'text') return { value: text };
  if (field.type === 'multilingual') return { value: { kk: text, ru: text, en: text } };
  return field.type === 'lines' ? { value: [text] } : null;
}

/** Puts a mark into every free text of the definitions; no edition narrower than the given one may hold it. */
function markedFields(definitions: readonly FieldDefinition[], prefix: string, least: Edition = 'public'): FieldValues {
  return Object.fromEntries(
    definitions.flatMap((field) => {
      const text = `ZQ${prefix}${field.name}QZ`;
      const value = marked(field, text);
      if (!value) return [];
      const own = field.sensitivity;
      marks.push({ text, edition: order.indexOf(own) < order.indexOf(least) ? least : own });
      return [[field.name, value]];
    }),
  );
}

function mark(name: string, edition: Edition): string {
  const text = `ZQ${name}QZ`;
  marks.push({ text, edition });
  return text;
}

/** What a byte string holds as text, whether written in Latin letters, in UTF-16 or as hexadecimal digits of it. */
function rawText(bytes: Buffer): string {
  const latin = bytes.toString('latin1');
  const hexadecimal = [...latin.matchAll(/<([0-9a-f]{8,})>/gi)].map(([, digits]) =>
    Buffer.from(digits ?? '', 'hex')
      .toString('latin1')
      .replaceAll('\0', ''),
  );
  return [latin, latin.replaceAll('\0', ''), ...hexadecimal].join('\n');
}

async function compose(edition: Edition): Promise<Parts> {
  const dossier = await w.client.dossiers.compose({ system, template: 'submission-package', edition, locale: 'ru' });
  const bytes = w.services.files.take(await w.client.dossiers.download({ id: dossier.id })).bytes;
  const path = join(folder, `${edition}.pdf`);
  writeFileSync(path, bytes);
  const inside = join(folder, edition);
  mkdirSync(inside);
  tool('pdfdetach', '-saveall', '-o', inside, path);
  const attached = new Map(readdirSync(inside).map((name) => [name, readFileSync(join(inside, name), 'utf8')]));
  const plain = join(folder, `${edition}.qdf.pdf`);
  tool('qpdf', '--qdf', '--object-streams=disable', path, plain);
  return {
    dossier,
    attached,
    read: {
      text: squeezed(tool('pdftotext', path, '-')).replaceAll(/[-\u00ad]/g, ''),
      files: [...attached.values()].join('\n'),
      names: `${dossier.fileName}\n${tool('pdfdetach', '-list', path)}`,
      info: tool('pdfinfo', path),
      xmp: tool('pdfinfo', '-meta', path),
      raw: rawText(readFileSync(plain)),
    },
  };
}

const found = ({ read }: Parts, text: string): string[] =>
  Object.entries(read).flatMap(([where, content]) => (content.includes(text) ? [where] : []));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tizilim-editions-'));
  w = world();
  ({ system } = await fillSample(w.client, w.services.files));
  await w.client.settings.set({ actor: mark('actor', 'authority') });
  await w.client.organisation.set({
    ...sampleOrganisation,
    address: mark('address', 'authority'),
    contact: mark('contact', 'authority'),
  });

  const { fields } = await w.client.systems.get({ id: system });
  const visible = systemFields.filter((field) => isVisible(field, fields));
  await w.client.systems.setFields({ id: system, fields: markedFields(visible, 'record') });

  // An entry stands in an edition where some field of the edition points to it; sites come with the deployments.
  const used = new Map<string, Edition>();
  for (const { deployments } of (await w.client.systems.get({ id: system })).versions)
    for (const { site } of deployments) used.set(site, 'authority');
  for (const { name, register, sensitivity } of systemFields) {
    const value = fields[name];
    if (!register || !value || !('value' in value)) continue;
    for (const id of [value.value].flat())
      if (typeof id === 'string' && (sensitivity !== 'internal' || !used.has(id))) used.set(id, sensitivity);
  }
  expect([...used.values()].sort()).toEqual(expect.arrayContaining(['authority', 'internal']));
  expect([...used.values()]).not.toContain('public');
  for (const [index, [id, edition]] of [...used].entries()) {
    const { kind } = await w.client.registers.get({ id });
    await w.client.registers.update({
      id,
      name: mark(`${kind}${index}name`, edition),
      fields: markedFields(registerFields[kind], `${kind}${index}`, edition),
    });
  }

  const proof = await w.client.evidence.add({
    file: w.services.files.put(
      `${mark('evidencefile', 'authority')}.txt`,
      Buffer.from(mark('evidencebytes', 'authority')),
    ),
    title: mark('evidencetitle', 'authority'),
  });
  const { state, pack } = {
    state: await w.client.assessments.get({ system, pack: 'kz-ai-law' }),
    pack: (await w.client.packs.get({ id: 'kz-ai-law' })).pack,
  };
  const visibleQuestions = pack.questions.filter(({ name }) => state.evaluation.visible.includes(name));
  const answers = Object.fromEntries(
    visibleQuestions.flatMap(({ name, kind, allowNa }) => {
      const stored = state.answers[name];
      if (!stored && kind !== 'text') return [];
      const evidence = [{ id: proof.id, page: mark(`page${name}`, 'authority') }];
      const comment = mark(`comment${name}`, 'authority');
      if (kind === 'text')
        return [[name, { answer: { value: mark(`answer${name}`, 'authority') }, comment, evidence }]];
      if (allowNa && name === 'support-given')
        return [[name, { answer: { na: mark(`na${name}`, 'authority') }, comment, evidence }]];
      return [[name, { answer: stored?.answer ?? { unknown: true as const }, comment, evidence }]];
    }),
  );
  expect(Object.keys(answers).length).toBeGreaterThan(10);
  await w.client.assessments.answer({ system, pack: 'kz-ai-law', answers });
  await w.client.systems.retire({ id: system, reason: mark('ledgerbody', 'authority') });
  await w.client.systems.restore({ id: system });
  for (const edition of order) made.set(edition, await compose(edition));
}, 240_000);
afterAll(async () => {
  expect(w.log).toEqual([]);
  await w.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(order)('the %s edition', (edition) => {
  const parts = (): Parts => {
    const known = made.get(edition);
    if (!known) throw new Error('not composed');
    return known;
  };
  const belongs = (one: Mark): boolean => order.indexOf(one.edition) <= order.indexOf(edition);

  it('holds no mark of a wider one, however the file is read', () => {
    const leaked = marks
      .filter((one) => !belongs(one))
      .flatMap(({ text }) => found(parts(), text).map((where) => `${text} in ${where}`));
    expect(leaked).toEqual([]);
  });

  it('holds every mark that belongs, in the twin or the evidence, and finds it in the raw streams too', () => {
    const own = marks.filter(belongs);
    expect(own.length).toBeGreaterThan(3);
    for (const where of ['files', 'raw'] as const) {
      const lost = own.filter(({ text }) => !text.includes('evidencefile') && !parts().read[where].includes(text));
      expect(lost, where).toEqual([]);
    }
  });

  it('prints the fields of the record that belong and no others', () => {
    const record = marks.filter(({ text }) => text.startsWith('ZQrecord'));
    const printed = record.filter(({ text }) => parts().read.text.includes(text));
    expect(printed.map(({ text }) => text)).toEqual(record.filter(belongs).map(({ text }) => text));
  });

  it('tells its name on the cover, in the file name, the manifest and the list', async () => {
    const { dossier, read, attached } = parts();
    const t = translator('ru');
    expect(read.text).toContain(squeezed(t(`dossiers.editions.${edition}.title`)).replaceAll('-', ''));
    expect(dossier.fileName).toContain(`(${t(`dossiers.editions.${edition}.file`)})`);
    expect(JSON.parse(attached.get('manifest.json') ?? 'null')).toMatchObject({ edition });
    expect(JSON.parse(attached.get('dossier.json') ?? 'null')).toMatchObject({ dossier: { edition } });
    expect((await w.client.dossiers.get({ id: dossier.id })).edition).toBe(edition);
  });

  it('is taken by our own check: every part as listed, every entry of the ledger proved', async () => {
    const { report } = await w.client.dossiers.verify({ id: parts().dossier.id });
    expect(report.contents).toMatchObject({ differences: [], ledger: { proven: true, problem: null } });
  });

  it('shows in the preview what it prints', async () => {
    const preview = JSON.stringify(
      await w.client.dossiers.preview({ system, template: 'submission-package', edition, locale: 'ru' }),
    );
    expect(marks.filter((one) => !belongs(one) && preview.includes(one.text))).toEqual([]);
  });
});

describe('the public edition', () => {
  it('attaches no evidence and only hashes and proofs of the ledger', () => {
    const { attached } = made.get('public') as Parts;
    expect([...attached.keys()].sort()).toEqual(['dossier.json', 'ledger.json', 'manifest.json']);
    const { entries } = JSON.parse(attached.get('ledger.json') ?? '{}') as {
      entries: { entry: { actor: string; body: string | null } }[];
    };
    expect(entries.length).toBeGreaterThan(10);
    expect(entries.filter(({ entry }) => entry.actor !== '' || entry.body !== null)).toEqual([]);
    expect((made.get('authority') as Parts).attached.size).toBeGreaterThan(3);
  });

  it('still states the degree and the duties, with the rules they rest on', async () => {
    const { evaluation } = await w.client.assessments.get({ system, pack: 'kz-ai-law' });
    const { pack } = await w.client.packs.get({ id: 'kz-ai-law' });
    const scale = pack.scales.find(({ name }) => name === 'risk-degree');
    const degree = scale?.degrees.find(
      ({ code }) => code === evaluation.conclusions.find(({ scale: name }) => name === 'risk-degree')?.degree,
    );
    const { text } = (made.get('public') as Parts).read;
    expect(text).toContain(squeezed(`${scale?.title.ru ?? '?'}: ${degree?.text.ru ?? '?'}`).replaceAll('-', ''));
    const duties = pack.obligations.filter(({ name }) =>
      evaluation.obligations.some(({ obligation, applies }) => obligation === name && applies === 'true'),
    );
    expect(duties.length).toBeGreaterThan(0);
    for (const { mark: number } of duties) expect(text).toContain(number.replaceAll('-', ''));
  });

  it('has a snapshot that no withheld value changes', async () => {
    const choice = { system, template: 'system-passport', edition: 'public', locale: 'ru' } as const;
    const stale = async (edition: Edition) =>
      (await w.client.dossiers.get({ id: (made.get(edition) as Parts).dossier.id })).stale;
    for (const locale of ['kk', 'en', 'ru'] as const) {
      await w.client.settings.set({ locale });
      expect(await Promise.all(order.map(stale)), locale).toEqual([false, false, false]);
    }
    const before = await w.client.dossiers.preview(choice);
    await w.client.systems.setFields({ id: system, fields: { note: { value: { ru: 'другое' } } } });
    expect(await Promise.all(order.map(stale))).toEqual([false, false, true]);
    await w.client.systems.setFields({ id: system, fields: { unit: { value: 'другое' } } });
    expect(await Promise.all(order.map(stale))).toEqual([false, true, true]);
    await w.client.systems.setFields({ id: system, fields: { tradeName: { value: 'другое' } } });
    expect(await Promise.all(order.map(stale))).toEqual([true, true, true]);
    expect((await w.client.dossiers.preview(choice)).blocks).not.toEqual(before.blocks);
  });
});
