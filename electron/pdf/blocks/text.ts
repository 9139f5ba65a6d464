import type { Block } from '../../../shared/report/tree.ts';
import { singleLine } from '../lines.ts';
import type { Tag } from '../pdf-document.ts';
import { columnWidth, page, text } from '../style.ts';
import { Stack, type StackItem } from './stack.ts';
import { openTag, setPlain, setText, type Workshop } from './workshop.ts';

type Of<K extends Block['kind']> = Extract<Block, { kind: K }>;

const headingSpace = { 1: { before: 26, after: 8 }, 2: { before: 18, after: 6 }, 3: { before: 13, after: 4 } } as const;

/** A heading. `tagLevel` may be smaller than the printed level: tags must not skip one (ISO 14289-1, 7.4.2). */
export function heading(shop: Workshop, block: Of<'heading'>, tagLevel: 1 | 2 | 3): Stack {
  const level = shop.layout === 'letter' ? (Math.min(3, block.level + 1) as 2 | 3) : block.level;
  const style = level === 1 ? text.h1 : level === 2 ? text.h2 : text.h3;
  const type = `H${tagLevel}`;
  const item: StackItem = {
    lines: setPlain(shop, block.text, style, columnWidth),
    style,
    gap: 0,
    type,
    open: () => openTag(shop, shop.root, type),
    lead: (_canvas, top) => shop.onHeading(block, top),
  };
  return new Stack(shop.canvas, [item], { ...headingSpace[level], keepWithNext: true, together: true });
}

/** A paragraph. */
export function paragraph(shop: Workshop, block: Of<'paragraph'>): Stack {
  const style = block.tone === 'lead' ? text.lead : block.tone === 'muted' ? text.muted : text.body;
  const item: StackItem = {
    lines: setText(shop, block.content, style, columnWidth),
    style,
    gap: 0,
    type: 'P',
    open: () => openTag(shop, shop.root, 'P'),
  };
  return new Stack(shop.canvas, [item], { before: 0, after: block.tone === 'lead' ? 10 : 7 });
}

/** A list with bullets or numbers that hang in the margin of the text. */
export function list(shop: Workshop, block: Of<'list'>): Stack {
  const style = text.body;
  const labels = block.items.map((_, index) => singleLine(block.ordered ? `${index + 1}.` : '•', style, shop.lines));
  const indent = block.ordered ? Math.max(18, ...labels.map((label) => label.width + 6)) : 14;
  const { canvas } = shop;
  let listTag: Tag | null = null;
  const items = block.items.map((content, index): StackItem => {
    let itemTag: Tag | null = null;
    let labelTag: Tag | null = null;
    return {
      lines: setText(shop, content, style, columnWidth - indent),
      style,
      gap: 3,
      type: 'LBody',
      // The label comes before the body in the tags and hangs left of it on paper.
      open: () => {
        listTag ??= openTag(shop, shop.root, 'L');
        itemTag = openTag(shop, listTag, 'LI');
        labelTag = openTag(shop, itemTag, 'Lbl');
        return openTag(shop, itemTag, 'LBody');
      },
      lead: (_canvas, top) => {
        const label = labels[index];
        if (!labelTag || !label) return;
        const { leading, size } = style;
        canvas.taggedLines(labelTag, 'Lbl', [label], { x: page.left + 2, top, width: indent, leading, size });
        labelTag.end();
      },
      close: () => itemTag?.end(),
    };
  });
  return new Stack(canvas, items, {
    before: 0,
    after: 8,
    padding: { top: 0, right: 0, bottom: 0, left: indent },
    finish: () => listTag?.end(),
  });
}
