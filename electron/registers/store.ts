import type { Database } from 'better-sqlite3';
import type { FieldValues, RegisterKind } from '../../shared/systems/field-value.ts';

/** A register entry as stored; `usedBy` counts systems that point to it. */
export interface StoredEntry {
  id: string;
  kind: RegisterKind;
  name: string;
  fields: FieldValues;
  archived: boolean;
  usedBy: number;
  changedAt: string;
}

interface EntryColumns {
  id: string;
  kind: RegisterKind;
  name: string;
  fields: string;
  archived: number;
  usedBy: number;
  changedAt: string;
}

const columns = `entries.id, entries.kind, entries.name, entries.fields, entries.archived, entries.changed_at as changedAt,
  (select count(*) from (
    select system from system_links where entry = entries.id
    union select versions.system from deployments join versions on versions.id = deployments.version where deployments.site = entries.id
  )) as usedBy`;

const entry = (row: EntryColumns): StoredEntry => ({
  ...row,
  fields: JSON.parse(row.fields) as FieldValues,
  archived: row.archived === 1,
});

/** All SQL about register entries, prepared at once. */
export function createRegistersStore(db: Database) {
  const list = db.prepare<{ kind: RegisterKind; search: string; archived: number }, EntryColumns>(`
    select ${columns} from entries
    where kind = :kind and archived = :archived and (:search = '' or instr(name_fold, :search) > 0 or instr(fold(fields), :search) > 0)
    order by name_sort, name`);
  const byId = db.prepare<{ id: string }, EntryColumns>(`select ${columns} from entries where id = :id`);
  const live = db.prepare<{ kind: RegisterKind; nameFold: string }, { id: string }>(
    'select id from entries where kind = :kind and name_fold = :nameFold and archived = 0',
  );
  const names = db.prepare<{ kind: RegisterKind }, { id: string; name: string }>(
    'select id, name from entries where kind = :kind and archived = 0 order by name_sort, name',
  );
  const counts = db.prepare<[], { kind: RegisterKind; count: number }>(
    'select kind, count(*) as count from entries where archived = 0 group by kind',
  );
  const insert = db.prepare(`
    insert into entries (id, kind, name, name_fold, name_sort, fields, archived, created_at, changed_at)
    values (:id, :kind, :name, :nameFold, :nameSort, :fields, 0, :at, :at)`);
  const update = db.prepare(`
    update entries set name = :name, name_fold = :nameFold, name_sort = :nameSort, fields = :fields, changed_at = :at where id = :id`);
  const archive = db.prepare('update entries set archived = :archived, changed_at = :at where id = :id');
  const usedBy = db.prepare<{ id: string }, { id: string; code: string; name: string | null }>(`
    select systems.id, systems.code, json_extract(systems.fields, '$.name.value') as name from systems
    where systems.id in (
      select system from system_links where entry = :id
      union select versions.system from deployments join versions on versions.id = deployments.version where deployments.site = :id)
    order by systems.code_sort`);

  return {
    list: (kind: RegisterKind, search: string, archived: boolean): StoredEntry[] =>
      list.all({ kind, search, archived: archived ? 1 : 0 }).map(entry),
    find(id: string): StoredEntry | undefined {
      const row = byId.get({ id });
      return row && entry(row);
    },
    /** The live entry of a kind with this folded name. */
    idOfName: (kind: RegisterKind, nameFold: string): string | undefined => live.get({ kind, nameFold })?.id,
    names: (kind: RegisterKind) => names.all({ kind }),
    counts: () => counts.all(),
    insert: (facts: {
      id: string;
      kind: RegisterKind;
      name: string;
      nameFold: string;
      nameSort: string;
      fields: FieldValues;
      at: string;
    }) => insert.run({ ...facts, fields: JSON.stringify(facts.fields) }),
    update: (facts: {
      id: string;
      name: string;
      nameFold: string;
      nameSort: string;
      fields: FieldValues;
      at: string;
    }) => update.run({ ...facts, fields: JSON.stringify(facts.fields) }),
    archive: (id: string, archived: boolean, at: string) => archive.run({ id, archived: archived ? 1 : 0, at }),
    usedBy: (id: string) => usedBy.all({ id }),
  };
}
