import { AsnConvert } from '@peculiar/asn1-schema';
import { BasicOCSPResponse, id_kp_OCSPSigning, OCSPResponse, OCSPResponseStatus } from '@peculiar/asn1-ocsp';
import { AppError } from '../../shared/lib/errors.ts';
import { parseCertificate, nameText, type ParsedCertificate } from './certificate.ts';
import { readChildren, readElement } from './der.ts';
import { digestNames, digestOver } from './digest.ts';
import { checkSignature } from './public-key.ts';
import { isValidAt } from './trust.ts';

/** A signed answer of an OCSP responder (RFC 6960), as a connected machine saved it. */
export interface OcspReply {
  der: Uint8Array;
  producedAt: Date;
  /** Earliest `nextUpdate` of its answers. */
  nextUpdate: Date | null;
  responder: string;
  response: BasicOCSPResponse;
  /** The part that is signed, as it stands in the file. */
  signedBytes: Uint8Array;
  certificates: ParsedCertificate[];
}

const basicResponse = '1.3.6.1.5.5.7.48.1.1';
const sha1 = '1.3.14.3.2.26';

/** Reads an OCSP response in DER. AppError `invalid`: `not-ocsp`, or `ocsp-refused` where the responder gave no answer. */
export function parseOcsp(der: Uint8Array): OcspReply {
  try {
    return read(der);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid', 'Not an OCSP response', { reason: 'not-ocsp', cause: error });
  }
}

function read(der: Uint8Array): OcspReply {
  const outer = AsnConvert.parse(der, OCSPResponse);
  if (outer.responseStatus !== OCSPResponseStatus.successful || outer.responseBytes?.responseType !== basicResponse) {
    throw new AppError('invalid', 'The responder gave no answer', {
      reason: 'ocsp-refused',
      details: { status: outer.responseStatus },
    });
  }
  const bytes = new Uint8Array(outer.responseBytes.response.buffer);
  const response = AsnConvert.parse(bytes, BasicOCSPResponse);
  const whole = readElement(bytes, 0);
  const [signed] = (whole && readChildren(bytes, whole)) ?? [];
  if (!signed || response.tbsResponseData.responses.length === 0) throw new Error('No answers');
  const { responderID, producedAt, responses } = response.tbsResponseData;
  const ends = responses.flatMap(({ nextUpdate }) => (nextUpdate ? [nextUpdate.getTime()] : []));
  return {
    der,
    producedAt,
    nextUpdate: ends.length > 0 ? new Date(Math.min(...ends)) : null,
    responder: responderID.byName
      ? nameText(responderID.byName)
      : Buffer.from(responderID.byKey?.buffer ?? new ArrayBuffer(0)).toString('hex'),
    response,
    signedBytes: bytes.slice(signed.start, signed.end),
    certificates: (response.certs ?? []).map((own) => parseCertificate(new Uint8Array(AsnConvert.serialize(own)))),
  };
}

/** What a reply says of a certificate; undefined where it does not speak of it or is not signed by its authority. */
export function statusIn(
  reply: OcspReply,
  certificate: ParsedCertificate,
  authority: ParsedCertificate,
): { thisUpdate: Date; nextUpdate: Date | null; revokedAt: Date | undefined } | undefined {
  const answer = reply.response.tbsResponseData.responses.find(({ certID }) => {
    const digest = certID.hashAlgorithm.algorithm === sha1 ? 'sha1' : digestNames[certID.hashAlgorithm.algorithm];
    if (!digest || Buffer.from(certID.serialNumber).toString('hex') !== certificate.info.serial) return false;
    const { subject, subjectPublicKeyInfo } = authority.certificate.tbsCertificate;
    const isHash = (of: ArrayBuffer, wanted: ArrayBuffer): boolean =>
      digestOver(digest, [new Uint8Array(of)]).equals(Buffer.from(wanted));
    return (
      isHash(AsnConvert.serialize(subject), certID.issuerNameHash.buffer) &&
      isHash(subjectPublicKeyInfo.subjectPublicKey, certID.issuerKeyHash.buffer)
    );
  });
  if (!answer || !isSignedFor(reply, authority)) return undefined;
  const { good, revoked } = answer.certStatus;
  if (good === undefined && !revoked) return undefined;
  return {
    thisUpdate: answer.thisUpdate,
    nextUpdate: answer.nextUpdate ?? null,
    revokedAt: revoked?.revocationTime,
  };
}

/** Signed by the authority itself, or by a responder it has certified for that (RFC 6960 section 4.2.2.2). */
function isSignedFor(reply: OcspReply, authority: ParsedCertificate): boolean {
  const { signatureAlgorithm, signature } = reply.response;
  const fits = (signer: ParsedCertificate): boolean =>
    checkSignature(
      signer,
      {
        oid: signatureAlgorithm.algorithm,
        parameters: signatureAlgorithm.parameters ? new Uint8Array(signatureAlgorithm.parameters) : undefined,
      },
      reply.signedBytes,
      new Uint8Array(signature),
    ) === 'right';
  if (fits(authority)) return true;
  return reply.certificates.some((own) => isDelegate(own, authority, reply.producedAt) && fits(own));
}

function isDelegate(own: ParsedCertificate, authority: ParsedCertificate, at: Date): boolean {
  const { certificate, usage } = own;
  if (!usage.extendedKeyUsage.includes(id_kp_OCSPSigning) || !isValidAt(own, at)) return false;
  const issuer = Buffer.from(AsnConvert.serialize(certificate.tbsCertificate.issuer));
  const subject = Buffer.from(AsnConvert.serialize(authority.certificate.tbsCertificate.subject));
  const { algorithm, parameters } = certificate.signatureAlgorithm;
  return (
    issuer.equals(subject) &&
    checkSignature(
      authority,
      { oid: algorithm, parameters: parameters ? new Uint8Array(parameters) : undefined },
      new Uint8Array(certificate.tbsCertificateRaw ?? new ArrayBuffer(0)),
      new Uint8Array(certificate.signatureValue),
    ) === 'right'
  );
}
