import { existsSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { SliceHandlers } from '../../shared/lib/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import type { workspace, WorkspaceInfo } from '../../shared/workspace/contract.ts';
import type { SettingsService } from '../settings/service.ts';
import type { NewWorkspace, OpenWorkspace } from './open-workspace.ts';

/** Ending of a workspace file. */
const workspaceSuffix = '.tizilim';

export interface WorkspaceOptions {
  settings: SettingsService;
  now(): Date;
  current(): OpenWorkspace | null;
  /** Opens or makes a file and makes it the current one; the one before is closed. */
  open(path: string, fresh?: NewWorkspace): Promise<OpenWorkspace>;
  close(): Promise<void>;
  /** Fills the open training workspace with the sample plant. */
  fillSample(): Promise<void>;
  changed(topic: string): void;
}

function absolutePath(path: string): string {
  return resolve(path.startsWith('~/') ? join(homedir(), path.slice(2)) : path);
}

function newPath(path: string): string {
  const absolute = absolutePath(path);
  return absolute.endsWith(workspaceSuffix) ? absolute : `${absolute}${workspaceSuffix}`;
}

/** Handlers that choose which workspace is open. */
export function createWorkspaceService(options: WorkspaceOptions): SliceHandlers<typeof workspace> {
  async function create(path: string, fresh: NewWorkspace): Promise<OpenWorkspace> {
    const file = newPath(path);
    try {
      mkdirSync(dirname(file), { recursive: true });
    } catch (error) {
      throw new AppError('forbidden', `cannot make ${dirname(file)}`, {
        reason: 'cannot-write-folder',
        details: { file },
        cause: error,
      });
    }
    return options.open(file, fresh);
  }

  function remember(open: OpenWorkspace): WorkspaceInfo {
    const info = open.info();
    options.settings.remember({
      path: info.path,
      organisation: info.organisation,
      openedAt: options.now().toISOString(),
    });
    options.changed('workspace');
    return info;
  }

  return {
    info: () => options.current()?.info() ?? null,
    recent: () =>
      options.settings.recent().map(({ path, organisation, openedAt }) => ({
        path,
        fileName: basename(path),
        organisation,
        openedAt,
        exists: existsSync(path),
      })),
    browse: ({ folder }) => browse(folder ?? homedir()),
    create: async ({ path, organisation, bin, locale }) =>
      remember(await create(path, { name: organisation, bin: bin.trim(), locale, sample: false })),
    createSample: async ({ path }) => {
      const locale: Locale = options.settings.current().locale;
      const open = await create(path, { name: 'ГМК «Темірқазық»', bin: '', locale, sample: true });
      await options.fillSample();
      return remember(open);
    },
    open: async ({ path }) => {
      const file = absolutePath(path);
      if (!existsSync(file))
        throw new AppError('not-found', `${file} does not exist`, { reason: 'file-missing', details: { file } });
      // The lock stands beside the file itself, whatever link leads to it.
      return remember(await options.open(realpathSync(file)));
    },
    close: async () => {
      await options.close();
      options.changed('workspace');
      return null;
    },
    forget: async ({ path }) => {
      options.settings.forget(path);
      options.changed('workspace');
      return Promise.resolve(null);
    },
  };
}

function browse(folder: string): {
  folder: string;
  parent: string | null;
  folders: string[];
  files: { name: string; bytes: number; changedAt: string }[];
} {
  const here = absolutePath(folder);
  let entries;
  try {
    entries = readdirSync(here, { withFileTypes: true });
  } catch (error) {
    throw new AppError('not-found', `cannot read ${here}`, {
      reason: 'cannot-read-folder',
      details: { folder: here },
      cause: error,
    });
  }
  const visible = entries.filter((entry) => !entry.name.startsWith('.'));
  const files = visible
    .filter((entry) => entry.isFile() && entry.name.endsWith(workspaceSuffix))
    .map((entry) => {
      const facts = statSync(join(here, entry.name));
      return { name: entry.name, bytes: facts.size, changedAt: facts.mtime.toISOString() };
    });
  const parent = dirname(here);
  return {
    folder: here,
    parent: parent === here ? null : parent,
    folders: visible
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort((a, b) => a.localeCompare(b)),
    files,
  };
}
