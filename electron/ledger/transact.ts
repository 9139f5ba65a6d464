import type { Database } from 'better-sqlite3';
import { AppError } from '../../shared/lib/errors.ts';
import type { Ledger } from './ledger.ts';

/** The database and the ledger a transaction runs over. */
export interface Recorded {
  db: Database;
  ledger: Pick<Ledger, 'size'>;
}

/**
 * Transactions that have to leave a trace in the ledger, and the topics they change. Topics are announced
 * after the commit, and not at all where the transaction is rolled back.
 */
export function createTransactions(announce: (topics: string[]) => void) {
  const topics = new Set<string>();
  let depth = 0;

  function flush(): void {
    const names = [...topics];
    topics.clear();
    if (names.length > 0) announce(names);
  }

  return {
    changed(topic: string): void {
      topics.add(topic);
      if (depth === 0) flush();
    },
    /**
     * Runs a command `slice.method` in one transaction. Fails with an Error where it appended nothing to the
     * ledger, and with `cancelled` where the workspace was closed before a job came to store its result.
     */
    transact<T>({ db, ledger }: Recorded, name: string, run: () => T): T {
      if (!db.open) throw new AppError('cancelled', `the workspace was closed before ${name} ended`);
      const recorded = db.transaction(() => {
        const before = ledger.size();
        const result = run();
        if (ledger.size() === before) throw new Error(`command ${name} wrote no ledger entry`);
        return result;
      });
      depth += 1;
      try {
        const value = recorded.immediate();
        topics.add(name.split('.')[0] ?? name).add('ledger');
        return value;
      } catch (error) {
        if (depth === 1) topics.clear();
        throw error;
      } finally {
        depth -= 1;
        if (depth === 0) flush();
      }
    },
  };
}
