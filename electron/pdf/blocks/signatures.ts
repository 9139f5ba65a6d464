import type { Block } from '../../../shared/report/tree.ts';
import { normalise } from '../characters.ts';
import type { Flowable, Fragment, Part } from '../flow.ts';
import { singleLine, type Line } from '../lines.ts';
import type { Tag } from '../pdf-document.ts';
import { colour, columnWidth, page, text } from '../style.ts';
import { openTag, setPlain, type Workshop } from './workshop.ts';

type SignaturesBlock = Extract<Block, { kind: 'signatures' }>;

const gapBetween = 18;
const boxWidth = (columnWidth - gapBetween) / 2;
const boxHeight = 62;

interface Place {
  field: SignaturesBlock['fields'][number];
  label: Line[];
  role: Line[];
}
interface RowPart extends Part {
  places: Place[];
  title: Line[];
}

/**
 * Places for signatures, two a row: who signs and as what stand above the frame and stay there when the
 * signature takes the frame.
 */
export class Signatures implements Flowable<RowPart> {
  readonly before = 16;
  readonly after = 12;
  readonly keepWithNext = false;
  readonly padding = { top: 0, bottom: 0 };
  readonly parts: Iterator<RowPart>;
  private readonly shop: Workshop;
  private readonly block: SignaturesBlock;
  private tag: Tag | null = null;

  constructor(shop: Workshop, block: SignaturesBlock) {
    this.shop = shop;
    this.block = block;
    this.parts = this.makeParts();
  }

  repeatHeight(): number {
    return 0;
  }

  private *makeParts(): Generator<RowPart> {
    const { shop, block } = this;
    const places = block.fields.map((field): Place => ({
      field,
      label: setPlain(shop, field.label, text.caption, boxWidth),
      role: field.role === '' ? [] : setPlain(shop, field.role, text.small, boxWidth),
    }));
    const title = block.title === '' ? [] : setPlain(shop, block.title, text.h3, columnWidth);
    const rows: Place[][] = [];
    for (let index = 0; index < places.length; index += 2) rows.push(places.slice(index, index + 2));
    if (rows.length === 0) rows.push([]);
    for (const [index, row] of rows.entries()) {
      const head = index === 0 ? title : [];
      const height = titleHeight(head) + (row.length > 0 ? wordsHeight(row) + boxHeight : 0);
      yield { height, gap: 14, keep: false, places: row, title: head };
    }
  }

  paint(parts: readonly RowPart[], fragment: Fragment): void {
    this.tag ??= openTag(this.shop, this.shop.root, 'Div');
    let y = fragment.top;
    parts.forEach((part, index) => {
      if (index > 0) y += part.gap;
      this.paintRow(part, y);
      y += part.height;
    });
  }

  private lines(
    type: string,
    lines: readonly Line[],
    x: number,
    top: number,
    style: { leading: number; size: number },
  ): void {
    const { shop } = this;
    if (!this.tag || lines.length === 0) return;
    const tag = openTag(shop, this.tag, type);
    shop.canvas.taggedLines(tag, type, lines, { x, top, width: boxWidth, leading: style.leading, size: style.size });
    tag.end();
  }

  private paintRow(part: RowPart, top: number): void {
    this.lines('P', part.title, page.left, top, text.h3);
    const wordsTop = top + titleHeight(part.title);
    const boxTop = wordsTop + wordsHeight(part.places);
    part.places.forEach((place, index) => {
      const x = page.left + index * (boxWidth + gapBetween);
      this.lines('P', place.label, x, wordsTop, text.caption);
      this.lines('P', place.role, x, wordsTop + place.label.length * text.caption.leading, text.small);
      this.paintPlace(place, { x, y: boxTop, width: boxWidth, height: boxHeight });
    });
  }

  private paintPlace(place: Place, box: { x: number; y: number; width: number; height: number }): void {
    const { shop } = this;
    if (!this.tag) return;
    const words = shop.words.signaturePlace;
    if (shop.signatures.reserved) {
      shop.canvas.flush();
      const tip = [place.field.label, place.field.role]
        .filter((part) => part !== '')
        .map(normalise)
        .join(': ');
      shop.signatures.add(this.tag, { name: place.field.name, tip: tip === '' ? words : tip, words }, box);
      return;
    }
    shop.canvas.artifact('Layout', () => {
      shop.canvas.write('q');
      shop.canvas.stroke(colour.ink3, 0.8, [3, 2.4]);
      shop.canvas.rectangle(box.x, box.y, box.width, box.height);
      shop.canvas.write('S Q');
    });
    this.lines('P', [singleLine(words, text.small, shop.lines)], box.x + 8, box.y + 5, text.small);
  }

  finish(): void {
    this.tag?.end();
  }
}

function titleHeight(title: readonly Line[]): number {
  return title.length === 0 ? 0 : title.length * text.h3.leading + 6;
}

function wordsHeight(row: readonly Place[]): number {
  const heights = row.map(
    (place) => place.label.length * text.caption.leading + place.role.length * text.small.leading,
  );
  return Math.max(0, ...heights) + 5;
}
