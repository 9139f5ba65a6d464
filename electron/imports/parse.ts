import { read, SSF, utils, type CellObject, type WorkBook } from '@e965/xlsx';
import { unescapeCell } from '../../shared/imports/escape.ts';
import { AppError } from '../../shared/lib/errors.ts';
import { recognise, tooLarge } from './containers.ts';
import { decodeText, guessDelimiter, splitRows } from './delimited.ts';

/** A cell as text. `day`: the cell held a date. `formula`: the text would run as a formula in a spreadsheet. */
export interface ListCell {
  text: string;
  kind: 'text' | 'number' | 'day' | 'formula';
}

/** One sheet; rows by their place in the spreadsheet (index 0 is row 1), empty ones included. */
export interface ListSheet {
  name: string;
  rows: (ListCell | null)[][];
}

export interface ParsedList {
  /** Encoding of delimited text, null for workbooks. */
  encoding: string | null;
  sheets: ListSheet[];
}

/** The library leaves its date functions untyped. */
const dates = SSF as {
  parse_date_code(serial: number, options: { date1904: boolean }): { y: number; m: number; d: number };
  is_date(format: string): boolean;
};

/** Most rows of one sheet taken in. */
export const maximumRows = 200_000;

/** A formula, or a text that a spreadsheet would run as one; numbers, phone numbers and lone dashes are none. */
const formulaLike = /^(=|[+\-@].*\p{L})/u;

function textCell(raw: string): ListCell | null {
  const text = unescapeCell(raw.replaceAll('\r\n', '\n').trim());
  if (text === '') return null;
  return { text, kind: formulaLike.test(text) ? 'formula' : 'text' };
}

function dayOf(serial: number, from1904: boolean): string {
  const { y, m, d } = dates.parse_date_code(serial, { date1904: from1904 });
  return `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}

function workbookCell(cell: CellObject | undefined, from1904: boolean): ListCell | null {
  if (!cell) return null;
  if (cell.f !== undefined) return { text: `=${cell.f}`, kind: 'formula' };
  switch (cell.t) {
    case 'n': {
      const value = Number(cell.v);
      if (cell.z !== undefined && dates.is_date(String(cell.z)) && value >= 1)
        return { text: dayOf(value, from1904), kind: 'day' };
      return { text: String(value), kind: 'number' };
    }
    case 'b':
      return { text: cell.v === true ? 'да' : 'нет', kind: 'text' };
    case 's':
      return textCell(String(cell.v));
    case 'e':
      return textCell(cell.w ?? '');
    default:
      return null;
  }
}

function trimmed(rows: (ListCell | null)[][]): (ListCell | null)[][] {
  let length = rows.length;
  while (length > 0 && (rows[length - 1] ?? []).every((cell) => cell === null)) length -= 1;
  return rows.slice(0, length);
}

function workbook(bytes: Uint8Array, name: string): ListSheet[] {
  let book: WorkBook;
  try {
    book = read(bytes, {
      type: 'array',
      dense: true,
      cellDates: false,
      cellNF: true,
      cellFormula: true,
      cellHTML: false,
      sheetRows: maximumRows + 2,
    });
  } catch (error) {
    throw new AppError('invalid', `${name} could not be read`, {
      reason: 'file-broken',
      details: { name },
      cause: error,
    });
  }
  const from1904 = book.Workbook?.WBProps?.date1904 === true;
  return book.SheetNames.flatMap((sheetName) => {
    const sheet = book.Sheets[sheetName];
    const data = sheet?.['!data'] as (CellObject | undefined)[][] | undefined;
    if (!sheet?.['!ref'] || !data) return [];
    // A dense sheet leaves holes for empty rows and cells.
    const width = utils.decode_range(sheet['!ref']).e.c + 1;
    const rows = Array.from({ length: data.length }, (_, row) =>
      Array.from({ length: Math.min(width, data[row]?.length ?? 0) }, (__, column) =>
        workbookCell(data[row]?.[column], from1904),
      ),
    );
    return [{ name: sheetName, rows: trimmed(rows) }];
  });
}

function delimited(bytes: Uint8Array, name: string): ParsedList {
  const decoded = decodeText(bytes);
  if (!decoded || /^\s*(<\?xml|<!doctype|<html|[{[])/i.test(decoded.text)) {
    throw new AppError('invalid', `${name} is no table`, { reason: 'file-not-a-table', details: { name } });
  }
  const rows = splitRows(decoded.text, guessDelimiter(decoded.text)).map((row) => row.map(textCell));
  return { encoding: decoded.encoding, sheets: [{ name: name.replace(/\.[^.]*$/, ''), rows: trimmed(rows) }] };
}

/**
 * Reads a list from XLSX, ODS or delimited text. Nothing is evaluated: a formula is kept as text.
 * Fails with `file-empty`, `file-broken`, `file-encrypted`, `file-too-large`, `file-not-a-table`.
 */
export function parseList(bytes: Uint8Array, name: string): ParsedList {
  const parsed =
    recognise(bytes, name) === 'workbook' ? { encoding: null, sheets: workbook(bytes, name) } : delimited(bytes, name);
  const sheets = parsed.sheets.filter(({ rows }) => rows.length > 0);
  if (sheets.some(({ rows }) => rows.length > maximumRows)) throw tooLarge(name);
  if (sheets.length === 0)
    throw new AppError('invalid', `${name} holds no rows`, { reason: 'file-empty', details: { name } });
  return { ...parsed, sheets };
}
