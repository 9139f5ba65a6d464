import type { JobControl } from '../../shared/lib/contract.ts';
import type { VerificationReport } from '../../shared/signatures/report.ts';
import type { Pool } from '../jobs/pool.ts';
import type { CryptoJob } from './crypto.worker.ts';
import { signingKeyOf, type Pkcs12Contents } from './pkcs12.ts';
import type { SigningKey } from './signing-key.ts';
import type { VerifyOptions } from './verify.ts';

const workerUrl = new URL(`./crypto.worker${import.meta.url.slice(-3)}`, import.meta.url);

/** `verifyPdf` in a worker, with the SHA-256 of the file in hex. Errors as there, and those of the pool. */
export function verifyInWorker(
  pool: Pool,
  pdf: Uint8Array,
  options: VerifyOptions,
  control: JobControl,
): Promise<{ report: VerificationReport; sha256: string }> {
  const job: CryptoJob = { kind: 'verify', pdf, options };
  return pool.run(workerUrl, job, control);
}

/**
 * `openPkcs12` with the decryption in a worker, since a container may ask for any number of iterations. Errors as there,
 * and those of the pool.
 */
export async function openPkcs12InWorker(pool: Pool, container: Uint8Array, password: string): Promise<SigningKey> {
  const job: CryptoJob = { kind: 'unlock', container, password };
  const control: JobControl = { signal: new AbortController().signal, progress: () => undefined };
  return signingKeyOf(await pool.run<Pkcs12Contents>(workerUrl, job, control));
}
