import type { KeySource } from '../../shared/dossiers/contract.ts';
import type { FileExchange } from '../files/exchange.ts';
import type { Pool } from '../jobs/pool.ts';
import { openPkcs12InWorker } from '../signatures/run.ts';
import type { Signer } from '../signatures/signer.ts';

/**
 * Opens what a signature is made with. The caller calls `close` of what it got, where there is one, whatever happens.
 * Errors: those of the source, as `openPkcs12`.
 */
export async function openSigner(
  source: KeySource,
  { files, pool }: { files: FileExchange; pool: Pool },
): Promise<Signer> {
  switch (source.kind) {
    case 'file':
      return { kind: 'key', key: await openPkcs12InWorker(pool, files.take(source.file).bytes, source.password) };
  }
}
