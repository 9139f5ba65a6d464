import type { Canvas } from '../canvas.ts';
import type { Flowable, Fragment, Part } from '../flow.ts';
import type { Line } from '../lines.ts';
import type { Tag } from '../pdf-document.ts';
import { columnWidth, page, type TextStyle } from '../style.ts';

/** A paragraph inside a stack. */
export interface StackItem {
  lines: Line[];
  style: TextStyle;
  /** Space above it. */
  gap: number;
  /** Tag type: P, H1, LBody and so on. */
  type: string;
  /** Makes the tag of the paragraph inside the container; called once, when its first line is drawn. */
  open(canvas: Canvas): Tag;
  /** Called once, after its last line. */
  close?(): void;
  /** Stays on one page with the paragraph after it. */
  keepWithNext?: boolean;
  /** Drawn at the first line (a list number); `baselineTop` is the upper edge of that line. */
  lead?(canvas: Canvas, top: number): void;
}

interface LinePart extends Part {
  item: number;
  line: number;
}

export interface StackOptions {
  before?: number;
  after?: number;
  keepWithNext?: boolean;
  padding?: { top: number; right: number; bottom: number; left: number };
  /** Height the whole stack has at least, frame included. */
  minimumHeight?: number;
  /** All lines on one page if they fit there. */
  together?: boolean;
  /** Draws the frame behind a fragment. */
  ground?(canvas: Canvas, fragment: Fragment): void;
  finish?(): void;
}

/** Paragraphs one under another, perhaps in a frame: headings, paragraphs, lists, notices, conclusions. */
export class Stack implements Flowable<LinePart> {
  readonly before: number;
  readonly after: number;
  readonly keepWithNext: boolean;
  readonly padding: { top: number; bottom: number };
  readonly parts: Iterator<LinePart>;
  private readonly canvas: Canvas;
  private readonly items: readonly StackItem[];
  private readonly options: StackOptions;
  private readonly left: number;
  private readonly width: number;
  private owner: Tag | null = null;

  constructor(canvas: Canvas, items: readonly StackItem[], options: StackOptions = {}) {
    this.canvas = canvas;
    this.items = items;
    this.options = options;
    this.before = options.before ?? 0;
    this.after = options.after ?? 0;
    this.keepWithNext = options.keepWithNext ?? false;
    const padding = options.padding ?? { top: 0, right: 0, bottom: 0, left: 0 };
    this.padding = padding;
    this.left = page.left + padding.left;
    this.width = columnWidth - padding.left - padding.right;
    this.parts = this.makeParts();
  }

  repeatHeight(): number {
    return 0;
  }

  private *makeParts(): Generator<LinePart> {
    const text = this.items.reduce(
      (sum, item, index) => sum + item.lines.length * item.style.leading + (index === 0 ? 0 : item.gap),
      0,
    );
    const missing = Math.max(0, (this.options.minimumHeight ?? 0) - text - this.padding.top - this.padding.bottom);
    for (const [index, item] of this.items.entries()) {
      const lastItem = index === this.items.length - 1;
      for (let line = 0; line < item.lines.length; line += 1) {
        const lastLine = line === item.lines.length - 1;
        // The first two and the last two lines of a paragraph are not parted.
        const keep =
          !(lastItem && lastLine) &&
          ((this.options.together ?? false) ||
            (lastLine ? (item.keepWithNext ?? false) : line === 0 || line === item.lines.length - 2));
        const extra = lastItem && lastLine ? missing : 0;
        yield { height: item.style.leading + extra, gap: line === 0 ? item.gap : 0, keep, item: index, line };
      }
    }
  }

  paint(parts: readonly LinePart[], fragment: Fragment): void {
    const { canvas } = this;
    const { ground } = this.options;
    if (ground) canvas.artifact('Background', () => ground(canvas, fragment));
    let y = fragment.top + this.padding.top;
    for (let start = 0; start < parts.length;) {
      const head = parts[start];
      if (!head) break;
      let end = start;
      while (parts[end]?.item === head.item) end += 1;
      const item = this.items[head.item];
      if (!item) break;
      if (start > 0) y += head.gap;
      this.paintItem(item, head.line, end - start, y);
      for (let index = start; index < end; index += 1) y += parts[index]?.height ?? 0;
      start = end;
    }
  }

  private paintItem(item: StackItem, from: number, count: number, top: number): void {
    const { canvas } = this;
    if (from === 0) {
      this.owner = item.open(canvas);
      item.lead?.(canvas, top);
    }
    const { leading, size } = item.style;
    const place = { x: this.left, top, width: this.width, leading, size };
    if (this.owner) canvas.taggedLines(this.owner, item.type, item.lines.slice(from, from + count), place);
    if (from + count === item.lines.length) {
      this.owner?.end();
      item.close?.();
      this.owner = null;
    }
  }

  finish(): void {
    this.options.finish?.();
  }
}
