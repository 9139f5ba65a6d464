/**
 * The systems with their versions and places of use. The columns before \`fields\` are derived from
 * it for sorting and filtering; \`systems_register\` covers them, so that a page never reads long values.
 * Folded text for search stands apart, with an index of its three-letter parts for words of three letters and more.
 * \`system_links\` holds the references of the fields for "used by".
 */
export const systemsSchema = `
create table systems (
  number integer primary key,
  id text not null unique,
  code text not null,
  code_sort text not null,
  code_number integer,
  record_status text not null check (record_status in ('draft', 'retired')),
  name_sort text not null,
  name_fold text not null check (json_valid(name_fold)),
  unit text,
  unit_sort text not null,
  stage text,
  stage_order integer not null,
  personal_data integer not null check (personal_data in (0, 1)),
  next_review text,
  completeness integer not null check (completeness between 0 and 100),
  degree text check (degree in ('minimal', 'medium', 'high')),
  degree_status text not null check (degree_status in ('none', 'provisional', 'final')),
  prohibited text not null check (prohibited in ('no', 'yes', 'review', 'unknown')),
  degree_key text not null generated always as (
    case when prohibited = 'yes' then 'prohibited' when degree_status = 'final' then coalesce(degree, 'none') else degree_status end
  ) stored,
  degree_order integer not null generated always as (
    case when prohibited = 'yes' then 5
      when degree_status = 'final' then case degree when 'high' then 4 when 'medium' then 3 when 'minimal' then 2 else 0 end
      when degree_status = 'provisional' then 1 else 0 end
  ) stored,
  autonomy text,
  created_at text not null,
  changed_at text not null,
  fields text not null check (json_valid(fields))
) strict;
create unique index systems_code on systems (code collate nocase);
create index systems_number on systems (code_number);
create index systems_register on systems (
  record_status, code_sort, degree_key, stage, unit, personal_data, next_review, name_sort, unit_sort, stage_order, degree_order,
  completeness, changed_at, id
);
create table system_texts (
  system integer primary key references systems (number),
  text text not null
) strict;
create virtual table system_trigrams using fts5 (text, content = 'system_texts', content_rowid = 'system', tokenize = 'trigram case_sensitive 1');
create trigger system_texts_insert after insert on system_texts begin
  insert into system_trigrams (rowid, text) values (new.system, new.text);
end;
create trigger system_texts_update after update of text on system_texts when old.text <> new.text begin
  insert into system_trigrams (system_trigrams, rowid, text) values ('delete', old.system, old.text);
  insert into system_trigrams (rowid, text) values (new.system, new.text);
end;
create table versions (
  id text primary key,
  system text not null references systems (id),
  label text not null,
  date text,
  current integer not null check (current in (0, 1)),
  supersedes text references versions (id),
  position integer not null,
  unique (system, position)
) strict;
create unique index versions_current on versions (system) where current = 1;
create table deployments (
  id text primary key,
  version text not null references versions (id),
  site text not null references entries (id),
  fields text not null check (json_valid(fields)),
  position integer not null,
  unique (version, site)
) strict;
create index deployments_site on deployments (site);
create table system_links (
  system text not null references systems (id),
  field text not null,
  entry text not null references entries (id),
  primary key (system, field, entry)
) strict, without rowid;
create index system_links_entry on system_links (entry);
`;
