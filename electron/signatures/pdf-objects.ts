/** The kinds of objects of ISO 32000-2 section 7.3, and how they are written. */

export interface PdfName {
  kind: 'name';
  name: string;
}

/** A string; `start` and `end` tell where it stands in the bytes it was read from, delimiters included. */
export interface PdfString {
  kind: 'string';
  bytes: Uint8Array;
  hex: boolean;
  start: number;
  end: number;
}

export interface PdfRef {
  kind: 'ref';
  num: number;
  gen: number;
}

export interface PdfDict {
  kind: 'dict';
  map: Map<string, PdfValue>;
}

/** A stream with its data as stored, before any filter is undone. */
export interface PdfStream {
  kind: 'stream';
  dict: PdfDict;
  data: Uint8Array;
}

export type PdfValue = null | boolean | number | PdfName | PdfString | PdfRef | PdfValue[] | PdfDict | PdfStream;

export function pdfName(name: string): PdfName {
  return { kind: 'name', name };
}

export function pdfRef(num: number, gen = 0): PdfRef {
  return { kind: 'ref', num, gen };
}

export function pdfDict(entries: Record<string, PdfValue | undefined>): PdfDict {
  const given = Object.entries(entries).filter((entry): entry is [string, PdfValue] => entry[1] !== undefined);
  return { kind: 'dict', map: new Map(given) };
}

/** A text string: UTF-16BE with a byte order mark, which every reader knows (ISO 32000-2 section 7.9.2.2). */
export function pdfText(text: string): PdfString {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
  return { kind: 'string', bytes: new Uint8Array(bytes), hex: true, start: 0, end: 0 };
}

/** A string of ASCII characters, for dates. */
export function pdfAscii(text: string): PdfString {
  return { kind: 'string', bytes: new Uint8Array(Buffer.from(text, 'latin1')), hex: false, start: 0, end: 0 };
}

/** Reads a text string: UTF-16 or UTF-8 with a byte order mark, otherwise one byte per character. */
export function textOf(value: PdfValue | undefined): string | undefined {
  if (!isKind(value, 'string')) return undefined;
  const bytes = Buffer.from(value.bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString('utf16le');
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3).toString('utf8');
  return bytes.toString('latin1');
}

type Kinds = { name: PdfName; string: PdfString; ref: PdfRef; dict: PdfDict; stream: PdfStream };

export function isKind<K extends keyof Kinds>(value: PdfValue | undefined, kind: K): value is Kinds[K] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && value.kind === kind;
}

/** The name a value holds, or undefined for anything else. */
export function nameOf(value: PdfValue | undefined): string | undefined {
  return isKind(value, 'name') ? value.name : undefined;
}

/** Whether two values say the same, references compared by number. Streams compare by their stored bytes. */
export function sameValue(one: PdfValue | undefined, other: PdfValue | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((value, index) => sameValue(value, other[index]));
  }
  switch (one.kind) {
    case 'name':
      return other.kind === 'name' && one.name === other.name;
    case 'string':
      return other.kind === 'string' && Buffer.compare(one.bytes, other.bytes) === 0;
    case 'ref':
      return other.kind === 'ref' && one.num === other.num && one.gen === other.gen;
    case 'dict':
      return other.kind === 'dict' && changedKeys(one, other).length === 0;
    case 'stream':
      return other.kind === 'stream' && sameValue(one.dict, other.dict) && Buffer.compare(one.data, other.data) === 0;
  }
}

/** The keys whose values differ between two dictionaries, in the order of the letters. */
export function changedKeys(before: PdfDict, after: PdfDict): string[] {
  const keys = new Set([...before.map.keys(), ...after.map.keys()]);
  return [...keys].filter((key) => !sameValue(before.map.get(key), after.map.get(key))).sort();
}

/** Writes a value the way it stands in a file. Streams are written by the increment, not here. */
export function serialize(value: PdfValue): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Number.isInteger(value) ? value.toFixed(0) : fixed(value);
  if (Array.isArray(value)) return `[${value.map(serialize).join(' ')}]`;
  switch (value.kind) {
    case 'name':
      return `/${escapeName(value.name)}`;
    case 'string':
      return value.hex ? `<${Buffer.from(value.bytes).toString('hex')}>` : literal(value.bytes);
    case 'ref':
      return `${value.num} ${value.gen} R`;
    case 'dict':
      return `<<${[...value.map].map(([key, own]) => `/${escapeName(key)} ${serialize(own)}`).join(' ')}>>`;
    case 'stream':
      throw new TypeError('A stream cannot stand inside another object');
  }
}

/** PDF knows no exponents. */
function fixed(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(10).replace(/\.?0+$/, '') : text;
}

function escapeName(name: string): string {
  return name.replace(
    // Everything but regular printable characters (ISO 32000-2 section 7.3.5).
    /[^!-~]|[#()<>[\]{}/%]/g,
    (character) => `#${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

function literal(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  return `(${text.replace(/[\\()\r\n]/g, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`)})`;
}
