import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { FuseV1Options } from '@electron/fuses';
import { allFuses, type BuilderFuses } from '../../build/fuses.ts';

const root = join(import.meta.dirname, '../..');
const builder = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8')) as {
  electronFuses: BuilderFuses;
  afterPack: string;
  npmRebuild: boolean;
};

const nodeSources = readdirSync(join(root, 'electron'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((file) => ({ file: file.slice(root.length + 1).replaceAll('\\', '/'), text: readFileSync(file, 'utf8') }));

function filesWith(pattern: RegExp): string[] {
  return nodeSources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
}

test('4, 13: no crash reporter, updater, remote module or opening of addresses', () => {
  expect(nodeSources.length).toBeGreaterThan(50);
  expect(filesWith(/crashReporter|autoUpdater|electron-updater|@electron\/remote|openExternal|openPath/)).toEqual([]);
});

test('10: the network is used by the loopback server and by the connection to the national client alone', () => {
  expect(
    filesWith(/from '(node:)?(http|https|http2|net|tls|dgram|dns|ws|undici)'|await fetch\(|@hono\/node-server/),
  ).toEqual(['electron/browser/server.ts', 'electron/ncalayer/connection.ts']);
  expect(filesWith(/from 'electron'/).every((file) => file.startsWith('electron/shell/'))).toBe(true);
});

test('5, 13: no file:// page and no path joined from a request', () => {
  expect(filesWith(/loadFile|loadURL\('file/)).toEqual([]);
});

test('18: the eight fuses electron-builder knows, and all nine in the hook', () => {
  expect(builder.electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
  expect(builder.afterPack).toBe('build/after-pack.mjs');
  const fuses: Record<string, unknown> = allFuses(builder.electronFuses);
  const known = Object.values(FuseV1Options).filter((value) => typeof value === 'number');
  expect(known).toHaveLength(9);
  for (const fuse of known) expect(typeof fuses[fuse], FuseV1Options[fuse]).toBe('boolean');
  expect(fuses['strictlyRequireAllFuses']).toBe(true);
  expect(fuses[FuseV1Options.WasmTrapHandlers]).toBe(true);
});

test('21: Electron is pinned to one version', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  expect(manifest.devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/);
});
