import { AppError } from '../../shared/lib/errors.ts';
import type {
  Level,
  Problem,
  SignatureReport,
  TrustedTime,
  VerificationReport,
} from '../../shared/signatures/report.ts';
import { readRange } from './byte-range.ts';
import {
  isGostAlgorithm,
  isSamePerson,
  maySign,
  parseCertificate,
  pemOrDer,
  type ParsedCertificate,
} from './certificate.ts';
import { readCms, type ReadCms } from './cms-reader.ts';
import { cmsOid } from './cms-types.ts';
import { checkContents } from './contents-check.ts';
import { parseCrl } from './crl.ts';
import { digestOver } from './digest.ts';
import { parseOcsp } from './ocsp.ts';
import { readPdfDate } from './pdf-date.ts';
import { signatureFields, type SignatureField } from './pdf-fields.ts';
import { fieldLabel } from './pdf-places.ts';
import { isKind, nameOf, textOf, type PdfString } from './pdf-objects.ts';
import { PdfFile } from './pdf-reader.ts';
import { checkSignature } from './public-key.ts';
import { SignedState } from './revision-changes.ts';
import { movedObjects, revisionEnds } from './revisions.ts';
import { findRevocation, type RevocationSources } from './revocation.ts';
import { mayStamp, readTokenContent } from './time-stamp.ts';
import { findChain, isValidAt } from './trust.ts';
import { sharesValue, strayRanges } from './stray-signatures.ts';
import { earliest, stampInside } from './trusted-time.ts';
import { readValidationData } from './validation-data.ts';

export interface VerifyOptions {
  /** Certificates of the authorities the user trusts, DER or PEM. Unreadable ones are ignored. */
  trust: Uint8Array[];
  /** Revocation lists the user brought in, DER or PEM. Unreadable ones are ignored. */
  crls: Uint8Array[];
  /** OCSP responses the user brought in, DER. Unreadable ones are ignored. */
  ocsps?: Uint8Array[];
  now: Date;
}

interface Context {
  file: PdfFile;
  ends: number[];
  stored: ParsedCertificate[];
  /** Certificates the file itself brings along; they help to build a chain and are never trusted. */
  brought: ParsedCertificate[];
  revocation: RevocationSources;
  /** Document time stamps already found right, with the place up to which each covers the file. */
  stamps: { end: number; time: TrustedTime }[];
  now: Date;
}

const maximumSignatures = 50;
const levels: Level[] = ['none', 'L1', 'L2', 'L3', 'L4'];
const tokenForm = 'ETSI.RFC3161';
const supportedForms = new Set(['ETSI.CAdES.detached', 'adbe.pkcs7.detached', tokenForm]);

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
  const embedded = readValidationData(file);
  const context: Context = {
    file,
    ends: revisionEnds(file),
    stored: readAll(options.trust, 'CERTIFICATE', parseCertificate),
    brought: readAll(embedded.certificates, 'CERTIFICATE', parseCertificate),
    revocation: {
      lists: readAll([...options.crls, ...embedded.crls], 'X509 CRL', parseCrl),
      replies: readAll([...(options.ocsps ?? []), ...embedded.ocsps], 'OCSP RESPONSE', parseOcsp),
    },
    stamps: [],
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
  const signatures = verifyAll(signed, context);
  if (sharesValue(signed)) problems.push({ code: 'shared-signature', details: {} });
  const contents = checkContents(file);
  for (const { name, problem } of contents?.differences ?? []) {
    problems.push({ code: `part-${problem}`, details: { name } });
  }
  if (contents?.ledger?.problem) problems.push({ code: `ledger-${contents.ledger.problem}`, details: {} });
  const clean = problems.length === 0;
  return {
    checkedAt: options.now.toISOString(),
    revisions: context.ends.length,
    signatures,
    emptyFields: fields
      .filter((field) => field.value === undefined)
      .map((field) => ({ field: field.name, place: fieldLabel(file, field) })),
    intact: clean && signatures.every(isSound),
    level: clean ? lowest(levelsThatCount(signatures)) : 'none',
    problems,
    contents,
  };
}

/** The last signatures are checked first, because a later time stamp vouches for what stands before it. */
function verifyAll(signed: SignatureField[], context: Context): SignatureReport[] {
  const endOf = (field: SignatureField): number => {
    const range = context.file.array(context.file.dict(field.value)?.map.get('ByteRange'));
    const [second, length] = [context.file.resolve(range[2]), context.file.resolve(range[3])];
    return typeof second === 'number' && typeof length === 'number' ? second + length : 0;
  };
  const reports = new Map<SignatureField, SignatureReport>();
  const latestFirst = [...signed].sort((one, other) => endOf(other) - endOf(one));
  for (const field of latestFirst) {
    const report = verifyField(field, endOf(field), context);
    reports.set(field, report);
    if (report.kind !== 'time-stamp' || report.level === 'none' || report.level === 'L1' || !report.claimedAt) continue;
    const authority = report.certificate?.subject ?? '';
    context.stamps.push({ end: endOf(field), time: { at: report.claimedAt, authority, source: 'document' } });
  }
  const inOrder = signed.flatMap((field) => reports.get(field) ?? []);
  nameSameSigners(inOrder);
  return inOrder;
}

/** Preparing and approving should not be the same person's; the same certificate, or the same IIN, shows that. */
function nameSameSigners(reports: SignatureReport[]): void {
  const own = reports.filter(({ kind }) => kind === 'signature');
  own.forEach((report, index) => {
    const earlier = own.slice(0, index).find((other) => isSamePerson(other.certificate, report.certificate));
    if (earlier) {
      report.problems.push({ code: 'same-signer', details: { place: earlier.place || earlier.field } });
    }
  });
}

/** A time stamp proves when, not who: it does not lower the level of the signatures, unless there are none. */
function levelsThatCount(reports: SignatureReport[]): Level[] {
  const signatures = reports.filter(({ kind }) => kind === 'signature');
  const broken = reports.filter(({ level }) => level === 'none');
  return [...(signatures.length > 0 ? signatures : reports), ...broken].map(({ level }) => level);
}

type PemLabel = Parameters<typeof pemOrDer>[1];

function readAll<T>(files: Uint8Array[], label: PemLabel, parse: (der: Uint8Array) => T): T[] {
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

/** A report on which nothing has been found yet. */
function blank(field: string, place: string): SignatureReport {
  return {
    field,
    place,
    kind: 'signature',
    level: 'none',
    certificate: null,
    digest: null,
    claimedAt: null,
    trustedTime: null,
    coversWholeFile: false,
    integrity: false,
    cryptography: false,
    signingCertificate: false,
    chain: { ok: false, anchor: null, problem: null },
    validAtClaimedTime: false,
    revocation: { status: 'not-checked', source: null, date: null },
    certifies: false,
    changesAfter: [],
    problems: [],
  };
}

function verifyField(field: SignatureField, claimedEnd: number, context: Context): SignatureReport {
  const report = blank(field.name, fieldLabel(context.file, field));
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
  if (form === tokenForm) report.kind = 'time-stamp';
  if (!supportedForms.has(form)) report.problems.push({ code: 'form-unsupported', details: { form } });
  const cms = tryCms(contents, report.problems);
  if (!cms) return report;
  const inside = stampInside(cms, context);
  if (inside === 'not-proven') report.problems.push({ code: 'stamp-not-proven', details: {} });
  report.trustedTime = earliest([
    ...context.stamps.filter(({ end: covered }) => covered > claimedEnd).map(({ time }) => time),
    ...(typeof inside === 'object' ? [inside] : []),
  ]);
  describe(report, cms, form, claimed, context);
  if (!range || end === undefined || !supportedForms.has(form)) return report;
  const [, first, second] = range;
  const parts = [context.file.bytes.subarray(0, first), context.file.bytes.subarray(second, end)];
  checkDigest(report, cms, form, parts);
  if (report.integrity) checkLaterRevisions(report, end, context);
  report.level = reachedLevel(report, form, cms);
  return report;
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
  const isToken = form === tokenForm;
  const claimedTime = isToken ? readTokenContent(cms.content)?.time : (claimed ?? cms.signingTime);
  report.claimedAt = claimedTime?.toISOString() ?? null;
  if (!claimedTime) problems.push({ code: 'claimed-time-missing', details: {} });
  else if (claimedTime > context.now)
    problems.push({ code: 'claimed-time-in-future', details: { at: claimedTime.toISOString() } });
  const proven = report.trustedTime && new Date(report.trustedTime.at);
  if (proven && claimedTime && claimedTime > proven) {
    problems.push({ code: 'claimed-after-stamp', details: { at: proven.toISOString() } });
  }
  // The national client always writes it; EN 319 142-1 section 6.3 leaves it to /M.
  if (form === 'ETSI.CAdES.detached' && cms.signingTime) {
    problems.push({ code: 'signing-time-inside', details: { at: cms.signingTime.toISOString() } });
  }
  if (!cms.signer) {
    problems.push({ code: 'signer-certificate-missing', details: {} });
    return;
  }
  const at = proven ?? claimedTime ?? context.now;
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
  if (isToken && !mayStamp(cms.signer)) problems.push({ code: 'not-for-stamping', details: {} });
  if (!isToken && !maySign(cms.signer.usage)) problems.push({ code: 'not-for-signing', details: {} });
  const chain = findChain(cms.signer, [...cms.certificates, ...context.brought], context.stored, at);
  report.chain = {
    ok: chain.anchor !== undefined,
    anchor: chain.anchor?.info.subject ?? null,
    problem: chain.problem ?? null,
  };
  const { status, source, date, revokedAt } = findRevocation(chain.path, context.revocation, at, proven !== null);
  report.revocation = { status, source, date: date?.toISOString() ?? null };
  if (revokedAt) {
    const code = status === 'revoked' ? 'revoked' : 'revoked-after-stamp';
    problems.push({ code, details: { at: revokedAt.toISOString() } });
  }
  if (date && status === 'good' && date < at) {
    problems.push({ code: 'crl-older-than-signature', details: { crlDate: date.toISOString() } });
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
  const token = form === tokenForm;
  if (cms.contentType !== (token ? cmsOid.tstInfo : cmsOid.data) || !cms.contentTypeFits || !cms.messageDigest) {
    problems.push({ code: 'cms-unreadable', details: {} });
    return;
  }
  const imprint = token ? readTokenContent(cms.content) : { digest: cms.digest, imprint: cms.messageDigest };
  if (!cms.digest || !imprint?.digest) {
    const gost = isGostAlgorithm(cms.digestOid);
    problems.push({ code: gost ? 'gost-unsupported' : 'digest-unsupported', details: { digest: cms.digestOid } });
    return;
  }
  const contentFits = !token || digestOver(cms.digest, [cms.content ?? new Uint8Array()]).equals(cms.messageDigest);
  report.integrity = contentFits && digestOver(imprint.digest, parts).equals(Buffer.from(imprint.imprint));
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
  const unusable = new Set(['not-for-signing', 'not-for-stamping', 'claimed-after-stamp']);
  const usable = report.problems.every(({ code }) => !unusable.has(code));
  const proven = report.cryptography && attributeFits && report.chain.ok && report.validAtClaimedTime && usable;
  if (!proven || report.revocation.status === 'revoked') return 'L1';
  if (report.revocation.status !== 'good') return 'L2';
  return report.trustedTime ? 'L4' : 'L3';
}
