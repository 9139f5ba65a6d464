import { AppError } from '../../shared/lib/errors.ts';
import { isKind, nameOf, type PdfDict, type PdfRef, type PdfValue } from './pdf-objects.ts';
import { corruptPdf, PdfParser } from './pdf-parser.ts';
import { decodeStream } from './pdf-filters.ts';
import { readCrossReferences, type CrossReferences, type XrefEntry } from './pdf-xref.ts';

/** Room that all decoded object streams of one file may take together. */
const maximumDecoded = 256 * 1024 * 1024;

/**
 * A PDF file as its cross-reference data describes it: classic tables, cross-reference streams, object streams and
 * any chain of incremental updates. Objects are read when asked for.
 *
 * Anything that breaks the format is AppError `corrupt` (`pdf-corrupt`), encrypted files are `invalid`
 * (`pdf-encrypted`); no input makes it hang or throw anything else.
 */
export class PdfFile {
  readonly bytes: Uint8Array;
  readonly references: CrossReferences;
  readonly trailer: PdfDict;
  readonly rootRef: PdfRef;
  private readonly cache = new Map<number, PdfValue>();
  private readonly reading = new Set<number>();
  private readonly containers = new Map<number, Map<number, PdfValue>>();
  private decoded = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.references = readCrossReferences(bytes);
    this.trailer = this.references.trailer;
    if (this.trailer.map.has('Encrypt')) {
      throw new AppError('invalid', 'Encrypted PDF files are not supported', { reason: 'pdf-encrypted' });
    }
    const root = this.trailer.map.get('Root');
    if (!isKind(root, 'ref')) throw corruptPdf('no catalog', 0);
    this.rootRef = root;
  }

  /** The document catalog. */
  get catalog(): PdfDict {
    const catalog = this.dict(this.rootRef);
    if (!catalog || nameOf(catalog.map.get('Type')) !== 'Catalog') throw corruptPdf('no catalog', 0);
    return catalog;
  }

  /** The object with this number, or undefined when the file has none. */
  object(num: number): PdfValue | undefined {
    const cached = this.cache.get(num);
    if (cached !== undefined) return cached;
    const entry = this.references.entries.get(num);
    if (!entry || entry.kind === 'free') return undefined;
    if (this.reading.has(num)) throw corruptPdf('object refers to itself', 0);
    this.reading.add(num);
    try {
      const value = entry.kind === 'offset' ? this.readAt(num, entry) : this.readPacked(num, entry.container);
      this.cache.set(num, value);
      return value;
    } finally {
      this.reading.delete(num);
    }
  }

  /** Follows references until something else comes; a reference to nothing is undefined. */
  resolve(value: PdfValue | undefined): PdfValue | undefined {
    let current = value;
    for (let steps = 0; isKind(current, 'ref'); steps++) {
      if (steps > 20) throw corruptPdf('chain of references', 0);
      const entry = this.references.entries.get(current.num);
      if (entry?.kind === 'offset' && entry.gen !== current.gen) return undefined;
      current = this.object(current.num);
    }
    return current;
  }

  /** The dictionary a value is or refers to; for a stream, its dictionary. */
  dict(value: PdfValue | undefined): PdfDict | undefined {
    const resolved = this.resolve(value);
    if (isKind(resolved, 'stream')) return resolved.dict;
    return isKind(resolved, 'dict') ? resolved : undefined;
  }

  /** The array a value is or refers to, otherwise an empty one. */
  array(value: PdfValue | undefined): PdfValue[] {
    const resolved = this.resolve(value);
    return Array.isArray(resolved) ? resolved : [];
  }

  private readAt(num: number, entry: Extract<XrefEntry, { kind: 'offset' }>): PdfValue {
    const parser = new PdfParser(this.bytes, entry.offset);
    if (parser.readInteger() !== num || parser.readInteger() !== entry.gen || !parser.tryToken('obj')) {
      throw corruptPdf(`object ${num} expected`, entry.offset);
    }
    return parser.readIndirect((length) => {
      const value = this.resolve(length);
      if (typeof value !== 'number' || value < 0 || !Number.isInteger(value)) {
        throw corruptPdf('stream without length', entry.offset);
      }
      return value;
    });
  }

  private readPacked(num: number, container: number): PdfValue {
    let objects = this.containers.get(container);
    if (!objects) {
      if (this.references.entries.get(container)?.kind === 'packed') throw corruptPdf('nested object streams', 0);
      objects = this.readContainer(container);
      this.containers.set(container, objects);
    }
    const value = objects.get(num);
    if (value === undefined) throw corruptPdf(`object ${num} is not in its object stream`, 0);
    return value;
  }

  private readContainer(num: number): Map<number, PdfValue> {
    const stream = this.object(num);
    if (!isKind(stream, 'stream')) throw corruptPdf('object stream expected', 0);
    const data = decodeStream(stream, (value) => this.resolve(value));
    this.decoded += data.length;
    if (this.decoded > maximumDecoded) throw corruptPdf('object streams too large', 0);
    const count = this.resolve(stream.dict.map.get('N'));
    const first = this.resolve(stream.dict.map.get('First'));
    if (typeof count !== 'number' || typeof first !== 'number' || count > data.length) {
      throw corruptPdf('object stream without index', 0);
    }
    const index = new PdfParser(data);
    const objects = new Map<number, PdfValue>();
    for (let position = 0; position < count; position++) {
      const own = index.readInteger();
      const offset = index.readInteger();
      if (!objects.has(own)) objects.set(own, new PdfParser(data, first + offset).readValue());
    }
    return objects;
  }
}
