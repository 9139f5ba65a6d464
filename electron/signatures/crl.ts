import { AsnConvert } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Name, Time } from '@peculiar/asn1-x509';
import { AppError } from '../../shared/lib/errors.ts';
import { nameText, type ParsedCertificate } from './certificate.ts';
import { readChildren, readElement, type DerElement } from './der.ts';
import { checkSignature, type NamedAlgorithm } from './public-key.ts';

/**
 * A certificate revocation list (RFC 5280 section 5). The entries stay bytes until a serial number is looked up: lists
 * of national authorities hold hundreds of thousands of them.
 */
export interface RevocationList {
  der: Uint8Array;
  /** Issuer's name in DER, for comparing. */
  issuerDer: Uint8Array;
  issuer: string;
  thisUpdate: Date;
  nextUpdate: Date | null;
  /** Lists that cover only a part, or change another list, cannot say that a certificate is good. */
  complete: boolean;
  signedBytes: Uint8Array;
  algorithm: NamedAlgorithm;
  signature: Uint8Array;
  entries: DerElement | undefined;
}

/** Reads a list in DER. AppError `invalid` with reason `not-crl` for anything else. */
export function parseCrl(der: Uint8Array): RevocationList {
  try {
    return read(der);
  } catch (error) {
    throw new AppError('invalid', 'Not a revocation list', { reason: 'not-crl', cause: error });
  }
}

function read(der: Uint8Array): RevocationList {
  const inside = (element: DerElement | undefined): DerElement[] => {
    const children = element && readChildren(der, element);
    if (!children) throw new Error('Not DER');
    return children;
  };
  const slice = (element: DerElement | undefined): Uint8Array => {
    if (!element) throw new Error('Element missing');
    return der.slice(element.start, element.end);
  };
  const [body, algorithm, signature] = inside(readElement(der, 0));
  const fields = inside(body);
  if (fields[0]?.tag === 0x02) fields.shift();
  const [, issuer, thisUpdate, ...rest] = fields;
  const isTime = (element: DerElement | undefined): boolean => element?.tag === 0x17 || element?.tag === 0x18;
  if (!signature || signature.tag !== 0x03 || !isTime(thisUpdate)) throw new Error('Not a list');
  const nextUpdate = isTime(rest[0]) ? rest.shift() : undefined;
  const entries = rest[0]?.tag === 0x30 ? rest.shift() : undefined;
  const extensions = rest[0]?.tag === 0xa0 ? inside(inside(rest[0])[0]) : [];
  const named = AsnConvert.parse(slice(algorithm), AlgorithmIdentifier);
  return {
    der,
    issuerDer: slice(issuer),
    issuer: nameText(AsnConvert.parse(slice(issuer), Name)),
    thisUpdate: AsnConvert.parse(slice(thisUpdate), Time).getTime(),
    nextUpdate: nextUpdate ? AsnConvert.parse(slice(nextUpdate), Time).getTime() : null,
    complete: extensions.every((extension) => isHarmless(der, inside(extension))),
    signedBytes: slice(body),
    algorithm: {
      oid: named.algorithm,
      parameters: named.parameters ? new Uint8Array(named.parameters) : undefined,
    },
    // A BIT STRING starts with the count of unused bits, zero for signatures.
    signature: der.slice(signature.contentStart + 1, signature.end),
    entries,
  };
}

/**
 * Whether an extension leaves the list complete. A critical one that is not known here does not, except an issuing
 * distribution point that merely names where the list is published.
 */
function isHarmless(der: Uint8Array, parts: DerElement[]): boolean {
  const [oid, critical, value] = parts;
  if (!oid || critical?.tag !== 0x01 || der[critical.contentStart] === 0) return true;
  if (Buffer.from(der.subarray(oid.contentStart, oid.contentEnd)).toString('hex') !== '551d1c' || !value) return false;
  const content = readElement(der, value.contentStart, value.contentEnd);
  const points = content && readChildren(der, content);
  return points?.every((own) => own.tag === 0xa0) ?? false;
}

/** Whether the certificate's authority issued and signed the list. */
export function isSignedBy(list: RevocationList, authority: ParsedCertificate): boolean {
  const subject = Buffer.from(AsnConvert.serialize(authority.certificate.tbsCertificate.subject));
  const { keyUsage } = authority.usage;
  if (!subject.equals(list.issuerDer) || (keyUsage.length > 0 && !keyUsage.includes('cRLSign'))) return false;
  return checkSignature(authority, list.algorithm, list.signedBytes, list.signature) === 'right';
}

/** The revocation date when the list names the certificate with this serial number (hexadecimal). */
export function revocationDate(list: RevocationList, serial: string): Date | undefined {
  if (!list.entries) return undefined;
  const wanted = Buffer.from(serial, 'hex');
  for (let offset = list.entries.contentStart; offset < list.entries.contentEnd;) {
    const entry = readElement(list.der, offset, list.entries.contentEnd);
    const number = entry && readElement(list.der, entry.contentStart, entry.contentEnd);
    if (!entry || !number) throw new AppError('invalid', 'Not a revocation list', { reason: 'not-crl' });
    if (wanted.equals(list.der.subarray(number.contentStart, number.contentEnd))) {
      const date = readElement(list.der, number.end, entry.end);
      if (!date) throw new AppError('invalid', 'Not a revocation list', { reason: 'not-crl' });
      return AsnConvert.parse(list.der.slice(date.start, date.end), Time).getTime();
    }
    offset = entry.end;
  }
  return undefined;
}
