import { PdfIncrement } from '../../electron/signatures/pdf-increment.ts';
import { pageRefs } from '../../electron/signatures/pdf-fields.ts';
import { isKind, pdfDict, type PdfDict, type PdfRef, type PdfValue } from '../../electron/signatures/pdf-objects.ts';
import { PdfFile } from '../../electron/signatures/pdf-reader.ts';

/** A copy with the byte at a place changed. */
export function flip(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x01;
  return copy;
}

/** A copy with a text of equal length in place of another; throws when the text is not there. */
export function replaceText(bytes: Uint8Array, from: string, to: string, last = false): Uint8Array {
  const copy = Buffer.from(bytes);
  const at = last ? copy.lastIndexOf(from, undefined, 'latin1') : copy.indexOf(from, 0, 'latin1');
  if (at < 0 || from.length !== to.length) throw new Error(`cannot replace ${from}`);
  copy.write(to, at, 'latin1');
  return new Uint8Array(copy);
}

/** An incremental update by somebody without a key. */
export function update(bytes: Uint8Array, change: (file: PdfFile, increment: PdfIncrement) => void): Uint8Array {
  const file = new PdfFile(bytes);
  const increment = new PdfIncrement(file);
  change(file, increment);
  return increment.write('tampering').bytes;
}

export function withKeys(dict: PdfDict | undefined, entries: Record<string, PdfValue>): PdfDict {
  return { kind: 'dict', map: new Map([...(dict?.map ?? []), ...Object.entries(entries)]) };
}

/** The page at an index, and its dictionary. */
export function page(file: PdfFile, index: number): { ref: PdfRef; dict: PdfDict } {
  const ref = pageRefs(file)[index];
  const dict = file.dict(ref);
  if (!ref || !dict) throw new Error('no such page');
  return { ref, dict };
}

/** Replaces the content stream of the first page in place. */
export function replacePageContent(bytes: Uint8Array): Uint8Array {
  return update(bytes, (file, increment) => {
    const contents = page(file, 0).dict.map.get('Contents');
    if (!isKind(contents, 'ref')) throw new Error('content is not one stream');
    increment.setStream(contents, pdfDict({}), Buffer.from('0 0 100 100 re f'));
  });
}

/** Gives the first page another content stream. */
export function redirectPage(bytes: Uint8Array): Uint8Array {
  return update(bytes, (file, increment) => {
    const { ref, dict } = page(file, 0);
    const stream = increment.allocate();
    increment.setStream(stream, pdfDict({}), Buffer.from('0 0 100 100 re f'));
    increment.set(ref, withKeys(dict, { Contents: stream }));
  });
}
