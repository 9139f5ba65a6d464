import type { Block, ReportDocument } from '../../shared/report/tree.ts';

type PageBlock = Exclude<Block, { kind: 'pageBreak' }>;

/** A part of a document that is shown on one sheet. */
export interface Sheet {
  /** Heading the sheet begins with; empty for the cover. */
  title: string;
  blocks: PageBlock[];
}

/** Depth of each heading with no level left out, so that a reader of headings finds no gap; 0 for other blocks. */
export function headingDepths(blocks: readonly PageBlock[]): number[] {
  let last = 0;
  return blocks.map((block) => {
    if (block.kind !== 'heading') return 0;
    last = Math.min(block.level, last + 1);
    return last;
  });
}

/**
 * Splits a document for the preview: the cover with what stands before the first chapter, then a sheet a chapter, and
 * another one after every page break. The PDF breaks pages by height; the preview does not claim to.
 */
export function sheetsOf(document: ReportDocument): Sheet[] {
  const sheets: Sheet[] = [{ title: '', blocks: [] }];
  for (const block of document.blocks) {
    const current = sheets.at(-1);
    if (block.kind === 'pageBreak') {
      sheets.push({ title: '', blocks: [] });
    } else if (
      block.kind === 'heading' &&
      block.level === 1 &&
      document.layout !== 'letter' &&
      current &&
      (current.blocks.length > 0 || sheets.length === 1)
    ) {
      sheets.push({ title: block.text, blocks: [block] });
    } else if (current) {
      if (block.kind === 'heading' && block.level === 1 && document.layout !== 'letter') current.title = block.text;
      current.blocks.push(block);
    }
  }
  return sheets.filter((sheet, index) => index === 0 || sheet.blocks.length > 0);
}
