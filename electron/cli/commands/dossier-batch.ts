import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { Edition, type BatchRow } from '../../../shared/dossiers/contract.ts';
import { fromWireError } from '../../../shared/lib/errors.ts';
import { Locale } from '../../../shared/lib/schema.ts';
import { CliError, errorText, writeOutput, type Io } from '../io.ts';
import { withWorkspace, type Session } from '../workspace-session.ts';

interface BatchOptions {
  system: string[];
  all?: true;
  template: string;
  edition: Edition;
  languages?: string;
  out: string;
  force?: true;
  json?: true;
}

const page = 500;
const several = (value: string, before: string[]): string[] => [...before, value];

function localesOf(text: string): Locale[] {
  return [...new Set(text.split(','))].map((part) => {
    const parsed = Locale.safeParse(part.trim());
    if (!parsed.success) throw new CliError('cli.wrong.invalidArgument', { name: part });
    return parsed.data;
  });
}

async function systemsOf({ api }: Session, options: BatchOptions): Promise<string[]> {
  if (options.all !== true && options.system.length === 0)
    throw new CliError('cli.wrong.missingMandatoryOptionValue', { name: '--system, --all' });
  if (options.all !== true)
    return Promise.all(options.system.map(async (code) => (await api.systems.byCode({ code })).id));
  const ids: string[] = [];
  for (;;) {
    const { rows, total } = await api.systems.list({ offset: ids.length, limit: page });
    ids.push(...rows.map(({ id }) => id));
    if (rows.length === 0 || ids.length >= total) return ids;
  }
}

async function write({ api, files }: Session, ids: readonly string[], { out, force }: BatchOptions): Promise<void> {
  if (ids.length === 0) return;
  if (out.endsWith('.zip')) {
    writeOutput(out, files.take(await api.dossiers.downloadMany({ ids: [...ids] })).bytes, force === true);
    return;
  }
  try {
    mkdirSync(out, { recursive: true });
  } catch {
    throw new CliError('cli.cannotWrite', { file: out });
  }
  for (const id of ids) {
    const { name, ...ref } = await api.dossiers.pages({ id });
    writeOutput(join(out, name), files.take({ name, ...ref }).bytes, force === true);
  }
}

/** dossiers: those of several systems in one go. */
export function addDossierBatchCommand(program: Command, io: Io, done: (code: number) => void): void {
  const { t } = io;

  function lineOf({ code, locale, outcome, draftReasons, failure }: BatchRow): string {
    const why = failure
      ? errorText(t, fromWireError({ message: '', ...failure }))
      : draftReasons.map((reason) => t.find(`dossiers.draft.${reason}`, {}) ?? reason).join(' ');
    return `${code} ${locale}: ${t(`dossiers.batch.outcome.${outcome}`)}${why === '' ? '' : `. ${why}`}`;
  }

  program
    .command('dossiers')
    .description(t('cli.commands.dossiers'))
    .argument('<file>', t('cli.arguments.file'))
    .option('--system <code>', t('cli.options.system'), several, [])
    .option('--all', t('cli.options.allSystems'))
    .addOption(new Option('--template <id>', t('cli.options.template')).makeOptionMandatory())
    .addOption(new Option('--edition <id>', t('cli.options.edition')).choices(Edition.options).default('authority'))
    .option('--languages <list>', t('cli.options.languages'))
    .requiredOption('--out <path>', t('cli.options.outFolder'))
    .option('--force', t('cli.options.force'))
    .option('--json', t('cli.options.json'))
    .action((file: string, options: BatchOptions) =>
      withWorkspace(io, file, async (session) => {
        const locales = localesOf(options.languages ?? t.locale);
        const systems = await systemsOf(session, options);
        if (systems.length === 0) return;
        const { template, edition } = options;
        const result = await session.api.dossiers.composeMany({ systems, template, edition, locales });
        const ids = result.rows.flatMap(({ dossier }) => dossier ?? []);
        await write(session, ids, options);
        done(ids.length === result.total ? 0 : 1);
        io.print(
          options.json
            ? JSON.stringify(result)
            : [...result.rows.map(lineOf), t('cli.written', { path: options.out })].join('\n'),
        );
      }),
    );
}
