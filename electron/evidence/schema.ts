/** Documents that prove something. Bytes are kept once by their SHA-256 (hex, lower case). */
export const evidenceSchema = `
create table blobs (
  sha256 text primary key check (length(sha256) = 64),
  bytes blob not null
) strict;
create table evidence (
  id text primary key,
  sha256 text not null unique references blobs (sha256),
  title text not null,
  file_name text not null,
  mime text not null,
  bytes integer not null,
  effective_on text,
  expires_on text,
  received_at text not null,
  search_text text not null
) strict;
`;
