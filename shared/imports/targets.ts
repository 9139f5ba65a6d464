import type { Translate } from '../i18n/translate.ts';
import { Locale } from '../lib/schema.ts';
import { systemField, systemFields } from '../systems/fields.ts';
import type { FieldDefinition } from '../systems/field-value.ts';

/** Columns that are no field: the code of the register, the label of the version, the site by name. */
export const linkTargets = ['code', 'version', 'site'] as const;
export type LinkTarget = (typeof linkTargets)[number];

/**
 * What the target of a column means: a link, or a field, with the language where the column holds
 * one language of a multilingual field (`name.kk`).
 */
export type Target = { link: LinkTarget } | { field: FieldDefinition; locale: Locale | null };

/** Reads a target; undefined where there is no such field. */
export function readTarget(target: string): Target | undefined {
  const link = linkTargets.find((name) => name === target);
  if (link) return { link };
  const [name = '', part, ...rest] = target.split('.');
  const field = systemField(name);
  if (!field || rest.length > 0) return undefined;
  if (part === undefined) return { field, locale: null };
  const locale = Locale.safeParse(part);
  return field.type === 'multilingual' && locale.success ? { field, locale: locale.data } : undefined;
}

/** Name of a target for people: the field's label, with the language in brackets where it has one. */
export function targetLabel(translate: Translate, target: string): string {
  const [name = target, locale] = target.split('.');
  const label = translate.find(`fields.${name}.label`) ?? name;
  return locale === undefined ? label : `${label} [${locale}]`;
}

/** Every target with its group: links first, then the fields in order, then single languages. */
export function allTargets(): { target: string; group: string }[] {
  const fields = systemFields.map(({ name, group }) => ({ target: name, group }));
  const languages = systemFields
    .filter(({ type }) => type === 'multilingual')
    .flatMap(({ name }) => Locale.options.map((locale) => ({ target: `${name}.${locale}`, group: 'languages' })));
  return [...linkTargets.map((target) => ({ target, group: 'links' })), ...fields, ...languages];
}
