import type { Command } from 'commander';
import { Day } from '../../../shared/lib/schema.ts';
import { Answers } from '../../../shared/rules/answer.ts';
import { printEvaluation } from '../evaluation-text.ts';
import { columns, CliError, readJson, type Io } from '../io.ts';
import { withWorkspace } from '../workspace-session.ts';

/** A calendar day given on the command line. */
export function readDay(text: string): string {
  const parsed = Day.safeParse(text);
  if (!parsed.success) throw new CliError('cli.wrong.invalidArgument', { name: text });
  return parsed.data;
}

/** assess, evaluate. */
export function addAssessmentCommands(program: Command, io: Io): void {
  const { t } = io;

  program
    .command('assess')
    .description(t('cli.commands.assess'))
    .argument('<file>', t('cli.arguments.file'))
    .requiredOption('--system <code>', t('cli.options.system'))
    .requiredOption('--pack <id>', t('cli.options.pack'))
    .requiredOption('--answers <file>', t('cli.options.answers'))
    .option('--json', t('cli.options.json'))
    .action((file: string, options: { system: string; pack: string; answers: string; json?: true }) =>
      withWorkspace(io, file, async ({ api }) => {
        const answers = readJson(options.answers, Answers);
        const { id } = await api.systems.byCode({ code: options.system });
        const given = Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, { answer }]));
        const state = await api.assessments.answer({ system: id, pack: options.pack, answers: given });
        if (options.json) return io.print(JSON.stringify(state.evaluation));
        const { pack } = await api.packs.get({ id: options.pack });
        printEvaluation(io, pack, state.evaluation);
      }),
    );

  program
    .command('evaluate')
    .description(t('cli.commands.evaluate'))
    .argument('<file>', t('cli.arguments.file'))
    .option('--pack <id>', t('cli.options.pack'))
    .option('--on <day>', t('cli.options.on'))
    .option('--json', t('cli.options.json'))
    .action((file: string, options: { pack?: string; on?: string; json?: true }) =>
      withWorkspace(io, file, async ({ api }) => {
        const on = options.on === undefined ? undefined : readDay(options.on);
        const packs = options.pack === undefined ? (await api.packs.list({})).map(({ id }) => id) : [options.pack];
        const results = [];
        for (const pack of packs) results.push({ pack, changes: await api.assessments.reevaluate({ pack, on }) });
        if (options.json) return io.print(JSON.stringify(results));
        const show = (degree: string | null): string => degree ?? t('cli.notClassified');
        for (const { pack, changes } of results) {
          if (changes.length === 0) io.print(t('cli.noChange', { pack }));
          const table = changes.map(({ code, before, after }) => [pack, code, `${show(before)} → ${show(after)}`]);
          for (const line of columns(table)) io.print(line);
        }
      }),
    );
}
