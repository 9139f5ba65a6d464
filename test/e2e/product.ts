import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page, type Request } from 'playwright-core';
import { expect as playwrightExpect } from 'playwright/test';
import { chromiumArguments, chromiumEnvironment, chromiumPath } from '../../build/chromium.ts';
import { contract, type ApiContract } from '../../shared/api.ts';
import { translator, type Translate } from '../../shared/i18n/translate.ts';
import type { Client } from '../../shared/lib/contract.ts';
import type { FileRef } from '../../shared/lib/file-ref.ts';
import { httpTransport } from '../../shared/lib/http-transport.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import { createClient } from '../../shared/lib/wire.ts';

const entry = fileURLToPath(new URL('../../dist/electron/browser/main.js', import.meta.url));

/** Assertions that wait for what the page is about to show. */
export const expect = playwrightExpect.configure({ timeout: 30_000 });

/** A call that the test makes fail on purpose; Chromium writes such an answer to the console as an error. */
export interface ExpectedFailure {
  /** Method of the contract, such as `imports.read`. */
  call: string;
}

export interface ProductOptions {
  /** Folder with the settings and the home folder of the person; a new one where none is given. */
  folder?: string;
  locale?: Locale;
  theme?: 'light' | 'dark';
  size?: { width: number; height: number };
  /** Another program to start than the built host: a file for Node, with its arguments. */
  host?: readonly string[];
  /** Lets axe run its scripts; the policy of the page forbids them. */
  bypassPolicy?: boolean;
}

/** The built product in a browser, with a person's folder of its own. */
export interface Product {
  page: Page;
  context: BrowserContext;
  /** Settings and workspaces lie below it. */
  folder: string;
  /** Home folder of the person, where the dialogs begin. */
  home: string;
  origin: string;
  /** The calls of the page, for setting a scene. */
  api: Client<ApiContract>;
  upload(name: string, bytes: Uint8Array, mime?: string): Promise<FileRef>;
  /** Texts of the language the product was started in. */
  t: Translate;
  /** Announces that a call fails in what follows. */
  expectFailure(failure: ExpectedFailure): void;
  /** Goes to an address of the page, such as `/systems`, and waits for its heading. */
  go(address: string): Promise<void>;
  /** Waits until every call of the page is answered and its answer is shown. */
  settled(): Promise<void>;
  /** Fails on anything that went wrong since the last look: console errors, policy violations, foreign requests. */
  check(): void;
  /** Ends the host and the window; the folder stays for a restart. */
  stop(): Promise<void>;
  /** `check` and `stop`, and the folder is removed. */
  close(): Promise<void>;
}

let sharedBrowser: Promise<Browser> | undefined;

/** One Chromium for the file; every product has a context of its own in it. */
export function browser(): Promise<Browser> {
  sharedBrowser ??= chromium.launch({
    executablePath: chromiumPath(),
    args: chromiumArguments,
    env: chromiumEnvironment,
  });
  return sharedBrowser;
}

/** Ends the browser of the file. */
export async function closeBrowser(): Promise<void> {
  const running = sharedBrowser;
  sharedBrowser = undefined;
  await (await running)?.close();
}

interface Host {
  child: ChildProcess;
  startAddress: string;
  /** What the host wrote to its log. */
  log: string[];
  ended: Promise<void>;
}

/** Starts the built host with no window and waits for the address it prints. */
export async function startHost(folder: string, program: readonly string[] = [entry, '--no-window']): Promise<Host> {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const child = spawn(process.execPath, program, {
    env: { PATH: process.env['PATH'] ?? '', HOME: home, XDG_CONFIG_HOME: join(folder, 'config'), TZ: 'Asia/Almaty' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => log.push(text));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const startAddress = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const found = /http:\/\/127\.0\.0\.1:\d+\/start\?token=[0-9a-f]{64}/.exec(text);
      if (found) resolve(found[0]);
    });
    child.once('exit', (code) => reject(new Error(`the host ended with ${code}: ${text}${log.join('')}`)));
  });
  return { child, startAddress, log, ended };
}

/** Ends a host as the system would and waits until it is gone. */
export async function endHost({ child, ended }: Host): Promise<void> {
  child.kill('SIGTERM');
  await ended;
}

/** Name of the contract's method in the address of a call. */
const callOf = (address: string): string | undefined => decodeURIComponent(/\/api\/([^/?]+)/.exec(address)?.[1] ?? '');

/** Starts the product and opens its page. */
export async function openProduct(options: ProductOptions = {}): Promise<Product> {
  const { locale = 'ru', theme = 'light', size = { width: 1440, height: 900 }, bypassPolicy = false } = options;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'tizilim-e2e-'));
  const host = await startHost(folder, options.host);
  const { origin } = new URL(host.startAddress);
  const context = await (
    await browser()
  ).newContext({
    viewport: size,
    colorScheme: theme,
    reducedMotion: 'reduce',
    bypassCSP: bypassPolicy,
    acceptDownloads: true,
    timezoneId: 'Asia/Almaty',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const problems: string[] = [];
  const underWay = new Set<Request>();
  const failing = new Set<string>();
  context.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(`${origin}/`) && !address.startsWith(`blob:${origin}/`) && !address.startsWith('data:'))
      problems.push(`a request left the host: ${address}`);
    if (address.startsWith(`${origin}/api/`)) underWay.add(request);
  });
  context.on('requestfinished', (request) => underWay.delete(request));
  context.on('requestfailed', (request) => underWay.delete(request));
  context.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    const call = callOf(message.location().url);
    if (call && failing.has(call) && message.text().includes('the server responded with a status of 4')) return;
    problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => {
    problems.push(`page error: ${error.error().stack ?? error.error().message}`);
  });
  await context.exposeBinding('reportViolation', (_, violation: string) => {
    problems.push(`policy violation: ${violation}`);
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = (globalThis as unknown as { reportViolation(text: string): void }).reportViolation;
      report(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });

  const page = await context.newPage();
  page.setDefaultTimeout(40_000);
  await page.goto(host.startAddress);
  const cookie = (await context.cookies(origin)).map(({ name, value }) => `${name}=${value}`).join('; ');
  const transport = httpTransport<Uint8Array>(
    {
      post: (address, headers, body) =>
        fetch(address, { method: 'POST', headers: { ...headers, cookie, origin }, body: body as BodyInit }),
      events: () => undefined,
    },
    origin,
  );
  const api = createClient(contract, transport, 'test');
  if (options.folder === undefined) {
    await api.settings.set({ locale, theme });
    await page.reload();
  }

  /** Two frames: the answer that came is drawn, and what it led to was asked. */
  const drawn = () =>
    page.evaluate(
      () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
    );
  async function settled(): Promise<void> {
    for (let calm = 0; calm < 2; calm += 1) {
      await drawn();
      if (underWay.size > 0) calm = -1;
    }
    await expect(page.locator('.loading, .sk, [aria-busy="true"]')).toHaveCount(0);
  }

  function check(): void {
    const found = [...problems.splice(0), ...host.log.splice(0).map((text) => `host: ${text}`)];
    if (found.length > 0) throw new Error(found.join('\n'));
  }
  async function stop(): Promise<void> {
    await context.close();
    await endHost(host);
  }

  return {
    page,
    context,
    folder,
    home: join(folder, 'home'),
    origin,
    api,
    upload: async (name, bytes, mime = '') => {
      const reply = await transport.upload(name, mime, bytes);
      if (!reply.ok) throw new Error(`upload of ${name}: ${reply.error.message}`);
      return reply.value as FileRef;
    },
    t: translator(locale),
    expectFailure: ({ call }) => void failing.add(call),
    go: async (address) => {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `#${address}`);
      await expect(page.locator('main h1').first()).toBeVisible();
      await settled();
    },
    settled,
    check,
    stop,
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
      check();
    },
  };
}

/** Makes the training workspace, with the plant in it, and shows it. */
export async function openSample(product: Product, fileName = 'sample.tizilim'): Promise<void> {
  await product.api.workspace.createSample({ path: join(product.home, fileName) });
  await shown(product);
}

/** Makes an empty workspace and shows it. */
export async function openEmpty(
  product: Product,
  organisation = 'Сынақ зауыты',
  fileName = 'empty.tizilim',
): Promise<void> {
  await product.api.workspace.create({ path: join(product.home, fileName), organisation, bin: '', locale: 'ru' });
  await shown(product);
}

async function shown({ page }: Product): Promise<void> {
  await page.reload();
  await expect(page.locator('.rail')).toBeVisible();
}

/** Id of the system whose name holds the text. */
export async function systemNamed({ api }: Product, text: string): Promise<string> {
  const { rows } = await api.systems.list({ filter: { search: text } });
  const row = rows[0];
  if (!row) throw new Error(`there is no system ${text}`);
  return row.id;
}

/** Where the cursor stands in the ledger tells that nothing was written. */
export async function ledgerSize({ api }: Product): Promise<number> {
  return (await api.workspace.info({}))?.ledgerSize ?? 0;
}
