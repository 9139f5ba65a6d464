/** One row of facts about the workspace and who keeps it. */
export const organisationSchema = `
create table workspace (
  id integer primary key check (id = 1),
  created_at text not null,
  sample integer not null check (sample in (0, 1)),
  organisation text not null check (json_valid(organisation))
) strict;
`;
