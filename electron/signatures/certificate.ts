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

/** The kind of a public key. `gost` keys are recognised and cannot be used here. */
export type KeyKind = 'rsa' | 'ec' | 'gost' | 'other';

/** What a certificate says, as plain data. Times are ISO 8601 in UTC, hashes and the serial number lower-case hex. */
export interface CertificateInfo {
  subject: string;
  issuer: string;
  serial: string;
  notBefore: string;
  notAfter: string;
  keyKind: KeyKind;
  /** Common name of the holder, or the whole subject when there is none. */
  name: string;
  organisation?: string;
  /** Business identification number, from `OU=BIN…` as certificates of Kazakhstan carry it. */
  bin?: string;
  /** Individual identification number, from `serialNumber=IIN…` as certificates of Kazakhstan carry it. */
  iin?: string;
  keyUsage: KeyUsageName[];
  /** Extended key usage as object identifiers. */
  extendedKeyUsage: string[];
  isAuthority: boolean;
  sha256: string;
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

/** Something the user should know before signing with a certificate; the interface has a text for each code. */
export interface CertificateWarning {
  code: 'expired' | 'not-yet-valid' | 'not-for-signing' | 'other-organisation' | 'no-organisation';
  details: Record<string, string>;
}

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
  info: CertificateInfo;
}

/** Tells a GOST algorithm by its identifier: arcs of Kazakhstan (1.2.398.3.10.1) and Russia (1.2.643). */
export function isGostAlgorithm(oid: string): boolean {
  return oid.startsWith('1.2.398.3.10.1.') || oid.startsWith('1.2.643.');
}

/** Reads one certificate in DER. AppError `invalid` with reason `not-certificate` for anything else. */
export function parseCertificate(der: Uint8Array): ParsedCertificate {
  try {
    const certificate = AsnConvert.parse(der, Certificate);
    return { der, certificate, info: describe(certificate, der) };
  } catch (error) {
    throw new AppError('invalid', 'Not an X.509 certificate', { reason: 'not-certificate', cause: error });
  }
}

/** Gives the DER blocks of a file that holds either one DER object or any number of PEM blocks with that label. */
export function pemOrDer(bytes: Uint8Array, label: 'CERTIFICATE' | 'X509 CRL'): Uint8Array[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const opening = `-----BEGIN ${label}-----`;
  if (!text.includes(opening)) return [bytes];
  return text
    .split(opening)
    .slice(1)
    .map((part) => new Uint8Array(Buffer.from(part.split('-----END')[0] ?? '', 'base64')));
}

/** Warnings about using a certificate for a signature at a time, for the organisation with this BIN. */
export function certificateWarnings(info: CertificateInfo, at: Date, organisationBin?: string): CertificateWarning[] {
  const warnings: CertificateWarning[] = [];
  if (at.getTime() > Date.parse(info.notAfter)) {
    warnings.push({ code: 'expired', details: { notAfter: info.notAfter } });
  }
  if (at.getTime() < Date.parse(info.notBefore)) {
    warnings.push({ code: 'not-yet-valid', details: { notBefore: info.notBefore } });
  }
  if (!maySign(info)) warnings.push({ code: 'not-for-signing', details: { keyUsage: info.keyUsage.join(', ') } });
  if (organisationBin) {
    if (!info.bin) warnings.push({ code: 'no-organisation', details: { expected: organisationBin } });
    else if (info.bin !== organisationBin) {
      warnings.push({ code: 'other-organisation', details: { bin: info.bin, expected: organisationBin } });
    }
  }
  return warnings;
}

/** Whether key usage allows signing documents; a certificate without the extension is not restricted (RFC 5280). */
export function maySign(info: CertificateInfo): boolean {
  if (info.keyUsage.length === 0) return !info.isAuthority;
  return info.keyUsage.includes('digitalSignature') || info.keyUsage.includes('nonRepudiation');
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

function describe(certificate: Certificate, der: Uint8Array): CertificateInfo {
  const body = certificate.tbsCertificate;
  const subject = nameParts(body.subject);
  const values = (type: string): string[] => subject.filter(([own]) => own === type).map(([, value]) => value);
  const extension = (oid: string): ArrayBuffer | undefined =>
    body.extensions?.find((own) => own.extnID === oid)?.extnValue.buffer;
  const usage = extension(id_ce_keyUsage);
  const extended = extension(id_ce_extKeyUsage);
  const constraints = extension(id_ce_basicConstraints);
  const usageBits = usage ? AsnConvert.parse(usage, KeyUsage).toNumber() : 0;
  const organisation = values('2.5.4.10')[0];
  const bin = values('2.5.4.11')
    .map((value) => /^BIN\s*(\d{12})$/i.exec(value)?.[1])
    .find(Boolean);
  const iin = values('2.5.4.5')
    .map((value) => /^IIN\s*(\d{12})$/i.exec(value)?.[1])
    .find(Boolean);
  return {
    subject: nameText(body.subject),
    issuer: nameText(body.issuer),
    serial: Buffer.from(body.serialNumber).toString('hex'),
    notBefore: body.validity.notBefore.getTime().toISOString(),
    notAfter: body.validity.notAfter.getTime().toISOString(),
    keyKind: keyKind(body.subjectPublicKeyInfo.algorithm.algorithm),
    name: values('2.5.4.3')[0] ?? nameText(body.subject),
    ...(organisation ? { organisation } : {}),
    ...(bin ? { bin } : {}),
    ...(iin ? { iin } : {}),
    keyUsage: keyUsageFlags.filter(([, flag]) => (usageBits & flag) !== 0).map(([name]) => name),
    extendedKeyUsage: extended ? [...AsnConvert.parse(extended, ExtendedKeyUsage)] : [],
    isAuthority: constraints ? AsnConvert.parse(constraints, BasicConstraints).cA : false,
    sha256: createHash('sha256').update(der).digest('hex'),
  };
}

function keyKind(oid: string): KeyKind {
  if (oid === '1.2.840.113549.1.1.1' || oid === '1.2.840.113549.1.1.10') return 'rsa';
  if (oid === '1.2.840.10045.2.1') return 'ec';
  return isGostAlgorithm(oid) ? 'gost' : 'other';
}
