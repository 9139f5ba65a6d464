import type { Block, Inline } from '../../../shared/report/tree.ts';
import type { Canvas } from '../canvas.ts';
import type { Fragment } from '../flow.ts';
import { drawDegree, drawPattern, drawSign } from '../glyphs.ts';
import type { Tag } from '../pdf-document.ts';
import {
  colour,
  columnWidth,
  degreeColour,
  noticeColour,
  page,
  severityColour,
  text,
  type TextStyle,
} from '../style.ts';
import { Stack, type StackItem } from './stack.ts';
import { openTag, setText, type Workshop } from './workshop.ts';

type Of<K extends Block['kind']> = Extract<Block, { kind: K }>;

/** Paragraphs of a frame share one container tag, opened with the first of them. */
function container(shop: Workshop): { open(type: string): () => Tag; finish(): void } {
  let tag: Tag | null = null;
  return {
    open: (type) => () => {
      tag ??= openTag(shop, shop.root, 'Div');
      return openTag(shop, tag, type);
    },
    finish: () => tag?.end(),
  };
}

function hasText(inline: Inline): boolean {
  return inline.some((span) => span.text !== '' || span.confidence !== undefined);
}

/** The conclusion of a scale: strip with the pattern of the degree, glyph, degree in words, sentence with provisions. */
export function conclusion(shop: Workshop, block: Of<'conclusion'>): Stack {
  const padding = { top: 12, right: 14, bottom: 12, left: 66 };
  const width = columnWidth - padding.left - padding.right;
  const frame = container(shop);
  const tone = degreeColour[block.tone];
  const item = (inline: Inline, style: TextStyle, gap: number, keepWithNext: boolean): StackItem => ({
    lines: setText(shop, inline, style, width, true),
    style,
    gap,
    type: 'P',
    keepWithNext,
    open: frame.open('P'),
  });
  const items = [item([{ text: block.title }], text.conclusion, 0, true)];
  if (hasText(block.text)) items.push(item(block.text, { ...text.body, hyphenate: false }, 3, false));
  const ground = (canvas: Canvas, { top, height, first }: Fragment): void => {
    if (block.tone === 'ban') {
      canvas.fill(tone.bg);
      canvas.rounded(page.left, top, columnWidth, height, 4);
      canvas.write('f');
    }
    canvas.write('q');
    canvas.rounded(page.left, top, columnWidth, height, 4);
    canvas.write('W n');
    drawPattern(canvas, block.tone, page.left, top, 13, height);
    canvas.write('Q q');
    canvas.stroke(block.tone === 'prov' || block.tone === 'none' ? tone.solid : colour.ink, 1, dashOf(block.tone));
    canvas.rounded(page.left, top, columnWidth, height, 4);
    canvas.write('S Q');
    if (first)
      drawDegree(canvas, block.tone, { x: page.left + 26, y: top + Math.min(14, (height - 27) / 2), size: 27 });
  };
  return new Stack(shop.canvas, items, {
    before: 10,
    after: 12,
    padding,
    minimumHeight: 56,
    together: true,
    ground,
    finish: frame.finish,
  });
}

function dashOf(tone: Of<'conclusion'>['tone']): readonly number[] {
  return tone === 'prov' || tone === 'none' ? [4, 2.6] : [];
}

/** A finding of so many lines is not parted by a page break. */
const shortFinding = 10;

/** A finding: sign and severity word, message, provisions in small type. Hairline above, no colour field. */
export function finding(shop: Workshop, block: Of<'finding'>): Stack {
  const padding = { top: 7, right: 0, bottom: 6, left: 22 };
  const width = columnWidth - padding.left;
  const hex = severityColour[block.severity];
  const frame = container(shop);
  const items: StackItem[] = [
    {
      lines: setText(shop, [{ text: block.label }], { ...text.caption, colour: hex }, width),
      style: text.caption,
      gap: 0,
      type: 'P',
      keepWithNext: true,
      open: frame.open('P'),
    },
    {
      lines: setText(shop, block.content, text.body, width),
      style: text.body,
      gap: 1,
      type: 'P',
      keepWithNext: hasText(block.provisions),
      open: frame.open('P'),
    },
  ];
  if (hasText(block.provisions)) {
    items.push({
      lines: setText(shop, block.provisions, { ...text.small, hyphenate: false }, width),
      style: text.small,
      gap: 2,
      type: 'P',
      open: frame.open('P'),
    });
  }
  const ground = (canvas: Canvas, { top, first }: Fragment): void => {
    if (!first) return;
    canvas.rule(page.left, page.left + columnWidth, top, colour.line, 0.6);
    drawSign(canvas, block.severity, { x: page.left + 2, y: top + 7.6, size: 11.5 }, hex);
  };
  const together = items.reduce((sum, item) => sum + item.lines.length, 0) <= shortFinding;
  return new Stack(shop.canvas, items, { before: 4, after: 4, padding, together, ground, finish: frame.finish });
}

/** A frame for what must not be overlooked. */
export function notice(shop: Workshop, block: Of<'notice'>): Stack {
  const padding = { top: 9, right: 14, bottom: 10, left: 32 };
  const width = columnWidth - padding.left - padding.right;
  const tone = noticeColour[block.tone];
  const frame = container(shop);
  const style: TextStyle = { ...text.body, size: 9.4, leading: 13.6, colour: colour.ink2 };
  const contents = block.content.filter(hasText);
  const items: StackItem[] = [
    {
      lines: setText(shop, [{ text: block.title }], { ...text.boxTitle, colour: tone.fg }, width),
      style: text.boxTitle,
      gap: 0,
      type: 'P',
      keepWithNext: contents.length > 0,
      open: frame.open('P'),
    },
    ...contents.map((content, index): StackItem => ({
      lines: setText(shop, content, style, width),
      style,
      gap: index === 0 ? 2 : 4,
      type: 'P',
      open: frame.open('P'),
    })),
  ];
  const ground = (canvas: Canvas, { top, height, first }: Fragment): void => {
    canvas.write('q');
    canvas.fill(tone.bg);
    canvas.stroke(tone.line, 0.7);
    canvas.rounded(page.left, top, columnWidth, height, 4);
    canvas.write('B Q');
    if (first) drawSign(canvas, block.tone, { x: page.left + 12, y: top + 10, size: 12.4 }, tone.fg);
  };
  return new Stack(shop.canvas, items, { before: 8, after: 10, padding, ground, finish: frame.finish });
}

const stampSize = { width: 150, height: 92 };

/** A framed place for a stamp, as wide as a round one needs, with its words at the upper edge. */
export function stamp(shop: Workshop, block: Of<'stamp'>): Stack {
  const padding = { top: 6, right: columnWidth - stampSize.width + 8, bottom: 6, left: 8 };
  const item: StackItem = {
    lines: setText(shop, [{ text: block.label }], text.small, stampSize.width - 16),
    style: text.small,
    gap: 0,
    type: 'P',
    open: () => openTag(shop, shop.root, 'P'),
  };
  const ground = (canvas: Canvas, { top, height }: Fragment): void => {
    canvas.write('q');
    canvas.stroke(colour.ink3, 0.8, [3, 2.4]);
    canvas.rectangle(page.left, top, stampSize.width, height);
    canvas.write('S Q');
  };
  return new Stack(shop.canvas, [item], {
    before: 12,
    after: 12,
    padding,
    minimumHeight: stampSize.height,
    together: true,
    ground,
  });
}
