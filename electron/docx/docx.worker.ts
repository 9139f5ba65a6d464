import { parentPort, workerData } from 'node:worker_threads';
import { AppError, toWireError } from '../../shared/lib/errors.ts';
import type { ReportDocument } from '../../shared/report/tree.ts';
import type { WorkerMessage } from '../jobs/pool.ts';
import { renderDocx, type DocxOptions } from './render.ts';

/** What the worker is started with. */
export interface DocxJob {
  document: ReportDocument;
  options: DocxOptions;
}

function post(message: WorkerMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

const { document, options } = workerData as DocxJob;
try {
  const bytes = await renderDocx(document, options);
  post({ done: bytes }, [bytes.buffer as ArrayBuffer]);
} catch (error) {
  const known =
    error instanceof AppError
      ? error
      : new AppError('internal', error instanceof Error ? (error.stack ?? error.message) : String(error));
  post({ failed: toWireError(known) });
}
