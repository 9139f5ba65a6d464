import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/lib/errors.ts';
import { productFolder } from '../product-folder.ts';

/** File name of the stand-alone verifier. */
export const verifierName = 'verify-dossier.mjs';

/** The stand-alone verifier as the build made it. AppError `not-found` (`verifier-not-built`) in an unbuilt tree. */
export function standAloneVerifier(): Uint8Array {
  try {
    return new Uint8Array(readFileSync(join(verifierFolder(), verifierName)));
  } catch (error) {
    throw new AppError('not-found', 'the verifier is not built', { reason: 'verifier-not-built', cause: error });
  }
}

/** Beside the code in a build; in the source tree inside `dist/`. */
function verifierFolder(): string {
  try {
    return productFolder('verifier');
  } catch {
    return productFolder('dist/verifier');
  }
}
