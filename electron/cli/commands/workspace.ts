import type { Command } from 'commander';
import { AppError } from '../../../shared/lib/errors.ts';
import type { Io } from '../io.ts';
import { withServices, withWorkspace, type Session } from '../workspace-session.ts';

/** init, check, ledger verify. */
export function addWorkspaceCommands(program: Command, io: Io, done: (code: number) => void): void {
  const { t } = io;

  program
    .command('init')
    .description(t('cli.commands.init'))
    .argument('<file>', t('cli.arguments.file'))
    .requiredOption('--org <name>', t('cli.options.org'))
    .option('--bin <bin>', t('cli.options.bin'), '')
    .option('--json', t('cli.options.json'))
    .action((file: string, options: { org: string; bin: string; json?: true }) =>
      withServices(io, async ({ api }) => {
        const info = await api.workspace.create({
          path: file,
          organisation: options.org,
          bin: options.bin,
          locale: t.locale,
        });
        io.print(options.json ? JSON.stringify(info) : t('cli.made', { path: info.path }));
      }),
    );

  program
    .command('check')
    .description(t('cli.commands.check'))
    .argument('<file>', t('cli.arguments.file'))
    .option('--json', t('cli.options.json'))
    .action((file: string, options: { json?: true }) =>
      withWorkspace(io, file, async (session) => {
        const result = await checkWorkspace(session);
        const whole = result.ledger.ok && result.damaged.length === 0;
        done(whole ? 0 : 1);
        if (options.json) return io.print(JSON.stringify({ whole, ...result }));
        printLedger(io, result.ledger);
        for (const name of result.damaged) io.print(t('cli.damaged', { name }));
        const { evidence, dossiers, damaged } = result;
        io.print(t('cli.checked', { evidence, dossiers, damaged: damaged.length }));
      }),
    );

  const ledger = program.command('ledger').description(t('cli.commands.ledger'));
  ledger
    .command('verify')
    .description(t('cli.commands.ledgerVerify'))
    .argument('<file>', t('cli.arguments.file'))
    .option('--json', t('cli.options.json'))
    .action((file: string, options: { json?: true }) =>
      withWorkspace(io, file, async ({ api }) => {
        const result = await api.ledger.verify({});
        done(result.ok ? 0 : 1);
        if (options.json) io.print(JSON.stringify(result));
        else printLedger(io, result);
      }),
    );
}

interface LedgerResult {
  ok: boolean;
  size: number;
  root: string;
  brokenAt: number | null;
}

function printLedger({ print, t }: Io, { ok, size, root, brokenAt }: LedgerResult): void {
  print(ok ? t('cli.ledgerWhole', { size, root }) : t('cli.ledgerBroken', { entry: brokenAt ?? 0 }));
}

/** The chain of the ledger, the hash of each piece of evidence, and hash and signatures of each dossier. */
async function checkWorkspace({ api }: Session) {
  const damaged: string[] = [];
  const ledger = await api.ledger.verify({});
  const evidence = await api.evidence.list({});
  for (const { id, fileName } of evidence) {
    try {
      await api.evidence.download({ id });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'corrupt') throw error;
      damaged.push(fileName);
    }
  }
  const dossiers = await api.dossiers.list({});
  for (const dossier of dossiers) {
    const { report, sha256 } = await api.dossiers.verify({ id: dossier.id });
    const broken = dossier.signatures.length > 0 && !report.intact;
    if (broken || sha256 !== dossier.sha256) damaged.push(dossier.fileName);
  }
  return { ledger, evidence: evidence.length, dossiers: dossiers.length, damaged };
}
