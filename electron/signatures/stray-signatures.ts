import type { SignatureField } from './pdf-fields.ts';
import { isKind } from './pdf-objects.ts';
import type { PdfFile } from './pdf-reader.ts';

/**
 * Counts signature dictionaries in the bytes that no field leads to, as when a later revision drops a signature. What
 * stands inside a stream, such as an attached PDF, does not count.
 */
export function strayRanges(file: PdfFile, signed: SignatureField[]): number {
  const buffer = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  const places: number[] = [];
  for (let at = buffer.indexOf('/ByteRange'); at >= 0; at = buffer.indexOf('/ByteRange', at + 1)) places.push(at);
  if (places.length <= signed.length) return 0;
  const streams = [...file.references.entries.keys()].flatMap((num) => {
    const value = file.object(num);
    if (!isKind(value, 'stream') || value.data.buffer !== file.bytes.buffer) return [];
    const start = value.data.byteOffset - file.bytes.byteOffset;
    return [{ start, end: start + value.data.length }];
  });
  const outside = places.filter((place) => !streams.some(({ start, end }) => place >= start && place < end));
  return Math.max(0, outside.length - signed.length);
}

/** Whether two fields rest on one signature. */
export function sharesValue(fields: SignatureField[]): boolean {
  const refs = fields.map(({ value }) => (isKind(value, 'ref') ? value.num : -1)).filter((num) => num >= 0);
  return new Set(refs).size < refs.length;
}
