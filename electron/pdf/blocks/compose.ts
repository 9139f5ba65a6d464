import type { Block } from '../../../shared/report/tree.ts';
import type { FlowItem } from '../flow.ts';
import { conclusion, finding, notice, stamp } from './boxes.ts';
import { Chart } from './chart.ts';
import { attachments, keyValues, matrix, table } from './grids.ts';
import { PictureFigure } from './picture.ts';
import { Signatures } from './signatures.ts';
import { heading, list, paragraph } from './text.ts';
import type { Workshop } from './workshop.ts';

type OtherBlock = Exclude<Block, { kind: 'heading' }>;

function flowItem(shop: Workshop, block: OtherBlock): FlowItem {
  switch (block.kind) {
    case 'paragraph':
      return paragraph(shop, block);
    case 'list':
      return list(shop, block);
    case 'keyValues':
      return keyValues(shop, block);
    case 'table':
      return table(shop, block);
    case 'conclusion':
      return conclusion(shop, block);
    case 'finding':
      return finding(shop, block);
    case 'notice':
      return notice(shop, block);
    case 'matrix':
      return matrix(shop, block);
    case 'chart':
      return new Chart(shop, block);
    case 'image':
      return new PictureFigure(shop, block);
    case 'pageBreak':
      return 'page-break';
    case 'stamp':
      return stamp(shop, block);
    case 'signatures':
      return new Signatures(shop, block);
    case 'attachments':
      return attachments(shop, block);
  }
}

/** Whether a block would leave nothing on the page (and an empty tag in the file). */
function isEmpty(block: Block): boolean {
  if (block.kind === 'list') return block.items.length === 0;
  if (block.kind === 'keyValues') return block.rows.length === 0;
  if (block.kind === 'paragraph')
    return block.content.every((span) => span.text.trim() === '' && span.confidence === undefined);
  return false;
}

/** Turns blocks into flowables one by one, so that a long document is never laid out all at once. */
export function* compose(
  shop: Workshop,
  blocks: readonly Block[],
  onBlock: (index: number) => void,
): Generator<FlowItem> {
  let tagLevel = 0;
  for (const [index, block] of blocks.entries()) {
    onBlock(index);
    if (isEmpty(block)) continue;
    if (block.kind === 'heading') {
      tagLevel = Math.min(block.level, tagLevel + 1);
      yield heading(shop, block, tagLevel as 1 | 2 | 3);
    } else yield flowItem(shop, block);
  }
}
