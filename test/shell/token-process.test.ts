import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { utilityTokenChild } from '../../electron/shell/token-process.ts';
import { startDriver } from '../../electron/tokens/driver.ts';

/** A utility process as Electron gives it, which answers at once. */
class FakeProcess extends EventEmitter {
  said: unknown[] = [];
  killed = false;
  postMessage(message: { kind: string }): void {
    this.said.push(message.kind);
    queueMicrotask(() => this.emit('message', { done: null }));
  }
  kill(): boolean {
    this.killed = true;
    return true;
  }
}

function start(platform: NodeJS.Platform) {
  const made = new FakeProcess();
  const forks: [string, unknown][] = [];
  const fork = (file: string, _args?: string[], options?: object) => {
    forks.push([file, options]);
    return made as unknown as Electron.UtilityProcess;
  };
  return { made, forks, child: utilityTokenChild({ fork }, platform) };
}

test('in Electron the library of a token runs in a utility process', async () => {
  const { made, forks, child } = start('linux');
  const driver = startDriver(() => child, new AbortController().signal);
  await driver.ask({ kind: 'support' });
  await driver.close();
  expect(made.said).toEqual(['support', 'close']);
  expect(made.killed).toBe(true);
  expect(existsSync(forks[0]?.[0] ?? '')).toBe(true);
  expect(forks[0]?.[1]).not.toHaveProperty('allowLoadingUnsignedLibraries');
  expect(start('darwin').forks[0]?.[1]).toMatchObject({ allowLoadingUnsignedLibraries: true });
});

test('its end is told to whoever waits', async () => {
  const { made, child } = start('win32');
  made.postMessage = () => void made.emit('exit', 139);
  const driver = startDriver(() => child, new AbortController().signal);
  await expect(driver.ask({ kind: 'slots' })).rejects.toMatchObject({ reason: 'token-driver-stopped' });
});
