#!/usr/bin/env node
/**
 * The stand-alone verifier: one file that needs nothing but Node 20 or newer, for auditors and inspectors who have no
 * Tizilim. It reads the files named and nothing else, and never uses a network.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { translator } from '../../shared/i18n/translate.ts';
import { AppError } from '../../shared/lib/errors.ts';
import { Locale } from '../../shared/lib/schema.ts';
import { reportLines } from '../../shared/signatures/report-text.ts';
import { verifyPdf } from '../signatures/verify.ts';

// A reader that closes the pipe early changes nothing about the file: the exit code still tells the result.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const write = (text: string): void => void process.stdout.write(`${text}\n`);

function run(): number {
  const several = { type: 'string', multiple: true, default: [] as string[] } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      trust: several,
      crl: several,
      ocsp: several,
      lang: { type: 'string', default: 'ru' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const locale = Locale.safeParse(values.lang);
  const t = translator(locale.success ? locale.data : 'ru');
  const [path] = positionals;
  if (values.help || path === undefined || positionals.length > 1) {
    write(`${t('signatures.text.usage')}\n${t('signatures.text.about')}`);
    return values.help ? 0 : 2;
  }
  const read = (file: string): Uint8Array => new Uint8Array(readFileSync(file));
  const bytes = read(path);
  const report = verifyPdf(bytes, {
    trust: values.trust.map(read),
    crls: values.crl.map(read),
    ocsps: values.ocsp.map(read),
    now: new Date(),
  });
  const file = { name: basename(path), sha256: createHash('sha256').update(bytes).digest('hex') };
  if (values.json) write(JSON.stringify({ file, report }, null, 2));
  else for (const line of reportLines(t, file, report)) write(line);
  return report.intact && report.signatures.length > 0 ? 0 : 1;
}

try {
  process.exitCode = run();
} catch (error) {
  // The file, its name or the command line is wrong; nothing else can be thrown here.
  const reason = error instanceof AppError ? (error.reason ?? error.code) : '';
  process.stderr.write(`${reason ? `${reason}: ` : ''}${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
