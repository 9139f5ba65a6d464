import type { FileRef } from '../../shared/lib/file-ref.ts';
import { decodeWire, encodeWire } from '../../shared/lib/wire-json.ts';
import type { HostEvent, Reply, Transport } from '../../shared/lib/wire.ts';

/** Calls and files over HTTP, for the browser host. */
export interface HttpTransport extends Transport {
  /** Hands a file to the host; the value of the reply is a FileRef. */
  upload(name: string, type: string, body: Blob): Promise<Reply>;
  /** Address under which the host gives a file away. */
  downloadAddress(file: FileRef): string;
}

/** What the transport needs of the platform; the page passes its own, tests pass theirs. */
export interface HttpPlatform {
  fetch(address: string, init: RequestInit): Promise<Response>;
  eventSource(address: string): Pick<EventSource, 'addEventListener' | 'close'>;
}

function failed(code: 'forbidden' | 'internal', reason: string, message: string): Reply {
  return { ok: false, error: { code, reason, message, details: {} } };
}

/**
 * The transport of the browser host. One event stream a window, opened with the first listener, because a browser
 * keeps at most six connections to one origin.
 */
export function httpTransport(platform: HttpPlatform, base = ''): HttpTransport {
  const listeners = new Set<(event: HostEvent) => void>();
  let source: ReturnType<HttpPlatform['eventSource']> | undefined;

  async function post(path: string, headers: Record<string, string>, body: string | Blob): Promise<Reply> {
    let response: Response;
    try {
      response = await platform.fetch(base + path, { method: 'POST', headers, body });
    } catch (error) {
      return failed('internal', 'host-gone', `no answer from the host: ${String(error)}`);
    }
    if (response.headers.get('content-type')?.startsWith('application/json')) {
      return decodeWire(await response.text()) as Reply;
    }
    return response.status === 403
      ? failed('forbidden', 'session-ended', 'the host refused the session')
      : failed('internal', 'host-gone', `the host answered ${response.status}`);
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
      if (!source) {
        source = platform.eventSource(`${base}/events`);
        source.addEventListener('message', (message) => {
          const event = decodeWire((message as MessageEvent<string>).data) as HostEvent;
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
