import { AppError } from '../../shared/lib/errors.ts';
import type { FileRef } from '../../shared/lib/file-ref.ts';

export interface ExchangedFile {
  name: string;
  bytes: Uint8Array;
  mime: string;
}

/** Bytes on their way between a page and the services; only the reference crosses the contract. */
export interface FileExchange {
  /**
   * Takes bytes in. Fails with reason `file-too-large` above the limit. What is kept `once` is let go when it is first
   * read, as befits what a page only shows.
   */
  put(name: string, bytes: Uint8Array, mime?: string, kept?: 'once'): FileRef;
  /** The bytes behind a reference, or undefined where it expired. */
  get(ref: string): ExchangedFile | undefined;
  /** The bytes behind a reference; fails with reason `file-expired`. */
  take(file: FileRef): ExchangedFile;
}

/** Largest file a page may hand over, in bytes. */
export const maximumFileBytes = 200 * 1024 * 1024;
const lifetimeMs = 60 * 60 * 1000;
const maximumEntries = 50;

/** Keeps files in memory for an hour, the newest fifty. */
export function createFileExchange(now: () => Date, newId: () => string): FileExchange {
  const entries = new Map<string, ExchangedFile & { at: number; once: boolean }>();

  function sweep(): void {
    const limit = now().getTime() - lifetimeMs;
    for (const [ref, entry] of entries) {
      if (entry.at < limit || entries.size > maximumEntries) entries.delete(ref);
      else break;
    }
  }

  function get(ref: string): ExchangedFile | undefined {
    sweep();
    const found = entries.get(ref);
    if (found?.once) entries.delete(ref);
    return found && { name: found.name, bytes: found.bytes, mime: found.mime };
  }

  return {
    put(name, bytes, mime = 'application/octet-stream', kept) {
      if (bytes.byteLength > maximumFileBytes) {
        throw new AppError('invalid', `file of ${bytes.byteLength} bytes is too large`, {
          reason: 'file-too-large',
          details: { name, megabytes: Math.round(maximumFileBytes / 1024 / 1024) },
        });
      }
      const ref = newId();
      entries.set(ref, { name, bytes, mime, at: now().getTime(), once: kept === 'once' });
      sweep();
      return { ref, name, bytes: bytes.byteLength, mime };
    },
    get,
    take(file) {
      const found = get(file.ref);
      if (!found)
        throw new AppError('not-found', `file ${file.name} is no longer held`, {
          reason: 'file-expired',
          details: { name: file.name },
        });
      return found;
    },
  };
}
