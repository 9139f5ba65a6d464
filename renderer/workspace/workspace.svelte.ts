import { createContext } from 'svelte';
import type { WorkspaceInfo } from '../../shared/workspace/contract.ts';
import { api, host } from '../lib/api.ts';

/** The workspace this window shows. */
export class WorkspaceState {
  info: WorkspaceInfo | null = $state.raw(null);
  /** The first answer is here. */
  known = $state(false);
  failure: unknown = $state.raw(null);
  /** When the last change was written. */
  savedAt: Date | null = $state.raw(null);

  async load(): Promise<void> {
    try {
      this.info = await api.workspace.info({});
      this.failure = null;
    } catch (error) {
      this.failure = error;
    }
    this.known = true;
  }

  /** Follows changes; gives the function that ends it. */
  follow(): () => void {
    return host.transport.listen((event) => {
      if (event.type !== 'changed') return;
      if (event.topics.includes('ledger')) this.savedAt = new Date();
      void this.load();
    });
  }

  async open(path: string): Promise<void> {
    this.#enter(await api.workspace.open({ path }));
  }

  async create(path: string, organisation: string, bin: string, locale: 'kk' | 'ru' | 'en'): Promise<void> {
    this.#enter(await api.workspace.create({ path, organisation, bin, locale }));
  }

  async createSample(path: string, signal: AbortSignal): Promise<void> {
    this.#enter(await api.workspace.createSample({ path }, { signal }));
  }

  async close(): Promise<void> {
    await api.workspace.close({});
    this.info = null;
    this.savedAt = null;
  }

  #enter(info: WorkspaceInfo): void {
    this.info = info;
    this.savedAt = null;
  }
}

const [read, provide] = createContext<WorkspaceState>();
export { provide as provideWorkspace, read as currentWorkspace };
