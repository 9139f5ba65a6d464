import type { PeerCertificate } from 'node:tls';
import { WebSocket, type RawData } from 'ws';
import type { AbortSignalLike } from '../../shared/lib/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import { heartbeat, notUnderstood, readGreeting, readJson } from './protocol.ts';

/** The client listens on this computer and nowhere else. The only address this product ever connects to. */
const host = '127.0.0.1';

/** The port the client has on every computer. */
export const clientPort = 13579;

/** Times in milliseconds and sizes in bytes. */
export interface Limits {
  /** Until the greeting. */
  connect: number;
  /** For an answer. The signer may look for a token or a password meanwhile. */
  answer: number;
  message: number;
}

const usualLimits: Limits = { connect: 5_000, answer: 600_000, message: 1_048_576 };

export interface ConnectOptions {
  /** Certificates of authorities, PEM. The client's certificate has to lead to one of them; no others are trusted. */
  authorities: string[];
  signal: AbortSignalLike;
  /** Another port, for a stand-in in tests. */
  port?: number;
  limits?: Partial<Limits>;
}

/** An open connection, for one request at a time. */
export interface Connection {
  version: string;
  /** Sends a message and waits for the next one. */
  ask(body: object): Promise<unknown>;
  close(): void;
}

interface Waiting {
  resolve(text: string): void;
  reject(error: AppError): void;
}

/** Whether the certificate is one for this computer. The client's may name it either way, and as the common name. */
function checkIdentity(_: string, certificate: PeerCertificate): Error | undefined {
  const { subjectaltname, subject } = certificate;
  const names = subjectaltname
    ? subjectaltname.split(', ').map((name) => name.replace(/^(DNS|IP Address):/, ''))
    : [subject.CN].flat();
  if (names.includes(host) || names.includes('localhost')) return undefined;
  return Object.assign(new Error('The certificate is for another computer'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
}

/** What went wrong with the socket, as somebody at the screen can act on it. */
function explain(error: NodeJS.ErrnoException): AppError {
  const code = error.code ?? '';
  const more = { cause: error };
  if (/^E(CONNREFUSED|CONNRESET|NETUNREACH|ADDRNOTAVAIL|HOSTUNREACH|PIPE)$/.test(code)) {
    return new AppError('not-found', 'NCALayer does not answer', { reason: 'ncalayer-missing', ...more });
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ISSUER|ERR_TLS/.test(code)) {
    return new AppError('forbidden', `The certificate of NCALayer is not trusted: ${code}`, {
      reason: 'ncalayer-certificate',
      ...more,
    });
  }
  return notUnderstood(`the connection failed: ${code} ${error.message}`, error);
}

function openSocket(port: number, authorities: string[], limits: Limits): WebSocket {
  try {
    return new WebSocket(`wss://${host}:${port}`, {
      ca: authorities,
      // An authority in the store may be an intermediate one.
      allowPartialTrustChain: true,
      checkServerIdentity: checkIdentity as never,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      followRedirects: false,
      perMessageDeflate: false,
      maxPayload: limits.message,
      handshakeTimeout: limits.connect,
    });
  } catch (error) {
    throw explain(error as Error);
  }
}

function asText(data: RawData, binary: boolean): string {
  if (binary) throw notUnderstood('a binary message');
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)).toString('utf8');
}

/**
 * Connects to the client and waits for its greeting. Errors, also from `ask`: `not-found` (`ncalayer-missing`), `forbidden`
 * (`ncalayer-certificate`), `busy` (`ncalayer-timeout`), `conflict` (`ncalayer-closed`), `corrupt` (`ncalayer-answer`),
 * `cancelled`. After any of them, and after `close`, the connection is of no more use.
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { authorities, signal, port = clientPort } = options;
  const limits = { ...usualLimits, ...options.limits };
  if (signal.aborted) throw new AppError('cancelled', 'cancelled before the start');
  const socket = openSocket(port, authorities, limits);
  let waiting: Waiting | undefined;
  let failure: AppError | undefined;

  function fail(error: AppError): void {
    failure ??= error;
    waiting?.reject(failure);
    waiting = undefined;
    signal.removeEventListener('abort', cancel);
    socket.terminate();
  }
  function cancel(): void {
    fail(new AppError('cancelled', 'cancelled while NCALayer was asked'));
  }
  signal.addEventListener('abort', cancel);
  socket.on('error', (error) => fail(explain(error)));
  socket.on('close', () =>
    fail(new AppError('conflict', 'NCALayer closed the connection', { reason: 'ncalayer-closed' })),
  );
  socket.on('message', (data, binary) => {
    try {
      const text = asText(data, binary);
      if (text === heartbeat) return;
      if (!waiting) throw notUnderstood('a message nobody asked for');
      waiting.resolve(text);
      waiting = undefined;
    } catch (error) {
      fail(error as AppError);
    }
  });

  async function next(milliseconds: number): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    const text = await new Promise<string>((resolve, reject: (error: AppError) => void) => {
      if (failure) return reject(failure);
      waiting = { resolve, reject };
      timer = setTimeout(
        () => fail(new AppError('busy', 'NCALayer did not answer in time', { reason: 'ncalayer-timeout' })),
        milliseconds,
      );
    }).finally(() => clearTimeout(timer));
    return readJson(text);
  }
  function close(): void {
    signal.removeEventListener('abort', cancel);
    socket.terminate();
  }

  try {
    const version = readGreeting(await next(limits.connect));
    return {
      version,
      ask: async (body) => {
        const answer = next(limits.answer);
        socket.send(JSON.stringify(body));
        return answer;
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}
