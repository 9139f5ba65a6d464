/** CA certificates and revocation lists the user brought in. */
export const signaturesSchema = `
create table trust (
  id text primary key,
  kind text not null check (kind in ('certificate', 'crl')),
  subject text not null,
  valid_from text not null,
  valid_until text,
  file_name text not null,
  sha256 text not null unique,
  der blob not null,
  added_at text not null
) strict;
`;

/** OCSP responses beside certificates and lists. */
export const trustKindsSchema = `
create table trust_kinds (
  id text primary key,
  kind text not null check (kind in ('certificate', 'crl', 'ocsp')),
  subject text not null,
  valid_from text not null,
  valid_until text,
  file_name text not null,
  sha256 text not null unique,
  der blob not null,
  added_at text not null
) strict;
insert into trust_kinds select id, kind, subject, valid_from, valid_until, file_name, sha256, der, added_at from trust;
drop table trust;
alter table trust_kinds rename to trust;
`;
