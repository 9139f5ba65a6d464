import { Worker } from 'node:worker_threads';
import type { JobControl } from '../../shared/lib/contract.ts';
import { AppError, fromWireError, type WireError } from '../../shared/lib/errors.ts';

/** What a worker posts: any number of `progress`, then one `done` or `failed`. */
export type WorkerMessage =
  { progress: { done: number; total: number; label?: string | undefined } } | { done: unknown } | { failed: WireError };

/** Runs heavy work in threads, a few at a time. */
export interface Pool {
  /**
   * Starts the worker file with `payload` as its `workerData` and gives what it posts as `done`. Waits for a free
   * place. Cancelling terminates the worker.
   * Throws the AppError the worker failed with; `cancelled`; `internal` (reason `worker-stopped`) when it died.
   */
  run<R>(worker: URL, payload: unknown, control: JobControl, transfer?: readonly ArrayBuffer[]): Promise<R>;
  /** Terminates what runs and refuses what waits. */
  close(): Promise<void>;
}

interface Waiting {
  start(): void;
  refuse(): void;
}

function stopped(detail: string, cause?: unknown): AppError {
  return new AppError('internal', `the worker stopped: ${detail}`, { reason: 'worker-stopped', cause });
}

function cancelled(): AppError {
  return new AppError('cancelled', 'the job was cancelled');
}

/** One worker from its start to its last message; always terminated at the end. */
function runWorker<R>(
  file: URL,
  payload: unknown,
  control: JobControl,
  transfer: readonly ArrayBuffer[],
  running: Set<() => void>,
): Promise<R> {
  return new Promise<R>((resolve, reject) => {
    const worker = new Worker(file, { workerData: payload, transferList: [...transfer] });
    let settled = false;
    const settle = (act: () => void): void => {
      if (settled) return;
      settled = true;
      running.delete(cancel);
      control.signal.removeEventListener('abort', cancel);
      void worker.terminate().then(act, act);
    };
    const cancel = (): void => settle(() => reject(cancelled()));
    running.add(cancel);
    control.signal.addEventListener('abort', cancel);
    worker.on('message', (message: WorkerMessage) => {
      if ('progress' in message) {
        if (!settled) control.progress(message.progress.done, message.progress.total, message.progress.label);
      } else if ('done' in message) settle(() => resolve(message.done as R));
      else settle(() => reject(fromWireError(message.failed)));
    });
    worker.on('messageerror', (error) => settle(() => reject(stopped('a message could not be read', error))));
    worker.on('error', (error) =>
      settle(() => reject(stopped(error instanceof Error ? error.message : String(error), error))),
    );
    worker.on('exit', (code) => settle(() => reject(stopped(`exit code ${code}`))));
  });
}

/** Makes a pool of at most `size` workers at a time; each worker does one job. */
export function createPool({ size }: { size: number }): Pool {
  const waiting: Waiting[] = [];
  const running = new Set<() => void>();
  const jobs = new Set<Promise<unknown>>();
  let busy = 0;
  let closed = false;

  const release = (): void => {
    busy -= 1;
    waiting.shift()?.start();
  };

  function place(control: JobControl): Promise<void> {
    if (closed) return Promise.reject(cancelled());
    if (busy < size) {
      busy += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        const index = waiting.indexOf(entry);
        if (index >= 0) waiting.splice(index, 1);
        control.signal.removeEventListener('abort', leave);
        reject(cancelled());
      };
      const entry: Waiting = {
        start: () => {
          control.signal.removeEventListener('abort', leave);
          busy += 1;
          resolve();
        },
        refuse: leave,
      };
      control.signal.addEventListener('abort', leave);
      waiting.push(entry);
    });
  }

  return {
    async run<R>(
      worker: URL,
      payload: unknown,
      control: JobControl,
      transfer: readonly ArrayBuffer[] = [],
    ): Promise<R> {
      if (control.signal.aborted) throw cancelled();
      await place(control);
      try {
        if (control.signal.aborted || closed) throw cancelled();
        const job = runWorker<R>(worker, payload, control, transfer, running);
        jobs.add(job);
        return await job.finally(() => jobs.delete(job));
      } finally {
        release();
      }
    },
    async close() {
      closed = true;
      for (const entry of [...waiting]) entry.refuse();
      const ending = [...jobs];
      for (const cancel of [...running]) cancel();
      await Promise.allSettled(ending);
    },
  };
}
