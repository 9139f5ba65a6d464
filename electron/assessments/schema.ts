/** Answers under a pack, and what the pack concluded when they were last stored. */
export const assessmentsSchema = `
create table assessments (
  id text primary key,
  system_id text not null references systems (id),
  version_id text not null references versions (id),
  pack_id text not null,
  pack_version text not null,
  pack_hash text not null,
  started_at text not null,
  changed_at text not null,
  answered integer not null,
  total integer not null,
  status text not null check (status in ('undetermined', 'provisional', 'final')),
  concluded text,
  duties text not null check (json_valid(duties)),
  unique (version_id, pack_id)
) strict;
create index assessments_system on assessments (system_id, pack_id);
create table answers (
  assessment_id text not null references assessments (id),
  question text not null,
  answer text not null check (json_valid(answer)),
  comment text not null,
  evidence text not null check (json_valid(evidence)),
  answered_by text not null,
  answered_at text not null,
  primary key (assessment_id, question)
) strict, without rowid;
`;
