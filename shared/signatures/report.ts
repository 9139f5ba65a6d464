import { Instant, z } from '../lib/schema.ts';

/** What a certificate says of its holder. BIN and IIN as NUC RK writes them (OU `BIN…`, serialNumber `IIN…`). */
export const CertificateInfo = z.strictObject({
  name: z.string(),
  subject: z.string(),
  issuer: z.string(),
  serial: z.string(),
  notBefore: Instant,
  notAfter: Instant,
  keyKind: z.string(),
  bin: z.string().nullable(),
  iin: z.string().nullable(),
  organisation: z.string().nullable(),
  sha256: z.string(),
});
export type CertificateInfo = z.infer<typeof CertificateInfo>;

/**
 * The level reached. L1 integrity; L2 signature mathematics and chain to a stored CA; L3 not revoked by
 * an imported CRL; L4 trusted time; L5 authority of the signer, never checkable offline.
 */
export const Level = z.enum(['none', 'L1', 'L2', 'L3', 'L4']);
export type Level = z.infer<typeof Level>;

export const Problem = z.strictObject({
  code: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Problem = z.infer<typeof Problem>;

/** A time a time-stamp authority vouches for, and whether its token stands in the document or in the signature. */
export const TrustedTime = z.strictObject({
  at: Instant,
  authority: z.string(),
  source: z.enum(['document', 'signature']),
});
export type TrustedTime = z.infer<typeof TrustedTime>;

export const SignatureReport = z.strictObject({
  field: z.string(),
  /** What the place is for, as the file says; empty where it does not. */
  place: z.string(),
  kind: z.enum(['signature', 'time-stamp']),
  level: Level,
  certificate: CertificateInfo.nullable(),
  digest: z.string().nullable(),
  /** The signer's own claim, not a trusted time. */
  claimedAt: Instant.nullable(),
  /** The earliest time by which the signature is proven to have existed. */
  trustedTime: TrustedTime.nullable(),
  coversWholeFile: z.boolean(),
  integrity: z.boolean(),
  cryptography: z.boolean(),
  signingCertificate: z.boolean(),
  chain: z.strictObject({ ok: z.boolean(), anchor: z.string().nullable(), problem: z.string().nullable() }),
  validAtClaimedTime: z.boolean(),
  revocation: z.strictObject({
    status: z.enum(['not-checked', 'good', 'revoked', 'stale']),
    source: z.enum(['crl', 'ocsp']).nullable(),
    /** When the revocation list or OCSP response that decided was made. */
    date: Instant.nullable(),
  }),
  certifies: z.boolean(),
  /** Revisions after this signature. */
  changesAfter: z.array(
    z.strictObject({
      revision: z.int(),
      allowed: z.boolean(),
      kind: z.enum(['signature', 'validation-data', 'content', 'trailing-bytes']),
      details: z.string(),
    }),
  ),
  problems: z.array(Problem),
});
export type SignatureReport = z.infer<typeof SignatureReport>;

/** How the files inside a dossier fit its manifest, and the ledger extract the tree head the manifest names. */
export const DossierContents = z.strictObject({
  parts: z.int(),
  differences: z.array(z.strictObject({ name: z.string(), problem: z.enum(['missing', 'changed', 'not-listed']) })),
  /** Hash of the facts the dossier was composed from, as the manifest names it. */
  snapshot: z.string(),
  ledger: z
    .strictObject({
      entries: z.int(),
      size: z.int(),
      root: z.string(),
      proven: z.boolean(),
      problem: z.enum(['other-head', 'entry-not-proven']).nullable(),
    })
    .nullable(),
});
export type DossierContents = z.infer<typeof DossierContents>;

export const VerificationReport = z.strictObject({
  checkedAt: Instant,
  revisions: z.int(),
  signatures: z.array(SignatureReport),
  /** Reserved fields nobody has signed, with what each is for. */
  emptyFields: z.array(z.strictObject({ field: z.string(), place: z.string() })),
  /** No signature is broken and nothing but signatures was added. Says nothing about who signed. */
  intact: z.boolean(),
  /** The lowest level over all signatures. */
  level: Level,
  problems: z.array(Problem),
  /** Null for a PDF that is no dossier of this product. */
  contents: DossierContents.nullable(),
});
export type VerificationReport = z.infer<typeof VerificationReport>;
