import { AsnConvert } from '@peculiar/asn1-schema';
import { parseCertificate, pemOrDer, type ParsedCertificate } from './certificate.ts';
import { readCms } from './cms-reader.ts';
import { isSignedBy, parseCrl } from './crl.ts';
import { parseOcsp, statusIn } from './ocsp.ts';
import { signatureFields } from './pdf-fields.ts';
import { isKind } from './pdf-objects.ts';
import { PdfFile } from './pdf-reader.ts';
import type { ValidationData } from './validation-data.ts';

/** More steps than any chain of authorities has. */
const maximumSteps = 8;

/**
 * Out of what is stored, the certificates of the authorities above the signers of a file, and the revocation lists and
 * OCSP responses that speak of them. What cannot be read is left out.
 */
export function relevantData(pdf: Uint8Array, stored: ValidationData): ValidationData {
  const authorities = readable(
    stored.certificates.flatMap((bytes) => pemOrDer(bytes, 'CERTIFICATE')),
    parseCertificate,
  );
  const carried = certificatesIn(pdf);
  const concerned = new Map(carried.map((own) => [own.info.sha256, own]));
  const added: ParsedCertificate[] = [];
  for (let step = 0; step < maximumSteps; step++) {
    const next = authorities.filter(
      (own) => !concerned.has(own.info.sha256) && [...concerned.values()].some((below) => isAbove(own, below)),
    );
    if (next.length === 0) break;
    for (const own of next) concerned.set(own.info.sha256, own);
    added.push(...next);
  }
  const all = [...concerned.values()];
  const lists = readable(
    stored.crls.flatMap((bytes) => pemOrDer(bytes, 'X509 CRL')),
    parseCrl,
  );
  const replies = readable(
    stored.ocsps.flatMap((bytes) => pemOrDer(bytes, 'OCSP RESPONSE')),
    parseOcsp,
  );
  return {
    certificates: added.map(({ der }) => der),
    crls: lists.filter((list) => all.some((own) => isSignedBy(list, own))).map(({ der }) => der),
    ocsps: replies
      .filter((reply) => all.some((own) => all.some((above) => statusIn(reply, own, above) !== undefined)))
      .map(({ der }) => der),
  };
}

function certificatesIn(pdf: Uint8Array): ParsedCertificate[] {
  const file = new PdfFile(pdf);
  return signatureFields(file).flatMap((field) => {
    const contents = file.dict(field.value)?.map.get('Contents');
    return isKind(contents, 'string') ? readable([contents.bytes], readCms).flatMap((cms) => cms.certificates) : [];
  });
}

function isAbove(authority: ParsedCertificate, issued: ParsedCertificate): boolean {
  const subject = Buffer.from(AsnConvert.serialize(authority.certificate.tbsCertificate.subject));
  return subject.equals(Buffer.from(AsnConvert.serialize(issued.certificate.tbsCertificate.issuer)));
}

function readable<T>(items: Uint8Array[], read: (der: Uint8Array) => T): T[] {
  return items.flatMap((der) => {
    try {
      return [read(der)];
    } catch {
      return [];
    }
  });
}
