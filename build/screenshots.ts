// Takes the pictures of docs/screens from the built product: `node build/screenshots.ts`. With `--all FOLDER` it takes
// every page and dialog in all languages, themes and sizes, for looking at.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [option, folder] = process.argv.slice(2);
const run = (...given: string[]): void => {
  const { status } = spawnSync(process.execPath, given, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

run('--input-type=module', '-e', "await (await import('./build/build.mjs')).ensureBuilt();");
if (option === '--all' && folder !== undefined) run('test/e2e/screens.ts', '--all', '--out', folder);
else run('test/e2e/screens.ts', '--out', 'docs/screens');
