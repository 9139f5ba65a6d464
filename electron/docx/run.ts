import type { JobControl } from '../../shared/lib/contract.ts';
import type { ReportDocument } from '../../shared/report/tree.ts';
import type { Pool } from '../jobs/pool.ts';
import type { DocxJob } from './docx.worker.ts';
import type { DocxOptions } from './render.ts';

/** The same line finds the worker as `.ts` in the sources and as `.js` in `dist`. */
const workerUrl = new URL(`./docx.worker${import.meta.url.slice(-3)}`, import.meta.url);

/** MIME type of the file. */
export const docxMime = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Makes the editable copy in a worker. Errors as in `renderDocx`, and those of the pool. */
export function renderDocxInWorker(
  pool: Pool,
  document: ReportDocument,
  options: DocxOptions,
  control: JobControl,
): Promise<Uint8Array> {
  const job: DocxJob = { document, options };
  return pool.run<Uint8Array>(workerUrl, job, control);
}
