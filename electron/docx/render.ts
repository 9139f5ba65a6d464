import {
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  LeaderType,
  PageNumber,
  Paragraph,
  Tab,
  TableOfContents,
  TabStopType,
  TextRun,
  type FileChild,
} from 'docx';
import type { ReportDocument } from '../../shared/report/tree.ts';
import { colour, noticeColour } from '../pdf/style.ts';
import { frameWords } from '../pdf/words.ts';
import { blockChildren, type BlockContext } from './blocks.ts';
import { packDocument } from './package.ts';
import { sheet, size, spacing, textWidth, wordNumbering, wordStyles } from './styles.ts';
import { cellParagraph, columnTwips, gridTable } from './tables.ts';
import { clean, hex, textRuns, wordLanguage, type TextContext } from './text.ts';

export interface DocxOptions {
  /** Time written into the properties. */
  createdAt: Date;
  /** What the copy is and what it was made from; on the cover and at the head of every page. */
  note: string;
}

/**
 * Makes an editable copy (Office Open XML, ISO/IEC 29500) of a document: the texts of the tree with headings, contents,
 * tables and links a word processor knows as such. The same input gives the same bytes.
 * Throws AppError `invalid` for pictures, as `renderPdf`.
 */
export function renderDocx(document: ReportDocument, { createdAt, note }: DocxOptions): Promise<Uint8Array> {
  const context: BlockContext = {
    locale: document.locale,
    confidence: document.words.confidence,
    bookmarks: bookmarksOf(document),
    words: frameWords[document.locale],
    lists: 0,
  };
  const file = new Document({
    title: clean(document.title),
    subject: clean(document.runningHead),
    creator: clean(document.organisation),
    lastModifiedBy: 'Tizilim',
    description: clean(note),
    styles: wordStyles(document.locale),
    numbering: wordNumbering,
    compatabilityModeVersion: 15,
    // Page numbers of the contents come from whoever lays the pages out; an estimate would be wrong by one here and there.
    features: { updateFields: true },
    sections: [
      {
        properties: { titlePage: true, page: sheet },
        headers: {
          default: new Header({ children: headLines(document, note, context) }),
          first: new Header({ children: draftLine(document, context) }),
        },
        footers: {
          default: new Footer({ children: [footLine(document, context)] }),
          first: new Footer({ children: [new Paragraph({})] }),
        },
        children: [
          ...cover(document, note, context),
          ...contents(document, context),
          ...blockChildren(document.blocks, context),
        ],
      },
    ],
  });
  return Promise.resolve(packDocument(file, createdAt));
}

/** Bookmarks by anchor: Word takes letters and digits only, and forty of them. The first heading of a name counts. */
function bookmarksOf(document: ReportDocument): Map<string, string> {
  const bookmarks = new Map<string, string>();
  for (const block of document.blocks)
    if (block.kind === 'heading' && !bookmarks.has(block.anchor))
      bookmarks.set(block.anchor, `part${String(bookmarks.size + 1).padStart(4, '0')}`);
  return bookmarks;
}

function cover(document: ReportDocument, note: string, context: TextContext): FileChild[] {
  const paragraph = (text: string, look: Parameters<typeof textRuns>[2], after: number): Paragraph[] =>
    text === '' ? [] : [new Paragraph({ spacing: spacing({ after }), children: textRuns(text, context, look) })];
  const rows = document.cover.map(({ key, value }) => [
    { content: [cellParagraph(textRuns(key, context, { size: size.cell, color: hex(colour.ink3) }))] },
    { content: [cellParagraph(textRuns(value, context, { size: size.cell }))] },
  ]);
  return [
    ...paragraph(document.organisation, { bold: true, size: size.organisation }, 0),
    new Paragraph({ heading: HeadingLevel.TITLE, children: textRuns(document.title, context) }),
    ...paragraph(document.subtitle, { size: size.subtitle, color: hex(colour.ink2) }, 480),
    ...(rows.length === 0 ? [] : [gridTable(columnTwips([36, 64]), null, rows)]),
    new Paragraph({
      spacing: spacing({ before: 360 }),
      children: textRuns(note, context, { bold: true, color: hex(noticeColour.warn.fg) }),
    }),
  ];
}

function contents(document: ReportDocument, context: TextContext): FileChild[] {
  const listed = document.blocks.filter((block) => block.kind === 'heading' && block.level <= 2);
  if (listed.length < 2) return [];
  const title = new Paragraph({
    pageBreakBefore: true,
    keepNext: true,
    spacing: spacing({ after: 160 }),
    children: textRuns(document.words.contents, context, { bold: true, size: 32 }),
  });
  return [
    title,
    new TableOfContents(clean(document.words.contents), {
      hyperlink: true,
      headingStyleRange: '1-2',
      tabLeader: LeaderType.NONE,
    }),
  ];
}

/** Where the right half of a line of the frame ends. */
const rightTab = [{ type: TabStopType.RIGHT, position: textWidth }];
const frameLook = { size: size.frame, color: hex(colour.ink3) };

function draftLine(document: ReportDocument, context: TextContext): Paragraph[] {
  if (document.watermark === null || document.watermark === '') return [new Paragraph({})];
  const text = document.watermark.toLocaleUpperCase(document.locale);
  const look = { bold: true, size: size.subtitle, color: hex(noticeColour.bad.fg), characterSpacing: 60 };
  return [new Paragraph({ spacing: spacing({ after: 0 }), children: textRuns(text, context, look) })];
}

function headLines(document: ReportDocument, note: string, context: TextContext): Paragraph[] {
  const names = new Paragraph({
    tabStops: rightTab,
    spacing: spacing({ after: 0 }),
    children: [
      ...textRuns(document.organisation, context, frameLook),
      new TextRun({ children: [new Tab()], ...frameLook }),
      ...textRuns(document.runningHead, context, frameLook),
    ],
  });
  const kind = new Paragraph({
    spacing: spacing({ after: 0 }),
    border: { bottom: { style: BorderStyle.SINGLE, size: 4, space: 3, color: hex(colour.line) } },
    children: textRuns(note, context, { ...frameLook, italics: true }),
  });
  return [...(document.watermark ? draftLine(document, context) : []), names, kind];
}

function footLine(document: ReportDocument, context: TextContext): Paragraph {
  const pattern = document.words.page.includes('{page}')
    ? document.words.page
    : `${document.words.page} {page} / {pages}`;
  const language = { value: wordLanguage[document.locale] };
  const pages = clean(pattern)
    .split(/(\{pages?\})/)
    .filter((part) => part !== '')
    .map((part) => {
      const field = part === '{page}' ? PageNumber.CURRENT : part === '{pages}' ? PageNumber.TOTAL_PAGES : part;
      return new TextRun({ language, ...frameLook, children: [field] });
    });
  return new Paragraph({
    tabStops: rightTab,
    border: { top: { style: BorderStyle.SINGLE, size: 4, space: 4, color: hex(colour.line) } },
    children: [
      ...textRuns(document.footer ?? '', context, frameLook),
      new TextRun({ children: [new Tab()], ...frameLook }),
      ...pages,
    ],
  });
}
