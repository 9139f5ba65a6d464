/** Working days: one row with the week, one for each day an organisation set, one for each year it checked. */
export const calendarSchema = `
create table calendar_week (
  id integer primary key check (id = 1),
  week text not null check (week in ('five', 'six'))
) strict;
create table calendar_days (
  day text primary key check (length(day) = 10),
  working integer not null check (working in (0, 1)),
  reason text not null
) strict;
create table calendar_years (
  year text primary key check (length(year) = 4)
) strict;
`;
