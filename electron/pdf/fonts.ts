import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../shared/lib/errors.ts';
import type { FaceName } from './style.ts';

const fileNames: Record<FaceName, string> = {
  regular: 'IBMPlexSans-Regular.ttf',
  semibold: 'IBMPlexSans-SemiBold.ttf',
  italic: 'IBMPlexSans-Italic.ttf',
  // DejaVu Sans 2.37: signs and letters IBM Plex Sans lacks. Only a document that needs one of them embeds it.
  fallback: 'DejaVuSans.ttf',
};

/**
 * Folder of the typefaces. The sources, the compiled `dist` tree and the packaged application differ in
 * depth, but each has `build/fonts` at its root, so the folders above this file are tried in turn.
 */
export function fontFolder(from: string = import.meta.url): string {
  let folder = dirname(fileURLToPath(from));
  for (;;) {
    const candidate = join(folder, 'build', 'fonts');
    if (existsSync(join(candidate, fileNames.regular))) return candidate;
    const parent = dirname(folder);
    if (parent === folder)
      throw new AppError('internal', 'the folder build/fonts was not found', { reason: 'fonts-missing' });
    folder = parent;
  }
}

/** Bytes of the TrueType files, whole: pdfkit embeds the glyphs used. */
export function loadFonts(): Record<FaceName, Uint8Array> {
  const folder = fontFolder();
  const read = (face: FaceName): Uint8Array => new Uint8Array(readFileSync(join(folder, fileNames[face])));
  return { regular: read('regular'), semibold: read('semibold'), italic: read('italic'), fallback: read('fallback') };
}

/** The faces of a signature's box. */
export function stampFonts(): { font: Uint8Array; fallback: Uint8Array } {
  const { regular, fallback } = loadFonts();
  return { font: regular, fallback };
}
