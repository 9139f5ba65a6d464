import { verify, X509Certificate } from 'node:crypto';
import { copyFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../shared/lib/errors.ts';
import type { TokenSlot } from '../../shared/tokens/contract.ts';
import { parseCertificate } from '../../electron/signatures/certificate.ts';
import { digestOf } from '../../electron/signatures/signing-key.ts';
import { forkTokenChild, type TokenChild } from '../../electron/tokens/driver.ts';
import { openTokenKey, type TokenAccess } from '../../electron/tokens/token-key.ts';
import { makeTestKeys, type TestKeys } from '../signatures/keys.ts';
import { world, type World } from '../world.ts';
import { makeSoftToken, pin } from './soft-token.ts';

let keys: TestKeys;
let token: ReturnType<typeof makeSoftToken>;
let w: World;
let slot: TokenSlot;
const access: TokenAccess = { start: forkTokenChild };
const { signal } = new AbortController();

beforeAll(async () => {
  keys = makeTestKeys();
  token = makeSoftToken(keys, 'Сынақ токені');
  for (const name of ['rsa', 'ec', 'ec384']) token.add(name);
  token.add('expired', { alwaysAuthenticate: true });
  token.addCertificate('ca', 'ff');
  w = world();
  slot = await only();
}, 120_000);
afterAll(async () => {
  await w.close();
  token.remove();
  keys.remove();
});

/** The slot of the token; SoftHSM always has an empty token beside it. */
async function only(): Promise<TokenSlot> {
  const slots = await w.client.tokens.slots({ library: token.library });
  const found = slots.filter(({ initialized }) => initialized);
  expect(found).toHaveLength(1);
  return found[0] as TokenSlot;
}

function choice(name: string, given = pin, lastTry = false) {
  const { info } = parseCertificate(new X509Certificate(keys.read(`${name}.pem`)).raw);
  return { library: token.library, slot: slot.slot, certificate: info.sha256, pin: given, lastTry };
}

async function reason(work: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  return error instanceof AppError ? error.reason : undefined;
}

describe('a token', () => {
  test('is listed with label, manufacturer and serial, and its library is remembered', async () => {
    expect(slot).toMatchObject({
      label: 'Сынақ токені',
      manufacturer: 'SoftHSM project',
      model: 'SoftHSM v2',
      pinPad: false,
      pinState: 'fine',
    });
    expect(slot.serial).toMatch(/^[0-9a-f]{16}$/);
    expect(await w.client.settings.get({})).toMatchObject({ tokenLibrary: token.library });
    const { available, libraries } = await w.client.tokens.libraries({});
    expect(available).toBe(true);
    expect(libraries[0]).toEqual({ path: token.library, name: 'SoftHSM' });
    expect(libraries.filter(({ path }) => path === token.library)).toHaveLength(1);
  });

  test('shows its certificates, before the PIN without their keys and after it with them', async () => {
    const where = { library: token.library, slot: slot.slot };
    const before = await w.client.tokens.certificates(where);
    expect(before.map(({ label, hasKey }) => `${label} ${hasKey}`).sort()).toEqual([
      'ec null',
      'ec384 null',
      'expired null',
      'rsa null',
    ]);
    const after = await w.client.tokens.certificates({ ...where, login: { pin } });
    expect(after.map(({ label, hasKey }) => `${label} ${hasKey}`).sort()).toEqual([
      'ec true',
      'ec384 true',
      'expired true',
      'rsa true',
    ]);
    expect(after.every(({ supported, certificate }) => supported && certificate.bin === '123456789012')).toBe(true);
  });

  test.each([
    ['rsa', 'rsa-sha256'],
    ['ec', 'ecdsa-sha256'],
    ['ec384', 'ecdsa-sha384'],
    ['expired', 'rsa-sha256'],
  ] as const)('signs with the key %s (%s), more than once', async (name, algorithm) => {
    const { key, close } = await openTokenKey(access, choice(name), signal);
    try {
      expect(key.algorithm).toBe(algorithm);
      expect(key.chain.map((der) => parseCertificate(der).info.subject)).toEqual([key.info.issuer]);
      const { publicKey } = new X509Certificate(keys.read(`${name}.pem`));
      for (const text of ['Қауіп-қатер', 'дәрежесі']) {
        const data = Buffer.from(text);
        const signature = await key.sign(data);
        expect(verify(digestOf(algorithm), data, publicKey, signature)).toBe(true);
        expect(verify(digestOf(algorithm), Buffer.from('other'), publicKey, signature)).toBe(false);
      }
    } finally {
      await close();
    }
  });
});

describe('a PIN', () => {
  test('that is wrong is tried once and named, and the token says so before another try', async () => {
    expect(await reason(openTokenKey(access, choice('rsa', '00000000'), signal))).toBe('token-pin-wrong-low');
    expect((await only()).pinState).toBe('count-low');
    const { close } = await openTokenKey(access, choice('rsa'), signal);
    await close();
    expect((await only()).pinState).toBe('fine');
  });

  test('is wanted, and may be of any length', async () => {
    const nothing = { ...choice('rsa'), pin: null };
    expect(await reason(openTokenKey(access, nothing, signal))).toBe('token-pin-needed');
    expect(await reason(openTokenKey(access, choice('rsa', '1'), signal))).toBe('token-pin-wrong-low');
    await (await openTokenKey(access, choice('rsa'), signal)).close();
  });

  test('is wiped from the message it travelled in', async () => {
    const posted: Uint8Array[] = [];
    const start = (): TokenChild => {
      const child = forkTokenChild();
      return {
        ...child,
        post: (question) => {
          if ('login' in question && question.login?.pin) {
            posted.push(question.login.pin);
            expect(Buffer.from(question.login.pin).toString()).toBe(pin);
          }
          child.post(question);
        },
      };
    };
    const { close } = await openTokenKey({ start }, choice('ec'), signal);
    await close();
    expect(posted.map((bytes) => [...bytes])).toEqual([Array.from(pin, () => 0)]);
  });
});

describe('something else than a key', () => {
  test('a certificate of the authority without one', async () => {
    expect(await reason(openTokenKey(access, choice('ca'), signal))).toBe('token-no-key');
  });

  test('a certificate that is not on the token', async () => {
    expect(await reason(openTokenKey(access, choice('exchange'), signal))).toBe('token-no-certificate');
  });

  test('a slot without a token', async () => {
    expect(await reason(openTokenKey(access, { ...choice('rsa'), slot: 4711 }, signal))).toBe('token-removed');
  });
});

describe('a file that is no library of a token', () => {
  const slots = (library: string): Promise<unknown> => w.client.tokens.slots({ library });

  test('another library of the system is refused without a crash', async () => {
    const other = '/lib/x86_64-linux-gnu/libc.so.6';
    expect(await reason(slots(other))).toBe('token-library-wrong');
    expect(await w.client.settings.get({})).toMatchObject({ tokenLibrary: token.library });
  });

  test('text, a file that is not there, and a library for another processor', async () => {
    writeFileSync(keys.path('text.so'), 'no library at all, but long enough for the header of one');
    expect(await reason(slots(keys.path('text.so')))).toBe('token-library-wrong');
    expect(await reason(slots(keys.path('gone.so')))).toBe('token-library-missing');
    expect(await reason(slots(keys.folder))).toBe('token-library-missing');
    copyFileSync(token.library, keys.path('big.so'));
    const bytes = Buffer.from(keys.read('big.so'));
    bytes.writeUInt16LE(0xb7, 18);
    writeFileSync(keys.path('big.so'), bytes);
    const error: unknown = await slots(keys.path('big.so')).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: 'token-library-architecture', details: { found: 'arm64' } });
  });
});

describe('a token that goes away', () => {
  test('between opening and signing', async () => {
    const other = makeSoftToken(keys, 'away');
    try {
      other.add('rsa');
      const there = (await w.client.tokens.slots({ library: other.library })).find(({ label }) => label === 'away');
      const opened = await openTokenKey(access, { ...choice('rsa'), slot: there?.slot ?? -1 }, signal);
      other.takeOut();
      expect(await reason(Promise.resolve(opened.key.sign(Buffer.from('x'))))).toBe('token-failed');
      await opened.close();
      expect(await reason(openTokenKey(access, { ...choice('rsa'), slot: there?.slot ?? -1 }, signal))).toBe(
        'token-removed',
      );
    } finally {
      other.remove();
    }
  });
});
