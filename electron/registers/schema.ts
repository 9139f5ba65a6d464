/** Sites, persons, suppliers, models and data libraries. A name is unique among the live entries of a kind. */
export const registersSchema = `
create table entries (
  id text primary key,
  kind text not null check (kind in ('site', 'person', 'supplier', 'model', 'library')),
  name text not null,
  name_fold text not null,
  name_sort text not null,
  fields text not null check (json_valid(fields)),
  archived integer not null check (archived in (0, 1)),
  created_at text not null,
  changed_at text not null
) strict;
create unique index entries_live_name on entries (kind, name_fold) where archived = 0;
create index entries_kind on entries (kind, archived, name_sort);
`;
