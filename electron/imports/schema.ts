/** Imports that were applied, and what columns became the last time a set of headings was seen. */
export const importsSchema = `
create table imports (
  id text primary key,
  file_name text not null,
  sha256 text not null,
  applied_at text not null,
  added integer not null,
  updated integer not null,
  rejected integer not null,
  skipped integer not null
) strict;
create table mappings (
  headings text primary key,
  targets text not null check (json_valid(targets)),
  used_at text not null
) strict;
`;
