import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { Option, type Command } from 'commander';
import { Edition } from '../../../shared/dossiers/contract.ts';
import { holds } from '../../../shared/dossiers/edition.ts';
import { reportLines } from '../../../shared/signatures/report-text.ts';
import { stampFonts } from '../../pdf/fonts.ts';
import { openPkcs12 } from '../../signatures/pkcs12.ts';
import { fillStamp, prepareStamp } from '../../signatures/document-stamp.ts';
import { signPdf } from '../../signatures/sign.ts';
import { detachedCms, requireGostChoice, signerInfo, type Signer } from '../../signatures/signer.ts';
import { stampLines } from '../../signatures/stamp.ts';
import { makeStampRequest, nationalStampPolicy, readStampRequest } from '../../signatures/time-stamp.ts';
import { standAloneVerifier } from '../../signatures/stand-alone.ts';
import { verifyPdf } from '../../signatures/verify.ts';
import { CliError, passphrase, readInput, writeOutput, type Io } from '../io.ts';
import { withWorkspace } from '../workspace-session.ts';
import { openNationalSigner } from './ncalayer.ts';
import { openTokenSigner, type TokenOptions } from './tokens.ts';

interface DossierOptions {
  system?: string;
  template: string;
  edition: Edition;
  changes?: true;
  evidence?: boolean;
  out: string;
  docx?: string;
  sign?: string;
  passphraseEnv?: string;
  role: string;
  gost?: true;
  force?: true;
  json?: true;
}

interface SignOptions extends Partial<TokenOptions> {
  key?: string;
  ncalayer?: true;
  trust: string[];
  passphraseEnv?: string;
  out: string;
  role: string;
  gost?: true;
  certify?: true;
  detached?: string;
  force?: true;
  json?: true;
}

interface RequestOptions {
  out: string;
  digest: 'sha256' | 'streebog512';
  national?: true;
  force?: true;
  json?: true;
}

/** Opens the key file, the token or the key in the national client of a command line; the caller closes it. */
async function openKey(io: Io, options: SignOptions): Promise<Signer> {
  const { key, token, passphraseEnv } = options;
  const sources = [key, token, options.ncalayer].filter((own) => own !== undefined);
  if (sources.length !== 1) throw new CliError('cli.keyOrToken');
  if (options.ncalayer) return openNationalSigner(io, options.trust);
  if (token !== undefined) return openTokenSigner(io, { ...options, token });
  if (key === undefined || passphraseEnv === undefined) {
    throw new CliError('cli.wrong.missingMandatoryOptionValue', { name: '--passphrase-env' });
  }
  return { kind: 'key', key: openPkcs12(readInput(key), passphrase(io, passphraseEnv)) };
}

const several = (value: string, before: string[]): string[] => [...before, value];

/** dossier, sign, timestamp, verify. Only the first needs a workspace. */
export function addDossierCommands(program: Command, io: Io, done: (code: number) => void): void {
  const { t } = io;

  program
    .command('dossier')
    .description(t('cli.commands.dossier'))
    .argument('<file>', t('cli.arguments.file'))
    .option('--system <code>', t('cli.options.system'))
    .addOption(new Option('--template <id>', t('cli.options.template')).makeOptionMandatory())
    .addOption(new Option('--edition <id>', t('cli.options.edition')).choices(Edition.options).default('authority'))
    .option('--changes', t('cli.options.changes'))
    .option('--evidence', t('cli.options.withEvidence'))
    .option('--no-evidence', t('cli.options.withoutEvidence'))
    .requiredOption('--out <file>', t('cli.options.out'))
    .option('--docx <file>', t('cli.options.docx'))
    .option('--sign <key>', t('cli.options.sign'))
    .option('--passphrase-env <name>', t('cli.options.passphrase'))
    .option('--role <text>', t('cli.options.role'), '')
    .option('--gost', t('cli.options.gost'))
    .option('--force', t('cli.options.force'))
    .option('--json', t('cli.options.json'))
    .action((file: string, options: DossierOptions) =>
      withWorkspace(io, file, async ({ api, files }) => {
        const system = options.system === undefined ? null : (await api.systems.byCode({ code: options.system })).id;
        const { template, edition } = options;
        const earlier = options.changes && system !== null ? await api.dossiers.list({ system }) : [];
        const since = earlier.find((one) => holds(one.edition, edition))?.id ?? null;
        const attachEvidence = options.evidence ?? null;
        const composed = await api.dossiers.compose({
          system,
          template,
          edition,
          locale: t.locale,
          since,
          attachEvidence,
        });
        let dossier = composed;
        if (options.sign !== undefined) {
          if (options.passphraseEnv === undefined) {
            throw new CliError('cli.wrong.missingMandatoryOptionValue', { name: '--passphrase-env' });
          }
          const key = files.put(basename(options.sign), readInput(options.sign));
          const password = passphrase(io, options.passphraseEnv);
          dossier = await api.dossiers.sign({
            id: composed.id,
            key: { kind: 'file', file: key, password },
            role: options.role,
            gost: options.gost === true,
            confirmed: true,
          });
        }
        const { bytes } = files.take(await api.dossiers.download({ id: dossier.id }));
        writeOutput(options.out, bytes, options.force === true);
        if (options.docx !== undefined) {
          const copy = files.take(await api.dossiers.editable({ id: dossier.id }));
          writeOutput(options.docx, copy.bytes, options.force === true);
        }
        io.print(options.json ? JSON.stringify(dossier) : t('cli.written', { path: options.out }));
      }),
    );

  program
    .command('sign')
    .description(t('cli.commands.sign'))
    .argument('<pdf>', t('cli.arguments.pdf'))
    .option('--key <key>', t('cli.options.key'))
    .option('--passphrase-env <name>', t('cli.options.passphrase'))
    .option('--token <library>', t('cli.options.token'))
    .option('--slot <number>', t('cli.options.slot'))
    .option('--certificate <label>', t('cli.options.certificate'))
    .option('--pin-env <name>', t('cli.options.pin'))
    .option('--last-try', t('cli.options.lastTry'))
    .option('--ncalayer', t('cli.options.ncalayer'))
    .option('--trust <file>', t('cli.options.trust'), several, [])
    .requiredOption('--out <file>', t('cli.options.out'))
    .option('--role <text>', t('cli.options.role'), '')
    .option('--gost', t('cli.options.gost'))
    .option('--certify', t('cli.options.certify'))
    .option('--detached <file>', t('cli.options.detached'))
    .option('--force', t('cli.options.force'))
    .option('--json', t('cli.options.json'))
    .action(async (file: string, options: SignOptions) => {
      const input = readInput(file);
      const signer = await openKey(io, options);
      try {
        requireGostChoice(signer, options.gost === true);
        const info = signerInfo(signer);
        const at = io.now();
        const signed = await signPdf(input, {
          signer,
          ...(options.role === '' ? {} : { reason: options.role }),
          signerLabel: info?.name ?? t('report.stamp.nameInside'),
          certify: options.certify === true,
          at,
          appearance: { ...stampFonts(), lines: stampLines(t, info, options.role, at) },
        });
        const detached = options.detached === undefined ? null : await detachedCms(signer, [signed]);
        writeOutput(options.out, signed, options.force === true);
        if (options.detached !== undefined && detached) writeOutput(options.detached, detached, options.force === true);
        const result = { file: options.out, bytes: signed.length, signer: info };
        io.print(options.json ? JSON.stringify(result) : t('cli.written', { path: options.out }));
      } finally {
        await signer.close?.();
      }
    });

  const stamp = program.command('timestamp').description(t('cli.commands.timestamp'));
  stamp
    .command('request')
    .description(t('cli.commands.timestampRequest'))
    .argument('<pdf>', t('cli.arguments.pdf'))
    .requiredOption('--out <file>', t('cli.options.tsqOut'))
    .addOption(
      new Option('--digest <name>', t('cli.options.stampDigest')).choices(['sha256', 'streebog512']).default('sha256'),
    )
    .option('--national', t('cli.options.national'))
    .option('--force', t('cli.options.force'))
    .option('--json', t('cli.options.json'))
    .action((file: string, options: RequestOptions) => {
      const { digest } = options;
      const pending = prepareStamp(readInput(file), { at: io.now(), label: t('report.stamp.timeStamp'), digest });
      const nonce = Uint8Array.of(0x40, ...io.randomBytes(15));
      const waiting = `${file}.pending`;
      writeOutput(waiting, pending.bytes, options.force === true);
      const policy = options.national ? nationalStampPolicy : undefined;
      writeOutput(options.out, makeStampRequest(pending.digest, digest, nonce, policy), options.force === true);
      const result = { request: options.out, pending: waiting, digest: Buffer.from(pending.digest).toString('hex') };
      io.print(options.json ? JSON.stringify(result) : t('cli.stampRequested', { request: options.out, waiting }));
    });
  stamp
    .command('attach')
    .description(t('cli.commands.timestampAttach'))
    .argument('<pdf>', t('cli.arguments.pdf'))
    .argument('<answer>', t('cli.arguments.tsr'))
    .requiredOption('--request <file>', t('cli.options.tsq'))
    .requiredOption('--out <file>', t('cli.options.out'))
    .option('--force', t('cli.options.force'))
    .option('--json', t('cli.options.json'))
    .action((file: string, answer: string, options: { request: string; out: string; force?: true; json?: true }) => {
      const waiting = file.endsWith('.pending') ? file : `${file}.pending`;
      const { bytes, time, authority } = fillStamp(
        readInput(waiting),
        readInput(answer),
        readStampRequest(readInput(options.request)),
      );
      writeOutput(options.out, bytes, options.force === true);
      const result = { file: options.out, time: time.toISOString(), authority };
      io.print(
        options.json ? JSON.stringify(result) : t('cli.stamped', { path: options.out, time: result.time, authority }),
      );
    });

  program
    .command('verify')
    .description(t('cli.commands.verify'))
    .argument('<pdf>', t('cli.arguments.pdf'))
    .option('--trust <file>', t('cli.options.trust'), several, [])
    .option('--crl <file>', t('cli.options.crl'), several, [])
    .option('--ocsp <file>', t('cli.options.ocsp'), several, [])
    .option('--json', t('cli.options.json'))
    .action((file: string, options: { trust: string[]; crl: string[]; ocsp: string[]; json?: true }) => {
      const bytes = readInput(file);
      const report = verifyPdf(bytes, {
        trust: options.trust.map(readInput),
        crls: options.crl.map(readInput),
        ocsps: options.ocsp.map(readInput),
        now: io.now(),
      });
      done(report.intact && report.signatures.length > 0 ? 0 : 1);
      const named = { name: basename(file), sha256: createHash('sha256').update(bytes).digest('hex') };
      io.print(options.json ? JSON.stringify(report) : reportLines(t, named, report).join('\n'));
    });

  program
    .command('verifier')
    .description(t('cli.commands.verifier'))
    .requiredOption('--out <file>', t('cli.options.out'))
    .option('--force', t('cli.options.force'))
    .action((options: { out: string; force?: true }) => {
      writeOutput(options.out, standAloneVerifier(), options.force === true);
      io.print(t('cli.written', { path: options.out }));
    });
}
