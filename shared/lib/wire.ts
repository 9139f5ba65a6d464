import type { CallOptions, Client, Contract, Handlers, JobControl, Kind } from './contract.ts';
import { AppError, fromWireError, toWireError, type WireError } from './errors.ts';
import { z } from './schema.ts';

/** What every call comes back as; nothing is ever thrown across the wire. */
export type Reply = { ok: true; value: unknown } | { ok: false; error: WireError };

/** Names of tables whose content changed, or the progress of a job. */
export const HostEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('changed'), topics: z.array(z.string()) }),
  z.strictObject({
    type: z.literal('progress'),
    job: z.string(),
    done: z.number(),
    total: z.number(),
    label: z.string().optional(),
  }),
]);
export type HostEvent = z.infer<typeof HostEvent>;

/** Everything a host has to give a client. `job` is the caller's name for the call, used in progress events and for cancelling. */
export interface Transport {
  call(name: string, input: unknown, job?: string): Promise<Reply>;
  cancel(job: string): void;
  listen(onEvent: (event: HostEvent) => void): () => void;
}

export interface Dispatch {
  (name: string, input: unknown, job?: string): Promise<Reply>;
  cancel(job: string): void;
}

/** What the host adds around handlers. */
export interface DispatchOptions {
  /** Runs a command: opens the transaction, checks that the ledger grew, emits `changed`. */
  command<T>(name: string, run: () => T): T;
  /** Sends an event to every listener. */
  emit(event: HostEvent): void;
  /** Writes a bug to the log and gives the short reference shown to the user. */
  bug(name: string, error: unknown): string;
  /** Makes an abort controller; passed in because shared code has no platform. */
  abortController(): { signal: JobControl['signal']; abort(): void };
  /** Translates errors of the platform (SQLite and the like) that any call may meet. */
  translate?(error: unknown): AppError | undefined;
}

/** First problem of a failed parse as a path and a reason, for the user's error text. */
function describeIssues(error: z.ZodError): { path: string; problem: string } {
  const issue = error.issues[0];
  return { path: issue ? issue.path.join('.') : '', problem: issue?.message ?? '' };
}

/**
 * Builds the one function through which every host calls the services. Input is parsed here in all
 * hosts, because the page is not trusted; output is parsed too, so that no host sees a shape the
 * contract does not name.
 */
export function createDispatch<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  options: DispatchOptions,
): Dispatch {
  const running = new Map<string, { abort(): void }>();

  async function run(name: string, input: unknown, job: string | undefined): Promise<unknown> {
    const [slice = '', method = '', ...rest] = name.split('.');
    const definition =
      rest.length === 0 && Object.hasOwn(contract, slice) && Object.hasOwn(contract[slice] ?? {}, method)
        ? contract[slice]?.[method]
        : undefined;
    if (!definition)
      throw new AppError('not-found', `unknown method ${name}`, { reason: 'unknown-method', details: { name } });
    const handler = handlers[slice]?.[method] as (input: unknown, control?: JobControl) => unknown;
    const parsed = definition.input.safeParse(input);
    if (!parsed.success) {
      const details = describeIssues(parsed.error);
      throw new AppError('invalid', `bad input for ${name}: ${details.path} ${details.problem}`, {
        reason: 'bad-input',
        details,
      });
    }
    const value = await runKind(definition.kind, name, handler, parsed.data, job);
    return definition.output.parse(value);
  }

  function runKind(
    kind: Kind,
    name: string,
    handler: (input: unknown, control?: JobControl) => unknown,
    input: unknown,
    job: string | undefined,
  ): unknown {
    if (kind === 'query') return handler(input);
    if (kind === 'command') return options.command(name, () => handler(input));
    const controller = options.abortController();
    if (job !== undefined) {
      if (running.has(job)) throw new AppError('conflict', `job ${job} is running already`, { reason: 'job-running' });
      running.set(job, controller);
    }
    const control: JobControl = {
      signal: controller.signal,
      progress: (done, total, label) => {
        if (job !== undefined)
          options.emit({ type: 'progress', job, done, total, ...(label === undefined ? {} : { label }) });
      },
    };
    return Promise.resolve(handler(input, control)).finally(() => {
      if (job !== undefined) running.delete(job);
    });
  }

  const dispatch = async (name: string, input: unknown, job?: string): Promise<Reply> => {
    try {
      return { ok: true, value: await run(name, input, job) };
    } catch (error) {
      if (error instanceof AppError) return { ok: false, error: toWireError(error) };
      const known = options.translate?.(error);
      if (known) return { ok: false, error: toWireError(known) };
      const reference = options.bug(name, error);
      return { ok: false, error: { code: 'internal', message: `internal error ${reference}`, details: { reference } } };
    }
  };
  return Object.assign(dispatch, { cancel: (job: string) => running.get(job)?.abort() });
}

let jobCounter = 0;

/** Builds the typed client over a transport. A failed call rejects with an AppError. */
export function createClient<C extends Contract>(contract: C, transport: Transport, jobPrefix = 'job'): Client<C> {
  const client: Record<string, Record<string, unknown>> = {};
  for (const [slice, methods] of Object.entries(contract)) {
    client[slice] = {};
    for (const [method, definition] of Object.entries(methods)) {
      client[slice][method] = (input: unknown, callOptions: CallOptions = {}) =>
        callThrough(
          transport,
          `${slice}.${method}`,
          input,
          definition.kind === 'job' ? callOptions : undefined,
          jobPrefix,
        );
    }
  }
  return client as Client<C>;
}

async function callThrough(
  transport: Transport,
  name: string,
  input: unknown,
  jobOptions: CallOptions | undefined,
  jobPrefix: string,
): Promise<unknown> {
  if (!jobOptions) return unwrap(await transport.call(name, input));
  jobCounter += 1;
  const job = `${jobPrefix}-${jobCounter}`;
  const stop = transport.listen((event) => {
    if (event.type === 'progress' && event.job === job) jobOptions.onProgress?.(event);
  });
  const onAbort = (): void => transport.cancel(job);
  jobOptions.signal?.addEventListener('abort', onAbort);
  try {
    if (jobOptions.signal?.aborted) throw new AppError('cancelled', 'cancelled before the start');
    return unwrap(await transport.call(name, input, job));
  } finally {
    stop();
    jobOptions.signal?.removeEventListener('abort', onAbort);
  }
}

function unwrap(reply: Reply): unknown {
  if (reply.ok) return reply.value;
  throw fromWireError(reply.error);
}
