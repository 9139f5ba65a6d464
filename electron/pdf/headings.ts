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

/** A bookmark with the number of bookmarks right below it. */
interface Bookmark {
  item: OutlineItem;
  level: number;
  children: number;
}

/**
 * Bookmarks: every heading under the nearest higher one, those of level 1 open. /Count is what ISO 32000-1, 12.3.3 asks
 * for: of the outline all bookmarks that show, of a bookmark those that show below it, negative where it is closed.
 */
export function writeOutline(document: PdfDocument, headings: readonly Heading[]): void {
  const root: Bookmark = { item: document.outline, level: 0, children: 0 };
  const all: Bookmark[] = [];
  const open: Bookmark[] = [];
  for (const heading of headings) {
    while ((open.at(-1)?.level ?? 0) >= heading.level) open.pop();
    const parent = open.at(-1) ?? root;
    const item = parent.item.addItem(heading.text);
    item.outlineData['Dest'] = textString(heading.destination);
    parent.children += 1;
    const bookmark = { item, level: heading.level, children: 0 };
    open.push(bookmark);
    all.push(bookmark);
  }
  let shown = root.children;
  for (const { item, level, children } of all) {
    if (children > 0) item.outlineData['Count'] = level === 1 ? children : -children;
    if (level === 1) shown += children;
  }
  if (shown > 0) root.item.outlineData['Count'] = shown;
}
