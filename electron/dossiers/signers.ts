import type { KeySource } from '../../shared/dossiers/contract.ts';
import type { AbortSignalLike } from '../../shared/lib/contract.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import type { FileExchange } from '../files/exchange.ts';
import type { Pool } from '../jobs/pool.ts';
import type { NationalClient } from '../ncalayer/client.ts';
import { nationalSigner } from '../ncalayer/signer.ts';
import type { CertificateWarning, ParsedCertificate } from '../signatures/certificate.ts';
import { openPkcs12InWorker } from '../signatures/run.ts';
import type { Signer } from '../signatures/signer.ts';
import { openTokenKey, type TokenAccess } from '../tokens/token-key.ts';

/** What the sources of keys rest on. */
export interface SignerSources {
  files: FileExchange;
  pool: Pool;
  tokens: TokenAccess;
  nationalClient: NationalClient;
  /** Language of the person, for the windows of other programs. */
  locale(): Locale;
  /** What is to be said against signing with a certificate now and for this organisation. */
  warnings(certificate: ParsedCertificate): CertificateWarning[];
}

/**
 * Opens what a signature is made with. The caller calls `close` of what it got, where there is one, whatever happens.
 * Errors: those of the source, as `openPkcs12`, `openTokenKey` and `nationalSigner`; `signal` ends the work with a token.
 */
export async function openSigner(source: KeySource, sources: SignerSources, signal: AbortSignalLike): Promise<Signer> {
  const { files, pool, tokens, nationalClient } = sources;
  switch (source.kind) {
    case 'file':
      return { kind: 'key', key: await openPkcs12InWorker(pool, files.take(source.file).bytes, source.password) };
    case 'token':
      return { kind: 'key', ...(await openTokenKey(tokens, source, signal)) };
    case 'ncalayer':
      return nationalSigner(nationalClient, source, sources);
  }
}
