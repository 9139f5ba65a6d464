import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../../shared/lib/errors.ts';
import { forkTokenChild, startDriver, tokenChildFile, type TokenChild } from '../../electron/tokens/driver.ts';
import { world } from '../world.ts';

const patience = { alone: 2_000, withPerson: 4_000, closing: 500 };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tizilim-driver-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A child that does this with every question instead of asking a library. */
function child(name: string, body: string): TokenChild & { ended: Promise<void> } {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, `process.on('message', (question) => { ${body} });`);
  const made = forkTokenChild(file);
  const ended = new Promise<void>((resolve) => made.onExit(() => resolve()));
  return { ...made, ended };
}

async function reason(work: Promise<unknown>): Promise<[string, string | undefined]> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  return error instanceof AppError ? [error.code, error.reason] : ['', undefined];
}

test('a library that hangs is ended with its process when its time is over', async () => {
  const hanging = child('hanging', 'for (;;);');
  const driver = startDriver(() => hanging, new AbortController().signal, patience);
  expect(await reason(driver.ask({ kind: 'slots' }))).toEqual(['busy', 'token-timeout']);
  await hanging.ended;
  expect(await reason(driver.ask({ kind: 'slots' }))).toEqual(['busy', 'token-timeout']);
  await driver.close();
});

test('cancelling ends a hanging library at once', async () => {
  const controller = new AbortController();
  const hanging = child('hanging', 'for (;;);');
  const driver = startDriver(() => hanging, controller.signal, { ...patience, alone: 60_000 });
  const asked = reason(driver.ask({ kind: 'slots' }));
  setTimeout(() => controller.abort(), 300);
  expect(await asked).toEqual(['cancelled', undefined]);
  await hanging.ended;
  await driver.close();
});

test('a library that crashes takes its own process with it and nothing else', async () => {
  const crashing = child('crashing', 'process.kill(process.pid, "SIGSEGV");');
  const driver = startDriver(() => crashing, new AbortController().signal, patience);
  const began = Date.now();
  expect(await reason(driver.ask({ kind: 'slots' }))).toEqual(['conflict', 'token-driver-stopped']);
  expect(Date.now() - began).toBeLessThan(patience.alone);
  await driver.close();
});

test('the real child killed in the middle of a question', async () => {
  const real = forkTokenChild();
  const driver = startDriver(() => real, new AbortController().signal, patience);
  const asked = reason(driver.ask({ kind: 'load', library: tokenChildFile }));
  real.kill();
  expect(await asked).toEqual(['conflict', 'token-driver-stopped']);
  await driver.close();
});

test('questions are answered one after another, and closing ends the process', async () => {
  const real = forkTokenChild();
  const ended = new Promise<void>((resolve) => real.onExit(() => resolve()));
  const driver = startDriver(() => real, new AbortController().signal);
  const answers = await Promise.allSettled([
    driver.ask({ kind: 'support' }),
    driver.ask({ kind: 'load', library: join(folder, 'nothing.so') }),
    driver.ask({ kind: 'support' }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  await driver.close();
  await ended;
});

/** Lets the child find everything but the interface to native libraries. */
const withoutKoffi = `--import=data:text/javascript,${encodeURIComponent(
  "import { registerHooks } from 'node:module'; registerHooks({ resolve(name, context, next) { if (name === 'koffi') " +
    "throw Object.assign(new Error('not here'), { code: 'ERR_MODULE_NOT_FOUND' }); return next(name, context); } });",
)}`;

test('a build without native libraries says so, and everything else works', async () => {
  const access = { start: () => forkTokenChild(tokenChildFile, [withoutKoffi]) };
  const w = world({ tokens: access });
  const { available } = await w.client.tokens.libraries({});
  expect(available).toBe(false);
  expect(await reason(w.client.tokens.slots({ library: process.execPath }))).toEqual([
    'not-found',
    'token-support-missing',
  ]);
  expect(await w.client.systems.list({ limit: 1, offset: 0 })).toBeDefined();
  expect(w.log).toEqual([]);
  await w.close();
});

test('the library used last is offered first, then those that are there', async () => {
  const w = world();
  await w.client.settings.set({ tokenLibrary: '/opt/vendor/lib.so' });
  const { libraries } = await w.client.tokens.libraries({});
  expect(libraries[0]).toEqual({ path: '/opt/vendor/lib.so', name: null });
  expect(libraries.map(({ name }) => name)).toContain('SoftHSM');
  await w.close();
});
