import { changeBetween } from '../../shared/calendar/change.ts';
import type { CalendarChange, OwnCalendar } from '../../shared/calendar/contract.ts';
import { api } from '../lib/api.ts';
import { toasts } from '../lib/toast.svelte.ts';
import { UndoStack } from '../lib/undo.svelte.ts';

/** Editing of the calendar: every change is stored at once, in order, and can be taken back. */
export class WorkingDays {
  own: OwnCalendar | undefined = $state.raw();
  error: unknown = $state.raw(null);
  readonly undo = new UndoStack();

  async load(): Promise<void> {
    try {
      this.own = await api.calendar.get({});
      this.error = null;
    } catch (error) {
      this.error = error;
    }
  }

  /** Stores a change with the step that takes it back. `label` names the step. */
  async change(change: CalendarChange, label: string): Promise<void> {
    await this.step(label, () => api.calendar.set(change));
  }

  /** Does what gives the new calendar, and remembers the way back. */
  async step(label: string, run: () => Promise<OwnCalendar>): Promise<void> {
    try {
      await this.undo.inOrder(async () => {
        const before = this.own;
        if (!before) return;
        const after = await run();
        this.own = after;
        const back = changeBetween(after, before);
        const again = changeBetween(before, after);
        const set = (change: CalendarChange) => async (): Promise<void> => {
          this.own = await api.calendar.set(change);
        };
        this.undo.push({ label, undo: set(back), redo: set(again) });
      });
    } catch (error) {
      toasts.fail(error);
    }
  }
}
