import { createDecipheriv, createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import forge from 'node-forge';
import { AppError } from '../../shared/lib/errors.ts';

/**
 * Password-based encryption and integrity of PKCS#12 (RFC 7292 appendix B and C, RFC 8018 PBES2, RFC 9579 PBMAC1).
 *
 * A password is written in two ways inside one container: PKCS#12 schemes take UTF-16BE with two closing zero bytes,
 * PBES2 takes UTF-8. Keeping both apart is what makes passwords in Cyrillic work.
 */

/** More rounds than any known program writes; a container asking for more is refused instead of stalling. */
const maximumIterations = 5_000_000;

const oid = {
  pbes2: '1.2.840.113549.1.5.13',
  pbmac1: '1.2.840.113549.1.5.14',
  pbkdf2: '1.2.840.113549.1.5.12',
} as const;

const digests: Record<string, { name: string; block: number; size: number }> = {
  '1.3.14.3.2.26': { name: 'sha1', block: 64, size: 20 },
  '2.16.840.1.101.3.4.2.4': { name: 'sha224', block: 64, size: 28 },
  '2.16.840.1.101.3.4.2.1': { name: 'sha256', block: 64, size: 32 },
  '2.16.840.1.101.3.4.2.2': { name: 'sha384', block: 128, size: 48 },
  '2.16.840.1.101.3.4.2.3': { name: 'sha512', block: 128, size: 64 },
};

const hmacs: Record<string, string> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

const blockCiphers: Record<string, { name: string; key: number }> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', key: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', key: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', key: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', key: 24 },
};

/** Schemes of RFC 7292 appendix C: key length in bytes, and the effective bits where the cipher is RC2. */
const legacyCiphers: Record<string, { key: number; rc2Bits?: number; twoKeys?: boolean }> = {
  '1.2.840.113549.1.12.1.3': { key: 24 },
  '1.2.840.113549.1.12.1.4': { key: 16, twoKeys: true },
  '1.2.840.113549.1.12.1.5': { key: 16, rc2Bits: 128 },
  '1.2.840.113549.1.12.1.6': { key: 5, rc2Bits: 40 },
};

/** The error for a container that is not PKCS#12, or is damaged. */
export function notPkcs12(cause?: unknown): AppError {
  return new AppError('invalid', 'Not a readable PKCS#12 container', { reason: 'not-pkcs12', cause });
}

function unsupported(algorithm: string): AppError {
  return new AppError('invalid', `PKCS#12 algorithm ${algorithm} is not supported`, {
    reason: 'pkcs12-algorithm',
    details: { algorithm },
  });
}

/** The elements of a constructed ASN.1 value. */
export function elements(node: forge.asn1.Asn1 | undefined): forge.asn1.Asn1[] {
  if (!node || !Array.isArray(node.value)) throw notPkcs12();
  return node.value;
}

/** The bytes of an octet string, also when BER splits it into pieces. */
export function octets(node: forge.asn1.Asn1 | undefined): Buffer {
  if (!node) throw notPkcs12();
  if (typeof node.value === 'string') return Buffer.from(node.value, 'latin1');
  return Buffer.concat(node.value.map((piece) => octets(piece)));
}

/** The dotted form of an object identifier. */
export function objectId(node: forge.asn1.Asn1 | undefined): string {
  if (!node || node.type !== forge.asn1.Type.OID || typeof node.value !== 'string') throw notPkcs12();
  return forge.asn1.derToOid(node.value);
}

function iterations(node: forge.asn1.Asn1 | undefined): number {
  const bytes = octets(node);
  const count = bytes.length > 0 && bytes.length <= 6 ? bytes.readUIntBE(0, bytes.length) : 0;
  if (count < 1 || count > maximumIterations) throw notPkcs12();
  return count;
}

/** Password as PKCS#12 schemes take it. */
function pkcs12Password(password: string, closing = true): Buffer {
  return Buffer.from(closing ? `${password}\0` : password, 'utf16le').swap16();
}

/** Key derivation of RFC 7292 appendix B.2; `id` is 1 for keys, 2 for initialisation vectors, 3 for integrity. */
function deriveKey(
  digest: { name: string; block: number; size: number },
  password: Buffer,
  salt: Buffer,
  id: number,
  rounds: number,
  length: number,
): Buffer {
  const fill = (source: Buffer): Buffer =>
    source.length ? Buffer.alloc(digest.block * Math.ceil(source.length / digest.block), source) : source;
  const block = Buffer.alloc(digest.block, id);
  const input = Buffer.concat([fill(salt), fill(password)]);
  const output: Buffer[] = [];
  for (let produced = 0; produced < length; produced += digest.size) {
    let hash = createHash(digest.name).update(block).update(input).digest();
    for (let round = 1; round < rounds; round++) hash = createHash(digest.name).update(hash).digest();
    output.push(hash);
    const addend = Buffer.alloc(digest.block, hash);
    for (let start = 0; start < input.length; start += digest.block) {
      let carry = 1;
      for (let index = digest.block - 1; index >= 0; index--) {
        carry += (input[start + index] ?? 0) + (addend[index] ?? 0);
        input[start + index] = carry & 0xff;
        carry >>= 8;
      }
    }
  }
  return Buffer.concat(output).subarray(0, length);
}

function pbkdf2(parameters: forge.asn1.Asn1 | undefined, password: string, keyLength?: number): Buffer {
  const [salt, count, ...rest] = elements(parameters);
  let prf = 'sha1';
  let length = keyLength;
  for (const option of rest) {
    if (option.type === forge.asn1.Type.INTEGER) length ??= octets(option).readUIntBE(0, octets(option).length);
    else {
      const id = objectId(elements(option)[0]);
      prf = hmacs[id] ?? '';
      if (!prf) throw unsupported(id);
    }
  }
  if (!length || length > 1024) throw notPkcs12();
  return pbkdf2Sync(Buffer.from(password, 'utf8'), octets(salt), iterations(count), length, prf);
}

function derivePbkdf2(algorithm: forge.asn1.Asn1 | undefined, password: string, keyLength?: number): Buffer {
  const [id, parameters] = elements(algorithm);
  if (objectId(id) !== oid.pbkdf2) throw unsupported(objectId(id));
  return pbkdf2(parameters, password, keyLength);
}

function decipher(name: string, key: Buffer, vector: Buffer, data: Buffer): Buffer {
  const cipher = createDecipheriv(name, key, vector);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

function decipherRc2(bits: number, key: Buffer, vector: Buffer, data: Buffer): Buffer {
  const cipher = forge.rc2.createDecryptionCipher(key.toString('latin1'), bits);
  cipher.start(vector.toString('latin1'));
  cipher.update(forge.util.createBuffer(data.toString('latin1')));
  if (!cipher.finish()) throw new Error('Wrong padding');
  return Buffer.from(cipher.output.getBytes(), 'latin1');
}

/**
 * Decrypts the content under an AlgorithmIdentifier. Throws a plain Error when the padding does not fit, which means
 * a wrong password or damaged data; AppError `invalid` (`pkcs12-algorithm`) for schemes that are not supported.
 */
export function decrypt(algorithm: forge.asn1.Asn1 | undefined, data: Buffer, password: string): Buffer {
  const [id, parameters] = elements(algorithm);
  const scheme = objectId(id);
  if (scheme === oid.pbes2) {
    const [derivation, encryption] = elements(parameters);
    const [cipherId, vector] = elements(encryption);
    const cipher = blockCiphers[objectId(cipherId)];
    if (!cipher) throw unsupported(objectId(cipherId));
    return decipher(cipher.name, derivePbkdf2(derivation, password, cipher.key), octets(vector), data);
  }
  const legacy = legacyCiphers[scheme];
  const digest = digests['1.3.14.3.2.26'];
  if (!legacy || !digest) throw unsupported(scheme);
  const [salt, count] = elements(parameters);
  const rounds = iterations(count);
  const secret = pkcs12Password(password);
  let key = deriveKey(digest, secret, octets(salt), 1, rounds, legacy.key);
  const vector = deriveKey(digest, secret, octets(salt), 2, rounds, 8);
  if (legacy.rc2Bits) return decipherRc2(legacy.rc2Bits, key, vector, data);
  if (legacy.twoKeys) key = Buffer.concat([key, key.subarray(0, 8)]);
  return decipher('des-ede3-cbc', key, vector, data);
}

/** Whether the container's integrity code fits the password. */
export function macFits(macData: forge.asn1.Asn1, content: Buffer, password: string): boolean {
  const [digestInfo, saltNode, countNode] = elements(macData);
  const [algorithm, expectedNode] = elements(digestInfo);
  const [idNode, parameters] = elements(algorithm);
  const expected = octets(expectedNode);
  const equal = (name: string, key: Buffer): boolean => {
    const actual = createHmac(name, key).update(content).digest();
    return actual.length === expected.length && timingSafeEqual(actual, expected);
  };
  const id = objectId(idNode);
  if (id === oid.pbmac1) {
    const [derivation, scheme] = elements(parameters);
    const name = hmacs[objectId(elements(scheme)[0])];
    if (!name) throw unsupported(objectId(elements(scheme)[0]));
    return equal(name, derivePbkdf2(derivation, password));
  }
  const digest = digests[id];
  if (!digest) throw unsupported(id);
  const salt = octets(saltNode);
  const rounds = countNode ? iterations(countNode) : 1;
  const fits = (secret: Buffer): boolean => equal(digest.name, deriveKey(digest, secret, salt, 3, rounds, digest.size));
  // Some programs write an absent password as no bytes at all instead of the two closing zero bytes.
  return fits(pkcs12Password(password)) || (password === '' && fits(pkcs12Password('', false)));
}
