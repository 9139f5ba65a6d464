import type { ImportResult } from '../../shared/imports/contract.ts';
import type { FieldValue, FieldValues, RegisterKind } from '../../shared/systems/field-value.ts';
import { multilingual } from '../../shared/systems/policy.ts';
import { systemField } from '../../shared/systems/fields.ts';
import type { RegistersService } from '../registers/service.ts';
import type { SystemsService } from '../systems/service.ts';
import type { PlannedRow } from './plan.ts';
import { joinTexts } from './read-row.ts';

type RowResult = ImportResult['rows'][number];

/** What applying writes through; each of these appends its own ledger entries. */
export interface ApplyTargets {
  systems: Pick<SystemsService, 'create' | 'setFields' | 'deploy' | 'get'>;
  registers: Pick<RegistersService, 'create' | 'idOfName'>;
  /** Identifier of the import, noted with every system it makes. */
  importId: string;
}

/** Carries out a plan in the caller's transaction and accounts for every row. */
export function applyRows(rows: readonly PlannedRow[], { systems, registers, importId }: ApplyTargets): RowResult[] {
  const made = new Map<number, string>();

  const entry = (kind: RegisterKind, name: string): string =>
    registers.idOfName(kind, name) ?? registers.create(kind, name).id;

  function fieldsOf(planned: PlannedRow): FieldValues {
    const fields = { ...planned.fields };
    for (const { field, kind, names } of planned.names) {
      const ids = [...new Set(names.map((name) => entry(kind, name)))];
      fields[field.name] = { value: field.type === 'ref' ? (ids[0] ?? '') : ids };
    }
    return fields;
  }

  function deploy(id: string, planned: PlannedRow): void {
    const inUse = new Set(systems.get(id).versions.flatMap(({ deployments }) => deployments.map(({ site }) => site)));
    for (const name of planned.sites) {
      const site = entry('site', name);
      if (inUse.has(site)) continue;
      inUse.add(site);
      systems.deploy(id, site, planned.placement === null ? {} : { placement: { value: planned.placement } });
    }
  }

  function add(planned: PlannedRow): string {
    const id = systems.create(
      {
        code: planned.code ?? undefined,
        fields: fieldsOf(planned),
        ...(planned.version === null ? {} : { version: { label: planned.version, date: null } }),
      },
      'system.create',
      { import: importId, row: planned.row },
    );
    deploy(id, planned);
    return id;
  }

  function update(id: string, planned: PlannedRow): void {
    const before = systems.get(id).fields;
    const changes = Object.fromEntries(
      Object.entries(fieldsOf(planned)).map(([name, value]) => [name, updated(name, before, value)]),
    );
    systems.setFields(id, changes);
    deploy(id, planned);
  }

  return rows.map((planned) => {
    const { row, title, problems, outcome } = planned;
    const done = (result: RowResult['result'], id: string | null): RowResult => ({
      row,
      title,
      result,
      code: id === null ? null : systems.get(id).code,
      problems,
    });
    if (outcome === 'reject') return done('rejected', null);
    if (outcome === 'skip' || outcome === 'ask') return done('skipped', null);
    const existing = planned.system ?? (planned.twin === null ? null : (made.get(planned.twin) ?? null));
    if (outcome === 'update' && existing !== null) {
      update(existing, planned);
      made.set(row, existing);
      return done('updated', existing);
    }
    const id = add(planned);
    made.set(row, id);
    return done('added', id);
  });
}

/** The value after an update: other languages of a text stay, notes are added to, anything else is replaced. */
function updated(name: string, before: FieldValues, value: FieldValue): FieldValue {
  const old = multilingual(before, name);
  const next = multilingual({ [name]: value }, name);
  if (!old || !next || systemField(name)?.type !== 'multilingual') return value;
  if (name !== 'note') return { value: { ...old, ...next } };
  let note = old;
  for (const locale of ['kk', 'ru', 'en'] as const) {
    for (const line of next[locale]?.split('\n') ?? []) note = joinTexts(note, locale, line);
  }
  return { value: note };
}
