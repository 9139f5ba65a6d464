import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/lib/errors.ts';
import { readCms } from '../../electron/signatures/cms-reader.ts';
import { verifyPdf, type VerifyOptions } from '../../electron/signatures/verify.ts';
import { askBouncyCastle } from './bouncy-castle.ts';
import type { GostPair } from './gost-container.ts';

/*
 * What programs say of a signed file. pdfsig and mutool end with 0 for broken signatures as well, so their words are read.
 * The bytes a signature covers are taken out by the text of the file and not by our reader.
 */

export interface Verdict {
  says: 'valid' | 'broken' | 'cannot check';
  /** What there is to add, empty where nothing. */
  remark: string;
}

const cannot = (remark: string): Verdict => ({ says: 'cannot check', remark });

/** One verdict for a file with several signatures: broken where one is, valid where at least one could be checked. */
function together(each: readonly Verdict['says'][], remark = ''): Verdict {
  const broken = each.filter((says) => says === 'broken').length;
  const unchecked = each.filter((says) => says === 'cannot check').length;
  const some = (count: number, word: string): string => (each.length > 1 ? `${count} of ${each.length} ${word}` : '');
  const remarks = (...parts: string[]): string => parts.filter((part) => part !== '').join(', ');
  if (broken > 0)
    return { says: 'broken', remark: remarks(broken < each.length ? some(broken, 'broken') : '', remark) };
  if (unchecked === each.length) return cannot(remark);
  return { says: 'valid', remark: remarks(unchecked > 0 ? some(unchecked, 'not checked') : '', remark) };
}

/** The verifier of the product. */
export function tizilim(pdf: Uint8Array, options: VerifyOptions): Verdict {
  try {
    const { intact, level, problems, signatures } = verifyPdf(pdf, options);
    const found = new Set([...problems, ...signatures.flatMap((own) => own.problems)].map(({ code }) => code));
    // All test certificates name one person, which is nobody's tampering.
    found.delete('same-signer');
    return intact && level !== 'none'
      ? { says: 'valid', remark: level }
      : { says: 'broken', remark: [...found].sort().join(', ') };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { says: 'broken', remark: `refused: ${error.reason ?? error.code}` };
  }
}

/** A folder for the programs, with the authority in the forms they want. */
export interface Workplace {
  folder: string;
  pdfsig(pdf: Uint8Array): Verdict;
  mutool(pdf: Uint8Array): Verdict;
  /** `openssl cms` for signatures, `openssl ts` for time stamps. */
  openssl(pdf: Uint8Array): Verdict;
  opensslDetached(file: Uint8Array, cms: Uint8Array): Verdict;
  /** GOST digests and signatures of several files at once, since Java takes its time to start. */
  bouncyCastle(signer: GostPair, files: readonly { content: Uint8Array; cms: Uint8Array }[]): Verdict[];
}

/** Signatures of a file by its text alone: the bytes each covers, its CMS, and whether it is a time stamp. */
export function rangesOf(pdf: Uint8Array): { content: Uint8Array; cms: Uint8Array; isStamp: boolean }[] {
  const text = Buffer.from(pdf).toString('latin1');
  return [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)].map((match) => {
    const [start = 0, first = 0, second = 0, length = 0] = match.slice(1).map(Number);
    const object = text.slice(text.lastIndexOf(' obj', match.index), text.indexOf('endobj', match.index));
    const digits = text.slice(start + first, second).replace(/[^0-9a-fA-F]/g, '');
    const content = Buffer.concat([pdf.subarray(start, start + first), pdf.subarray(second, second + length)]);
    return { content, cms: Buffer.from(digits, 'hex'), isStamp: object.includes('ETSI.RFC3161') };
  });
}

function pdfsigVerdict(folder: string): Verdict {
  const { stdout } = spawnSync('pdfsig', ['-nssdir', 'sql:nss', 'file.pdf'], { cwd: folder, encoding: 'utf8' });
  const parts = stdout.split(/^Signature #\d+:$/m).slice(1);
  if (parts.length === 0) return cannot('finds no signature');
  const each = parts.map((part): Verdict['says'] => {
    const [, words = ''] = /Signature Validation: (.*)/.exec(part) ?? [];
    if (words.startsWith('Signature is Valid')) return 'valid';
    return /Unknown|not yet been verified/.test(words) ? 'cannot check' : 'broken';
  });
  const whole = /^ {2}- Total document signed/m.test(parts.at(-1) ?? '');
  const untrusted = parts.some((part, index) => each[index] === 'valid' && !part.includes('Certificate is Trusted'));
  const remarks = [whole ? '' : 'not the whole file', untrusted ? 'certificate not trusted' : ''];
  return together(each, remarks.filter((part) => part !== '').join(', '));
}

function mutoolVerdict(folder: string): Verdict {
  const { stdout, stderr } = spawnSync('mutool', ['sign', '-v', 'file.pdf'], { cwd: folder, encoding: 'utf8' });
  const parts = `${stdout}${stderr}`.split(/^Verifying signature \d+:$/m).slice(1);
  if (parts.length === 0) return cannot('finds no signature');
  const each = parts.map((part): Verdict['says'] => {
    if (/unchanged since signing|signature is valid but/.test(part)) return 'valid';
    return /Signature is not signed|Digest error: Unknown error/.test(part) ? 'cannot check' : 'broken';
  });
  return together(each, parts.at(-1)?.includes('edits since signing') ? 'edits since signing' : '');
}

/** Makes the workplace in a folder; `authority` is the certificate all signers lead to, PEM. */
export function makeWorkplace(folder: string, authority: Uint8Array): Workplace {
  const put = (name: string, bytes: Uint8Array): void => writeFileSync(join(folder, name), bytes);
  put('authority.pem', authority);
  mkdirSync(join(folder, 'nss'));
  execFileSync('certutil', ['-N', '-d', 'sql:nss', '--empty-password'], { cwd: folder });
  execFileSync('certutil', ['-A', '-d', 'sql:nss', '-n', 'ca', '-t', 'CT,C,C', '-i', 'authority.pem'], { cwd: folder });

  function judge(command: string, content: Uint8Array, cms: Uint8Array): Verdict['says'] {
    put('content.bin', content);
    put('signature.der', cms);
    const { status, stderr } = spawnSync('openssl', command.split(' '), { cwd: folder, encoding: 'utf8' });
    if (status === 0) return 'valid';
    // The key of the certificate is of a kind it does not know.
    return stderr.includes('unable to get certs public key') ? 'cannot check' : 'broken';
  }
  const detached =
    'cms -verify -inform DER -in signature.der -content content.bin -CAfile authority.pem -purpose any -binary -cades -out verified.bin';
  const stamp = 'ts -verify -in signature.der -token_in -data content.bin -CAfile authority.pem';

  return {
    folder,
    pdfsig: (pdf) => {
      put('file.pdf', pdf);
      return pdfsigVerdict(folder);
    },
    mutool: (pdf) => {
      put('file.pdf', pdf);
      return mutoolVerdict(folder);
    },
    openssl: (pdf) => {
      const ranges = rangesOf(pdf);
      const each = ranges.map(({ content, cms, isStamp }) => judge(isStamp ? stamp : detached, content, cms));
      return ranges.length === 0 ? cannot('finds no signature') : together(each);
    },
    opensslDetached: (file, cms) => together([judge(detached, file, cms)]),
    bouncyCastle: (pair, files) => {
      const read = files.map(({ cms }) => {
        try {
          return readCms(cms);
        } catch {
          return undefined;
        }
      });
      const questions = files.flatMap(({ content }, index) => {
        const own = read[index];
        if (!own) return [];
        return [
          { pair, data: own.signedBytes, signature: own.signature },
          { pair, data: content, signature: own.signature },
        ];
      });
      const answers = askBouncyCastle(folder, questions);
      return read.map((own): Verdict => {
        if (!own) return { says: 'broken', remark: 'no CMS' };
        const [signed, document] = answers.splice(0, 2);
        const fits = document?.digest === Buffer.from(own.messageDigest ?? []).toString('hex');
        return { says: signed?.verified === true && fits ? 'valid' : 'broken', remark: '' };
      });
    },
  };
}

/** Programs with their versions, one line. */
export function versions(): string {
  const first = (program: string, ...options: string[]): string => {
    const { stdout, stderr } = spawnSync(program, options, { encoding: 'utf8' });
    return /\d+(?:\.\d+)+/.exec(`${stdout}${stderr}`)?.[0] ?? 'unknown';
  };
  const openssl = first('openssl', 'version').split('.').slice(0, 2).join('.');
  return `pdfsig ${first('pdfsig', '-v')}, mutool ${first('mutool', '-v')}, OpenSSL ${openssl}`;
}
