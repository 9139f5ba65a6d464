import { untilStored } from './unsaved.ts';

/** One step that can be taken back. Both directions do the work and may fail. */
export interface Step {
  label: string;
  undo: () => Promise<void>;
  redo: () => Promise<void>;
}

/** Steps of one page, newest last. A new step after an undo drops what was undone. */
export class UndoStack {
  #done: Step[] = $state.raw([]);
  #undone: Step[] = $state.raw([]);
  #queue: Promise<unknown> = Promise.resolve();

  /** The step `undo` would take back. */
  get next(): Step | undefined {
    return this.#done.at(-1);
  }
  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  push(step: Step): void {
    this.#done = [...this.#done.slice(-99), step];
    this.#undone = [];
  }

  /** Takes the last step back. Gives it, or undefined where there is none; a step that fails stays. */
  undo(): Promise<Step | undefined> {
    return this.inOrder(async () => {
      const step = this.#done.at(-1);
      if (!step) return undefined;
      await step.undo();
      this.#done = this.#done.slice(0, -1);
      this.#undone = [...this.#undone, step];
      return step;
    });
  }

  redo(): Promise<Step | undefined> {
    return this.inOrder(async () => {
      const step = this.#undone.at(-1);
      if (!step) return undefined;
      await step.redo();
      this.#undone = this.#undone.slice(0, -1);
      this.#done = [...this.#done, step];
      return step;
    });
  }

  /** Runs after everything asked for before, so that keys pressed faster than the store answers are not lost. */
  inOrder<T>(run: () => Promise<T>): Promise<T> {
    const next = this.#queue.then(run);
    this.#queue = next.catch(() => undefined);
    return untilStored(next);
  }
}
