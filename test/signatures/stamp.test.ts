import { createHash, randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillStamp, prepareStamp, type PendingStamp } from '../../electron/signatures/document-stamp.ts';
import { openPkcs12 } from '../../electron/signatures/pkcs12.ts';
import { PdfFile } from '../../electron/signatures/pdf-reader.ts';
import { signPdf } from '../../electron/signatures/sign.ts';
import type { SigningKey } from '../../electron/signatures/signing-key.ts';
import { makeStampRequest, readStampRequest, readStampResponse } from '../../electron/signatures/time-stamp.ts';
import { addValidationData, readValidationData } from '../../electron/signatures/validation-data.ts';
import { verifyPdf } from '../../electron/signatures/verify.ts';
import { loadFonts } from '../../electron/pdf/fonts.ts';
import { makeTestKeys, type TestKeys } from './keys.ts';
import { samplePdf } from './sample-pdf.ts';
import { flip } from './tampering.ts';

let keys: TestKeys;
let rsa: SigningKey;
let signed: Uint8Array;
const dayMs = 86_400_000;
const appearance = { font: loadFonts().regular, lines: ['ҚОЖАХМЕТ ӘЙГЕРІМ'] };
const label = 'Уақыт белгісі';

const check = (pdf: Uint8Array, more: Partial<Parameters<typeof verifyPdf>[1]> = {}) =>
  verifyPdf(pdf, { trust: [keys.authority], crls: [], now: new Date(Date.now() + 60_000), ...more });
const findings = (report: ReturnType<typeof check>): string[] =>
  report.signatures.flatMap(({ problems }, index) => problems.map(({ code }) => `${index + 1}:${code}`));
const nonceOf = (): Uint8Array => Uint8Array.of(0x40, ...randomBytes(15));
const reasonOf = (run: () => unknown): string | undefined => {
  try {
    run();
  } catch (error) {
    return (error as { reason?: string }).reason;
  }
  return undefined;
};

function stampWith(pending: PendingStamp, signer?: string): Uint8Array {
  const nonce = nonceOf();
  const request = makeStampRequest(pending.digest, 'sha256', nonce);
  return fillStamp(pending.bytes, keys.stamp(request, signer), readStampRequest(request)).bytes;
}

beforeAll(async () => {
  keys = makeTestKeys();
  rsa = openPkcs12(keys.p12('rsa', 'x'), 'x');
  const pdf = await samplePdf(['signature-1', 'signature-2']);
  const at = new Date(Date.now() - 30_000);
  signed = await signPdf(pdf, {
    signer: { kind: 'key', key: rsa },
    fieldName: 'signature-1',
    signerLabel: 'x',
    certify: true,
    at,
    appearance,
  });
});
afterAll(() => keys.remove());

describe('a document time stamp by way of files', () => {
  test('request and answer by openssl, stamp in the file, trusted time in the report', () => {
    const before = new Date();
    const pending = prepareStamp(signed, { at: before, label });
    expect(Buffer.from(pending.bytes.subarray(0, signed.length)).equals(Buffer.from(signed))).toBe(true);
    const nonce = nonceOf();
    const request = makeStampRequest(pending.digest, 'sha256', nonce);
    writeFileSync(keys.path('own.tsq'), request);
    const shown = keys.openssl('ts -query -in own.tsq -text').toString();
    expect(shown).toContain('Certificate required: yes');
    expect(shown).toContain('Hash Algorithm: sha256');
    const filled = fillStamp(pending.bytes, keys.stamp(request), readStampRequest(request));
    expect(Math.abs(filled.time.getTime() - before.getTime())).toBeLessThan(60_000);
    expect(filled.authority).toContain('CN=');

    const crls = [keys.crl([])];
    const report = check(filled.bytes, { crls });
    expect(report).toMatchObject({ intact: true, level: 'L4', revisions: 3, problems: [] });
    expect(report.signatures).toMatchObject([
      { kind: 'signature', level: 'L4', trustedTime: { source: 'document', at: filled.time.toISOString() } },
      { kind: 'time-stamp', level: 'L3', trustedTime: null, coversWholeFile: true },
    ]);
    expect(findings(report)).toEqual([]);
    expect(check(filled.bytes).level).toBe('L2');
    expect(check(flip(filled.bytes, 200)).intact).toBe(false);
  });

  test('openssl verifies the token over the bytes of the file, qpdf the structure', () => {
    const stamped = stampWith(prepareStamp(signed, { at: new Date(), label }));
    const text = Buffer.from(stamped).toString('latin1');
    const [first = 0, second = 0, length = 0] = (
      /\/ByteRange \[0 (\d+) +(\d+) +(\d+)/.exec(text.slice(signed.length)) ?? []
    )
      .slice(1)
      .map(Number);
    writeFileSync(keys.path('covered.bin'), Buffer.concat([stamped.subarray(0, first), stamped.subarray(second)]));
    expect(second + length).toBe(stamped.length);
    const token = Buffer.from(text.slice(first + 1, second - 1).replace(/(00)+$/, ''), 'hex');
    writeFileSync(keys.path('token.der'), token);
    const verified = keys.openssl('ts -verify -in token.der -token_in -data covered.bin -CAfile ca.pem');
    expect(verified.toString()).toContain('Verification: OK');
    writeFileSync(keys.path('stamped.pdf'), stamped);
    expect(execFileSync('qpdf', ['--check', keys.path('stamped.pdf')]).toString()).toContain('No syntax or stream');
  });

  test('a second stamp vouches for the first', () => {
    const once = stampWith(prepareStamp(signed, { at: new Date(), label }));
    const twice = stampWith(prepareStamp(once, { at: new Date(), label }));
    const report = check(twice, { crls: [keys.crl([])] });
    expect(report).toMatchObject({ intact: true, level: 'L4' });
    expect(report.signatures.map(({ level }) => level)).toEqual(['L4', 'L4', 'L3']);
  });

  test('a signature made after the stamp has no trusted time', async () => {
    const stamped = stampWith(prepareStamp(signed, { at: new Date(), label }));
    const ec = openPkcs12(keys.p12('ec', 'x'), 'x');
    const at = new Date();
    const later = await signPdf(stamped, {
      signer: { kind: 'key', key: ec },
      fieldName: 'signature-2',
      signerLabel: 'x',
      at,
      appearance,
    });
    const report = check(later, { crls: [keys.crl([])] });
    expect(report.signatures.map(({ kind, level }) => [kind, level])).toEqual([
      ['signature', 'L4'],
      ['signature', 'L3'],
      ['time-stamp', 'L3'],
    ]);
    expect(report.level).toBe('L3');
  });

  test('an unknown time-stamp authority gives no trusted time', () => {
    const stamped = stampWith(prepareStamp(signed, { at: new Date(), label }));
    const report = check(stamped, { trust: [keys.stranger] });
    expect(report.signatures.map(({ trustedTime }) => trustedTime)).toEqual([null, null]);
    expect(report.level).toBe('L1');
  });

  test('a time stated after the stamp does not count', async () => {
    const at = new Date(Date.now() + 40_000);
    const pdf = await samplePdf(['signature-1']);
    const early = await signPdf(pdf, {
      signer: { kind: 'key', key: rsa },
      fieldName: 'signature-1',
      signerLabel: 'x',
      at,
      appearance,
    });
    const report = check(stampWith(prepareStamp(early, { at: new Date(), label })), { crls: [keys.crl([])] });
    expect(report.signatures[0]).toMatchObject({ level: 'L1' });
    expect(findings(report)).toContain('1:claimed-after-stamp');
  });
});

describe('answers that are refused', () => {
  const ask = () => {
    const pending = prepareStamp(signed, { at: new Date(), label });
    const nonce = nonceOf();
    return { pending, nonce, request: makeStampRequest(pending.digest, 'sha256', nonce) };
  };

  test('for other bytes, for another request, declined, damaged, by a certificate not for stamps, or no answer', () => {
    const { pending, nonce, request } = ask();
    const other = makeStampRequest(createHash('sha256').update('other').digest(), 'sha256', nonce);
    const again = makeStampRequest(pending.digest, 'sha256', nonceOf());
    const unknownDigest = makeStampRequest(createHash('sha384').update('x').digest(), 'sha384', nonce);
    const answer = keys.stamp(request);
    const damaged = answer.slice();
    damaged[damaged.length - 5] = (damaged[damaged.length - 5] ?? 0) ^ 1;
    const fill = (response: Uint8Array) =>
      reasonOf(() => fillStamp(pending.bytes, response, readStampRequest(request)));
    const wanted = { ...readStampRequest(request), policy: '1.2.3.4.2' };
    expect(reasonOf(() => fillStamp(pending.bytes, answer, wanted))).toBe('stamp-other-policy');
    expect(reasonOf(() => fillStamp(pending.bytes, answer, readStampRequest(other)))).toBe('stamp-request-other');
    for (const bytes of [answer, new Uint8Array(), request.slice(0, 30)]) {
      expect(reasonOf(() => readStampRequest(bytes))).toBe('stamp-request-unreadable');
    }
    expect(fill(keys.stamp(other))).toBe('stamp-foreign');
    expect(fill(keys.stamp(again))).toBe('stamp-other-request');
    expect(fill(keys.stamp(unknownDigest))).toBe('stamp-refused');
    expect(fill(damaged)).toBe('stamp-signature-wrong');
    expect(fill(Buffer.from('no answer'))).toBe('stamp-unreadable');
    expect(fill(new Uint8Array())).toBe('stamp-unreadable');
    expect(fill(answer.slice(0, 200))).toBe('stamp-unreadable');
    expect(fill(answer)).toBeUndefined();
  });

  test('a pending file that was filled or changed', () => {
    const { pending, request } = ask();
    const answer = keys.stamp(request);
    const asked = readStampRequest(request);
    const { bytes } = fillStamp(pending.bytes, answer, asked);
    expect(reasonOf(() => fillStamp(bytes, answer, asked))).toBe('stamp-pending-changed');
    expect(reasonOf(() => fillStamp(flip(pending.bytes, 300), answer, asked))).toBe('stamp-request-other');
    expect(reasonOf(() => fillStamp(signed, answer, asked))).toBe('stamp-pending-changed');
  });

  test('damaged anywhere, an answer is refused or says the same', () => {
    const { request } = ask();
    const answer = keys.stamp(request);
    const asked = readStampRequest(request);
    const right = readStampResponse(answer, asked);
    for (let place = 0; place < answer.length; place += 7) {
      const changed = answer.slice();
      changed[place] = (changed[place] ?? 0) ^ 0x20;
      let time: Date | undefined;
      const reason = reasonOf(() => {
        time = readStampResponse(changed, asked).time;
      });
      expect(reason === undefined ? time : reason).toEqual(
        reason === undefined ? right.time : expect.stringMatching(/^stamp-/),
      );
    }
  });
});

describe('revocation by OCSP and data kept in the file', () => {
  test('an answer of the authority or of its responder gives L3; a foreign one says nothing', () => {
    for (const responder of ['ca', 'responder']) {
      const report = check(signed, { ocsps: [keys.ocsp('rsa', responder)] });
      expect(report).toMatchObject({
        level: 'L3',
        signatures: [
          { revocation: { status: 'good', source: 'ocsp', date: expect.stringMatching(/^\d{4}-/) as string } },
        ],
      });
    }
    const foreign = [keys.ocsp('ec'), keys.ocsp('rsa', 'twin'), keys.ocsp('rsa', 'ec384'), Buffer.from('none')];
    for (const ocsp of foreign) {
      expect(check(signed, { ocsps: [ocsp] }).signatures[0]).toMatchObject({
        level: 'L2',
        revocation: { status: 'not-checked' },
      });
    }
    const answer = keys.ocsp('rsa');
    for (let place = 30; place < 200; place += 9) {
      const damaged = answer.slice();
      damaged[place] = (damaged[place] ?? 0) ^ 1;
      expect(check(signed, { ocsps: [damaged] }).level).toBe('L2');
    }
  });

  test('what the file brings along counts as much as what is imported, and is added once', () => {
    const data = { certificates: [], crls: [], ocsps: [keys.ocsp('rsa')] };
    const grown = addValidationData(signed, data, new Date());
    expect(readValidationData(new PdfFile(grown)).ocsps).toHaveLength(1);
    expect(check(grown)).toMatchObject({ intact: true, level: 'L3', revisions: 3 });
    expect(addValidationData(grown, data, new Date())).toBe(grown);
    const der = new Uint8Array(Buffer.from(keys.openssl('x509 -in ca.pem -outform DER')));
    const more = addValidationData(grown, { certificates: [der], crls: [], ocsps: data.ocsps }, new Date());
    expect(check(more)).toMatchObject({ intact: true, level: 'L3', revisions: 4 });
    writeFileSync(keys.path('grown.pdf'), more);
    expect(execFileSync('qpdf', ['--check', keys.path('grown.pdf')]).toString()).toContain('No syntax or stream');
  });

  test('validation data and a stamp over it lead to L4 without anything imported but the authority', () => {
    const grown = addValidationData(signed, { certificates: [], crls: [], ocsps: [keys.ocsp('rsa')] }, new Date());
    const report = check(stampWith(prepareStamp(grown, { at: new Date(), label })));
    expect(report).toMatchObject({ intact: true, level: 'L4' });
  });

  test('a revocation after the trusted time does not touch what was signed before; without a stamp it does', () => {
    const stamped = stampWith(prepareStamp(signed, { at: new Date(Date.now() - 5_000), label }));
    const wait = new Date(Date.now() + 2_100);
    while (Date.now() < wait.getTime()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    const crls = [keys.crl(['rsa'])];
    const ocsps = [keys.ocsp('rsa')];
    for (const sources of [{ crls }, { ocsps }]) {
      const report = check(stamped, { ...sources, now: new Date(Date.now() + dayMs) });
      expect(report.signatures[0]).toMatchObject({ level: 'L4', revocation: { status: 'good' } });
      expect(findings(report)).toContain('1:revoked-after-stamp');
      expect(check(signed, { ...sources, now: new Date(Date.now() + dayMs) }).signatures[0]).toMatchObject({
        level: 'L1',
        revocation: { status: 'revoked' },
      });
    }
  });
});
