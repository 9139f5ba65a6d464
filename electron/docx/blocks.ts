import { BorderStyle, HeadingLevel, Paragraph, type FileChild } from 'docx';
import type { Block, Inline } from '../../shared/report/tree.ts';
import { groupedHash, groupedNumber } from '../pdf/grouping.ts';
import { colour, degreeColour, noticeColour, severityColour } from '../pdf/style.ts';
import type { FrameWords } from '../pdf/words.ts';
import { chartTable, pictureParagraph } from './figures.ts';
import { bullets, numbers, size, spacing, twips } from './styles.ts';
import { afterTable, alignment, cellParagraph, columnTwips, frame, gridTable, type GridCell } from './tables.ts';
import { bookmarked, hex, inlineRuns, textRuns, type TextContext } from './text.ts';

type Of<K extends Block['kind']> = Extract<Block, { kind: K }>;

/** What the blocks of one document share. */
export interface BlockContext extends TextContext {
  words: FrameWords;
  /** Lists counted so far: each ordered list begins with one. */
  lists: number;
}

const headingLevels = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const;
/** Degrees whose words weigh more than those beside them. */
const heavy = new Set(['med', 'high', 'ban']);

function caption(text: string, context: BlockContext): Paragraph[] {
  if (text === '') return [];
  const look = { bold: true, size: size.caption, color: hex(colour.ink2) };
  return [
    new Paragraph({
      keepNext: true,
      spacing: spacing({ before: 120, after: 60 }),
      children: textRuns(text, context, look),
    }),
  ];
}

function heading(block: Of<'heading'>, context: BlockContext, pageBreakBefore: boolean): Paragraph {
  return new Paragraph({
    heading: headingLevels[block.level],
    pageBreakBefore,
    children: bookmarked(block.text, context.bookmarks.get(block.anchor), context),
  });
}

function list(block: Of<'list'>, context: BlockContext): Paragraph[] {
  context.lists += 1;
  const instance = context.lists;
  return block.items.map(
    (item) =>
      new Paragraph({
        numbering: { reference: block.ordered ? numbers : bullets, level: 0, instance },
        spacing: spacing({ after: 60 }),
        children: inlineRuns(item, context),
      }),
  );
}

function keyValues(block: Of<'keyValues'>, context: BlockContext): FileChild[] {
  const look = { size: size.cell };
  const rows = block.rows.map(({ key, value, note, lines }): GridCell[] => [
    { content: [cellParagraph(textRuns(key, context, { ...look, color: hex(colour.ink3) }))] },
    {
      content: [
        cellParagraph(inlineRuns(value, context, look)),
        ...Array.from({ length: (lines ?? 1) - 1 }, () => cellParagraph([])),
        ...(note ? [cellParagraph(inlineRuns(note, context, { size: size.small, color: hex(colour.ink3) }))] : []),
      ],
    },
  ]);
  return block.rows.length === 0 ? [] : [gridTable(columnTwips([34, 66]), null, rows), afterTable()];
}

interface Grid {
  caption?: string | undefined;
  columns: Of<'table'>['columns'];
  rows: Inline[][];
  empty?: string | undefined;
}

function grid({ caption: title, columns, rows, empty }: Grid, context: BlockContext): FileChild[] {
  const head = columns.map((column) =>
    cellParagraph(textRuns(column.title, context, { bold: true, size: size.small, color: hex(colour.ink2) }), {
      ...alignment(column.align),
      keepNext: true,
    }),
  );
  const look = { size: size.cell };
  const body =
    rows.length === 0 && empty !== undefined
      ? [
          [
            {
              content: [cellParagraph(inlineRuns([{ text: empty, muted: true }], context, look))],
              across: columns.length,
            },
          ],
        ]
      : rows.map((row) =>
          columns.map((column, index): GridCell => ({
            content: [cellParagraph(inlineRuns(row[index] ?? [], context, look), alignment(column.align))],
          })),
        );
  const plain = (inline: Inline): string[] => inline.filter(({ code }) => !code).map(({ text }) => text);
  const widths = columnTwips(
    columns.map(({ width }) => width),
    columns.map((column, index) => [column.title, ...rows.flatMap((row) => plain(row[index] ?? []))]),
  );
  return [...caption(title ?? '', context), gridTable(widths, head, body), afterTable()];
}

function matrix(block: Of<'matrix'>, context: BlockContext): FileChild[] {
  const levels = new Map(block.levels.map((level) => [level.code, level]));
  const cell = (code: string): Inline => {
    const level = levels.get(code);
    if (!level) return [{ text: code === '' ? '—' : code, muted: true }];
    return [
      { text: level.text, bold: heavy.has(level.tone), italic: level.tone === 'prov', muted: level.tone === 'none' },
    ];
  };
  const share = 54 / Math.max(1, block.groups.length);
  return grid(
    {
      caption: block.caption,
      columns: [{ title: block.rowsTitle ?? '', width: 46 }, ...block.groups.map((title) => ({ title, width: share }))],
      rows: block.rows.map((row) => [
        [{ text: row.title }],
        ...block.groups.map((_, index) => cell(row.cells[index] ?? '')),
      ]),
    },
    context,
  );
}

function conclusion(block: Of<'conclusion'>, context: BlockContext): FileChild[] {
  const tone = degreeColour[block.tone];
  const content = [
    cellParagraph(textRuns(block.title, context, { bold: true, size: size.subtitle }), { keepNext: true }),
    cellParagraph(inlineRuns(block.text, context, {}, true), { spacing: spacing({ before: 60, after: 0 }) }),
  ];
  return [
    frame(content, {
      ground: block.tone === 'ban' ? tone.bg : null,
      edge: colour.ink3,
      rule: tone.solid,
      together: true,
    }),
    afterTable(),
  ];
}

function notice(block: Of<'notice'>, context: BlockContext): FileChild[] {
  const tone = noticeColour[block.tone];
  const content = [
    cellParagraph(textRuns(block.title, context, { bold: true, color: hex(tone.fg) }), { keepNext: true }),
    ...block.content.map((line) =>
      cellParagraph(inlineRuns(line, context, { color: hex(colour.ink2) }), {
        spacing: spacing({ before: 60, after: 0 }),
      }),
    ),
  ];
  return [frame(content, { ground: tone.bg, edge: tone.line, rule: tone.fg }), afterTable()];
}

function finding(block: Of<'finding'>, context: BlockContext): Paragraph[] {
  const tone = hex(severityColour[block.severity]);
  const small = { size: size.small, color: hex(colour.ink3) };
  return [
    new Paragraph({
      keepNext: true,
      border: { top: { style: BorderStyle.SINGLE, size: 4, space: 4, color: hex(colour.line) } },
      spacing: spacing({ before: 120, after: 0 }),
      children: textRuns(block.label, context, { bold: true, color: tone, size: size.caption }),
    }),
    new Paragraph({ spacing: spacing({ after: 20 }), children: inlineRuns(block.content, context) }),
    new Paragraph({ spacing: spacing({ after: twips(5) }), children: inlineRuns(block.provisions, context, small) }),
  ];
}

function signatures(block: Of<'signatures'>, context: BlockContext): FileChild[] {
  const place = { size: size.small, color: hex(colour.ink3) };
  const rows = block.fields.map(({ label, role }): GridCell[] => [
    {
      content: [cellParagraph(textRuns(label, context, { bold: true })), cellParagraph(textRuns(role, context, place))],
    },
    {
      content: [
        cellParagraph([], { spacing: spacing({ before: 480, after: 0 }) }),
        cellParagraph(textRuns(context.words.signaturePlace, context, place), {
          border: { top: { style: BorderStyle.SINGLE, size: 6, space: 2, color: hex(colour.ink3) } },
        }),
      ],
    },
  ]);
  return [...caption(block.title, context), gridTable(columnTwips([50, 50]), null, rows), afterTable()];
}

function attachments(block: Of<'attachments'>, context: BlockContext): FileChild[] {
  const { words } = context;
  return grid(
    {
      caption: block.title,
      columns: [
        { title: words.fileName, width: 25 },
        { title: words.fileDescription, width: 32 },
        { title: words.fileBytes, width: 13, align: 'right' },
        { title: 'SHA-256', width: 30 },
      ],
      rows: block.rows.map((row) => [
        [{ text: row.name, code: true }],
        [{ text: row.description }],
        [{ text: groupedNumber(row.bytes), code: true }],
        [{ text: groupedHash(row.sha256), code: true, muted: true }],
      ]),
    },
    context,
  );
}

/** A framed place with room for a round stamp. */
function stamp({ label }: Of<'stamp'>, context: BlockContext): FileChild[] {
  const words = cellParagraph(textRuns(label, context, { size: size.small, color: hex(colour.ink3) }));
  const room = Array.from({ length: 4 }, () => cellParagraph([]));
  return [
    frame([words, ...room], { ground: null, edge: colour.ink3, rule: colour.ink3, together: true }),
    afterTable(),
  ];
}

function paragraph(block: Of<'paragraph'>, context: BlockContext): Paragraph {
  const look =
    block.tone === 'lead'
      ? { size: 23, color: hex(colour.ink2) }
      : block.tone === 'muted'
        ? { size: size.small, color: hex(colour.ink3) }
        : {};
  return new Paragraph({ children: inlineRuns(block.content, context, look) });
}

function children(block: Exclude<Block, { kind: 'heading' | 'pageBreak' }>, context: BlockContext): FileChild[] {
  switch (block.kind) {
    case 'paragraph':
      return [paragraph(block, context)];
    case 'list':
      return list(block, context);
    case 'keyValues':
      return keyValues(block, context);
    case 'table':
      return grid(block, context);
    case 'conclusion':
      return conclusion(block, context);
    case 'finding':
      return finding(block, context);
    case 'notice':
      return notice(block, context);
    case 'matrix':
      return matrix(block, context);
    case 'chart':
      return [...caption(block.caption, context), chartTable(block, context), afterTable()];
    case 'image':
      return [pictureParagraph(block), ...caption(block.caption ?? '', context)];
    case 'stamp':
      return stamp(block, context);
    case 'signatures':
      return signatures(block, context);
    case 'attachments':
      return attachments(block, context);
  }
}

/** The blocks of a document as parts of a Word text. A page break goes into the paragraph after it. */
export function blockChildren(blocks: readonly Block[], context: BlockContext): FileChild[] {
  const made: FileChild[] = [];
  let breaks = true;
  for (const block of blocks) {
    if (block.kind === 'pageBreak') {
      breaks = true;
      continue;
    }
    if (block.kind === 'heading') made.push(heading(block, context, breaks));
    else {
      if (breaks)
        made.push(new Paragraph({ pageBreakBefore: true, spacing: spacing({ after: 0, lines: 0.1 }), children: [] }));
      made.push(...children(block, context));
    }
    breaks = false;
  }
  return made;
}
