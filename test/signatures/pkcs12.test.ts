import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../shared/lib/errors.ts';
import { CertificateInfo } from '../../shared/signatures/report.ts';
import { parseCertificate } from '../../electron/signatures/certificate.ts';
import { createDemoKey } from '../../electron/signatures/demo-key.ts';
import { openPkcs12 } from '../../electron/signatures/pkcs12.ts';
import { signerWarnings } from '../../electron/signatures/signer.ts';
import { digestOf, type SigningKey } from '../../electron/signatures/signing-key.ts';
import { makeTestKeys, type TestKeys } from './keys.ts';

let keys: TestKeys;
beforeAll(() => {
  keys = makeTestKeys();
}, 60_000);
afterAll(() => keys.remove());

async function expectSigns(key: SigningKey): Promise<void> {
  const bytes = Buffer.from('қол қою');
  const signature = await key.sign(bytes);
  const publicKey = createPublicKey(
    new X509Certificate(key.certificate).publicKey.export({ type: 'spki', format: 'pem' }),
  );
  expect(verify(digestOf(key.algorithm), bytes, publicKey, signature)).toBe(true);
  expect(verify(digestOf(key.algorithm), Buffer.from('other'), publicKey, signature)).toBe(false);
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

const legacy = ['-legacy', '-certpbe', 'PBE-SHA1-RC2-40', '-keypbe', 'PBE-SHA1-3DES'];
const forms: [string, string[]][] = [
  ['current PBES2 with AES', []],
  [
    'PBES2 with AES-128 and integrity by SHA-512',
    ['-certpbe', 'AES-128-CBC', '-keypbe', 'AES-128-CBC', '-macalg', 'sha512'],
  ],
  ['PBES2 with integrity by SHA-256', ['-macalg', 'sha256']],
  ['PBES2 with integrity by SHA-1', ['-macalg', 'sha1']],
  ['legacy RC2-40 with 3DES', legacy],
  ['legacy RC2-40 with 3DES and integrity by SHA-1', [...legacy, '-macalg', 'sha1']],
  ['legacy RC2-128 with two-key 3DES', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-128', '-keypbe', 'PBE-SHA1-2DES']],
  ['legacy RC2-40 for the key as well', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-40', '-keypbe', 'PBE-SHA1-RC2-40']],
  ['3DES only', ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES']],
  ['certificates without encryption', ['-certpbe', 'NONE']],
  ['no integrity code', ['-nomac']],
];

describe('containers of every kind open', () => {
  for (const [form, parameters] of forms) {
    for (const name of ['rsa', 'ec']) {
      for (const password of ['Abc12345', 'Құпиясөз-Пароль-1']) {
        test(`${form}, ${name}, password ${password}`, async () => {
          const key = openPkcs12(keys.p12(name, password, ...parameters), password);
          expect(key.algorithm).toBe(name === 'rsa' ? 'rsa-sha256' : 'ecdsa-sha256');
          expect(key.chain).toHaveLength(1);
          await expectSigns(key);
        });
      }
    }
  }

  test('P-384 signs with SHA-384', async () => {
    const key = openPkcs12(keys.p12('ec384', 'x'), 'x');
    expect(key.algorithm).toBe('ecdsa-sha384');
    await expectSigns(key);
  });

  test('an empty password', () => {
    expect(openPkcs12(keys.p12('rsa', ''), '').info.keyKind).toBe('rsa');
  });
});

describe('containers that do not open', () => {
  test.each([
    ['current', []],
    ['legacy', legacy],
    ['without integrity code', ['-nomac']],
  ] as [string, string[]][])('wrong password, %s', (_, parameters) => {
    const container = keys.p12('rsa', 'right', ...parameters);
    expect(reasonOf(() => openPkcs12(container, 'wrong'))).toBe('forbidden/wrong-password');
    expect(reasonOf(() => openPkcs12(container, ''))).toBe('forbidden/wrong-password');
    expect(reasonOf(() => openPkcs12(container, 'дұрыс емес'))).toBe('forbidden/wrong-password');
  });

  test('something else', () => {
    for (const bytes of [new Uint8Array(), Buffer.from('%PDF-1.7'), keys.authority, new Uint8Array(5 * 1024 * 1024)]) {
      expect(reasonOf(() => openPkcs12(bytes, 'x'))).toBe('invalid/not-pkcs12');
    }
  });

  test('every cut and every changed byte ends in an error the user can read', () => {
    const container = keys.p12('ec', 'x', ...legacy);
    for (let at = 0; at < container.length; at += 37) {
      const changed = Uint8Array.from(container);
      changed[at] = (changed[at] ?? 0) ^ 0x15;
      for (const bytes of [changed, container.subarray(0, at)]) {
        const reason = reasonOf(() => openPkcs12(bytes, 'x'));
        if (reason) expect(reason).toMatch(/^(invalid|forbidden)\/(not-pkcs12|wrong-password|pkcs12-algorithm|no-)/);
      }
      expect(reasonOf(() => openPkcs12(container.subarray(0, at), 'x'))).toBeDefined();
    }
  });

  test('a container without a key', () => {
    keys.openssl('pkcs12 -export -nokeys -in ca.pem -passout pass:x -out nokey.p12');
    expect(reasonOf(() => openPkcs12(keys.read('nokey.p12'), 'x'))).toBe('invalid/no-private-key');
  });

  test('a round count that would stall is refused', () => {
    const container = Buffer.from(keys.p12('rsa', 'x', '-iter', '70000'));
    const at = container.lastIndexOf(Buffer.from([0x02, 0x03, 0x01, 0x11, 0x70]));
    expect(at).toBeGreaterThan(0);
    container.set([0x02, 0x03, 0x7f, 0xff, 0xff], at);
    expect(reasonOf(() => openPkcs12(container, 'x'))).toBe('invalid/not-pkcs12');
  });
});

describe('certificates', () => {
  test('details as certificates of Kazakhstan carry them', () => {
    const key = openPkcs12(keys.p12('rsa', 'x'), 'x');
    const { info } = key;
    expect(info).toMatchObject({
      name: 'ҚОЖАХМЕТ ӘЙГЕРІМ',
      organisation: '«Әділет» ЖШС',
      bin: '123456789012',
      iin: '900101400123',
      keyKind: 'rsa',
      notAfter: '2040-01-01T00:00:00.000Z',
    });
    expect(CertificateInfo.parse(info)).toEqual(info);
    expect(parseCertificate(key.certificate).usage).toEqual({
      keyUsage: ['digitalSignature', 'nonRepudiation'],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.4', '1.2.398.3.3.4.1.2'],
      isAuthority: false,
    });
    expect(info.sha256).toBe(
      new X509Certificate(keys.read('rsa.pem')).fingerprint256.replaceAll(':', '').toLowerCase(),
    );
    expect(info.issuer).toContain('CN=Сынақ куәландырушы орталығы');
  });

  test('warnings before signing', () => {
    const codes = (name: string, at: string, bin?: string): string[] =>
      signerWarnings({ kind: 'key', key: openPkcs12(keys.p12(name, 'x'), 'x') }, new Date(at), bin);
    expect(codes('rsa', '2026-10-01', '123456789012')).toEqual([]);
    expect(codes('rsa', '2026-10-01', '999999999999')).toEqual(['other-organisation']);
    expect(codes('rsa', '2019-10-01')).toEqual(['not-yet-valid']);
    expect(codes('expired', '2026-10-01')).toEqual(['expired']);
    expect(codes('exchange', '2026-10-01')).toEqual(['not-for-signing']);
  });

  test('the demonstration key says in its certificate that it is a test key', async () => {
    const demo = createDemoKey({
      name: 'Сәуле Өмірзақ',
      organisation: 'ЖШС «Тұмар»',
      bin: '012345678901',
      password: 'demo',
      at: new Date('2026-10-01T00:00:00Z'),
    });
    const key = openPkcs12(demo.p12, 'demo');
    expect(key.info.name).toBe('Сәуле Өмірзақ');
    expect(key.info.bin).toBe('012345678901');
    expect(key.info.subject).toContain('Сынақ кілті / Тестовый ключ / Test key');
    expect(key.info.issuer).toContain('Test key');
    expect(new X509Certificate(key.certificate).verify(new X509Certificate(demo.authority).publicKey)).toBe(true);
    expect(signerWarnings({ kind: 'key', key }, new Date('2026-10-02T00:00:00Z'), '012345678901')).toEqual([]);
    await expectSigns(key);
  });
});
