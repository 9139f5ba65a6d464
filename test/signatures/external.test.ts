import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../shared/lib/errors.ts';
import { translator } from '../../shared/i18n/translate.ts';
import { makeCms } from '../../electron/signatures/cms.ts';
import { signaturePlaces } from '../../electron/signatures/pdf-places.ts';
import { openPkcs12 } from '../../electron/signatures/pkcs12.ts';
import { signPdf } from '../../electron/signatures/sign.ts';
import { checkExternalCms, type ExternalSigner } from '../../electron/signatures/signer.ts';
import type { SigningKey } from '../../electron/signatures/signing-key.ts';
import { stampLines } from '../../electron/signatures/stamp.ts';
import { verifyPdf } from '../../electron/signatures/verify.ts';
import { makeTestKeys, type TestKeys } from './keys.ts';
import { font, samplePdf } from './sample-pdf.ts';

let keys: TestKeys;
let rsa: SigningKey;
let ec: SigningKey;
beforeAll(() => {
  keys = makeTestKeys();
  rsa = openPkcs12(keys.p12('rsa', 'x'), 'x');
  ec = openPkcs12(keys.p12('ec', 'x'), 'x');
}, 60_000);
afterAll(() => keys.remove());

const at = new Date('2026-10-05T08:30:00Z');
const content = Buffer.from('құжат');
const digest = new Uint8Array(createHash('sha256').update(content).digest());

/** What the openssl program makes over the content, as an unrelated program would. */
function made(...parameters: string[]): Uint8Array {
  writeFileSync(keys.path('content.bin'), content);
  const signer = '-signer rsa.pem -inkey rsa.key -certfile ca.pem';
  keys.openssl(`cms -sign -binary -md sha256 -in content.bin ${signer} -outform DER -out made.cms`, ...parameters);
  return keys.read('made.cms');
}

const reasonOf = (cms: Uint8Array, more: Partial<Parameters<typeof checkExternalCms>[1]> = {}): string => {
  try {
    checkExternalCms(cms, { digest, name: 'sha256', info: null, ...more });
  } catch (error) {
    if (error instanceof AppError) return error.reason ?? '';
    throw error;
  }
  return 'taken';
};

const program = (key: SigningKey, more: Partial<ExternalSigner> = {}): ExternalSigner => ({
  kind: 'external',
  info: null,
  digest: 'sha256',
  makeCms: async (wanted) => makeCms(key, wanted),
  ...more,
});
const sign = async (signer: ExternalSigner, signal?: AbortSignal): Promise<Uint8Array> =>
  signPdf(await samplePdf(['signature-1']), {
    signer,
    ...(signal ? { signal } : {}),
    fieldName: 'signature-1',
    signerLabel: 'x',
    at,
    appearance: { lines: stampLines(translator('kk'), null, 'директор', at), font },
  });

describe('a CMS of another program', () => {
  test('of openssl is taken, with and without what was said about the certificate before', () => {
    const cms = made('-cades');
    expect(reasonOf(cms)).toBe('taken');
    expect(reasonOf(cms, { info: rsa.info })).toBe('taken');
    expect(checkExternalCms(Buffer.concat([cms, Buffer.alloc(9)]), { digest, name: 'sha256', info: null })).toEqual(
      new Uint8Array(cms),
    );
  });

  test('is refused with the reason', () => {
    expect(reasonOf(Buffer.from('nothing'))).toBe('external-unreadable');
    expect(reasonOf(made('-cades', '-nodetach'))).toBe('external-not-detached');
    expect(reasonOf(made('-cades'), { digest: digest.slice().fill(0) })).toBe('external-other-bytes');
    expect(reasonOf(made('-cades'), { name: 'sha512' })).toBe('external-other-bytes');
    expect(reasonOf(made('-cades', '-nocerts'))).toBe('external-no-certificate');
    expect(reasonOf(made('-cades'), { info: ec.info })).toBe('external-other-certificate');
    expect(reasonOf(made())).toBe('external-attribute');
    expect(reasonOf(made('-noattr'))).toBe('external-unreadable');
    const wrong = Buffer.from(made('-cades'));
    wrong[wrong.length - 1] = (wrong.at(-1) ?? 0) ^ 1;
    expect(reasonOf(wrong)).toBe('signature-does-not-fit');
  });

  test('goes into the file like one made here', async () => {
    const pdf = await sign(program(rsa));
    expect(signaturePlaces(pdf)).toMatchObject([
      { field: 'signature-1', signed: true, certificate: { sha256: rsa.info.sha256 } },
    ]);
    const report = verifyPdf(pdf, { trust: [keys.authority], crls: [], now: new Date('2026-11-24T00:00:00Z') });
    expect(report).toMatchObject({ intact: true, level: 'L2', problems: [] });
  });

  test('over other bytes, or none at all, leaves no file', async () => {
    const other = program(rsa, { makeCms: async (wanted) => makeCms(rsa, wanted.slice().fill(7)) });
    await expect(sign(other)).rejects.toMatchObject({ code: 'invalid', reason: 'external-other-bytes' });
    const told = program(rsa, { info: ec.info });
    await expect(sign(told)).rejects.toMatchObject({ reason: 'external-other-certificate' });
    const abort = new AbortController();
    const waiting = program(rsa, {
      makeCms: (_, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('given up')))),
    });
    const asked = sign(waiting, abort.signal);
    setTimeout(() => abort.abort(), 50);
    await expect(asked).rejects.toThrow('given up');
  });
});
