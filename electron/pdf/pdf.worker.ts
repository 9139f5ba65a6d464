import { parentPort, workerData } from 'node:worker_threads';
import { AppError, toWireError } from '../../shared/lib/errors.ts';
import type { ReportDocument } from '../../shared/report/tree.ts';
import type { WorkerMessage } from '../jobs/pool.ts';
import { renderPdf, type RenderOptions } from './render.ts';

/** What the worker is started with. */
export interface PdfJob {
  document: ReportDocument;
  options: Omit<RenderOptions, 'onPage'>;
}

function post(message: WorkerMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

const { document, options } = workerData as PdfJob;
try {
  const bytes = await renderPdf(document, {
    ...options,
    onPage: (_page, share) => post({ progress: { done: Math.round(share * 100), total: 100 } }),
  });
  post({ done: bytes }, [bytes.buffer as ArrayBuffer]);
} catch (error) {
  const known =
    error instanceof AppError
      ? error
      : new AppError('internal', error instanceof Error ? (error.stack ?? error.message) : String(error));
  post({ failed: toWireError(known) });
}
