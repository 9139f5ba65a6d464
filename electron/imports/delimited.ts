import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/** Text of a file with the name of its encoding as shown to the user. */
export interface DecodedText {
  text: string;
  encoding: 'UTF-8' | 'UTF-16' | 'Windows-1251';
}

/** Decodes text: by its byte order mark, else UTF-8 where every byte fits, else Windows-1251. Null where it is no text. */
export function decodeText(bytes: Uint8Array): DecodedText | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoded = decode(buffer);
  // A table holds no control characters beside tab, line feed and return.
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(decoded.text) ? null : decoded;
}

function decode(buffer: Buffer): DecodedText {
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return { text: iconv.decode(buffer, 'utf-16le'), encoding: 'UTF-16' };
  if (buffer[0] === 0xfe && buffer[1] === 0xff) return { text: iconv.decode(buffer, 'utf-16be'), encoding: 'UTF-16' };
  if (isUtf8(buffer)) return { text: buffer.toString('utf8').replace(/^\uFEFF/, ''), encoding: 'UTF-8' };
  return { text: iconv.decode(buffer, 'windows-1251'), encoding: 'Windows-1251' };
}

const delimiters = [';', '\t', ',', '|'] as const;

/** Splits delimited text into rows (RFC 4180 quoting; CRLF, LF and CR end a row). */
export function splitRows(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  let at = 0;
  const endRow = (): void => {
    row.push(cell);
    rows.push(row);
    row = [];
    cell = '';
  };
  while (at < text.length) {
    const character = text[at];
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === delimiter) {
      row.push(cell);
      cell = '';
    } else if (character === '\n') endRow();
    else if (character === '\r') {
      if (text[at + 1] === '\n') at += 1;
      endRow();
    } else cell += character;
    at += 1;
  }
  if (cell !== '' || row.length > 0) endRow();
  return rows;
}

const rowsLookedAt = 30;

/** The delimiter that gives the widest and most even rows at the start of the text. */
export function guessDelimiter(text: string): string {
  const start = text.slice(0, 64 * 1024);
  const scores = delimiters.map((delimiter) => {
    const widths = splitRows(start, delimiter)
      .slice(0, rowsLookedAt)
      .map((row) => row.length);
    const widest = Math.max(...widths, 1);
    return { delimiter, score: widest === 1 ? 0 : widths.filter((width) => width === widest).length * widest };
  });
  return scores.reduce((best, candidate) => (candidate.score > best.score ? candidate : best)).delimiter;
}
