// npm run dev: the browser host from the sources with vite's development server inside; both restart on changes.
import { randomBytes } from 'node:crypto';
import { ensureInstalled } from './install.mjs';
import { at, environment, handOver, node24 } from './tools.mjs';

await ensureInstalled();
// One secret for all restarts, so that an open window stays signed in.
const env = { ...environment(), TIZILIM_DEVELOPMENT_SECRET: randomBytes(32).toString('hex') };
await handOver(node24(), ['--watch', '--watch-preserve-output', at('build/dev-host.ts')], { env });
