// Where the Electron binary is, and whether it can be used here.
import { existsSync, readFileSync } from 'node:fs';
import { at, capture } from './tools.mjs';

/** Path of the installed Electron binary, or undefined: the npm package comes without it. */
export function electronBinary() {
  const pathFile = at('node_modules/electron/path.txt');
  if (!existsSync(pathFile)) return undefined;
  const binary = at('node_modules/electron/dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}

/** Lets the package fetch its binary, for at most a minute. */
export async function fetchElectron() {
  await capture(process.execPath, [at('node_modules/electron/install.js')], { timeout: 60_000 });
  return electronBinary();
}
