/**
 * Checks a pack folder the way a loader does and runs its worked examples:
 * `node build/pack-check.ts shared/packs/<id>`. Exits with 1 where the pack does not load, has an error or fails a case.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { AppError } from '../shared/lib/errors.ts';
import { runCase } from '../shared/rules/cases.ts';
import { preparePack } from '../shared/rules/evaluate.ts';
import { lint } from '../shared/rules/lint.ts';
import { readPack } from '../shared/rules/parse.ts';
import { mergePackParts } from '../shared/rules/parts.ts';

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

function check(folder: string): number {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const merged = mergePackParts(
    files.map((name) => ({ name, data: parse(readFileSync(join(folder, name), 'utf8')) as unknown })),
  );
  const { pack, faults } = readPack(merged);
  if (!pack) {
    for (const { place, problem } of faults) write(`schema  ${place}: ${problem}`);
    return faults.length;
  }
  const problems = lint(pack);
  for (const { severity, place, problem } of problems) write(`${severity.padEnd(7)} ${place}: ${problem}`);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const prepared = preparePack(pack, createHash('sha256').update(JSON.stringify(pack)).digest('hex'));
  let failed = 0;
  for (const example of pack.cases) {
    const differences = runCase(prepared, example);
    if (differences.length > 0) failed += 1;
    for (const difference of differences) write(`case    ${example.name}: ${difference}`);
  }
  const counts = [
    'provisions',
    'questions',
    'facts',
    'scores',
    'scales',
    'rules',
    'obligations',
    'documents',
    'channels',
    'cases',
  ] as const;
  write(`${pack.id} ${pack.version}: ${counts.map((key) => `${pack[key].length} ${key}`).join(', ')}`);
  write(`${errors} errors, ${problems.length - errors} warnings, ${failed} of ${pack.cases.length} cases fail`);
  return errors + failed;
}

const folder = process.argv[2];
if (folder === undefined) {
  write('usage: node build/pack-check.ts <folder of the pack>');
  process.exitCode = 2;
} else {
  try {
    process.exitCode = check(folder) === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    write(`fault   ${error.message}`);
    process.exitCode = 1;
  }
}
