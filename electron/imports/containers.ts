import { crc32, inflateRawSync } from 'node:zlib';
import { AppError } from '../../shared/lib/errors.ts';

/** Largest list taken in, in bytes, and the most it may grow to when unpacked. */
export const maximumListBytes = 50 * 1024 * 1024;
const maximumUnpackedBytes = 400 * 1024 * 1024;
const maximumRatio = 200;
const smallEnoughBytes = 20 * 1024 * 1024;

const megabyte = 1024 * 1024;
const endRecord = 0x06054b50;
const centralRecord = 0x02014b50;
const localRecord = 0x04034b50;
const endRecordBytes = 22;
const longestComment = 0xffff;

const broken = (name: string, cause?: unknown): AppError =>
  new AppError('invalid', `${name} is damaged`, { reason: 'file-broken', details: { name }, cause });
/** A list that is larger than the product takes in. */
export const tooLarge = (name: string): AppError =>
  new AppError('invalid', `${name} is too large`, {
    reason: 'file-too-large',
    details: { name, megabytes: maximumListBytes / megabyte },
  });
const encrypted = (name: string): AppError =>
  new AppError('invalid', `${name} is protected by a password`, { reason: 'file-encrypted', details: { name } });
const notATable = (name: string): AppError =>
  new AppError('invalid', `${name} is no table`, { reason: 'file-not-a-table', details: { name } });

/**
 * Unpacks a zip container and checks each part's CRC, because the spreadsheet reader trusts the
 * sizes a file states. Fails with `file-broken`, `file-encrypted` and, for what grows out of
 * proportion, `file-too-large`.
 */
function unpack(bytes: Uint8Array, name: string): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.byteLength - endRecordBytes;
  const lowest = Math.max(0, end - longestComment);
  while (end >= lowest && view.getUint32(end, true) !== endRecord) end -= 1;
  if (end < lowest) throw broken(name);
  const parts = new Map<string, Uint8Array>();
  let total = 0;
  try {
    const count = view.getUint16(end + 10, true);
    let at = view.getUint32(end + 16, true);
    for (let index = 0; index < count; index += 1) {
      if (view.getUint32(at, true) !== centralRecord) throw broken(name);
      const flags = view.getUint16(at + 8, true);
      const method = view.getUint16(at + 10, true);
      const crc = view.getUint32(at + 16, true);
      const packed = view.getUint32(at + 20, true);
      const nameLength = view.getUint16(at + 28, true);
      const local = view.getUint32(at + 42, true);
      const partName = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
      if ((flags & 1) === 1) throw encrypted(name);
      if (view.getUint32(local, true) !== localRecord) throw broken(name);
      const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      if (start + packed > bytes.byteLength) throw broken(name);
      const data = bytes.subarray(start, start + packed);
      const limit = Math.min(maximumUnpackedBytes - total, Math.max(smallEnoughBytes, bytes.byteLength * maximumRatio));
      const content =
        method === 0
          ? data
          : method === 8
            ? new Uint8Array(inflateRawSync(data, { maxOutputLength: Math.max(1, limit) }))
            : undefined;
      if (!content || crc32(content) !== crc) throw broken(name);
      total += content.byteLength;
      if (total > Math.max(smallEnoughBytes, bytes.byteLength * maximumRatio)) throw tooLarge(name);
      parts.set(partName, content);
      at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(name);
    throw broken(name, error);
  }
  return parts;
}

const text = (bytes: Uint8Array | undefined): string => (bytes ? new TextDecoder().decode(bytes) : '');
const startsWith = (bytes: Uint8Array, ...signature: number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

/** The mark of an encrypted OOXML file inside an OLE container: the stream name in UTF-16 (MS-OFFCRYPTO 2.3). */
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le');

/** Signatures of files that are sent by mistake instead of a list: PDF, PNG, JPEG, GIF, RTF, gzip, RAR, 7z. */
const otherKinds: readonly (readonly number[])[] = [
  [0x25, 0x50, 0x44, 0x46],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x7b, 0x5c, 0x72, 0x74, 0x66],
  [0x1f, 0x8b],
  [0x52, 0x61, 0x72, 0x21],
  [0x37, 0x7a, 0xbc, 0xaf],
];

/**
 * Tells what a file is by its content, never by its name. Fails with `file-empty`, `file-too-large`,
 * `file-encrypted`, `file-broken` and `file-not-a-table`.
 */
export function recognise(bytes: Uint8Array, name: string): 'workbook' | 'text' {
  if (bytes.byteLength === 0)
    throw new AppError('invalid', `${name} is empty`, { reason: 'file-empty', details: { name } });
  if (bytes.byteLength > maximumListBytes) throw tooLarge(name);
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    const isEncrypted = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(encryptedPackage);
    throw isEncrypted ? encrypted(name) : notATable(name);
  }
  if (otherKinds.some((signature) => startsWith(bytes, ...signature))) throw notATable(name);
  if (!startsWith(bytes, 0x50, 0x4b)) return 'text';
  const parts = unpack(bytes, name);
  if (parts.has('xl/workbook.xml')) return 'workbook';
  if (text(parts.get('mimetype')).startsWith('application/vnd.oasis.opendocument.spreadsheet')) {
    if (text(parts.get('META-INF/manifest.xml')).includes('encryption-data')) throw encrypted(name);
    if (!parts.has('content.xml')) throw broken(name);
    return 'workbook';
  }
  throw notATable(name);
}
