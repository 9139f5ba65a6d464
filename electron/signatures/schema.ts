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
