import { sign, type KeyObject } from 'node:crypto';
import type { CertificateInfo } from '../../shared/signatures/report.ts';
import type { DigestName } from './digest.ts';

/** How a key signs. The digest in the name is also the one taken over the document. */
export type SignatureAlgorithm = 'rsa-sha256' | 'ecdsa-sha256' | 'ecdsa-sha384' | 'ecdsa-sha512' | 'gost-2015-512';

/**
 * Something that can sign: an opened PKCS#12 container, or a token behind the same callback.
 * The private key itself is never part of the data.
 */
export interface SigningKey {
  algorithm: SignatureAlgorithm;
  /** The signer's certificate, DER. */
  certificate: Uint8Array;
  /** Certificates of the authorities above it, DER, nearest first; empty when none came with the key. */
  chain: Uint8Array[];
  info: CertificateInfo;
  /** Hashes and signs the bytes. RSA gives PKCS#1 v1.5, EC the DER sequence of r and s, GOST their 128 bytes. */
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** The digest an algorithm uses. */
export function digestOf(algorithm: SignatureAlgorithm): Exclude<DigestName, 'streebog256'> {
  if (algorithm === 'gost-2015-512') return 'streebog512';
  if (algorithm === 'ecdsa-sha384') return 'sha384';
  return algorithm === 'ecdsa-sha512' ? 'sha512' : 'sha256';
}

/**
 * The algorithm for a key: SHA-256 for RSA, the digest that fits the curve for EC (FIPS 186-5). Undefined for
 * other kinds of keys and curves.
 */
export function algorithmFor(key: KeyObject): SignatureAlgorithm | undefined {
  if (key.asymmetricKeyType === 'rsa') return 'rsa-sha256';
  if (key.asymmetricKeyType !== 'ec') return undefined;
  const byCurve: Record<string, SignatureAlgorithm> = {
    prime256v1: 'ecdsa-sha256',
    secp384r1: 'ecdsa-sha384',
    secp521r1: 'ecdsa-sha512',
  };
  return byCurve[key.asymmetricKeyDetails?.namedCurve ?? ''];
}

/** Signs with an RSA or EC key held in memory. */
export function signWith(key: KeyObject, algorithm: SignatureAlgorithm, bytes: Uint8Array): Uint8Array {
  return new Uint8Array(sign(digestOf(algorithm), bytes, key));
}
