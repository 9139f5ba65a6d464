import type { KeySource } from '../../shared/dossiers/contract.ts';
import type { FileExchange } from '../files/exchange.ts';
import { openPkcs12 } from '../signatures/pkcs12.ts';
import type { Signer } from '../signatures/signer.ts';

/**
 * Opens what a signature is made with. The caller calls `close` of what it got, where there is one, whatever happens.
 * Errors: those of the source, as `openPkcs12`.
 */
export async function openSigner(source: KeySource, { files }: { files: FileExchange }): Promise<Signer> {
  switch (source.kind) {
    case 'file':
      return Promise.resolve({ kind: 'key', key: openPkcs12(files.take(source.file).bytes, source.password) });
  }
}
