// npm run check: everything that can be proved without running the product. Two steps at a time.
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { capture, npm, say } from './tools.mjs';

/** Steps by the name of their script in package.json; the slow ones first. */
const steps = ['types', 'lint', 'svelte', 'format', 'boundaries', 'unused', 'licences', 'lockfile'];

/** Runs every step and gives `{ name, ok }` of each; the output of a step is shown only if it fails. */
export async function check() {
  const results = [];
  const waiting = [...steps];
  const worker = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) {
      const started = Date.now();
      const { code, output } = await capture(npm, ['run', '--silent', `check:${name}`], {
        shell: process.platform === 'win32',
      });
      say(`${code === 0 ? 'ok    ' : 'failed'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
      if (code !== 0) say(output.trimEnd());
      results.push({ name, ok: code === 0 });
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureInstalled();
  const results = await check();
  if (results.some(({ ok }) => !ok)) process.exitCode = 1;
}
