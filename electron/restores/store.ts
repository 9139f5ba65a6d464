import type { Database } from 'better-sqlite3';

type Row = Record<string, unknown>;

/** The rows a restoring touches, by what they belong to. Every list holds identifiers. */
export interface Touched {
  system: string;
  entries: readonly string[];
  evidence: readonly string[];
  /** SHA-256 of documents. */
  blobs: readonly string[];
}

/** Rows as they stood, by table. */
export type RowsBefore = ReadonlyMap<string, readonly Row[]>;

/** Tables from those others point to, to those that point; `where` picks the touched rows. */
const tables: readonly { name: string; where: string }[] = [
  { name: 'workspace', where: 'id = 1' },
  { name: 'entries', where: 'id in (select value from json_each(:entries))' },
  { name: 'blobs', where: 'sha256 in (select value from json_each(:blobs))' },
  { name: 'evidence', where: 'id in (select value from json_each(:evidence))' },
  { name: 'systems', where: 'id = :system' },
  { name: 'system_texts', where: 'system in (select number from systems where id = :system)' },
  { name: 'versions', where: 'system = :system' },
  { name: 'deployments', where: 'version in (select id from versions where system = :system)' },
  { name: 'system_links', where: 'system = :system' },
  { name: 'assessments', where: 'system_id = :system' },
  { name: 'answers', where: 'assessment_id in (select id from assessments where system_id = :system)' },
];

type Kept = 'systems' | 'versions' | 'deployments' | 'entries' | 'evidence';

/**
 * SQL of restoring. Writing goes through the services of the slices; only taking it back does not, because the product
 * deletes nothing and a service for it would be there for this alone.
 */
export function createRestoresStore(db: Database) {
  const has = (table: Kept) => db.prepare<{ id: string }, { id: string }>(`select id from ${table} where id = :id`);
  const taken = {
    systems: has('systems'),
    versions: has('versions'),
    deployments: has('deployments'),
    entries: has('entries'),
    evidence: has('evidence'),
  };
  const parameters = ({ system, entries, evidence, blobs }: Touched) => ({
    system,
    entries: JSON.stringify(entries),
    evidence: JSON.stringify(evidence),
    blobs: JSON.stringify(blobs),
  });
  /** Only the parameters a statement names; others are refused. */
  const given = (where: string, all: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => where.includes(`:${name}`)));

  return {
    /** Whether an identifier is not in use yet. */
    isFree: (table: Kept, id: string): boolean => taken[table].get({ id }) === undefined,
    rows(touched: Touched): RowsBefore {
      const all = parameters(touched);
      return new Map(
        tables.map(({ name, where }) => [
          name,
          db.prepare<Record<string, string>, Row>(`select * from ${name} where ${where}`).all(given(where, all)),
        ]),
      );
    },
    /** Puts the rows back as they stood and takes away those that came since; inside a transaction. */
    putBack(touched: Touched, before: RowsBefore): void {
      const all = parameters(touched);
      // Rows are taken away and written again under the same identifiers; what points to them is checked at the end.
      db.pragma('defer_foreign_keys = on');
      // The index of texts follows inserts and updates by triggers; texts are never deleted elsewhere.
      const texts = 'system in (select number from systems where id = :system)';
      db.prepare(
        `insert into system_trigrams (system_trigrams, rowid, text) select 'delete', system, text from system_texts where ${texts}`,
      ).run({ system: touched.system });
      for (const { name, where } of tables.toReversed())
        db.prepare(`delete from ${name} where ${where}`).run(given(where, all));
      for (const { name } of tables)
        for (const row of before.get(name) ?? []) {
          const generated = new Set(name === 'systems' ? ['degree_key', 'degree_order'] : []);
          const columns = Object.keys(row).filter((column) => !generated.has(column));
          db.prepare(
            `insert into ${name} (${columns.join(', ')}) values (${columns.map((column) => `:${column}`).join(', ')})`,
          ).run(row);
        }
    },
  };
}
