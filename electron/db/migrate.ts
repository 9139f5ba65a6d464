import type { Database } from 'better-sqlite3';
import { AppError } from '../../shared/lib/errors.ts';
import type { Migration } from './migrations.ts';

/**
 * Brings a file to the newest format, one transaction a step. A copy is made first through
 * `keepCopy`, so the state before is never lost; it is not called for a new file. Fails with reason
 * `newer-file` where the file was written by a later release, and stops at the first step that fails.
 */
export function migrate(db: Database, migrations: readonly Migration[], keepCopy: (version: number) => void): void {
  const current = db.pragma('user_version', { simple: true }) as number;
  const newest = migrations.at(-1)?.version ?? 0;
  if (current > newest) {
    throw new AppError('conflict', `file version ${current} is newer than ${newest}`, {
      reason: 'newer-file',
      details: { version: current, known: newest },
    });
  }
  const pending = migrations.filter((migration) => migration.version > current);
  if (pending.length === 0) return;
  if (current > 0) keepCopy(current);
  for (const migration of pending) {
    const step = db.transaction(() => {
      db.exec(migration.up);
      if (migration.rebuilds && (db.pragma('foreign_key_check') as unknown[]).length > 0)
        throw new Error(`migration ${migration.version} breaks a reference`);
      db.pragma(`user_version = ${migration.version}`);
    });
    // Dropping the old table would take its children with it; SQLite lets this be switched outside a transaction only.
    const kept = db.pragma('foreign_keys', { simple: true });
    if (migration.rebuilds) db.pragma('foreign_keys = OFF');
    try {
      step.immediate();
    } finally {
      if (migration.rebuilds) db.pragma(`foreign_keys = ${String(kept)}`);
    }
  }
}
