// npm start: installs and builds what is stale, then opens Tizilim in Electron, or else in an installed browser.
import { ensureBuilt } from './build.mjs';
import { electronBinary, fetchElectron } from './electron-binary.mjs';
import { ensureInstalled } from './install.mjs';
import { at, handOver, node24, say } from './tools.mjs';

const args = process.argv.slice(2);
const wantsElectron = args.includes('--electron');
const passed = args.filter((argument) => argument !== '--electron');
const linuxRoot = process.platform === 'linux' && process.getuid?.() === 0;
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

async function findElectron() {
  if (passed.includes('--no-window')) return undefined;
  if (linuxRoot) {
    say('Electron does not run as root; using the browser host.');
    return undefined;
  }
  const present = electronBinary();
  if (present || !(process.stdin.isTTY || wantsElectron)) return present;
  say('Electron is not installed; trying to fetch it for up to a minute …');
  const fetched = await fetchElectron();
  if (!fetched) say('Electron could not be fetched; using the browser host.');
  return fetched;
}

try {
  await ensureInstalled();
  await ensureBuilt();
  const electron = hasDisplay ? await findElectron() : undefined;
  if (electron) {
    say('Starting Tizilim in Electron.');
    await handOver(electron, [at('.'), ...passed]);
  } else if (wantsElectron) {
    say('Electron cannot be used here.');
    process.exitCode = 1;
  } else {
    await handOver(node24(), [at('dist/electron/browser/main.js'), ...passed]);
  }
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
