/** Counts open windows by their event streams. */
export interface Presence {
  /** A window opened its stream; call what it gives when the stream ends. */
  enter(): () => void;
  stop(): void;
}

/** Calls `onGone` once when the last window has been gone for `afterMs`; a reload comes back well before that. */
export function createPresence(afterMs: number, onGone: () => void): Presence {
  let windows = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    enter() {
      windows += 1;
      clearTimeout(timer);
      let left = false;
      return () => {
        if (left) return;
        left = true;
        windows -= 1;
        if (windows === 0) timer = setTimeout(onGone, afterMs);
      };
    },
    stop: () => clearTimeout(timer),
  };
}
