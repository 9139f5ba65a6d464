import type { z } from '../../shared/lib/schema.ts';

/**
 * State of a form over a schema of the contract, so that the form and the service judge alike. Own code: the form
 * libraries for Svelte bring a server side that does not exist here.
 */
export class Form<S extends z.ZodType> {
  values: z.input<S> = $state() as z.input<S>;
  touched: Record<string, boolean> = $state({});
  serverErrors: Record<string, string> = $state({});
  submitting = $state(false);
  #schema: S;

  constructor(schema: S, initial: z.input<S>) {
    this.#schema = schema;
    this.values = initial;
  }

  /** Paths of the values that do not fit, with what is wrong, whether touched or not. */
  get problems(): Record<string, string> {
    const result = this.#schema.safeParse($state.snapshot(this.values));
    const problems: Record<string, string> = {};
    for (const issue of result.success ? [] : result.error.issues) problems[issue.path.join('.')] ??= issue.code;
    return { ...problems, ...this.serverErrors };
  }

  /** What to show at a field now. */
  error(path: string): string | undefined {
    return this.touched[path] ? this.problems[path] : undefined;
  }

  touch(path: string): void {
    this.touched[path] = true;
    delete this.serverErrors[path];
  }

  /** Runs `send` with the parsed values; gives false where the values do not fit. */
  async submit(send: (values: z.output<S>) => Promise<void>): Promise<boolean> {
    this.serverErrors = {};
    const result = this.#schema.safeParse($state.snapshot(this.values));
    if (!result.success) {
      for (const issue of result.error.issues) this.touched[issue.path.join('.')] = true;
      return false;
    }
    this.submitting = true;
    try {
      await send(result.data);
      return true;
    } finally {
      this.submitting = false;
    }
  }
}
