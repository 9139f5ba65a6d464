import { createHash } from 'node:crypto';
import PDFDocument from 'pdfkit';
import type { FaceName } from './style.ts';

/*
 * The only file that knows pdfkit's insides (version 0.20.2, pinned). pdfkit has no public way to write
 * page labels, signature widgets without NeedAppearances, escaped XMP or a file identifier of our own, and its
 * own text routine is too slow and too wordy for long tagged documents; these parts are reached here.
 */

/** An indirect object of the file. */
export interface Reference {
  data: Record<string, unknown>;
  write(chunk: string | Uint8Array): void;
  end(chunk?: string | Uint8Array): void;
}

/** A structure element (tag). Children keep the order in which they are added. */
export interface Tag {
  dictionary: Reference;
  add(child: Tag | MarkedContent): Tag;
  end(): void;
}

declare const markedContent: unique symbol;
/** A piece of page content that belongs to a tag. */
export interface MarkedContent {
  readonly [markedContent]: true;
}

export interface TagOptions {
  lang?: string;
  alt?: string;
  actual?: string;
  scope?: 'Column' | 'Row';
  title?: string;
  bbox?: [number, number, number, number];
  placement?: string;
}

interface EmbeddedFont {
  id: string;
  font: {
    unitsPerEm: number;
    hasGlyphForCodePoint(codePoint: number): boolean;
    layout(text: string): {
      glyphs: { path: { commands: { command: string; args: number[] }[] } }[];
      positions: { xAdvance: number }[];
    };
  };
  encode(text: string): [string[], { xAdvance: number; advanceWidth: number; xOffset: number; yOffset: number }[]];
  ref(): Reference;
}

interface Page {
  dictionary: Reference;
  annotations: Reference[];
  fonts: Record<string, Reference>;
  xobjects: Record<string, Reference>;
  write(chunk: Uint8Array): void;
}

export interface OutlineItem {
  addItem(title: string): OutlineItem;
  outlineData: Record<string, unknown>;
}

/** The part of pdfkit used here, private members included. */
interface Internals {
  page: Page;
  info: Record<string, unknown>;
  _id: Uint8Array;
  _font: EmbeddedFont;
  _root: Reference;
  _acroform: { fonts: Record<string, Reference>; defaultFont: string };
  _addInfo(): void;
  outline: OutlineItem;
  ref(data?: Record<string, unknown>): Reference;
  font(source: Uint8Array): unknown;
  addPage(): unknown;
  switchToPage(index: number): unknown;
  bufferedPageRange(): { start: number; count: number };
  appendXML(xml: string): void;
  struct(type: string, options?: TagOptions): Tag;
  addStructure(tag: Tag): unknown;
  markStructureContent(tag: string): MarkedContent;
  endMarkedContent(): unknown;
  addNamedDestination(name: string, ...place: unknown[]): void;
  addNamedEmbeddedFile(name: string, file: Reference): void;
  annotate(x: number, y: number, width: number, height: number, options: Record<string, unknown>): unknown;
  goTo(x: number, y: number, width: number, height: number, name: string, options: Record<string, unknown>): unknown;
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  end(): void;
}
export type PdfDocument = Internals;

export interface OpenOptions {
  title: string;
  author: string;
  subject: string;
  lang: string;
  createdAt: Date;
  /** Any text; the first 16 bytes of its SHA-256 become the file identifier. */
  fileId: string;
  /** Gives the descriptions that go into the XMP packet, escaped. */
  describe(): string;
  fonts: Record<FaceName, Uint8Array>;
  conformance: Conformance;
}

/**
 * Kind of PDF/A. Dossiers are `A-3a`. `A-1b` (ISO 19005-1) is the same pages as the one kind for which a validator is
 * installed with the packages of Debian; it cannot hold attachments.
 */
export type Conformance = 'A-3a' | 'A-1b';

/** Opens an empty PDF/A document; pages are kept until the end because the foot line needs their number. */
export function openDocument(options: OpenOptions): { document: PdfDocument; fonts: Record<FaceName, EmbeddedFont> } {
  const document = new PDFDocument({
    size: 'A4',
    margin: 0,
    pdfVersion: options.conformance === 'A-1b' ? '1.4' : '1.7',
    subset: `PDF/${options.conformance}` as 'PDF/A-3',
    tagged: true,
    displayTitle: true,
    lang: options.lang,
    bufferPages: true,
    autoFirstPage: false,
    font: options.fonts.regular as unknown as string,
    info: {
      Title: options.title,
      Author: options.author,
      Subject: options.subject,
      Producer: 'Tizilim',
      Creator: 'Tizilim',
      CreationDate: options.createdAt,
      ModDate: options.createdAt,
    },
  }) as unknown as Internals;
  document._id = new Uint8Array(createHash('sha256').update(options.fileId).digest().subarray(0, 16));
  document._addInfo = () => document.appendXML(options.describe());
  const regular = document._font;
  document.font(options.fonts.semibold);
  const semibold = document._font;
  document.font(options.fonts.italic);
  const italic = document._font;
  document.font(options.fonts.fallback);
  const fallback = document._font;
  return { document, fonts: { regular, semibold, italic, fallback } };
}
export type { EmbeddedFont };

/** Page labels: plain numbers from one, so that viewers show the number printed on the page. */
export function labelPages(document: PdfDocument): void {
  const labels = document.ref({ Nums: [0, { S: 'D' }] });
  labels.end();
  document._root.data['PageLabels'] = labels;
}

/** A form without NeedAppearances (forbidden in PDF/A); pdfkit closes it with the document. */
export function openForm(document: PdfDocument, fonts: Record<string, Reference>): { add(field: Reference): void } {
  const fields: Reference[] = [];
  document._acroform = { fonts: {}, defaultFont: 'regular' };
  // SigFlags 1: the file holds signature fields. The signer adds 2 (append only) with the first signature.
  document._root.data['AcroForm'] = document.ref({ Fields: fields, SigFlags: 1, DR: { Font: fonts } });
  return { add: (field) => void fields.push(field) };
}

/** Adds an annotation tied to a tag and gives its object. */
export function addAnnotation(
  document: PdfDocument,
  place: { x: number; y: number; width: number; height: number },
  tag: Tag,
  options: Record<string, unknown>,
): Reference {
  document.annotate(place.x, place.y, place.width, place.height, { ...options, structParent: tag });
  const annotation = document.page.annotations.at(-1);
  if (!annotation) throw new Error('the annotation was not added');
  return annotation;
}

/** Says that a table cell takes several columns. */
export function spanColumns(cell: Tag, columns: number): void {
  cell.dictionary.data['A'] = { O: 'Table', ColSpan: columns };
}

/** A text string of the file (pdfkit tells names from text by the String object). */
export function textString(value: string): object {
  return Object(value) as object;
}

/** Closes the document and gives its bytes. */
export function closeDocument(document: PdfDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    document.on('data', (chunk) => void chunks.push(chunk));
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    document.on('error', reject);
    document.end();
  });
}
