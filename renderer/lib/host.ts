import type { FileRef } from '../../shared/lib/file-ref.ts';
import { AppError, fromWireError } from '../../shared/lib/errors.ts';
import type { HostEvent, Reply, Transport } from '../../shared/lib/wire.ts';
import { httpTransport, type HttpTransport } from '../../shared/lib/http-transport.ts';

/** What the preload of the Electron host puts on the window. Made in electron/shell/bridge.ts. */
export interface Bridge {
  call(name: string, input: unknown, job?: string): Promise<Reply>;
  cancel(job: string): void;
  listen(onEvent: (event: HostEvent) => void): () => void;
  /** Native open dialog; the value of the reply is a list of FileRef, empty when the user cancels. */
  pickFiles(accept: string, several: boolean): Promise<Reply>;
  putFile(name: string, mime: string, bytes: Uint8Array): Promise<Reply>;
  /** The value of the reply is the bytes. */
  read(ref: string): Promise<Reply>;
  /** Native save dialog; the value of the reply tells whether the file was written. */
  save(ref: string, suggestedName: string): Promise<Reply>;
}

/** Everything of the host that is not a call of a service. */
export interface Host {
  kind: 'electron' | 'browser';
  transport: Transport;
  /** Lets the user choose files and hands them to the host. `accept` as in HTML, e.g. `.xlsx,.csv`. Empty when cancelled. */
  pickFiles(accept: string, several?: boolean): Promise<FileRef[]>;
  /** Hands over a file that was dropped on the page. Rejects with an AppError of reason `file-too-large`. */
  putFile(file: File): Promise<FileRef>;
  /** The content of a file, for showing it. Rejects with an AppError of reason `file-expired`. */
  read(file: FileRef, signal?: AbortSignal): Promise<Uint8Array>;
  /** Lets the user keep a file; false when the user cancelled. */
  save(file: FileRef, suggestedName?: string): Promise<boolean>;
}

function unwrap<T>(reply: Reply): T {
  if (reply.ok) return reply.value as T;
  throw fromWireError(reply.error);
}

function electronHost(bridge: Bridge): Host {
  return {
    kind: 'electron',
    transport: bridge,
    pickFiles: async (accept, several = false) => unwrap(await bridge.pickFiles(accept, several)),
    putFile: async (file) =>
      unwrap(await bridge.putFile(file.name, file.type, new Uint8Array(await file.arrayBuffer()))),
    read: async (file) => unwrap(await bridge.read(file.ref)),
    save: async (file, suggestedName = file.name) => unwrap(await bridge.save(file.ref, suggestedName)),
  };
}

/** UTF-16 units of a body; three bytes each at most. */
const longestKeptAlive = 4096;

function chooseFiles(accept: string, several: boolean): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.multiple = several;
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}

function browserHost(transport: HttpTransport<Blob>): Host {
  const putFile = async (file: File): Promise<FileRef> => unwrap(await transport.upload(file.name, file.type, file));
  return {
    kind: 'browser',
    transport,
    pickFiles: async (accept, several = false) => Promise.all((await chooseFiles(accept, several)).map(putFile)),
    putFile,
    read: async (file, signal) => {
      const answer = await fetch(transport.downloadAddress(file), { signal: signal ?? null });
      if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
      throw new AppError('not-found', `file ${file.name} is no longer held`, {
        reason: 'file-expired',
        details: { name: file.name },
      });
    },
    save: (file, suggestedName = file.name) => {
      const link = document.createElement('a');
      link.href = transport.downloadAddress(file);
      link.download = suggestedName;
      link.click();
      return Promise.resolve(true);
    },
  };
}

/** The host this page runs in. */
export function detectHost(): Host {
  const { tizilim } = globalThis as { tizilim?: Bridge };
  if (tizilim) return electronHost(tizilim);
  return browserHost(
    httpTransport<Blob>({
      // A change sent as the page goes still arrives. The browser allows this for 64 KB under way at a time.
      post: (address, headers, body) =>
        fetch(address, {
          method: 'POST',
          headers,
          body,
          keepalive: typeof body === 'string' && body.length < longestKeptAlive,
        }),
      events: (address, onMessage) => {
        new EventSource(address).addEventListener('message', ({ data }: MessageEvent<string>) => onMessage(data));
      },
    }),
  );
}

/** A prefix for job names of this window, so that two windows never name the same job. */
export function jobPrefix(): string {
  return `w${crypto.randomUUID().slice(0, 8)}`;
}
