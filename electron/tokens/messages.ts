import type { WireError } from '../../shared/lib/errors.ts';

/** How to log in. The bytes of the PIN are wiped by each side once they were used. */
export interface Login {
  /** Null where the token asks for the PIN on its own keys. */
  pin: Uint8Array | null;
  /** The person knows that a wrong PIN locks the token. */
  lastTry: boolean;
}

/** A slot as the library describes it. */
export interface SlotFacts {
  slot: number;
  label: string;
  serial: string;
  manufacturer: string;
  model: string;
  initialized: boolean;
  /** The token asks for the PIN on its own keys. */
  pinPad: boolean;
  pinState: PinState;
}

/** What the token says about tries of the PIN that failed. */
export type PinState = 'fine' | 'count-low' | 'final-try' | 'locked';

/** A certificate object. `hasKey` is null where the private keys are not shown before logging in. */
export interface CertificateFacts {
  label: string;
  der: Uint8Array;
  hasKey: boolean | null;
}

/** How a key signs: PKCS#1 v1.5 with SHA-256, or ECDSA over a digest. */
export type TokenScheme =
  { scheme: 'rsa'; digest: 'sha256' } | { scheme: 'ec'; digest: 'sha256' | 'sha384' | 'sha512' };

/** What the child is asked, one question at a time; `load` comes first. */
export type TokenQuestion =
  | { kind: 'support' }
  | { kind: 'load'; library: string }
  | { kind: 'slots' }
  | { kind: 'certificates'; slot: number; login: Login | null }
  /** Logs in and holds ready the key of the certificate with this SHA-256 or label; null where there is only one. */
  | { kind: 'open'; slot: number; certificate: string | null; login: Login }
  | ({ kind: 'sign'; data: Uint8Array } & TokenScheme)
  | { kind: 'close' };

/** What each question gives. */
export interface TokenAnswers {
  support: null;
  load: null;
  slots: SlotFacts[];
  certificates: CertificateFacts[];
  open: { certificate: Uint8Array; others: Uint8Array[] };
  sign: Uint8Array;
  close: null;
}

export type TokenReply = { done: TokenAnswers[TokenQuestion['kind']] } | { failed: WireError };
