import type { Command } from 'commander';
import type { ApiContract } from '../../../shared/api.ts';
import type { Client } from '../../../shared/lib/contract.ts';
import { Day } from '../../../shared/lib/schema.ts';
import type { Pack } from '../../../shared/rules/pack.ts';
import { Answers } from '../../../shared/rules/answer.ts';
import { printEvaluation } from '../evaluation-text.ts';
import { CliError, readJson, type Io } from '../io.ts';
import { printReevaluation, type ExplainedRow } from '../reevaluation-text.ts';
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
        const { pack } = await api.packs.get({ id: options.pack, hash: state.evaluation.pack.hash });
        printEvaluation(io, pack, state.evaluation);
      }),
    );

  program
    .command('evaluate')
    .description(t('cli.commands.evaluate'))
    .argument('<file>', t('cli.arguments.file'))
    .option('--pack <id>', t('cli.options.pack'))
    .option('--to <version>', t('cli.options.to'))
    .option('--on <day>', t('cli.options.on'))
    .option('--accept <codes>', t('cli.options.accept'))
    .option('--json', t('cli.options.json'))
    .action((file: string, options: EvaluateOptions) =>
      withWorkspace(io, file, ({ api }) =>
        options.accept === undefined
          ? compareRegister(io, api, options)
          : acceptVersion(io, api, options, options.accept),
      ),
    );
}

interface EvaluateOptions {
  pack?: string;
  to?: string;
  on?: string;
  accept?: string;
  json?: true;
}
type Api = Client<ApiContract>;

/** The named pack, or every pack of the product. */
async function packsOf(api: Api, { pack, to }: EvaluateOptions): Promise<string[]> {
  if (pack !== undefined) return [pack];
  // A version belongs to one pack.
  if (to !== undefined) throw new CliError('cli.wrong.missingMandatoryOptionValue', { name: '--pack' });
  return (await api.packs.list({})).map(({ id }) => id);
}

/** Hash of the version asked for, by its number or its hash; undefined for the active one. */
async function versionAsked(api: Api, pack: string, { to }: EvaluateOptions): Promise<string | undefined> {
  if (to === undefined) return undefined;
  const found = (await api.packs.versions({ id: pack })).find(({ version, hash }) => version === to || hash === to);
  if (!found) throw new CliError('cli.wrong.invalidArgument', { name: to });
  return found.hash;
}

/** Prints what would change over the whole register, with the reasons; changes nothing. */
async function compareRegister(io: Io, api: Api, options: EvaluateOptions): Promise<void> {
  const on = options.on === undefined ? undefined : readDay(options.on);
  const output = [];
  for (const pack of await packsOf(api, options)) {
    const result = await api.assessments.reevaluate({ pack, to: await versionAsked(api, pack, options), on });
    if (result.total === 0 && options.pack === undefined) continue;
    const explained: ExplainedRow[] = [];
    for (const row of result.rows) {
      const found = await api.assessments.compare({ system: row.system, pack, to: result.to.hash, on });
      explained.push({ row, explanations: found.explanations });
    }
    output.push({ ...result, rows: explained.map(({ row, explanations }) => ({ ...row, explanations })) });
    if (options.json) continue;
    const versions = new Map<string, Pack | null>();
    const missing = new Set(result.rows.filter(({ pinnedMissing }) => pinnedMissing).map(({ pinned }) => pinned.hash));
    for (const { hash } of [...result.pins, result.to])
      versions.set(hash, missing.has(hash) ? null : (await api.packs.get({ id: pack, hash })).pack);
    const after = versions.get(result.to.hash);
    if (after) printReevaluation(io, result, explained, (hash) => versions.get(hash) ?? null, after);
  }
  if (options.json) io.print(JSON.stringify(output));
  else if (output.some(({ rows }) => rows.length > 0)) io.print(io.t('reevaluation.cli.hint'));
}

/** Accepts a version for the systems with these codes. */
async function acceptVersion(io: Io, api: Api, options: EvaluateOptions, list: string): Promise<void> {
  if (options.on !== undefined) throw new CliError('cli.wrong.unknownOption', { name: '--on' });
  const codes = new Map<string, string>();
  for (const code of list.split(',').map((part) => part.trim())) {
    if (code === '') throw new CliError('cli.wrong.invalidArgument', { name: list });
    codes.set((await api.systems.byCode({ code })).id, code);
  }
  const systems = [...codes.keys()];
  const spell = (ids: readonly string[]): string => ids.map((id) => codes.get(id) ?? id).join(', ');
  const output = [];
  for (const pack of await packsOf(api, options)) {
    const result = await api.assessments.reevaluate({ pack, to: await versionAsked(api, pack, options), systems });
    // Without a named pack those are meant under which the systems would change or stand at another version.
    const wanted =
      options.pack === undefined ? [...result.rows.map(({ system }) => system), ...result.unchangedPinned] : systems;
    if (wanted.length === 0) continue;
    const { hash, version } = result.to;
    const done = await api.assessments.accept({ pack, hash, systems: wanted, seen: result.at });
    output.push({
      pack,
      version,
      hash,
      accepted: done.accepted.map((id) => codes.get(id)),
      stale: done.stale.map((id) => codes.get(id)),
    });
    if (options.json) continue;
    if (done.accepted.length > 0)
      io.print(io.t('reevaluation.cli.accepted', { pack, version, codes: spell(done.accepted) }));
    if (done.stale.length > 0) io.print(io.t('reevaluation.cli.stale', { pack, codes: spell(done.stale) }));
  }
  if (options.json) io.print(JSON.stringify(output));
}
