import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  browserArguments,
  findBrowser,
  hasDisplay,
  openBrowser,
  type Machine,
  withLocale,
} from '../../electron/browser/launch.ts';
import { attachmentHeader, safeFileName } from '../../electron/host/file-name.ts';
import { settingsFolder } from '../../electron/host/environment.ts';

function machine(change: Partial<Machine>, installed: string[] = []): Machine {
  return {
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin' },
    root: false,
    exists: (path) => installed.includes(path),
    ...change,
  };
}

describe('browser to open', () => {
  test.each([
    [['/usr/bin/microsoft-edge', '/usr/bin/chromium'], '/usr/bin/chromium'],
    [['/usr/bin/google-chrome', '/usr/bin/microsoft-edge-stable'], '/usr/bin/google-chrome'],
    [['/usr/bin/firefox'], undefined],
    [[], undefined],
  ])('of %j it is %s', (installed, found) => {
    expect(findBrowser(machine({}, installed))).toBe(found);
  });

  test('is looked for where each system keeps it', () => {
    const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(findBrowser(machine({ platform: 'darwin' }, [mac]))).toBe(mac);
    const windows = findBrowser(
      machine({ platform: 'win32', env: { PROGRAMFILES: 'C:/P' }, exists: (path) => path.includes('msedge.exe') }),
    );
    expect(windows).toContain('Microsoft/Edge/Application/msedge.exe');
  });

  test('can be named, and is then not replaced by another', () => {
    const env = { TIZILIM_BROWSER: '/opt/approved', PATH: '/usr/bin' };
    expect(findBrowser(machine({ env }, ['/opt/approved', '/usr/bin/chromium']))).toBe('/opt/approved');
    expect(findBrowser(machine({ env }, ['/usr/bin/chromium']))).toBeUndefined();
  });

  test('needs a display on Linux', () => {
    expect(hasDisplay(machine({}))).toBe(false);
    expect(hasDisplay(machine({ env: { DISPLAY: ':0' } }))).toBe(true);
    expect(hasDisplay(machine({ env: { WAYLAND_DISPLAY: 'wayland-0' } }))).toBe(true);
    expect(hasDisplay(machine({ platform: 'win32' }))).toBe(true);
  });

  test('9: is started with the network off, and gives up its sandbox only as root', () => {
    const list = browserArguments('http://127.0.0.1:1/start', '/profile', false);
    expect(list).toEqual(
      expect.arrayContaining([
        '--app=http://127.0.0.1:1/start',
        '--user-data-dir=/profile',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      ]),
    );
    expect(list).not.toContain('--no-sandbox');
    expect(browserArguments('x', 'y', true)).toContain('--no-sandbox');
    expect(list.join(' ')).not.toMatch(/remote-debugging|disable-web-security/);
  });
});

describe.runIf(process.platform !== 'win32')('opened browser', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'launch-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function script(body: string): string {
    const file = join(folder, 'browser');
    writeFileSync(file, `#!/bin/sh\n${body}\n`);
    chmodSync(file, 0o755);
    return file;
  }
  const lines = (name: string): string[] =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8').trim().split('\n') : [];
  function runs(pid: number): boolean {
    try {
      process.kill(pid, 0);
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return false;
    }
  }

  test('ends with its helpers and leaves no profile', async () => {
    const browser = script(`printf '%s\\n' "$@" > ${folder}/args\nsleep 300 &\necho $! > ${folder}/helper\nwait`);
    const window = await openBrowser(browser, 'http://127.0.0.1:1/start', false);
    await expect.poll(() => lines('helper')).toHaveLength(1);
    const profile =
      lines('args')
        .find((line) => line.startsWith('--user-data-dir='))
        ?.slice('--user-data-dir='.length) ?? '';
    const helper = Number(lines('helper')[0]);
    expect([existsSync(profile), runs(helper)]).toEqual([true, true]);
    await window.close();
    await expect.poll(() => runs(helper)).toBe(false);
    expect(existsSync(profile)).toBe(false);
  });

  test('that ends by itself settles', async () => {
    const window = await openBrowser(script('exit 0'), 'x', false);
    await window.closed;
    await window.close();
  });

  test('that cannot be started is reported', async () => {
    await expect(openBrowser(join(folder, 'none'), 'x', false)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('names and places', () => {
  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\x\\Тізілім.xlsx', 'Тізілім.xlsx'],
    ['a\u0000b\u202Egpj.exe', 'abgpj.exe'],
    ['қ<>:"|?*.pdf', 'қ.pdf'],
    ['...', 'file'],
    ['', 'file'],
    ['.hidden', 'hidden'],
    ['name. ', 'name'],
    [`${'ә'.repeat(300)}.pdf`, `${'ә'.repeat(196)}.pdf`],
  ])('a file called %j is kept as %j', (given, kept) => {
    expect(safeFileName(given)).toBe(kept);
  });

  test('a header carries letters of every script and nothing that ends it', () => {
    expect(attachmentHeader("Паспорт 'x' %.pdf")).toBe(
      "attachment; filename=\"_______ 'x' _.pdf\"; filename*=UTF-8''%D0%9F%D0%B0%D1%81%D0%BF%D0%BE%D1%80%D1%82%20%27x%27%20%25.pdf",
    );
    expect(attachmentHeader('a"\r\nX: y')).not.toMatch(/[\r\n]|""/);
  });

  test('settings are kept where the system wants them', () => {
    expect(settingsFolder('linux', {}, '/home/a')).toBe(join('/home/a', '.config', 'tizilim'));
    expect(settingsFolder('linux', { XDG_CONFIG_HOME: '/c' }, '/home/a')).toBe(join('/c', 'tizilim'));
    expect(settingsFolder('darwin', {}, '/Users/a')).toContain('Application Support');
    expect(settingsFolder('win32', { APPDATA: 'C:/R' }, 'C:/U')).toBe(join('C:/R', 'Tizilim'));
  });
});

test('gives a browser a locale in which a file can be named in Cyrillic, and keeps the one there is', () => {
  expect(withLocale({ HOME: '/h' })).toEqual({ HOME: '/h', LANG: 'C.UTF-8' });
  expect(withLocale({ LANG: '' })).toEqual({ LANG: 'C.UTF-8' });
  expect(withLocale({ LANG: 'kk_KZ.UTF-8' })).toEqual({ LANG: 'kk_KZ.UTF-8' });
});
