import type { ElectronParts } from '../../electron/shell/register-shell.ts';

type Listener = (...args: never[]) => unknown;

/** Keeps listeners by event and calls them. */
class Emitter {
  listeners = new Map<string, Listener[]>();
  on(name: string, listener: Listener): this {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
    return this;
  }
  once(name: string, listener: Listener): this {
    return this.on(name, listener);
  }
  emit(name: string, ...args: unknown[]): void {
    for (const listener of this.listeners.get(name) ?? []) listener(...(args as never[]));
  }
}

/** An event that remembers whether it was prevented. */
export function preventable<T extends object>(fields: T): T & { prevented: boolean; preventDefault(): void } {
  const event = { ...fields, prevented: false, preventDefault: () => void (event.prevented = true) };
  return event;
}

export class FakeContents extends Emitter {
  id: number;
  sent: [string, unknown][] = [];
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  constructor(id: number) {
    super();
    this.id = id;
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
  send(channel: string, payload: unknown): void {
    this.sent.push([channel, payload]);
  }
}

interface Loaded {
  options: Record<string, unknown>;
  url: string | undefined;
}

/** Electron as far as the shell uses it, recording in `order` what was done when. */
export function fakeElectron(settings: { lock?: boolean; packaged?: boolean } = {}) {
  const order: string[] = [];
  const switches = new Map<string, string | undefined>();
  const schemes: { scheme: string; privileges: Record<string, boolean> }[] = [];
  const handlers = new Map<string, (event: unknown, message: unknown) => Promise<unknown>>();
  const windows: (FakeWindow & Loaded)[] = [];
  const menus: unknown[] = [];
  const saved: Record<string, unknown>[] = [];
  let ready: (() => void) | undefined;

  class FakeWindow extends Emitter {
    webContents: FakeContents;
    options: Record<string, unknown>;
    url: string | undefined;
    focused = 0;
    closes = 0;
    constructor(options: Record<string, unknown>) {
      super();
      order.push('window');
      this.options = options;
      this.webContents = new FakeContents(windows.length + 7);
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
    loadURL(url: string): Promise<void> {
      this.url = url;
      return Promise.resolve();
    }
    show(): void {
      order.push('show');
    }
    isDestroyed = (): boolean => false;
    isMinimized = (): boolean => false;
    restore(): void {
      order.push('restore');
    }
    close(): void {
      this.closes += 1;
    }
    focus(): void {
      this.focused += 1;
    }
  }

  const app = Object.assign(new Emitter(), {
    isPackaged: settings.packaged ?? true,
    commandLine: {
      appendSwitch: (name: string, value?: string) => {
        order.push('switch');
        switches.set(name, value);
      },
    },
    requestSingleInstanceLock: () => {
      order.push('lock');
      return settings.lock ?? true;
    },
    enableSandbox: () => order.push('sandbox'),
    whenReady: () => new Promise<void>((resolve) => (ready = resolve)).then(() => void order.push('ready')),
    quit: () => order.push('quit'),
    getPath: (name: string) => `/home/user/${name}`,
  });

  const session = Object.assign(new Emitter(), {
    beforeRequest: [] as ((details: { url: string }, answer: (result: { cancel: boolean }) => void) => void)[],
    webRequest: { onBeforeRequest: (listener: never) => session.beforeRequest.push(listener) },
    spellChecker: true,
    setSpellCheckerEnabled: (enabled: boolean) => void (session.spellChecker = enabled),
    handlers: new Map<string, (...args: never[]) => unknown>(),
    setPermissionRequestHandler: (handler: never) => void session.handlers.set('request', handler),
    setPermissionCheckHandler: (handler: never) => void session.handlers.set('check', handler),
    setDevicePermissionHandler: (handler: never) => void session.handlers.set('device', handler),
    setDisplayMediaRequestHandler: (handler: never) => void session.handlers.set('display', handler),
    schemes: new Map<string, (request: Request) => Response>(),
    protocol: { handle: (name: string, handler: never) => void session.schemes.set(name, handler) },
  });
  const partitions: string[] = [];

  const parts = {
    app,
    BrowserWindow: FakeWindow,
    Menu: {
      setApplicationMenu: (menu: unknown) => menus.push(menu),
      buildFromTemplate: (template: unknown) => template,
    },
    dialog: {
      showOpenDialog: () => Promise.resolve({ canceled: true, filePaths: [] as string[] }),
      showSaveDialog: (_window: unknown, options: Record<string, unknown>) => {
        saved.push(options);
        return Promise.resolve({ canceled: true, filePath: '' });
      },
    },
    ipcMain: { handle: (channel: string, handler: never) => void handlers.set(channel, handler) },
    protocol: {
      registerSchemesAsPrivileged: (list: never[]) => {
        order.push('schemes');
        schemes.push(...list);
      },
    },
    session: {
      fromPartition: (name: string) => {
        partitions.push(name);
        return session;
      },
    },
  };
  return {
    parts: parts as unknown as ElectronParts,
    app,
    dialog: parts.dialog,
    session,
    partitions,
    order,
    switches,
    schemes,
    handlers,
    windows,
    menus,
    saved,
    becomeReady: () => ready?.(),
  };
}
