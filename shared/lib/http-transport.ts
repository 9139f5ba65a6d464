import type { FileRef } from './file-ref.ts';
import { decodeWire, encodeWire } from './wire-json.ts';
import type { HostEvent, Reply, Transport } from './wire.ts';

/** Calls and files over HTTP, for the browser host. `B` is what the platform takes as the body of a file. */
export interface HttpTransport<B> extends Transport {
  /** Hands a file to the host; the value of the reply is a FileRef. */
  upload(name: string, type: string, body: B): Promise<Reply>;
  /** Address under which the host gives a file away. */
  downloadAddress(file: FileRef): string;
}

/** What the transport needs of the platform: the page gives `fetch` and `EventSource`, tests give Node's. */
export interface HttpPlatform<B> {
  post(address: string, headers: Record<string, string>, body: string | B): Promise<HttpAnswer>;
  /** Opens the event stream and calls back with the data of each message, for as long as the page lives. */
  events(address: string, onMessage: (data: string) => void): void;
}

/** The part of a `Response` that is read. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

function failed(code: 'forbidden' | 'internal', reason: string, message: string): Reply {
  return { ok: false, error: { code, reason, message, details: {} } };
}

/**
 * The transport of the browser host. One event stream a window, opened with the first listener, because a browser
 * keeps at most six connections to one origin.
 */
export function httpTransport<B>(platform: HttpPlatform<B>, base = ''): HttpTransport<B> {
  const listeners = new Set<(event: HostEvent) => void>();
  let listening = false;

  async function post(path: string, headers: Record<string, string>, body: string | B): Promise<Reply> {
    let answer: HttpAnswer;
    try {
      answer = await platform.post(base + path, headers, body);
    } catch (error) {
      return failed('internal', 'host-gone', `no answer from the host: ${String(error)}`);
    }
    if (answer.headers.get('content-type')?.startsWith('application/json')) {
      return decodeWire(await answer.text()) as Reply;
    }
    return answer.status === 403
      ? failed('forbidden', 'session-ended', 'the host refused the session')
      : failed('internal', 'host-gone', `the host answered ${answer.status}`);
  }

  return {
    call: (name, input, job) =>
      post(
        `/api/${encodeURIComponent(name)}`,
        { 'Content-Type': 'application/json', ...(job === undefined ? {} : { 'X-Job': job }) },
        encodeWire(input),
      ),
    cancel: (job) => void post('/cancel', { 'Content-Type': 'application/json' }, encodeWire(job)),
    listen(onEvent) {
      listeners.add(onEvent);
      if (!listening) {
        listening = true;
        platform.events(`${base}/events`, (data) => {
          const event = decodeWire(data) as HostEvent;
          for (const listener of listeners) listener(event);
        });
      }
      return () => {
        listeners.delete(onEvent);
      };
    },
    upload: (name, type, body) =>
      post(
        '/files',
        {
          'Content-Type': 'application/octet-stream',
          'X-File-Name': encodeURIComponent(name),
          ...(type === '' ? {} : { 'X-File-Type': type }),
        },
        body,
      ),
    downloadAddress: (file) => `${base}/files/${file.ref}`,
  };
}
