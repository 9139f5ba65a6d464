import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const folder = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The stand-alone verifier as one file without imports but Node's own. */
export default defineConfig({
  root: folder('electron/verifier'),
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: folder('electron/verifier/verify-dossier.ts'),
    outDir: folder('dist/verifier'),
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: { output: { entryFileNames: 'verify-dossier.mjs', format: 'es', codeSplitting: false } },
  },
});
