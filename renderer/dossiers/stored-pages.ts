import { api, host } from '../lib/api.ts';
import type { ReadControl } from '../ui/pdf/read.ts';

/** Fetches the file of a dossier as it stands, with its signatures, for showing its pages. */
export function storedPages(id: string): (control: ReadControl) => Promise<Uint8Array> {
  return async ({ signal, onProgress }) => host.read(await api.dossiers.pages({ id }, { signal, onProgress }), signal);
}
