import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { translator } from '../shared/i18n/translate.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Every reason an AppError is thrown with, read from the sources. */
function reasons(): string[] {
  const found = new Set<string>();
  for (const folder of ['electron', 'shared', 'renderer']) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(ts|svelte)$/.test(name)) continue;
      for (const match of readFileSync(join(root, folder, name), 'utf8').matchAll(/reason: '([a-z0-9-]+)'/g)) {
        if (match[1] !== undefined) found.add(match[1]);
      }
    }
  }
  return [...found].sort();
}

describe('error texts', () => {
  const all = reasons();

  it('finds the reasons', () => {
    expect(all.length).toBeGreaterThan(60);
    expect(all).toContain('workspace-locked');
  });

  it.each(['kk', 'ru', 'en'] as const)('has a text for every reason in %s', (locale) => {
    const details = new Proxy(
      {},
      {
        get: (_, name) => String(name),
        has: () => true,
        getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: '' }),
      },
    );
    const missing = all.filter((reason) => translator(locale).find(`errors.${reason}`, details) === null);
    expect(missing).toEqual([]);
  });
});
