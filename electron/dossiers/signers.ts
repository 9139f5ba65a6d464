import type { KeySource } from '../../shared/dossiers/contract.ts';
import type { AbortSignalLike } from '../../shared/lib/contract.ts';
import type { FileExchange } from '../files/exchange.ts';
import type { Pool } from '../jobs/pool.ts';
import { openPkcs12InWorker } from '../signatures/run.ts';
import type { Signer } from '../signatures/signer.ts';
import { openTokenKey, type TokenAccess } from '../tokens/token-key.ts';

/**
 * Opens what a signature is made with. The caller calls `close` of what it got, where there is one, whatever happens.
 * Errors: those of the source, as `openPkcs12` and `openTokenKey`; `signal` ends the work with a token.
 */
export async function openSigner(
  source: KeySource,
  { files, pool, tokens }: { files: FileExchange; pool: Pool; tokens: TokenAccess },
  signal: AbortSignalLike,
): Promise<Signer> {
  switch (source.kind) {
    case 'file':
      return { kind: 'key', key: await openPkcs12InWorker(pool, files.take(source.file).bytes, source.password) };
    case 'token':
      return { kind: 'key', ...(await openTokenKey(tokens, source, signal)) };
  }
}
