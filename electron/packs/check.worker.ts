import { parentPort, workerData } from 'node:worker_threads';
import { AppError, toWireError } from '../../shared/lib/errors.ts';
import { checkPack } from '../../shared/packs/check.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import type { WorkerMessage } from '../jobs/pool.ts';

/** What the worker is started with. */
export interface CheckJob {
  pack: Pack;
  hash: string;
  /** Day of the simulation, YYYY-MM-DD. */
  on: string;
}

function post(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

const { pack, hash, on } = workerData as CheckJob;
try {
  post({
    done: checkPack(pack, hash, on, (done, total) => post({ progress: { done, total, label: 'packTools.checking' } })),
  });
} catch (error) {
  const known =
    error instanceof AppError
      ? error
      : new AppError('internal', error instanceof Error ? (error.stack ?? error.message) : String(error));
  post({ failed: toWireError(known) });
}
