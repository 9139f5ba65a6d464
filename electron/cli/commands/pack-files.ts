import { createPrivateKey, type KeyObject } from 'node:crypto';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../../shared/lib/errors.ts';
import { groupedHash } from '../../../shared/packs/fingerprint.ts';
import type { PackVersion } from '../../../shared/packs/contract.ts';
import { examinePackFile } from '../../packs/examine.ts';
import { signPack } from '../../packs/pack-file.ts';
import { CliError, columns, passphrase, readInput, writeOutput, type Io } from '../io.ts';
import { printInspection } from '../pack-file-report.ts';
import { withWorkspace } from '../workspace-session.ts';
import { readPack } from './packs.ts';

function readSigningKey(file: string, password: string | undefined): KeyObject {
  try {
    return createPrivateKey({
      key: Buffer.from(readInput(file)),
      format: 'pem',
      ...(password === undefined ? {} : { passphrase: password }),
    });
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new AppError('invalid', `${file} holds no private key`, { reason: 'not-a-pack-key', cause: error });
  }
}

/** pack sign, install, versions, activate, trust: packs as signed files, and the versions of a workspace. */
export function addPackFileCommands(pack: Command, io: Io, done: (code: number) => void): void {
  const { t } = io;

  pack
    .command('sign')
    .description(t('cli.commands.packSign'))
    .argument('<pack>', t('cli.arguments.pack'))
    .requiredOption('--key <file>', t('cli.options.packKey'))
    .option('--passphrase-env <name>', t('cli.options.passphrase'))
    .option('--publisher <name>', t('cli.options.publisher'))
    .requiredOption('--out <file>', t('cli.options.out'))
    .option('--force', t('cli.options.force'))
    .action(
      (
        path: string,
        options: { key: string; passphraseEnv?: string; publisher?: string; out: string; force?: true },
      ) => {
        const { pack: content } = readPack(path);
        const password = options.passphraseEnv === undefined ? undefined : passphrase(io, options.passphraseEnv);
        const publisher = options.publisher ?? content.authors[0] ?? content.id;
        const bytes = signPack(content, publisher, readSigningKey(options.key, password));
        // Nothing is signed that no workspace would take.
        const found = examinePackFile(bytes, null, () => undefined);
        if (found.refusal) {
          printInspection(io, found);
          return done(1);
        }
        writeOutput(options.out, bytes, options.force === true);
        const fingerprint = groupedHash(found.signer?.fingerprint ?? '');
        io.print(t('cli.packSigned', { path: options.out, name: publisher, fingerprint }));
      },
    );

  pack
    .command('trust')
    .description(t('cli.commands.packTrust'))
    .argument('<file>', t('cli.arguments.file'))
    .argument('<key>', t('cli.arguments.publicKey'))
    .requiredOption('--name <name>', t('cli.options.publisher'))
    .option('--fingerprint <hex>', t('cli.options.fingerprint'))
    .option('--note <text>', t('cli.options.note'), '')
    .action((file: string, key: string, options: { name: string; fingerprint?: string; note: string }) =>
      withWorkspace(io, file, async ({ api, files }) => {
        const held = files.put(basename(key), readInput(key));
        const { fingerprint } = await api.packs.readPublisher({ file: held });
        if (options.fingerprint === undefined) {
          io.print(t('cli.packCompare', { fingerprint: groupedHash(fingerprint) }));
          return done(1);
        }
        const confirmed = options.fingerprint.replaceAll(/[\s:]/g, '').toLowerCase();
        if (!/^[0-9a-f]{64}$/.test(confirmed))
          throw new CliError('cli.wrong.invalidArgument', { name: '--fingerprint' });
        await api.packs.addPublisher({ file: held, name: options.name, note: options.note, fingerprint: confirmed });
        io.print(t('cli.packTrusted', { name: options.name, fingerprint: groupedHash(fingerprint) }));
      }),
    );

  pack
    .command('install')
    .description(t('cli.commands.packInstall'))
    .argument('<file>', t('cli.arguments.file'))
    .argument('<packfile>', t('cli.arguments.packFile'))
    .option('--dry-run', t('cli.options.dryRun'))
    .option('--json', t('cli.options.json'))
    .action((file: string, path: string, options: { dryRun?: true; json?: true }) =>
      withWorkspace(io, file, async ({ api, files }) => {
        const held = files.put(basename(path), readInput(path));
        const found = await api.packs.inspect({ file: held });
        if (options.json && (options.dryRun || found.refusal)) io.print(JSON.stringify(found));
        else if (!options.json) printInspection(io, found);
        if (found.refusal) return done(1);
        if (options.dryRun) return;
        const installed = await api.packs.install({ file: held });
        io.print(options.json ? JSON.stringify(installed) : t('cli.packInstalled', installed));
      }),
    );

  const printVersions = (rows: readonly (PackVersion & { id: string })[]): void => {
    const table = rows.map(({ id, version, active, lawTextDate, origin, publisher, pinned, hash }) => [
      active ? '*' : ' ',
      id,
      version,
      lawTextDate,
      publisher ? publisher.name : t(`packs.origin.${origin}`),
      publisher && !publisher.trusted ? t('packs.notTrusted') : '',
      t('cli.packPinned', { count: pinned }),
      hash,
    ]);
    for (const line of columns(table)) io.print(line);
  };

  pack
    .command('versions')
    .description(t('cli.commands.packVersions'))
    .argument('<file>', t('cli.arguments.file'))
    .option('--pack <id>', t('cli.options.pack'))
    .option('--json', t('cli.options.json'))
    .action((file: string, options: { pack?: string; json?: true }) =>
      withWorkspace(io, file, async ({ api }) => {
        const ids = options.pack === undefined ? (await api.packs.list({})).map(({ id }) => id) : [options.pack];
        const rows = (
          await Promise.all(ids.map(async (id) => (await api.packs.versions({ id })).map((row) => ({ id, ...row }))))
        ).flat();
        if (options.json) io.print(JSON.stringify(rows));
        else printVersions(rows);
      }),
    );

  pack
    .command('activate')
    .description(t('cli.commands.packActivate'))
    .argument('<file>', t('cli.arguments.file'))
    .requiredOption('--pack <id>', t('cli.options.pack'))
    .requiredOption('--version <number>', t('cli.options.packVersion'))
    .option('--json', t('cli.options.json'))
    .action((file: string, options: { pack: string; version: string; json?: true }) =>
      withWorkspace(io, file, async ({ api }) => {
        const versions = await api.packs.versions({ id: options.pack });
        const found = versions.filter(
          ({ version, hash }) =>
            version === options.version || (options.version.length >= 8 && hash.startsWith(options.version)),
        );
        const [wanted, other] = found;
        if (!wanted) throw new CliError('cli.noPackVersion', { id: options.pack, version: options.version });
        if (other) throw new CliError('cli.severalPackVersions', { version: options.version });
        const rows = (await api.packs.activate({ id: options.pack, hash: wanted.hash })).map((row) => ({
          id: options.pack,
          ...row,
        }));
        if (options.json) io.print(JSON.stringify(rows));
        else printVersions(rows);
      }),
    );
}
