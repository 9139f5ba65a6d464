import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BrowserWindow, Dialog } from 'electron';
import { AppError } from '../../shared/lib/errors.ts';
import type { FileRef } from '../../shared/lib/file-ref.ts';
import { safeFileName } from '../host/file-name.ts';
import type { HostedServices } from '../host/hosted-services.ts';
import { maxFileBytes, tooLarge } from '../host/policy.ts';

/** Native dialogs for files. Paths stay in the main process; the page sees references only. */
export interface FileDialogs {
  open(accept: string, several: boolean): Promise<FileRef[]>;
  /** The bytes behind a reference, for the page to show. */
  read(ref: string): Uint8Array;
  save(ref: string, suggestedName: string): Promise<boolean>;
}

export interface FileDialogParts {
  dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>;
  files: HostedServices['files'];
  window(): BrowserWindow | undefined;
  /** Folder the save dialog starts in. */
  folder(): string;
}

/** Turns the `accept` of HTML (`.xlsx,.csv`) into extensions for a dialog; types such as `image/*` are left out. */
export function extensionsOf(accept: string): string[] {
  return accept
    .split(',')
    .map((part) => part.trim())
    .filter((part) => /^\.[A-Za-z0-9]+$/.test(part))
    .map((part) => part.slice(1));
}

export function fileDialogs(parts: FileDialogParts): FileDialogs {
  const needWindow = (): BrowserWindow => {
    const window = parts.window();
    if (!window) throw new AppError('conflict', 'no window to show a dialog in');
    return window;
  };

  function held(ref: string, name: string): { bytes: Uint8Array } {
    const file = parts.files.get(ref);
    if (file) return file;
    throw new AppError('not-found', 'the file is no longer held', { reason: 'file-expired', details: { name } });
  }

  async function take(path: string): Promise<FileRef> {
    const { size } = await stat(path);
    if (size > maxFileBytes) throw tooLarge(basename(path), maxFileBytes);
    return parts.files.put(safeFileName(basename(path)), new Uint8Array(await readFile(path)));
  }

  return {
    async open(accept, several) {
      const extensions = extensionsOf(accept);
      const chosen = await parts.dialog.showOpenDialog(needWindow(), {
        properties: several ? ['openFile', 'multiSelections'] : ['openFile'],
        ...(extensions.length > 0 ? { filters: [{ name: extensions.join(', '), extensions }] } : {}),
      });
      if (chosen.canceled) return [];
      return Promise.all(chosen.filePaths.map(take));
    },
    read: (ref) => held(ref, '').bytes,
    async save(ref, suggestedName) {
      const file = held(ref, suggestedName);
      const chosen = await parts.dialog.showSaveDialog(needWindow(), {
        defaultPath: join(parts.folder(), safeFileName(suggestedName)),
      });
      if (chosen.canceled || chosen.filePath === '') return false;
      await writeFile(chosen.filePath, file.bytes);
      return true;
    },
  };
}
