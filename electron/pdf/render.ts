import type { ReportDocument } from '../../shared/report/tree.ts';
import { attachFiles } from './attachments.ts';
import { compose } from './blocks/compose.ts';
import type { Workshop } from './blocks/workshop.ts';
import { Canvas } from './canvas.ts';
import { Contents } from './contents.ts';
import { drawCover } from './cover.ts';
import { Flow } from './flow.ts';
import { loadFonts } from './fonts.ts';
import { Frame } from './frame.ts';
import { destinationsOf, headingsOf, writeOutline } from './headings.ts';
import { letterItems } from './letter.ts';
import type { LineContext } from './lines.ts';
import { documentTitle, xmpDescriptions } from './metadata.ts';
import { closeDocument, labelPages, openDocument, type Conformance } from './pdf-document.ts';
import { PictureStore } from './picture-store.ts';
import { SignatureFields } from './signature-fields.ts';
import { Typeface } from './typeface.ts';
import { frameWords } from './words.ts';

/** A file embedded in the dossier. `relationship` is the /AFRelationship of ISO 19005-3. */
export interface Attachment {
  name: string;
  /** MIME type. */
  mime: string;
  description: string;
  bytes: Uint8Array;
  relationship: 'Data' | 'Supplement' | 'Source';
  modifiedAt: Date;
}

export interface RenderOptions {
  createdAt: Date;
  /** Any text that identifies the file; the file identifier (/ID) is made from it. */
  fileId: string;
  attachments: readonly Attachment[];
  /** Whether the `signatures` blocks get form fields or only drawn frames. */
  signatureFields: 'reserve' | 'none';
  /** Without it `A-3a`. With `A-1b` the attachments are left out. */
  conformance?: Conformance;
  /** Called for each page opened, with the share of blocks placed (0 to 1). */
  onPage?: ((page: number, share: number) => void) | undefined;
}

/**
 * Makes the PDF of a document: PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1), A4. The same input gives
 * the same bytes.
 * Throws AppError `invalid`: `missing-glyph` (details `character`, `code`), `signature-field-name`, and for pictures
 * `broken-image`, `image-colours` and `image-too-large` (detail `name`).
 */
export async function renderPdf(document: ReportDocument, options: RenderOptions): Promise<Uint8Array> {
  const files = loadFonts();
  const conformance = options.conformance ?? 'A-3a';
  const { document: pdf, fonts } = openDocument({
    title: documentTitle(document),
    author: document.organisation,
    subject: document.runningHead,
    lang: document.locale,
    createdAt: options.createdAt,
    fileId: options.fileId,
    describe: () => xmpDescriptions(document, options.createdAt),
    fonts: files,
    conformance,
  });
  const faces = {
    regular: new Typeface(fonts.regular, files.regular),
    semibold: new Typeface(fonts.semibold, files.semibold),
    italic: new Typeface(fonts.italic, files.italic),
    fallback: new Typeface(fonts.fallback, files.fallback),
  };
  const headings = headingsOf(document);
  const destinations = destinationsOf(headings);
  const lines: LineContext = {
    faces,
    locale: document.locale,
    confidence: document.words.confidence,
    anchors: new Set(destinations.keys()),
  };
  const canvas = new Canvas(pdf, faces, destinations);
  const root = pdf.struct('Document', { lang: document.locale });
  pdf.addStructure(root);

  let share = 0;
  let drawn = 0;
  const frame = new Frame(canvas, document, lines, (page) => options.onPage?.(page, share));
  const shop: Workshop = {
    canvas,
    root,
    lines,
    words: frameWords[document.locale],
    layout: document.layout ?? 'dossier',
    signatures: new SignatureFields(pdf, faces, options.signatureFields === 'reserve'),
    pictures: new PictureStore(pdf),
    onHeading: (_heading, top) => {
      const heading = headings[drawn];
      drawn += 1;
      if (!heading) return;
      heading.page = frame.count - 1;
      canvas.destination(heading.destination, top);
    },
  };

  const blocks = compose(shop, document.blocks, (index) => (share = index / document.blocks.length));
  if (shop.layout === 'letter') {
    frame.openPage();
    new Flow(() => frame.openPage()).place(letterItems(shop, document, blocks));
  } else {
    drawCover(shop, frame, document);
    const contents = new Contents(shop);
    contents.reserve(frame, document, headings);
    if (document.blocks.length > 0) {
      frame.openPage();
      new Flow(() => frame.openPage()).place(blocks);
    }
    contents.fill();
  }
  frame.finish();
  writeOutline(pdf, headings);
  if (conformance !== 'A-1b') attachFiles(pdf, options.attachments);
  labelPages(pdf);
  root.end();
  return closeDocument(pdf);
}
