import type { AbortSignalLike } from '../../shared/lib/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { CertificateInfo } from '../../shared/signatures/report.ts';
import {
  certificateWarnings,
  parseCertificate,
  type CertificateUsage,
  type CertificateWarning,
} from './certificate.ts';
import { documentDigest, makeCms } from './cms.ts';
import { readCms, type ReadCms } from './cms-reader.ts';
import { cmsOid } from './cms-types.ts';
import { digestOver, type DigestName } from './digest.ts';
import { checkSignature } from './public-key.ts';
import type { SigningKey } from './signing-key.ts';

/** A program of its own that gives a whole CMS back for a digest, as the national client does. */
export interface ExternalSigner {
  kind: 'external';
  /** Whose certificate it will sign with; null where the program tells only by signing. */
  info: CertificateInfo | null;
  /** What that certificate is for, where it is known. */
  usage?: CertificateUsage;
  /** The digest it wants of the document. */
  digest: DigestName;
  /**
   * Gives a detached CMS, DER, whose message digest is `digest`. May wait for the person as long as it takes; `signal` is
   * aborted when the person gives up here.
   */
  makeCms(digest: Uint8Array, signal: AbortSignalLike): Promise<Uint8Array>;
  /** Lets go of what was opened; called once, whatever happened. */
  close?(): void | Promise<void>;
}

/** What a signature is made with: a key this program signs with by itself, or a program that returns the whole CMS. */
export type Signer = { kind: 'key'; key: SigningKey; close?(): void | Promise<void> } | ExternalSigner;

/** Whose certificate it is, as far as that is known before signing. */
export function signerInfo(signer: Signer): CertificateInfo | null {
  return signer.kind === 'key' ? signer.key.info : signer.info;
}

/** Whether this program would sign with a GOST key by itself, which the signer has to choose. */
export function needsGostChoice(signer: Signer): boolean {
  return signer.kind === 'key' && signer.key.algorithm === 'gost-2015-512';
}

/**
 * Refuses a GOST key unless the signer chose to use it here: the national client is the recommended way, and programs for
 * PDF cannot check such signatures. AppError `invalid` with reason `gost-choice`.
 */
export function requireGostChoice(signer: Signer, chosen: boolean): void {
  if (chosen || !needsGostChoice(signer)) return;
  throw new AppError('invalid', 'A GOST key needs an explicit choice', { reason: 'gost-choice' });
}

/** Warnings about signing at a time for the organisation with this BIN. */
export function signerWarnings(signer: Signer, at: Date, organisationBin?: string): CertificateWarning[] {
  if (signer.kind === 'key') return certificateWarnings(parseCertificate(signer.key.certificate), at, organisationBin);
  const { info, usage } = signer;
  return info ? certificateWarnings({ info, ...(usage ? { usage } : {}) }, at, organisationBin) : [];
}

const neverAborted: AbortSignalLike = {
  aborted: false,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
};

/**
 * A detached CMS over the parts, hashed one after the other. What an external program returns is checked before it is
 * used. Errors: those of `makeCms` and `checkExternalCms`, and those of the program.
 */
export async function detachedCms(
  signer: Signer,
  parts: Uint8Array[],
  signal: AbortSignalLike = neverAborted,
): Promise<Uint8Array> {
  if (signer.kind === 'key') return makeCms(signer.key, documentDigest(signer.key.algorithm, parts));
  const digest = new Uint8Array(digestOver(signer.digest, parts));
  const cms = await signer.makeCms(digest, signal);
  return checkExternalCms(cms, { digest, name: signer.digest, info: signer.info });
}

/**
 * Checks a CMS another program made before it goes into a file: one signer with certificate, nothing inside but the
 * signature, the digest asked for, right mathematics, and the signing-certificate attribute PAdES needs (EN 319 142-1
 * section 6.3). Gives the CMS without what may follow it.
 *
 * AppError `invalid`: `external-unreadable`, `external-not-detached`, `external-other-bytes`, `external-no-certificate`,
 * `external-other-certificate`, `external-attribute`, `signature-does-not-fit`.
 */
export function checkExternalCms(
  bytes: Uint8Array,
  expected: { digest: Uint8Array; name: DigestName; info: CertificateInfo | null },
): Uint8Array {
  const refuse = (reason: string): AppError => new AppError('invalid', `External signature: ${reason}`, { reason });
  let cms: ReadCms;
  try {
    cms = readCms(bytes);
  } catch (error) {
    throw new AppError('invalid', 'Not a CMS', { reason: 'external-unreadable', cause: error });
  }
  if (cms.contentType !== cmsOid.data || cms.content !== undefined) throw refuse('external-not-detached');
  const digestFits = cms.messageDigest && Buffer.from(cms.messageDigest).equals(Buffer.from(expected.digest));
  if (cms.digest !== expected.name || !digestFits || !cms.contentTypeFits) throw refuse('external-other-bytes');
  if (!cms.signer) throw refuse('external-no-certificate');
  if (expected.info && cms.signer.info.sha256 !== expected.info.sha256) throw refuse('external-other-certificate');
  if (cms.signingCertificate !== 'fits') throw refuse('external-attribute');
  if (checkSignature(cms.signer, cms.signatureAlgorithm, cms.signedBytes, cms.signature, cms.digest) !== 'right') {
    throw refuse('signature-does-not-fit');
  }
  return Uint8Array.from(bytes.subarray(0, cms.length));
}
