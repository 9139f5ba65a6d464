import type { BrowserWindow, BrowserWindowConstructorOptions, Session } from 'electron';
import { origin } from './origin.ts';

/** Options of the window: a sandboxed page that shares nothing with Node but the preload. */
export function windowOptions(preload: string, session: Session, packaged: boolean): BrowserWindowConstructorOptions {
  return {
    width: 1360,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    title: 'Tizilim',
    show: false,
    webPreferences: {
      preload,
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: !packaged,
    },
  };
}

/** Opens the window, hands it over before the page loads, and shows it once it is painted. */
export async function openWindow(
  Window: new (options: BrowserWindowConstructorOptions) => BrowserWindow,
  options: BrowserWindowConstructorOptions,
  onMade: (window: BrowserWindow) => void,
): Promise<void> {
  const window = new Window(options);
  onMade(window);
  window.once('ready-to-show', () => window.show());
  await window.loadURL(`${origin}/`);
}
