import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The performance contract: each figure beside its reference. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: { include: [], benchmark: { include: ['test/bench/**/*.bench.ts'] }, fileParallelism: false },
});
