import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { TimeStampReq } from '@peculiar/asn1-tsp';
import { AlgorithmIdentifier, SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../shared/lib/errors.ts';
import type { VerificationReport } from '../../shared/signatures/report.ts';
import { parseCertificate } from '../../electron/signatures/certificate.ts';
import { documentDigest, makeCms } from '../../electron/signatures/cms.ts';
import { readCms } from '../../electron/signatures/cms-reader.ts';
import { fillStamp, prepareStamp } from '../../electron/signatures/document-stamp.ts';
import {
  gostPublicKey,
  gostPublicOf,
  signDigest,
  toLittleEndian,
  verifyDigest,
} from '../../electron/signatures/gost.ts';
import { readGostKey, writeGostSignature } from '../../electron/signatures/gost-keys.ts';
import { signatureFields } from '../../electron/signatures/pdf-fields.ts';
import { isKind } from '../../electron/signatures/pdf-objects.ts';
import { PdfFile } from '../../electron/signatures/pdf-reader.ts';
import { openPkcs12 } from '../../electron/signatures/pkcs12.ts';
import { signPdf } from '../../electron/signatures/sign.ts';
import type { SigningKey } from '../../electron/signatures/signing-key.ts';
import { Streebog, streebog512 } from '../../electron/signatures/streebog.ts';
import {
  makeStampRequest,
  nationalStampPolicy,
  readStampRequest,
  readStampResponse,
} from '../../electron/signatures/time-stamp.ts';
import { verifyPdf } from '../../electron/signatures/verify.ts';
import { askBouncyCastle } from './bouncy-castle.ts';
import {
  gostContainer,
  gostCrl,
  gostPrivateKeyInfo,
  makeGostPairs,
  newPrivateKey,
  type GostPair,
} from './gost-container.ts';
import { font, samplePdf } from './sample-pdf.ts';

const folder = mkdtempSync(join(tmpdir(), 'tizilim-gost-'));
const path = (name: string): string => join(folder, name);
/** openssl with the GOST engine, which knows the Russian identifiers only. */
const openssl = (command: string, input?: Uint8Array): Buffer =>
  execFileSync('openssl', command.split(' '), { cwd: folder, input, stdio: ['pipe', 'pipe', 'pipe'] });
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const engineDigest = (bytes: Uint8Array, name = 'md_gost12_512'): string =>
  openssl(`dgst -engine gost -${name} -r`, bytes).toString().split(' ')[0] ?? '';

let authority: GostPair;
let signer: GostPair;
let key: SigningKey;
let container: Uint8Array;

beforeAll(() => {
  ({ authority, signer } = makeGostPairs());
  const info = gostPrivateKeyInfo(toLittleEndian(signer.privateKey));
  container = gostContainer(info, [signer.certificate, authority.certificate], 'Abc12345');
  key = openPkcs12(container, 'Abc12345');
  const make = 'req -engine gost -newkey gost2012_512 -pkeyopt paramset:A -nodes -md_gost12_512';
  writeFileSync(
    path('ts.cnf'),
    `[tsa]\nserial = serial\nsigner_digest = md_gost12_512\ndefault_policy = 1.2.3.4.1\ndigests = sha256, md_gost12_512\n` +
      `ess_cert_id_chain = no\ness_cert_id_alg = sha256\n`,
  );
  writeFileSync(path('serial'), '01\n');
  writeFileSync(
    path('stamp.cnf'),
    'keyUsage = critical, digitalSignature\nextendedKeyUsage = critical, timeStamping\n',
  );
  writeFileSync(path('signer.cnf'), 'keyUsage = critical, digitalSignature\n');
  openssl(`${make} -x509 -keyout ca.key -out ca.pem -subj /CN=Authority -days 3650`);
  for (const name of ['signer', 'stamp']) {
    openssl(`${make} -keyout ${name}.key -out ${name}.csr -subj /CN=${name}`);
    const issue = 'x509 -engine gost -req -CA ca.pem -CAkey ca.key -CAcreateserial -days 3000 -md_gost12_512';
    openssl(`${issue} -in ${name}.csr -extfile ${name}.cnf -out ${name}.pem`);
  }
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function signed(own = key, at = new Date('2026-10-05T08:30:00Z')): Promise<Uint8Array> {
  return signPdf(await samplePdf(['a']), {
    signer: { kind: 'key', key: own },
    fieldName: 'a',
    signerLabel: 'Қожахмет Әйгерім',
    at,
    appearance: { lines: ['ЭЦҚ қойылды / Подписано ЭЦП'], font },
  });
}

function report(pdf: Uint8Array, more: Partial<Parameters<typeof verifyPdf>[1]> = {}): VerificationReport {
  const now = new Date('2026-11-24T00:00:00Z');
  return verifyPdf(pdf, { trust: [authority.certificate], crls: [], now, ...more });
}

/** The signature's CMS and the bytes it covers. */
function parts(pdf: Uint8Array): { cms: Uint8Array; start: number; end: number; content: Uint8Array } {
  const file = new PdfFile(pdf);
  const dict = file.dict(signatureFields(file)[0]?.value);
  const contents = dict?.map.get('Contents');
  const [, first = 0, second = 0, length = 0] = file.array(dict?.map.get('ByteRange')) as number[];
  if (!isKind(contents, 'string')) throw new Error('No signature');
  const content = Buffer.concat([pdf.subarray(0, first), pdf.subarray(second, second + length)]);
  return { cms: contents.bytes, start: first, end: second, content };
}

/** Asks the engine, with the key rewritten under the Russian identifiers and the signature turned round. */
function engineAccepts(pair: GostPair, data: Uint8Array, signature: Uint8Array): boolean {
  const own = parseCertificate(pair.certificate).certificate.tbsCertificate.subjectPublicKeyInfo;
  const info = new SubjectPublicKeyInfo({
    algorithm: new AlgorithmIdentifier({
      algorithm: '1.2.643.7.1.1.1.2',
      // A sequence of the identifiers of the curve and of the digest.
      parameters: Uint8Array.from(Buffer.from('301506092a850307010201020106082a85030701010203', 'hex')).buffer,
    }),
    subjectPublicKey: own.subjectPublicKey,
  });
  writeFileSync(path('public.der'), Buffer.from(AsnConvert.serialize(info)));
  openssl('pkey -engine gost -pubin -inform DER -in public.der -out public.pem');
  writeFileSync(path('check.sig'), Uint8Array.from(signature).reverse());
  const command = 'dgst -engine gost -md_gost12_512 -verify public.pem -signature check.sig';
  const { status, stdout } = spawnSync('openssl', command.split(' '), { cwd: folder, input: data, encoding: 'utf8' });
  return status === 0 && stdout.includes('Verified OK');
}

function reasonOf(action: () => unknown): string | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof AppError) return `${error.code}/${error.reason}`;
    throw error;
  }
  return undefined;
}

describe('Streebog', () => {
  test.each([
    [
      Buffer.from('012345678901234567890123456789012345678901234567890123456789012'),
      '1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48',
      '9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500',
    ],
    [
      Buffer.from(
        'd1e520e2e5f2f0e82c20d1f2f0e8e1eee6e820e2edf3f6e82c20e2e5fef2fa20f120eceef0ff20f1f2f0e5ebe0ece820ede020f5f0e0e1f0fbff20efebfaeafb20c8e3eef0e5e2fb',
        'hex',
      ),
      '1e88e62226bfca6f9994f1f2d51569e0daf8475a3b0fe61a5300eee46d961376035fe83549ada2b8620fcd7c496ce5b33f0cb9dddc2b6460143b03dabac9fb28',
      '9dd2fe4e90409e5da87f53976d7405b0c0cac628fc669a741d50063c557e8f50',
    ],
  ])('the examples of RFC 6986 section 10 (%#)', (message, long, short) => {
    expect(hex(streebog512(message))).toBe(long);
    expect(hex(new Streebog(32).update(message).digest())).toBe(short);
  });

  test('the same as the engine at every kind of length, in any pieces', () => {
    for (const length of [0, 1, 63, 64, 65, 127, 128, 129, 5000, 70_001]) {
      const bytes = randomBytes(length);
      const pieces = new Streebog();
      for (let at = 0; at < length; at += 977) pieces.update(bytes.subarray(at, at + 977));
      const expected = engineDigest(bytes);
      expect(hex(pieces.digest())).toBe(expected);
      expect(hex(streebog512(bytes))).toBe(expected);
      expect(hex(new Streebog(32).update(bytes).digest())).toBe(engineDigest(bytes, 'md_gost12_256'));
    }
  });

  test('carries run through the whole sum', () => {
    const bytes = new Uint8Array(256).fill(0xff);
    expect(hex(streebog512(bytes))).toBe(engineDigest(bytes));
  });
});

describe('signatures of 512-bit keys', () => {
  test('ours are accepted by the engine, changed ones are not', () => {
    for (let round = 0; round < 5; round++) {
      const data = randomBytes(100 + round);
      const signature = writeGostSignature(signDigest(signer.privateKey, streebog512(data), randomBytes(64)));
      expect(engineAccepts(signer, data, signature)).toBe(true);
      expect(engineAccepts(signer, Buffer.concat([data, data]), signature)).toBe(false);
      expect(engineAccepts(authority, data, signature)).toBe(false);
    }
  });

  test("the engine's are accepted here", () => {
    const pem = readFileSync(path('signer.pem'), 'latin1').split('-----')[2] ?? '';
    const certificate = parseCertificate(new Uint8Array(Buffer.from(pem, 'base64')));
    const own = readGostKey(certificate.certificate.tbsCertificate.subjectPublicKeyInfo);
    if (typeof own === 'string') throw new Error(own);
    for (let round = 0; round < 5; round++) {
      const data = randomBytes(200);
      const made = new Uint8Array(openssl('dgst -engine gost -md_gost12_512 -sign signer.key', data));
      const numbers = own.read(made);
      expect(numbers && verifyDigest(own.publicKey, streebog512(data), numbers)).toBe(true);
      expect(numbers && verifyDigest(own.publicKey, streebog512(data.subarray(1)), numbers)).toBe(false);
      // Backwards it is the form of Kazakhstan, which a Russian key does not have.
      const turned = own.read(made.reverse());
      expect(turned && verifyDigest(own.publicKey, streebog512(data), turned)).toBe(false);
    }
  });

  test('the hidden number depends on key, digest and randomness', () => {
    const [one, other] = [streebog512(Buffer.from('1')), streebog512(Buffer.from('2'))];
    const [random, fresh] = [new Uint8Array(64), new Uint8Array(64).fill(7)];
    const { r } = signDigest(signer.privateKey, one, random);
    expect(signDigest(signer.privateKey, one, random).r).toBe(r);
    expect(signDigest(signer.privateKey, one, fresh).r).not.toBe(r);
    expect(signDigest(signer.privateKey, other, random).r).not.toBe(r);
    expect(signDigest(signer.privateKey + 1n, one, random).r).not.toBe(r);
  });

  test('numbers out of range and points off the curve are refused', () => {
    const publicKey = gostPublicOf(signer.privateKey);
    if (!publicKey) throw new Error('No key');
    const digest = streebog512(Buffer.from('x'));
    const { r, s } = signDigest(signer.privateKey, digest, new Uint8Array(64));
    expect(verifyDigest(publicKey, digest, { r, s })).toBe(true);
    const order = 2n ** 512n;
    for (const wrong of [
      { r: 0n, s },
      { r, s: 0n },
      { r: r + order, s },
      { r, s: s + order },
      { r: s, s: r },
    ])
      expect(verifyDigest(publicKey, digest, wrong)).toBe(false);
    const { x, y } = publicKey.toAffine();
    expect(gostPublicKey(x, y + 1n)).toBeUndefined();
    expect(gostPublicKey(0n, 0n)).toBeUndefined();
    expect(gostPublicOf(0n)).toBeUndefined();
  });

  test('a digest of zeros is taken for one', () => {
    const digest = new Uint8Array(64);
    const publicKey = gostPublicOf(signer.privateKey);
    expect(publicKey && verifyDigest(publicKey, digest, signDigest(signer.privateKey, digest, digest))).toBe(true);
  });
});

describe('containers', () => {
  test('a key of GOST 34.310-2015 with 512 bits opens', () => {
    expect(key.algorithm).toBe('gost-2015-512');
    expect(key.chain).toHaveLength(1);
    expect(key.info).toMatchObject({ name: 'ҚОЖАХМЕТ ӘЙГЕРІМ', keyKind: 'gost', bin: '123456789012' });
  });

  test('a password in Cyrillic', () => {
    const info = gostPrivateKeyInfo(toLittleEndian(signer.privateKey));
    const password = 'Құпиясөз-Пароль-1';
    const made = gostContainer(info, [signer.certificate, authority.certificate], password);
    expect(openPkcs12(made, password).info.sha256).toBe(key.info.sha256);
    expect(reasonOf(() => openPkcs12(made, 'Abc12345'))).toBe('forbidden/wrong-password');
  });

  test('a wrong password and a foreign certificate', () => {
    expect(reasonOf(() => openPkcs12(container, 'Abc12346'))).toBe('forbidden/wrong-password');
    const foreign = gostContainer(gostPrivateKeyInfo(toLittleEndian(newPrivateKey())), [signer.certificate], 'x');
    expect(reasonOf(() => openPkcs12(foreign, 'x'))).toBe('invalid/no-certificate');
  });

  test.each([
    ['GOST 34.310-2004', '1.2.398.3.10.1.1.1.1', '1.2.398.3.10.1.1.1.1.1', 32],
    ['256 bits', '1.2.398.3.10.1.1.2.1', '1.2.398.3.10.1.1.2.1.1', 32],
    ['another curve', '1.2.398.3.10.1.1.2.2', '1.2.398.3.10.1.1.2.2.2', 64],
    ['a Russian key', '1.2.643.7.1.1.1.2', '1.2.643.7.1.2.1.2.1', 64],
    ['a key too short', '1.2.398.3.10.1.1.2.2', '1.2.398.3.10.1.1.2.2.1', 63],
  ])('%s is refused with the reason', (_, algorithm, parameters, size) => {
    const info = gostPrivateKeyInfo(new Uint8Array(size).fill(5), algorithm, parameters);
    expect(reasonOf(() => openPkcs12(gostContainer(info, [signer.certificate], 'x'), 'x'))).toBe('invalid/gost-key');
  });
});

describe('a PDF signed under the identifiers of Kazakhstan', () => {
  test('reaches L2 with the authority, L3 with its list, and L1 when revoked', async () => {
    const pdf = await signed();
    const alone = report(pdf);
    expect(alone.problems).toEqual([]);
    expect(alone).toMatchObject({ intact: true, level: 'L2' });
    expect(alone.signatures[0]).toMatchObject({
      digest: 'streebog512',
      integrity: true,
      cryptography: true,
      signingCertificate: true,
      problems: [],
    });
    expect(report(pdf, { trust: [] }).level).toBe('L1');
    expect(report(pdf, { crls: [gostCrl(authority, [9])] }).level).toBe('L3');
    expect(report(pdf, { crls: [gostCrl(authority, [2])] }).level).toBe('L1');
    const stranger = makeGostPairs().authority;
    expect(report(pdf, { trust: [stranger.certificate] }).level).toBe('L1');
    // A list somebody else signed in the name of the authority says nothing.
    expect(report(pdf, { crls: [gostCrl({ ...authority, privateKey: newPrivateKey() }, [2])] }).level).toBe('L2');
  });

  test('the file is sound, and the engine agrees on digest and signature', async () => {
    const pdf = await signed();
    writeFileSync(path('check.pdf'), pdf);
    expect(execFileSync('qpdf', ['--check', path('check.pdf')], { encoding: 'utf8' })).toContain('No syntax or stream');
    const { cms, content } = parts(pdf);
    const read = readCms(cms);
    expect(read.digestOid).toBe('1.2.398.3.10.1.3.3');
    expect(read.signatureAlgorithm.oid).toBe('1.2.398.3.10.1.1.2.3.2');
    expect(hex(read.messageDigest ?? new Uint8Array())).toBe(engineDigest(content));
    expect(engineAccepts(signer, read.signedBytes, read.signature)).toBe(true);
  });

  test('BouncyCastle agrees on digest and signature', async () => {
    const { cms } = parts(await signed());
    const { signedBytes, signature } = readCms(cms);
    const digest = hex(streebog512(signedBytes));
    const of = (pair: GostPair) => ({ pair, data: signedBytes, signature });
    expect(askBouncyCastle(folder, [of(signer), of(authority)])).toEqual([
      { digest, verified: true },
      { digest, verified: false },
    ]);
  }, 30_000);

  test('changed bytes are detected', async () => {
    const pdf = await signed();
    const { start, end, cms } = parts(pdf);
    for (let at = 20; at < pdf.length; at += 1499) {
      if (at >= start && at < end) continue;
      const changed = Uint8Array.from(pdf);
      changed[at] = (changed[at] ?? 0) ^ 1;
      let sound: boolean;
      try {
        sound = report(changed).intact;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        sound = false;
      }
      expect(sound, `byte ${at}`).toBe(false);
    }
    const length = readCms(cms).length;
    const last = start + 1 + 2 * (length - 1);
    const broken = Uint8Array.from(pdf);
    broken[last] = broken[last] === 0x30 ? 0x31 : 0x30;
    expect(report(broken)).toMatchObject({ intact: false, level: 'none' });
    expect(report(broken).signatures[0]?.problems.map(({ code }) => code)).toContain('signature-wrong');
  });

  test('a detached CMS over the file', async () => {
    const pdf = await signed();
    const read = readCms(await makeCms(key, documentDigest(key.algorithm, [pdf])));
    expect(hex(read.messageDigest ?? new Uint8Array())).toBe(engineDigest(pdf));
    expect(engineAccepts(signer, read.signedBytes, read.signature)).toBe(true);
  });

  test('what another key made is not given out', async () => {
    const stranger = newPrivateKey();
    const sign = (bytes: Uint8Array): Uint8Array =>
      writeGostSignature(signDigest(stranger, streebog512(bytes), randomBytes(64)));
    await expect(signed({ ...key, sign })).rejects.toMatchObject({ reason: 'signature-does-not-fit' });
  });
});

describe('what other programs made under the Russian identifiers', () => {
  // openssl puts the clock of the machine into what it makes.
  const start = new Date();
  const at = { now: new Date(start.getTime() + 600_000) };

  /** The file with the CMS of openssl over it in place of ours. */
  function replaced(pdf: Uint8Array, name: string): Uint8Array {
    const { start, end, content } = parts(pdf);
    writeFileSync(path('content.bin'), content);
    const digest = name === 'small' ? 'md_gost12_256' : 'md_gost12_512';
    openssl(
      `cms -engine gost -sign -binary -in content.bin -signer ${name}.pem -inkey ${name}.key -md ${digest} -cades -outform DER -out made.der`,
    );
    const made = readFileSync(path('made.der'), 'hex').padEnd(end - start - 2, '0');
    const changed = Uint8Array.from(pdf);
    changed.set(Buffer.from(made, 'latin1'), start + 1);
    return changed;
  }

  test('a signature and its chain', async () => {
    const pdf = replaced(await signed(key, new Date(start.getTime() + 120_000)), 'signer');
    const trust = [new Uint8Array(readFileSync(path('ca.pem')))];
    const own = report(pdf, { ...at, trust }).signatures[0];
    expect(own).toMatchObject({ integrity: true, cryptography: true, signingCertificate: true, digest: 'streebog512' });
    expect(own?.chain).toMatchObject({ ok: true, anchor: 'CN=Authority' });
    const again = replaced(pdf, 'signer');
    again[parts(again).start - 40] = 0x20;
    expect(report(again, { ...at, trust }).intact).toBe(false);
  });

  test('a time-stamp token', async () => {
    const nonce = randomBytes(8);
    nonce[0] = 0x40;
    const pending = prepareStamp(await signed(key, start), { at: start, label: 'Уақыт белгісі' });
    const request = makeStampRequest(pending.digest, 'sha256', nonce);
    writeFileSync(path('request.tsq'), request);
    openssl(
      'ts -reply -engine gost -queryfile request.tsq -signer stamp.pem -inkey stamp.key -out answer.tsr -config ts.cnf -section tsa',
    );
    const stamped = fillStamp(
      pending.bytes,
      new Uint8Array(readFileSync(path('answer.tsr'))),
      readStampRequest(request),
    );
    const trust = [authority.certificate, new Uint8Array(readFileSync(path('ca.pem')))];
    const result = report(stamped.bytes, { trust, now: at.now, crls: [gostCrl(authority, [], start)] });
    expect(result.signatures.map(({ kind, level }) => [kind, level])).toEqual([
      ['signature', 'L4'],
      ['time-stamp', 'L2'],
    ]);
  });

  test('a request and an answer with a Streebog-512 imprint', async () => {
    const pending = prepareStamp(await signed(key, start), { at: start, label: 'x', digest: 'streebog512' });
    const nonce = Uint8Array.of(0x40, ...randomBytes(8));
    const request = makeStampRequest(pending.digest, 'streebog512', nonce, nationalStampPolicy);
    writeFileSync(path('national.tsq'), request);
    const shown = openssl('asn1parse -inform DER -in national.tsq').toString();
    expect(shown).toMatch(/OBJECT +:1\.2\.398\.3\.10\.1\.3\.3\n/);
    expect(shown).toMatch(/OBJECT +:1\.2\.398\.3\.3\.2\.6\.4\n/);
    const asked = readStampRequest(request);
    expect(asked).toMatchObject({ name: 'streebog512', policy: nationalStampPolicy });
    expect(Buffer.from(asked.nonce ?? [])).toEqual(Buffer.from(nonce));

    // openssl knows Streebog by its Russian name only, which stands for the same digest.
    const renamed = AsnConvert.parse(
      makeStampRequest(pending.digest, 'streebog512', Uint8Array.of(0x41)),
      TimeStampReq,
    );
    renamed.messageImprint.hashAlgorithm.algorithm = '1.2.643.7.1.1.2.3';
    writeFileSync(path('streebog.tsq'), new Uint8Array(AsnConvert.serialize(renamed)));
    const files = '-queryfile streebog.tsq -signer stamp.pem -inkey stamp.key -out streebog.tsr';
    openssl(`ts -reply -engine gost ${files} -config ts.cnf -section tsa`);
    const answer = new Uint8Array(readFileSync(path('streebog.tsr')));
    const written = readStampRequest(new Uint8Array(readFileSync(path('streebog.tsq'))));
    expect(written.digest).toEqual(pending.digest);
    const stamped = fillStamp(pending.bytes, answer, written);
    const trust = [authority.certificate, new Uint8Array(readFileSync(path('ca.pem')))];
    const result = report(stamped.bytes, { trust, now: at.now, crls: [gostCrl(authority, [], start)] });
    expect(result).toMatchObject({ intact: true, level: 'L4' });

    const reason = (run: () => unknown): string | undefined => {
      try {
        run();
      } catch (error) {
        return error instanceof AppError ? error.reason : 'other';
      }
      return undefined;
    };
    expect(reason(() => readStampResponse(answer, asked))).toBe('stamp-other-request');
    expect(reason(() => readStampResponse(answer, { ...asked, nonce: null }))).toBe('stamp-other-policy');
    expect(reason(() => readStampResponse(answer, { ...written, name: 'sha512' }))).toBe('stamp-foreign');
  });

  test('keys of other sizes are named as not checkable', async () => {
    openssl(
      'req -engine gost -x509 -newkey gost2012_256 -pkeyopt paramset:A -nodes -keyout small.key -out small.pem -subj /CN=Small -days 30 -md_gost12_256',
    );
    const own = report(replaced(await signed(), 'small'), at).signatures[0];
    expect(own?.cryptography).toBe(false);
    expect(own?.problems.map(({ code }) => code)).toContain('gost-unsupported');
    expect(own?.problems.map(({ code }) => code)).not.toContain('signature-wrong');
  });
});

test('a public key that is no point cannot vouch for anything', () => {
  const { certificate } = parseCertificate(signer.certificate);
  const { algorithm } = certificate.tbsCertificate.subjectPublicKeyInfo;
  const subjectPublicKey = AsnConvert.serialize(new OctetString(new Uint8Array(128).fill(3).buffer));
  expect(readGostKey(new SubjectPublicKeyInfo({ algorithm, subjectPublicKey }))).toBe('wrong');
});
