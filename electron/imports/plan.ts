import type { Decision, Mapping, PlanRow, RowOutcome } from '../../shared/imports/contract.ts';
import { readTarget, type Target } from '../../shared/imports/targets.ts';
import { AppError } from '../../shared/lib/errors.ts';
import { fold } from '../../shared/lib/fold.ts';
import { multilingual } from '../../shared/systems/policy.ts';
import { siteKey, Spellings, supplierKey } from './names.ts';
import type { ListCell, ListSheet } from './parse.ts';
import { readRow, type ListSpellings, type MappedColumn, type RowReading } from './read-row.ts';
import { isBlank } from './values.ts';

/** What the register holds when a plan is made. */
export interface RegisterState {
  systems: { id: string; code: string; names: string[]; sites: string[] }[];
  sites: { id: string; name: string }[];
  suppliers: { id: string; name: string }[];
  idOfCode(code: string): string | undefined;
}

/** A row with what it would do. */
export interface PlannedRow extends RowReading {
  row: number;
  outcome: RowOutcome;
  match: string | null;
  /** System to update, where the match is one. */
  system: string | null;
  /** Row number of the twin in the list, where the match is one. */
  twin: number | null;
}

interface Column {
  index: number;
  heading: string;
  target: Target;
}

/** Headings of a sheet as shown: the cell's text, or the column's letter where it is empty. */
export function headingsOf(sheet: ListSheet, headerRow: number): string[] {
  const width = Math.max(...sheet.rows.map((row) => row.length), 0);
  const seen = new Map<string, number>();
  return Array.from({ length: width }, (_, index) => {
    const text = sheet.rows[headerRow]?.[index]?.text.replaceAll(/\s+/gu, ' ') ?? columnLetters(index);
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    // Repairs name a column by its heading, so a heading that comes twice gets a number.
    return count === 1 ? text : `${text} (${count})`;
  });
}

function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

function columnsOf(sheet: ListSheet, mapping: Mapping): Column[] {
  if (mapping.headerRow >= sheet.rows.length) throw badMapping(String(mapping.headerRow));
  const headings = headingsOf(sheet, mapping.headerRow);
  const columns = mapping.columns.flatMap(({ index, target }) => {
    if (target === null) return [];
    const heading = headings[index];
    const meaning = readTarget(target);
    if (heading === undefined || !meaning) throw badMapping(target);
    return [{ index, heading, target: meaning }];
  });
  const isIdentity = ({ target }: Column): boolean =>
    'link' in target ? target.link === 'code' : target.field.name === 'name';
  if (!columns.some(isIdentity)) throw new AppError('invalid', 'no column for the name', { reason: 'no-name-column' });
  return columns;
}

const badMapping = (target: string): AppError =>
  new AppError('invalid', `bad mapping ${target}`, { reason: 'bad-mapping', details: { target } });

function cellOf(row: readonly (ListCell | null)[], column: Column, repairs: Record<string, string>): ListCell | null {
  const repair = Object.hasOwn(repairs, column.heading) ? repairs[column.heading] : undefined;
  if (repair === undefined) return row[column.index] ?? null;
  return repair.trim() === '' ? null : { text: repair.trim(), kind: 'text' };
}

/**
 * Works out what each row below the headings would do. Pure: the same list, mapping, decisions and
 * register give the same plan. Every row has exactly one outcome.
 */
export function planRows(
  sheet: ListSheet,
  mapping: Mapping,
  decisions: readonly Decision[],
  register: RegisterState,
): PlannedRow[] {
  const columns = columnsOf(sheet, mapping);
  const decided = new Map(decisions.map((decision) => [decision.row, decision]));
  const body = sheet.rows.slice(mapping.headerRow + 1).map((cells, index) => {
    const row = mapping.headerRow + index + 2;
    const repairs = decided.get(row)?.repairs ?? {};
    const mapped: MappedColumn[] = columns.map((column) => ({
      heading: column.heading,
      target: column.target,
      cell: cellOf(cells, column, repairs),
    }));
    const isEmpty = mapped.every(({ cell }) => cell === null);
    const repeatsHeadings = !isEmpty && mapped.every(({ heading, cell }) => cell === null || cell.text === heading);
    return { row, mapped, isEmpty, repeatsHeadings };
  });

  const spellings: ListSpellings = {
    site: new Spellings(
      siteKey,
      register.sites.map(({ name }) => name),
    ),
    supplier: new Spellings(
      supplierKey,
      register.suppliers.map(({ name }) => name),
    ),
  };
  for (const { mapped } of body) countSpellings(mapped, spellings);

  const compare = comparison(register);
  return body.map(({ row, mapped, isEmpty, repeatsHeadings }) => {
    if (isEmpty || repeatsHeadings) {
      const problems = repeatsHeadings ? [{ column: null, code: 'repeated-heading', value: '', suggestion: null }] : [];
      return { ...readNothing, row, outcome: 'skip' as const, match: null, system: null, twin: null, problems };
    }
    return decide(compare({ ...readRow(mapped, spellings), row }), decided.get(row));
  });
}

const readNothing: RowReading = {
  title: '',
  fields: {},
  names: [],
  code: null,
  version: null,
  sites: [],
  placement: null,
  problems: [],
  rejected: false,
};

function countSpellings(mapped: readonly MappedColumn[], spellings: ListSpellings): void {
  for (const { target, cell } of mapped) {
    if (!cell || isBlank(cell.text)) continue;
    const names = cell.text
      .split(/[;\n]/)
      .map((name) => name.trim())
      .filter((name) => name !== '');
    if ('link' in target && target.link === 'site') for (const name of names) spellings.site.add(name);
    if ('field' in target && target.field.register === 'supplier')
      for (const name of names) spellings.supplier.add(name);
  }
}

/** Compares rows with the register and with the rows before them; rows must come in order. */
function comparison(register: RegisterState): (reading: RowReading & { row: number }) => PlannedRow {
  const keyOfSite = new Map(register.sites.map(({ id, name }) => [id, siteKey(name)]));
  const systemsByName = new Map<string, { id: string; code: string; sites: string[] }[]>();
  for (const { id, code, names, sites } of register.systems) {
    const keys = sites.map((site) => keyOfSite.get(site) ?? site);
    for (const name of new Set(names))
      systemsByName.set(name, [...(systemsByName.get(name) ?? []), { id, code, sites: keys }]);
  }
  const rowsByName = new Map<string, { row: number; sites: string[] }[]>();
  const share = (one: readonly string[], other: readonly string[]): boolean =>
    one.length === 0 || other.length === 0 || one.some((site) => other.includes(site));

  return (reading) => {
    const { row, fields, problems } = reading;
    const planned: PlannedRow = {
      ...reading,
      outcome: reading.rejected ? 'reject' : 'add',
      match: null,
      system: null,
      twin: null,
    };
    if (reading.rejected) return planned;
    const byCode = reading.code === null ? undefined : register.idOfCode(reading.code);
    const name = multilingual(fields, 'name');
    const names = [name?.kk, name?.ru, name?.en]
      .filter((part) => part !== undefined)
      .map((part) => fold(part).replaceAll(/\s+/gu, ' '));
    if (byCode !== undefined) return { ...planned, outcome: 'update', match: reading.code, system: byCode };
    if (!name) {
      return {
        ...planned,
        outcome: 'reject',
        problems: [...problems, { column: null, code: 'code-not-found', value: reading.code ?? '', suggestion: null }],
      };
    }
    const sites = reading.sites.map(siteKey);
    const twins = names.flatMap((key) => rowsByName.get(key) ?? []);
    const existing = names.flatMap((key) => systemsByName.get(key) ?? []);
    for (const key of names) rowsByName.set(key, [...(rowsByName.get(key) ?? []), { row, sites }]);
    const system = existing.find((candidate) => share(candidate.sites, sites));
    const title = reading.title;
    if (system) {
      return {
        ...planned,
        outcome: 'ask',
        match: system.code,
        system: system.id,
        problems: [...problems, { column: null, code: 'looks-like-system', value: system.code, suggestion: null }],
      };
    }
    const twin = twins.find((candidate) => share(candidate.sites, sites));
    if (twin) {
      return {
        ...planned,
        outcome: 'ask',
        match: String(twin.row),
        twin: twin.row,
        problems: [...problems, { column: null, code: 'looks-like-row', value: String(twin.row), suggestion: null }],
      };
    }
    if (twins.length > 0 || existing.length > 0)
      problems.push({ column: null, code: 'same-name-other-site', value: title, suggestion: null });
    return planned;
  };
}

/** Applies what the user decided. A rejected row stays rejected until a repair gives what it lacks. */
function decide(planned: PlannedRow, decision: Decision | undefined): PlannedRow {
  if (!decision || planned.outcome === 'reject' || planned.outcome === 'skip') {
    return decision?.action === 'skip' ? { ...planned, outcome: 'skip' } : planned;
  }
  if (decision.action === 'skip') return { ...planned, outcome: 'skip' };
  if (decision.action === 'update')
    return planned.system === null && planned.twin === null ? planned : { ...planned, outcome: 'update' };
  // A system that is in the register under this code cannot be added a second time with it.
  return planned.outcome === 'update' ? planned : { ...planned, outcome: 'add' };
}

/** The part of a row the user sees. */
export function shownRow({ row, title, outcome, match, problems }: PlannedRow): PlanRow {
  return { row, title, outcome, match, problems };
}
