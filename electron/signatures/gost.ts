import { weierstrass, type WeierstrassPoint } from '@noble/curves/abstract/weierstrass.js';
import { Streebog, streebog512 } from './streebog.ts';

/**
 * The signature of GOST 34.310-2015 with 512-bit keys, which is that of GOST R 34.10-2012 (RFC 7091), on the curve
 * id-tc26-gost-3410-12-512-paramSetA (RFC 7836 appendix A.1). Numbers are BigInt, so the time an operation takes depends
 * a little on the key; docs/security.md says what follows from that.
 */
const curve = {
  p: 2n ** 512n - 569n,
  a: 2n ** 512n - 572n,
  b: hex(
    'e8c2505dedfc86ddc1bd0b2b6667f1da34b82574761cb0e879bd081cfd0b6265' +
      'ee3cb090f30d27614cb4574010da90dd862ef9d4ebee4761503190785a71c760',
  ),
  n: hex(
    'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff' +
      '27e69532f48d89116ff22b8d4e0560609b4b38abfad2b85dcacdb1411f10b275',
  ),
  h: 1n,
  Gx: 3n,
  Gy: hex(
    '7503cfe87a836ae3a61b8816e25450e6ce5e1c93acf1abc1778064fdcbefa921' +
      'df1626be4fd036e93d75e6a50e3a41e98028fe5fc235f5b889a589cb5215f2a4',
  ),
};
const order = curve.n;
const Point = weierstrass(curve);

/** A public key: a point of the curve. */
export type GostPublicKey = WeierstrassPoint<bigint>;

/** The two numbers of a signature. */
export interface GostSignature {
  r: bigint;
  s: bigint;
}

/** Bytes of a number, of a key or of a digest. */
export const gostSize = 64;

function hex(digits: string): bigint {
  return BigInt(`0x${digits}`);
}

/** Reads a number whose first byte is the least significant. */
export function fromLittleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x0${Buffer.from(bytes).reverse().toString('hex')}`);
}

/** Writes a number as 64 bytes, the least significant first. */
export function toLittleEndian(value: bigint): Uint8Array {
  return new Uint8Array(Buffer.from(value.toString(16).padStart(gostSize * 2, '0'), 'hex').reverse());
}

/** The public key with these coordinates; undefined where they name no point of the curve. */
export function gostPublicKey(x: bigint, y: bigint): GostPublicKey | undefined {
  try {
    const point = Point.fromAffine({ x, y });
    point.assertValidity();
    return point;
  } catch {
    return undefined;
  }
}

/** The public key of a private one; undefined where the number is no private key. */
export function gostPublicOf(privateKey: bigint): GostPublicKey | undefined {
  return privateKey > 0n && privateKey < order ? Point.BASE.multiply(privateKey) : undefined;
}

/**
 * Signs a Streebog-512 digest (RFC 7091 section 6.1). The number that must never repeat is drawn as in RFC 6979 section
 * 3.2 with HMAC over Streebog-512, from key, digest and `random` (64 fresh bytes): a bad random source alone cannot give
 * the key away, and neither can a fault that is repeated on the same digest.
 */
export function signDigest(privateKey: bigint, digest: Uint8Array, random: Uint8Array): GostSignature {
  const e = digestNumber(digest);
  for (const k of nonces(privateKey, digest, random)) {
    const r = Point.BASE.multiply(k).toAffine().x % order;
    const s = (r * privateKey + k * e) % order;
    if (r !== 0n && s !== 0n) return { r, s };
  }
  throw new Error('No nonce');
}

/** Whether a signature over a Streebog-512 digest was made with the key (RFC 7091 section 6.2). */
export function verifyDigest(publicKey: GostPublicKey, digest: Uint8Array, { r, s }: GostSignature): boolean {
  if (r <= 0n || r >= order || s <= 0n || s >= order) return false;
  const v = Point.Fn.inv(digestNumber(digest));
  const sum = Point.BASE.mulAddUnsafe((s * v) % order, publicKey, ((order - r) * v) % order);
  return !sum.equals(Point.ZERO) && sum.toAffine().x % order === r;
}

/** The digest as a number, never zero (RFC 7091 section 6.1, steps 2 and 3). */
function digestNumber(digest: Uint8Array): bigint {
  return fromLittleEndian(digest) % order || 1n;
}

function* nonces(privateKey: bigint, digest: Uint8Array, random: Uint8Array): Generator<bigint> {
  const seed = Buffer.concat([toLittleEndian(privateKey), digest, random]);
  let value: Uint8Array = new Uint8Array(gostSize).fill(1);
  let key: Uint8Array = new Uint8Array(gostSize);
  for (const round of [0, 1]) {
    key = hmac(key, value, Uint8Array.of(round), seed);
    value = hmac(key, value);
  }
  for (;;) {
    value = hmac(key, value);
    const candidate = fromLittleEndian(value);
    if (candidate > 0n && candidate < order) yield candidate;
    key = hmac(key, value, Uint8Array.of(0));
    value = hmac(key, value);
  }
}

/** HMAC (RFC 2104) over Streebog-512; the key is one block long. */
function hmac(key: Uint8Array, ...parts: Uint8Array[]): Uint8Array {
  const inner = new Streebog().update(key.map((byte) => byte ^ 0x36));
  for (const part of parts) inner.update(part);
  return streebog512(
    key.map((byte) => byte ^ 0x5c),
    inner.digest(),
  );
}
