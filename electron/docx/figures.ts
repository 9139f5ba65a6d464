import {
  BorderStyle,
  ImageRun,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlign,
  WidthType,
} from 'docx';
import { chartShare, chartValue, type ChartBlock } from '../../shared/report/chart.ts';
import { readPicture, type ImageBlock } from '../pdf/images.ts';
import { colour, columnHeight, columnWidth, degreeColour } from '../pdf/style.ts';
import { size, textWidth } from './styles.ts';
import { cellParagraph, noBorders } from './tables.ts';
import { clean, hex, textRuns, type TextContext } from './text.ts';

/** Steps of a bar: cells of the table, so a bar is an area of colour and stays editable. */
const steps = 40;
const [labelShare, barShare] = [0.34, 0.46];
const captionRoom = 40;

/** Horizontal bars as a table: label, bar, value. */
export function chartTable(block: ChartBlock, context: TextContext): Table {
  const step = Math.floor((textWidth * barShare) / steps);
  const label = Math.round(textWidth * labelShare);
  const value = textWidth - label - step * steps;
  const margins = { top: 50, bottom: 50, left: 110, right: 110 };
  const edge = { style: BorderStyle.SINGLE, size: 24, color: 'FFFFFF' };
  const area = (count: number, fill: string): TableCell =>
    new TableCell({
      columnSpan: count,
      width: { size: step * count, type: WidthType.DXA },
      margins: { top: 0, bottom: 0, left: 0, right: 0 },
      // White above and below parts the bars of neighbouring rows.
      borders: { top: edge, bottom: edge },
      shading: { type: ShadingType.CLEAR, color: 'auto', fill: hex(fill) },
      children: [cellParagraph([])],
    });
  const row = (source: ChartBlock['rows'][number]): TableRow => {
    const share = chartShare(source.value, block.max);
    const filled = source.value === 0 ? 0 : Math.max(1, Math.round(share * steps));
    const tone = source.tone === undefined ? colour.accent : degreeColour[source.tone].solid;
    const text = (content: string, width: number): TableCell =>
      new TableCell({
        width: { size: width, type: WidthType.DXA },
        margins,
        verticalAlign: VerticalAlign.CENTER,
        children: [cellParagraph(textRuns(content, context, { size: size.cell }))],
      });
    return new TableRow({
      cantSplit: true,
      children: [
        text(source.label, label),
        ...(filled > 0 ? [area(filled, tone)] : []),
        ...(filled < steps ? [area(steps - filled, colour.head)] : []),
        text(chartValue(source.value, block.unit, context.locale), value),
      ],
    });
  };
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: [label, ...Array.from({ length: steps }, () => step), value],
    layout: TableLayoutType.FIXED,
    borders: noBorders,
    rows: block.rows.map(row),
  });
}

/** A picture in the line, as wide as the tree asks and no higher than a page. Throws as `readPicture`. */
export function pictureParagraph(block: ImageBlock): Paragraph {
  const { width, height } = readPicture(block);
  const ratio = height / width;
  // Word counts pixels of 1/96 inch here.
  const points = Math.min(columnWidth * block.width, (columnHeight - captionRoom) / ratio);
  const pixels = (points / 72) * 96;
  const name = clean(block.alt);
  return new Paragraph({
    keepNext: block.caption !== undefined && block.caption !== '',
    children: [
      new ImageRun({
        type: block.mime === 'image/png' ? 'png' : 'jpg',
        data: new Uint8Array(Buffer.from(block.data, 'base64')),
        transformation: { width: Math.round(pixels), height: Math.max(1, Math.round(pixels * ratio)) },
        altText: { name, title: name, description: name },
      }),
    ],
  });
}
