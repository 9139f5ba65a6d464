import type { Database } from 'better-sqlite3';
import type { FileExchange } from './files/exchange.ts';
import type { Pool } from './jobs/pool.ts';
import type { PackLibrary } from './packs/library.ts';
import type { TokenAccess } from './tokens/token-key.ts';

/** JSON that goes into the ledger: strings, integers, booleans, null, lists and objects of these. */
export type LedgerBody = Record<string, unknown>;

/** What the services of one open workspace share. Clock and identifiers come in, so tests are exact. */
export interface SliceContext {
  db: Database;
  ledger: { append(entry: { kind: string; subject: string; body: LedgerBody }): number };
  now(): Date;
  newId(): string;
  files: FileExchange;
  pool: Pool;
  packs: PackLibrary;
  /** Keys on PKCS#11 tokens. */
  tokens: TokenAccess;
  /** Names a topic whose content changed; sent to every window after the transaction. */
  changed(topic: string): void;
  /** Runs a store of a job's result in one transaction that must append to the ledger. */
  transact<T>(name: string, run: () => T): T;
  /** Whether the workspace is a training one. */
  sample(): boolean;
}
