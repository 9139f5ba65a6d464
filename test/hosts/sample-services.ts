import { command, job, query } from '../../shared/lib/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import { z } from '../../shared/lib/schema.ts';
import { createDispatch, type HostEvent } from '../../shared/lib/wire.ts';
import type { HostedServices } from '../../electron/host/hosted-services.ts';

const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** A contract with one method for each thing that can happen on the wire. */
export const sampleContract = {
  sample: {
    add: query(z.strictObject({ a: z.int(), b: z.int().default(10) }), z.int()),
    refuse: query(z.strictObject({}), z.null()),
    crash: query(z.strictObject({}), z.null()),
    reverse: query(
      z.strictObject({ bytes: Bytes, label: z.string() }),
      z.strictObject({ bytes: Bytes, label: z.string() }),
    ),
    echo: query(z.unknown(), z.unknown()),
    touch: command(z.strictObject({ topic: z.string() }), z.null()),
    count: job(z.strictObject({ to: z.int() }), z.int()),
    wait: job(z.strictObject({}), z.string()),
  },
};

export interface SampleServices extends HostedServices {
  bugs: unknown[];
  emit(event: HostEvent): void;
}

/** Services of that contract, with a file store in memory. */
export function sampleServices(): SampleServices {
  const listeners = new Set<(event: HostEvent) => void>();
  const files = new Map<string, { name: string; bytes: Uint8Array; mime: string | undefined }>();
  const bugs: unknown[] = [];
  const emit = (event: HostEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const dispatch = createDispatch(
    sampleContract,
    {
      sample: {
        add: ({ a, b }) => a + b,
        refuse: () => {
          throw new AppError('conflict', 'refused', { reason: 'sample-refused', details: { limit: 3 } });
        },
        crash: () => {
          throw new TypeError('secret of the inside');
        },
        reverse: ({ bytes, label }) => ({ bytes: bytes.slice().reverse(), label }),
        echo: (value) => value,
        touch: ({ topic }) => {
          emit({ type: 'changed', topics: [topic] });
          return null;
        },
        count: async ({ to }, control) => {
          for (let step = 1; step <= to; step++) {
            await new Promise((resolve) => setTimeout(resolve, 1));
            control.progress(step, to, 'sample.step');
          }
          return to;
        },
        wait: (_input, control) =>
          new Promise((_resolve, reject) => {
            control.signal.addEventListener('abort', () => reject(new AppError('cancelled', 'stopped by the user')));
          }),
      },
    },
    {
      command: (_name, run) => run(),
      emit,
      bug: (_name, error) => {
        bugs.push(error);
        return `B-${bugs.length}`;
      },
      abortController: () => new AbortController(),
    },
  );
  return {
    dispatch,
    bugs,
    emit,
    listen(onEvent) {
      listeners.add(onEvent);
      return () => void listeners.delete(onEvent);
    },
    files: {
      put(name, bytes, mime) {
        const ref = `reference-${files.size + 1}`;
        files.set(ref, { name, bytes, mime });
        return { ref, name, bytes: bytes.length, ...(mime === undefined ? {} : { mime }) };
      },
      get: (ref) => files.get(ref),
    },
  };
}
