import '../electron/host/node-version.ts';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { createServer } from 'vite';
import { startServer } from '../electron/browser/server.ts';
import { realEnvironment } from '../electron/host/environment.ts';
import { contentSecurityPolicy } from '../electron/host/policy.ts';
import { createServices } from '../electron/services.ts';

const port = 5180;
const reloadPort = 5181;

/** The policy of the page with what vite needs in development: style elements and its socket. Never in the built product. */
const developmentPolicy = contentSecurityPolicy
  .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
  .replace("connect-src 'self'", `connect-src 'self' ws://127.0.0.1:${reloadPort}`)
  .replace(/; require-trusted-types-for.*$/, '');

const vite = await createServer({
  configFile: new URL('./vite.renderer.ts', import.meta.url).pathname,
  appType: 'spa',
  server: { middlewareMode: true, hmr: { host: '127.0.0.1', port: reloadPort } },
});
const environment = realEnvironment();
const server = await startServer({
  services: createServices(environment),
  pages: new Map(),
  randomBytes: environment.randomBytes,
  log: environment.log,
  goneAfterMs: 24 * 60 * 60 * 1000,
  onGone: () => undefined,
  port,
  secret: process.env['TIZILIM_DEVELOPMENT_SECRET'],
  fallback: ({ incoming, outgoing }) => {
    outgoing.setHeader('Content-Security-Policy', developmentPolicy);
    vite.middlewares(incoming, outgoing);
    return Promise.resolve(RESPONSE_ALREADY_SENT);
  },
});
process.stdout.write(`Open this address; it works once: ${server.startAddress}\n`);
