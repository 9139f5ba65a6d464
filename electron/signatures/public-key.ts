import { constants, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { AsnConvert, AsnObjectIdentifierConverter } from '@peculiar/asn1-schema';
import { AppError } from '../../shared/lib/errors.ts';
import { isGostAlgorithm, type ParsedCertificate } from './certificate.ts';
import { cmsOid } from './cms-types.ts';
import { readChildren, readElement } from './der.ts';
import { digestNames, type DigestName } from './digest.ts';
import { verifyDigest } from './gost.ts';
import { readGostKey } from './gost-keys.ts';
import { streebog512 } from './streebog.ts';

/** Outcome of a signature check. `unsupported`, and `gost` for GOST of other kinds, mean that nothing can be said here. */
export type SignatureOutcome = 'right' | 'wrong' | 'unsupported' | 'gost';

/** An algorithm as certificates, lists and CMS name it; parameters are DER. */
export interface NamedAlgorithm {
  oid: string;
  parameters?: Uint8Array | undefined;
}

/** Signature algorithms that fix the digest. SHA-1 and older are left out: they prove nothing any more. */
const fixedDigest: Record<string, DigestName> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};

/**
 * Checks a signature with a certificate's key. `digest` names the digest where the algorithm itself does not, as
 * `rsaEncryption` in CMS.
 */
export function checkSignature(
  signer: ParsedCertificate,
  algorithm: NamedAlgorithm,
  data: Uint8Array,
  signature: Uint8Array,
  digest?: DigestName,
): SignatureOutcome {
  if (signer.keyKind === 'gost' || isGostAlgorithm(algorithm.oid)) {
    return checkGost(signer, algorithm.oid, data, signature, digest);
  }
  const name = digestFor(algorithm, digest);
  if (!name || (signer.keyKind !== 'rsa' && signer.keyKind !== 'ec')) return 'unsupported';
  try {
    const key = publicKey(signer);
    const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
    return verify(name, data, algorithm.oid === cmsOid.rsaPss ? pss : key, signature) ? 'right' : 'wrong';
  } catch {
    return 'unsupported';
  }
}

function checkGost(
  signer: ParsedCertificate,
  algorithm: string,
  data: Uint8Array,
  signature: Uint8Array,
  digest: DigestName = 'streebog512',
): SignatureOutcome {
  const key = readGostKey(signer.certificate.tbsCertificate.subjectPublicKeyInfo);
  if (key === 'wrong') return 'wrong';
  if (key === 'unsupported' || !key.isSignature(algorithm) || digest !== 'streebog512') return 'gost';
  const numbers = key.read(signature);
  return numbers && verifyDigest(key.publicKey, streebog512(data), numbers) ? 'right' : 'wrong';
}

/** The public key of a certificate. AppError `invalid` (`key-unsupported`) when it cannot be used. */
function publicKey(certificate: ParsedCertificate): KeyObject {
  const spki = Buffer.from(AsnConvert.serialize(certificate.certificate.tbsCertificate.subjectPublicKeyInfo));
  try {
    return createPublicKey({ key: spki, format: 'der', type: 'spki' });
  } catch (error) {
    throw new AppError('invalid', 'Unsupported public key', { reason: 'key-unsupported', cause: error });
  }
}

function digestFor(algorithm: NamedAlgorithm, digest: DigestName | undefined): DigestName | undefined {
  if (algorithm.oid === cmsOid.rsaEncryption) return digest;
  if (algorithm.oid === cmsOid.rsaPss) return pssDigest(algorithm.parameters);
  const own = fixedDigest[algorithm.oid];
  return digest !== undefined && own !== digest ? undefined : own;
}

/** RSASSA-PSS-params of RFC 4055: the hash stands first, in an explicit [0]; without it the hash would be SHA-1. */
function pssDigest(parameters: Uint8Array | undefined): DigestName | undefined {
  const sequence = parameters && readElement(parameters, 0);
  const hash = sequence && readChildren(parameters, sequence)?.find((own) => own.tag === 0xa0);
  if (!hash) return undefined;
  for (const [oid, name] of Object.entries(digestNames)) {
    const encoded = Buffer.from(AsnObjectIdentifierConverter.toASN(oid).toBER(false));
    if (Buffer.from(parameters.subarray(hash.contentStart, hash.contentEnd)).includes(encoded)) return name;
  }
  return undefined;
}
