import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { AppError, toWireError } from '../../shared/lib/errors.ts';
import type { WorkerMessage } from '../jobs/pool.ts';
import { unlockPkcs12 } from './pkcs12.ts';
import { verifyPdf, type VerifyOptions } from './verify.ts';

/** What the worker is started with. */
export type CryptoJob =
  | { kind: 'verify'; pdf: Uint8Array; options: VerifyOptions }
  | { kind: 'unlock'; container: Uint8Array; password: string };

function answer(job: CryptoJob): unknown {
  if (job.kind === 'verify') {
    return { report: verifyPdf(job.pdf, job.options), sha256: createHash('sha256').update(job.pdf).digest('hex') };
  }
  return unlockPkcs12(job.container, job.password);
}

function message(): WorkerMessage {
  try {
    return { done: answer(workerData as CryptoJob) };
  } catch (error) {
    if (error instanceof AppError) return { failed: toWireError(error) };
    throw error;
  }
}

parentPort?.postMessage(message());
