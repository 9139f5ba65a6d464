import { AsnArray, AsnProp, AsnPropTypes, AsnType, AsnTypeTypes, OctetString } from '@peculiar/asn1-schema';
import {
  Attribute,
  CMSVersion,
  DigestAlgorithmIdentifiers,
  EncapsulatedContentInfo,
  SignerInfos,
} from '@peculiar/asn1-cms';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';

/**
 * ASN.1 types that the packages lack. The decorators are called as functions because decorator syntax cannot be
 * stripped from TypeScript.
 */

/** ESSCertIDv2 of RFC 5035 section 4; without an algorithm the hash is SHA-256. */
export class EssCertIdV2 {
  hashAlgorithm?: AlgorithmIdentifier;
  certHash = new OctetString();
  issuerSerial?: ArrayBuffer;
}
AsnProp({ type: AlgorithmIdentifier, optional: true })(EssCertIdV2.prototype, 'hashAlgorithm');
AsnProp({ type: OctetString })(EssCertIdV2.prototype, 'certHash');
AsnProp({ type: AsnPropTypes.Any, optional: true })(EssCertIdV2.prototype, 'issuerSerial');

/** SigningCertificateV2 of RFC 5035 section 3. */
export class SigningCertificateV2 {
  certs: EssCertIdV2[] = [];
  policies?: ArrayBuffer;
}
AsnProp({ type: EssCertIdV2, repeated: 'sequence' })(SigningCertificateV2.prototype, 'certs');
AsnProp({ type: AsnPropTypes.Any, optional: true })(SigningCertificateV2.prototype, 'policies');

/** The signed attributes as they are hashed: SET OF with its universal tag (RFC 5652 section 5.4). */
export class SignedAttributeSet extends AsnArray<Attribute> {}
AsnType({ type: AsnTypeTypes.Set, itemType: Attribute })(SignedAttributeSet);

/** SignedData of RFC 5652 section 5.1 with certificates and lists kept as bytes, so that they stay as issued. */
export class SignedDataRaw {
  version: number = CMSVersion.v1;
  digestAlgorithms = new DigestAlgorithmIdentifiers();
  encapContentInfo = new EncapsulatedContentInfo();
  certificates?: ArrayBuffer[];
  crls?: ArrayBuffer[];
  signerInfos = new SignerInfos();
}
AsnProp({ type: AsnPropTypes.Integer })(SignedDataRaw.prototype, 'version');
AsnProp({ type: DigestAlgorithmIdentifiers })(SignedDataRaw.prototype, 'digestAlgorithms');
AsnProp({ type: EncapsulatedContentInfo })(SignedDataRaw.prototype, 'encapContentInfo');
AsnProp({ type: AsnPropTypes.Any, context: 0, implicit: true, optional: true, repeated: 'set' })(
  SignedDataRaw.prototype,
  'certificates',
);
AsnProp({ type: AsnPropTypes.Any, context: 1, implicit: true, optional: true, repeated: 'set' })(
  SignedDataRaw.prototype,
  'crls',
);
AsnProp({ type: SignerInfos })(SignedDataRaw.prototype, 'signerInfos');

/** Object identifiers of CMS and of the attributes of PAdES. */
export const cmsOid = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  rsaEncryption: '1.2.840.113549.1.1.1',
  rsaPss: '1.2.840.113549.1.1.10',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  signatureTimeStamp: '1.2.840.113549.1.9.16.2.14',
} as const;

/** Object identifiers of the digests used here, by the names of node:crypto. */
export const digestIds = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
} as const;
