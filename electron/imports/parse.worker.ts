import { parentPort, workerData } from 'node:worker_threads';
import { AppError, toWireError } from '../../shared/lib/errors.ts';
import type { WorkerMessage } from '../jobs/pool.ts';
import { parseList } from './parse.ts';

const { bytes, name } = workerData as { bytes: Uint8Array; name: string };

function message(): WorkerMessage {
  try {
    return { done: parseList(bytes, name) };
  } catch (error) {
    if (error instanceof AppError) return { failed: toWireError(error) };
    throw error;
  }
}

parentPort?.postMessage(message());
