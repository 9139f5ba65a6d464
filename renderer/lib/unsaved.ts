/** Changes on their way to the store, of every page of this window. */
let onTheirWay = 0;

/** Counts `work` as a change on its way until it settles; gives its result or error. */
export async function untilStored<T>(work: Promise<T>): Promise<T> {
  onTheirWay += 1;
  try {
    return await work;
  } finally {
    onTheirWay -= 1;
  }
}

/**
 * Keeps what was typed when the window is closed or loaded again: the field in use is left first, which sends its
 * value, and the window asks before it goes while a change has no answer yet.
 */
export function keepUnsaved(window: Pick<Window, 'addEventListener'>, document: Pick<Document, 'activeElement'>): void {
  window.addEventListener('beforeunload', (event) => {
    (document.activeElement as HTMLElement | null)?.blur();
    if (onTheirWay > 0) event.preventDefault();
  });
}
