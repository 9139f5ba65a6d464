/** Composed dossiers. What was composed stays; each signature adds a revision. */
export const dossiersSchema = `
create table dossiers (
  id text primary key,
  system_id text not null references systems (id),
  version_id text not null references versions (id),
  template text not null,
  locale text not null check (locale in ('kk', 'ru', 'en')),
  draft integer not null check (draft in (0, 1)),
  file_name text not null,
  pages integer not null,
  snapshot text not null,
  composed_at text not null,
  withdrawn text
) strict;
create index dossiers_system on dossiers (system_id, composed_at);
create table dossier_revisions (
  dossier_id text not null references dossiers (id),
  revision integer not null check (revision > 0),
  sha256 text not null,
  bytes blob not null,
  field text,
  signer text,
  made_at text not null,
  primary key (dossier_id, revision)
) strict;
`;

/** For whom a dossier was composed; all before were the edition for an authority. */
export const dossierEditionsSchema = `
alter table dossiers add column edition text not null default 'authority'
  check (edition in ('internal', 'authority', 'public'));
`;

/** The earlier dossier that the annex of changes compares with. */
export const dossierChangesSchema = `
alter table dossiers add column since text references dossiers (id);
`;

/** Files that wait for a time stamp, kept byte for byte, with the nonce the answer has to repeat. */
export const dossierStampsSchema = `
create table dossier_stamps (
  dossier_id text primary key references dossiers (id),
  revision integer not null,
  bytes blob not null,
  digest text not null,
  nonce text not null,
  requested_at text not null
) strict;
`;

/** The places for signatures of a composed file as JSON, in order, and the SHA-256 of the certificates that signed. */
export const dossierPlacesSchema = `
alter table dossiers add column places text;
alter table dossier_revisions add column certificate text;
`;

/** The request as it was written: its digest and policy are chosen. */
export const dossierStampRequestsSchema = `
alter table dossier_stamps add column request blob;
`;

/** A signature beside the file, over the bytes of one revision, by the key that signed it. */
export const dossierDetachedSchema = `
create table dossier_detached (
  dossier_id text not null,
  revision integer not null,
  cms blob not null,
  primary key (dossier_id, revision),
  foreign key (dossier_id, revision) references dossier_revisions (dossier_id, revision)
) strict;
`;

/**
 * Documents of the organisation have neither system nor version. A document remembers the hash of its template, its title
 * and the further packs it rests on; those made before rest on the two packs every dossier has.
 */
export const dossierTemplatesSchema = `
create table dossiers_new (
  id text primary key,
  system_id text references systems (id),
  version_id text references versions (id),
  template text not null,
  template_hash text,
  title text check (json_valid(title)),
  packs text not null default '[]' check (json_valid(packs)),
  edition text not null default 'authority' check (edition in ('internal', 'authority', 'public')),
  since text references dossiers_new (id),
  locale text not null check (locale in ('kk', 'ru', 'en')),
  draft integer not null check (draft in (0, 1)),
  file_name text not null,
  pages integer not null,
  snapshot text not null,
  composed_at text not null,
  withdrawn text,
  places text,
  check ((system_id is null) = (version_id is null))
) strict;
insert into dossiers_new (rowid, id, system_id, version_id, template, edition, since, locale, draft, file_name, pages, snapshot, composed_at, withdrawn, places)
  select rowid, id, system_id, version_id, template, edition, since, locale, draft, file_name, pages, snapshot, composed_at, withdrawn, places from dossiers;
drop table dossiers;
alter table dossiers_new rename to dossiers;
create index dossiers_system on dossiers (system_id, composed_at);
`;
