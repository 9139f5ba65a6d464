import type { TrustedTime } from '../../shared/signatures/report.ts';
import type { ParsedCertificate } from './certificate.ts';
import { readCms, type ReadCms } from './cms-reader.ts';
import { cmsOid } from './cms-types.ts';
import { digestOver } from './digest.ts';
import { findRevocation, type RevocationSources } from './revocation.ts';
import { isTokenSound, mayStamp, readTokenContent } from './time-stamp.ts';
import { findChain, isValidAt } from './trust.ts';

/** The earliest of the times by which a signature is proven to have existed. */
export function earliest(times: TrustedTime[]): TrustedTime | null {
  return [...times].sort((one, other) => Date.parse(one.at) - Date.parse(other.at))[0] ?? null;
}

/**
 * The time stamp a signature carries over its own value (CAdES-T). `not-proven` where there is one and it is wrong, or
 * its authority is not among the stored ones, or was revoked; undefined where there is none.
 */
export function stampInside(
  cms: ReadCms,
  known: { stored: ParsedCertificate[]; brought: ParsedCertificate[]; revocation: RevocationSources },
): TrustedTime | 'not-proven' | undefined {
  if (!cms.timeStamp) return undefined;
  let token: ReadCms;
  try {
    token = readCms(cms.timeStamp);
  } catch {
    return 'not-proven';
  }
  const content = readTokenContent(token.content);
  const { signer } = token;
  if (!content?.digest || token.contentType !== cmsOid.tstInfo || !signer || !mayStamp(signer)) return 'not-proven';
  const imprint = digestOver(content.digest, [cms.signature]);
  if (!imprint.equals(Buffer.from(content.imprint)) || !isTokenSound(token, signer)) return 'not-proven';
  const chain = findChain(signer, [...token.certificates, ...known.brought], known.stored, content.time);
  const isRevoked = findRevocation(chain.path, known.revocation, content.time, false).status === 'revoked';
  if (!chain.anchor || isRevoked || !isValidAt(signer, content.time)) return 'not-proven';
  return { at: content.time.toISOString(), authority: signer.info.subject, source: 'signature' };
}
