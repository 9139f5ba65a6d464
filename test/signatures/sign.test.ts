import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../shared/lib/errors.ts';
import { signatureFields } from '../../electron/signatures/pdf-fields.ts';
import { isKind } from '../../electron/signatures/pdf-objects.ts';
import { PdfFile } from '../../electron/signatures/pdf-reader.ts';
import { openPkcs12 } from '../../electron/signatures/pkcs12.ts';
import { signPdf, type SignOptions } from '../../electron/signatures/sign.ts';
import type { SigningKey } from '../../electron/signatures/signing-key.ts';
import { makeTestKeys, type TestKeys } from './keys.ts';
import { font, samplePdf } from './sample-pdf.ts';

let keys: TestKeys;
let rsa: SigningKey;
let ec: SigningKey;

beforeAll(() => {
  keys = makeTestKeys();
  rsa = openPkcs12(keys.p12('rsa', 'x'), 'x');
  ec = openPkcs12(keys.p12('ec', 'x'), 'x');
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
}, 60_000);
afterAll(() => keys.remove());

function options(key: SigningKey, more: Partial<SignOptions> = {}): SignOptions {
  return {
    signer: { kind: 'key', key },
    signerLabel: 'Қожахмет Әйгерім',
    at: new Date('2026-10-05T08:30:00Z'),
    appearance: { lines: ['ЭЦҚ қойылды / Подписано ЭЦП', 'Қожахмет Әйгерім', '05.10.2026 13:30 (UTC+5)'], font },
    ...more,
  };
}

function pdfsig(pdf: Uint8Array): string {
  writeFileSync(keys.path('check.pdf'), pdf);
  return spawnSync('pdfsig', ['-nssdir', `sql:${keys.path('nss')}`, keys.path('check.pdf')], { encoding: 'utf8' })
    .stdout;
}

function count(text: string, phrase: string): number {
  return text.split(phrase).length - 1;
}

function expectSound(pdf: Uint8Array, signatures: number): void {
  const report = pdfsig(pdf);
  expect(count(report, 'Signature Validation: Signature is Valid.'), report).toBe(signatures);
  expect(count(report, 'Certificate Validation: Certificate is Trusted.'), report).toBe(signatures);
  expect(count(report, 'Signature Type: ETSI.CAdES.detached')).toBe(signatures);
  expect(execFileSync('qpdf', ['--check', keys.path('check.pdf')], { encoding: 'utf8' })).toContain(
    'No syntax or stream encoding errors found',
  );
  const tool = spawnSync('mutool', ['sign', '-v', keys.path('check.pdf')], { encoding: 'utf8' });
  expect(count(tool.stdout + tool.stderr, 'The document is unchanged since signing.')).toBeLessThanOrEqual(signatures);
  expect(tool.stdout + tool.stderr).not.toMatch(/digest (error|failure)/i);
  for (const field of signatureFields(new PdfFile(pdf)).filter((own) => own.value)) expectCades(pdf, field.value);
}

/** Checks one signature's CMS with openssl, outside the PDF. */
function expectCades(pdf: Uint8Array, value: Parameters<PdfFile['dict']>[0]): void {
  const file = new PdfFile(pdf);
  const dict = file.dict(value);
  const [start, first, second, length] = file.array(dict?.map.get('ByteRange')) as number[];
  const contents = dict?.map.get('Contents');
  if (!isKind(contents, 'string') || first === undefined || second === undefined || length === undefined) {
    throw new Error('signature dictionary is incomplete');
  }
  expect([start, first, second]).toEqual([0, contents.start, contents.end]);
  writeFileSync(keys.path('signature.der'), contents.bytes);
  writeFileSync(
    keys.path('content.bin'),
    Buffer.concat([pdf.subarray(0, first), pdf.subarray(second, second + length)]),
  );
  keys.openssl(
    'cms -verify -inform DER -in signature.der -content content.bin -CAfile ca.pem -purpose any -binary -cades -out out.bin',
  );
  const text = keys.openssl('cms -cmsout -print -inform DER -in signature.der').toString();
  expect(text).toContain('id-smime-aa-signingCertificateV2');
  expect(text).not.toContain('signingTime');
}

describe('signing', () => {
  test('two reserved fields, RSA certifies and EC approves', async () => {
    const pdf = await samplePdf(['signature-1', 'signature-2']);
    const first = await signPdf(pdf, options(rsa, { fieldName: 'signature-1', certify: true, reason: 'Бекітемін' }));
    expect(Buffer.compare(first.subarray(0, pdf.length), pdf)).toBe(0);
    expectSound(first, 1);
    const second = await signPdf(first, options(ec, { fieldName: 'signature-2', location: 'Астана' }));
    expect(Buffer.compare(second.subarray(0, first.length), first)).toBe(0);
    expectSound(second, 2);
    // The letters are drawn, not set: the update brings no font of its own.
    expect(
      execFileSync('pdffonts', [keys.path('check.pdf')], { encoding: 'utf8' })
        .trim()
        .split('\n'),
    ).toHaveLength(3);
  });

  test('P-384 with SHA-384', async () => {
    const key = openPkcs12(keys.p12('ec384', 'x'), 'x');
    const pdf = await signPdf(await samplePdf(['a']), options(key, { fieldName: 'a' }));
    expectSound(pdf, 1);
    expect(pdfsig(pdf)).toContain('SHA-384');
  });

  test('a file without reserved fields gets fields on the last page', async () => {
    const first = await signPdf(await samplePdf([]), options(rsa));
    expectSound(first, 1);
    const second = await signPdf(first, options(ec));
    expectSound(second, 2);
    expect(signatureFields(new PdfFile(second)).map(({ name }) => name)).toEqual(['signature-1', 'signature-2']);
  });

  test('a file with cross-reference and object streams', async () => {
    writeFileSync(keys.path('plain.pdf'), await samplePdf(['signature-1', 'signature-2']));
    execFileSync('qpdf', ['--object-streams=generate', keys.path('plain.pdf'), keys.path('packed.pdf')]);
    const first = await signPdf(keys.read('packed.pdf'), options(rsa, { fieldName: 'signature-1', certify: true }));
    expectSound(first, 1);
    expectSound(await signPdf(first, options(ec, { fieldName: 'signature-2' })), 2);
  });

  test('a callback in place of a key', async () => {
    const remote: SigningKey = { ...rsa, sign: async (bytes) => Promise.resolve(rsa.sign(bytes)) };
    expectSound(await signPdf(await samplePdf(['a']), options(remote, { fieldName: 'a' })), 1);
  });

  test('the same input gives the same RSA-signed bytes', async () => {
    const pdf = await samplePdf(['a']);
    const once = await signPdf(pdf, options(rsa, { fieldName: 'a' }));
    expect(Buffer.compare(once, await signPdf(pdf, options(rsa, { fieldName: 'a' })))).toBe(0);
  });
});

describe('what is refused', () => {
  async function reasonOf(action: Promise<unknown>): Promise<string> {
    const error: unknown = await action.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof AppError)) throw new Error('an AppError was expected', { cause: error });
    return `${error.code}/${error.reason}`;
  }

  test('a field that is missing or signed', async () => {
    const pdf = await samplePdf(['a']);
    expect(await reasonOf(signPdf(pdf, options(rsa, { fieldName: 'b' })))).toBe('not-found/signature-field-missing');
    const signed = await signPdf(pdf, options(rsa, { fieldName: 'a' }));
    expect(await reasonOf(signPdf(signed, options(ec, { fieldName: 'a' })))).toBe('conflict/signature-field-signed');
    expect(await reasonOf(signPdf(signed, options(ec, { certify: true })))).toBe('conflict/certify-not-first');
  });

  test('a signature that does not fit its place is not cut', async () => {
    const fat: SigningKey = { ...rsa, chain: Array.from({ length: 20 }, () => rsa.chain[0] ?? new Uint8Array()) };
    const pdf = await samplePdf(['a']);
    expect(await reasonOf(signPdf(pdf, options(fat, { fieldName: 'a' })))).toBe('invalid/signature-too-large');
  });

  test('a key that does not belong to the certificate', async () => {
    const mixed: SigningKey = { ...rsa, sign: (bytes) => rsa.sign(Uint8Array.of(...bytes, 0)) };
    const pdf = await samplePdf(['a']);
    expect(await reasonOf(signPdf(pdf, options(mixed, { fieldName: 'a' })))).toBe('invalid/signature-does-not-fit');
  });

  test('text too long for the box', async () => {
    const lines = Array.from({ length: 40 }, () => 'Жауапкершілігі шектеулі серіктестік');
    const pdf = await samplePdf(['a']);
    expect(await reasonOf(signPdf(pdf, options(rsa, { fieldName: 'a', appearance: { lines, font } })))).toBe(
      'invalid/signature-text-too-long',
    );
  });

  test('files that are encrypted or no PDF', async () => {
    writeFileSync(keys.path('plain.pdf'), await samplePdf(['a']));
    execFileSync('qpdf', ['--encrypt', 'u', 'o', '256', '--', keys.path('plain.pdf'), keys.path('locked.pdf')]);
    expect(await reasonOf(signPdf(keys.read('locked.pdf'), options(rsa)))).toBe('invalid/pdf-encrypted');
    expect(await reasonOf(signPdf(Buffer.from('PK zip'), options(rsa)))).toBe('corrupt/pdf-corrupt');
  });
});
