import { utils, write, type CellObject, type WorkSheet } from '@e965/xlsx';
import { escapeCell } from '../../shared/imports/escape.ts';
import type { Table, TableCell } from './export.ts';

const dayMs = 86_400_000;
/** Day 0 of spreadsheets (ECMA-376 part 1, 18.17.4.1, 1900 date base as all programs count it). */
const spreadsheetEpoch = Date.UTC(1899, 11, 30);
const widestColumn = 60;
const narrowestColumn = 10;

/** Undefined for an empty cell: the library takes null for a cell. */
function cellObject(cell: TableCell): CellObject | undefined {
  if (cell === null) return undefined;
  if (typeof cell === 'number') return { t: 'n', v: cell };
  if (typeof cell === 'string') return { t: 's', v: escapeCell(cell) };
  return { t: 'n', v: (Date.parse(`${cell.day}T00:00:00Z`) - spreadsheetEpoch) / dayMs, z: 'dd.mm.yyyy' };
}

/** The table as an Office Open XML workbook with one sheet, filter buttons on the headings. */
export function xlsxBytes(table: Table, sheetName: string): Uint8Array {
  const data: (CellObject | undefined)[][] = [
    table.headings.map(cellObject),
    ...table.rows.map((row) => row.map(cellObject)),
  ];
  const range = utils.encode_range({
    s: { r: 0, c: 0 },
    e: { r: data.length - 1, c: Math.max(0, table.headings.length - 1) },
  });
  const sheet = { '!ref': range, '!data': data, '!autofilter': { ref: range } } as unknown as WorkSheet;
  sheet['!cols'] = table.headings.map((heading) => ({
    wch: Math.min(widestColumn, Math.max(narrowestColumn, heading.length + 2)),
  }));
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, sheetName.replaceAll(/[[\]*?:/\\]/g, ' ').slice(0, 31));
  return new Uint8Array(write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer);
}

function csvCell(cell: TableCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = typeof cell === 'string' ? escapeCell(cell) : cell.day.split('-').reverse().join('.');
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The table as CSV the way spreadsheets in Kazakhstan and Russia open it: UTF-8 with BOM, semicolons, CRLF (RFC 4180 quoting). */
export function csvBytes(table: Table): Uint8Array {
  const lines = [table.headings, ...table.rows].map((row) => row.map(csvCell).join(';'));
  return new TextEncoder().encode(`\uFEFF${lines.join('\r\n')}\r\n`);
}
