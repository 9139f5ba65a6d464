import { AppError } from '../../shared/lib/errors.ts';
import { isKind, type PdfDict, type PdfStream, type PdfString, type PdfValue } from './pdf-objects.ts';

/** The error for a file that breaks the rules of PDF at a place; `offset` counts bytes. */
export function corruptPdf(problem: string, offset: number): AppError {
  return new AppError('corrupt', `PDF: ${problem} at byte ${offset}`, {
    reason: 'pdf-corrupt',
    details: { problem, offset },
  });
}

/** Deeper nesting than any document needs. */
const maximumDepth = 60;

const whitespace = new Set([0, 9, 10, 12, 13, 32]);
const delimiters = new Set([...'()<>[]{}/%'].map((sign) => sign.charCodeAt(0)));

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/**
 * Reads objects from bytes, at `position`. Strict: what does not follow the grammar is an AppError `corrupt`, so that
 * two readers cannot see two different documents. Every step moves forward, so reading ends on any input.
 */
export class PdfParser {
  readonly bytes: Uint8Array;
  position: number;

  constructor(bytes: Uint8Array, position = 0) {
    this.bytes = bytes;
    this.position = position;
  }

  /** Moves over white space and comments. */
  skipSpace(): void {
    for (;;) {
      const byte = this.bytes[this.position];
      if (byte === undefined) return;
      if (byte === 0x25) this.skipComment();
      else if (whitespace.has(byte)) this.position++;
      else return;
    }
  }

  /** Reads a run of regular characters, such as a keyword or a number; empty before a delimiter or at the end. */
  readToken(): string {
    this.skipSpace();
    const start = this.position;
    for (;;) {
      const byte = this.bytes[this.position];
      if (byte === undefined || whitespace.has(byte) || delimiters.has(byte)) break;
      this.position++;
    }
    return latin(this.bytes, start, this.position);
  }

  /** Reads a token and tells whether it is the one expected; leaves the position alone when it is not. */
  tryToken(expected: string): boolean {
    const start = this.position;
    if (this.readToken() === expected) return true;
    this.position = start;
    return false;
  }

  /** Reads a non-negative integer. */
  readInteger(): number {
    const start = this.position;
    const token = this.readToken();
    if (!/^\d{1,15}$/.test(token)) throw corruptPdf('number expected', start);
    return Number(token);
  }

  /** Reads any object except a stream; `n g R` becomes a reference. */
  readValue(depth = 0): PdfValue {
    if (depth > maximumDepth) throw corruptPdf('nesting too deep', this.position);
    this.skipSpace();
    const start = this.position;
    switch (this.bytes[start]) {
      case 0x2f:
        return { kind: 'name', name: this.readName() };
      case 0x28:
        return this.readLiteral();
      case 0x5b:
        return this.readArray(depth);
      case 0x3c:
        return this.bytes[start + 1] === 0x3c ? this.readDict(depth) : this.readHex();
      default:
        return this.readBare(start);
    }
  }

  /**
   * Reads what follows `n g obj`. `lengthOf` resolves the stream's Length, which may be a reference.
   */
  readIndirect(lengthOf: (value: PdfValue | undefined) => number): PdfValue {
    const value = this.readValue();
    this.skipSpace();
    if (!isKind(value, 'dict') || !this.tryToken('stream')) {
      if (!this.tryToken('endobj')) throw corruptPdf('endobj expected', this.position);
      return value;
    }
    return this.readStream(value, lengthOf);
  }

  private readStream(dict: PdfDict, lengthOf: (value: PdfValue | undefined) => number): PdfStream {
    if (this.bytes[this.position] === 13 && this.bytes[this.position + 1] === 10) this.position += 2;
    else if (this.bytes[this.position] === 10) this.position += 1;
    else throw corruptPdf('line end expected after stream', this.position);
    const start = this.position;
    const end = start + lengthOf(dict.map.get('Length'));
    if (end > this.bytes.length) throw corruptPdf('stream too long', start);
    this.position = end;
    if (!this.tryToken('endstream') || !this.tryToken('endobj')) throw corruptPdf('endstream expected', end);
    return { kind: 'stream', dict, data: this.bytes.subarray(start, end) };
  }

  private skipComment(): void {
    for (;;) {
      const byte = this.bytes[this.position];
      if (byte === undefined || byte === 10 || byte === 13) return;
      this.position++;
    }
  }

  private readBare(start: number): PdfValue {
    const token = this.readToken();
    if (token === 'true') return true;
    if (token === 'false') return false;
    if (token === 'null') return null;
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(token)) throw corruptPdf('object expected', start);
    return /^\d{1,10}$/.test(token) ? this.readReference(Number(token)) : Number(token);
  }

  private readReference(num: number): PdfValue {
    const after = this.position;
    const gen = this.readToken();
    if (/^\d{1,5}$/.test(gen) && this.readToken() === 'R') return { kind: 'ref', num, gen: Number(gen) };
    this.position = after;
    return num;
  }

  private readName(): string {
    const start = ++this.position;
    for (;;) {
      const byte = this.bytes[this.position];
      if (byte === undefined || whitespace.has(byte) || delimiters.has(byte)) break;
      this.position++;
    }
    return latin(this.bytes, start, this.position).replace(/#([0-9a-fA-F]{2})/g, (_, code: string) =>
      String.fromCharCode(parseInt(code, 16)),
    );
  }

  private readArray(depth: number): PdfValue[] {
    const start = this.position++;
    const values: PdfValue[] = [];
    for (;;) {
      this.skipSpace();
      const byte = this.bytes[this.position];
      if (byte === undefined) throw corruptPdf('array without end', start);
      if (byte === 0x5d) break;
      values.push(this.readValue(depth + 1));
    }
    this.position++;
    return values;
  }

  private readDict(depth: number): PdfDict {
    const start = this.position;
    this.position += 2;
    const map = new Map<string, PdfValue>();
    for (;;) {
      this.skipSpace();
      if (this.bytes[this.position] === 0x3e && this.bytes[this.position + 1] === 0x3e) break;
      if (this.bytes[this.position] !== 0x2f) throw corruptPdf('dictionary key expected', start);
      const key = this.readName();
      // Readers disagree on which of two equal keys counts, so a document must not have them.
      if (map.has(key)) throw corruptPdf('dictionary key twice', start);
      map.set(key, this.readValue(depth + 1));
    }
    this.position += 2;
    return { kind: 'dict', map };
  }

  private readHex(): PdfString {
    const start = this.position++;
    const end = this.bytes.indexOf(0x3e, this.position);
    if (end < 0) throw corruptPdf('string without end', start);
    const digits: number[] = [];
    for (let index = this.position; index < end; index++) {
      const byte = this.bytes[index];
      const value = hexValue(byte);
      if (value >= 0) digits.push(value);
      else if (byte === undefined || !whitespace.has(byte)) throw corruptPdf('hexadecimal digit expected', index);
    }
    const bytes = new Uint8Array(Math.ceil(digits.length / 2));
    for (let index = 0; index < bytes.length; index++) {
      bytes[index] = (digits[index * 2] ?? 0) * 16 + (digits[index * 2 + 1] ?? 0);
    }
    this.position = end + 1;
    return { kind: 'string', bytes, hex: true, start, end: end + 1 };
  }

  private readLiteral(): PdfString {
    const start = this.position++;
    const bytes: number[] = [];
    for (let open = 1; open > 0;) {
      const byte = this.bytes[this.position++];
      if (byte === undefined) throw corruptPdf('string without end', start);
      if (byte === 0x5c) this.readEscape(bytes);
      else {
        if (byte === 0x28) open++;
        if (byte === 0x29) open--;
        if (open > 0) bytes.push(byte);
      }
    }
    return { kind: 'string', bytes: Uint8Array.from(bytes), hex: false, start, end: this.position };
  }

  private readEscape(into: number[]): void {
    const byte = this.bytes[this.position++];
    const simple: Record<number, number> = { 0x6e: 10, 0x72: 13, 0x74: 9, 0x62: 8, 0x66: 12 };
    if (byte === undefined || byte === 10) return;
    if (byte === 13) {
      if (this.bytes[this.position] === 10) this.position++;
      return;
    }
    if (byte < 0x30 || byte > 0x37) {
      into.push(simple[byte] ?? byte);
      return;
    }
    let code = byte - 0x30;
    for (let count = 0; count < 2; count++) {
      const next = this.bytes[this.position];
      if (next === undefined || next < 0x30 || next > 0x37) break;
      code = code * 8 + next - 0x30;
      this.position++;
    }
    into.push(code & 0xff);
  }
}

function latin(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}
