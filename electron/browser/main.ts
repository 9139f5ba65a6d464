import '../host/node-version.ts';
import { realEnvironment } from '../host/environment.ts';
import { readPages } from '../host/pages.ts';
import { productFolder } from '../product-folder.ts';
import { createServices } from '../services.ts';
import { findBrowser, hasDisplay, openBrowser, thisMachine, type BrowserWindow } from './launch.ts';
import { startServer } from './server.ts';

/** How long the host waits for a window that reloads or reconnects before it ends, in milliseconds. */
const goneAfterMs = 15_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const environment = realEnvironment();
const services = createServices(environment);
const machine = thisMachine();
let window: BrowserWindow | undefined;
let ending = false;

const server = await startServer({
  services,
  pages: readPages(productFolder('dist/renderer')),
  randomBytes: environment.randomBytes,
  log: environment.log,
  goneAfterMs,
  onGone: () => void end(0),
});

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  await window?.close();
  await server.close();
  await services.close();
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));

const browser = findBrowser(machine);
const mayOpen = !process.argv.includes('--no-window');
if (mayOpen && browser !== undefined && hasDisplay(machine)) {
  if (machine.root) say('Running as root: the browser is started with --no-sandbox.');
  window = await openBrowser(browser, server.startAddress, machine.root);
  say(`Tizilim is open in ${browser}. Close its window or press Ctrl+C to end.`);
  void window.closed.then(() => end(0));
} else {
  if (mayOpen)
    say(browser === undefined ? 'No Chromium, Chrome or Edge was found.' : 'There is no display to open a window on.');
  say(`Open this address in a browser on this computer; it works once: ${server.startAddress}`);
  say('Without a browser, `npm run demo` shows the main job. Press Ctrl+C to end.');
}
