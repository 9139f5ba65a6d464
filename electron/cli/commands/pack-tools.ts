import type { Command } from 'commander';
import { readPack as readPackShape } from '../../../shared/packs/check.ts';
import { describePack } from '../../../shared/packs/describe.ts';
import { differPacks } from '../../../shared/packs/difference.ts';
import { lint } from '../../../shared/rules/lint.ts';
import { simulate } from '../../../shared/rules/simulate.ts';
import { localDay } from '../../day.ts';
import { renderPdf } from '../../pdf/render.ts';
import { columns, writeOutput, type Io } from '../io.ts';
import { differenceLines, documentLines, simulationLines } from '../pack-text.ts';
import { readDay } from './assessments.ts';
import { readPack, readPackData } from './packs.ts';

/** pack lint, simulate, show, diff: tools for those who write packs and for those who answer for them. */
export function addPackToolCommands(pack: Command, io: Io, done: (code: number) => void): void {
  const { t } = io;

  pack
    .command('lint')
    .description(t('cli.commands.packLint'))
    .argument('<pack>', t('cli.arguments.pack'))
    .option('--json', t('cli.options.json'))
    .action((path: string, options: { json?: true }) => {
      const read = readPackShape(readPackData(path));
      const problems = read.pack ? lint(read.pack) : read.problems;
      if (problems.some(({ severity }) => severity === 'error')) done(1);
      if (options.json) return io.print(JSON.stringify(problems));
      for (const line of columns(problems.map(({ severity, place, problem }) => [severity, place, problem])))
        io.print(line);
      if (problems.length === 0) io.print(t('cli.packClean'));
    });

  pack
    .command('simulate')
    .description(t('cli.commands.packSimulate'))
    .argument('<pack>', t('cli.arguments.pack'))
    .option('--on <day>', t('cli.options.on'))
    .option('--json', t('cli.options.json'))
    .action((path: string, options: { on?: string; json?: true }) => {
      const loaded = readPack(path);
      const report = simulate(loaded.prepared, { on: readDay(options.on ?? localDay(io.now())) });
      if (report.unreached.length > 0) done(1);
      if (options.json) return io.print(JSON.stringify(report));
      for (const line of simulationLines(t, loaded.pack, report)) io.print(line);
    });

  pack
    .command('show')
    .description(t('cli.commands.packShow'))
    .argument('<pack>', t('cli.arguments.pack'))
    .option('--out <file>', t('cli.options.out'))
    .option('--force', t('cli.options.force'))
    .option('--json', t('cli.options.json'))
    .action(async (path: string, options: { out?: string; force?: true; json?: true }) => {
      const { pack: content, hash } = readPack(path);
      const document = describePack(content, { hash, locale: t.locale, on: localDay(io.now()) });
      if (options.out !== undefined) {
        const bytes = await renderPdf(document, {
          createdAt: io.now(),
          fileId: `${hash} ${t.locale}`,
          attachments: [],
          signatureFields: 'reserve',
        });
        writeOutput(options.out, bytes, options.force === true);
        io.print(options.json ? JSON.stringify({ path: options.out }) : t('cli.written', { path: options.out }));
      } else if (options.json) io.print(JSON.stringify(document));
      else for (const line of documentLines(document)) io.print(line);
    });

  pack
    .command('diff')
    .description(t('cli.commands.packDiff'))
    .argument('<older>', t('cli.arguments.older'))
    .argument('<newer>', t('cli.arguments.newer'))
    .option('--json', t('cli.options.json'))
    .action((older: string, newer: string, options: { json?: true }) => {
      const difference = differPacks(readPack(older), readPack(newer));
      if (options.json) return io.print(JSON.stringify(difference));
      for (const line of differenceLines(t, difference)) io.print(line);
    });
}
