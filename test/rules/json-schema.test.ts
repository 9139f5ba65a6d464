import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { productFolder } from '../../electron/product-folder.ts';
import { packJsonSchema } from '../../shared/rules/json-schema.ts';
import { Pack } from '../../shared/rules/pack.ts';
import { mergePackParts } from '../../shared/rules/parts.ts';
import { anyPack } from './arbitrary-packs.ts';

const home = productFolder('shared/packs');
const file = join(home, 'pack.schema.json');

/** The part of a validator this test needs. */
interface Validator {
  compile(schema: object): (data: unknown) => boolean;
}

// A validator by other people, which the build tools bring along.
const { Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020.js') as {
  Ajv2020: new (options: object) => Validator;
};
const fits = new Ajv2020({ strict: false, validateFormats: false }).compile(packJsonSchema());

/** A pack as its author wrote it, before the schema fills in what was left out. */
function written(id: string): Record<string, unknown> {
  const folder = join(home, id);
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return mergePackParts(
    files.map((name) => ({
      name,
      data: parse(readFileSync(join(folder, name), 'utf8'), { maxAliasCount: 500 }) as unknown,
    })),
  ) as Record<string, unknown>;
}

it('the schema file is the one made from the reader: node build/pack-schema.ts writes it', () => {
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(packJsonSchema());
});

const ids = readdirSync(home, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
describe.each(ids)('%s', (id) => {
  const pack = written(id);
  it('fits the schema by another validator', () => {
    expect(fits(pack)).toBe(true);
  });
  it.each<[string, (change: Record<string, unknown>) => unknown]>([
    ['an unknown key', (change) => ({ ...change, extra: 1 })],
    ['a text in two languages', (change) => ({ ...change, title: { kk: 'a', ru: 'b' } })],
    [
      'an unknown operator',
      (change) => ({ ...change, facts: [{ name: 'f', text: change.title, value: { xor: ['a'] } }] }),
    ],
    ['no questions', ({ questions: _, ...change }) => change],
    ['another format', (change) => ({ ...change, format: 2 })],
  ])('does not fit with %s', (_, change) => {
    expect(fits(change(pack))).toBe(false);
    expect(Pack.safeParse(change(pack)).success).toBe(false);
  });
});

it('takes every pack the reader takes', () => {
  fc.assert(
    fc.property(anyPack, (pack) => {
      expect(fits(structuredClone(pack))).toBe(true);
    }),
    { numRuns: 30, seed: 20_261_123 },
  );
});
