import { createHash } from 'node:crypto';
import { AsnConvert, AsnObjectIdentifierConverter, OctetString } from '@peculiar/asn1-schema';
import {
  Attribute,
  CMSVersion,
  ContentInfo,
  DigestAlgorithmIdentifier,
  DigestAlgorithmIdentifiers,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignatureAlgorithmIdentifier,
  SignerIdentifier,
  SignerInfo,
  SignerInfos,
} from '@peculiar/asn1-cms';
import { AppError } from '../../shared/lib/errors.ts';
import { parseCertificate } from './certificate.ts';
import {
  cmsOid,
  digestIds,
  EssCertIdV2,
  SignedAttributeSet,
  SignedDataRaw,
  SigningCertificateV2,
} from './cms-types.ts';
import { digestOver } from './digest.ts';
import { gostDigestId, gostSignatureId } from './gost-keys.ts';
import { checkSignature } from './public-key.ts';
import { digestOf, type SignatureAlgorithm, type SigningKey } from './signing-key.ts';

const derNull = Uint8Array.of(5, 0).buffer;

const signatureIds: Record<SignatureAlgorithm, string> = {
  'rsa-sha256': cmsOid.rsaEncryption,
  'ecdsa-sha256': '1.2.840.10045.4.3.2',
  'ecdsa-sha384': '1.2.840.10045.4.3.3',
  'ecdsa-sha512': '1.2.840.10045.4.3.4',
  'gost-2015-512': gostSignatureId,
};

const idsOfDigests = { ...digestIds, streebog512: gostDigestId };

/** Digest of the document in the way the key needs it; `parts` are hashed one after the other. */
export function documentDigest(algorithm: SignatureAlgorithm, parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(digestOver(digestOf(algorithm), parts));
}

/**
 * Makes a detached CMS for a PAdES B-B signature (EN 319 142-1 section 6.3): content type, message digest and signing
 * certificate as signed attributes, no signing time (PDF carries it in `/M`), and the certificates known for the
 * chain. Checks the signature against the certificate before giving it out: AppError `invalid` with reason
 * `signature-does-not-fit` when what the key made belongs to another certificate.
 */
export async function makeCms(key: SigningKey, digest: Uint8Array): Promise<Uint8Array> {
  const signer = parseCertificate(key.certificate);
  const digestId = idsOfDigests[digestOf(key.algorithm)];
  const essCertificate = new EssCertIdV2();
  essCertificate.certHash = octetString(createHash('sha256').update(key.certificate).digest());
  const signingCertificate = new SigningCertificateV2();
  signingCertificate.certs = [essCertificate];
  const attributes = sortForDer([
    attribute(cmsOid.contentType, AsnObjectIdentifierConverter.toASN(cmsOid.data).toBER(false)),
    attribute(cmsOid.messageDigest, AsnConvert.serialize(octetString(digest))),
    attribute(cmsOid.signingCertificateV2, AsnConvert.serialize(signingCertificate)),
  ]);
  const signedBytes = new Uint8Array(AsnConvert.serialize(new SignedAttributeSet(attributes)));
  const signature = await key.sign(signedBytes);
  const algorithm = { oid: signatureIds[key.algorithm] };
  if (checkSignature(signer, algorithm, signedBytes, signature, digestOf(key.algorithm)) !== 'right') {
    throw new AppError('invalid', 'The signature does not fit the certificate', { reason: 'signature-does-not-fit' });
  }
  const info = new SignerInfo({
    version: CMSVersion.v1,
    sid: new SignerIdentifier({
      issuerAndSerialNumber: new IssuerAndSerialNumber({
        issuer: signer.certificate.tbsCertificate.issuer,
        serialNumber: signer.certificate.tbsCertificate.serialNumber,
      }),
    }),
    digestAlgorithm: new DigestAlgorithmIdentifier({ algorithm: digestId }),
    signedAttrs: attributes,
    signatureAlgorithm: new SignatureAlgorithmIdentifier(
      key.algorithm === 'rsa-sha256'
        ? { algorithm: signatureIds[key.algorithm], parameters: derNull }
        : { algorithm: signatureIds[key.algorithm] },
    ),
    signature: octetString(signature),
  });
  const signedData = new SignedDataRaw();
  signedData.digestAlgorithms = new DigestAlgorithmIdentifiers([
    new DigestAlgorithmIdentifier({ algorithm: digestId }),
  ]);
  signedData.encapContentInfo = new EncapsulatedContentInfo({ eContentType: cmsOid.data });
  signedData.certificates = sortBytes([key.certificate, ...key.chain].map(exactBuffer));
  signedData.signerInfos = new SignerInfos([info]);
  const content = new ContentInfo({ contentType: cmsOid.signedData, content: AsnConvert.serialize(signedData) });
  return new Uint8Array(AsnConvert.serialize(content));
}

function attribute(type: string, value: ArrayBuffer): Attribute {
  return new Attribute({ attrType: type, attrValues: [value] });
}

function octetString(bytes: Uint8Array): OctetString {
  return new OctetString(exactBuffer(bytes));
}

function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

/** DER orders the elements of a SET OF by their encoding (X.690 section 11.6). */
function sortForDer(attributes: Attribute[]): Attribute[] {
  return attributes
    .map((own) => ({ own, encoded: Buffer.from(AsnConvert.serialize(own)) }))
    .sort((one, other) => Buffer.compare(one.encoded, other.encoded))
    .map(({ own }) => own);
}

function sortBytes(items: ArrayBuffer[]): ArrayBuffer[] {
  return items.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
}
