import { AppError } from '../../shared/lib/errors.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import type { NationalKey } from '../../shared/ncalayer/contract.ts';
import { parseCertificate, type CertificateWarning, type ParsedCertificate } from '../signatures/certificate.ts';
import { readCms } from '../signatures/cms-reader.ts';
import { readGostKey } from '../signatures/gost-keys.ts';
import type { ExternalSigner } from '../signatures/signer.ts';
import type { NationalClient } from './client.ts';

/**
 * Signs through the national client: with the certificate it told before, or, where there is none, with a key of a kind.
 * Nothing is connected until a CMS is made. AppError `invalid`: `not-certificate`; `gost-key` or `key-unsupported` for keys
 * whose signatures could not be checked here; while signing also `conflict` (`signer-warnings`) where a certificate seen only
 * then has something against it that was not accepted.
 */
export function nationalSigner(
  client: NationalClient,
  { storage, key }: NationalKey,
  { locale, warnings }: { locale(): Locale; warnings(certificate: ParsedCertificate): CertificateWarning[] },
): ExternalSigner {
  if ('certificate' in key) {
    const certificate = parseCertificate(new Uint8Array(Buffer.from(key.certificate, 'base64')));
    return {
      kind: 'external',
      info: certificate.info,
      usage: certificate.usage,
      digest: digestFor(certificate),
      makeCms: (digest, signal) => client.sign({ storage, digest, locale: locale() }, signal),
    };
  }
  return {
    kind: 'external',
    info: null,
    digest: key.keyKind === 'gost' ? 'streebog512' : 'sha256',
    makeCms: async (digest, signal) => {
      const cms = await client.sign({ storage, digest, locale: locale() }, signal);
      if (!key.acceptWarnings) requireNoWarnings(cms, warnings);
      return cms;
    },
  };
}

function digestFor({ keyKind, certificate }: ParsedCertificate): 'streebog512' | 'sha256' {
  if (keyKind === 'rsa') return 'sha256';
  if (keyKind !== 'gost') {
    throw new AppError('invalid', 'Keys of this kind are not used by NCALayer', { reason: 'key-unsupported' });
  }
  if (typeof readGostKey(certificate.tbsCertificate.subjectPublicKeyInfo) === 'object') return 'streebog512';
  throw new AppError('invalid', 'Signatures with this GOST key cannot be checked', { reason: 'gost-key' });
}

/** A CMS that cannot be read is refused later, with everything else that is wrong with it. */
function requireNoWarnings(cms: Uint8Array, warnings: (certificate: ParsedCertificate) => CertificateWarning[]): void {
  let signer: ParsedCertificate | undefined;
  try {
    ({ signer } = readCms(cms));
  } catch {
    return;
  }
  const found = signer ? warnings(signer) : [];
  if (!signer || found.length === 0) return;
  throw new AppError('conflict', `The certificate has warnings: ${found.join(', ')}`, {
    reason: 'signer-warnings',
    details: { name: signer.info.name, warnings: found.join(' ') },
  });
}
