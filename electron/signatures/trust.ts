import { AsnConvert } from '@peculiar/asn1-schema';
import { BasicConstraints, id_ce_basicConstraints } from '@peculiar/asn1-x509';
import type { ParsedCertificate } from './certificate.ts';
import { checkSignature } from './public-key.ts';

/** Why no chain to a stored authority was found; the interface has a text for each. */
export type ChainProblem =
  | 'no-trusted-authorities'
  | 'issuer-missing'
  | 'not-trusted'
  | 'signature-wrong'
  | 'algorithm-unsupported'
  | 'gost-unsupported'
  | 'authority-not-valid'
  | 'not-an-authority'
  | 'chain-too-long'
  | 'extension-unsupported';

export interface Chain {
  /** From the signer up to and with the stored authority; without one, as far as it went. */
  path: ParsedCertificate[];
  anchor: ParsedCertificate | undefined;
  problem: ChainProblem | undefined;
}

const maximumPath = 8;
const maximumSteps = 300;

/** Critical extensions this check takes into account, or that do not limit signing. */
const knownExtensions = new Set(['2.5.29.15', '2.5.29.19', '2.5.29.37', '2.5.29.32', '2.5.29.14', '2.5.29.35']);

/**
 * Looks for a chain from the signer to one of the stored authorities. Each step checks the signature, the right to
 * issue certificates, the length limit, and that the authority's certificate was valid at `at`.
 */
export function findChain(
  signer: ParsedCertificate,
  known: ParsedCertificate[],
  stored: ParsedCertificate[],
  at: Date,
): Chain {
  if (stored.length === 0) return { path: [signer], anchor: undefined, problem: 'no-trusted-authorities' };
  if (hasUnknownExtension(signer)) return { path: [signer], anchor: undefined, problem: 'extension-unsupported' };
  let steps = 0;
  let best: Chain = { path: [signer], anchor: undefined, problem: 'issuer-missing' };
  const isStored = (own: ParsedCertificate): boolean => stored.some((item) => item.info.sha256 === own.info.sha256);
  const search = (path: ParsedCertificate[]): Chain | undefined => {
    const current = path.at(-1) ?? signer;
    const candidates = [...stored, ...known].filter(
      (own) => sameName(own, current) && !path.some((item) => item.info.sha256 === own.info.sha256),
    );
    if (candidates.length === 0 && path.length >= best.path.length) {
      const isRoot = current.info.issuer === current.info.subject && current !== signer;
      best = { path, anchor: undefined, problem: isRoot ? 'not-trusted' : 'issuer-missing' };
    }
    for (const candidate of candidates) {
      if (++steps > maximumSteps) return undefined;
      const problem = stepProblem(current, candidate, path.length, at);
      if (problem) {
        if (best.problem === 'issuer-missing') best = { path, anchor: undefined, problem };
        continue;
      }
      const longer = [...path, candidate];
      if (isStored(candidate)) return { path: longer, anchor: candidate, problem: undefined };
      const found = search(longer);
      if (found) return found;
    }
    return undefined;
  };
  return search([signer]) ?? best;
}

function sameName(authority: ParsedCertificate, issued: ParsedCertificate): boolean {
  const subject = Buffer.from(AsnConvert.serialize(authority.certificate.tbsCertificate.subject));
  return subject.equals(Buffer.from(AsnConvert.serialize(issued.certificate.tbsCertificate.issuer)));
}

/** What is wrong with `authority` having issued `issued`, with `below` certificates under the authority. */
function stepProblem(
  issued: ParsedCertificate,
  authority: ParsedCertificate,
  below: number,
  at: Date,
): ChainProblem | undefined {
  const { keyUsage } = authority.usage;
  if (!authority.usage.isAuthority || (keyUsage.length > 0 && !keyUsage.includes('keyCertSign'))) {
    return 'not-an-authority';
  }
  if (below >= maximumPath || below - 1 > pathLimit(authority)) return 'chain-too-long';
  if (hasUnknownExtension(authority)) return 'extension-unsupported';
  if (!isValidAt(authority, at)) return 'authority-not-valid';
  const { certificate } = issued;
  const parameters = certificate.signatureAlgorithm.parameters;
  const outcome = checkSignature(
    authority,
    {
      oid: certificate.signatureAlgorithm.algorithm,
      parameters: parameters ? new Uint8Array(parameters) : undefined,
    },
    new Uint8Array(certificate.tbsCertificateRaw ?? new ArrayBuffer(0)),
    new Uint8Array(certificate.signatureValue),
  );
  if (outcome === 'right') return undefined;
  if (outcome === 'gost') return 'gost-unsupported';
  return outcome === 'wrong' ? 'signature-wrong' : 'algorithm-unsupported';
}

function pathLimit(authority: ParsedCertificate): number {
  const extension = authority.certificate.tbsCertificate.extensions?.find(
    (own) => own.extnID === id_ce_basicConstraints,
  );
  if (!extension) return 0;
  return AsnConvert.parse(extension.extnValue.buffer, BasicConstraints).pathLenConstraint ?? Infinity;
}

function hasUnknownExtension({ certificate }: ParsedCertificate): boolean {
  return (certificate.tbsCertificate.extensions ?? []).some((own) => own.critical && !knownExtensions.has(own.extnID));
}

/** Whether a certificate's validity period includes the time. */
export function isValidAt({ info }: ParsedCertificate, at: Date): boolean {
  return at.getTime() >= Date.parse(info.notBefore) && at.getTime() <= Date.parse(info.notAfter);
}
