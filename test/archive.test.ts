import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillSample } from '../electron/demo/sample.ts';
import { renderPdf, type Attachment, type RenderOptions } from '../electron/pdf/render.ts';
import type { Dossier } from '../shared/dossiers/contract.ts';
import { Locale } from '../shared/lib/schema.ts';
import { archiveProblems, preflight } from './report/archive.ts';
import { sampleDocument } from './report/sample.ts';
import { controls, inCatalog, inObject, withoutBookmarkCount, without } from './report/spoilt.ts';
import { makeTestKeys, type TestKeys } from './signatures/keys.ts';
import { replaceText, update } from './signatures/tampering.ts';
import { world, type World } from './world.ts';

const password = 'x';
const modifiedAt = new Date('2026-11-20T08:00:00Z');
const rendering: RenderOptions = {
  createdAt: new Date('2026-11-23T10:15:30Z'),
  fileId: 'archive',
  attachments: [],
  signatureFields: 'reserve',
};

function sampleParts(): Attachment[] {
  const bytes = Buffer.from('{"format":"sample"}');
  const part = { name: 'dossier.json', sha256: createHash('sha256').update(bytes).digest('hex') };
  const file = { mime: 'application/json', description: 'Data', relationship: 'Data' as const, modifiedAt };
  const manifest = Buffer.from(JSON.stringify({ parts: [part] }));
  return [
    { ...file, name: part.name, bytes },
    { ...file, name: 'manifest.json', bytes: manifest },
  ];
}

let folder: string;
let keys: TestKeys;
let w: World;
let system: string;
/** Every template in every language, as composed. */
const dossiers: {
  template: string;
  subject: string | null;
  kind: string;
  locale: Locale;
  dossier: Dossier;
  path: string;
}[] = [];
/** A small one with an attachment, to be spoilt. */
let sound: Uint8Array;

async function stored(dossier: Dossier, revision: number): Promise<Uint8Array> {
  return w.services.files.take(await w.client.dossiers.download({ id: dossier.id, revision })).bytes;
}

function keep(name: string, bytes: Uint8Array): string {
  const path = join(folder, `${name}.pdf`);
  writeFileSync(path, bytes);
  return path;
}

/** A letter has no contents, and so neither their tag nor links. */
const ofLetters = new Set(['no tag TOC', 'no tag Link']);
const problemsOf = (path: string, kind: string): string[] =>
  archiveProblems(path).filter((problem) => !(kind.endsWith('letter') && ofLetters.has(problem)));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tizilim-archive-'));
  keys = makeTestKeys();
  w = world();
  ({ system } = await fillSample(w.client, w.services.files));
  w.at(new Date().toISOString());
  for (const { id: template, scope, layout } of await w.client.dossiers.templates({})) {
    const subject = scope === 'organisation' ? null : system;
    for (const locale of Locale.options) {
      const dossier = await w.client.dossiers.compose({ system: subject, template, locale });
      const path = keep(`${template}.${locale}`, await stored(dossier, 1));
      dossiers.push({ template, subject, kind: `${scope} ${layout}`, locale, dossier, path });
    }
  }
  sound = await renderPdf(sampleDocument('en', { rows: 2 }), { ...rendering, attachments: sampleParts() });
}, 300_000);
afterAll(async () => {
  expect(w.log).toEqual([]);
  await w.close();
  keys.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('PDF/A-3a and PDF/UA-1 by our own checks', () => {
  it('every template in every language', () => {
    expect(dossiers.length).toBeGreaterThanOrEqual(57);
    for (const { path, kind } of dossiers) expect(problemsOf(path, kind), path).toEqual([]);
  }, 300_000);

  it('every revision after it: two signatures, revocation data, a time stamp', async () => {
    const put = (name: string, bytes: Uint8Array) => w.services.files.put(name, bytes);
    await w.client.signatures.addTrust({ file: put('ca.pem', keys.authority) });
    await w.client.signatures.addTrust({ file: put('list.crl', keys.crl([])) });
    await w.client.signatures.addTrust({ file: put('rsa.ors', keys.ocsp('rsa')) });
    const inKazakh = dossiers.filter(({ locale }) => locale === 'kk');
    // One of each kind of document: the marks of a signature are the same in all.
    const ofEachKind = inKazakh.filter(({ kind }, index) => inKazakh.findIndex((one) => one.kind === kind) === index);
    expect(ofEachKind.length).toBeGreaterThanOrEqual(3);
    for (const { template, kind, dossier } of ofEachKind) {
      const { id } = dossier;
      for (const name of ['rsa', 'ec']) {
        const file = put(`${name}.p12`, keys.p12(name, password));
        await w.client.dossiers.sign({
          id,
          key: { kind: 'file', file, password },
          certify: name === 'rsa',
          confirmed: true,
        });
      }
      await w.client.dossiers.addValidationData({ id });
      const request = w.services.files.take(await w.client.dossiers.requestStamp({ id })).bytes;
      await w.client.dossiers.attachStamp({ id, file: put('answer.tsr', keys.stamp(request)) });
      const all = template === dossiers[0]?.template;
      for (let revision = all ? 2 : 5; revision <= 5; revision += 1) {
        const path = keep(`${template}.${revision}`, await stored(dossier, revision));
        expect(problemsOf(path, kind), path).toEqual([]);
      }
      await expect(stored(dossier, 6)).rejects.toMatchObject({ code: 'not-found' });
      const { report } = await w.client.dossiers.verify({ id });
      expect(report.signatures.map(({ kind }) => kind)).toEqual(['signature', 'signature', 'time-stamp']);
    }
  }, 300_000);
});

describe('the checks find', () => {
  it.each(controls)('%s', (name, spoil, problem) => {
    const path = keep(name.replaceAll('/', '-'), spoil(sound));
    expect(archiveProblems(path)).toContain(problem);
  });
});

describe('PDF/A-1b by the preflight of PDFBox', () => {
  const options: RenderOptions = { ...rendering, conformance: 'A-1b' };

  it('the same pages of every template are valid, spoilt ones are not', async () => {
    const own = join(folder, 'A-1b');
    mkdirSync(own);
    const expected = new Map<string, unknown>();
    const put = (name: string, bytes: Uint8Array, complaints: unknown): void => {
      writeFileSync(join(own, name), bytes);
      expected.set(name, complaints);
    };
    let first: Uint8Array | undefined;
    // Every template in Kazakh, whose letters are the rarest, and one in the other languages.
    const some = dossiers.filter(({ template, locale }) => locale === 'kk' || template === dossiers[0]?.template);
    for (const { template, subject, locale } of some) {
      const bytes = await renderPdf(await w.client.dossiers.preview({ system: subject, template, locale }), options);
      put(`${template}.${locale}.pdf`, bytes, []);
      first ??= bytes;
    }
    const pdf = first ?? new Uint8Array();
    const complains = (text: string): unknown => expect.arrayContaining([expect.stringContaining(text)]);
    put(
      'typeface.pdf',
      update(
        pdf,
        inObject('Type', 'FontDescriptor', (dict) => without(dict, 'FontFile2')),
      ),
      complains('FontFile'),
    );
    put(
      'intent.pdf',
      update(
        pdf,
        inCatalog((catalog) => without(catalog, 'OutputIntents')),
      ),
      complains('2.4'),
    );
    put('metadata.pdf', replaceText(pdf, '<pdfaid:part>1<', '<pdfaid:part>2<'), complains('part must be 1'));
    put(
      'field.pdf',
      update(
        pdf,
        inObject('Subtype', 'Widget', (dict) => without(dict, 'AP')),
      ),
      complains('5.'),
    );
    put('bookmarks.pdf', update(pdf, withoutBookmarkCount), complains('Outline'));
    put('A-3a.pdf', sound, complains('EmbeddedFile'));
    expect(Object.fromEntries(preflight(own))).toEqual(Object.fromEntries(expected));
  }, 300_000);
});
