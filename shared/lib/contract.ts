import type { z } from './schema.ts';

/**
 * Kinds of calls. `query`: synchronous, reads only. `command`: synchronous, in one transaction,
 * must append to the ledger. `job`: asynchronous, with progress and cancel; what it stores, it
 * stores through a command of its own.
 */
export type Kind = 'query' | 'command' | 'job';

export interface Method<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType, K extends Kind = Kind> {
  kind: K;
  input: I;
  output: O;
}

export type Slice = Record<string, Method>;
export type Contract = Record<string, Slice>;

/** Declares a read-only call. */
export function query<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Method<I, O, 'query'> {
  return { kind: 'query', input, output };
}
/** Declares a call that changes the workspace in one transaction with its ledger entry. */
export function command<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Method<I, O, 'command'> {
  return { kind: 'command', input, output };
}
/** Declares a long call with progress and cancel. */
export function job<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Method<I, O, 'job'> {
  return { kind: 'job', input, output };
}

/** What a running job gets: report progress, and learn that the user wants it stopped. */
export interface JobControl {
  /** Reports `done` of `total` steps; `label` is a catalogue key. */
  progress(done: number, total: number, label?: string): void;
  /** Aborted when the user cancels. */
  signal: AbortSignalLike;
}

/** The part of AbortSignal that shared code may rely on (no DOM or Node types here). */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

type Handler<M> =
  M extends Method<infer I, infer O, infer K>
    ? K extends 'job'
      ? (input: z.output<I>, control: JobControl) => Promise<z.input<O>>
      : (input: z.output<I>) => z.input<O>
    : never;

/** The functions a host has to give: a missing or extra one does not compile. */
export type Handlers<C extends Contract> = { [F in keyof C]: { [M in keyof C[F]]: Handler<C[F][M]> } };
/** Handlers of one slice. */
export type SliceHandlers<S extends Slice> = { [M in keyof S]: Handler<S[M]> };

/** How one call may be steered from the caller's side. */
export interface CallOptions {
  /** Receives progress of a job. */
  onProgress?: (progress: { done: number; total: number; label?: string | undefined }) => void;
  /** Cancels a job when aborted. */
  signal?: AbortSignalLike;
}

type Call<M> =
  M extends Method<infer I, infer O> ? (input: z.input<I>, options?: CallOptions) => Promise<z.output<O>> : never;

/** The typed client of a contract: `client.systems.list({ … })`. */
export type Client<C extends Contract> = { [F in keyof C]: { [M in keyof C[F]]: Call<C[F][M]> } };
