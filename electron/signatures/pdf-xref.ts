import { isKind, nameOf, type PdfDict, type PdfValue } from './pdf-objects.ts';
import { decodeStream } from './pdf-filters.ts';
import { corruptPdf, PdfParser } from './pdf-parser.ts';

/** Where an object stands: at an offset, inside an object stream, or nowhere. */
export type XrefEntry =
  | { kind: 'offset'; offset: number; gen: number }
  | { kind: 'packed'; container: number; index: number }
  | { kind: 'free' };

/** One cross-reference section and where it starts. */
export interface XrefSection {
  offset: number;
  /** Whether the section is a cross-reference stream. */
  stream: boolean;
}

export interface CrossReferences {
  entries: Map<number, XrefEntry>;
  /** Dictionary of the newest section. */
  trailer: PdfDict;
  /** Offset the last `startxref` names. */
  start: number;
  /** Where the file ends by its last `%%EOF`, the line end after it included. */
  end: number;
  /** All sections, newest first. */
  sections: XrefSection[];
}

const maximumSections = 500;
/** ISO 32000-2 annex C.2: the largest object number that readers agree on. */
const maximumObject = 8_388_607;

interface Section {
  entries: [number, XrefEntry][];
  dict: PdfDict;
  stream: boolean;
}

/** Reads all cross-reference sections from the last `startxref` back to the first. AppError `corrupt`. */
export function readCrossReferences(bytes: Uint8Array): CrossReferences {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!buffer.subarray(0, 1024).includes('%PDF-')) throw corruptPdf('no PDF header', 0);
  const marker = buffer.lastIndexOf('startxref');
  if (marker < 0) throw corruptPdf('no startxref', 0);
  const parser = new PdfParser(bytes, marker + 'startxref'.length);
  const start = parser.readInteger();
  const end = endOfFileMarker(buffer, parser.position);
  const entries = new Map<number, XrefEntry>();
  const sections: XrefSection[] = [];
  let trailer: PdfDict | undefined;
  const queue = [start];
  const visited = new Set<number>();
  for (let offset = queue.shift(); offset !== undefined; offset = queue.shift()) {
    if (visited.has(offset) || visited.size >= maximumSections) throw corruptPdf('loop of cross-references', offset);
    visited.add(offset);
    const section = readSection(bytes, offset);
    trailer ??= section.dict;
    sections.push({ offset, stream: section.stream });
    const own = new Map(section.entries);
    const companion = section.stream ? undefined : section.dict.map.get('XRefStm');
    if (typeof companion === 'number') addHidden(own, readSection(bytes, companion).entries);
    for (const [num, entry] of own) if (!entries.has(num)) entries.set(num, entry);
    const previous = section.dict.map.get('Prev');
    if (typeof previous === 'number') queue.push(checkedOffset(previous, bytes));
    else if (previous !== undefined) throw corruptPdf('Prev is not a number', offset);
  }
  if (!trailer) throw corruptPdf('no trailer', start);
  return { entries, trailer, start, end, sections };
}

/** A hybrid file lists as free what only its companion stream locates (ISO 32000-2 section 7.5.8.4). */
function addHidden(own: Map<number, XrefEntry>, hidden: [number, XrefEntry][]): void {
  for (const [num, entry] of hidden) if ((own.get(num)?.kind ?? 'free') === 'free') own.set(num, entry);
}

function checkedOffset(offset: number, bytes: Uint8Array): number {
  if (!Number.isInteger(offset) || offset < 0 || offset >= bytes.length) throw corruptPdf('offset outside', offset);
  return offset;
}

/** The end after `%%EOF` and one line end. The marker must follow at once. */
function endOfFileMarker(buffer: Buffer, position: number): number {
  let at = position;
  while (at < buffer.length && [9, 10, 13, 32].includes(buffer[at] ?? 0)) at++;
  if (buffer.toString('latin1', at, at + 5) !== '%%EOF') throw corruptPdf('no end of file marker', at);
  at += 5;
  if (buffer[at] === 13) at++;
  if (buffer[at] === 10) at++;
  return at;
}

function readSection(bytes: Uint8Array, offset: number): Section {
  const parser = new PdfParser(bytes, checkedOffset(offset, bytes));
  return parser.tryToken('xref') ? readTable(parser) : readXrefStream(parser, offset);
}

function readTable(parser: PdfParser): Section {
  const entries: [number, XrefEntry][] = [];
  while (!parser.tryToken('trailer')) {
    const first = parser.readInteger();
    const count = parser.readInteger();
    if (first + count > maximumObject + 1) throw corruptPdf('object number too large', parser.position);
    for (let index = 0; index < count; index++) {
      const offset = parser.readInteger();
      const gen = parser.readInteger();
      const kind = parser.readToken();
      if (kind !== 'n' && kind !== 'f') throw corruptPdf('cross-reference entry expected', parser.position);
      entries.push([first + index, kind === 'n' ? { kind: 'offset', offset, gen } : { kind: 'free' }]);
    }
  }
  const dict = parser.readValue();
  if (!isKind(dict, 'dict')) throw corruptPdf('trailer dictionary expected', parser.position);
  return { entries, dict, stream: false };
}

function readXrefStream(parser: PdfParser, offset: number): Section {
  parser.readInteger();
  parser.readInteger();
  if (!parser.tryToken('obj')) throw corruptPdf('cross-reference section expected', offset);
  const stream = parser.readIndirect((length) => {
    if (typeof length !== 'number' || length < 0) throw corruptPdf('stream without length', offset);
    return length;
  });
  if (!isKind(stream, 'stream') || nameOf(stream.dict.map.get('Type')) !== 'XRef') {
    throw corruptPdf('cross-reference stream expected', offset);
  }
  const data = decodeStream(stream, (value) => (isKind(value, 'ref') ? undefined : value));
  return { entries: readStreamEntries(stream.dict, data, offset), dict: stream.dict, stream: true };
}

function readStreamEntries(dict: PdfDict, data: Uint8Array, offset: number): [number, XrefEntry][] {
  const widths = integers(dict.map.get('W'));
  const size = dict.map.get('Size');
  const [first = 0, second = 0, third = 0] = widths;
  const width = first + second + third;
  if (widths.length < 3 || width === 0 || widths.some((own) => own > 8) || typeof size !== 'number') {
    throw corruptPdf('cross-reference stream without widths', offset);
  }
  const index = dict.map.has('Index') ? integers(dict.map.get('Index')) : [0, size];
  const entries: [number, XrefEntry][] = [];
  let at = 0;
  const field = (length: number, standard: number): number => {
    if (length === 0) return standard;
    let value = 0;
    for (const end = at + length; at < end; at++) value = value * 256 + (data[at] ?? 0);
    return value;
  };
  for (let pair = 0; pair + 1 < index.length; pair += 2) {
    const start = index[pair] ?? 0;
    const count = index[pair + 1] ?? 0;
    if (start + count > maximumObject + 1) throw corruptPdf('object number too large', offset);
    for (let item = 0; item < count; item++) {
      if (at + width > data.length) throw corruptPdf('cross-reference stream too short', offset);
      const kind = field(first, 1);
      const one = field(second, 0);
      const two = field(third, 0);
      entries.push([start + item, streamEntry(kind, one, two)]);
    }
  }
  return entries;
}

function streamEntry(kind: number, one: number, two: number): XrefEntry {
  if (kind === 1) return { kind: 'offset', offset: one, gen: two };
  return kind === 2 ? { kind: 'packed', container: one, index: two } : { kind: 'free' };
}

function integers(value: PdfValue | undefined): number[] {
  if (!Array.isArray(value)) return [];
  return value.filter((own): own is number => typeof own === 'number' && Number.isInteger(own) && own >= 0);
}
