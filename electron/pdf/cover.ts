import type { ReportDocument } from '../../shared/report/tree.ts';
import { keyValues } from './blocks/grids.ts';
import { openTag, setPlain, type Workshop } from './blocks/workshop.ts';
import { Flow } from './flow.ts';
import type { Frame } from './frame.ts';
import type { Line } from './lines.ts';
import type { Tag } from './pdf-document.ts';
import { colour, columnWidth, page, text, type TextStyle } from './style.ts';

const organisationTop = 98;
const titleTop = 250;
const factsBottom = 776;

/** The first page: organisation, title, subtitle and the facts that identify the document. */
export function drawCover(shop: Workshop, frame: Frame, document: ReportDocument): void {
  const { canvas } = shop;
  frame.openPage();
  canvas.artifact('Layout', () => {
    canvas.fill(colour.accent);
    canvas.rectangle(page.left, organisationTop - 18, 44, 4);
    canvas.write('f');
  });
  const paragraph = (value: string, style: TextStyle, top: number): number => {
    if (value === '') return top;
    const lines = setPlain(shop, value, style, columnWidth - 20);
    const tag: Tag = openTag(shop, shop.root, 'P');
    canvas.taggedLines(tag, 'P', lines, {
      x: page.left,
      top,
      width: columnWidth,
      leading: style.leading,
      size: style.size,
    });
    tag.end();
    return top + lines.length * style.leading;
  };
  const organisationEnd = paragraph(document.organisation, text.coverOrganisation, organisationTop);
  const titleEnd = paragraph(
    document.title,
    titleStyle(shop, document.title),
    Math.max(titleTop, organisationEnd + 40),
  );
  const subtitleEnd = paragraph(document.subtitle, text.coverSubtitle, titleEnd + 12);
  drawFacts(shop, frame, document, subtitleEnd);
}

/** A long title is set smaller, so that it leaves room for the facts. */
function titleStyle(shop: Workshop, title: string): TextStyle {
  const lines: Line[] = setPlain(shop, title, text.coverTitle, columnWidth - 20);
  return lines.length <= 4 ? text.coverTitle : { ...text.coverTitle, size: 20, leading: 26 };
}

/** Facts stand at the foot of the cover, or on a page of their own where there are too many. */
function drawFacts(shop: Workshop, frame: Frame, document: ReportDocument, above: number): void {
  if (document.cover.length === 0) return;
  const rows = document.cover.map((fact) => ({ key: fact.key, value: [{ text: fact.value }] }));
  const styles = { key: text.coverKey, value: text.coverValue, note: text.coverKey };
  const table = keyValues(shop, { kind: 'keyValues', rows }, styles);
  const parts = [...{ [Symbol.iterator]: () => table.parts }];
  const height = parts.reduce((sum, part) => sum + part.height, 0);
  const top = factsBottom - height;
  if (top >= above + 30) {
    shop.canvas.artifact('Layout', () => shop.canvas.rule(page.left, page.left + columnWidth, top, colour.ink, 1));
    table.paint(parts, { top, height, first: true, last: true });
    table.finish();
    return;
  }
  frame.openPage();
  new Flow(() => frame.openPage()).place([keyValues(shop, { kind: 'keyValues', rows }, styles)]);
}
