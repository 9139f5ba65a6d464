import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { AbortSignalLike } from '../../shared/lib/contract.ts';
import { AppError, fromWireError } from '../../shared/lib/errors.ts';
import type { TokenAnswers, TokenQuestion, TokenReply } from './messages.ts';

/** The process around a vendor's library, however the host starts it. */
export interface TokenChild {
  /** Takes the message over before it returns, so that what is secret in it can be wiped. */
  post(question: TokenQuestion): void;
  onReply(listener: (reply: TokenReply) => void): void;
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

/** The program of the child. */
export const tokenChildFile = fileURLToPath(new URL(`./token.child${import.meta.url.slice(-3)}`, import.meta.url));

/** Starts the child with this program of Node. */
export function forkTokenChild(file = tokenChildFile, execArgv: string[] = []): TokenChild {
  const child = fork(file, { serialization: 'advanced', execArgv, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  return {
    // A child that ended already is reported by its exit.
    post: (question) => void child.send(question, () => undefined),
    onReply: (listener) => void child.on('message', (reply) => listener(reply as TokenReply)),
    onExit: (listener) => {
      child.on('exit', (code) => listener(code));
      child.on('error', () => listener(null));
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** How long a library may take, milliseconds: alone, and where a person may have to press or type something on the token. */
export interface TokenPatience {
  alone: number;
  withPerson: number;
  closing: number;
}
export const usualPatience: TokenPatience = { alone: 30_000, withPerson: 120_000, closing: 2_000 };

export interface TokenDriver {
  /**
   * Asks the child. AppError with the reason of the library's answer; `token-driver-stopped` when the child ended,
   * `token-timeout` when it took too long, `cancelled` when the person gave up. After these three nothing more can be asked.
   */
  ask<Q extends TokenQuestion>(question: Q): Promise<TokenAnswers[Q['kind']]>;
  /** Lets the library finish, then ends the child. */
  close(): Promise<void>;
}

const asksPerson = (question: TokenQuestion): boolean =>
  question.kind === 'sign' || ('login' in question && question.login !== null);

/** Starts a child and gives the way to ask it. Abort ends the child at once. */
export function startDriver(
  start: () => TokenChild,
  signal: AbortSignalLike,
  patience: TokenPatience = usualPatience,
): TokenDriver {
  const child = start();
  let ended: AppError | undefined;
  let waiting: { resolve(value: unknown): void; reject(error: AppError): void } | undefined;

  function end(error: AppError): void {
    if (ended) return;
    ended = error;
    signal.removeEventListener('abort', cancel);
    child.kill();
    waiting?.reject(error);
    waiting = undefined;
  }
  const cancel = (): void => end(new AppError('cancelled', 'the work with the token was cancelled'));
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  child.onExit((code) =>
    end(
      new AppError('conflict', `the process of the library ended with ${code ?? 'a signal'}`, {
        reason: 'token-driver-stopped',
      }),
    ),
  );
  child.onReply((reply) => {
    const one = waiting;
    waiting = undefined;
    if ('done' in reply) one?.resolve(reply.done);
    else one?.reject(fromWireError(reply.failed));
  });

  async function within<T>(milliseconds: number, run: () => Promise<T>): Promise<T> {
    const timer = setTimeout(
      () => end(new AppError('busy', 'the library did not answer in time', { reason: 'token-timeout' })),
      milliseconds,
    );
    try {
      return await run();
    } finally {
      clearTimeout(timer);
    }
  }

  function send<Q extends TokenQuestion>(question: Q): Promise<TokenAnswers[Q['kind']]> {
    return new Promise((resolve, reject) => {
      if (ended) {
        reject(ended);
        return;
      }
      waiting = { resolve: (value) => resolve(value as TokenAnswers[Q['kind']]), reject };
      child.post(question);
      if ('login' in question) question.login?.pin?.fill(0);
    });
  }

  let queue: Promise<unknown> = Promise.resolve();
  return {
    ask(question) {
      const asked = queue.then(() =>
        within(asksPerson(question) ? patience.withPerson : patience.alone, () => send(question)),
      );
      queue = asked.catch(() => undefined);
      return asked;
    },
    async close() {
      await queue;
      // A library that fails while it ends is ended with its process.
      if (!ended) await within(patience.closing, () => send({ kind: 'close' })).catch(() => undefined);
      cancel();
    },
  };
}
