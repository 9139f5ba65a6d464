import type { BrowserServer } from '../../electron/browser/server.ts';
import { httpTransport, type HttpTransport } from '../../shared/lib/http-transport.ts';

/** Goes through the start address and gives the cookie, as a window does. */
export async function openSession(server: BrowserServer): Promise<string> {
  const answer = await fetch(server.startAddress, { redirect: 'manual' });
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

/** Reads an event stream off `fetch`, because Node has no EventSource of its own. Calls back with event name and data. */
async function readEvents(
  address: string,
  init: RequestInit,
  onEvent: (name: string, data: string) => void,
): Promise<void> {
  const response = await fetch(address, init);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    for (let cut = text.indexOf('\n\n'); cut >= 0; cut = text.indexOf('\n\n')) {
      const lines = text.slice(0, cut).split('\n');
      text = text.slice(cut + 2);
      const data = lines.find((line) => line.startsWith('data: '))?.slice(6);
      if (data !== undefined) onEvent(lines.find((line) => line.startsWith('event: '))?.slice(7) ?? 'message', data);
    }
  }
}

export interface NodeClient extends HttpTransport<Blob> {
  /** Settles when the event stream is open. */
  ready: Promise<void>;
  close(): void;
}

/** The page's own HTTP transport over Node's fetch, with what a browser would add by itself. */
export async function nodeClient(server: BrowserServer): Promise<NodeClient> {
  const own = { cookie: await openSession(server), origin: server.origin };
  const end = new AbortController();
  let opened: (() => void) | undefined;
  const ready = new Promise<void>((resolve) => (opened = resolve));
  const transport = httpTransport<Blob>(
    {
      post: (address, headers, body) => fetch(address, { method: 'POST', headers: { ...headers, ...own }, body }),
      events: (address, onMessage) => {
        readEvents(address, { headers: own, signal: end.signal }, (name, data) => {
          if (name === 'open') opened?.();
          else onMessage(data);
        }).catch((error: unknown) => {
          if (!end.signal.aborted) throw error;
        });
      },
    },
    server.origin,
  );
  transport.listen(() => undefined);
  return { ...transport, ready, close: () => end.abort() };
}
