import { createHash } from 'node:crypto';
import { isKind, pdfName, pdfRef, serialize, type PdfDict, type PdfRef, type PdfValue } from './pdf-objects.ts';
import type { PdfFile } from './pdf-reader.ts';

/** The file with its update, and where the body of each written object starts, counted in bytes. */
export interface WrittenIncrement {
  bytes: Uint8Array;
  offsets: Map<number, number>;
}

/**
 * Collects new and changed objects and appends them to a file as an incremental update (ISO 32000-2 section 7.5.6).
 * The bytes of the file stay as they are. The update uses the kind of cross-reference section the file ends with.
 */
export class PdfIncrement {
  private readonly file: PdfFile;
  private readonly bodies = new Map<number, { gen: number; body: Buffer }>();
  private readonly values = new Map<number, PdfValue>();
  private next: number;

  constructor(file: PdfFile) {
    this.file = file;
    const size = file.trailer.map.get('Size');
    const largest = [...file.references.entries.keys()].reduce((most, num) => Math.max(most, num), 0);
    this.next = Math.max(typeof size === 'number' ? size : 0, largest + 1);
  }

  /** A number for a new object. */
  allocate(): PdfRef {
    return pdfRef(this.next++);
  }

  /** Writes a new object, or a new version of one the file has. */
  set(ref: PdfRef, value: PdfValue): void {
    this.setRaw(ref, serialize(value));
    this.values.set(ref.num, value);
  }

  /** The value already set for an object in this update. */
  pending(ref: PdfRef): PdfValue | undefined {
    return this.values.get(ref.num);
  }

  /** Writes an object whose text is given, one character per byte. */
  setRaw(ref: PdfRef, text: string): void {
    this.bodies.set(ref.num, { gen: ref.gen, body: Buffer.from(text, 'latin1') });
  }

  /** Writes a stream; Length is filled in. */
  setStream(ref: PdfRef, dict: PdfDict, data: Uint8Array): void {
    const head = serialize({ kind: 'dict', map: new Map([...dict.map, ['Length', data.length]]) });
    const body = Buffer.concat([Buffer.from(`${head}\nstream\n`, 'latin1'), data, Buffer.from('\nendstream')]);
    this.bodies.set(ref.num, { gen: ref.gen, body });
  }

  /** Puts the update behind the file. `seed` makes the file identifier differ between two updates of equal size. */
  write(seed: string): WrittenIncrement {
    const parts: Buffer[] = [Buffer.from(this.file.bytes)];
    let length = this.file.bytes.length;
    const push = (part: Buffer): void => {
      parts.push(part);
      length += part.length;
    };
    const last = this.file.bytes[length - 1];
    if (last !== 10 && last !== 13) push(Buffer.from('\n'));
    const starts = new Map<number, { offset: number; gen: number }>();
    const offsets = new Map<number, number>();
    for (const [num, { gen, body }] of [...this.bodies].sort(([one], [other]) => one - other)) {
      starts.set(num, { offset: length, gen });
      const head = Buffer.from(`${num} ${gen} obj\n`);
      offsets.set(num, length + head.length);
      push(Buffer.concat([head, body, Buffer.from('\nendobj\n')]));
    }
    const asStream = this.file.references.sections[0]?.stream ?? false;
    const start = length;
    push(asStream ? this.xrefStream(starts, start, seed) : this.table(starts, seed));
    push(Buffer.from(`startxref\n${start}\n%%EOF\n`));
    return { bytes: new Uint8Array(Buffer.concat(parts)), offsets };
  }

  private table(starts: Map<number, { offset: number; gen: number }>, seed: string): Buffer {
    const rows = runs([...starts.keys()]).map(
      ([first, count]) =>
        `${first} ${count}\n` +
        Array.from({ length: count }, (_, index) => {
          const { offset, gen } = starts.get(first + index) ?? { offset: 0, gen: 0 };
          return `${String(offset).padStart(10, '0')} ${String(gen).padStart(5, '0')} n \n`;
        }).join(''),
    );
    const trailer = serialize({ kind: 'dict', map: this.trailer(seed) });
    return Buffer.from(`xref\n${rows.join('')}trailer\n${trailer}\n`, 'latin1');
  }

  private xrefStream(starts: Map<number, { offset: number; gen: number }>, start: number, seed: string): Buffer {
    const own = this.allocate();
    const all = new Map([...starts, [own.num, { offset: start, gen: 0 }]]);
    const data = Buffer.alloc(all.size * 8);
    let at = 0;
    for (const { offset, gen } of all.values()) {
      data.writeUInt8(1, at);
      data.writeUIntBE(offset, at + 1, 5);
      data.writeUInt16BE(gen, at + 6);
      at += 8;
    }
    const map = new Map<string, PdfValue>([
      ['Type', pdfName('XRef')],
      ['W', [1, 5, 2]],
      ['Index', runs([...all.keys()]).flat()],
      ...this.trailer(seed),
      ['Length', data.length],
    ]);
    const head = `${own.num} 0 obj\n${serialize({ kind: 'dict', map })}\nstream\n`;
    return Buffer.concat([Buffer.from(head, 'latin1'), data, Buffer.from('\nendstream\nendobj\n')]);
  }

  private trailer(seed: string): Map<string, PdfValue> {
    const old = this.file.trailer.map;
    const digest = createHash('sha256').update(this.file.bytes).update(seed).digest().subarray(0, 16);
    const changing: PdfValue = { kind: 'string', bytes: new Uint8Array(digest), hex: true, start: 0, end: 0 };
    const permanent = this.file.array(old.get('ID'))[0];
    const map = new Map<string, PdfValue>([
      ['Size', this.next],
      ['Root', this.file.rootRef],
      ['Prev', this.file.references.start],
      ['ID', [isKind(permanent, 'string') ? { ...permanent, hex: true } : changing, changing]],
    ]);
    const info = old.get('Info');
    if (info !== undefined) map.set('Info', info);
    return map;
  }
}

/** Consecutive numbers as pairs of first and count; the numbers come sorted. */
function runs(numbers: number[]): [number, number][] {
  const result: [number, number][] = [];
  for (const num of numbers) {
    const last = result.at(-1);
    if (last && last[0] + last[1] === num) last[1]++;
    else result.push([num, 1]);
  }
  return result;
}
