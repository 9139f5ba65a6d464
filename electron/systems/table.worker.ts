import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerMessage } from '../jobs/pool.ts';
import type { Table } from './export.ts';
import { csvBytes, xlsxBytes } from './table-file.ts';

/** What the worker is started with. */
export interface TableFile {
  format: 'xlsx' | 'csv';
  sheet: string;
  table: Table;
}

const { format, sheet, table } = workerData as TableFile;
const bytes = format === 'xlsx' ? xlsxBytes(table, sheet) : csvBytes(table);
parentPort?.postMessage({ done: bytes } satisfies WorkerMessage);
