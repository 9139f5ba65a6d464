import { createHash } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  KeyUsage,
  KeyUsageFlags,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  type Name,
} from '@peculiar/asn1-x509';
import { AppError } from '../../shared/lib/errors.ts';
import type { CertificateInfo } from '../../shared/signatures/report.ts';

/** The kind of a public key. `gost` is every GOST key; which of them can be used is for `readGostKey` to say. */
export type KeyKind = 'rsa' | 'ec' | 'gost' | 'other';

/** What a certificate allows (RFC 5280 section 4.2.1). */
export interface CertificateUsage {
  /** Empty when the certificate has no such extension and so no such limit. */
  keyUsage: KeyUsageName[];
  /** Extended key usage as object identifiers. */
  extendedKeyUsage: string[];
  isAuthority: boolean;
}

/** Names of RFC 5280 section 4.2.1.3. */
export type KeyUsageName =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly';

/** Something the user should know before signing with a certificate. */
export type CertificateWarning = 'expired' | 'not-yet-valid' | 'not-for-signing' | 'other-organisation';

const keyUsageFlags: [KeyUsageName, number][] = [
  ['digitalSignature', KeyUsageFlags.digitalSignature],
  ['nonRepudiation', KeyUsageFlags.nonRepudiation],
  ['keyEncipherment', KeyUsageFlags.keyEncipherment],
  ['dataEncipherment', KeyUsageFlags.dataEncipherment],
  ['keyAgreement', KeyUsageFlags.keyAgreement],
  ['keyCertSign', KeyUsageFlags.keyCertSign],
  ['cRLSign', KeyUsageFlags.cRLSign],
  ['encipherOnly', KeyUsageFlags.encipherOnly],
  ['decipherOnly', KeyUsageFlags.decipherOnly],
];

const attributeNames: Record<string, string> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.15': 'businessCategory',
  '2.5.4.42': 'GN',
  '2.5.4.97': 'organizationIdentifier',
  '1.2.840.113549.1.9.1': 'E',
  '0.9.2342.19200300.100.1.25': 'DC',
};

/** A certificate with its exact bytes next to the typed form. */
export interface ParsedCertificate {
  der: Uint8Array;
  certificate: Certificate;
  /** Hashes and the serial number are lower-case hex, names as in RFC 4514. */
  info: CertificateInfo;
  keyKind: KeyKind;
  usage: CertificateUsage;
}

/** Tells a GOST algorithm by its identifier: arcs of Kazakhstan (1.2.398.3.10.1) and Russia (1.2.643). */
export function isGostAlgorithm(oid: string): boolean {
  return oid.startsWith('1.2.398.3.10.1.') || oid.startsWith('1.2.643.');
}

/** Reads one certificate in DER. AppError `invalid` with reason `not-certificate` for anything else. */
export function parseCertificate(der: Uint8Array): ParsedCertificate {
  try {
    const certificate = AsnConvert.parse(der, Certificate);
    const kind = keyKind(certificate.tbsCertificate.subjectPublicKeyInfo.algorithm.algorithm);
    return { der, certificate, info: describe(certificate, der, kind), keyKind: kind, usage: readUsage(certificate) };
  } catch (error) {
    throw new AppError('invalid', 'Not an X.509 certificate', { reason: 'not-certificate', cause: error });
  }
}

/** Gives the DER blocks of a file that holds either one DER object or any number of PEM blocks with that label. */
export function pemOrDer(bytes: Uint8Array, label: 'CERTIFICATE' | 'X509 CRL' | 'OCSP RESPONSE'): Uint8Array[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const opening = `-----BEGIN ${label}-----`;
  if (!text.includes(opening)) return [bytes];
  return text
    .split(opening)
    .slice(1)
    .map((part) => new Uint8Array(Buffer.from(part.split('-----END')[0] ?? '', 'base64')));
}

/**
 * Warnings about using a certificate for a signature at a time. With the organisation's BIN, a certificate issued for
 * another organisation is named; one without a BIN belongs to a person and gets no warning. Without `usage` nothing is
 * said about what the certificate is for.
 */
export function certificateWarnings(
  { info, usage }: { info: CertificateInfo; usage?: CertificateUsage },
  at: Date,
  organisationBin?: string,
): CertificateWarning[] {
  const warnings: CertificateWarning[] = [];
  if (at.getTime() > Date.parse(info.notAfter)) warnings.push('expired');
  if (at.getTime() < Date.parse(info.notBefore)) warnings.push('not-yet-valid');
  if (usage && !maySign(usage)) warnings.push('not-for-signing');
  if (organisationBin && info.bin && info.bin !== organisationBin) warnings.push('other-organisation');
  return warnings;
}

/** Whether key usage allows signing documents; a certificate without the extension is not limited (RFC 5280). */
export function maySign(usage: CertificateUsage): boolean {
  if (usage.keyUsage.length === 0) return !usage.isAuthority;
  return usage.keyUsage.includes('digitalSignature') || usage.keyUsage.includes('nonRepudiation');
}

/** Whether two certificates are one, or were issued to the same person, told by the IIN. */
export function isSamePerson(one: CertificateInfo | null, other: CertificateInfo | null): boolean {
  if (!one || !other) return false;
  return one.sha256 === other.sha256 || (one.iin !== null && one.iin === other.iin);
}

/** The certificates above the signer's, nearest first; certificates of other chains are left out. */
export function orderChain(signer: ParsedCertificate, all: ParsedCertificate[]): Uint8Array[] {
  const chain: ParsedCertificate[] = [];
  for (let current = signer; current.info.issuer !== current.info.subject;) {
    const next = all.find((own) => own.info.subject === current.info.issuer && own !== signer && !chain.includes(own));
    if (!next) break;
    chain.push(next);
    current = next;
  }
  return chain.map((own) => own.der);
}

/** Writes a name in the order and with the separators of RFC 4514, most specific part first. */
export function nameText(name: Name): string {
  return nameParts(name)
    .reverse()
    .map(([type, value]) => `${attributeNames[type] ?? type}=${value.replace(/([,+"\\<>;])/g, '\\$1')}`)
    .join(',');
}

function nameParts(name: Name): [string, string][] {
  return [...name].flatMap((rdn) => [...rdn].map((part): [string, string] => [part.type, part.value.toString()]));
}

function describe(certificate: Certificate, der: Uint8Array, kind: KeyKind): CertificateInfo {
  const body = certificate.tbsCertificate;
  const subject = nameParts(body.subject);
  const values = (type: string): string[] => subject.filter(([own]) => own === type).map(([, value]) => value);
  const number = (type: string, form: RegExp): string | null =>
    values(type)
      .map((value) => form.exec(value)?.[1])
      .find(Boolean) ?? null;
  return {
    name: values('2.5.4.3')[0] ?? nameText(body.subject),
    subject: nameText(body.subject),
    issuer: nameText(body.issuer),
    serial: Buffer.from(body.serialNumber).toString('hex'),
    notBefore: body.validity.notBefore.getTime().toISOString(),
    notAfter: body.validity.notAfter.getTime().toISOString(),
    keyKind: kind,
    bin: number('2.5.4.11', /^BIN\s*(\d{12})$/i),
    iin: number('2.5.4.5', /^IIN\s*(\d{12})$/i),
    organisation: values('2.5.4.10')[0] ?? null,
    sha256: createHash('sha256').update(der).digest('hex'),
  };
}

function readUsage(certificate: Certificate): CertificateUsage {
  const extension = (oid: string): ArrayBuffer | undefined =>
    certificate.tbsCertificate.extensions?.find((own) => own.extnID === oid)?.extnValue.buffer;
  const usage = extension(id_ce_keyUsage);
  const extended = extension(id_ce_extKeyUsage);
  const constraints = extension(id_ce_basicConstraints);
  const bits = usage ? AsnConvert.parse(usage, KeyUsage).toNumber() : 0;
  return {
    keyUsage: keyUsageFlags.filter(([, flag]) => (bits & flag) !== 0).map(([name]) => name),
    extendedKeyUsage: extended ? [...AsnConvert.parse(extended, ExtendedKeyUsage)] : [],
    isAuthority: constraints ? AsnConvert.parse(constraints, BasicConstraints).cA : false,
  };
}

function keyKind(oid: string): KeyKind {
  if (oid === '1.2.840.113549.1.1.1' || oid === '1.2.840.113549.1.1.10') return 'rsa';
  if (oid === '1.2.840.10045.2.1') return 'ec';
  return isGostAlgorithm(oid) ? 'gost' : 'other';
}
