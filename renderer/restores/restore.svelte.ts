import type { FileRef } from '../../shared/lib/file-ref.ts';
import type { RestoreChoice, RestorePlan, Restored } from '../../shared/restores/contract.ts';
import { api } from '../lib/api.ts';
import { isCancelled, reasonOf } from '../lib/errors.ts';
import { find, language } from '../lib/i18n.svelte.ts';

export type Step = 'file' | 'check' | 'result';
const undecided: RestoreChoice = { system: null, registers: 'keep', organisation: 'keep' };

/** One restoring from the file to the result. Nothing is written before `apply`. */
export class Restoring {
  step = $state<Step>('file');
  file = $state.raw<FileRef | null>(null);
  plan = $state.raw<RestorePlan | null>(null);
  choice = $state.raw<RestoreChoice>(undecided);
  result = $state.raw<Restored | null>(null);
  /** What went wrong with the file or the plan. */
  failure = $state.raw<unknown>(null);
  /** The plan had to be made anew because the workspace changed. */
  stale = $state(false);
  /** The restoring was taken back. */
  undone = $state(false);
  busy = $state<'reading' | 'planning' | 'applying' | 'undoing' | null>(null);
  /** What the running job is at. */
  stage = $state('');
  #running: AbortController | null = null;

  async read(file: FileRef): Promise<void> {
    this.file = file;
    this.choice = undecided;
    await this.#make('reading');
    if (this.plan) this.step = 'check';
  }

  stop(): void {
    this.#running?.abort();
  }

  async choose(choice: Partial<RestoreChoice>): Promise<void> {
    this.choice = { ...this.choice, ...choice };
    await this.#make('planning');
  }

  /** Works the plan out; a newer call replaces one under way. */
  async #make(busy: 'reading' | 'planning'): Promise<void> {
    const { file, choice } = this;
    if (!file) return;
    this.#running?.abort();
    const controller = new AbortController();
    this.#running = controller;
    this.busy = busy;
    this.failure = null;
    try {
      const plan = await api.restores.plan(
        { file, choice, locale: language.current },
        {
          signal: controller.signal,
          onProgress: ({ label }) => (this.stage = label === undefined ? '' : (find(label) ?? '')),
        },
      );
      if (this.#running === controller) this.plan = plan;
    } catch (error) {
      if (this.#running === controller && !isCancelled(error)) {
        this.plan = null;
        this.failure = error;
      }
    } finally {
      if (this.#running === controller) this.busy = null;
    }
  }

  async apply(): Promise<void> {
    if (!this.plan) return;
    this.busy = 'applying';
    this.stale = false;
    try {
      this.result = await api.restores.apply({ plan: this.plan.plan });
      this.step = 'result';
      this.busy = null;
    } catch (error) {
      this.busy = null;
      if (reasonOf(error) === 'restore-stale') {
        this.stale = true;
        await this.#make('planning');
      } else this.failure = error;
    }
  }

  async undo(): Promise<void> {
    if (!this.result) return;
    this.busy = 'undoing';
    this.failure = null;
    try {
      await api.restores.undo({ restore: this.result.restore });
      this.undone = true;
    } catch (error) {
      this.failure = error;
    } finally {
      this.busy = null;
    }
  }
}
