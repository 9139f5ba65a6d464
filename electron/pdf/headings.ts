import type { ReportDocument } from '../../shared/report/tree.ts';
import { normalise } from './characters.ts';
import { textString, type OutlineItem, type PdfDocument } from './pdf-document.ts';

/** A heading of the document and, once drawn, its page (from zero). */
export interface Heading {
  level: 1 | 2 | 3;
  text: string;
  anchor: string;
  /** Name of its destination in the file: running numbers, because the name tree is sorted by bytes. */
  destination: string;
  page: number | null;
}

/** All headings in order. */
export function headingsOf(document: ReportDocument): Heading[] {
  const headings: Heading[] = [];
  for (const block of document.blocks) {
    if (block.kind !== 'heading') continue;
    const destination = `h${String(headings.length + 1).padStart(5, '0')}`;
    headings.push({
      level: block.level,
      text: normalise(block.text).replaceAll('\n', ' '),
      anchor: block.anchor,
      destination,
      page: null,
    });
  }
  return headings;
}

/** Destination by anchor; the first heading of a name counts. */
export function destinationsOf(headings: readonly Heading[]): Map<string, string> {
  const destinations = new Map<string, string>();
  for (const heading of headings)
    if (!destinations.has(heading.anchor)) destinations.set(heading.anchor, heading.destination);
  return destinations;
}

/** Bookmarks: every heading under the nearest higher one. */
export function writeOutline(document: PdfDocument, headings: readonly Heading[]): void {
  const open: { level: number; item: OutlineItem }[] = [];
  for (const heading of headings) {
    while ((open.at(-1)?.level ?? 0) >= heading.level) open.pop();
    const parent = open.at(-1)?.item ?? document.outline;
    const item = parent.addItem(heading.text, { expanded: heading.level === 1 });
    item.outlineData['Dest'] = textString(heading.destination);
    open.push({ level: heading.level, item });
  }
}
