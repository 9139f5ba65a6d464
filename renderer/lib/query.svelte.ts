import { host } from './api.ts';

/** A read that keeps itself fresh. */
export class Query<T> {
  data: T | undefined = $state.raw();
  error: unknown = $state.raw(null);
  /** No answer yet, not even an old one. */
  loading = $derived(this.data === undefined && this.error === null);
  #run = 0;
  #load: () => Promise<T>;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** Asks again; the old data stays until the answer is here. */
  async reload(): Promise<void> {
    this.#run += 1;
    const run = this.#run;
    try {
      const data = await this.#load();
      if (run !== this.#run) return;
      this.data = data;
      this.error = null;
    } catch (error) {
      if (run === this.#run) this.error = error;
    }
  }
}

/**
 * Reads through `load` and again whenever reactive state it uses changes, or an event says that one of the named
 * slices changed (any change where none is named). To be called while a component is made.
 */
export function query<T>(load: () => Promise<T>, topics: readonly string[] = []): Query<T> {
  const result = new Query(load);
  $effect(() => {
    void result.reload();
  });
  $effect(() =>
    host.transport.listen((event) => {
      if (event.type !== 'changed') return;
      if (topics.length === 0 || event.topics.some((topic) => topics.includes(topic))) void result.reload();
    }),
  );
  return result;
}
