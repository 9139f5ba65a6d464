import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCase } from '../../shared/rules/cases.ts';
import { preparePack } from '../../shared/rules/evaluate.ts';
import { lint } from '../../shared/rules/lint.ts';
import { parsePack } from '../../shared/rules/parse.ts';

it('the small pack of docs/packs.md works as it is written, and its cases pass', () => {
  const page = readFileSync(new URL('../../docs/packs.md', import.meta.url), 'utf8');
  const [, example] = /## A complete small pack[\s\S]*?```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const pack = parsePack(parse(example ?? ''));
  expect(lint(pack)).toEqual([]);
  const prepared = preparePack(pack, 'hash');
  expect(pack.cases.map((one) => [one.name, ...runCase(prepared, one)])).toEqual(pack.cases.map(({ name }) => [name]));
  expect(pack.cases).toHaveLength(4);
});
