import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentDigest, makeCms } from '../../electron/signatures/cms.ts';
import { fillStamp, prepareStamp } from '../../electron/signatures/document-stamp.ts';
import { toLittleEndian } from '../../electron/signatures/gost.ts';
import { openPkcs12 } from '../../electron/signatures/pkcs12.ts';
import { signPdf } from '../../electron/signatures/sign.ts';
import type { SigningKey } from '../../electron/signatures/signing-key.ts';
import { makeStampRequest, readStampRequest } from '../../electron/signatures/time-stamp.ts';
import { addValidationData } from '../../electron/signatures/validation-data.ts';
import { gostContainer, gostPrivateKeyInfo, makeGostPairs, type GostPair } from './gost-container.ts';
import { makeTestKeys, type TestKeys } from './keys.ts';
import { makeWorkplace, rangesOf, tizilim, versions, type Verdict, type Workplace } from './programs.ts';
import { font, samplePdf } from './sample-pdf.ts';
import { flip, replacePageContent } from './tampering.ts';

const root = join(import.meta.dirname, '..', '..');
const programs = ['Tizilim', 'pdfsig', 'mutool', 'OpenSSL', 'BouncyCastle'] as const;
type Program = (typeof programs)[number];
interface Row {
  subject: string;
  change: string;
  verdicts: Partial<Record<Program, Verdict>>;
}

const at = new Date(Date.now() - 60_000);
let keys: TestKeys;
let gost: { authority: GostPair; signer: GostPair };
let place: Workplace;
let rows: Row[];

const positionOf = (pdf: Uint8Array, text: string, from = 0): number => {
  const found = Buffer.from(pdf).indexOf(text, from, 'latin1');
  if (found < 0) throw new Error(`no ${text} in the file`);
  return found;
};

/** The ByteRange of the first signature, one number of it made smaller. */
function narrowed(pdf: Uint8Array): Uint8Array {
  const text = Buffer.from(pdf).toString('latin1');
  const [whole = '', before = '', length = ''] = /(\/ByteRange\s*\[\s*\d+\s+\d+\s+\d+\s+)(\d+)/.exec(text) ?? [];
  const less = String(Number(length) - 1).padStart(length.length, '0');
  return new Uint8Array(Buffer.from(text.replace(whole, `${before}${less}`), 'latin1'));
}

/** What somebody without a key does to a signed file. */
const changes: [string, (pdf: Uint8Array) => Uint8Array][] = [
  ['none', (pdf) => pdf],
  ['a byte of a page', (pdf) => flip(pdf, positionOf(pdf, ' TJ') - 8)],
  ['a byte of an attachment', (pdf) => flip(pdf, positionOf(pdf, '{"degree"') + 3)],
  // The Contents of the first signature end with the padding.
  ['a byte after the CMS of signature 1', (pdf) => flip(pdf, positionOf(pdf, '0>', positionOf(pdf, '/ByteRange')) - 9)],
  ['ByteRange of signature 1', narrowed],
  ['bytes after the end', (pdf) => new Uint8Array(Buffer.concat([pdf, Buffer.from('tail')]))],
  ['a page replaced by an update', replacePageContent],
];

const changesOfDetached: [string, (file: Uint8Array, cms: Uint8Array) => [Uint8Array, Uint8Array]][] = [
  ['none', (file, cms) => [file, cms]],
  ['a byte of the file', (file, cms) => [flip(file, 900), cms]],
  ['the file cut', (file, cms) => [file.subarray(0, -1), cms]],
  ['the last byte of the signature', (file, cms) => [file, flip(cms, cms.length - 1)]],
];

const sign = (pdf: Uint8Array, key: SigningKey, fieldName: string, certify = false): Promise<Uint8Array> =>
  signPdf(pdf, {
    signer: { kind: 'key', key },
    fieldName,
    certify,
    signerLabel: 'Әйгерім',
    at,
    appearance: { lines: ['Қожахмет Әйгерім'], font },
  });

function stamped(pdf: Uint8Array): Uint8Array {
  const pending = prepareStamp(pdf, { at, label: 'Уақыт белгісі' });
  const nonce = Uint8Array.of(0x40, ...randomBytes(8));
  const request = makeStampRequest(pending.digest, 'sha256', nonce);
  return fillStamp(pending.bytes, keys.stamp(request), readStampRequest(request)).bytes;
}

/** Every kind of signature the product makes. */
async function subjects(gostKey: SigningKey): Promise<[string, Uint8Array][]> {
  const key = (name: string): SigningKey => openPkcs12(keys.p12(name, 'x'), 'x');
  const plain = await samplePdf(['signature-1']);
  const forTwo = await samplePdf(['signature-1', 'signature-2']);
  const two = await sign(await sign(forTwo, key('rsa'), 'signature-1', true), key('ec'), 'signature-2');
  const data = addValidationData(two, { certificates: [], crls: [], ocsps: [keys.ocsp('rsa')] }, at);
  return [
    ['RSA, SHA-256', await sign(plain, key('rsa'), 'signature-1')],
    ['EC P-256', await sign(plain, key('ec'), 'signature-1')],
    ['EC P-384', await sign(plain, key('ec384'), 'signature-1')],
    ['EC P-521', await sign(plain, key('ec521'), 'signature-1')],
    ['GOST 34.310-2015', await sign(plain, gostKey, 'signature-1')],
    ['certified', await sign(plain, key('rsa'), 'signature-1', true)],
    ['certified, two signers', two],
    ['the same with revocation data', data],
    ['the same with a document time stamp', stamped(data)],
  ];
}

function judged(subject: string, change: string, pdf: Uint8Array, isGost: boolean): Row {
  const trust = isGost ? [gost.authority.certificate] : [keys.authority];
  return {
    subject,
    change,
    verdicts: {
      Tizilim: tizilim(pdf, { trust, crls: [], now: new Date() }),
      pdfsig: place.pdfsig(pdf),
      mutool: place.mutool(pdf),
      OpenSSL: place.openssl(pdf),
    },
  };
}

beforeAll(async () => {
  keys = makeTestKeys();
  gost = makeGostPairs();
  const folder = mkdtempSync(join(tmpdir(), 'tizilim-agreement-'));
  place = makeWorkplace(folder, keys.authority);
  const info = gostPrivateKeyInfo(toLittleEndian(gost.signer.privateKey));
  const container = gostContainer(info, [gost.signer.certificate, gost.authority.certificate], 'x');
  const gostKey = openPkcs12(container, 'x');
  rows = [];
  const forBouncyCastle: { row: Row; content: Uint8Array; cms: Uint8Array }[] = [];
  for (const [subject, pdf] of await subjects(gostKey)) {
    for (const [change, make] of changes) {
      const isGost = subject.startsWith('GOST');
      const changed = make(pdf);
      const row = judged(subject, change, changed, isGost);
      rows.push(row);
      const [first] = rangesOf(changed);
      if (isGost && first) forBouncyCastle.push({ row, content: first.content, cms: first.cms });
    }
  }
  const file = await samplePdf([]);
  for (const [name, key] of [
    ['RSA', openPkcs12(keys.p12('rsa', 'x'), 'x')],
    ['EC P-256', openPkcs12(keys.p12('ec', 'x'), 'x')],
    ['EC P-521', openPkcs12(keys.p12('ec521', 'x'), 'x')],
    ['GOST', gostKey],
  ] as const) {
    const cms = await makeCms(key, documentDigest(key.algorithm, [file]));
    for (const [change, make] of changesOfDetached) {
      const [content, changed] = make(file, cms);
      const row: Row = {
        subject: `detached CMS, ${name}`,
        change,
        verdicts: { OpenSSL: place.opensslDetached(content, changed) },
      };
      rows.push(row);
      if (name === 'GOST') forBouncyCastle.push({ row, content, cms: changed });
    }
  }
  const answers = place.bouncyCastle(gost.signer, forBouncyCastle);
  forBouncyCastle.forEach(({ row }, index) => (row.verdicts.BouncyCastle = answers[index]));
}, 240_000);
afterAll(() => {
  keys.remove();
  rmSync(place.folder, { recursive: true, force: true });
});

const saysOf = (row: Row, program: Program): Verdict['says'] | undefined => row.verdicts[program]?.says;
const nameOf = ({ subject, change }: Row): string => `${subject}: ${change}`;
const signedRows = (): Row[] => rows.filter(({ verdicts }) => verdicts.Tizilim !== undefined);

function table(columns: readonly Program[]): string {
  const cell = (verdict: Verdict | undefined): string =>
    verdict === undefined ? '–' : verdict.remark === '' ? verdict.says : `${verdict.says} (${verdict.remark})`;
  const line = (values: readonly string[]): string => `| ${values.join(' | ')} |`;
  const head = ['Signature', 'Change', ...columns];
  const body = rows.map((row) => line([row.subject, row.change, ...columns.map((own) => cell(row.verdicts[own]))]));
  return [line(head), line(head.map(() => '---')), ...body].join('\n');
}

describe('what independent programs say of our signatures', () => {
  test('honest files are valid to everyone who can check them', () => {
    for (const row of rows.filter(({ change }) => change === 'none')) {
      const checked = programs.filter((program) => saysOf(row, program) === 'valid');
      for (const program of programs) expect(saysOf(row, program), `${nameOf(row)}, ${program}`).not.toBe('broken');
      // Somebody other than ourselves could check it.
      expect(
        checked.some((program) => program !== 'Tizilim'),
        nameOf(row),
      ).toBe(true);
      if (row.verdicts.Tizilim) expect(checked, nameOf(row)).toContain('Tizilim');
    }
  });

  test('every changed file is broken to us, so no program is stricter', () => {
    for (const row of signedRows().filter(({ change }) => change !== 'none'))
      expect(saysOf(row, 'Tizilim'), nameOf(row)).toBe('broken');
  });

  test('whoever can check a kind of signature sees signed bytes that were changed', () => {
    const seen = ['a byte of a page', 'a byte of an attachment', 'ByteRange of signature 1'];
    for (const row of signedRows().filter(({ change }) => seen.includes(change))) {
      const honest = rows.find(({ subject, change }) => subject === row.subject && change === 'none');
      for (const program of programs)
        if (honest && saysOf(honest, program) === 'valid')
          expect(saysOf(row, program), `${nameOf(row)}, ${program}`).toBe('broken');
    }
    for (const row of rows.filter(({ subject, change }) => subject.startsWith('detached') && change !== 'none'))
      expect([saysOf(row, 'OpenSSL'), saysOf(row, 'BouncyCastle')], nameOf(row)).toContain('broken');
  });

  test('is the table of the documentation', () => {
    const report = `Programs: ${versions()}.\n\n${table(programs)}\n`;
    mkdirSync(join(root, 'dist/reports'), { recursive: true });
    writeFileSync(join(root, 'dist/reports/agreement.md'), report);
    const page = readFileSync(join(root, 'docs/agreement.md'), 'utf8');
    // Other versions may say other things of the same file; what we say has to stay.
    if (page.includes(`Programs: ${versions()}.`)) expect(page).toContain(report);
    else for (const row of table(['Tizilim']).split('\n').slice(2)) expect(page).toContain(row.replace(/ \|$/, ''));
  });
});
