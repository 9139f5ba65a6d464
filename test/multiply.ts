import Database from 'better-sqlite3';

/** Columns that differ in a copy, with what they hold there; `i` is the number of the copy. */
const copied: Record<string, Record<string, string>> = {
  systems: {
    number: 'null',
    id: "id || '-' || i",
    code: "code || '-' || i",
    code_sort: "code_sort || printf('-%05d', i)",
    code_number: 'null',
  },
  versions: { id: "id || '-' || i", system: "system || '-' || i" },
  assessments: { id: "id || '-' || i", system_id: "system_id || '-' || i", version_id: "version_id || '-' || i" },
  answers: { assessment_id: "assessment_id || '-' || i" },
};

/** Copies every system of a workspace file with its assessments, so that each is there `times` times. */
export function multiplySystems(path: string, times: number): void {
  const db = new Database(path);
  db.transaction(() => {
    for (const [table, replaced] of Object.entries(copied)) {
      const columns = (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
      db.prepare(
        `with recursive n (i) as (select 2 union all select i + 1 from n where i < ?)
         insert into ${table} (${columns.join(', ')})
         select ${columns.map((name) => replaced[name] ?? name).join(', ')} from (select * from ${table}) cross join n`,
      ).run(times);
    }
  })();
  db.close();
}
