import {
  AlignmentType,
  BorderStyle,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  WidthType,
  type IParagraphOptions,
  type ITableCellOptions,
  type ParagraphChild,
} from 'docx';
import { cellPadding, columnWidths } from '../pdf/column-widths.ts';
import { colour, columnWidth } from '../pdf/style.ts';
import { size, spacing, textWidth, twips } from './styles.ts';
import { hex } from './text.ts';

type Align = 'left' | 'right' | 'center';

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const hairline = { style: BorderStyle.SINGLE, size: 4, color: hex(colour.line) } as const;
export const noBorders = {
  top: none,
  bottom: none,
  left: none,
  right: none,
  insideHorizontal: none,
  insideVertical: none,
};
const cellMargins = { top: 60, bottom: 60, left: twips(cellPadding.x), right: twips(cellPadding.x) };

/** Width of a letter in bold Arial as a share of the size, rounded up: what a word needs is estimated, not measured. */
const letter = 0.7;

/**
 * Twips of relative widths; their sum is the width of the text. `texts` are the texts of each column, so that words are
 * not cut where there is room for them.
 */
export function columnTwips(relative: readonly number[], texts: readonly (readonly string[])[] = []): number[] {
  const sum = relative.reduce((a, b) => a + b, 0) || 1;
  const needed = texts.map((column) => {
    const longest = Math.max(0, ...column.flatMap((text) => text.split(/[\s\-/]/).map((word) => word.length)));
    return longest * letter * (size.cell / 2);
  });
  const points =
    texts.length > 0 ? columnWidths(relative, needed) : relative.map((width) => (width / sum) * columnWidth);
  return points.map(twips);
}

/** A paragraph inside a cell. */
export function cellParagraph(children: readonly ParagraphChild[], more: IParagraphOptions = {}): Paragraph {
  return new Paragraph({ spacing: spacing({ after: 0, lines: 1.05 }), ...more, children });
}

export interface GridCell {
  content: readonly Paragraph[];
  /** Number of columns the cell takes. */
  across?: number;
}
/** Rows parted by hairlines; the head is repeated on every page. */
export function gridTable(
  widths: readonly number[],
  head: readonly Paragraph[] | null,
  rows: readonly (readonly GridCell[])[],
): Table {
  const cell = ({ content, across }: GridCell, column: number, more: Partial<ITableCellOptions> = {}): TableCell =>
    new TableCell({
      children: content,
      width: { size: across === undefined ? (widths[column] ?? 0) : textWidth, type: WidthType.DXA },
      ...(across === undefined ? {} : { columnSpan: across }),
      ...more,
    });
  const shading = { type: ShadingType.CLEAR, color: 'auto', fill: hex(colour.head) };
  const headRow = head
    ? [
        new TableRow({
          tableHeader: true,
          cantSplit: true,
          children: head.map((content, column) => cell({ content: [content] }, column, { shading })),
        }),
      ]
    : [];
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    margins: cellMargins,
    borders: { ...noBorders, top: hairline, bottom: hairline, insideHorizontal: hairline },
    rows: [
      ...headRow,
      ...rows.map((row) => new TableRow({ children: row.map((content, column) => cell(content, column)) })),
    ],
  });
}

/** A frame round paragraphs: ground, edge, and a thick rule at the left. */
export function frame(
  content: readonly Paragraph[],
  look: { ground: string | null; edge: string; rule: string; together?: boolean },
): Table {
  const edge = { style: BorderStyle.SINGLE, size: 4, color: hex(look.edge) };
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: [textWidth],
    layout: TableLayoutType.FIXED,
    margins: { top: 120, bottom: 120, left: 200, right: 160 },
    borders: {
      top: edge,
      bottom: edge,
      right: edge,
      left: { style: BorderStyle.SINGLE, size: 36, color: hex(look.rule) },
      insideHorizontal: none,
      insideVertical: none,
    },
    rows: [
      new TableRow({
        cantSplit: look.together ?? false,
        children: [
          new TableCell({
            width: { size: textWidth, type: WidthType.DXA },
            ...(look.ground === null
              ? {}
              : { shading: { type: ShadingType.CLEAR, color: 'auto', fill: hex(look.ground) } }),
            children: content,
          }),
        ],
      }),
    ],
  });
}

/** Space under a table: Word joins two tables that touch. */
export function afterTable(): Paragraph {
  return new Paragraph({ spacing: spacing({ before: 0, after: twips(6), lines: 0.5 }), children: [] });
}

/** Alignment of a column. */
export function alignment(align: Align | undefined): Pick<IParagraphOptions, 'alignment'> {
  if (align === 'right') return { alignment: AlignmentType.RIGHT };
  return align === 'center' ? { alignment: AlignmentType.CENTER } : {};
}
