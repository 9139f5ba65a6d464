import { AppError } from '../../shared/lib/errors.ts';
import { digestOver, type DigestName } from './digest.ts';
import { signatureFields } from './pdf-fields.ts';
import { addSignatureField } from './pdf-form-writer.ts';
import { PdfIncrement } from './pdf-increment.ts';
import { isKind, pdfName, pdfText } from './pdf-objects.ts';
import { PdfFile } from './pdf-reader.ts';
import { putContents, signedParts, writeReserved } from './reserved-contents.ts';
import { documentPermission } from './revision-changes.ts';
import { readStampResponse, type StampDigest, type StampRequest } from './time-stamp.ts';

/**
 * A file that waits for its document time stamp. It has to be kept byte for byte: making it anew would give another
 * digest than the one the authority stamps.
 */
export interface PendingStamp {
  bytes: Uint8Array;
  digest: Uint8Array;
}

/**
 * Adds an empty document time stamp (ISO 32000-2 section 12.8.5, SubFilter `ETSI.RFC3161`) as an incremental update
 * and gives the digest to be stamped. `label` says in words what the field is, `digest` which digest is stamped.
 *
 * Errors: those of reading a PDF; `conflict` (`document-locked`) where a certification forbids any change.
 */
export function prepareStamp(
  pdf: Uint8Array,
  options: { at: Date; label: string; digest?: StampDigest },
): PendingStamp {
  const file = new PdfFile(pdf);
  if (documentPermission(file) === 1) {
    throw new AppError('conflict', 'The document is certified against any change', { reason: 'document-locked' });
  }
  const update = new PdfIncrement(file);
  const value = update.allocate();
  addSignatureField(file, update, signatureFields(file), value, {
    prefix: 'time-stamp',
    text: options.label,
    picture: undefined,
  });
  const entries = {
    Type: pdfName('DocTimeStamp'),
    Filter: pdfName('Adobe.PPKLite'),
    SubFilter: pdfName('ETSI.RFC3161'),
    Name: pdfText(options.label),
  };
  const reserved = writeReserved(update, value, entries, options.at.toISOString());
  return { bytes: reserved.bytes, digest: digestOf(options.digest ?? 'sha256', signedParts(reserved)) };
}

/**
 * Puts the authority's answer to a request into the pending file the request was made for. Errors: those of
 * `readStampResponse`; `invalid` (`stamp-pending-changed`) where the file has no empty time stamp at its end;
 * `invalid` (`stamp-request-other`) where the request is about other bytes; `invalid` (`stamp-too-large`).
 */
export function fillStamp(
  pending: Uint8Array,
  response: Uint8Array,
  request: StampRequest,
): { bytes: Uint8Array; time: Date; authority: string } {
  const bytes = Uint8Array.from(pending);
  const reserved = { bytes, gap: emptyGap(bytes) };
  if (!Buffer.from(request.digest).equals(digestOf(request.name, signedParts(reserved)))) {
    throw new AppError('invalid', 'The request is about other bytes', { reason: 'stamp-request-other' });
  }
  const answer = readStampResponse(response, request);
  return {
    bytes: putContents(reserved, answer.token, 'stamp-too-large'),
    time: answer.time,
    authority: answer.authority.info.subject,
  };
}

/** The place kept by `prepareStamp`: the contents of the time stamp whose byte range ends with the file. */
function emptyGap(bytes: Uint8Array): { start: number; end: number } {
  const file = new PdfFile(bytes);
  for (const field of signatureFields(file)) {
    const contents = file.dict(field.value)?.map.get('Contents');
    const [, start, end, length] = file.array(file.dict(field.value)?.map.get('ByteRange'));
    if (!isKind(contents, 'string') || contents.bytes.some((byte) => byte !== 0)) continue;
    if (start !== contents.start || end !== contents.end || typeof length !== 'number') continue;
    if (contents.end + length === bytes.length) return { start: contents.start, end: contents.end };
  }
  throw new AppError('invalid', 'The file does not wait for a time stamp', { reason: 'stamp-pending-changed' });
}

function digestOf(name: DigestName, parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(digestOver(name, parts));
}
