import { parentPort, workerData } from 'node:worker_threads';
import { PackCheckName } from '../../shared/packs/contract.ts';
import type { WorkerMessage } from '../jobs/pool.ts';
import { examinePackFile } from './examine.ts';

const { bytes, trusted } = workerData as { bytes: Uint8Array; trusted: readonly string[] };
const post = (message: WorkerMessage): void => parentPort?.postMessage(message);

const total = PackCheckName.options.length;
post({
  done: examinePackFile(bytes, trusted, (name, done) =>
    post({ progress: { done, total, label: `packs.checks.${name}` } }),
  ),
});
