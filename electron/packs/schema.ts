/**
 * Packs kept in the workspace: those its assessments are pinned to, and those brought in from a file. A kept version is
 * never changed or taken away, because old assessments are read under it.
 */
export const packsSchema = `
create table pack_versions (
  hash text primary key check (length(hash) = 64),
  pack_id text not null,
  version text not null,
  law_text_date text not null,
  origin text not null check (origin in ('bundled', 'file')),
  publisher text,
  fingerprint text,
  signature text check (json_valid(signature)),
  body blob not null,
  added_at text not null,
  added_by text not null,
  check ((origin = 'file') = (publisher is not null and fingerprint is not null and signature is not null))
) strict;
create index pack_versions_pack on pack_versions (pack_id);
create trigger pack_versions_no_update before update on pack_versions begin select raise(abort, 'a kept pack never changes'); end;
create trigger pack_versions_no_delete before delete on pack_versions begin select raise(abort, 'a kept pack stays'); end;
create table pack_active (
  pack_id text primary key,
  hash text not null references pack_versions (hash)
) strict;
create table pack_publishers (
  fingerprint text primary key check (length(fingerprint) = 64),
  name text not null,
  key blob not null,
  note text not null,
  added_at text not null,
  added_by text not null
) strict;
`;
