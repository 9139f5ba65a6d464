import { createHash } from 'node:crypto';
import { AppError } from '../../shared/lib/errors.ts';
import type { Level, Problem, SignatureReport, VerificationReport } from '../../shared/signatures/report.ts';
import { isGostAlgorithm, maySign, parseCertificate, pemOrDer, type ParsedCertificate } from './certificate.ts';
import { readCms, type ReadCms } from './cms-reader.ts';
import { cmsOid } from './cms-types.ts';
import { parseCrl, type RevocationList } from './crl.ts';
import { readPdfDate } from './pdf-date.ts';
import { signatureFields, type SignatureField } from './pdf-fields.ts';
import { isKind, nameOf, textOf, type PdfDict, type PdfString } from './pdf-objects.ts';
import { PdfFile } from './pdf-reader.ts';
import { checkSignature } from './public-key.ts';
import { SignedState } from './revision-changes.ts';
import { movedObjects, revisionEnds } from './revisions.ts';
import { tokenImprint, tokenTime } from './time-stamp.ts';
import { findChain, findRevocation, isValidAt } from './trust.ts';

export interface VerifyOptions {
  /** Certificates of the authorities the user trusts, DER or PEM. Unreadable ones are ignored. */
  trust: Uint8Array[];
  /** Revocation lists the user brought in, DER or PEM. Unreadable ones are ignored. */
  crls: Uint8Array[];
  now: Date;
}

interface Context {
  file: PdfFile;
  ends: number[];
  stored: ParsedCertificate[];
  lists: RevocationList[];
  now: Date;
}

const maximumSignatures = 50;
const levels: Level[] = ['none', 'L1', 'L2', 'L3', 'L4'];
const supportedForms = new Set(['ETSI.CAdES.detached', 'adbe.pkcs7.detached', 'ETSI.RFC3161']);

/**
 * Checks all signatures of a PDF and what was done to it after each of them. A file without signatures gives a report
 * without signatures, which is not `intact` because nothing vouches for it.
 *
 * Errors: `corrupt` (`pdf-corrupt`) when the file cannot be read, `invalid` (`pdf-encrypted`). Never hangs and never
 * throws anything else.
 */
export function verifyPdf(pdf: Uint8Array, options: VerifyOptions): VerificationReport {
  try {
    return verify(pdf, options);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('corrupt', 'The PDF cannot be checked', { reason: 'pdf-corrupt', cause: error });
  }
}

function verify(pdf: Uint8Array, options: VerifyOptions): VerificationReport {
  const file = new PdfFile(pdf);
  const context: Context = {
    file,
    ends: revisionEnds(file),
    stored: readAll(options.trust, 'CERTIFICATE', parseCertificate),
    lists: readAll(options.crls, 'X509 CRL', parseCrl),
    now: options.now,
  };
  const fields = signatureFields(file);
  const signed = fields.filter((field) => field.value !== undefined);
  if (signed.length > maximumSignatures) {
    throw new AppError('corrupt', 'Too many signatures', { reason: 'pdf-corrupt' });
  }
  const problems: Problem[] = [];
  const trailing = pdf.length - file.references.end;
  if (trailing > 0) problems.push({ code: 'bytes-after-end', details: { bytes: trailing } });
  const strays = strayRanges(file, signed);
  if (strays > 0) problems.push({ code: 'unreachable-signature', details: { count: strays } });
  if (signed.length === 0) problems.push({ code: 'no-signatures', details: {} });
  const signatures = signed.map((field) => verifyField(field, context));
  if (sharesValue(signed)) problems.push({ code: 'shared-signature', details: {} });
  const clean = problems.length === 0;
  return {
    checkedAt: options.now.toISOString(),
    revisions: context.ends.length,
    signatures,
    emptyFields: fields.filter((field) => field.value === undefined).map((field) => field.name),
    intact: clean && signatures.every(isSound),
    level: clean ? lowest(signatures.map(({ level }) => level)) : 'none',
    problems,
  };
}

function readAll<T>(files: Uint8Array[], label: 'CERTIFICATE' | 'X509 CRL', parse: (der: Uint8Array) => T): T[] {
  return files.flatMap((bytes) =>
    pemOrDer(bytes, label).flatMap((der) => {
      try {
        return [parse(der)];
      } catch {
        return [];
      }
    }),
  );
}

function lowest(all: Level[]): Level {
  return levels.find((level) => all.includes(level)) ?? 'none';
}

function isSound(report: SignatureReport): boolean {
  const wrong = report.problems.some(({ code }) => code === 'signature-wrong' || code === 'padding-not-empty');
  return report.integrity && !wrong && report.changesAfter.every(({ allowed }) => allowed);
}

/**
 * Counts signature dictionaries in the bytes that no field leads to, as when a later revision drops a signature. What
 * stands inside a stream, such as an attached PDF, does not count.
 */
function strayRanges(file: PdfFile, signed: SignatureField[]): number {
  const buffer = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  const places: number[] = [];
  for (let at = buffer.indexOf('/ByteRange'); at >= 0; at = buffer.indexOf('/ByteRange', at + 1)) places.push(at);
  if (places.length <= signed.length) return 0;
  const streams = [...file.references.entries.keys()].flatMap((num) => {
    const value = file.object(num);
    if (!isKind(value, 'stream') || value.data.buffer !== file.bytes.buffer) return [];
    const start = value.data.byteOffset - file.bytes.byteOffset;
    return [{ start, end: start + value.data.length }];
  });
  const outside = places.filter((place) => !streams.some(({ start, end }) => place >= start && place < end));
  return Math.max(0, outside.length - signed.length);
}

function sharesValue(fields: SignatureField[]): boolean {
  const refs = fields.map(({ value }) => (isKind(value, 'ref') ? value.num : -1)).filter((num) => num >= 0);
  return new Set(refs).size < refs.length;
}

/** A report on which nothing has been found yet. */
function blank(field: string): SignatureReport {
  return {
    field,
    level: 'none',
    certificate: null,
    digest: null,
    claimedAt: null,
    coversWholeFile: false,
    integrity: false,
    cryptography: false,
    signingCertificate: false,
    chain: { ok: false, anchor: null, problem: null },
    validAtClaimedTime: false,
    revocation: { status: 'not-checked', crlDate: null },
    certifies: false,
    changesAfter: [],
    problems: [],
  };
}

function verifyField(field: SignatureField, context: Context): SignatureReport {
  const report = blank(field.name);
  const dict = context.file.dict(field.value);
  const contents = dict?.map.get('Contents');
  if (!dict || !isKind(contents, 'string') || !isKind(field.value, 'ref')) {
    report.problems.push({ code: 'contents-missing', details: {} });
    return report;
  }
  const claimed = readPdfDate(textOf(context.file.resolve(dict.map.get('M'))));
  report.claimedAt = claimed?.toISOString() ?? null;
  const certification = context.file.dict(context.file.catalog.map.get('Perms'))?.map.get('DocMDP');
  report.certifies = isKind(certification, 'ref') && certification.num === field.value.num;
  const range = readRange(context.file, dict, contents, report.problems);
  const end = range?.at(-1);
  report.coversWholeFile = end === context.file.bytes.length;
  const form = nameOf(context.file.resolve(dict.map.get('SubFilter'))) ?? '';
  if (!supportedForms.has(form)) report.problems.push({ code: 'form-unsupported', details: { form } });
  const cms = tryCms(contents, report.problems);
  if (!cms) return report;
  describe(report, cms, form, claimed, context);
  if (!range || end === undefined || !supportedForms.has(form)) return report;
  const [, first, second] = range;
  const parts = [context.file.bytes.subarray(0, first), context.file.bytes.subarray(second, end)];
  checkDigest(report, cms, form, parts);
  if (report.integrity) checkLaterRevisions(report, end, context);
  report.level = reachedLevel(report, form, cms);
  return report;
}

/**
 * Reads ByteRange: it must be two pieces, start with the file, leave out exactly the Contents string, and end where a
 * revision ends. Gives start of the file, start and end of the gap, and the end, or undefined.
 */
function readRange(
  file: PdfFile,
  dict: PdfDict,
  contents: PdfString,
  problems: Problem[],
): [number, number, number, number] | undefined {
  const numbers = file.array(dict.map.get('ByteRange')).map((own) => file.resolve(own));
  const [start, first, second, length] = numbers;
  const whole = numbers.every((own) => typeof own === 'number' && Number.isSafeInteger(own) && own >= 0);
  if (
    numbers.length !== 4 ||
    !whole ||
    typeof first !== 'number' ||
    typeof second !== 'number' ||
    typeof length !== 'number'
  ) {
    problems.push({ code: 'byte-range-missing', details: {} });
    return undefined;
  }
  const end = second + length;
  const before = problems.length;
  if (start !== 0) problems.push({ code: 'byte-range-start', details: { start: Number(start) } });
  const standsInFile = file.bytes[contents.start] === 0x3c && contents.hex;
  if (first !== contents.start || second !== contents.end || !standsInFile) {
    problems.push({ code: 'byte-range-gap', details: { from: first, to: second } });
  }
  if (end > file.bytes.length || end <= second) {
    problems.push({ code: 'byte-range-end', details: { end, size: file.bytes.length } });
  }
  return problems.length === before ? [0, first, second, end] : undefined;
}

function tryCms(contents: PdfString, problems: Problem[]): ReadCms | undefined {
  try {
    const cms = readCms(contents.bytes);
    if (contents.bytes.subarray(cms.length).some((byte) => byte !== 0)) {
      problems.push({ code: 'padding-not-empty', details: {} });
    }
    return cms;
  } catch (error) {
    const reason = error instanceof AppError ? error.reason : undefined;
    problems.push({ code: reason ?? 'cms-unreadable', details: {} });
    return undefined;
  }
}

/** Everything that does not depend on the document: signer, mathematics, chain, revocation. */
function describe(
  report: SignatureReport,
  cms: ReadCms,
  form: string,
  claimed: Date | undefined,
  context: Context,
): void {
  const { problems } = report;
  report.digest = cms.digest ?? cms.digestOid;
  const claimedTime = form === 'ETSI.RFC3161' ? tokenTime(cms.content) : (claimed ?? cms.signingTime);
  report.claimedAt = claimedTime?.toISOString() ?? null;
  if (form === 'ETSI.RFC3161') problems.push({ code: 'document-timestamp', details: {} });
  if (!claimedTime) problems.push({ code: 'claimed-time-missing', details: {} });
  else if (claimedTime > context.now)
    problems.push({ code: 'claimed-time-in-future', details: { at: claimedTime.toISOString() } });
  if (!cms.signer) {
    problems.push({ code: 'signer-certificate-missing', details: {} });
    return;
  }
  const at = claimedTime ?? context.now;
  report.certificate = cms.signer.info;
  checkMathematics(report, cms, cms.signer);
  report.signingCertificate = cms.signingCertificate === 'fits';
  if (cms.signingCertificate !== 'fits') {
    problems.push({ code: `signing-certificate-${cms.signingCertificate}`, details: {} });
  }
  report.validAtClaimedTime = isValidAt(cms.signer, at);
  const { notBefore, notAfter } = cms.signer.info;
  if (!report.validAtClaimedTime)
    problems.push({ code: 'not-valid-at-claimed-time', details: { notBefore, notAfter } });
  else if (!isValidAt(cms.signer, context.now)) problems.push({ code: 'expired-since', details: { notAfter } });
  if (form !== 'ETSI.RFC3161' && !maySign(cms.signer.usage)) problems.push({ code: 'not-for-signing', details: {} });
  const chain = findChain(cms.signer, cms.certificates, context.stored, at);
  report.chain = {
    ok: chain.anchor !== undefined,
    anchor: chain.anchor?.info.subject ?? null,
    problem: chain.problem ?? null,
  };
  const { status, list, revokedAt } = findRevocation(chain.path, context.lists, at);
  report.revocation = { status, crlDate: list?.thisUpdate.toISOString() ?? null };
  if (revokedAt) problems.push({ code: 'revoked', details: { at: revokedAt.toISOString() } });
  if (list && status === 'good' && list.thisUpdate < at) {
    problems.push({ code: 'crl-older-than-signature', details: { crlDate: list.thisUpdate.toISOString() } });
  }
}

function checkMathematics(report: SignatureReport, cms: ReadCms, signer: ParsedCertificate): void {
  const outcome = checkSignature(signer, cms.signatureAlgorithm, cms.signedBytes, cms.signature, cms.digest);
  report.cryptography = outcome === 'right';
  const codes = {
    right: null,
    wrong: 'signature-wrong',
    unsupported: 'algorithm-unsupported',
    gost: 'gost-unsupported',
  };
  const code = codes[outcome];
  if (code) report.problems.push({ code, details: { algorithm: cms.signatureAlgorithm.oid } });
}

/** Compares the digest of the signed pieces of the file with the one the signature carries. */
function checkDigest(report: SignatureReport, cms: ReadCms, form: string, parts: Uint8Array[]): void {
  const { problems } = report;
  const digestOf = (name: string, pieces: Uint8Array[]): Buffer => {
    const hash = createHash(name);
    for (const piece of pieces) hash.update(piece);
    return hash.digest();
  };
  const token = form === 'ETSI.RFC3161';
  if (cms.contentType !== (token ? cmsOid.tstInfo : cmsOid.data) || !cms.contentTypeFits || !cms.messageDigest) {
    problems.push({ code: 'cms-unreadable', details: {} });
    return;
  }
  const imprint = token ? tokenImprint(cms.content) : { digest: cms.digest, value: cms.messageDigest };
  if (!cms.digest || !imprint?.digest) {
    const gost = isGostAlgorithm(cms.digestOid);
    problems.push({ code: gost ? 'gost-unsupported' : 'digest-unsupported', details: { digest: cms.digestOid } });
    return;
  }
  const contentFits = !token || digestOf(cms.digest, [cms.content ?? new Uint8Array()]).equals(cms.messageDigest);
  report.integrity = contentFits && digestOf(imprint.digest, parts).equals(imprint.value);
  if (!report.integrity) problems.push({ code: 'digest-mismatch', details: {} });
}

/** Compares the state that was signed with every later one. */
function checkLaterRevisions(report: SignatureReport, end: number, context: Context): void {
  const { file, ends } = context;
  const revision = ends.indexOf(end);
  if (revision < 0) {
    report.integrity = false;
    report.problems.push({ code: 'byte-range-end', details: { end, size: file.bytes.length } });
    return;
  }
  if (ends.length > revision + 1) {
    try {
      compareRevisions(report, revision, context);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      report.changesAfter.push({ revision: ends.length, allowed: false, kind: 'content', details: error.message });
      report.problems.push({ code: 'revision-unreadable', details: {} });
    }
  }
  const trailing = file.bytes.length - file.references.end;
  if (trailing > 0) {
    report.changesAfter.push({
      revision: ends.length,
      allowed: false,
      kind: 'trailing-bytes',
      details: String(trailing),
    });
  }
  if (report.changesAfter.some(({ allowed }) => !allowed)) report.problems.push({ code: 'changed-after', details: {} });
}

function compareRevisions(report: SignatureReport, revision: number, { file, ends }: Context): void {
  const stateAt = (index: number): PdfFile =>
    index === ends.length - 1 ? file : new PdfFile(file.bytes.subarray(0, ends[index]));
  const signed = new SignedState(stateAt(revision));
  let previous = signed.file;
  const pages = new Set<number>();
  for (let index = revision + 1; index < ends.length; index++) {
    const later = stateAt(index);
    const { changes, visibleFields } = signed.compare(later);
    for (const page of visibleFields) pages.add(page);
    const moved = new Set(movedObjects(previous, later));
    // Objects changed earlier are named with the revision that changed them.
    const own = changes.filter(({ object }) => object === 0 || moved.has(object));
    const forbidden = own.filter(({ kind }) => kind === 'content');
    const onlyValidation = own.length > 0 && own.every(({ kind }) => kind === 'validation-data');
    report.changesAfter.push({
      revision: index + 1,
      allowed: forbidden.length === 0,
      kind: forbidden.length > 0 ? 'content' : onlyValidation ? 'validation-data' : 'signature',
      details: (forbidden.length > 0 ? forbidden : own)
        .slice(0, 20)
        .map(({ object, what }) => `${object}: ${what}`)
        .join('; '),
    });
    previous = later;
  }
  for (const page of pages) report.problems.push({ code: 'visible-field-added', details: { page } });
}

function reachedLevel(report: SignatureReport, form: string, cms: ReadCms): Level {
  if (!isSound(report)) return 'none';
  const attributeFits =
    report.signingCertificate || (form !== 'ETSI.CAdES.detached' && cms.signingCertificate === 'missing');
  const usable = report.problems.every(({ code }) => code !== 'not-for-signing');
  const proven = report.cryptography && attributeFits && report.chain.ok && report.validAtClaimedTime && usable;
  if (!proven || report.revocation.status === 'revoked') return 'L1';
  return report.revocation.status === 'good' ? 'L3' : 'L2';
}
