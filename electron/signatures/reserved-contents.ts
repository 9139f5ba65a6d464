import { AppError } from '../../shared/lib/errors.ts';
import { serialize, type PdfRef, type PdfValue } from './pdf-objects.ts';
import type { PdfIncrement } from './pdf-increment.ts';

/** Room for a CMS in bytes: enough for a chain and a time stamp. */
const reservedBytes = 16 * 1024;

/** Digits each number of ByteRange gets until its value is known. */
const rangeDigits = 10;

/** A file whose last update has an empty place for a signature. ByteRange is filled in already. */
export interface ReservedUpdate {
  bytes: Uint8Array;
  /** Where `/Contents` stands, angle brackets included: the gap of the byte range. */
  gap: { start: number; end: number };
}

/**
 * Writes an update whose object `value` is a signature dictionary with these entries, a byte range over everything but
 * its own contents, and room for the contents.
 */
export function writeReserved(
  update: PdfIncrement,
  value: PdfRef,
  entries: Record<string, PdfValue | undefined>,
  seed: string,
): ReservedUpdate {
  const given = Object.entries(entries).filter((entry): entry is [string, PdfValue] => entry[1] !== undefined);
  let text = `<<${given.map(([key, own]) => `/${key} ${serialize(own)}`).join('\n')}\n/ByteRange [`;
  const rangeAt = text.length;
  text += `${' '.repeat(2 + 3 * rangeDigits + 2)}]\n/Contents `;
  const contentsAt = text.length;
  text += `<${'0'.repeat(reservedBytes * 2)}>>>`;
  update.setRaw(value, text);
  const { bytes, offsets } = update.write(seed);
  const place = offsets.get(value.num) ?? 0;
  const start = place + contentsAt;
  const end = start + reservedBytes * 2 + 2;
  const range = [start, end, bytes.length - end].map((own) => String(own).padEnd(rangeDigits)).join(' ');
  asBuffer(bytes).write(`0 ${range}`, place + rangeAt, 'latin1');
  return { bytes, gap: { start, end } };
}

/** The two pieces of the file a signature in the reserved place covers. */
export function signedParts({ bytes, gap }: ReservedUpdate): Uint8Array[] {
  return [bytes.subarray(0, gap.start), bytes.subarray(gap.end)];
}

/** Writes the signature into its place. AppError `invalid` with the reason given where it is larger than the place. */
export function putContents({ bytes, gap }: ReservedUpdate, contents: Uint8Array, tooLarge: string): Uint8Array {
  if (contents.length > reservedBytes) {
    throw new AppError('invalid', 'The signature is larger than its place in the file', {
      reason: tooLarge,
      details: { bytes: contents.length, reserved: reservedBytes },
    });
  }
  asBuffer(bytes).write(Buffer.from(contents).toString('hex'), gap.start + 1, 'latin1');
  return bytes;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
