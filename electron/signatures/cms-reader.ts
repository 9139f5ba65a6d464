import { AsnConvert, AsnObjectIdentifierConverter, OctetString } from '@peculiar/asn1-schema';
import { ContentInfo, SignerInfo, type Attribute } from '@peculiar/asn1-cms';
import { Time } from '@peculiar/asn1-x509';
import { AppError } from '../../shared/lib/errors.ts';
import { parseCertificate, type ParsedCertificate } from './certificate.ts';
import { cmsOid, SignedDataRaw, SigningCertificateV2 } from './cms-types.ts';
import { readChildren, readElement, type DerElement } from './der.ts';
import { digestNames, digestOver, type DigestName } from './digest.ts';
import type { NamedAlgorithm } from './public-key.ts';

/** What a CMS with one signer says, with the bytes the signature covers. */
export interface ReadCms {
  /** Bytes the CMS takes; what follows in the file should be padding. */
  length: number;
  contentType: string;
  /** Content carried inside, as time-stamp tokens do. */
  content: Uint8Array | undefined;
  digestOid: string;
  /** Undefined for digests not supported here. */
  digest: DigestName | undefined;
  /** The signed attributes in the form that is hashed. */
  signedBytes: Uint8Array;
  messageDigest: Uint8Array | undefined;
  /** Whether the content-type attribute agrees with the content. */
  contentTypeFits: boolean;
  signingTime: Date | undefined;
  signatureAlgorithm: NamedAlgorithm;
  signature: Uint8Array;
  /** A time-stamp token over the signature value (CAdES-T), outside the signed attributes. */
  timeStamp: Uint8Array | undefined;
  certificates: ParsedCertificate[];
  signer: ParsedCertificate | undefined;
  /** Whether the signing-certificate attribute names the signer's certificate. */
  signingCertificate: 'fits' | 'differs' | 'missing';
}

/** More certificates than any chain has. */
const maximumCertificates = 40;

/**
 * Reads the CMS at the beginning of the bytes. AppError `invalid`: `cms-unreadable`, or `cms-signers` when it does not
 * have exactly one signer (EN 319 142-1 asks for one).
 */
export function readCms(bytes: Uint8Array): ReadCms {
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid', 'The CMS cannot be read', { reason: 'cms-unreadable', cause: error });
  }
}

function read(padded: Uint8Array): ReadCms {
  const whole = readElement(padded, 0);
  if (whole?.tag !== 0x30) throw new Error('No CMS');
  // A copy of its own: `slice` of a Buffer would be a view, and what is changed below would change the file.
  const bytes = Uint8Array.from(padded.subarray(0, whole.end));
  const content = AsnConvert.parse(bytes, ContentInfo);
  if (content.contentType !== cmsOid.signedData) throw new Error('Not SignedData');
  const data = AsnConvert.parse(content.content, SignedDataRaw);
  const info = data.signerInfos[0];
  if (data.signerInfos.length !== 1 || !(info instanceof SignerInfo)) {
    throw new AppError('invalid', 'The CMS does not have one signer', { reason: 'cms-signers' });
  }
  const attributes = info.signedAttrs ?? [];
  const places = locate(bytes, whole);
  const certificates = places.certificates.slice(0, maximumCertificates).flatMap(({ start, end }) => {
    try {
      return [parseCertificate(bytes.slice(start, end))];
    } catch {
      return [];
    }
  });
  const signer = certificates.find((own) => isSigner(own, info));
  const digestOid = info.digestAlgorithm.algorithm;
  const contentType = data.encapContentInfo.eContentType;
  const typeValue = single(attributes, cmsOid.contentType);
  const digestValue = single(attributes, cmsOid.messageDigest);
  const parameters = info.signatureAlgorithm.parameters;
  return {
    length: whole.end,
    contentType,
    content: bytesOf(data.encapContentInfo.eContent?.single),
    digestOid,
    digest: digestNames[digestOid],
    signedBytes: asSet(bytes, places.attributes),
    messageDigest: digestValue && bytesOf(AsnConvert.parse(digestValue, OctetString)),
    contentTypeFits: typeValue !== undefined && sameOid(typeValue, contentType),
    signingTime: readTime(single(attributes, cmsOid.signingTime)),
    signatureAlgorithm: {
      oid: info.signatureAlgorithm.algorithm,
      parameters: parameters ? new Uint8Array(parameters) : undefined,
    },
    signature: bytesOf(info.signature) ?? new Uint8Array(),
    timeStamp: rawBytes(single(info.unsignedAttrs ?? [], cmsOid.signatureTimeStamp)),
    certificates,
    signer,
    signingCertificate: signingCertificate(single(attributes, cmsOid.signingCertificateV2), signer),
  };
}

/** The value of an attribute that must stand once with one value; anything else counts as missing. */
function single(attributes: Attribute[], type: string): ArrayBuffer | undefined {
  const found = attributes.filter((own) => own.attrType === type);
  const [value] = found[0]?.attrValues ?? [];
  return found.length === 1 && found[0]?.attrValues.length === 1 ? value : undefined;
}

function bytesOf(value: OctetString | undefined): Uint8Array | undefined {
  return value ? new Uint8Array(value.buffer) : undefined;
}

function rawBytes(value: ArrayBuffer | undefined): Uint8Array | undefined {
  return value && new Uint8Array(value);
}

function sameOid(encoded: ArrayBuffer, oid: string): boolean {
  return Buffer.from(encoded).equals(Buffer.from(AsnObjectIdentifierConverter.toASN(oid).toBER(false)));
}

function readTime(value: ArrayBuffer | undefined): Date | undefined {
  return value ? AsnConvert.parse(value, Time).getTime() : undefined;
}

function isSigner(own: ParsedCertificate, info: SignerInfo): boolean {
  const named = info.sid.issuerAndSerialNumber;
  const body = own.certificate.tbsCertificate;
  if (named) {
    return (
      Buffer.from(named.serialNumber).equals(Buffer.from(body.serialNumber)) &&
      Buffer.from(AsnConvert.serialize(named.issuer)).equals(Buffer.from(AsnConvert.serialize(body.issuer)))
    );
  }
  const wanted = info.sid.subjectKeyIdentifier;
  const extension = body.extensions?.find((item) => item.extnID === '2.5.29.14');
  if (!wanted || !extension) return false;
  return Buffer.from(AsnConvert.parse(extension.extnValue.buffer, OctetString).buffer).equals(
    Buffer.from(wanted.buffer),
  );
}

function signingCertificate(
  value: ArrayBuffer | undefined,
  signer: ParsedCertificate | undefined,
): ReadCms['signingCertificate'] {
  if (!value) return 'missing';
  const first = AsnConvert.parse(value, SigningCertificateV2).certs[0];
  const digest = first?.hashAlgorithm ? digestNames[first.hashAlgorithm.algorithm] : 'sha256';
  if (!first || !signer || !digest) return 'differs';
  const actual = digestOver(digest, [signer.der]);
  return actual.equals(Buffer.from(first.certHash.buffer)) ? 'fits' : 'differs';
}

/**
 * Where certificates and signed attributes stand. Both are taken from the bytes of the file, because reading and
 * encoding them again could repair what somebody changed.
 */
function locate(bytes: Uint8Array, whole: DerElement): { certificates: DerElement[]; attributes: DerElement } {
  const inside = (element: DerElement | undefined): DerElement[] => {
    const children = element && readChildren(bytes, element);
    if (!children) throw new Error('Not DER');
    return children;
  };
  const [, explicit] = inside(whole);
  const fields = inside(inside(explicit)[0]);
  const [signerInfo] = inside(fields.at(-1));
  const attributes = inside(signerInfo).find((own) => own.tag === 0xa0);
  if (!attributes) throw new Error('No signed attributes');
  const set = fields.find((own) => own.tag === 0xa0);
  return { certificates: set ? inside(set) : [], attributes };
}

/** Signed attributes are hashed with the tag of a SET in place of the context tag (RFC 5652 section 5.4). */
function asSet(bytes: Uint8Array, attributes: DerElement): Uint8Array {
  const copy = bytes.slice(attributes.start, attributes.end);
  copy[0] = 0x31;
  return copy;
}
