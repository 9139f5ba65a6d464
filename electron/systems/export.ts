import { targetLabel } from '../../shared/imports/targets.ts';
import { translator } from '../../shared/i18n/translate.ts';
import { Locale } from '../../shared/lib/schema.ts';
import type { System } from '../../shared/systems/contract.ts';
import { systemFields } from '../../shared/systems/fields.ts';
import type { FieldDefinition, FieldValue } from '../../shared/systems/field-value.ts';

/** A cell of a table: text, number, calendar day, or empty. */
export type TableCell = string | number | { day: string } | null;
export interface Table {
  headings: string[];
  rows: TableCell[][];
}

/** Between several values of one cell; the importer splits by it. */
const separator = '; ';

/**
 * The register as a table that the importer reads back: code, version, degree and sites, then every
 * field that is on the quick card or has an answer somewhere, each language of a text in a column
 * of its own. The degree is for reading only; the importer never takes one over.
 */
export function registerTable(
  systems: readonly System[],
  entryNames: ReadonlyMap<string, string>,
  locale: Locale,
): Table {
  const translate = translator(locale);
  const word = (key: string): string => translate.find(key) ?? key;

  function text(field: FieldDefinition, value: FieldValue | undefined, part: Locale | null): TableCell {
    if (!value) return null;
    if ('unknown' in value) return word('options.tri.unknown');
    if ('na' in value) return `${word('options.tri.na')}: ${value.na}`;
    const content = value.value;
    const plain = typeof content === 'string' ? content : '';
    switch (field.type) {
      case 'multilingual':
        return typeof content === 'object' && !Array.isArray(content) && part !== null ? (content[part] ?? null) : null;
      case 'tri':
        return word(`options.tri.${plain}`);
      case 'enum':
        return word(`options.${field.name}.${plain}`);
      case 'set':
        return Array.isArray(content)
          ? content.map((code) => word(`options.${field.name}.${code}`)).join(separator)
          : null;
      case 'date':
        return { day: plain };
      case 'number':
        return typeof content === 'number' ? content : null;
      case 'ref':
        return entryNames.get(plain) ?? null;
      case 'refs':
        return Array.isArray(content) ? content.map((id) => entryNames.get(id) ?? '').join(separator) : null;
      case 'text':
        return plain;
      case 'lines':
        return Array.isArray(content) ? content.join(separator) : null;
    }
  }

  /** Languages in which some system holds a text; the table's own language where it is on the quick card. An answer without text stands in the first. */
  function languages(field: FieldDefinition): Locale[] {
    const used = Locale.options.filter((part) => systems.some(({ fields }) => hasPart(fields[field.name], part)));
    return used.length > 0 ? used : [locale];
  }

  type Column = { heading: string; cell(system: System): TableCell };
  const columns: Column[] = [
    { heading: targetLabel(translate, 'code'), cell: ({ code }) => code },
    {
      heading: targetLabel(translate, 'version'),
      cell: ({ versions }) => versions.find(({ current }) => current)?.label ?? null,
    },
    { heading: word('imports.degreeHeading'), cell: ({ degree }) => degreeText(degree) },
    {
      heading: targetLabel(translate, 'site'),
      cell: ({ versions }) =>
        [...new Set(versions.flatMap(({ deployments }) => deployments.map(({ siteName }) => siteName)))].join(
          separator,
        ) || null,
    },
  ];
  function degreeText(degree: System['degree']): string {
    if (degree.prohibited === 'yes') return word('options.degree.prohibited');
    return word(`options.degree.${degree.status === 'final' ? (degree.degree ?? 'none') : degree.status}`);
  }
  for (const field of systemFields) {
    if (field.quick !== true && !systems.some(({ fields }) => fields[field.name])) continue;
    if (field.type !== 'multilingual') {
      columns.push({
        heading: targetLabel(translate, field.name),
        cell: ({ fields }) => text(field, fields[field.name], null),
      });
      continue;
    }
    languages(field).forEach((part, index) => {
      columns.push({
        heading: targetLabel(translate, `${field.name}.${part}`),
        cell: ({ fields }) => {
          const value = fields[field.name];
          return value && !('value' in value) && index > 0 ? null : text(field, value, part);
        },
      });
    });
  }
  return {
    headings: columns.map(({ heading }) => heading),
    rows: systems.map((system) => columns.map((column) => column.cell(system))),
  };
}

function hasPart(value: FieldValue | undefined, part: Locale): boolean {
  return (
    value !== undefined &&
    'value' in value &&
    typeof value.value === 'object' &&
    !Array.isArray(value.value) &&
    value.value[part] !== undefined
  );
}
