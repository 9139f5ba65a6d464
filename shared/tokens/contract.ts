import { job } from '../lib/contract.ts';
import { z } from '../lib/schema.ts';
import { CertificateInfo } from '../signatures/report.ts';

/** A library of a vendor at this computer, and the product it belongs to where it was found in a usual place. */
export const TokenLibrary = z.strictObject({ path: z.string(), name: z.string().nullable() });

/** A slot with a token in it. */
export const TokenSlot = z.strictObject({
  slot: z.int().nonnegative(),
  label: z.string(),
  serial: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  /** False for a token without a PIN and keys yet. */
  initialized: z.boolean(),
  /** The token asks for the PIN on its own keys; none is typed here. */
  pinPad: z.boolean(),
  /** What the token says about wrong PINs: some were given, one more locks it, it is locked. */
  pinState: z.enum(['fine', 'count-low', 'final-try', 'locked']),
});
export type TokenSlot = z.infer<typeof TokenSlot>;

export const TokenCertificate = z.strictObject({
  /** The name the token has for it. */
  label: z.string(),
  certificate: CertificateInfo,
  /** Whether its private key is on the token; null where that is not shown before logging in. */
  hasKey: z.boolean().nullable(),
  /** False for GOST and other keys a token is not asked to sign with here. */
  supported: z.boolean(),
});
export type TokenCertificate = z.infer<typeof TokenCertificate>;

const LibraryPath = z.string().trim().min(1).max(1_000);
const Slot = z.int().nonnegative();
/** Null where the token asks for the PIN itself. */
const Pin = z.string().min(1).max(255).nullable();

/** A key on a PKCS#11 token. */
export const TokenKey = z.strictObject({
  kind: z.literal('token'),
  library: LibraryPath,
  slot: Slot,
  /** SHA-256 of its certificate. */
  certificate: z.string().regex(/^[0-9a-f]{64}$/),
  pin: Pin,
  /** The person knows that a wrong PIN locks the token; reason `token-last-try` without it. */
  lastTry: z.boolean().default(false),
});

/** Tokens with a PKCS#11 library. Each job runs the library in a process of its own; cancelling ends that process. */
export const tokens = {
  /** Whether tokens can be used in this build, and the libraries to offer: the last one used first. */
  libraries: job(z.strictObject({}), z.strictObject({ available: z.boolean(), libraries: z.array(TokenLibrary) })),
  /** The tokens that are there. A library that could be loaded is remembered for this computer. */
  slots: job(z.strictObject({ library: LibraryPath }), z.array(TokenSlot)),
  /** The certificates of signers. Logs in only where `login` is given: some tokens show nothing before. */
  certificates: job(
    z.strictObject({
      library: LibraryPath,
      slot: Slot,
      login: z
        .strictObject({ pin: Pin, lastTry: z.boolean().default(false) })
        .nullable()
        .default(null),
    }),
    z.array(TokenCertificate),
  ),
};
