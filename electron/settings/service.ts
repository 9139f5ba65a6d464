import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../shared/lib/errors.ts';
import { z } from '../../shared/lib/schema.ts';
import type { SliceHandlers } from '../../shared/lib/contract.ts';
import { Settings, type settings } from '../../shared/settings/contract.ts';

/** A workspace opened before. */
const Recent = z.strictObject({ path: z.string(), organisation: z.string(), openedAt: z.string() });
export type Recent = z.infer<typeof Recent>;

const Stored = z.strictObject({ settings: Settings.partial().default({}), recent: z.array(Recent).default([]) });
const maximumRecent = 12;

/** The person's choices and recent files, in a file of their own outside every workspace; in memory only where no file is given. */
export function createSettings(file: string | null, defaults: Settings) {
  let stored = read();

  function read(): z.infer<typeof Stored> {
    if (file !== null) {
      try {
        return Stored.parse(JSON.parse(readFileSync(file, 'utf8')));
      } catch {
        // Missing at the first start; a damaged file of preferences must not keep the product from starting.
      }
    }
    return { settings: {}, recent: [] };
  }

  function write(): void {
    if (file === null) return;
    try {
      mkdirSync(dirname(file), { recursive: true });
      const temporary = `${file}.new`;
      writeFileSync(temporary, JSON.stringify(stored, null, 2));
      renameSync(temporary, file);
    } catch (error) {
      throw new AppError('forbidden', `cannot write ${file}`, {
        reason: 'cannot-write-folder',
        details: { file },
        cause: error,
      });
    }
  }

  /** The list of recent files is a convenience: where it cannot be kept, opening a workspace goes on. */
  function writeRecent(recent: Recent[]): void {
    stored = { ...stored, recent };
    try {
      write();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }

  const current = (): Settings => ({ ...defaults, ...stored.settings });
  const handlers: SliceHandlers<typeof settings> = {
    get: current,
    set: async (input) => {
      stored = { ...stored, settings: { ...stored.settings, ...input } };
      write();
      return Promise.resolve(current());
    },
  };
  return {
    handlers,
    current,
    recent: (): readonly Recent[] => stored.recent,
    remember(entry: Recent): void {
      writeRecent([entry, ...stored.recent.filter(({ path }) => path !== entry.path)].slice(0, maximumRecent));
    },
    forget(path: string): void {
      writeRecent(stored.recent.filter((entry) => entry.path !== path));
    },
  };
}

export type SettingsService = ReturnType<typeof createSettings>;
