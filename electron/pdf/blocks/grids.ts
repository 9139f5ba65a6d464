import type { Block, Inline } from '../../../shared/report/tree.ts';
import { normalise } from '../characters.ts';
import { cellPadding, columnWidths } from '../column-widths.ts';
import { groupedHash, groupedNumber } from '../grouping.ts';
import { columnWidth, text, type TextStyle } from '../style.ts';
import { Table, type TableCell, type TableColumn } from '../tables.ts';
import { setPlain, setText, type Workshop } from './workshop.ts';

type Of<K extends Block['kind']> = Extract<Block, { kind: K }>;

/** Width of the longest word of a text. */
function longestWord(shop: Workshop, value: string, style: TextStyle): number {
  const face = shop.lines.faces[style.face];
  return Math.max(
    0,
    ...normalise(value)
      .split(/[ \n]/)
      .map((word) => face.widthOf(word, style.size)),
  );
}

function inner(column: TableColumn | undefined): number {
  return Math.max(8, (column?.width ?? 0) - 2 * cellPadding.x);
}

interface Grid {
  caption?: string | undefined;
  columns: { title: string; width: number; align?: 'left' | 'right' | 'center' | undefined }[];
  rows: Iterable<Inline[]>;
  /** First column names the row. */
  rowHeaders?: boolean;
  /** Text of the only row, over all columns. */
  across?: string | undefined;
}

function grid(shop: Workshop, content: Grid): Table {
  const needed = content.columns.map((column) => longestWord(shop, column.title, text.cellHead));
  const widths = columnWidths(
    content.columns.map((column) => column.width),
    needed,
  );
  const columns = content.columns.map((column, index) => ({ width: widths[index] ?? 0, align: column.align }));
  const head = content.columns.map((column, index) =>
    setPlain(shop, column.title, text.cellHead, inner(columns[index])),
  );
  function* rows(): Generator<TableCell[]> {
    if (content.across !== undefined) {
      const lines = setText(shop, [{ text: content.across, muted: true }], text.cell, columnWidth - 2 * cellPadding.x);
      yield [{ lines, across: columns.length }];
    }
    for (const row of content.rows) {
      // Without any text it is a row to fill by hand.
      if (row.every((cell) => cell.every(({ text: words, confidence }) => words === '' && confidence === undefined))) {
        yield columns.map((): TableCell => ({ lines: [], ruled: 1 }));
        continue;
      }
      yield columns.map((column, index): TableCell => {
        const lines = setText(shop, row[index] ?? [], text.cell, inner(column));
        return content.rowHeaders && index === 0 ? { lines, header: 'Row' } : { lines };
      });
    }
  }
  return new Table(shop.canvas, shop.root, {
    caption:
      content.caption === undefined || content.caption === ''
        ? null
        : setPlain(shop, content.caption, text.caption, columnWidth),
    head,
    columns,
    rows: rows(),
    style: text.cell,
    headStyle: text.cellHead,
  });
}

/** A table as the document gives it; without rows, one row across says so. */
export function table(shop: Workshop, block: Of<'table'>): Table {
  const isEmpty = block.rows.length === 0 && block.empty !== undefined;
  return grid(shop, {
    caption: block.caption,
    columns: block.columns,
    rows: isEmpty ? [] : block.rows,
    ...(isEmpty ? { across: block.empty } : {}),
  });
}

/** Words instead of marks (look.md, 8): what weighs is printed in bold. */
export function matrix(shop: Workshop, block: Of<'matrix'>): Table {
  const levels = new Map(block.levels.map((level) => [level.code, level]));
  const heavy = new Set(['med', 'high', 'ban']);
  const cell = (code: string): Inline => {
    const level = levels.get(code);
    if (!level) return [{ text: code === '' ? '—' : code, muted: true }];
    return [
      { text: level.text, bold: heavy.has(level.tone), italic: level.tone === 'prov', muted: level.tone === 'none' },
    ];
  };
  return grid(shop, {
    caption: block.caption,
    columns: [
      { title: block.rowsTitle ?? '', width: 46 },
      ...block.groups.map((title) => ({ title, width: 54 / Math.max(1, block.groups.length) })),
    ],
    rows: block.rows.map((row) => [
      [{ text: row.title }],
      ...block.groups.map((_, index) => cell(row.cells[index] ?? '')),
    ]),
    rowHeaders: true,
  });
}

/** Looks of a list of keys and values; all three share one leading. */
export interface KeyValueStyles {
  key: TextStyle;
  value: TextStyle;
  note: TextStyle;
}
const ordinaryStyles: KeyValueStyles = { key: text.key, value: text.cell, note: text.cellMuted };

/** Keys and values in two columns; a note stands under its value. */
export function keyValues(shop: Workshop, block: Of<'keyValues'>, styles: KeyValueStyles = ordinaryStyles): Table {
  const longest = Math.max(0, ...block.rows.map((row) => longestWord(shop, row.key, styles.key)));
  const keyWidth = Math.min(columnWidth * 0.42, Math.max(columnWidth * 0.3, longest + 2 * cellPadding.x));
  const columns = [{ width: keyWidth }, { width: columnWidth - keyWidth }];
  function* rows(): Generator<TableCell[]> {
    for (const row of block.rows) {
      const key = setPlain(shop, row.key, styles.key, keyWidth - cellPadding.x);
      const value = setText(shop, row.value, styles.value, inner(columns[1]));
      const note = row.note ? setText(shop, row.note, styles.note, inner(columns[1])) : [];
      yield [
        { lines: key, header: 'Row' },
        { lines: [...value, ...note], ...(row.lines ? { ruled: row.lines } : {}) },
      ];
    }
  }
  return new Table(shop.canvas, shop.root, {
    caption: null,
    head: null,
    columns,
    rows: rows(),
    style: styles.value,
    headStyle: text.cellHead,
    open: true,
  });
}

/** List of the embedded files. */
export function attachments(shop: Workshop, block: Of<'attachments'>): Table {
  return grid(shop, {
    caption: block.title,
    columns: [
      { title: shop.words.fileName, width: 25 },
      { title: shop.words.fileDescription, width: 32 },
      { title: shop.words.fileBytes, width: 13, align: 'right' },
      { title: 'SHA-256', width: 30 },
    ],
    rows: block.rows.map((row) => [
      [{ text: row.name, code: true }],
      [{ text: row.description }],
      [{ text: groupedNumber(row.bytes), code: true }],
      [{ text: groupedHash(row.sha256), code: true, muted: true }],
    ]),
  });
}
