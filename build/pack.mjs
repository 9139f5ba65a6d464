// npm run pack: installers with electron-builder; with --dir the unpacked application only. Where there is no Electron
// binary, --dir packs around a stand-in for it: everything up to app.asar is then real, but it cannot be started.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build as packApplication } from 'electron-builder';
import { parse } from 'yaml';
import { ensureBuilt } from './build.mjs';
import { electronBinary } from './electron-binary.mjs';
import { ensureInstalled } from './install.mjs';
import { at, say } from './tools.mjs';

/** A folder that looks like an unpacked Electron. The empty resources folder must not hold a default_app.asar. */
function standIn() {
  const folder = at('out/electron-stand-in');
  const { version } = JSON.parse(readFileSync(at('node_modules/electron/package.json'), 'utf8'));
  mkdirSync(`${folder}/resources`, { recursive: true });
  writeFileSync(`${folder}/electron`, '#!/bin/sh\necho "This is a stand-in for Electron." >&2\nexit 1\n');
  chmodSync(`${folder}/electron`, 0o755);
  writeFileSync(`${folder}/version`, version);
  return folder;
}

function configuration(dir) {
  const config = parse(readFileSync(at('electron-builder.yml'), 'utf8'));
  const local = at('node_modules/electron/dist');
  if (electronBinary() && existsSync(local)) return { ...config, electronDist: local };
  if (!dir) return config;
  say('No Electron binary here: packing around a stand-in, without fuses.');
  return { ...config, electronDist: standIn(), electronFuses: null, afterPack: null };
}

const args = process.argv.slice(2);
const dir = args.includes('--dir');
const output = args.find((argument) => argument.startsWith('--out='))?.slice('--out='.length);
await ensureInstalled();
await ensureBuilt();
const config = configuration(dir);
if (output) config.directories = { ...config.directories, output };
await packApplication({ projectDir: at('.'), config, dir, publish: 'never' });
