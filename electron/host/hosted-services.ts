import type { FileRef } from '../../shared/lib/file-ref.ts';
import type { Dispatch, HostEvent } from '../../shared/lib/wire.ts';

/** A file the host holds for a short time between the page and the services. */
export interface HeldFile {
  name: string;
  bytes: Uint8Array;
  mime: string | undefined;
}

/** The part of the services a host talks to. Narrow, so that a host can be tested with a contract of its own. */
export interface HostedServices {
  dispatch: Dispatch;
  /** Calls back with every event until the function it gives is called. */
  listen(onEvent: (event: HostEvent) => void): () => void;
  files: {
    put(name: string, bytes: Uint8Array, mime?: string): FileRef;
    get(ref: string): HeldFile | undefined;
  };
}
