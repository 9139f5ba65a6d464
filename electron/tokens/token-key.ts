import { X509Certificate } from 'node:crypto';
import { AppError } from '../../shared/lib/errors.ts';
import type { AbortSignalLike } from '../../shared/lib/contract.ts';
import { orderChain, parseCertificate, type ParsedCertificate } from '../signatures/certificate.ts';
import { algorithmFor, type SignatureAlgorithm, type SigningKey } from '../signatures/signing-key.ts';
import { startDriver, type TokenChild, type TokenDriver, type TokenPatience } from './driver.ts';
import type { Login, TokenAnswers, TokenScheme } from './messages.ts';

/** How the host starts the process around a library, and how long it may take. */
export interface TokenAccess {
  start(): TokenChild;
  patience?: TokenPatience;
}

/** Which key of which token, and how to log in. */
export interface TokenChoice {
  library: string;
  slot: number;
  /** SHA-256 of the certificate in lower-case hex, or its label; null for the only one that has a key. */
  certificate: string | null;
  /** Null for a token that asks for the PIN on its own keys. */
  pin: string | null;
  lastTry: boolean;
}

const schemes: Record<SignatureAlgorithm, TokenScheme | undefined> = {
  'rsa-sha256': { scheme: 'rsa', digest: 'sha256' },
  'ecdsa-sha256': { scheme: 'ec', digest: 'sha256' },
  'ecdsa-sha384': { scheme: 'ec', digest: 'sha384' },
  'ecdsa-sha512': { scheme: 'ec', digest: 'sha512' },
  // Vendors have mechanisms of their own for GOST; such tokens are reached through the national client.
  'gost-2015-512': undefined,
};

/** Puts the PIN into bytes that can be wiped. */
export function loginWith({ pin, lastTry }: { pin: string | null; lastTry: boolean }): Login {
  return { pin: pin === null ? null : new TextEncoder().encode(pin), lastTry };
}

/** How the key of a certificate signs on a token; undefined for GOST and other kinds, which are not signed with here. */
export function tokenAlgorithm({ der }: ParsedCertificate): SignatureAlgorithm | undefined {
  try {
    return algorithmFor(new X509Certificate(der).publicKey);
  } catch {
    return undefined;
  }
}

/** Starts a driver with the library loaded; the caller closes it. */
export async function openLibrary(access: TokenAccess, library: string, signal: AbortSignalLike): Promise<TokenDriver> {
  const driver = startDriver(() => access.start(), signal, access.patience);
  try {
    await driver.ask({ kind: 'load', library });
    return driver;
  } catch (error) {
    await driver.close();
    throw error;
  }
}

/**
 * Opens a key on a token; the caller closes it, which ends the process of the library. The PIN is given to the token once,
 * or before every signature where the key wants that. Errors: the reasons `token-…`, among them `token-key-unsupported` for
 * GOST keys.
 */
export async function openTokenKey(
  access: TokenAccess,
  choice: TokenChoice,
  signal: AbortSignalLike,
): Promise<{ key: SigningKey; close(): Promise<void> }> {
  const driver = await openLibrary(access, choice.library, signal);
  try {
    const { slot, certificate } = choice;
    const opened = await driver.ask({ kind: 'open', slot, certificate, login: loginWith(choice) });
    return { key: signingKey(driver, opened), close: () => driver.close() };
  } catch (error) {
    await driver.close();
    throw error;
  }
}

function signingKey(driver: TokenDriver, opened: TokenAnswers['open']): SigningKey {
  const certificate = parseCertificate(opened.certificate);
  const algorithm = tokenAlgorithm(certificate);
  const scheme = algorithm && schemes[algorithm];
  if (!scheme) {
    throw new AppError('invalid', `a ${certificate.keyKind} key on a token`, { reason: 'token-key-unsupported' });
  }
  return {
    algorithm,
    certificate: certificate.der,
    chain: orderChain(certificate, opened.others.flatMap(readable)),
    info: certificate.info,
    sign: (data) => driver.ask({ kind: 'sign', ...scheme, data }),
  };
}

/** The certificate, or nothing where it cannot be read: what lies on a token is not always one. */
export function readable(der: Uint8Array): ParsedCertificate[] {
  try {
    return [parseCertificate(der)];
  } catch {
    return [];
  }
}
