// npm run demo: installs what is stale, then does the main job on the sample plant without a window.
import { ensureInstalled } from './install.mjs';
import { at, handOver, node24 } from './tools.mjs';

try {
  await ensureInstalled();
  await handOver(node24(), [at('electron/cli/main.ts'), 'demo', ...process.argv.slice(2)]);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
