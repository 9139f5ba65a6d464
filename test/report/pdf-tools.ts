import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs a checking tool (poppler-utils, qpdf) and gives its output; a non-zero exit throws. */
export function tool(name: string, ...options: string[]): string {
  return execFileSync(name, options, { encoding: 'utf8', maxBuffer: 512 * 1024 * 1024 });
}

/** Writes bytes to a file of their own in the temporary folder of the system. */
export function keep(bytes: Uint8Array): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tizilim-pdf-')), 'document.pdf');
  writeFileSync(file, bytes);
  return file;
}

export type PdfValue = string | number | boolean | null | PdfValue[] | { [key: string]: PdfValue };
export type PdfDictionary = { [key: string]: PdfValue };

type PdfObject = { value?: PdfValue; stream?: { dict: PdfDictionary; data?: string } };

/** The objects of a file as qpdf reads them; `streams` takes what the streams hold along, unpacked. */
export class PdfObjects {
  private readonly objects: Record<string, PdfObject>;

  constructor(file: string, streams: 'streams' | 'no streams' = 'no streams') {
    const options =
      streams === 'streams' ? ['--json-stream-data=inline', '--decode-level=generalized'] : ['--json-stream-data=none'];
    const json = JSON.parse(tool('qpdf', '--json', ...options, file)) as {
      qpdf: [unknown, Record<string, PdfObject>];
    };
    this.objects = json.qpdf[1];
  }

  /** What the stream behind a reference holds; null where there is none. */
  data(value: PdfValue | undefined): Buffer | null {
    const stream = typeof value === 'string' ? this.objects[`obj:${value}`]?.stream : undefined;
    return stream?.data === undefined ? null : Buffer.from(stream.data, 'base64');
  }

  /** Every dictionary of the file, those of streams and those inside others included. */
  dictionaries(): PdfDictionary[] {
    const found: PdfDictionary[] = [];
    const visit = (value: PdfValue): void => {
      if (value === null || typeof value !== 'object') return;
      if (!Array.isArray(value)) found.push(value);
      for (const own of Object.values(value)) visit(own);
    };
    for (const { value, stream } of Object.values(this.objects)) visit(stream?.dict ?? value ?? null);
    return found;
  }

  /** The object behind a reference; anything else as it is. A stream gives its dictionary. */
  resolve(value: PdfValue | undefined): PdfValue | undefined {
    if (typeof value !== 'string' || !/^\d+ \d+ R$/.test(value)) return value;
    const object = this.objects[`obj:${value}`];
    return object?.stream ? object.stream.dict : object?.value;
  }

  dictionary(value: PdfValue | undefined): PdfDictionary {
    const resolved = this.resolve(value);
    if (resolved === null || typeof resolved !== 'object' || Array.isArray(resolved))
      throw new Error('not a dictionary');
    return resolved;
  }

  list(value: PdfValue | undefined): PdfValue[] {
    const resolved = this.resolve(value);
    return Array.isArray(resolved) ? resolved : [];
  }

  get trailer(): PdfDictionary {
    return this.dictionary(this.objects['trailer']?.value);
  }

  get catalog(): PdfDictionary {
    return this.dictionary(this.trailer['/Root']);
  }

  /** Dictionaries of a /Type or /Subtype. */
  where(key: string, name: string): PdfDictionary[] {
    const found: PdfDictionary[] = [];
    for (const { value, stream } of Object.values(this.objects)) {
      const candidate = stream ? stream.dict : value;
      if (candidate !== null && typeof candidate === 'object' && !Array.isArray(candidate) && candidate[key] === name)
        found.push(candidate);
    }
    return found;
  }

  /** The text of the whole file's objects, for looking up forbidden keys. */
  hasKey(key: string): boolean {
    return JSON.stringify(this.objects).includes(`"${key}":`);
  }
}

/** The XMP packet of a file (never compressed). */
export function xmpOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('utf8');
  const start = text.indexOf('<?xpacket begin');
  const end = text.indexOf('<?xpacket end="w"?>');
  if (start < 0 || end < 0) throw new Error('no XMP packet');
  return text.slice(start, end);
}

/** Throws unless every element is closed in order and no bare & or < stands in the text. */
export function requireWellFormed(xml: string): void {
  const open: string[] = [];
  const rest = xml
    .replace(/<\?[^>]*\?>/g, '')
    .replace(
      /<(\/?)([\w:]+)((?:\s+[\w:]+="[^"<]*")*)\s*(\/?)>/g,
      (_all, close: string, name: string, _attributes, self: string) => {
        if (close !== '') {
          if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
        } else if (self === '') open.push(name);
        return '';
      },
    );
  if (open.length > 0) throw new Error(`<${open.join('> <')}> not closed`);
  if (/<|&(?!(?:amp|lt|gt|quot|apos);)/.test(rest)) throw new Error('bare < or & in the text');
}

/** Words with their boxes (points from the upper left corner), page by page. */
export function wordBoxes(
  file: string,
): { page: number; text: string; xMin: number; yMin: number; xMax: number; yMax: number }[] {
  const boxes: { page: number; text: string; xMin: number; yMin: number; xMax: number; yMax: number }[] = [];
  let page = 0;
  for (const line of tool('pdftotext', '-bbox', file, '-').split('\n')) {
    if (line.includes('<page ')) page += 1;
    const word = /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)<\/word>/.exec(line);
    if (word) {
      const [xMin = 0, yMin = 0, xMax = 0, yMax = 0] = word.slice(1, 5).map(Number);
      boxes.push({ page, text: word[5] ?? '', xMin, yMin, xMax, yMax });
    }
  }
  return boxes;
}

/** Text of the tags in reading order, without spaces and hyphens (a divided word has one). */
export function taggedText(file: string): string {
  return [...tool('pdfinfo', '-struct-text', file).matchAll(/^\s+"(.*)"$/gm)]
    .map((match) => squeezed(match[1] ?? ''))
    .join('');
}
export function squeezed(text: string): string {
  return text.replace(/[\s\u00a0-]/g, '');
}
