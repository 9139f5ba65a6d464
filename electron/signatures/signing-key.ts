import { sign, verify, type KeyObject } from 'node:crypto';
import type { CertificateInfo } from '../../shared/signatures/report.ts';
import { certificateWarnings, parseCertificate, type CertificateWarning } from './certificate.ts';

/** How a key signs. The digest in the name is also the one taken over the document. */
export type SignatureAlgorithm = 'rsa-sha256' | 'ecdsa-sha256' | 'ecdsa-sha384' | 'ecdsa-sha512';

/**
 * Something that can sign: an opened PKCS#12 container, or a token or another program behind the same callback.
 * The private key itself is never part of the data.
 */
export interface SigningKey {
  algorithm: SignatureAlgorithm;
  /** The signer's certificate, DER. */
  certificate: Uint8Array;
  /** Certificates of the authorities above it, DER, nearest first; empty when none came with the key. */
  chain: Uint8Array[];
  info: CertificateInfo;
  /** Hashes and signs the bytes. RSA gives PKCS#1 v1.5, EC gives the DER sequence of r and s. */
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** The digest an algorithm uses, by the name node:crypto knows it. */
export function digestOf(algorithm: SignatureAlgorithm): 'sha256' | 'sha384' | 'sha512' {
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

/** Signs with a key held in memory. */
export function signWith(key: KeyObject, algorithm: SignatureAlgorithm, bytes: Uint8Array): Uint8Array {
  return new Uint8Array(sign(digestOf(algorithm), bytes, key));
}

/** Whether a signature made by a SigningKey fits its certificate's public key. */
export function signatureFits(
  publicKey: KeyObject,
  algorithm: SignatureAlgorithm,
  bytes: Uint8Array,
  signature: Uint8Array,
): boolean {
  return verify(digestOf(algorithm), bytes, publicKey, signature);
}

/** Warnings about signing with a key at a time for the organisation with this BIN. */
export function keyWarnings(key: SigningKey, at: Date, organisationBin?: string): CertificateWarning[] {
  return certificateWarnings(parseCertificate(key.certificate), at, organisationBin);
}
