import type { ReportDocument } from '../../shared/report/tree.ts';
import type { FlowItem } from './flow.ts';
import { Stack, type StackItem } from './blocks/stack.ts';
import { openTag, setPlain, type Workshop } from './blocks/workshop.ts';
import { colour, columnWidth, page, text, type TextStyle } from './style.ts';

/** The head of a letter, then its blocks: letterhead, title, of what, day and place. */
export function* letterItems(
  shop: Workshop,
  document: ReportDocument,
  blocks: Iterable<FlowItem>,
): Generator<FlowItem> {
  yield letterhead(shop, document);
  yield title(shop, document);
  yield* blocks;
}

function item(shop: Workshop, value: string, style: TextStyle, gap: number): StackItem[] {
  if (value === '') return [];
  return [
    {
      lines: setPlain(shop, value, style, columnWidth),
      style,
      gap,
      type: 'P',
      open: () => openTag(shop, shop.root, 'P'),
    },
  ];
}

function letterhead(shop: Workshop, { letterhead: head, organisation }: ReportDocument): Stack {
  const [first = organisation, ...rest] = head?.lines ?? [];
  const items = [
    ...item(shop, first, text.coverOrganisation, 0),
    ...rest.flatMap((line) => item(shop, line, text.small, 1)),
  ];
  return new Stack(shop.canvas, items, {
    after: 22,
    together: true,
    padding: { top: 0, right: 0, bottom: 8, left: 0 },
    ground: (canvas, { top, height }) => canvas.rule(page.left, page.left + columnWidth, top + height, colour.ink, 1),
  });
}

function title(shop: Workshop, { title: words, subtitle, dateLine }: ReportDocument): Stack {
  const items = [
    ...item(shop, words, text.h1, 0),
    ...item(shop, subtitle, text.lead, 2),
    ...item(shop, dateLine ?? '', text.body, 8),
  ];
  return new Stack(shop.canvas, items, { after: 12, together: true });
}
