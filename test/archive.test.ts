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
const dossiers: { template: string; locale: Locale; dossier: Dossier; path: string }[] = [];
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

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tizilim-archive-'));
  keys = makeTestKeys();
  w = world();
  ({ system } = await fillSample(w.client, w.services.files));
  w.at(new Date().toISOString());
  for (const { id: template } of await w.client.dossiers.templates({})) {
    for (const locale of Locale.options) {
      const dossier = await w.client.dossiers.compose({ system, template, locale });
      const bytes = await stored(dossier, 1);
      dossiers.push({ template, locale, dossier, path: keep(`${template}.${locale}`, bytes) });
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
    expect(dossiers.length).toBeGreaterThanOrEqual(9);
    for (const { path } of dossiers) expect(archiveProblems(path), path).toEqual([]);
  }, 120_000);

  it('every revision after it: two signatures, revocation data, a time stamp', async () => {
    const put = (name: string, bytes: Uint8Array) => w.services.files.put(name, bytes);
    await w.client.signatures.addTrust({ file: put('ca.pem', keys.authority) });
    await w.client.signatures.addTrust({ file: put('list.crl', keys.crl([])) });
    await w.client.signatures.addTrust({ file: put('rsa.ors', keys.ocsp('rsa')) });
    for (const { template, dossier } of dossiers.filter(({ locale }) => locale === 'kk')) {
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
        expect(archiveProblems(path), path).toEqual([]);
      }
      await expect(stored(dossier, 6)).rejects.toMatchObject({ code: 'not-found' });
      const { report } = await w.client.dossiers.verify({ id });
      expect(report.signatures.map(({ kind }) => kind)).toEqual(['signature', 'signature', 'time-stamp']);
    }
  }, 120_000);
});

describe('the checks find', () => {
  it.each(controls)('%s', (name, spoil, problem) => {
    const path = keep(name.replaceAll('/', '-'), spoil(sound));
    expect(archiveProblems(path)).toContain(problem);
  });
});

describe('PDF/A-1b by the preflight of PDFBox', () => {
  const options: RenderOptions = { ...rendering, conformance: 'A-1b' };

  it('the same pages of every template in every language are valid, spoilt ones are not', async () => {
    const own = join(folder, 'A-1b');
    mkdirSync(own);
    const expected = new Map<string, unknown>();
    const put = (name: string, bytes: Uint8Array, complaints: unknown): void => {
      writeFileSync(join(own, name), bytes);
      expected.set(name, complaints);
    };
    let first: Uint8Array | undefined;
    for (const { template, locale } of dossiers) {
      const bytes = await renderPdf(await w.client.dossiers.preview({ system, template, locale }), options);
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
  }, 120_000);
});
