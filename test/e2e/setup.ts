import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Builds the product if a source changed since the last build, so that the tests never look at an old one. */
export function setup(): void {
  const { status } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', "await (await import('./build/build.mjs')).ensureBuilt();"],
    { cwd: fileURLToPath(new URL('../..', import.meta.url)), stdio: 'inherit' },
  );
  if (status !== 0) throw new Error('the build failed');
}
