import { basename } from 'node:path';
import { Option, type Command } from 'commander';
import {
  Mapping,
  type ImportPlan,
  type ImportResult,
  type RowProblem,
  type SheetPreview,
} from '../../../shared/imports/contract.ts';
import type { Locale } from '../../../shared/lib/schema.ts';
import type { SystemRow } from '../../../shared/systems/contract.ts';
import { columns, readInput, readJson, writeOutput, type Io } from '../io.ts';
import { withWorkspace, type Session } from '../workspace-session.ts';
import { isDossier, restoreDossier, type RestoreOptions } from './restore.ts';

const pageSize = 500;

/** The name in the language asked for, or in the first one there is. */
function nameOf({ name }: SystemRow, locale: Locale): string {
  return name?.[locale] ?? name?.ru ?? name?.kk ?? name?.en ?? '';
}

async function allSystems({ api }: Session, search: string, locale: Locale): Promise<SystemRow[]> {
  const rows: SystemRow[] = [];
  for (;;) {
    const page = await api.systems.list({ filter: { search }, offset: rows.length, limit: pageSize, locale });
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= page.total) return rows;
  }
}

/** The sheet with the most rows, with the columns as guessed. */
function guessMapping(sheets: readonly SheetPreview[]): Mapping {
  const [best] = sheets.toSorted((left, right) => right.rows - left.rows);
  return {
    sheet: best?.sheet ?? '',
    headerRow: best?.headerRow ?? 0,
    columns: best?.columns.map(({ index, target }) => ({ index, target })) ?? [],
  };
}

function printProblems({ print, t }: Io, problems: readonly RowProblem[]): void {
  for (const { code, value, column } of problems) {
    const text = t.find(`imports.problems.${code}`, { value }) ?? code;
    print(`  ${column === null ? '' : `${column}: `}${text}`);
  }
}

function printPlan(io: Io, { rows, counts }: ImportPlan): void {
  for (const { row, outcome, title, problems } of rows) {
    if (problems.length === 0 && (outcome === 'add' || outcome === 'update')) continue;
    io.print(io.t('cli.row', { row, title, outcome: io.t(`imports.outcomes.${outcome}`) }));
    printProblems(io, problems);
  }
  io.print(io.t('cli.planned', counts));
}

function printResult(io: Io, result: ImportResult): void {
  for (const { row, title, problems, result: outcome } of result.rows) {
    if (problems.length === 0 && (outcome === 'added' || outcome === 'updated')) continue;
    io.print(io.t('cli.row', { row, title, outcome: io.t(`imports.results.${outcome}`) }));
    printProblems(io, problems);
  }
  const { read, added, updated, rejected, skipped } = result;
  io.print(io.t('cli.imported', { read, added, updated, rejected, skipped }));
}

/** import, systems, export. */
export function addRegisterCommands(program: Command, io: Io): void {
  const { t } = io;

  program
    .command('import')
    .description(t('cli.commands.import'))
    .argument('<file>', t('cli.arguments.file'))
    .argument('<input>', t('cli.arguments.input'))
    .option('--mapping <file>', t('cli.options.mapping'))
    .addOption(new Option('--as <way>', t('cli.options.as')).choices(['new', 'overwrite']))
    .option('--take-registers', t('cli.options.takeRegisters'))
    .option('--take-organisation', t('cli.options.takeOrganisation'))
    .option('--dry-run', t('cli.options.dryRun'))
    .option('--json', t('cli.options.json'))
    .action((file: string, input: string, options: RestoreOptions & { mapping?: string }) =>
      withWorkspace(io, file, async (session) => {
        if (isDossier(input)) return restoreDossier(io, session, input, options);
        const { api, files } = session;
        const given = options.mapping === undefined ? undefined : readJson(options.mapping, Mapping);
        const read = await api.imports.read({ file: files.put(basename(input), readInput(input)) });
        const mapping = given ?? guessMapping(read.sheets);
        const plan = await api.imports.dryRun({ file: read.file, mapping });
        if (options.dryRun) {
          if (options.json) io.print(JSON.stringify({ mapping, counts: plan.counts, rows: plan.rows }));
          else printPlan(io, plan);
          return;
        }
        const result = await api.imports.apply({ plan: plan.plan });
        if (options.json) io.print(JSON.stringify(result));
        else printResult(io, result);
      }),
    );

  program
    .command('systems')
    .description(t('cli.commands.systems'))
    .argument('<file>', t('cli.arguments.file'))
    .option('--search <text>', t('cli.options.search'), '')
    .option('--json', t('cli.options.json'))
    .action((file: string, options: { search: string; json?: true }) =>
      withWorkspace(io, file, async (session) => {
        const rows = await allSystems(session, options.search, t.locale);
        if (options.json) return io.print(JSON.stringify(rows));
        const table = rows.map((row) => [
          row.code,
          degreeText(io, row),
          `${row.completeness} %`,
          nameOf(row, t.locale),
        ]);
        for (const line of columns(table)) io.print(line);
        io.print(t('cli.total', { total: rows.length }));
      }),
    );

  program
    .command('export')
    .description(t('cli.commands.export'))
    .argument('<file>', t('cli.arguments.file'))
    .addOption(new Option('--format <format>', t('cli.options.format')).choices(['xlsx', 'csv']).makeOptionMandatory())
    .requiredOption('--out <file>', t('cli.options.out'))
    .option('--force', t('cli.options.force'))
    .option('--json', t('cli.options.json'))
    .action((file: string, options: { format: 'xlsx' | 'csv'; out: string; force?: true; json?: true }) =>
      withWorkspace(io, file, async ({ api, files }) => {
        const { bytes } = files.take(await api.systems.export({ format: options.format, locale: t.locale }));
        writeOutput(options.out, bytes, options.force === true);
        io.print(
          options.json
            ? JSON.stringify({ file: options.out, bytes: bytes.length })
            : t('cli.written', { path: options.out }),
        );
      }),
    );
}

function degreeText({ t }: Io, { degree }: SystemRow): string {
  if (degree.prohibited === 'yes') return t('cli.prohibited');
  if (degree.degree === null) return t('cli.notClassified');
  const text =
    t.find(`options.degree.${degree.degree}`) ?? t.find(`systems.degree.short.${degree.degree}`) ?? degree.degree;
  return degree.status === 'provisional' ? t('cli.atLeast', { degree: text }) : text;
}
