import { fold } from '../../shared/lib/fold.ts';
import { collationKey } from '../../shared/systems/collate.ts';
import { systemField, systemFields } from '../../shared/systems/fields.ts';
import type { FieldValues, MultilingualText } from '../../shared/systems/field-value.ts';
import { completeness, multilingual, plainText, reviewDay, textIn } from '../../shared/systems/policy.ts';
import type { DerivedColumns } from './store.ts';

const parts = (text: MultilingualText | null): string[] =>
  [text?.kk, text?.ru, text?.en].filter((part) => part !== undefined);
const stages = systemField('lifecycleStage')?.options ?? [];
const digitsOfCode = 10;

/** Fields whose content search looks into beside code, parties and sites. */
const searched = ['name', 'shortDescription', 'intendedPurpose'];

/** Codes sort by the numbers in them: AI-2 before AI-010. */
export function codeSortKey(code: string): string {
  return code.toUpperCase().replaceAll(/\d+/g, (digits) => digits.padStart(digitsOfCode, '0'));
}

/** References of the fields into the registers. */
export function links(fields: FieldValues): { field: string; entry: string }[] {
  return systemFields.flatMap(({ name, type }) => {
    const value = fields[name];
    if ((type !== 'ref' && type !== 'refs') || !value || !('value' in value)) return [];
    const entries = Array.isArray(value.value)
      ? [...new Set(value.value)]
      : typeof value.value === 'string'
        ? [value.value]
        : [];
    return entries.map((entry) => ({ field: name, entry }));
  });
}

/** The columns the register sorts, filters and searches by. */
export function derive(
  code: string,
  fields: FieldValues,
  linkNames: readonly string[],
  siteNames: readonly string[],
): DerivedColumns {
  const name = multilingual(fields, 'name');
  const unit = plainText(fields, 'unit');
  const stage = plainText(fields, 'lifecycleStage');
  const words = [
    code,
    ...searched.flatMap((field) => parts(multilingual(fields, field))),
    plainText(fields, 'tradeName') ?? '',
    unit ?? '',
    ...linkNames,
    ...siteNames,
  ];
  return {
    nameSort: name ? collationKey(textIn(name, 'ru')) : '',
    nameFold: JSON.stringify(parts(name).map((part) => fold(part.trim().replaceAll(/\s+/gu, ' ')))),
    unit,
    unitSort: unit === null ? '' : collationKey(unit),
    stage,
    stageOrder: stage === null ? -1 : stages.indexOf(stage),
    personalData: plainText(fields, 'hasPersonalData') === 'yes' ? 1 : 0,
    nextReview: reviewDay(fields),
    completeness: completeness(fields, siteNames.length > 0),
    searchText: fold(words.join('\n')),
  };
}
