// Installs the packages of the lockfile when what is installed is not what the lockfile says.
import { existsSync, readFileSync } from 'node:fs';
import { at, npm, run, say } from './tools.mjs';

const read = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** Whether every package of the lockfile that this system needs is there in that version. */
export function isInstalled() {
  const installed = at('node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const have = read(installed);
  return Object.entries(read(at('package-lock.json'))).every(([path, wanted]) => {
    if (path === '' || have[path]?.version === wanted.version) return true;
    return have[path] === undefined && (wanted.optional === true || wanted.peer === true);
  });
}

/** Runs `npm ci` if needed. Throws if it fails. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  say('Installing packages (npm ci) …');
  const code = await run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    shell: process.platform === 'win32',
  });
  if (code !== 0) throw new Error(`npm ci ended with ${code}`);
}
