/**
 * Keyboard shortcuts by key position (`event.code`), so that they are the same in the Kazakh, Russian and Latin
 * layouts. Single keys are off while a text is edited and can be switched off altogether (WCAG 2.1.4).
 */

/** Keys by name: `KeyN`, `Ctrl+KeyK`, `Ctrl+Shift+KeyL`, `Shift+Slash`, or two strokes: `KeyG KeyH`. */
export type Shortcuts = Record<string, (event: KeyboardEvent) => void>;

interface Scope {
  keys: () => Shortcuts;
  /** Works while a dialog is open. */
  inDialog: boolean;
}

const scopes: Scope[] = [];
let pending = '';
let pendingSince = 0;
let singleKeysOn: () => boolean = () => true;

/** Tells where the choice about single keys is kept. */
export function setSingleKeys(read: () => boolean): void {
  singleKeysOn = read;
}

/** Adds shortcuts; the newest scope wins. Gives the function that takes them away. */
export function addShortcuts(keys: () => Shortcuts, options: { inDialog?: boolean } = {}): () => void {
  const scope: Scope = { keys, inDialog: options.inDialog ?? false };
  scopes.push(scope);
  return () => {
    scopes.splice(scopes.indexOf(scope), 1);
  };
}

/** Whether typing goes into a text. */
export function editsText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
}

function nameOf(event: KeyboardEvent): string {
  const parts = [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey ? 'Shift' : '',
    event.code,
  ];
  return parts.filter((part) => part !== '').join('+');
}

function run(name: string, event: KeyboardEvent, dialogOpen: boolean): boolean {
  for (const scope of [...scopes].reverse()) {
    if (dialogOpen && !scope.inDialog) continue;
    const action = scope.keys()[name];
    if (action) {
      event.preventDefault();
      action(event);
      return true;
    }
  }
  return false;
}

function onKeydown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const name = nameOf(event);
  const dialogOpen = document.querySelector('[role="dialog"]:not([data-state="closed"])') !== null;
  const combined = event.ctrlKey || event.metaKey || event.altKey || /^F\d+$/.test(event.code);
  if (combined) {
    run(name, event, dialogOpen);
    return;
  }
  if (editsText(event.target) || (!singleKeysOn() && event.code !== 'Escape')) return;
  const stroke = pending !== '' && event.timeStamp - pendingSince < 1_200 ? `${pending} ${name}` : name;
  pending = '';
  if (run(stroke, event, dialogOpen)) return;
  const opensPair =
    !dialogOpen && scopes.some((scope) => Object.keys(scope.keys()).some((key) => key.startsWith(`${name} `)));
  if (opensPair) {
    pending = name;
    pendingSince = event.timeStamp;
  }
}

globalThis.addEventListener?.('keydown', onKeydown);
