import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { contentSecurityPolicy } from '../../electron/host/policy.ts';
import { createBridge } from '../../electron/shell/bridge.ts';
import { registerShell } from '../../electron/shell/register-shell.ts';
import { encodeWire } from '../../shared/lib/wire-json.ts';
import { sampleServices, type SampleServices } from '../hosts/sample-services.ts';
import { FakeContents, fakeElectron, preventable } from './fake-electron.ts';

const page = { bytes: new TextEncoder().encode('<!doctype html>'), mime: 'text/html; charset=utf-8' };
const foreign = [
  'https://example.com/',
  'file:///etc/passwd',
  'app://other/',
  'app://bundle.example/',
  'app://bundle@example/',
  'http://127.0.0.1/',
  'javascript:alert(1)',
  'about:blank',
  '',
];

function start(settings: Parameters<typeof fakeElectron>[0] = {}, platform: NodeJS.Platform = 'linux') {
  const electron = fakeElectron(settings);
  const services = { ...sampleServices(), closed: 0, close: () => Promise.resolve(void (services.closed += 1)) };
  let opened = 0;
  const done = registerShell(electron.parts, {
    platform,
    preload: '/product/dist/preload/preload.cjs',
    pages: new Map([
      ['/', page],
      ['/index.html', page],
    ]),
    openServices: () => {
      opened += 1;
      return services;
    },
    log: () => undefined,
  });
  return { ...electron, services, done, opened: () => opened };
}

async function started(settings: Parameters<typeof fakeElectron>[0] = {}, platform: NodeJS.Platform = 'linux') {
  const shell = start(settings, platform);
  shell.becomeReady();
  await shell.done;
  const [window] = shell.windows;
  if (!window) throw new Error('no window was made');
  return { ...shell, window };
}

describe('before ready', () => {
  test('1, 5, 9: sandbox, scheme and switches are set before the application is ready', async () => {
    const { order, switches, schemes } = await started();
    const ready = order.indexOf('ready');
    for (const step of ['sandbox', 'schemes', 'switch']) {
      expect(order, step).toContain(step);
      expect(order.lastIndexOf(step), step).toBeLessThan(ready);
    }
    expect(switches.get('host-resolver-rules')).toBe('MAP * ~NOTFOUND');
    expect([...switches.keys()]).toEqual(
      expect.arrayContaining(['disable-background-networking', 'disable-component-update']),
    );
    expect([...switches.keys()]).not.toContain('no-sandbox');
    expect(schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
  });

  test('3: a second instance quits before it touches a workspace', () => {
    const { done, order, opened, windows } = start({ lock: false });
    expect(done).toBeUndefined();
    expect(order).toEqual(['lock', 'quit']);
    expect([opened(), windows.length]).toEqual([0, 0]);
  });

  test('3: the first instance comes to the front when a second one is started', async () => {
    const { app, window } = await started();
    app.emit('second-instance');
    expect(window.focused).toBe(1);
  });
});

describe('window', () => {
  test('1: the page is sandboxed and apart from Node', async () => {
    const { window, session } = await started();
    expect(window.options['webPreferences']).toEqual({
      preload: '/product/dist/preload/preload.cjs',
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: false,
    });
    expect(window.url).toBe('app://bundle/');
  });

  test('1: developer tools exist only while the application is not packaged', async () => {
    const { window } = await started({ packaged: false });
    expect(window.options['webPreferences']).toMatchObject({ devTools: true, sandbox: true });
  });

  test('2: no dangerous preference is set', async () => {
    const { window } = await started();
    for (const name of [
      'webSecurity',
      'allowRunningInsecureContent',
      'experimentalFeatures',
      'enableBlinkFeatures',
      'nodeIntegrationInWorker',
      'nodeIntegrationInSubFrames',
    ]) {
      expect(window.options['webPreferences']).not.toHaveProperty(name);
    }
  });

  test('the session lives in memory', async () => {
    const { partitions } = await started();
    expect(partitions).toEqual(['tizilim']);
    expect(partitions[0]).not.toMatch(/^persist:/);
  });

  test('the menu carries roles on macOS only', async () => {
    expect((await started({}, 'linux')).menus).toEqual([null]);
    expect((await started({}, 'win32')).menus).toEqual([null]);
    expect((await started({}, 'darwin')).menus).toEqual([
      [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }],
    ]);
  });

  test('a window held by a change on its way is closed again a moment later', async () => {
    const { window } = await started();
    vi.useFakeTimers();
    try {
      window.webContents.emit('will-prevent-unload', preventable({}));
      expect(window.closes).toBe(0);
      vi.runAllTimers();
      expect(window.closes).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  test('closes the services after the windows and before the end, once', async () => {
    const { app, services, order } = await started();
    const first = preventable({});
    app.emit('will-quit', first);
    await expect.poll(() => order.at(-1)).toBe('quit');
    const second = preventable({});
    app.emit('will-quit', second);
    expect([first.prevented, second.prevented, services.closed]).toEqual([true, false, 1]);
  });
});

describe('content', () => {
  test('5, 6, 7: serves the table of files with the policy of the page', async () => {
    const { session } = await started();
    expect([...session.schemes.keys()]).toEqual(['app']);
    const answer = session.schemes.get('app')?.(new Request('app://bundle/'));
    expect(answer?.status).toBe(200);
    expect(await answer?.text()).toBe('<!doctype html>');
    expect(Object.fromEntries(answer?.headers ?? [])).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
  });

  test('6: the policy allows no inline code and no other origin', () => {
    expect(contentSecurityPolicy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html tizilim-pdf-worker",
    );
  });

  test.each([
    'app://bundle/../package.json',
    'app://bundle/%2e%2e/package.json',
    'app://bundle//etc/passwd',
    'app://bundle/constructor',
  ])('5: does not find %s, and says so with the policy', async (url) => {
    const { session } = await started();
    const answer = session.schemes.get('app')?.(new Request(url));
    expect(answer?.status).toBe(404);
    expect(answer?.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  });

  test('5: answers reads of its own origin only', async () => {
    const { session } = await started();
    expect(session.schemes.get('app')?.(new Request('app://other/')).status).toBe(403);
    expect(session.schemes.get('app')?.(new Request('app://bundle/', { method: 'POST' })).status).toBe(403);
  });
});

describe('network', () => {
  async function cancelled(url: string, packaged: boolean): Promise<boolean> {
    const { session } = await started({ packaged });
    expect(session.beforeRequest).toHaveLength(1);
    return new Promise((resolve) => session.beforeRequest[0]?.({ url }, ({ cancel }) => resolve(cancel)));
  }

  test.each([
    'https://example.com/x',
    'http://127.0.0.1:1/',
    'ws://localhost/',
    'file:///etc/passwd',
    'app://other/x',
    'app://bundle.example/',
    'devtools://devtools/x',
    'blob:https://example.com/1',
  ])('8: cancels %s', async (url) => expect(await cancelled(url, true)).toBe(true));

  test.each(['app://bundle/', 'app://bundle/assets/index.js', 'data:image/png;base64,AA', 'blob:app://bundle/1'])(
    '8: lets %s pass',
    async (url) => expect(await cancelled(url, true)).toBe(false),
  );

  test('8: developer tools load while not packaged', async () => {
    expect(await cancelled('devtools://devtools/x', false)).toBe(false);
    expect(await cancelled('https://example.com/x', false)).toBe(true);
  });

  test('9: the spell checker is off', async () => {
    expect((await started()).session.spellChecker).toBe(false);
  });
});

describe('permissions', () => {
  const permissions = [
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'usb',
    'openExternal',
    'fullscreen',
    'fileSystem',
    'unknown',
  ];

  test('11: denies every request and check but writing text to the clipboard', async () => {
    const { session } = await started();
    const request = (permission: string, requestingUrl: string): boolean => {
      let granted: boolean | undefined;
      const handler = session.handlers.get('request') as (...args: unknown[]) => void;
      handler(null, permission, (result: boolean) => (granted = result), { requestingUrl });
      return granted ?? true;
    };
    const check = session.handlers.get('check') as (...args: unknown[]) => boolean;
    for (const permission of permissions) {
      expect(request(permission, 'app://bundle/'), permission).toBe(false);
      expect(check(null, permission, 'app://bundle'), permission).toBe(false);
    }
    expect(request('clipboard-sanitized-write', 'app://bundle/')).toBe(true);
    expect(check(null, 'clipboard-sanitized-write', 'app://bundle')).toBe(true);
    expect(request('clipboard-sanitized-write', 'https://example.com/')).toBe(false);
    expect(check(null, 'clipboard-sanitized-write', 'https://example.com')).toBe(false);
  });

  test('11: gives no device and no screen', async () => {
    const { session } = await started();
    expect((session.handlers.get('device') as () => boolean)()).toBe(false);
    let stream: unknown;
    (session.handlers.get('display') as (...args: unknown[]) => void)({}, (result: unknown) => (stream = result));
    expect(stream).toEqual({});
  });

  test('17: no download starts from a page', async () => {
    const { session } = await started();
    const event = preventable({});
    session.emit('will-download', event);
    expect(event.prevented).toBe(true);
  });
});

describe('navigation', () => {
  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('12: %s stays on our origin', async (name) => {
    const { window } = await started();
    for (const url of foreign) {
      const event = preventable({ url });
      window.webContents.emit(name, event);
      expect(event.prevented, url).toBe(true);
    }
    const own = preventable({ url: 'app://bundle/#/systems' });
    window.webContents.emit(name, own);
    expect(own.prevented).toBe(false);
  });

  test('12: no web contents, whoever made them, opens windows or webviews', async () => {
    const { app } = await started();
    const contents = new FakeContents(99);
    app.emit('web-contents-created', {}, contents);
    expect(contents.openHandler?.({ url: 'app://bundle/' })).toEqual({ action: 'deny' });
    const event = preventable({});
    contents.emit('will-attach-webview', event);
    expect(event.prevented).toBe(true);
  });
});

describe('ipc', () => {
  const call = { kind: 'call', name: 'sample.add', input: { a: 1 } };
  const frame = { parent: null, origin: 'app://bundle' };

  test('14: one channel, which answers our own top frame', async () => {
    const { handlers, window } = await started();
    expect([...handlers.keys()]).toEqual(['api']);
    const answer = await handlers.get('api')?.({ sender: { id: window.webContents.id }, senderFrame: frame }, call);
    expect(answer).toEqual({ ok: true, value: 11 });
  });

  test.each([
    ['a frame that is gone', null, 0],
    ['a frame inside the page', { parent: frame, origin: 'app://bundle' }, 0],
    ['another origin', { parent: null, origin: 'https://example.com' }, 0],
    ['an opaque origin', { parent: null, origin: 'null' }, 0],
    ['an empty origin', { parent: null, origin: '' }, 0],
    ['another web contents', frame, 1],
  ])('14: refuses %s with an error reply', async (_what, senderFrame, other) => {
    const { handlers, window, services } = await started();
    const event = { sender: { id: window.webContents.id + other }, senderFrame };
    for (const message of [call, { kind: 'pickFiles', accept: '', several: false }, { kind: 'cancel', job: 'x' }]) {
      expect(await handlers.get('api')?.(event, message)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    }
    expect(services.bugs).toEqual([]);
  });

  test.each([
    null,
    'call',
    {},
    { kind: 'other' },
    { ...call, extra: 1 },
    { kind: 'save', ref: 1, suggestedName: '' },
    { kind: 'putFile', name: 'x', mime: '', bytes: [1] },
  ])('16: refuses a message of another shape: %j', async (message) => {
    const { handlers, window } = await started();
    const event = { sender: { id: window.webContents.id }, senderFrame: frame };
    expect(await handlers.get('api')?.(event, message)).toMatchObject({ ok: false, error: { code: 'invalid' } });
  });

  test('15: the bridge has these functions, fixed channels, and gives listeners the payload only', async () => {
    const channels: string[] = [];
    let listener: ((event: unknown, payload: never) => void) | undefined;
    const bridge = createBridge({
      invoke: (channel) => Promise.resolve(channels.push(channel)),
      on: (channel, added) => {
        channels.push(channel);
        listener = added;
      },
      removeListener: (channel, removed) => {
        channels.push(channel);
        if (removed === listener) listener = undefined;
      },
    });
    expect(Object.keys(bridge).sort()).toEqual(['call', 'cancel', 'listen', 'pickFiles', 'putFile', 'read', 'save']);
    const seen: unknown[][] = [];
    const stop = bridge.listen((...args: unknown[]) => seen.push(args));
    listener?.({ sender: 'secret' }, { type: 'changed', topics: [] } as never);
    stop();
    await bridge.call('x', {});
    expect(seen).toEqual([[{ type: 'changed', topics: [] }]]);
    expect([listener, ...channels]).toEqual([undefined, 'event', 'event', 'api']);
  });

  test('events reach the window on the fixed channel', async () => {
    const { services, window } = await started();
    services.emit({ type: 'changed', topics: ['systems'] });
    expect(window.webContents.sent).toEqual([['event', { type: 'changed', topics: ['systems'] }]]);
    window.emit('closed');
    services.emit({ type: 'changed', topics: ['ledger'] });
    expect(window.webContents.sent).toHaveLength(1);
  });
});

describe('files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'shell-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function ask(message: unknown, change?: (shell: Awaited<ReturnType<typeof started>>) => void) {
    const shell = await started();
    change?.(shell);
    const event = {
      sender: { id: shell.window.webContents.id },
      senderFrame: { parent: null, origin: 'app://bundle' },
    };
    return { ...shell, reply: await shell.handlers.get('api')?.(event, message) };
  }
  const held = (services: SampleServices, name: string): string =>
    services.files.put(name, new Uint8Array([1, 2, 3])).ref;

  test('a chosen file comes as a reference, without its path', async () => {
    const file = join(folder, 'Тізілім.csv');
    writeFileSync(file, 'a;b');
    const { reply } = await ask({ kind: 'pickFiles', accept: '.csv,.xlsx', several: true }, ({ dialog }) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
    });
    expect(reply).toMatchObject({ ok: true, value: [{ name: 'Тізілім.csv', bytes: 3 }] });
    expect(encodeWire(reply)).not.toContain(folder);
  });

  test('a cancelled dialog gives nothing', async () => {
    expect((await ask({ kind: 'pickFiles', accept: '', several: false })).reply).toEqual({ ok: true, value: [] });
  });

  test('17: a file is saved where the person says, under a name that is safe', async () => {
    const target = join(folder, 'out.pdf');
    let ref = '';
    const { reply, saved } = await ask(
      { kind: 'save', ref: 'reference-1', suggestedName: '../../x/Паспорт.pdf' },
      ({ dialog, services, saved }) => {
        ref = held(services, 'passport.pdf');
        dialog.showSaveDialog = (_window, options) => {
          saved.push(options);
          return Promise.resolve({ canceled: false, filePath: target });
        };
      },
    );
    expect(ref).toBe('reference-1');
    expect(reply).toEqual({ ok: true, value: true });
    expect([...readFileSync(target)]).toEqual([1, 2, 3]);
    expect(saved[0]?.['defaultPath']).toBe(join('/home/user/documents', 'Паспорт.pdf'));
  });

  test('17: an unknown reference is refused before any dialog', async () => {
    const { reply, saved } = await ask({ kind: 'save', ref: 'reference-9', suggestedName: 'x' });
    expect(reply).toMatchObject({ ok: false, error: { code: 'not-found', reason: 'file-expired' } });
    expect(saved).toEqual([]);
  });

  test('a dropped file is handed over under a safe name', async () => {
    const { reply, services } = await ask({
      kind: 'putFile',
      name: '..\\a/б.xlsx',
      mime: '',
      bytes: new Uint8Array([9]),
    });
    expect(reply).toMatchObject({ ok: true, value: { name: 'б.xlsx', bytes: 1 } });
    expect([...(services.files.get('reference-1')?.bytes ?? [])]).toEqual([9]);
  });
});
