import type { Canvas } from './canvas.ts';
import { cellPadding } from './column-widths.ts';
import type { Flowable, Fragment, Part } from './flow.ts';
import type { Line } from './lines.ts';
import { spanColumns, type Tag } from './pdf-document.ts';
import { colour, columnWidth, page, text, type TextStyle } from './style.ts';

export interface TableColumn {
  width: number;
  align?: 'left' | 'right' | 'center' | undefined;
}

/** A cell set for its column. Cells of a table share one leading, so a row may be cut between any two lines. */
export interface TableCell {
  lines: Line[];
  header?: 'Row';
  /** Number of columns the cell takes. */
  across?: number;
  /** Lines to fill by hand under the text, each two lines of type high. */
  ruled?: number;
}

export interface TableContent {
  caption: Line[] | null;
  /** Head cells; null for a table without a head (key and value). */
  head: Line[][] | null;
  columns: TableColumn[];
  rows: Iterable<TableCell[]>;
  style: TextStyle;
  headStyle: TextStyle;
  /** Rows are parted by hairlines; `open` tables have no outer rules. */
  open?: boolean;
}

interface RowPart extends Part {
  kind: 'caption' | 'head' | 'row';
  cells: TableCell[];
  from: number;
  count: number;
  /** Lines of the highest cell. */
  total: number;
}

/** Lines of type that a line to fill by hand takes. */
const ruledLeading = 2;

function heightInLines({ lines, ruled = 0 }: TableCell): number {
  return lines.length + ruled * ruledLeading;
}

/** A row up to this many lines stays on one page. */
const wholeRowLines = 14;

/** A table: the head is tagged once and repeated as an artifact on every further page. */
export class Table implements Flowable<RowPart> {
  readonly before = 8;
  readonly after = 12;
  readonly keepWithNext = false;
  readonly padding = { top: 0, bottom: 0 };
  readonly parts: Iterator<RowPart>;
  private readonly canvas: Canvas;
  private readonly content: TableContent;
  private readonly parent: Tag;
  private ownTag: Tag | null = null;
  private readonly headHeight: number;
  private row: Tag | null = null;
  private cellTags: Tag[] = [];

  constructor(canvas: Canvas, parent: Tag, content: TableContent) {
    this.canvas = canvas;
    this.content = content;
    const headLines = content.head ? Math.max(1, ...content.head.map((lines) => lines.length)) : 0;
    this.headHeight = headLines * content.headStyle.leading + 2 * cellPadding.y;
    this.parent = parent;
    this.parts = this.makeParts();
  }

  /** The head, and a little air above the rest of a row that was cut. */
  repeatHeight(part: RowPart): number {
    return (this.content.head ? this.headHeight : 0) + (part.from > 0 ? cellPadding.y : 0);
  }

  /** Made with the first fragment and not before: tags stand in the order of drawing. */
  private get tag(): Tag {
    if (!this.ownTag) {
      this.ownTag = this.canvas.document.struct('Table');
      this.parent.add(this.ownTag);
    }
    return this.ownTag;
  }

  private *makeParts(): Generator<RowPart> {
    const { caption, head } = this.content;
    if (caption) {
      const height = caption.length * text.caption.leading + 4;
      yield {
        kind: 'caption',
        height,
        gap: 0,
        keep: true,
        cells: [{ lines: caption }],
        from: 0,
        count: caption.length,
        total: caption.length,
      };
    }
    if (head) {
      const cells = head.map((lines) => ({ lines }));
      yield { kind: 'head', height: this.headHeight, gap: 0, keep: true, cells, from: 0, count: 0, total: 0 };
    }
    for (const cells of this.content.rows) yield* this.rowParts(cells);
  }

  private *rowParts(cells: TableCell[]): Generator<RowPart> {
    const { leading } = this.content.style;
    const total = Math.max(1, ...cells.map(heightInLines));
    if (total <= wholeRowLines) {
      yield {
        kind: 'row',
        height: total * leading + 2 * cellPadding.y,
        gap: 0,
        keep: false,
        cells,
        from: 0,
        count: total,
        total,
      };
      return;
    }
    for (let line = 0; line < total; line += 1) {
      const edges = (line === 0 ? cellPadding.y : 0) + (line === total - 1 ? cellPadding.y : 0);
      const keep = line < 2 || line === total - 3 || line === total - 2;
      yield { kind: 'row', height: leading + edges, gap: 0, keep, cells, from: line, count: 1, total };
    }
  }

  paint(parts: readonly RowPart[], fragment: Fragment): void {
    let y = fragment.top;
    if (!fragment.first && this.content.head) {
      const cells = this.content.head.map((lines) => ({ lines }));
      this.canvas.artifact('Layout', () => {
        this.headGround(y);
        this.cells(cells, y, (cell, place) => this.canvas.plainLines(cell.lines, place), this.content.headStyle);
      });
      y += this.headHeight;
    }
    if (!fragment.first && (parts[0]?.from ?? 0) > 0) y += cellPadding.y;
    for (let index = 0; index < parts.length;) {
      const part = parts[index];
      if (!part) break;
      if (part.kind === 'row') {
        let count = part.count;
        let height = part.height;
        let next = index + 1;
        while (parts[next]?.cells === part.cells) {
          count += parts[next]?.count ?? 0;
          height += parts[next]?.height ?? 0;
          next += 1;
        }
        this.paintRow(part, count, y, height);
        y += height;
        index = next;
      } else {
        if (part.kind === 'caption') this.paintCaption(part, y);
        else this.paintHead(part, y);
        y += part.height;
        index += 1;
      }
    }
  }

  private paintCaption(part: RowPart, y: number): void {
    const caption = this.canvas.document.struct('Caption');
    this.tag.add(caption);
    const { leading, size } = text.caption;
    this.canvas.taggedLines(caption, 'Caption', part.cells[0]?.lines ?? [], {
      x: page.left,
      top: y,
      width: columnWidth,
      leading,
      size,
    });
    caption.end();
  }

  private headGround(y: number): void {
    this.canvas.fill(colour.head);
    this.canvas.rectangle(page.left, y, columnWidth, this.headHeight);
    this.canvas.write('f');
    this.canvas.rule(page.left, page.left + columnWidth, y + this.headHeight, colour.line, 0.8);
  }

  private paintHead(part: RowPart, y: number): void {
    this.canvas.artifact('Layout', () => this.headGround(y));
    const row = this.canvas.document.struct('TR');
    this.tag.add(row);
    this.cells(
      part.cells,
      y,
      (cell, place) => {
        const tag = this.canvas.document.struct('TH', { scope: 'Column' });
        row.add(tag);
        this.canvas.taggedLines(tag, 'TH', cell.lines, place);
      },
      this.content.headStyle,
    );
    row.end();
  }

  private paintRow(part: RowPart, count: number, y: number, height: number): void {
    if (part.from === 0) {
      this.row = this.canvas.document.struct('TR');
      this.tag.add(this.row);
      this.cellTags = part.cells.map((cell) => {
        const tag = this.canvas.document.struct(cell.header ? 'TH' : 'TD', cell.header ? { scope: cell.header } : {});
        if (cell.across !== undefined) spanColumns(tag, cell.across);
        this.row?.add(tag);
        return tag;
      });
    }
    const ends = part.from + count === part.total;
    this.paintRules(part, count, y);
    const top = part.from === 0 ? y : y - cellPadding.y;
    this.cells(
      part.cells,
      top,
      (cell, place, index) => {
        const tag = this.cellTags[index];
        if (tag)
          this.canvas.taggedLines(
            tag,
            cell.header ? 'TH' : 'TD',
            cell.lines.slice(part.from, part.from + count),
            place,
          );
      },
      this.content.style,
    );
    this.canvas.artifact('Layout', () =>
      this.canvas.rule(
        page.left,
        page.left + columnWidth,
        y + height,
        ends ? colour.hairline : colour.line,
        ends ? 0.6 : 0.4,
      ),
    );
    if (ends) this.row?.end();
  }

  /** Lines to write on; the rule under the row serves as the last of them. */
  private paintRules(part: RowPart, count: number, y: number): void {
    const { leading } = this.content.style;
    const top = part.from === 0 ? y + cellPadding.y : y;
    let x = page.left;
    part.cells.forEach((cell, index) => {
      const width = this.content.columns[index]?.width ?? 0;
      for (let line = 1; line < (cell.ruled ?? 0); line += 1) {
        const at = cell.lines.length + line * ruledLeading - part.from;
        if (at > 0 && at <= count)
          this.canvas.artifact('Layout', () =>
            this.canvas.rule(x + cellPadding.x, x + width - cellPadding.x, top + at * leading, colour.line, 0.5),
          );
      }
      x += width;
    });
  }

  private cells(
    cells: readonly TableCell[],
    top: number,
    draw: (cell: TableCell, place: Parameters<Canvas['plainLines']>[1], index: number) => void,
    style: TextStyle,
  ): void {
    let x = page.left;
    cells.forEach((cell, index) => {
      const column = this.content.columns[index];
      if (!column) return;
      const inset = this.content.open && index === 0 ? 0 : cellPadding.x;
      const whole = cell.across === undefined ? column.width : columnWidth;
      const width = whole - inset - cellPadding.x;
      draw(
        cell,
        {
          x: x + inset,
          top: top + cellPadding.y,
          width,
          leading: style.leading,
          size: style.size,
          align: column.align,
        },
        index,
      );
      x += column.width;
    });
  }

  finish(): void {
    this.ownTag?.end();
  }
}
