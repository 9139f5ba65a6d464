import type { Database } from 'better-sqlite3';

/** An import that was applied. */
export interface StoredImport {
  id: string;
  fileName: string;
  sha256: string;
  at: string;
  added: number;
  updated: number;
  rejected: number;
  skipped: number;
}

/** All SQL about imports, prepared at once. */
export function createImportsStore(db: Database) {
  const insert = db.prepare(`
    insert into imports (id, file_name, sha256, applied_at, added, updated, rejected, skipped)
    values (:id, :fileName, :sha256, :at, :added, :updated, :rejected, :skipped)`);
  const past = db.prepare<[], Omit<StoredImport, 'sha256'>>(
    'select id, file_name as fileName, applied_at as at, added, updated, rejected, skipped from imports order by applied_at desc, rowid desc',
  );
  const remembered = db.prepare<{ headings: string }, { targets: string }>(
    'select targets from mappings where headings = :headings',
  );
  const remember = db.prepare(`
    insert into mappings (headings, targets, used_at) values (:headings, :targets, :at)
    on conflict (headings) do update set targets = excluded.targets, used_at = excluded.used_at`);
  return {
    insert: (facts: StoredImport) => insert.run({ ...facts }),
    past: () => past.all(),
    /** What the columns of a set of headings became the last time, by heading. */
    remembered(headings: string): Record<string, string | null> | undefined {
      const row = remembered.get({ headings });
      return row && (JSON.parse(row.targets) as Record<string, string | null>);
    },
    remember: (headings: string, targets: Record<string, string | null>, at: string) =>
      remember.run({ headings, targets: JSON.stringify(targets), at }),
  };
}
