import { chartAlternative, chartShare, chartValue, type ChartBlock } from '../../../shared/report/chart.ts';
import { normalise } from '../characters.ts';
import type { Flowable, Fragment, Part } from '../flow.ts';
import { drawPattern } from '../glyphs.ts';
import { singleLine, type Line } from '../lines.ts';
import type { Tag } from '../pdf-document.ts';
import { colour, columnWidth, degreeColour, page, text } from '../style.ts';
import { openTag, setPlain, type Workshop } from './workshop.ts';

interface Row {
  label: Line[];
  value: Line;
  source: ChartBlock['rows'][number];
}
interface ChartPart extends Part {
  kind: 'caption' | 'row' | 'scale';
  row: Row | null;
}

const rowPadding = 3.4;
const gap = 10;
const barHeight = 8.6;
const captionGap = 4;
/** A chart of so many bars is not parted by a page break. */
const wholeChartRows = 24;

/**
 * Horizontal bars: label, bar, value. The bars of a page are a Figure with the values as its alternative; labels and
 * values follow in the tags as a table, so they are read, found and copied as text.
 */
export class Chart implements Flowable<ChartPart> {
  readonly before = 10;
  readonly after = 12;
  readonly keepWithNext = false;
  readonly padding = { top: 0, bottom: 0 };
  readonly parts: Iterator<ChartPart>;
  private readonly shop: Workshop;
  private readonly block: ChartBlock;
  private readonly rows: Row[];
  private readonly caption: Line[];
  private readonly bars: { x: number; width: number };
  private readonly labelWidth: number;
  private tag: Tag | null = null;

  constructor(shop: Workshop, block: ChartBlock) {
    this.shop = shop;
    this.block = block;
    this.caption = block.caption === '' ? [] : setPlain(shop, block.caption, text.caption, columnWidth);
    this.labelWidth = columnWidth * 0.36;
    this.rows = block.rows.map((source) => ({
      source,
      label: setPlain(shop, source.label, text.cell, this.labelWidth),
      value: singleLine(chartValue(source.value, block.unit, shop.lines.locale), text.cell, shop.lines),
    }));
    const widest = Math.min(columnWidth * 0.34, Math.max(...this.rows.map(({ value }) => value.width)));
    const x = page.left + this.labelWidth + gap;
    this.bars = { x, width: page.left + columnWidth - widest - gap - x };
    this.parts = this.makeParts();
  }

  repeatHeight(): number {
    return 0;
  }

  private *makeParts(): Generator<ChartPart> {
    const whole = this.rows.length <= wholeChartRows;
    if (this.caption.length > 0) {
      const height = this.caption.length * text.caption.leading + captionGap;
      yield { kind: 'caption', height, gap: 0, keep: true, row: null };
    }
    for (const [index, row] of this.rows.entries()) {
      const height = row.label.length * text.cell.leading + 2 * rowPadding;
      yield { kind: 'row', height, gap: 0, keep: whole || index === this.rows.length - 1, row };
    }
    yield { kind: 'scale', height: text.frame.leading + 3, gap: 0, keep: false, row: null };
  }

  paint(parts: readonly ChartPart[], { top }: Fragment): void {
    this.tag ??= openTag(this.shop, this.shop.root, 'Div');
    let y = top;
    const placed: { row: Row; y: number; height: number }[] = [];
    for (const part of parts) {
      if (part.kind === 'caption') this.paintCaption(this.tag, y);
      else if (part.kind === 'scale') this.paintScale(y);
      else if (part.row) placed.push({ row: part.row, y, height: part.height });
      y += part.height;
    }
    if (placed.length === 0) return;
    this.paintBars(this.tag, placed);
    this.paintValues(this.tag, placed);
  }

  private paintCaption(parent: Tag, top: number): void {
    const tag = openTag(this.shop, parent, 'P');
    const { leading, size } = text.caption;
    const place = { x: page.left, top, width: columnWidth, leading, size };
    this.shop.canvas.taggedLines(tag, 'P', this.caption, place);
    tag.end();
  }

  private paintBars(parent: Tag, placed: readonly { row: Row; y: number; height: number }[]): void {
    const { canvas, lines } = this.shop;
    const { x, width } = this.bars;
    const [first, last] = [placed[0], placed.at(-1)];
    if (!first || !last) return;
    const bottom = last.y + last.height;
    const rows = placed.map(({ row }) => row.source);
    const tag = canvas.document.struct('Figure', {
      alt: normalise(chartAlternative({ ...this.block, rows }, lines.locale)),
      bbox: [x, first.y, x + width, bottom],
      placement: 'Block',
    });
    parent.add(tag);
    canvas.tagged(tag, 'Figure', () => {
      for (const { row, y } of placed) {
        const barTop = y + rowPadding + (text.cell.leading - barHeight) / 2;
        canvas.fill(colour.head);
        canvas.rectangle(x, barTop, width, barHeight);
        canvas.write('f');
        const { tone, value } = row.source;
        const length = width * chartShare(value, this.block.max);
        if (length === 0) continue;
        if (tone === undefined) {
          canvas.fill(colour.accent);
          canvas.rectangle(x, barTop, length, barHeight);
          canvas.write('f');
        } else {
          drawPattern(canvas, tone, x, barTop, length, barHeight);
          canvas.write('q');
          canvas.stroke(degreeColour[tone].solid, 0.7);
          canvas.rectangle(x, barTop, length, barHeight);
          canvas.write('S Q');
        }
      }
      canvas.write('q');
      canvas.stroke(colour.ink3, 0.6);
      canvas.path([
        [x, first.y],
        [x, bottom],
      ]);
      canvas.write('S Q');
    });
    tag.end();
  }

  private paintValues(parent: Tag, placed: readonly { row: Row; y: number }[]): void {
    const { canvas } = this.shop;
    const { leading, size } = text.cell;
    const table = openTag(this.shop, parent, 'Table');
    const valueX = this.bars.x + this.bars.width + gap;
    for (const { row, y } of placed) {
      const tag = openTag(this.shop, table, 'TR');
      const head = canvas.document.struct('TH', { scope: 'Row' });
      tag.add(head);
      const top = y + rowPadding;
      canvas.taggedLines(head, 'TH', row.label, { x: page.left, top, width: this.labelWidth, leading, size });
      const cell = openTag(this.shop, tag, 'TD');
      const width = page.left + columnWidth - valueX;
      canvas.taggedLines(cell, 'TD', [row.value], { x: valueX, top, width, leading, size, align: 'right' });
      tag.end();
    }
    table.end();
  }

  /** Ends of the scale under the bars. */
  private paintScale(top: number): void {
    const { canvas, lines } = this.shop;
    const { leading, size } = text.frame;
    const end = singleLine(chartValue(this.block.max, '', lines.locale), text.frame, lines);
    const place = { x: this.bars.x, top, width: this.bars.width, leading, size };
    canvas.artifact('Layout', () => {
      canvas.plainLines([singleLine('0', text.frame, lines)], place);
      canvas.plainLines([end], { ...place, align: 'right' });
    });
  }

  finish(): void {
    this.tag?.end();
  }
}
