import { AsnConvert, AsnObjectIdentifierConverter, OctetString } from '@peculiar/asn1-schema';
import type { SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import { readChildren, readElement } from './der.ts';
import {
  fromLittleEndian,
  gostPublicKey,
  gostSize,
  toLittleEndian,
  type GostPublicKey,
  type GostSignature,
} from './gost.ts';

/**
 * How 512-bit keys and signatures are named and written: in Kazakhstan (GOST 34.310-2015), and in Russia (RFC 9215),
 * where the mathematics are the same.
 */
interface GostFamily {
  key: string;
  /** Parameters of TC26 512 set A; keys on other curves are not supported. */
  parameters: string;
  /** Signature together with its digest, Streebog-512. */
  signature: string;
  write(signature: GostSignature): Uint8Array;
  read(bytes: Uint8Array): GostSignature;
}

/** r and s, each with the least significant byte first. */
const kazakhstan: GostFamily = {
  key: '1.2.398.3.10.1.1.2.2',
  parameters: '1.2.398.3.10.1.1.2.2.1',
  signature: '1.2.398.3.10.1.1.2.3.2',
  write: ({ r, s }) => new Uint8Array([...toLittleEndian(r), ...toLittleEndian(s)]),
  read: (bytes) => ({
    r: fromLittleEndian(bytes.subarray(0, gostSize)),
    s: fromLittleEndian(bytes.subarray(gostSize)),
  }),
};

/** s and r, each with the most significant byte first (RFC 9215 section 2), which is the other form backwards. */
const russia: GostFamily = {
  key: '1.2.643.7.1.1.1.2',
  parameters: '1.2.643.7.1.2.1.2.1',
  signature: '1.2.643.7.1.1.3.3',
  write: (signature) => kazakhstan.write(signature).reverse(),
  read: (bytes) => kazakhstan.read(Uint8Array.from(bytes).reverse()),
};

const families = [kazakhstan, russia];

/** Object identifier of signatures made here. */
export const gostSignatureId = kazakhstan.signature;

/** Object identifier of Streebog-512 for signatures made here. */
export const gostDigestId = '1.2.398.3.10.1.3.3';

/** Digests by object identifier, for reading. */
export const gostDigestNames: Record<string, 'streebog256' | 'streebog512'> = {
  [gostDigestId]: 'streebog512',
  '1.2.398.3.10.1.3.2': 'streebog256',
  '1.2.643.7.1.1.2.3': 'streebog512',
  '1.2.643.7.1.1.2.2': 'streebog256',
};

/** A public key with the way its signatures are written. */
export interface GostCertificateKey {
  publicKey: GostPublicKey;
  /** Whether an algorithm is that of signatures with this kind of key; CMS may name just the key's own algorithm. */
  isSignature(oid: string): boolean;
  /** Reads a signature; undefined where it has another length. */
  read(bytes: Uint8Array): GostSignature | undefined;
}

/**
 * Reads the key of a certificate. `unsupported` for GOST keys of other sizes, standards and curves, `wrong` where the
 * bytes are no point of the curve.
 */
export function readGostKey(info: SubjectPublicKeyInfo): GostCertificateKey | 'unsupported' | 'wrong' {
  const { algorithm, parameters } = info.algorithm;
  const family = familyOf(algorithm, parameters ? new Uint8Array(parameters) : undefined);
  if (!family) return 'unsupported';
  const bytes = innerBytes(new Uint8Array(info.subjectPublicKey));
  if (bytes?.length !== gostSize * 2) return 'wrong';
  const [x, y] = [bytes.subarray(0, gostSize), bytes.subarray(gostSize)].map(fromLittleEndian);
  const publicKey = gostPublicKey(x ?? 0n, y ?? 0n);
  if (!publicKey) return 'wrong';
  return {
    publicKey,
    isSignature: (oid) => oid === family.signature || oid === family.key,
    read: (signature) => (signature.length === gostSize * 2 ? family.read(signature) : undefined),
  };
}

/** Writes a signature as Kazakhstan does. */
export function writeGostSignature(signature: GostSignature): Uint8Array {
  return kazakhstan.write(signature);
}

/**
 * The private key of a PKCS#8 structure whose algorithm and key bytes are given; undefined for anything but keys of
 * GOST 34.310-2015 with 512 bits.
 */
export function readGostPrivateKey(
  algorithm: { oid: string; parameters: Uint8Array | undefined },
  bytes: Uint8Array,
): bigint | undefined {
  if (familyOf(algorithm.oid, algorithm.parameters) !== kazakhstan) return undefined;
  const inner = innerBytes(bytes) ?? bytes;
  return inner.length === gostSize ? fromLittleEndian(inner) : undefined;
}

function familyOf(key: string, parameters: Uint8Array | undefined): GostFamily | undefined {
  return families.find((own) => own.key === key && parameters && firstIs(parameters, own.parameters));
}

/** Parameters are a sequence that begins with the curve; some programs write the curve alone. */
function firstIs(parameters: Uint8Array, oid: string): boolean {
  const whole = readElement(parameters, 0);
  const first = whole?.tag === 0x30 ? readChildren(parameters, whole)?.[0] : whole;
  const wanted = Buffer.from(AsnObjectIdentifierConverter.toASN(oid).toBER(false));
  return first !== undefined && wanted.equals(parameters.subarray(first.start, first.end));
}

/** Keys are wrapped once more in an OCTET STRING. */
function innerBytes(bytes: Uint8Array): Uint8Array | undefined {
  const whole = readElement(bytes, 0);
  if (whole?.tag !== 0x04 || whole.end !== bytes.length) return undefined;
  return new Uint8Array(AsnConvert.parse(bytes, OctetString).buffer);
}
