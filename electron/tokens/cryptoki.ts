/**
 * The part of PKCS#11 (Cryptoki 2.40, OASIS) that signing needs, as plain functions. What a token answers with anything
 * but CKR_OK is thrown as a `CryptokiError`.
 */
export interface Cryptoki {
  /** Slots with a token in them. */
  slots(): number[];
  token(slot: number): TokenFacts;
  mechanisms(slot: number): number[];
  openSession(slot: number): number;
  /** `pin` null lets the token ask for it on its own keys. */
  login(session: number, user: number, pin: Uint8Array | null): void;
  find(session: number, template: Template): number[];
  /** The values in the order asked, undefined for one the object does not have or does not show. */
  attributes(session: number, object: number, types: readonly number[]): (Uint8Array | undefined)[];
  signInit(session: number, mechanism: number, key: number): void;
  sign(session: number, data: Uint8Array): Uint8Array;
  close(): void;
}

export interface TokenFacts {
  label: string;
  manufacturer: string;
  model: string;
  serial: string;
  /** CK_TOKEN_INFO.flags. */
  flags: number;
}

/** Attributes an object must have; a number stands for a CK_ULONG, true and false for a CK_BBOOL. */
export type Template = readonly (readonly [type: number, value: number | boolean | Uint8Array])[];

/** A return value of the library other than CKR_OK. */
export class CryptokiError extends Error {
  readonly code: number;
  constructor(operation: string, code: number) {
    super(`${operation} gave 0x${code.toString(16)}`);
    this.name = 'CryptokiError';
    this.code = code;
  }
}

/** Return values that mean something to the user (section 11.1). */
export const CKR = {
  cancel: 0x01,
  slotIdInvalid: 0x03,
  attributeSensitive: 0x11,
  attributeTypeInvalid: 0x12,
  deviceRemoved: 0x32,
  functionCanceled: 0x50,
  keyHandleInvalid: 0x60,
  mechanismInvalid: 0x70,
  pinIncorrect: 0xa0,
  pinInvalid: 0xa1,
  pinLenRange: 0xa2,
  pinExpired: 0xa3,
  pinLocked: 0xa4,
  sessionHandleInvalid: 0xb3,
  tokenNotPresent: 0xe0,
  tokenNotRecognized: 0xe1,
  userAlreadyLoggedIn: 0x100,
  userPinNotInitialized: 0x102,
} as const;

/** CK_TOKEN_INFO flags (table 5). */
export const CKF = {
  loginRequired: 0x4,
  protectedAuthenticationPath: 0x100,
  tokenInitialized: 0x400,
  userPinCountLow: 0x10000,
  userPinFinalTry: 0x20000,
  userPinLocked: 0x40000,
} as const;

export const CKU = { user: 1, contextSpecific: 2 } as const;
export const CKO = { certificate: 1, privateKey: 3 } as const;
export const CKC_X_509 = 0;
export const CKM = { rsaPkcs: 0x1, sha256RsaPkcs: 0x40, ecdsa: 0x1041 } as const;
export const CKA = {
  class: 0x0,
  label: 0x3,
  value: 0x11,
  certificateType: 0x80,
  id: 0x102,
  alwaysAuthenticate: 0x202,
} as const;
