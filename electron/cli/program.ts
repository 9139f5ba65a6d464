import { Command, CommanderError, Help } from 'commander';
import { resolve } from 'node:path';
import { translator, type MessageKey } from '../../shared/i18n/translate.ts';
import { AppError } from '../../shared/lib/errors.ts';
import { Locale } from '../../shared/lib/schema.ts';
import { runDemo } from '../demo/demo.ts';
import { addAssessmentCommands } from './commands/assessments.ts';
import { addDossierBatchCommand } from './commands/dossier-batch.ts';
import { addDossierCommands } from './commands/dossiers.ts';
import { addPackFileCommands } from './commands/pack-files.ts';
import { addPackToolCommands } from './commands/pack-tools.ts';
import { addPackCommands } from './commands/packs.ts';
import { addRegisterCommands } from './commands/register.ts';
import { addTokenCommands } from './commands/tokens.ts';
import { addWorkspaceCommands } from './commands/workspace.ts';
import { CliError, errorText, type Io } from './io.ts';

/** Exit codes: 0 done; 1 refused, or a check found something; 2 the command was not understood; 70 an error of ours. */
export const exitCodes = { done: 0, failed: 1, usage: 2, internal: 70 } as const;

/** Language of messages: `--lang`, else the environment, else Russian. */
export function chooseLocale(args: readonly string[], env: NodeJS.ProcessEnv): Locale {
  const index = args.findIndex((argument) => argument === '--lang' || argument.startsWith('--lang='));
  const given = index < 0 ? undefined : (args[index]?.split('=')[1] ?? args[index + 1]);
  const asked = Locale.safeParse(given);
  if (asked.success) return asked.data;
  const system = Locale.safeParse((env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '').slice(0, 2));
  return system.success ? system.data : 'ru';
}

const titles: Record<string, MessageKey> = {
  'Usage:': 'cli.titles.usage',
  'Arguments:': 'cli.titles.arguments',
  'Options:': 'cli.titles.options',
  'Commands:': 'cli.titles.commands',
};

const wrong: Record<string, MessageKey> = {
  'commander.unknownOption': 'cli.wrong.unknownOption',
  'commander.unknownCommand': 'cli.wrong.unknownCommand',
  'commander.missingArgument': 'cli.wrong.missingArgument',
  'commander.missingMandatoryOptionValue': 'cli.wrong.missingMandatoryOptionValue',
  'commander.optionMissingArgument': 'cli.wrong.optionMissingArgument',
  'commander.excessArguments': 'cli.wrong.excessArguments',
  'commander.invalidArgument': 'cli.wrong.invalidArgument',
};

/** Puts the same settings on a command and everything below it. */
function settle(command: Command, io: Io): void {
  const { t } = io;
  command
    .exitOverride()
    .helpOption('-h, --help', t('cli.options.help'))
    .helpCommand(false)
    .configureHelp({
      styleTitle: (title) => (titles[title] ? t(titles[title]) : title),
      optionDescription: (option) => option.description,
      optionTerm: (option) => Help.prototype.optionTerm.call(new Help(), option),
    })
    .configureOutput({
      writeOut: (text) => io.print(text.trimEnd()),
      writeErr: (text) => io.complain(text.trimEnd()),
      outputError: () => undefined,
    });
  for (const child of command.commands) settle(child, io);
}

/** The text of a wrong command line, in the user's language. Commander puts what is wrong in quotes. */
function usageText({ t }: Io, { code, message }: CommanderError): string {
  const quoted = /'([^']*)'/.exec(message)?.[1] ?? '';
  const name = /--[\w-]+/.exec(quoted)?.[0] ?? quoted;
  return `${t(wrong[code] ?? 'cli.wrong.other', { name })} ${t('cli.wrong.help')}`;
}

function createProgram(io: Io, version: string, done: (code: number) => void): Command {
  const { t } = io;
  const program = new Command('tizilim');
  program
    .description(t('cli.about'))
    .version(version, '-V, --version', t('cli.options.version'))
    .option('--lang <language>', t('cli.options.lang'))
    // A command may have an option --version of its own.
    .enablePositionalOptions();
  addWorkspaceCommands(program, io, done);
  addRegisterCommands(program, io);
  addAssessmentCommands(program, io);
  const pack = addPackCommands(program, io, done);
  addPackToolCommands(pack, io, done);
  addPackFileCommands(pack, io, done);
  addDossierCommands(program, io, done);
  addTokenCommands(program, io);
  addDossierBatchCommand(program, io, done);
  program
    .command('demo')
    .description(t('cli.commands.demo'))
    .option('--out <folder>', t('cli.options.demoOut'), 'out/demo')
    .action(async ({ out }: { out: string }) => {
      done(await runDemo({ outDir: resolve(out), print: (line) => io.print(line), now: () => io.now() }));
    });
  for (const command of program.commands) {
    for (const leaf of command.commands.length > 0 ? command.commands : [command])
      leaf.option('--lang <language>', t('cli.options.lang'));
  }
  settle(program, io);
  return program;
}

/** Runs one command line and gives its exit code; every message goes through `io`. */
export async function runCommand(args: readonly string[], io: Omit<Io, 't'>, version: string): Promise<number> {
  const full: Io = { ...io, t: translator(chooseLocale(args, io.env)) };
  let code: number = exitCodes.done;
  const program = createProgram(full, version, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return report(full, error);
  }
}

function report(io: Io, error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done;
    if (error.code !== 'commander.help') io.complain(usageText(io, error));
    return exitCodes.usage;
  }
  if (error instanceof CliError) {
    io.complain(io.t(error.key, error.values));
    return error.key.startsWith('cli.wrong.') ? exitCodes.usage : exitCodes.failed;
  }
  if (error instanceof AppError) {
    io.complain(errorText(io.t, error));
    return error.code === 'internal' ? exitCodes.internal : exitCodes.failed;
  }
  io.complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return exitCodes.internal;
}
