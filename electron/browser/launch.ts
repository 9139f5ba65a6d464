import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** What of the computer decides how a window is opened. */
export interface Machine {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  root: boolean;
  exists(path: string): boolean;
}

export function thisMachine(): Machine {
  return { platform: process.platform, env: process.env, root: process.getuid?.() === 0, exists: existsSync };
}

const names = {
  linux: [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    'microsoft-edge-stable',
  ],
  darwin: ['Chromium', 'Google Chrome', 'Microsoft Edge'],
  win32: [
    'Chromium/Application/chrome.exe',
    'Google/Chrome/Application/chrome.exe',
    'Microsoft/Edge/Application/msedge.exe',
  ],
} as const;

/** An installed Chromium, Chrome or Edge, in this order. TIZILIM_BROWSER names another one. */
export function findBrowser(machine: Machine): string | undefined {
  const { platform, env, exists } = machine;
  const chosen = env['TIZILIM_BROWSER'];
  if (chosen !== undefined && chosen !== '') return exists(chosen) ? chosen : undefined;
  const candidates: string[] = [];
  if (platform === 'darwin') {
    for (const name of names.darwin) candidates.push(`/Applications/${name}.app/Contents/MacOS/${name}`);
  } else if (platform === 'win32') {
    const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => env[name] ?? []);
    for (const name of names.win32) for (const folder of folders) candidates.push(join(folder, name));
  } else {
    const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
    for (const name of names.linux) for (const folder of folders) candidates.push(join(folder, name));
  }
  return candidates.find(exists);
}

/** Whether a window can be shown at all. */
export function hasDisplay({ platform, env }: Machine): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  return Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
}

/**
 * Arguments that open the address as an application window of its own, with everything off that would reach for the
 * network: no name is ever resolved, only the loopback address can be reached. Chromium refuses to run as root with
 * its sandbox, so there it is off.
 */
export function browserArguments(address: string, profile: string, root: boolean): string[] {
  return [
    `--app=${address}`,
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--disable-default-apps',
    '--disable-domain-reliability',
    '--disable-breakpad',
    '--metrics-recording-only',
    '--no-pings',
    '--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,InterestFeedContentSuggestions',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    '--password-store=basic',
    // Keeps Chromium from warning in the window about the two switches it calls unsupported.
    '--test-type',
    '--window-size=1360,900',
    ...(root ? ['--no-sandbox'] : []),
  ];
}

export interface BrowserWindow {
  /** Settles when the browser has ended by itself or by `close`. */
  closed: Promise<void>;
  /** Ends the browser with all its processes and removes its profile. */
  close(): Promise<void>;
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    // The browser leads a process group of its own (`detached`), so its helpers end with it.
    if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    else process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** An environment that names a locale: without one, Chromium on Linux cannot name a downloaded file in Cyrillic. */
export function withLocale(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const named = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].some((value) => value !== undefined && value !== '');
  return named ? env : { ...env, LANG: 'C.UTF-8' };
}

/** Opens the address in a browser with a fresh profile, which leaves nothing behind. Rejects if it cannot be started. */
export async function openBrowser(browser: string, address: string, root: boolean): Promise<BrowserWindow> {
  const profile = await mkdtemp(join(tmpdir(), 'tizilim-window-'));
  const child = spawn(browser, browserArguments(address, profile, root), {
    env: withLocale(process.env),
    stdio: 'ignore',
    detached: process.platform !== 'win32',
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
  } catch (error) {
    await rm(profile, { recursive: true, force: true });
    throw error;
  }
  const closed = exited.then(() => rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  return {
    closed,
    async close() {
      endGroup(child, 'SIGTERM');
      const patience = setTimeout(() => endGroup(child, 'SIGKILL'), 3_000);
      await closed;
      clearTimeout(patience);
      endGroup(child, 'SIGKILL');
    },
  };
}
