import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillSample } from '../electron/demo/sample.ts';
import { embeddedFiles } from '../electron/signatures/contents-check.ts';
import { isKind, pdfDict, pdfName, type PdfRef } from '../electron/signatures/pdf-objects.ts';
import { PdfFile } from '../electron/signatures/pdf-reader.ts';
import { openPkcs12 } from '../electron/signatures/pkcs12.ts';
import { signPdf } from '../electron/signatures/sign.ts';
import { verifyPdf } from '../electron/signatures/verify.ts';
import { makeTestKeys, type TestKeys } from './signatures/keys.ts';
import { font } from './signatures/sample-pdf.ts';
import { update } from './signatures/tampering.ts';
import { world, type World } from './world.ts';

let folder: string;
let keys: TestKeys;
let w: World;
let script: string;
let composed: Uint8Array;

const here = (name: string): string => join(folder, name);
const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
};
const sign = (pdf: Uint8Array) =>
  signPdf(pdf, {
    signer: { kind: 'key', key: openPkcs12(keys.p12('rsa', 'x'), 'x') },
    fieldName: 'signature-1',
    signerLabel: 'Әйгерім',
    at: new Date(),
    appearance: { font, lines: ['Әйгерім'] },
  });
const check = (pdf: Uint8Array) =>
  verifyPdf(pdf, { trust: [keys.authority], crls: [], now: new Date(Date.now() + 1_000) });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tizilim-verifier-'));
  keys = makeTestKeys();
  const configFile = join(import.meta.dirname, '../build/vite.verifier.ts');
  await build({ configFile, logLevel: 'error', build: { outDir: folder, emptyOutDir: false } });
  script = here('verify-dossier.mjs');
  w = world();
  const { system } = await fillSample(w.client, w.services.files);
  w.at(new Date().toISOString());
  const { id } = await w.client.dossiers.compose({ system, template: 'submission-package', locale: 'kk' });
  composed = w.services.files.take(await w.client.dossiers.download({ id })).bytes;
  writeFileSync(here('signed.pdf'), await sign(composed));
}, 120_000);
afterAll(async () => {
  await w.close();
  keys.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('the stand-alone verifier', () => {
  it('a reader that goes away early changes neither the result nor prints a fault', () => {
    const piped = spawnSync(
      'sh',
      ['-c', '("$0" "$1" "$2"; echo $? >code) | true', process.execPath, script, here('signed.pdf')],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    expect(piped.stderr).toBe('');
    expect(readFileSync(here('code'), 'utf8').trim()).toBe('0');
  });

  it('is one file that asks for nothing but Node', () => {
    const text = readFileSync(script, 'utf8');
    const imports = [...text.matchAll(/^import .* from "([^"]+)";$/gm)].map(([, name]) => name ?? '');
    expect(imports.length).toBeGreaterThan(3);
    expect(imports.filter((name) => !isBuiltin(name))).toEqual([]);
    expect(text).not.toMatch(/\brequire\(["'](?!fs|path|node:)/);
    expect(imports).not.toContain('node:http');
    expect(imports).not.toContain('node:net');
  });

  it('says the same as the product, in three languages and as JSON', () => {
    const trusted = ['signed.pdf', '--trust', keys.path('ca.pem')];
    const asJson = run(...trusted, '--json');
    expect([asJson.status, asJson.stderr]).toEqual([0, '']);
    const { report } = JSON.parse(asJson.stdout) as { report: ReturnType<typeof check> };
    const own = check(new Uint8Array(readFileSync(here('signed.pdf'))));
    expect({ ...report, checkedAt: '' }).toEqual({ ...own, checkedAt: '' });
    expect(report).toMatchObject({
      intact: true,
      level: 'L2',
      contents: { differences: [], ledger: { proven: true, problem: null } },
    });
    expect(report.contents?.parts).toBeGreaterThan(1);
    expect(report.contents?.ledger?.entries).toBeGreaterThan(3);
    const words = { kk: 'манифеске сай', ru: 'соответству', en: 'fit the manifest' };
    for (const [lang, text] of Object.entries(words)) {
      const { status, stdout } = run(...trusted, '--lang', lang);
      expect(status).toBe(0);
      expect(stdout).toContain('[x] L2');
      expect(stdout).toContain('[-] L5');
      expect(stdout).toContain(text);
    }
  });

  it('ends with 1 for what is not intact or not signed, with 2 for a wrong file or command line', () => {
    const changed = readFileSync(here('signed.pdf'));
    changed[5_000] = (changed[5_000] ?? 0) ^ 1;
    writeFileSync(here('changed.pdf'), changed);
    writeFileSync(here('plain.pdf'), composed);
    writeFileSync(here('none.pdf'), 'no pdf');
    expect(run('changed.pdf').status).toBe(1);
    expect(run('changed.pdf').stdout).not.toContain('[x]');
    expect(run('plain.pdf').status).toBe(1);
    expect(run('none.pdf')).toMatchObject({ status: 2, stdout: '' });
    expect(run('absent.pdf').status).toBe(2);
    expect(run('signed.pdf', '--unknown').status).toBe(2);
    expect(run().status).toBe(2);
    expect(run('--help', '--lang', 'en')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('--trust') as string,
    });
  });
});

describe('files inside a dossier', () => {
  const filespecs = (file: PdfFile): PdfRef[] =>
    file
      .array(file.dict(file.dict(file.catalog.map.get('Names'))?.map.get('EmbeddedFiles'))?.map.get('Names'))
      .filter((own) => isKind(own, 'ref'));
  /** Exchanges the bytes of an embedded file before anybody signed. */
  const exchanged = (index: number, bytes: Uint8Array): Uint8Array =>
    update(composed, (file, increment) => {
      const stream = file.dict(file.dict(filespecs(file)[index])?.map.get('EF'))?.map.get('F');
      if (!isKind(stream, 'ref')) throw new Error('no such file');
      increment.setStream(stream, pdfDict({ Type: pdfName('EmbeddedFile') }), bytes);
    });
  const names = () => [...embeddedFiles(new PdfFile(composed)).keys()];
  const bytesOf = (name: string): Uint8Array => embeddedFiles(new PdfFile(composed)).get(name)?.() ?? new Uint8Array();

  it('come out as poppler takes them out', () => {
    writeFileSync(here('plain.pdf'), composed);
    const listed = execFileSync('pdfdetach', ['-list', here('plain.pdf')], { encoding: 'utf8' });
    for (const name of names()) expect(listed).toContain(name);
    execFileSync('pdfdetach', ['-savefile', 'dossier.json', '-o', here('twin.json'), here('plain.pdf')]);
    expect(readFileSync(here('twin.json')).equals(bytesOf('dossier.json'))).toBe(true);
  });

  it('that differ from the manifest are named, though the signature over the whole fits', async () => {
    const index = names().indexOf('dossier.json');
    const twin = Buffer.from(bytesOf('dossier.json'));
    const swapped = check(await sign(exchanged(index, Buffer.concat([twin, Buffer.from(' ')]))));
    expect(swapped).toMatchObject({
      intact: false,
      level: 'none',
      problems: [{ code: 'part-changed', details: { name: 'dossier.json' } }],
    });
    expect(swapped.signatures[0]).toMatchObject({ integrity: true, level: 'L2' });
  });

  it('an entry of the ledger extract that was changed does not lead to the head', async () => {
    const index = names().indexOf('ledger.json');
    const extract = JSON.parse(Buffer.from(bytesOf('ledger.json')).toString()) as {
      head: { root: string; size: number };
      entries: { entry: { actor: string; hash: string } }[];
    };
    const variant = async (change: (copy: typeof extract) => void) => {
      const copy = structuredClone(extract);
      change(copy);
      const { problems } = check(await sign(exchanged(index, Buffer.from(JSON.stringify(copy)))));
      return problems.map(({ code }) => code);
    };
    const first = (copy: typeof extract) => copy.entries[0]?.entry ?? { actor: '', hash: '' };
    expect(await variant((copy) => (first(copy).actor = 'Бөтен'))).toEqual(['part-changed', 'ledger-entry-not-proven']);
    expect(await variant((copy) => (first(copy).hash = '00'.repeat(32)))).toContain('ledger-entry-not-proven');
    expect(await variant((copy) => (copy.head.root = '00'.repeat(32)))).toContain('ledger-other-head');
    expect(await variant((copy) => (copy.head.size += 1))).toContain('ledger-other-head');
    expect(await variant((copy) => copy.entries.pop())).toEqual(['part-changed']);
  });

  it('a PDF that is no dossier has no contents to compare', async () => {
    const index = names().indexOf('manifest.json');
    const { contents, problems } = check(await sign(exchanged(index, Buffer.from('{}'))));
    expect([contents, problems]).toEqual([null, []]);
  });
});
