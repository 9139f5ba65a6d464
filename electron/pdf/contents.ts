import type { ReportDocument } from '../../shared/report/tree.ts';
import { openTag, setPlain, type Workshop } from './blocks/workshop.ts';
import { figure } from './canvas.ts';
import type { Frame } from './frame.ts';
import type { Heading } from './headings.ts';
import { singleLine, type Line } from './lines.ts';
import type { Tag } from './pdf-document.ts';
import { colour, columnBottom, columnWidth, page, text, type TextStyle } from './style.ts';

interface Entry {
  heading: Heading;
  lines: Line[];
  style: TextStyle;
  x: number;
  top: number;
  page: number;
}

const numberRoom = 34;

/**
 * The table of contents. Its pages are opened and its title drawn before the text; the lines are
 * filled in at the end, when the page numbers are known.
 */
export class Contents {
  private readonly shop: Workshop;
  private readonly entries: Entry[] = [];
  private tag: Tag | null = null;

  constructor(shop: Workshop) {
    this.shop = shop;
  }

  /** Opens the pages; nothing where the document has fewer than two headings. */
  reserve(frame: Frame, document: ReportDocument, headings: readonly Heading[]): void {
    const { shop } = this;
    const listed = headings.filter((heading) => heading.level <= 2);
    if (listed.length < 2) return;
    frame.openPage();
    const title = openTag(shop, shop.root, 'H1');
    const lines = setPlain(shop, document.words.contents, text.h1, columnWidth);
    const { leading, size } = text.h1;
    shop.canvas.taggedLines(title, 'H1', lines, { x: page.left, top: page.top, width: columnWidth, leading, size });
    title.end();
    this.tag = openTag(shop, shop.root, 'TOC');
    this.layOut(frame, listed, page.top + lines.length * leading + 14);
  }

  private layOut(frame: Frame, listed: readonly Heading[], start: number): void {
    let y = start;
    for (const [index, heading] of listed.entries()) {
      const style = heading.level === 1 ? text.tocMajor : text.tocMinor;
      const indent = heading.level === 1 ? 0 : 16;
      const lines = setPlain(this.shop, heading.text, style, columnWidth - indent - numberRoom);
      const height = lines.length * style.leading;
      let gap = index === 0 ? 0 : heading.level === 1 ? 8 : 2;
      if (y + gap + height > columnBottom) {
        frame.openPage();
        y = page.top;
        gap = 0;
      }
      this.entries.push({ heading, lines, style, x: page.left + indent, top: y + gap, page: frame.count - 1 });
      y += gap + height;
    }
  }

  /** Draws the lines with their page numbers and links. */
  fill(): void {
    const { shop, tag } = this;
    if (!tag) return;
    shop.canvas.flush();
    for (const entry of this.entries) {
      shop.canvas.document.switchToPage(entry.page);
      this.entry(tag, entry);
      shop.canvas.flush();
    }
    tag.end();
  }

  private entry(contents: Tag, entry: Entry): void {
    const { canvas } = this.shop;
    const { style, heading } = entry;
    const item = openTag(this.shop, contents, 'TOCI');
    const reference = openTag(this.shop, item, 'Reference');
    const link = openTag(this.shop, reference, 'Link');
    const number = singleLine(
      String((heading.page ?? 0) + 1),
      { ...text.tocMinor, colour: colour.ink },
      this.shop.lines,
    );
    const { leading, size } = style;
    const lastTop = entry.top + (entry.lines.length - 1) * leading;
    const end = entry.x + (entry.lines.at(-1)?.width ?? 0);
    const right = page.left + columnWidth;
    canvas.artifact('Layout', () => {
      const baseline = lastTop + (leading - size * 1.3) / 2 + size * 1.025;
      canvas.write('q 1 J');
      canvas.stroke(colour.ink3, 0.6, [0, 3.4]);
      canvas.write(
        `${figure(end + 6)} ${figure(baseline)} m ${figure(right - number.width - 6)} ${figure(baseline)} l S Q`,
      );
    });
    canvas.tagged(link, 'Link', () => {
      canvas.plainLines(entry.lines, { x: entry.x, top: entry.top, width: columnWidth, leading, size });
      canvas.plainLines([number], { x: page.left, top: lastTop, width: columnWidth, leading, size, align: 'right' });
    });
    const area = { x: entry.x, y: entry.top, width: right - entry.x, height: entry.lines.length * leading };
    canvas.linkArea(link, heading.destination, heading.text, area);
    item.end();
  }
}
