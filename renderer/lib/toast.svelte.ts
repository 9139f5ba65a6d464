import { errorText, isCancelled } from './errors.ts';

export interface ToastAction {
  label: string;
  run: () => void;
}
export interface ToastItem {
  id: number;
  tone: 'plain' | 'ok' | 'bad';
  text: string;
  action?: ToastAction | undefined;
}

class Toasts {
  items: ToastItem[] = $state.raw([]);
  #next = 1;

  /** Shows a short message; failures stay until closed. */
  show(text: string, options: { tone?: ToastItem['tone']; action?: ToastAction } = {}): void {
    const item: ToastItem = { id: this.#next, tone: options.tone ?? 'plain', text, action: options.action };
    this.#next += 1;
    // A plain message is of the moment: a new one takes the place of the last.
    this.items = [...this.items.filter((other) => other.tone !== 'plain' || item.tone !== 'plain').slice(-2), item];
    if (item.tone !== 'bad') setTimeout(() => this.close(item.id), item.action ? 10_000 : 5_000);
  }

  /** Shows a failure, unless the user caused it by cancelling. */
  fail(error: unknown): void {
    if (!isCancelled(error)) this.show(errorText(error), { tone: 'bad' });
  }

  close(id: number): void {
    this.items = this.items.filter((item) => item.id !== id);
  }
}

export const toasts = new Toasts();
