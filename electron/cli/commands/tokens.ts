import type { Command } from 'commander';
import type { TokenCertificate, TokenSlot } from '../../../shared/tokens/contract.ts';
import { AppError } from '../../../shared/lib/errors.ts';
import type { Signer } from '../../signatures/signer.ts';
import { forkTokenChild } from '../../tokens/driver.ts';
import { openTokenKey } from '../../tokens/token-key.ts';
import { CliError, columns, passphrase, type Io } from '../io.ts';
import { withServices, type Session } from '../workspace-session.ts';

/** Options of a signature with a token. */
export interface TokenOptions {
  token: string;
  slot?: string;
  certificate?: string;
  pinEnv?: string;
  lastTry?: true;
}

function slotNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new CliError('cli.wrong.invalidArgument', { name: '--slot' });
  return Number(text);
}

async function oneSlot({ api }: Session, library: string): Promise<number> {
  const slots = (await api.tokens.slots({ library })).filter(({ initialized }) => initialized);
  const [first, second] = slots;
  if (!first) throw new AppError('not-found', 'no token in any slot', { reason: 'token-none' });
  if (second) {
    throw new CliError('cli.tokenSlots', { slots: slots.map(({ slot, label }) => `${slot} ${label}`).join(', ') });
  }
  return first.slot;
}

/** Opens the key of a token; the caller closes it. The PIN comes from the environment, never from the command line. */
export async function openTokenSigner(io: Io, options: TokenOptions): Promise<Signer> {
  const slot =
    options.slot === undefined
      ? await withServices(io, (session) => oneSlot(session, options.token))
      : slotNumber(options.slot);
  const { key, close } = await openTokenKey(
    { start: forkTokenChild },
    {
      library: options.token,
      slot,
      certificate: options.certificate ?? null,
      pin: options.pinEnv === undefined ? null : passphrase(io, options.pinEnv),
      lastTry: options.lastTry === true,
    },
    new AbortController().signal,
  );
  return { kind: 'key', key, close };
}

/** tokens list */
export function addTokenCommands(program: Command, io: Io): void {
  const { t } = io;

  function certificateRow({ label, certificate, supported }: TokenCertificate): string[] {
    const { name, keyKind, notAfter } = certificate;
    const kind = keyKind.toUpperCase() + (supported ? '' : `, ${t('cli.tokenNotHere')}`);
    return ['', label, name, kind, notAfter.slice(0, 10)];
  }

  function lines(found: (TokenSlot & { certificates: TokenCertificate[] })[]): string[] {
    return found.flatMap(({ certificates, ...one }) => [
      ...columns([[String(one.slot), one.label, one.manufacturer, one.serial, t(`tokens.pinState.${one.pinState}`)]]),
      ...columns(certificates.map(certificateRow)),
    ]);
  }

  program
    .command('tokens')
    .description(t('cli.commands.tokens'))
    .command('list')
    .description(t('cli.commands.tokensList'))
    .option('--library <file>', t('cli.options.library'))
    .option('--slot <number>', t('cli.options.slot'))
    .option('--json', t('cli.options.json'))
    .action((options: { library?: string; slot?: string; json?: true }) =>
      withServices(io, async ({ api }) => {
        const { library } = options;
        if (library === undefined) {
          const { available, libraries } = await api.tokens.libraries({});
          if (!available) {
            throw new AppError('not-found', 'no interface to native libraries', { reason: 'token-support-missing' });
          }
          if (options.json) io.print(JSON.stringify({ available, libraries }));
          else if (libraries.length === 0) io.print(t('cli.tokenNoLibraries'));
          else for (const line of columns(libraries.map(({ name, path }) => [name ?? '', path]))) io.print(line);
          return;
        }
        const wanted = options.slot === undefined ? undefined : slotNumber(options.slot);
        const slots = (await api.tokens.slots({ library })).filter(
          ({ slot, initialized }) => initialized && (wanted === undefined || slot === wanted),
        );
        if (slots.length === 0) throw new AppError('not-found', 'no token in any slot', { reason: 'token-none' });
        const found = [];
        for (const slot of slots) {
          found.push({ ...slot, certificates: await api.tokens.certificates({ library, slot: slot.slot }) });
        }
        if (options.json) io.print(JSON.stringify(found));
        else for (const line of lines(found)) io.print(line);
      }),
    );
}
