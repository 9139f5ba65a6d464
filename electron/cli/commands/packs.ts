import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { Answers } from '../../../shared/rules/answer.ts';
import { runCase } from '../../../shared/rules/cases.ts';
import { evaluate } from '../../../shared/rules/evaluate.ts';
import { loadPack, readPackParts, type LoadedPack } from '../../packs/library.ts';
import { printEvaluation } from '../evaluation-text.ts';
import { columns, CliError, readInput, readJson, type Io } from '../io.ts';
import { verifyPackFile } from '../pack-file-report.ts';
import { withServices } from '../workspace-session.ts';
import { readDay } from './assessments.ts';
import { localDay } from '../../day.ts';

/** Reads the data of a pack from a folder of parts or from one YAML or JSON file, as written. */
export function readPackData(path: string): unknown {
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch {
    throw new CliError('cli.cannotRead', { file: path });
  }
  if (isFolder) return readPackParts(path);
  try {
    return parse(Buffer.from(readInput(path)).toString('utf8'), { maxAliasCount: 0 }) as unknown;
  } catch (error) {
    if (error instanceof Error && error.name.startsWith('YAML')) {
      throw new CliError('cli.notJson', { file: path, problem: error.message });
    }
    throw error;
  }
}

/** Reads and prepares a pack from a folder of parts or from one YAML or JSON file. */
export function readPack(path: string): LoadedPack {
  return loadPack(readPackData(path));
}

/** pack list, evaluate, verify: rule packs without a workspace. Gives the command the others of packs are added to. */
export function addPackCommands(program: Command, io: Io, done: (code: number) => void): Command {
  const { t } = io;
  const pack = program.command('pack').description(t('cli.commands.pack'));

  pack
    .command('list')
    .description(t('cli.commands.packList'))
    .option('--json', t('cli.options.json'))
    .action((options: { json?: true }) =>
      withServices(io, async ({ api }) => {
        const packs = await api.packs.list({});
        if (options.json) return io.print(JSON.stringify(packs));
        const table = packs.map(({ id, version, lawTextDate, title }) => [id, version, lawTextDate, title[t.locale]]);
        for (const line of columns(table)) io.print(line);
      }),
    );

  pack
    .command('evaluate')
    .description(t('cli.commands.packEvaluate'))
    .argument('<pack>', t('cli.arguments.pack'))
    .requiredOption('--answers <file>', t('cli.options.answers'))
    .option('--on <day>', t('cli.options.on'))
    .option('--json', t('cli.options.json'))
    .action((path: string, options: { answers: string; on?: string; json?: true }) => {
      const loaded = readPack(path);
      const on = readDay(options.on ?? localDay(io.now()));
      const evaluation = evaluate(loaded.prepared, readJson(options.answers, Answers), on);
      if (options.json) io.print(JSON.stringify(evaluation));
      else printEvaluation(io, loaded.pack, evaluation);
    });

  pack
    .command('verify')
    .description(t('cli.commands.packVerify'))
    .argument('<pack>', t('cli.arguments.pack'))
    .option('--key <file>', t('cli.options.publicKey'))
    .option('--extract <folder>', t('cli.options.extract'))
    .option('--json', t('cli.options.json'))
    .action((path: string, options: { key?: string; extract?: string; json?: true }) => {
      if (path.endsWith('.tzpack')) return done(verifyPackFile(io, path, options));
      const { pack: content, prepared, hash } = readPack(path);
      const failed = content.cases
        .map((example) => ({ case: example.name, differences: runCase(prepared, example) }))
        .filter(({ differences }) => differences.length > 0);
      // A pack without worked examples is not proved by anything.
      if (failed.length > 0 || content.cases.length === 0) done(1);
      const result = { id: content.id, version: content.version, hash, cases: content.cases.length, failed };
      if (options.json) return io.print(JSON.stringify(result));
      io.print(`${content.id} ${content.version}  sha256 ${hash}`);
      for (const { case: name, differences } of failed) for (const line of differences) io.print(`  ${name}: ${line}`);
      io.print(t('cli.casesPassed', { passed: content.cases.length - failed.length, total: content.cases.length }));
    });
  return pack;
}
