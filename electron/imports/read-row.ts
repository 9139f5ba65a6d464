import type { RowProblem } from '../../shared/imports/contract.ts';
import type { LinkTarget, Target } from '../../shared/imports/targets.ts';
import { fold } from '../../shared/lib/fold.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import { systemField } from '../../shared/systems/fields.ts';
import {
  checkFieldValue,
  type FieldDefinition,
  type FieldValue,
  type FieldValues,
  type MultilingualText,
  type RegisterKind,
} from '../../shared/systems/field-value.ts';
import { multilingual, textIn } from '../../shared/systems/policy.ts';
import { namesSupplier, type Spellings } from './names.ts';
import type { ListCell } from './parse.ts';
import { exactOption, isBlank, languageOf, readValue, saysUnknown } from './values.ts';
import { nobodyWords } from './words.ts';

/** A column that becomes something. */
export interface MappedColumn {
  heading: string;
  target: Target;
  cell: ListCell | null;
}

/** What one row of the list says, before it is compared with the register. */
export interface RowReading {
  title: string;
  fields: FieldValues;
  /** References by name: the entries are found or made when the plan is applied. */
  names: { field: FieldDefinition; kind: RegisterKind; names: string[] }[];
  code: string | null;
  version: string | null;
  sites: string[];
  /** Where the system stands, as written; kept with the deployment. */
  placement: string | null;
  problems: RowProblem[];
  /** Something makes the row impossible as it is. */
  rejected: boolean;
}

/** Spellings of sites and suppliers over the whole list. */
export interface ListSpellings {
  site: Spellings;
  supplier: Spellings;
}

const nameField = systemField('name');
const noteField = systemField('note');
const acquisitionField = systemField('acquisition');
const longestName = 300;
const longestCode = 32;
const longestVersion = 60;
const longestPlacement = 400;
const longestTitle = 80;

/** Several names in one cell are divided by semicolons or lines; one legal name may hold commas. */
const splitNames = (text: string): string[] =>
  text
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Adds a language to a text, or a paragraph where the language is there already. */
export function joinTexts(before: MultilingualText | null, locale: Locale, text: string): MultilingualText {
  const part = before?.[locale];
  if (part === undefined) return { ...before, [locale]: text };
  return part.split('\n').includes(text) ? { ...before } : { ...before, [locale]: `${part}\n${text}` };
}

/** Reads the cells of one row. */
export function readRow(columns: readonly MappedColumn[], spellings: ListSpellings): RowReading {
  const row: RowReading = {
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
  const rests: { heading: string; text: string }[] = [];
  let fromSupplier: string | null = null;
  const nameColumn = columns.find(({ target }) => 'field' in target && target.field === nameField);
  const hasSite = columns.some(
    ({ target, cell }) =>
      'link' in target && target.link === 'site' && cell !== null && !isBlank(cell.text) && !saysUnknown(cell.text),
  );

  function report(heading: string | null, code: string, value: string, suggestion: string | null = null): void {
    row.problems.push({ column: heading, code, value, suggestion });
  }
  function reject(heading: string, code: string, value: string): void {
    report(heading, code, value);
    row.rejected = true;
  }

  function link(target: LinkTarget, heading: string, text: string): void {
    if (target === 'site') {
      row.sites = splitNames(text).filter((name) => !saysUnknown(name));
      for (const name of row.sites) {
        if (name.length > longestName) reject(heading, 'too-long', name);
        const best = spellings.site.best(name);
        if (fold(best) !== fold(name)) report(heading, 'site-looks-like', name, row.sites.length === 1 ? best : null);
      }
    } else if (text.length > (target === 'code' ? longestCode : longestVersion)) reject(heading, 'too-long', text);
    else row[target] = text;
  }

  function reference(field: FieldDefinition, kind: RegisterKind, heading: string, text: string): void {
    if (saysUnknown(text)) {
      row.fields[field.name] = { unknown: true };
      return;
    }
    const names = field.type === 'ref' ? [text] : splitNames(text);
    if (names.some((name) => name.length > longestName)) return reject(heading, 'too-long', text);
    if (kind === 'person' && nobodyWords.includes(fold(text))) return report(heading, 'nobody-named', text);
    if (kind !== 'supplier') {
      row.names.push({ field, kind, names });
      return;
    }
    const way = acquisitionField ? exactOption(acquisitionField, text) : null;
    if (way !== null) {
      fromSupplier = way;
      return report(heading, 'supplier-is-acquisition', text);
    }
    const firms = names.filter(namesSupplier);
    if (firms.length < names.length) {
      report(heading, 'supplier-not-named', text);
      rests.push({ heading, text });
    }
    for (const name of firms) {
      const best = spellings.supplier.best(name);
      if (fold(best) !== fold(name)) report(heading, 'supplier-looks-like', name, names.length === 1 ? best : null);
    }
    if (firms.length > 0) row.names.push({ field, kind, names: firms });
  }

  function value(field: FieldDefinition, locale: Locale | null, heading: string, cell: ListCell): void {
    const reading = readValue(field, locale, cell);
    if (reading.problem) report(heading, reading.problem.code, cell.text, reading.problem.suggestion);
    // The place as written stays with the deployment; without one it would be lost.
    const isKept = field.name === 'hosting' && hasSite && cell.text.length <= longestPlacement;
    if (isKept) row.placement = cell.text;
    else if (reading.rest) rests.push({ heading, text: cell.text });
    if (!reading.value) return;
    if (checkFieldValue(field, reading.value) === 'too-long') return reject(heading, 'too-long', cell.text);
    row.fields[field.name] = merged(row.fields[field.name], reading.value);
    if (field.name === 'formerRiskNote') report(heading, 'old-risk-not-degree', cell.text);
  }

  for (const { heading, target, cell } of columns) {
    if (!cell || isBlank(cell.text)) continue;
    if (cell.kind === 'formula') report(heading, 'formula-like', cell.text);
    if ('link' in target) link(target.link, heading, cell.text);
    else if (target.field.register) reference(target.field, target.field.register, heading, cell.text);
    else value(target.field, target.locale, heading, cell);
  }

  if (fromSupplier !== null && !row.fields['acquisition']) row.fields['acquisition'] = { value: fromSupplier };
  keepRests(row, rests);

  const name = multilingual(row.fields, 'name');
  row.title = name ? textIn(name, 'ru') : (row.code ?? nameColumn?.cell?.text.slice(0, longestTitle) ?? '');
  if (!name && row.code === null && !row.rejected) reject(nameColumn?.heading ?? '', 'name-missing', '');
  return row;
}

/** Two columns of one field: languages and lines are joined, else the first stays. */
function merged(before: FieldValue | undefined, next: FieldValue): FieldValue {
  if (!before || !('value' in before) || !('value' in next)) return before ?? next;
  const [first, second] = [before.value, next.value];
  if (typeof first !== 'object' || Array.isArray(first) || typeof second !== 'object' || Array.isArray(second))
    return before;
  return { value: { ...second, ...first } };
}

/** Texts that were not taken over are kept in the note under their heading, in the language they are written in. */
function keepRests(row: RowReading, rests: readonly { heading: string; text: string }[]): void {
  if (!noteField || rests.length === 0) return;
  let note = multilingual(row.fields, 'note');
  for (const { heading, text } of rests) {
    const line = `${heading}: ${text}`;
    note = joinTexts(note, languageOf(line), line);
  }
  if (!note) return;
  if (checkFieldValue(noteField, { value: note }) === null) row.fields['note'] = { value: note };
  else row.problems.push({ column: null, code: 'note-too-long', value: '', suggestion: null });
}
