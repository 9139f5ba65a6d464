import type * as Electron from 'electron';
import type { HostedServices } from '../host/hosted-services.ts';
import type { Page } from '../host/pages.ts';
import { channels } from './bridge.ts';
import { fileDialogs } from './file-dialogs.ts';
import { denyDownloads, denyPermissions, guardNavigation } from './guards.ts';
import { registerIpc } from './ipc.ts';
import { blockNetwork, setNetworkSwitches } from './network.ts';
import { pageScheme, servePages } from './pages-protocol.ts';
import { openWindow, windowOptions } from './window.ts';

/** The parts of Electron the shell uses; tests give fakes, so the shell is tested without the binary. */
export type ElectronParts = Pick<
  typeof Electron,
  'app' | 'BrowserWindow' | 'Menu' | 'dialog' | 'ipcMain' | 'protocol' | 'session'
>;

export interface ShellOptions {
  platform: NodeJS.Platform;
  /** Path of the bundled preload. */
  preload: string;
  pages: ReadonlyMap<string, Page>;
  /** Called once, after the lock is held. */
  openServices(): HostedServices & { close(): Promise<void> };
  log(line: string): void;
}

/** A session of our own, in memory: nothing of a page is left on disk. */
const partition = 'tizilim';

/** Until a window that had a change on its way is asked to close again. */
const closeAgainMs = 200;

function setMenu({ Menu }: ElectronParts, platform: NodeJS.Platform): void {
  // macOS takes the keys for copy and paste from the menu; elsewhere the page's own commands are enough.
  if (platform === 'darwin') {
    Menu.setApplicationMenu(
      Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]),
    );
  } else Menu.setApplicationMenu(null);
}

/**
 * Wires the application: what has to happen before Electron is ready happens at once, the rest when it is. Gives a
 * promise of the moment the window is there, or undefined where another instance runs already.
 */
export function registerShell(electron: ElectronParts, options: ShellOptions): Promise<void> | undefined {
  const { app } = electron;
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return undefined;
  }
  app.enableSandbox();
  setNetworkSwitches(app.commandLine);
  electron.protocol.registerSchemesAsPrivileged([pageScheme]);
  guardNavigation(app);

  let window: Electron.BrowserWindow | undefined;
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => app.quit());

  return app.whenReady().then(async () => {
    const services = options.openServices();
    let closed = false;
    app.on('will-quit', (event) => {
      if (closed) return;
      // The windows are gone and have sent what was typed last. The workspace is closed before the process ends.
      event.preventDefault();
      closed = true;
      void services.close().then(() => app.quit());
    });

    const session = electron.session.fromPartition(partition);
    servePages(session.protocol, options.pages);
    blockNetwork(session, app.isPackaged);
    denyPermissions(session);
    denyDownloads(session);
    setMenu(electron, options.platform);
    registerIpc({
      ipcMain: electron.ipcMain,
      services,
      dialogs: fileDialogs({
        dialog: electron.dialog,
        files: services.files,
        window: () => window,
        folder: () => app.getPath('documents'),
      }),
      windowId: () => window?.webContents.id,
      log: options.log,
    });
    services.listen((event) => {
      if (window && !window.isDestroyed()) window.webContents.send(channels.event, event);
    });
    await openWindow(electron.BrowserWindow, windowOptions(options.preload, session, app.isPackaged), (made) => {
      window = made;
      // The page holds the window while a change has no answer (renderer/lib/unsaved.ts); then closing goes on.
      made.webContents.on('will-prevent-unload', () => {
        setTimeout(() => {
          if (!made.isDestroyed()) made.close();
        }, closeAgainMs);
      });
      made.on('closed', () => {
        window = undefined;
      });
    });
  });
}
