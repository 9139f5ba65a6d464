import type { HostEvent, Reply } from '../../shared/lib/wire.ts';
import type { ShellRequest } from './requests.ts';

/** The two channels between page and main process; the page never names a channel. */
export const channels = { request: 'api', event: 'event' } as const;

/** The part of Electron's `ipcRenderer` the bridge uses. */
export interface RendererPort {
  invoke(channel: string, request: unknown): Promise<unknown>;
  on(channel: string, listener: (event: unknown, payload: HostEvent) => void): unknown;
  removeListener(channel: string, listener: (event: unknown, payload: HostEvent) => void): unknown;
}

/**
 * What the preload shows the page: functions with fixed channels, nothing of Electron. Listeners get the payload
 * only, because the event object of IPC would hand the page a way to send on any channel.
 */
export function createBridge(port: RendererPort) {
  const ask = (request: ShellRequest): Promise<Reply> => port.invoke(channels.request, request) as Promise<Reply>;
  return {
    call: (name: string, input: unknown, job?: string) =>
      ask({ kind: 'call', name, input, ...(job === undefined ? {} : { job }) }),
    cancel: (job: string): void => void ask({ kind: 'cancel', job }),
    listen(onEvent: (event: HostEvent) => void): () => void {
      const listener = (_event: unknown, payload: HostEvent): void => onEvent(payload);
      port.on(channels.event, listener);
      return () => void port.removeListener(channels.event, listener);
    },
    pickFiles: (accept: string, several: boolean) => ask({ kind: 'pickFiles', accept, several }),
    putFile: (name: string, mime: string, bytes: Uint8Array) => ask({ kind: 'putFile', name, mime, bytes }),
    read: (ref: string) => ask({ kind: 'read', ref }),
    save: (ref: string, suggestedName: string) => ask({ kind: 'save', ref, suggestedName }),
  };
}
