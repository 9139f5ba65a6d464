import { AppError } from '../../shared/lib/errors.ts';
import { z, type Locale } from '../../shared/lib/schema.ts';

/**
 * The messages of the national client, NCALayer, as public clients use them: JSON texts, a greeting with the version,
 * `--heartbeat--` in between. Module `kz.gov.pki.knca.basics` takes named arguments and answers `{status, code, message,
 * body}`; the older `kz.gov.pki.knca.commonUtils` takes positional ones and answers `{code, message, responseObject}`.
 * Only the fields used here are looked at.
 */

/** Sent by either side to see whether the other one lives; never an answer. */
export const heartbeat = '--heartbeat--';

const basics = 'kz.gov.pki.knca.basics';
const commonUtils = 'kz.gov.pki.knca.commonUtils';

/** Certificates for e-mail protection are those for signing; the others the national authority issues are for logging in. */
const signingUsage = '1.3.6.1.5.5.7.3.4';

/** A request, and what tells its answer from others. */
export interface Request {
  body: Record<string, unknown>;
  read(answer: unknown): Answer;
}

/** What the client said. `unknown` means that it does not know the module or the method. */
export type Answer =
  | { kind: 'result'; value: unknown }
  | { kind: 'cancelled' }
  | { kind: 'refused'; message: string }
  | { kind: 'unknown' };

const Greeting = z.looseObject({ result: z.looseObject({ version: z.string().min(1).max(100) }) });
const NotKnown = z.looseObject({ errorCode: z.literal('MODULE_NOT_FOUND') });
const Basics = z.looseObject({
  status: z.boolean(),
  code: z.union([z.string(), z.number()]).nullish(),
  message: z.string().nullish(),
  body: z.looseObject({ result: z.unknown() }).partial().nullish(),
});
const Common = z.looseObject({
  code: z.union([z.string(), z.number()]),
  message: z.string().nullish(),
  responseObject: z.unknown().optional(),
  uuid: z.unknown().optional(),
});

/** An answer that cannot be understood, or belongs to another request. AppError `corrupt` with `ncalayer-answer`. */
export function notUnderstood(why: string, cause?: unknown): AppError {
  return new AppError('corrupt', `NCALayer: ${why}`, { reason: 'ncalayer-answer', cause });
}

/** The JSON of a text message. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw notUnderstood('not JSON', error);
  }
}

/** The version in the greeting. */
export function readGreeting(message: unknown): string {
  const greeting = Greeting.safeParse(message);
  if (!greeting.success) throw notUnderstood('no greeting');
  return greeting.data.result.version;
}

/** Which stores of keys are there beside key files: tokens and cards, by the names the client gives them. */
export function activeTokens(id: string): Request {
  return common(id, 'getActiveTokens', []);
}

/** Lets the signer choose a key and tells its certificate. */
export function keyInfo(id: string, storage: string): Request {
  return common(id, 'getKeyInfo', [storage]);
}

/** A CAdES signature over a digest by the older module, which adds no time stamp in this call. */
export function signDigestOlder(id: string, storage: string, digest: Uint8Array): Request {
  return common(id, 'createCAdESFromBase64Hash', [storage, 'SIGNATURE', base64(digest)]);
}

/**
 * A detached CMS over a digest. Without `tsaProfile` the client asks no time-stamp authority, so it needs no network;
 * without `chain` it takes keys of the national authority alone.
 */
export function signDigest(storage: string, digest: Uint8Array, locale: Locale): Request {
  return {
    body: {
      module: basics,
      method: 'sign',
      args: {
        allowedStorages: [storage],
        format: 'cms',
        data: base64(digest),
        signingParams: { decode: true, encapsulate: false, digested: true },
        signerParams: { extKeyUsageOids: [signingUsage] },
        locale,
      },
    },
    read: readBasics,
  };
}

function common(id: string, method: string, args: unknown[]): Request {
  return { body: { module: commonUtils, method, args, uuid: id }, read: (answer) => readCommon(id, answer) };
}

function readBasics(answer: unknown): Answer {
  if (NotKnown.safeParse(answer).success) return { kind: 'unknown' };
  const read = Basics.safeParse(answer);
  if (!read.success) throw notUnderstood('no answer to a signing request');
  const { status, code, message, body } = read.data;
  if (!status) {
    if (code === 'INVOCATION_ERROR') return { kind: 'unknown' };
    return isCancel(message) ? { kind: 'cancelled' } : { kind: 'refused', message: said(code, message) };
  }
  // Somebody who closes the window of the client leaves the body empty.
  const result = body?.result;
  return result === undefined || result === null ? { kind: 'cancelled' } : { kind: 'result', value: result };
}

function readCommon(id: string, answer: unknown): Answer {
  if (NotKnown.safeParse(answer).success) return { kind: 'unknown' };
  const read = Common.safeParse(answer);
  if (!read.success) throw notUnderstood('no answer to the request');
  const { code, message, responseObject, uuid } = read.data;
  if (uuid !== undefined && uuid !== null && uuid !== id) throw notUnderstood('an answer to another request');
  if (String(code) === '200') return { kind: 'result', value: responseObject };
  return isCancel(message) ? { kind: 'cancelled' } : { kind: 'refused', message: said(code, message) };
}

function isCancel(message: string | null | undefined): boolean {
  return message === 'action.canceled' || message === 'action.cancelled';
}

/** What the client says of a failure, as one line of bearable length. */
function said(code: string | number | null | undefined, message: string | null | undefined): string {
  const text = [code, message].filter((part) => part !== undefined && part !== null && part !== '').join(': ');
  return text.replaceAll(/[\u0000-\u001f\u007f]+/g, ' ').slice(0, 300);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** The names in an answer to `activeTokens`; what is no name is left out. */
export function readStorages(value: unknown): string[] {
  const names = Array.isArray(value) ? value : [];
  return names.filter((name): name is string => typeof name === 'string' && /^[A-Za-z0-9]{1,40}$/.test(name));
}

/** The certificate in an answer to `keyInfo`, DER. */
export function readCertificate(value: unknown): Uint8Array {
  const pem = z.looseObject({ pem: z.string() }).safeParse(value);
  if (!pem.success) throw notUnderstood('no certificate of the key');
  return readBase64(pem.data.pem);
}

/** The CMS in an answer to a signing request: text or a list of one, PEM or plain base64. */
export function readCmsText(value: unknown): Uint8Array {
  const [text, ...more] = Array.isArray(value) ? (value as unknown[]) : [value];
  if (typeof text !== 'string' || more.length > 0) throw notUnderstood('not one signature');
  return readBase64(text);
}

function readBase64(text: string): Uint8Array {
  const inner = text.replaceAll(/-----(BEGIN|END) [A-Z0-9 ]{1,40}-----/g, '').replaceAll(/\s+/g, '');
  if (inner === '' || inner.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(inner))
    throw notUnderstood('not base64');
  return new Uint8Array(Buffer.from(inner, 'base64'));
}
