import Database from 'better-sqlite3';
import { AppError } from '../../shared/lib/errors.ts';
import { fold } from '../../shared/lib/fold.ts';

/** Marks the file as a Tizilim workspace in its header ("TZLM"). */
export const applicationId = 0x545a4c4d;

/**
 * Opens a SQLite file (or `:memory:`) with the settings every workspace needs. SQLite folds only
 * ASCII, so search uses our `fold`. Fails with reason `not-a-workspace` for a foreign file, and for an
 * empty one where no new workspace is asked for.
 */
export function openDatabase(file: string, isFresh: boolean): Database.Database {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { timeout: 2_000 });
    const id = db.pragma('application_id', { simple: true });
    const isEmpty = db.pragma('schema_version', { simple: true }) === 0;
    if (isEmpty !== isFresh || (!isFresh && id !== applicationId)) throw notAWorkspace(file);
    if (isFresh) db.pragma(`application_id = ${applicationId}`);
    db.pragma('journal_mode = WAL');
    // The package builds SQLite with NORMAL for WAL, which may lose the last commits at a power cut.
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
    db.pragma('temp_store = MEMORY');
    db.function('fold', { deterministic: true }, (text: unknown) => (typeof text === 'string' ? fold(text) : null));
    return db;
  } catch (error) {
    db?.close();
    if (error instanceof AppError) throw error;
    const code = (error as { code?: string }).code ?? '';
    if (code === 'SQLITE_NOTADB') throw notAWorkspace(file, error);
    if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY')) {
      throw new AppError('forbidden', `cannot open ${file}: ${code}`, {
        reason: 'cannot-open',
        details: { file },
        cause: error,
      });
    }
    throw error;
  }
}

function notAWorkspace(file: string, cause?: unknown): AppError {
  return new AppError('invalid', `${file} is not a workspace`, { reason: 'not-a-workspace', details: { file }, cause });
}

/** Errors of SQLite that any call may meet, as errors the user can act on. */
export function translateSqliteError(error: unknown): AppError | undefined {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string' || !code.startsWith('SQLITE_')) return undefined;
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return new AppError('corrupt', code, { reason: 'file-damaged', cause: error });
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return new AppError('busy', code, { reason: 'file-busy', cause: error });
  if (code.startsWith('SQLITE_FULL')) return new AppError('forbidden', code, { reason: 'disk-full', cause: error });
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_IOERR'))
    return new AppError('forbidden', code, { reason: 'cannot-write', cause: error });
  return undefined;
}
