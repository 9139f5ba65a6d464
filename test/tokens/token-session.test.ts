import { createHash, generateKeyPairSync, privateEncrypt, sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { AppError } from '../../shared/lib/errors.ts';
import { CKA, CKF, CKM, CKR, CKU, CryptokiError, type Cryptoki } from '../../electron/tokens/cryptoki.ts';
import { ecSignature } from '../../electron/tokens/ec-signature.ts';
import { installedLibraries, processors } from '../../electron/tokens/library-file.ts';
import { createTokenSession } from '../../electron/tokens/token-session.ts';

const der = Uint8Array.of(0x30, 0x00);
const certificate = createHash('sha256').update(der).digest('hex');

/** A library in memory with one token, whose certificate is object 1 and key object 2. */
function library(options: { flags?: number; mechanisms?: number[]; always?: boolean; login?: () => void } = {}) {
  const said: string[] = [];
  const token = { label: 'l', manufacturer: 'm', model: 'o', serial: 's', flags: options.flags ?? CKF.loginRequired };
  const cryptoki: Cryptoki = {
    slots: () => [7],
    token: () => token,
    mechanisms: () => options.mechanisms ?? [CKM.rsaPkcs, CKM.sha256RsaPkcs, CKM.ecdsa],
    openSession: () => 3,
    login: (_session, user, given) => {
      said.push(
        `login ${user === CKU.user ? 'user' : 'again'} ${given ? Buffer.from(given).toString() : 'on the pad'}`,
      );
      options.login?.();
    },
    find: (_session, template) => (template.some(([type, value]) => type === CKA.class && value === 1) ? [1] : [2]),
    attributes: (_session, object, types) =>
      types.map((type) => {
        if (type === CKA.value) return object === 1 ? der : undefined;
        if (type === CKA.alwaysAuthenticate) return options.always ? Uint8Array.of(1) : undefined;
        return Uint8Array.of(9);
      }),
    signInit: (_session, mechanism) => void said.push(`mechanism 0x${mechanism.toString(16)}`),
    sign: (_session, data) => data,
    close: () => void said.push('closed'),
  };
  return { session: createTokenSession(cryptoki), said, token };
}

const login = (pin: string | null = '1234', lastTry = false) => ({
  pin: pin === null ? null : Buffer.from(pin),
  lastTry,
});

function reason(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    if (error instanceof AppError) return error.reason;
  }
  return undefined;
}

test('a locked PIN is never tried', () => {
  const { session, said } = library({ flags: CKF.loginRequired | CKF.userPinLocked | CKF.userPinFinalTry });
  expect(session.slots()).toMatchObject([{ slot: 7, pinState: 'locked' }]);
  expect(reason(() => session.open(7, certificate, login('1234', true)))).toBe('token-pin-locked');
  expect(said).toEqual([]);
});

test('the last try is made only when the person accepted it', () => {
  const { session, said } = library({ flags: CKF.loginRequired | CKF.userPinFinalTry });
  expect(session.slots()).toMatchObject([{ pinState: 'final-try' }]);
  expect(reason(() => session.open(7, certificate, login()))).toBe('token-last-try');
  expect(said).toEqual([]);
  session.open(7, certificate, login('1234', true));
  expect(said).toEqual(['login user 1234']);
});

test.each([
  [0, 'token-pin-wrong'],
  [CKF.userPinCountLow, 'token-pin-wrong-low'],
  [CKF.userPinFinalTry, 'token-pin-wrong-final'],
  [CKF.userPinLocked, 'token-pin-locked'],
])('a wrong PIN is named by what the token says afterwards (flags %i)', (flags, expected) => {
  const made = library({
    login: () => {
      made.token.flags |= flags;
      throw new CryptokiError('C_Login', CKR.pinIncorrect);
    },
  });
  expect(reason(() => made.session.open(7, certificate, login()))).toBe(expected);
  expect(made.said).toEqual(['login user 1234']);
});

test('a token with keys of its own is never given a PIN', () => {
  const { session, said } = library({ flags: CKF.loginRequired | CKF.protectedAuthenticationPath, always: true });
  expect(session.slots()).toMatchObject([{ pinPad: true }]);
  session.open(7, certificate, login(null));
  session.sign({ scheme: 'rsa', digest: 'sha256' }, Buffer.from('data'));
  expect(said).toEqual(['login user on the pad', 'mechanism 0x40', 'login again on the pad']);
});

test('a key that wants the PIN before every signature gets it, and it is kept for no other key', () => {
  const always = library({ always: true });
  const pin = login();
  always.session.open(7, certificate, pin);
  pin.pin?.fill(0);
  always.session.sign({ scheme: 'ec', digest: 'sha256' }, Buffer.from('data'));
  expect(always.said).toEqual(['login user 1234', 'mechanism 0x1041', 'login again 1234']);
  const other = library();
  other.session.open(7, certificate, login());
  other.session.sign({ scheme: 'ec', digest: 'sha256' }, Buffer.from('data'));
  expect(other.said).toEqual(['login user 1234', 'mechanism 0x1041']);
});

test('without hashing on the token the digest goes to it inside its DigestInfo', () => {
  const { session, said } = library({ mechanisms: [CKM.rsaPkcs] });
  session.open(7, certificate, login());
  const given = session.sign({ scheme: 'rsa', digest: 'sha256' }, Buffer.from('data'));
  expect(said.at(-1)).toBe('mechanism 0x1');
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  // Padded and raised to the private exponent, as a token does, they are a signature of SHA-256 with RSA.
  expect(verify('sha256', Buffer.from('data'), publicKey, privateEncrypt(privateKey, given))).toBe(true);
});

test('a token without the mechanism is no token to sign with', () => {
  const { session } = library({ mechanisms: [] });
  session.open(7, certificate, login());
  for (const scheme of ['rsa', 'ec'] as const) {
    expect(reason(() => session.sign({ scheme, digest: 'sha256' }, Buffer.from('x')))).toBe('token-key-unsupported');
  }
});

test.each([
  [CKR.deviceRemoved, 'token-removed'],
  [CKR.tokenNotPresent, 'token-removed'],
  [CKR.sessionHandleInvalid, 'token-removed'],
  [CKR.pinLocked, 'token-pin-locked'],
  [CKR.pinExpired, 'token-pin-expired'],
  [CKR.pinLenRange, 'token-pin-form'],
  [CKR.userPinNotInitialized, 'token-pin-unset'],
  [CKR.functionCanceled, 'token-pin-cancelled'],
  [CKR.mechanismInvalid, 'token-key-unsupported'],
  [0x80000001, 'token-failed'],
])('the answer %i of a library becomes %s', (code, expected) => {
  const { session } = library({
    login: () => {
      throw new CryptokiError('C_Login', code);
    },
  });
  expect(reason(() => session.open(7, certificate, login()))).toBe(expected);
});

test.each(['prime256v1', 'secp384r1', 'secp521r1'])('r and s of %s become a DER sequence', (namedCurve) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
  for (let round = 0; round < 40; round++) {
    const data = Buffer.from(`round ${round}`);
    const raw = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    expect(verify('sha256', data, publicKey, ecSignature(raw))).toBe(true);
  }
});

test('small numbers of a signature take the shortest form', () => {
  const raw = Buffer.alloc(64);
  raw[31] = 0x80;
  raw[63] = 0x7f;
  expect(Buffer.from(ecSignature(raw)).toString('hex')).toBe('300702020080' + '02017f');
});

test('libraries are told apart by their headers', () => {
  const elf = (machine: number, order: 1 | 2): Buffer => {
    const bytes = Buffer.alloc(64);
    bytes.write('\x7fELF', 'latin1');
    bytes[5] = order;
    if (order === 1) bytes.writeUInt16LE(machine, 18);
    else bytes.writeUInt16BE(machine, 18);
    return bytes;
  };
  expect(processors(elf(0x3e, 1), 'linux')).toEqual(['x64']);
  expect(processors(elf(0x03, 1), 'linux')).toEqual(['ia32']);
  expect(processors(elf(0x16, 2), 'linux')).toEqual(['0x16']);
  const windows = Buffer.alloc(256);
  windows.write('MZ', 'latin1');
  windows.writeUInt32LE(0x80, 0x3c);
  windows.write('PE\0\0', 0x80, 'latin1');
  windows.writeUInt16LE(0x14c, 0x84);
  expect(processors(windows, 'win32')).toEqual(['ia32']);
  expect(processors(windows, 'linux')).toBeUndefined();
  const universal = Buffer.alloc(64);
  universal.writeUInt32BE(0xcafebabe, 0);
  universal.writeUInt32BE(2, 4);
  universal.writeUInt32BE(0x01000007, 8);
  universal.writeUInt32BE(0x0100000c, 28);
  expect(processors(universal, 'darwin')).toEqual(['x64', 'arm64']);
  expect(processors(Buffer.from('short'), 'win32')).toBeUndefined();
});

test('only libraries that are there are offered', () => {
  expect(installedLibraries('win32', (path) => path.endsWith('rtPKCS11ECP.dll'))).toEqual([
    { name: 'Rutoken', path: 'C:\\Windows\\System32\\rtPKCS11ECP.dll' },
  ]);
  expect(installedLibraries('aix', () => true)).toEqual([]);
});
