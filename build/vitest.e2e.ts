import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The built product through the browser host, one file after another: each starts a host and a browser. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    globalSetup: ['test/e2e/setup.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
