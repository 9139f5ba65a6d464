import type { FileRef } from '../../shared/lib/file-ref.ts';
import { PackCheckName, type PackCheck, type PackInspection } from '../../shared/packs/contract.ts';
import { api, host } from '../lib/api.ts';
import { isCancelled } from '../lib/errors.ts';

/** A check as the dialog shows it: one that runs now is neither passed nor failed. */
export type ShownCheck = Omit<PackCheck, 'state'> & { state: PackCheck['state'] | 'running' };

/** A pack file on its way into the workspace: chosen, checked, confirmed, installed. */
export class PackInstallation {
  file: FileRef | null = $state.raw(null);
  busy: 'checking' | 'installing' | null = $state(null);
  found: PackInspection | null = $state.raw(null);
  /** The version that was installed. */
  installed: string | null = $state(null);
  failure: unknown = $state.raw(null);
  #done = $state(0);
  #controller: AbortController | null = null;

  /** The checks in their order, while they run and afterwards. */
  get checks(): ShownCheck[] {
    if (this.found && this.busy === null) return this.found.checks;
    if (this.busy === null) return [];
    return PackCheckName.options.map((name, index) => ({
      name,
      state: index < this.#done ? 'passed' : index === this.#done ? 'running' : 'not-run',
      details: {},
    }));
  }

  /** Lets the person choose a file and checks it. */
  async choose(): Promise<void> {
    try {
      const [file] = await host.pickFiles('.tzpack');
      if (file) await this.check(file);
    } catch (error) {
      this.failure = error;
    }
  }

  /** Takes a file that was dropped. */
  async drop(dropped: File): Promise<void> {
    try {
      await this.check(await host.putFile(dropped));
    } catch (error) {
      this.failure = error;
    }
  }

  /** Checks a file; what it finds is shown, nothing is stored. */
  async check(file: FileRef): Promise<void> {
    this.forget();
    this.file = file;
    await this.#run('checking', async (options) => {
      this.found = await api.packs.inspect({ file }, options);
    });
    if (!this.found && this.failure === null) this.file = null;
  }

  /** Installs the file that was checked. */
  async install(): Promise<void> {
    const { file } = this;
    if (!file) return;
    await this.#run('installing', async (options) => {
      this.installed = (await api.packs.install({ file }, options)).version;
    });
  }

  async #run(
    busy: 'checking' | 'installing',
    work: (options: { signal: AbortSignal; onProgress: (progress: { done: number }) => void }) => Promise<void>,
  ): Promise<void> {
    this.#controller = new AbortController();
    this.#done = 0;
    this.busy = busy;
    this.failure = null;
    try {
      await work({ signal: this.#controller.signal, onProgress: ({ done }) => (this.#done = done) });
    } catch (error) {
      if (!isCancelled(error)) this.failure = error;
    } finally {
      this.busy = null;
    }
  }

  /** Stops what runs; nothing has been stored then. */
  stop(): void {
    this.#controller?.abort();
  }

  forget(): void {
    this.file = null;
    this.found = null;
    this.installed = null;
    this.failure = null;
  }
}
