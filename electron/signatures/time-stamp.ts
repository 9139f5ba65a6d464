import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { MessageImprint, PKIStatus, TimeStampReq, TimeStampResp, TSTInfo } from '@peculiar/asn1-tsp';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { AppError } from '../../shared/lib/errors.ts';
import type { ParsedCertificate } from './certificate.ts';
import { readCms, type ReadCms } from './cms-reader.ts';
import { cmsOid, digestIds } from './cms-types.ts';
import { readChildren, readElement } from './der.ts';
import { digestNames, digestOver, type DigestName } from './digest.ts';
import { gostDigestId } from './gost-keys.ts';
import { checkSignature } from './public-key.ts';

/** Digests a request may ask to be stamped. */
export type StampDigest = keyof typeof digestIds | 'streebog512';

/**
 * Policy of the national time-stamp authority for GOST 34.310-2015. From public material; no answer of that authority was at
 * hand (docs/dossier.md).
 */
export const nationalStampPolicy = '1.2.398.3.3.2.6.4';

/** What a time-stamp token says (TSTInfo of RFC 3161 section 2.4.2). */
export interface TokenContent {
  /** The imprint's digest; undefined for digests not supported here. */
  digest: DigestName | undefined;
  imprint: Uint8Array;
  policy: string;
  time: Date;
  nonce: Uint8Array | undefined;
}

const timeStamping = '1.3.6.1.5.5.7.3.8';

/** Reads the content of a token; undefined where it is none. */
export function readTokenContent(content: Uint8Array | undefined): TokenContent | undefined {
  if (!content) return undefined;
  try {
    const info = AsnConvert.parse(content, TSTInfo);
    return {
      digest: digestNames[info.messageImprint.hashAlgorithm.algorithm],
      imprint: new Uint8Array(info.messageImprint.hashedMessage.buffer),
      policy: info.policy,
      time: info.genTime,
      nonce: info.nonce && new Uint8Array(info.nonce),
    };
  } catch {
    return undefined;
  }
}

/** Whether a certificate was issued for time stamps, and for nothing else (RFC 3161 section 2.3). */
export function mayStamp({ usage }: ParsedCertificate): boolean {
  return usage.extendedKeyUsage.length === 1 && usage.extendedKeyUsage[0] === timeStamping;
}

/**
 * Makes a time-stamp request (RFC 3161 section 2.4.1) for a digest. It asks for the authority's certificate, which an
 * offline check needs. `nonce` is what the answer has to repeat, `policy` under which policy the authority is to stamp.
 */
export function makeStampRequest(
  digest: Uint8Array,
  name: StampDigest,
  nonce: Uint8Array,
  policy?: string,
): Uint8Array {
  const request = new TimeStampReq({
    messageImprint: new MessageImprint({
      hashAlgorithm: digestAlgorithm(name),
      hashedMessage: new OctetString(Uint8Array.from(digest).buffer),
    }),
    ...(policy === undefined ? {} : { reqPolicy: policy }),
    nonce: Uint8Array.from(nonce).buffer,
    certReq: true,
  });
  return new Uint8Array(AsnConvert.serialize(request));
}

function digestAlgorithm(name: StampDigest): AlgorithmIdentifier {
  if (name === 'streebog512') return new AlgorithmIdentifier({ algorithm: gostDigestId });
  return new AlgorithmIdentifier({ algorithm: digestIds[name], parameters: Uint8Array.of(5, 0).buffer });
}

/** What a request asks for, and an answer to it has to repeat. */
export interface StampRequest {
  digest: Uint8Array;
  name: DigestName;
  nonce: Uint8Array | null;
  /** Undefined where any policy will do. */
  policy: string | undefined;
}

/** Reads a request (`.tsq`). AppError `invalid` with reason `stamp-request-unreadable`. */
export function readStampRequest(bytes: Uint8Array): StampRequest {
  const unreadable = (cause?: unknown): AppError =>
    new AppError('invalid', 'Not a time-stamp request', { reason: 'stamp-request-unreadable', cause });
  let request: TimeStampReq;
  try {
    request = AsnConvert.parse(bytes, TimeStampReq);
  } catch (error) {
    throw unreadable(error);
  }
  const name = digestNames[request.messageImprint.hashAlgorithm.algorithm];
  if (!name) throw unreadable();
  return {
    digest: new Uint8Array(request.messageImprint.hashedMessage.buffer),
    name,
    nonce: request.nonce ? new Uint8Array(request.nonce) : null,
    policy: request.reqPolicy,
  };
}

/**
 * Takes the token out of an answer (`.tsr`, or the bare token) and checks that it answers exactly this request.
 *
 * AppError `invalid`: `stamp-unreadable`; `stamp-refused` where the authority declined (details `status`, `text`);
 * `stamp-foreign` where it stamps other bytes; `stamp-other-request` where it answers another request for the same
 * bytes; `stamp-other-policy` where it stamps under another policy than asked for; `stamp-not-for-stamping` and `stamp-signature-wrong` where the token is not one of a time-stamp authority.
 */
export function readStampResponse(
  bytes: Uint8Array,
  expected: StampRequest,
): { token: Uint8Array; time: Date; authority: ParsedCertificate } {
  const token = unwrap(bytes);
  const refuse = (reason: string): AppError => new AppError('invalid', `Time stamp: ${reason}`, { reason });
  let cms: ReadCms;
  try {
    cms = readCms(token);
  } catch (error) {
    throw new AppError('invalid', 'Not a time stamp', { reason: 'stamp-unreadable', cause: error });
  }
  const content = cms.contentType === cmsOid.tstInfo ? readTokenContent(cms.content) : undefined;
  if (!content) throw refuse('stamp-unreadable');
  if (content.digest !== expected.name || !Buffer.from(content.imprint).equals(Buffer.from(expected.digest))) {
    throw refuse('stamp-foreign');
  }
  const wanted = expected.nonce && Buffer.from(expected.nonce);
  if (wanted && (!content.nonce || !wanted.equals(Buffer.from(content.nonce)))) throw refuse('stamp-other-request');
  if (expected.policy !== undefined && content.policy !== expected.policy) throw refuse('stamp-other-policy');
  if (!cms.signer || !mayStamp(cms.signer)) throw refuse('stamp-not-for-stamping');
  if (!isTokenSound(cms, cms.signer)) throw refuse('stamp-signature-wrong');
  return { token: Uint8Array.from(token.subarray(0, cms.length)), time: content.time, authority: cms.signer };
}

/** Whether a token's signature is right and covers its content. Says nothing about who the authority is. */
export function isTokenSound(cms: ReadCms, signer: ParsedCertificate): boolean {
  if (!cms.digest || !cms.messageDigest || !cms.content || !cms.contentTypeFits) return false;
  const digest = digestOver(cms.digest, [cms.content]);
  return (
    digest.equals(Buffer.from(cms.messageDigest)) &&
    cms.signingCertificate !== 'differs' &&
    checkSignature(signer, cms.signatureAlgorithm, cms.signedBytes, cms.signature, cms.digest) === 'right'
  );
}

function unwrap(bytes: Uint8Array): Uint8Array {
  let reply: TimeStampResp;
  try {
    reply = AsnConvert.parse(bytes, TimeStampResp);
  } catch {
    return bytes;
  }
  const { status, statusString } = reply.status;
  const isGranted = status === PKIStatus.granted || status === PKIStatus.grantedWithMods;
  if (!isGranted || !reply.timeStampToken) {
    throw new AppError('invalid', 'The authority gave no time stamp', {
      reason: 'stamp-refused',
      details: { status, text: statusString?.join(' ') ?? '' },
    });
  }
  const whole = readElement(bytes, 0);
  const token = whole && readChildren(bytes, whole)?.[1];
  if (!token) throw new AppError('invalid', 'Not a time stamp', { reason: 'stamp-unreadable' });
  return bytes.slice(token.start, token.end);
}
