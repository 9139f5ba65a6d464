import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserType } from 'playwright-core';
import { chromiumArguments, chromiumPath } from '../../build/chromium.ts';
import { medianMs, type Figure } from './measure.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A Node process that serves one page: what a start costs before any product is there. */
const bareServer = `require('node:http').createServer((q, r) => { r.setHeader('content-type', 'text/html'); r.end('<main>ready</main>'); })
  .listen(0, '127.0.0.1', function () { console.log('http://127.0.0.1:' + this.address().port + '/'); });`;

/** Starts a process, opens the address it prints and waits for the main part of the page; ends the process. */
async function startAndOpen(type: BrowserType, args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const browser = await type.launch({ executablePath: chromiumPath(), args: chromiumArguments });
  try {
    const address = await new Promise<string>((resolve, reject) => {
      let text = '';
      child.stdout.on('data', (part: Buffer) => {
        text += part.toString();
        const found = /http:\/\/\S+/.exec(text);
        if (found) resolve(found[0]);
      });
      child.once('exit', (code) => reject(new Error(`the host ended with ${String(code)}`)));
    });
    const page = await browser.newPage();
    await page.goto(address);
    await page.locator('main').first().waitFor({ state: 'visible' });
  } finally {
    await browser.close();
    child.kill('SIGTERM');
  }
}

/** From starting the host to the first page one can use, beside a bare server with one page. Both include the browser's own start. */
export async function firstPage(type: BrowserType, folder: string): Promise<Figure> {
  const env = { ...process.env, XDG_CONFIG_HOME: join(folder, 'config'), DISPLAY: '', WAYLAND_DISPLAY: '' };
  const ours = await medianMs(() => startAndOpen(type, ['dist/electron/browser/main.js', '--no-window'], env), 5, 1);
  const referenceMs = await medianMs(() => startAndOpen(type, ['-e', bareServer], env), 5, 1);
  return {
    what: 'start of the host to the first usable page',
    ours,
    reference: 'a Node server with one static page',
    referenceMs,
    note: 'both with the start of Chromium',
  };
}
