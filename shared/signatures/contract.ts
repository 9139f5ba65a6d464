import { command, job, query } from '../lib/contract.ts';
import { FileRef } from '../lib/file-ref.ts';
import { Id, Instant, z } from '../lib/schema.ts';

/** A CA certificate the user trusts, or a signed answer about revocation, with where it came from. */
export const TrustItem = z.strictObject({
  id: Id,
  kind: z.enum(['certificate', 'crl', 'ocsp']),
  subject: z.string(),
  from: Instant,
  until: Instant.nullable(),
  fileName: z.string(),
  sha256: z.string(),
  addedAt: Instant,
});
export type TrustItem = z.infer<typeof TrustItem>;

export const signatures = {
  trust: query(z.strictObject({}), z.array(TrustItem)),
  /** Fails with reason `not-a-certificate` where the file holds neither certificate nor CRL nor OCSP response. */
  addTrust: command(z.strictObject({ file: FileRef }), z.array(TrustItem)),
  removeTrust: command(z.strictObject({ id: Id }), z.array(TrustItem)),
  /** The stand-alone verifier: one file that needs nothing but Node. Fails with reason `verifier-not-built`. */
  verifier: job(z.strictObject({}), FileRef),
};
