import { createHash } from 'node:crypto';
import { AppError } from '../../shared/lib/errors.ts';
import { CKA, CKC_X_509, CKF, CKM, CKO, CKR, CKU, CryptokiError, type Cryptoki } from './cryptoki.ts';
import { ecSignature } from './ec-signature.ts';
import type { CertificateFacts, Login, PinState, SlotFacts, TokenScheme } from './messages.ts';
import { tokenError, wrongPin } from './token-errors.ts';

/** DigestInfo of SHA-256 before the digest itself (RFC 8017 section 9.2, note 1). */
const sha256Info = Buffer.from('3031300d060960864801650304020105000420', 'hex');

interface OpenKey {
  session: number;
  handle: number;
  mechanisms: ReadonlySet<number>;
  /** The PIN for a key that wants it before every signature, null where the token asks; undefined for other keys. */
  pinEachTime: Uint8Array | null | undefined;
}

interface FoundCertificate extends CertificateFacts {
  id: Uint8Array;
}

function pinStateOf(flags: number): PinState {
  if (flags & CKF.userPinLocked) return 'locked';
  if (flags & CKF.userPinFinalTry) return 'final-try';
  return flags & CKF.userPinCountLow ? 'count-low' : 'fine';
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/**
 * What the child does with a library: lists, logs in once, signs. Errors are AppError with the reasons `token-…`; a PIN
 * is never tried twice, and not at all where the token says that it is locked or, unless the person accepted it, that the
 * next wrong one locks it.
 */
export function createTokenSession(library: Cryptoki) {
  let open: OpenKey | undefined;

  function slots(): SlotFacts[] {
    return library.slots().map((slot) => {
      const { flags, ...facts } = library.token(slot);
      return {
        slot,
        ...facts,
        initialized: (flags & CKF.tokenInitialized) !== 0,
        pinPad: (flags & CKF.protectedAuthenticationPath) !== 0,
        pinState: pinStateOf(flags),
      };
    });
  }

  function presentToken(slot: number): number {
    const present = library.slots();
    if (present.length === 0) throw new AppError('not-found', 'no token in any slot', { reason: 'token-none' });
    if (!present.includes(slot)) throw new AppError('not-found', `no token in ${slot}`, { reason: 'token-removed' });
    return library.token(slot).flags;
  }

  function logIn(slot: number, session: number, login: Login): void {
    const { flags } = library.token(slot);
    const pinPad = (flags & CKF.protectedAuthenticationPath) !== 0;
    const state = pinStateOf(flags);
    if (state === 'locked') throw wrongPin('locked');
    if (state === 'final-try' && !login.lastTry) {
      throw new AppError('forbidden', 'one try of the PIN is left', { reason: 'token-last-try' });
    }
    if (!pinPad && !login.pin?.length) {
      if ((flags & CKF.loginRequired) === 0) return;
      throw new AppError('forbidden', 'no PIN was given', { reason: 'token-pin-needed' });
    }
    try {
      library.login(session, CKU.user, pinPad ? null : login.pin);
    } catch (error) {
      if (!(error instanceof CryptokiError)) throw error;
      if (error.code === CKR.userAlreadyLoggedIn) return;
      if (error.code === CKR.pinIncorrect) throw wrongPin(pinStateOf(library.token(slot).flags));
      throw error;
    }
  }

  function findCertificates(session: number, loggedIn: boolean): FoundCertificate[] {
    const keys = library
      .find(session, [[CKA.class, CKO.privateKey]])
      .flatMap((key) => library.attributes(session, key, [CKA.id]));
    const objects = library.find(session, [
      [CKA.class, CKO.certificate],
      [CKA.certificateType, CKC_X_509],
    ]);
    return objects.flatMap((object) => {
      const [der, id = new Uint8Array(), label] = library.attributes(session, object, [CKA.value, CKA.id, CKA.label]);
      if (!der || der.length === 0) return [];
      const hasKey = id.length > 0 && keys.some((key) => key !== undefined && same(key, id));
      return [
        {
          der,
          id,
          label: Buffer.from(label ?? []).toString('utf8'),
          hasKey: hasKey || loggedIn ? hasKey : null,
        },
      ];
    });
  }

  function certificates(slot: number, login: Login | null): CertificateFacts[] {
    presentToken(slot);
    const session = library.openSession(slot);
    if (login) logIn(slot, session, login);
    return findCertificates(session, login !== null).map(({ der, label, hasKey }) => ({ der, label, hasKey }));
  }

  function openKey(
    slot: number,
    wanted: string | null,
    login: Login,
  ): { certificate: Uint8Array; others: Uint8Array[] } {
    presentToken(slot);
    const session = library.openSession(slot);
    logIn(slot, session, login);
    const found = findCertificates(session, true);
    const certificate = chosenFrom(found, wanted);
    const handle = library.find(session, [
      [CKA.class, CKO.privateKey],
      [CKA.id, certificate.id],
    ])[0];
    if (certificate.id.length === 0 || handle === undefined) throw noKey();
    const [always] = library.attributes(session, handle, [CKA.alwaysAuthenticate]);
    open = {
      session,
      handle,
      mechanisms: new Set(library.mechanisms(slot)),
      pinEachTime: always?.[0] === 1 ? login.pin && Uint8Array.from(login.pin) : undefined,
    };
    return {
      certificate: certificate.der,
      others: found.filter((one) => one !== certificate).map(({ der }) => der),
    };
  }

  function signWithKey(how: TokenScheme, data: Uint8Array): Uint8Array {
    if (!open) throw new AppError('conflict', 'no key is open', { reason: 'token-removed' });
    const { mechanism, input } = mechanismFor(how, data, open.mechanisms);
    library.signInit(open.session, mechanism, open.handle);
    if (open.pinEachTime !== undefined) library.login(open.session, CKU.contextSpecific, open.pinEachTime);
    const signature = library.sign(open.session, input);
    return mechanism === CKM.ecdsa ? ecSignature(signature) : signature;
  }

  const translated =
    <I extends unknown[], O>(run: (...input: I) => O) =>
    (...input: I): O => {
      try {
        return run(...input);
      } catch (error) {
        throw tokenError(error);
      }
    };
  return {
    slots: translated(slots),
    certificates: translated(certificates),
    open: translated(openKey),
    sign: translated(signWithKey),
    close: (): void => {
      open?.pinEachTime?.fill(0);
      open = undefined;
      library.close();
    },
  };
}

export type TokenSession = ReturnType<typeof createTokenSession>;

const noKey = (): AppError =>
  new AppError('invalid', 'no private key goes with a certificate', { reason: 'token-no-key' });

function chosenFrom(found: FoundCertificate[], wanted: string | null): FoundCertificate {
  const fits = ({ der, label, hasKey }: FoundCertificate): boolean =>
    wanted === null ? hasKey === true : label === wanted || createHash('sha256').update(der).digest('hex') === wanted;
  const fitting = found.filter(fits);
  const [first, second] = fitting.length > 1 ? fitting.filter(({ hasKey }) => hasKey) : fitting;
  if (second) {
    const labels = fitting.map(({ label }) => label).join(', ');
    throw new AppError('invalid', 'several certificates', { reason: 'token-several', details: { labels } });
  }
  if (first) return first;
  if (wanted === null || fitting.length > 0) throw noKey();
  throw new AppError('not-found', 'the certificate is not on the token', { reason: 'token-no-certificate' });
}

/** The mechanism and what it takes: the data itself where the token hashes, otherwise the digest. */
function mechanismFor(
  { scheme, digest: name }: TokenScheme,
  data: Uint8Array,
  offered: ReadonlySet<number>,
): { mechanism: number; input: Uint8Array } {
  const digest = createHash(name).update(data).digest();
  if (scheme === 'ec' && offered.has(CKM.ecdsa)) return { mechanism: CKM.ecdsa, input: digest };
  if (scheme === 'rsa' && offered.has(CKM.sha256RsaPkcs)) return { mechanism: CKM.sha256RsaPkcs, input: data };
  if (scheme === 'rsa' && offered.has(CKM.rsaPkcs)) {
    return { mechanism: CKM.rsaPkcs, input: Buffer.concat([sha256Info, digest]) };
  }
  throw new AppError('invalid', `the token has no mechanism for ${scheme}`, { reason: 'token-key-unsupported' });
}
