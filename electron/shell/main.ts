import '../host/node-version.ts';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session, utilityProcess } from 'electron';
import { realEnvironment } from '../host/environment.ts';
import { readPages } from '../host/pages.ts';
import { productFolder } from '../product-folder.ts';
import { createServices } from '../services.ts';
import { registerShell } from './register-shell.ts';
import { utilityTokenChild } from './token-process.ts';

const environment = realEnvironment();

void registerShell(
  { app, BrowserWindow, Menu, dialog, ipcMain, protocol, session },
  {
    platform: process.platform,
    preload: join(productFolder('dist/preload'), 'preload.cjs'),
    pages: readPages(productFolder('dist/renderer')),
    openServices: () =>
      createServices({
        ...environment,
        tokens: { start: () => utilityTokenChild(utilityProcess, process.platform) },
      }),
    log: environment.log,
  },
)?.catch((error: unknown) => {
  environment.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  app.exit(1);
});
