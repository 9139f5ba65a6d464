import type { JobControl } from '../../shared/lib/contract.ts';
import type { ReportDocument } from '../../shared/report/tree.ts';
import type { Pool } from '../jobs/pool.ts';
import type { PdfJob } from './pdf.worker.ts';
import type { RenderOptions } from './render.ts';

/** The same line finds the worker as `.ts` in the sources and as `.js` in `dist`. */
const workerUrl = new URL(`./pdf.worker${import.meta.url.slice(-3)}`, import.meta.url);

/** Makes the PDF in a worker; progress is reported in hundredths. Errors as in `renderPdf`, and those of the pool. */
export function renderPdfInWorker(
  pool: Pool,
  document: ReportDocument,
  options: Omit<RenderOptions, 'onPage'>,
  control: JobControl,
): Promise<Uint8Array> {
  const job: PdfJob = { document, options };
  return pool.run<Uint8Array>(workerUrl, job, control);
}
