/**
 * The browser host as its own entry starts it without a window, but with a stand-in for the national client: the port of
 * the stand-in is the only argument. The product itself has no way to be given another port.
 */
import { realEnvironment } from '../../electron/host/environment.ts';
import { readPages } from '../../electron/host/pages.ts';
import { productFolder } from '../../electron/product-folder.ts';
import { createServices } from '../../electron/services.ts';
import { startServer } from '../../electron/browser/server.ts';

const environment = realEnvironment();
const services = createServices({ ...environment, nationalClientPort: Number(process.argv[2]) });
const server = await startServer({
  services,
  pages: readPages(productFolder('dist/renderer')),
  randomBytes: environment.randomBytes,
  log: environment.log,
  goneAfterMs: 15_000,
  onGone: () => void end(),
});

async function end(): Promise<void> {
  await server.close();
  await services.close();
  process.exit(0);
}
process.on('SIGTERM', () => void end());
process.stdout.write(`${server.startAddress}\n`);
