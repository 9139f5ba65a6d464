import { userInfo } from 'node:os';
import { contract, type ApiContract } from '../shared/api.ts';
import type { Handlers } from '../shared/lib/contract.ts';
import { AppError } from '../shared/lib/errors.ts';
import { createClient, createDispatch, type Dispatch, type HostEvent } from '../shared/lib/wire.ts';
import { translateSqliteError } from './db/open.ts';
import { createFileExchange, type FileExchange } from './files/exchange.ts';
import { createPool, type Pool } from './jobs/pool.ts';
import { createTransactions } from './ledger/transact.ts';
import { bundledPacks, type PackLibrary } from './packs/library.ts';
import { forwardedPacks } from './packs/install.ts';
import { createPacksService } from './packs/service.ts';
import { productFolder } from './product-folder.ts';
import { fillSample } from './demo/sample.ts';
import { inProcessTransport } from './host/in-process.ts';
import { createSettings } from './settings/service.ts';
import { forkTokenChild } from './tokens/driver.ts';
import { createTokensService } from './tokens/service.ts';
import type { TokenAccess } from './tokens/token-key.ts';
import {
  openWorkspace,
  type NewWorkspace,
  type OpenWorkspace,
  type WorkspaceHandlers,
} from './workspace/open-workspace.ts';
import { createWorkspaceService } from './workspace/service.ts';

export interface ServicesOptions {
  now(): Date;
  randomBytes(count: number): Uint8Array;
  /** Where the person's choices are kept; null keeps them in memory. */
  settingsFile: string | null;
  /** Where a bug is written with its stack. */
  log(line: string): void;
  /** The packs of the product where they are not the ones in its folder. */
  packs?: PackLibrary;
  /** How the process around a token's library is started, where it is not a fork of this program. */
  tokens?: TokenAccess;
  /** Where a stand-in for the national client listens on this computer, in tests. */
  nationalClientPort?: number;
  /** Where heavy work runs, if not in two threads of this process. */
  pool?: Pool;
  /** Opens this file, or `:memory:` with a new workspace, at the start. */
  start?: { path: string; fresh?: NewWorkspace };
}

/** Everything a host needs. */
export interface Services {
  dispatch: Dispatch;
  listen(onEvent: (event: HostEvent) => void): () => void;
  files: FileExchange;
  close(): Promise<void>;
}

const workspaceSlices = [
  'organisation',
  'systems',
  'registers',
  'imports',
  'restores',
  'evidence',
  'assessments',
  'dossiers',
  'signatures',
  'ncalayer',
  'ledger',
  'home',
  'calendar',
  'crosswalk',
] as const;

/** The composition root: builds every service once for a host. */
export function createServices(options: ServicesOptions): Services {
  const listeners = new Set<(event: HostEvent) => void>();
  const emit = (event: HostEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const listen: Services['listen'] = (onEvent) => {
    listeners.add(onEvent);
    return () => listeners.delete(onEvent);
  };
  const newId = (): string => Buffer.from(options.randomBytes(15)).toString('base64url');
  const files = createFileExchange(options.now, newId);
  const pool = options.pool ?? createPool({ size: 2 });
  const packs = options.packs ?? bundledPacks(productFolder('shared/packs'));
  const systemUser = userInfo().username;
  const settings = createSettings(options.settingsFile, {
    locale: 'ru',
    documentLocale: 'ru',
    theme: 'system',
    density: 'comfortable',
    actor: '',
    singleKeys: true,
    dossierView: 'content',
    pageZoom: 'width',
    tokenLibrary: '',
  });

  const tokens: TokenAccess = options.tokens ?? { start: forkTokenChild };
  const { changed, transact } = createTransactions((topics) => emit({ type: 'changed', topics }));

  const environment = {
    now: options.now,
    newId,
    actor: () => settings.current().actor.trim() || systemUser,
    locale: () => settings.current().locale,
    files,
    pool,
    packs,
    tokens,
    nationalClientPort: options.nationalClientPort,
    changed,
    transact,
  };

  let current: OpenWorkspace | null = options.start
    ? openWorkspace(options.start.path, environment, options.start.fresh)
    : null;
  function required(): OpenWorkspace {
    if (!current) throw new AppError('not-found', 'no workspace is open', { reason: 'no-workspace' });
    return current;
  }
  function closeCurrent(): void {
    current?.close();
    current = null;
  }

  /** The packs of the open workspace, or those of the product while none is open. */
  const library = (): PackLibrary => current?.context.packs ?? packs;
  const openPacks: PackLibrary = {
    all: () => library().all(),
    get: (id) => library().get(id),
    at: (hash) => library().at(hash),
    keep: (loaded) => library().keep(loaded),
  };

  /** Forwards each call of a slice to the workspace that is open at that moment. */
  function forwarded(): WorkspaceHandlers {
    const slices = workspaceSlices.map((slice) => {
      const methods = Object.keys(contract[slice]).map((method) => [
        method,
        (...input: unknown[]) =>
          (required().handlers[slice] as Record<string, (...input: unknown[]) => unknown>)[method]?.(...input),
      ]);
      return [slice, Object.fromEntries(methods) as unknown];
    });
    return Object.fromEntries(slices) as WorkspaceHandlers;
  }

  const handlers: Handlers<ApiContract> = {
    ...forwarded(),
    settings: settings.handlers,
    tokens: createTokensService({ access: tokens, settings, platform: process.platform }),
    packs: {
      ...createPacksService(openPacks, { now: options.now, files, pool }),
      ...forwardedPacks(() => required().packs),
    },
    workspace: createWorkspaceService({
      settings,
      now: options.now,
      current: () => current,
      open: async (path, fresh) => {
        if (current?.path === path && !fresh) return Promise.resolve(current);
        const next = openWorkspace(path, environment, fresh);
        closeCurrent();
        current = next;
        return Promise.resolve(next);
      },
      close: async () => Promise.resolve(closeCurrent()),
      fillSample: async () => {
        await fillSample(createClient(contract, inProcessTransport({ dispatch, listen }), 'sample'), files);
      },
      changed,
    }),
  };

  const dispatch = createDispatch(contract, handlers, {
    command: (name, run) => transact(required(), name, run),
    emit,
    abortController: () => new AbortController(),
    translate: translateSqliteError,
    bug: (name, error) => {
      const reference = Buffer.from(options.randomBytes(4)).toString('hex');
      options.log(`${reference} ${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return reference;
    },
  });

  return {
    dispatch,
    files,
    listen,
    async close() {
      await pool.close();
      closeCurrent();
    },
  };
}
