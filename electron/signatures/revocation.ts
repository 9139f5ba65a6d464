import type { SignatureReport } from '../../shared/signatures/report.ts';
import type { ParsedCertificate } from './certificate.ts';
import { isSignedBy, revocationDate, type RevocationList } from './crl.ts';
import { statusIn, type OcspReply } from './ocsp.ts';

export interface RevocationSources {
  lists: RevocationList[];
  replies: OcspReply[];
}

export interface RevocationResult {
  status: SignatureReport['revocation']['status'];
  source: 'crl' | 'ocsp' | null;
  /** When the answer that decided was made. */
  date: Date | undefined;
  revokedAt: Date | undefined;
}

/** One answer to the question whether a certificate was revoked. */
interface Answer {
  source: 'crl' | 'ocsp';
  thisUpdate: Date;
  nextUpdate: Date | null;
  revokedAt: Date | undefined;
}

const notChecked: RevocationResult = { status: 'not-checked', source: null, date: undefined, revokedAt: undefined };

/**
 * Looks the certificates of a chain up in the revocation lists and OCSP replies. `good` needs an answer for the
 * signer's certificate, by its own authority, that was still in force at `at` or made after it; otherwise it is
 * `stale`. A revoked authority counts like a revoked signer. Where `at` is a trusted time, a revocation after it does
 * not touch what was signed before; without one it always counts.
 */
export function findRevocation(
  path: ParsedCertificate[],
  sources: RevocationSources,
  at: Date,
  trusted: boolean,
): RevocationResult {
  const results = path.slice(0, -1).map((own, index) => {
    const authority = path[index + 1];
    return authority ? judge(answers(own, authority, sources), at, trusted) : notChecked;
  });
  return results.find(({ status }) => status === 'revoked') ?? results[0] ?? notChecked;
}

function answers(
  own: ParsedCertificate,
  authority: ParsedCertificate,
  { lists, replies }: RevocationSources,
): Answer[] {
  const found = lists
    .filter((list) => list.complete && isSignedBy(list, authority))
    .map((list): Answer => ({
      source: 'crl',
      thisUpdate: list.thisUpdate,
      nextUpdate: list.nextUpdate,
      revokedAt: revocationDate(list, own.info.serial),
    }));
  for (const reply of replies) {
    const status = statusIn(reply, own, authority);
    if (status) found.push({ source: 'ocsp', ...status });
  }
  // A certificate on hold may leave a list again, so only the newest answer counts.
  return found.sort((one, other) => other.thisUpdate.getTime() - one.thisUpdate.getTime());
}

function judge([newest]: Answer[], at: Date, trusted: boolean): RevocationResult {
  if (!newest) return notChecked;
  const { source, thisUpdate, revokedAt } = newest;
  const isLater = revokedAt !== undefined && trusted && revokedAt > at;
  if (revokedAt && !isLater) return { status: 'revoked', source, date: thisUpdate, revokedAt };
  const until = newest.nextUpdate ?? thisUpdate;
  const inForce = thisUpdate >= at || until >= at;
  return { status: inForce ? 'good' : 'stale', source, date: thisUpdate, revokedAt };
}
