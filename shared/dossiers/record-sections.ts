import type { Translate } from '../i18n/translate.ts';
import type { Block } from '../report/tree.ts';
import { registerFields } from '../registers/fields.ts';
import { fieldGroups, type FieldDefinition, type RegisterKind } from '../systems/field-value.ts';
import { systemField, systemFields } from '../systems/fields.ts';
import { isVisible } from '../systems/policy.ts';
import { inEdition } from './edition.ts';
import type { SystemFacts } from './facts.ts';
import { heading } from './sections.ts';
import { byCode, dayWords, fieldWords, plain } from './wording.ts';

/** The record by groups (all where none are named): every field that applies, with its state. */
export function recordBlocks(facts: SystemFacts, groups: readonly string[], t: Translate, anchor: string): Block[] {
  const { system } = facts;
  // A condition may rest on a field that the edition withholds; what is recorded here was checked before.
  const visible = systemFields.filter(
    (field) => system.fields[field.name] !== undefined || isVisible(field, system.fields),
  );
  return fieldGroups.flatMap((group): Block[] => {
    if (groups.length > 0 && !groups.includes(group)) return [];
    const fields = visible.filter((field) => field.group === group && inEdition(field.sensitivity, facts.edition));
    const wanted = fields.filter((field) => field.needs !== undefined || system.fields[field.name] !== undefined);
    if (wanted.length === 0) return [];
    return [
      heading(3, byCode(t, 'report.groups', group), `${anchor}-${group}`),
      {
        kind: 'keyValues',
        rows: wanted.map((field) => ({
          key: byCode(t, 'fields', `${field.name}.label`),
          value: fieldWords(field, system.fields[field.name], t, facts.entries),
        })),
      },
    ];
  });
}

/**
 * Some fields of the record in this order; an empty one is a line to fill by hand. What the edition withholds or the
 * record does not ask is left out.
 */
export function fieldBlocks(facts: SystemFacts, names: readonly string[], t: Translate): Block[] {
  const { fields } = facts.system;
  const rows = names.flatMap((name): (Block & { kind: 'keyValues' })['rows'] => {
    const field = systemField(name);
    if (!field || !inEdition(field.sensitivity, facts.edition)) return [];
    const value = fields[name];
    const key = byCode(t, 'fields', `${name}.label`);
    if (value) return [{ key, value: fieldWords(field, value, t, facts.entries) }];
    return isVisible(field, fields) ? [{ key, value: [], lines: 1 }] : [];
  });
  return rows.length === 0 ? [] : [{ kind: 'keyValues', rows }];
}

/** Versions with the sites they run at. */
export function versionBlocks(facts: SystemFacts, t: Translate): Block[] {
  const withSites = facts.edition !== 'public';
  if (facts.system.versions.length === 0) return [];
  return [
    {
      kind: 'table',
      columns: [
        { title: t('report.columns.version'), width: withSites ? 20 : 60 },
        { title: t('report.columns.date'), width: withSites ? 18 : 40 },
        ...(withSites ? [{ title: t('report.columns.sites'), width: 62 }] : []),
      ],
      rows: facts.system.versions.map((version) => [
        plain(version.current ? `${version.label} (${t('report.currentVersion')})` : version.label),
        plain(
          version.date ? dayWords(version.date) : t('report.notAnswered'),
          version.date ? { code: true } : { muted: true },
        ),
        ...(withSites
          ? [plain(version.deployments.map(({ siteName }) => siteName).join('; ') || t('report.noSites'))]
          : []),
      ]),
    },
  ];
}

/** Register entries of some kinds the record points to, with their fields. */
export function entryBlocks(facts: SystemFacts, kinds: readonly RegisterKind[], t: Translate, anchor: string): Block[] {
  return kinds.flatMap((kind): Block[] => {
    const entries = Object.values(facts.entries).filter((entry) => entry.kind === kind);
    if (entries.length === 0) return [];
    const fields: readonly FieldDefinition[] = registerFields[kind].filter(({ sensitivity }) =>
      inEdition(sensitivity, facts.edition),
    );
    return [
      heading(3, byCode(t, 'report.registers', kind), `${anchor}-${kind}`),
      {
        kind: 'keyValues',
        rows: entries.map((entry) => ({
          key: entry.name,
          value: fields.flatMap((field, index) => [
            { text: `${index === 0 ? '' : '; '}${byCode(t, 'fields', `${field.name}.label`)}: `, muted: true },
            ...fieldWords(field, entry.fields[field.name], t, facts.entries),
          ]),
        })),
      },
    ];
  });
}
