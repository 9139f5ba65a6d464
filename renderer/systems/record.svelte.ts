import type { System } from '../../shared/systems/contract.ts';
import type { FieldValue } from '../../shared/systems/field-value.ts';
import { AppError } from '../../shared/lib/errors.ts';
import { api } from '../lib/api.ts';
import { errorText } from '../lib/errors.ts';
import { toasts } from '../lib/toast.svelte.ts';
import { UndoStack } from '../lib/undo.svelte.ts';

type Changes = Record<string, FieldValue | null>;

/** Editing of one record: every change is written at once, in order, and can be taken back. */
export class RecordEditor {
  readonly undo = new UndoStack();
  /** What the service said about a field, until the field changes again. */
  errors: Record<string, string> = $state({});
  saving = $state(0);
  savedAt = $state.raw<Date | null>(null);
  #current: () => System;
  #onchange: (system: System) => void;

  constructor(current: () => System, onchange: (system: System) => void) {
    this.#current = current;
    this.#onchange = onchange;
  }

  /** Sets one field and remembers the way back. `label` names the step. */
  async set(name: string, value: FieldValue | null, label: string): Promise<void> {
    delete this.errors[name];
    try {
      await this.undo.inOrder(async () => {
        const before = this.#current().fields[name] ?? null;
        if (JSON.stringify(before) === JSON.stringify(value)) return;
        await this.#write({ [name]: value });
        const step = (to: FieldValue | null) => () => this.#write({ [name]: to });
        this.undo.push({ label, undo: step(before), redo: step(value) });
      });
    } catch (error) {
      if (error instanceof AppError && error.reason === 'bad-field') this.errors[name] = errorText(error);
      else toasts.fail(error);
    }
  }

  async #write(changes: Changes): Promise<void> {
    this.saving += 1;
    try {
      this.#onchange(await api.systems.setFields({ id: this.#current().id, fields: changes }));
      this.savedAt = new Date();
    } finally {
      this.saving -= 1;
    }
  }
}
