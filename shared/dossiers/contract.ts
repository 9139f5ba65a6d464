import { command, job, query } from '../lib/contract.ts';
import { errorCodes } from '../lib/errors.ts';
import { FileRef } from '../lib/file-ref.ts';
import { Id, Instant, Locale, LocalText, z } from '../lib/schema.ts';
import { NationalKey } from '../ncalayer/contract.ts';
import { ReportDocument } from '../report/tree.ts';
import { CertificateInfo, VerificationReport } from '../signatures/report.ts';
import { TokenKey } from '../tokens/contract.ts';
import { TemplateName } from './template.ts';

/**
 * For whom a dossier is: `internal` holds every field, `authority` all but the internal ones, `public` the public fields
 * only, without people, answers that answer no public field, findings and evidence.
 */
export const Edition = z.enum(['internal', 'authority', 'public']);
export type Edition = z.infer<typeof Edition>;

/** Something missing before the dossier is clean, with the place that repairs it. */
export const ReadinessItem = z.strictObject({
  /** `required` keeps the draft mark on; `advised` does not. */
  level: z.enum(['required', 'advised']),
  /** Catalogue key below `dossiers.readiness`. */
  code: z.string(),
  details: z.record(z.string(), z.string()),
  /** Where to go: a field of the record, a question of a pack, the organisation, or a register entry. */
  target: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('field'), field: z.string() }),
    z.strictObject({ kind: z.literal('question'), pack: z.string(), question: z.string() }),
    z.strictObject({ kind: z.literal('organisation') }),
    z.strictObject({ kind: z.literal('deployments') }),
    z.strictObject({ kind: z.literal('none') }),
  ]),
});
export type ReadinessItem = z.infer<typeof ReadinessItem>;

export const Readiness = z.strictObject({
  ready: z.boolean(),
  draftReasons: z.array(z.string()),
  items: z.array(ReadinessItem),
});
export type Readiness = z.infer<typeof Readiness>;

/** A signature or time stamp of the file; `at` is this computer's clock, for a time stamp the authority's. */
export const SignatureRow = z.strictObject({
  kind: z.enum(['signature', 'time-stamp']),
  field: z.string(),
  signer: z.string(),
  at: Instant,
  /** The revision of the file it made, from 1. */
  revision: z.int(),
  /** Whether a detached CMS over that revision was made as well. */
  detached: z.boolean(),
});

/** A place for a signature: reserved in the composed file, or added by a signature. In the order of signing. */
export const SignaturePlace = z.strictObject({
  field: z.string(),
  /** What the place is for, in the language of the file; empty for an added one. */
  label: z.string(),
  /** Null while nobody signed it. */
  signedBy: z.string().nullable(),
  /** SHA-256 of the certificate that signed. */
  certificate: z.string().nullable(),
  at: Instant.nullable(),
  revision: z.int().nullable(),
});

/** A composed dossier. What is composed never changes; a signature makes the next revision of its file. */
export const Dossier = z.strictObject({
  id: Id,
  /** Null for a document of the organisation, whose code is empty and whose name is that of the organisation. */
  system: Id.nullable(),
  systemCode: z.string(),
  systemName: z.string(),
  template: TemplateName,
  /** Title of the template as it was when the dossier was composed. */
  title: LocalText,
  edition: Edition,
  locale: Locale,
  /** The dossier its annex of changes compares with. */
  since: Id.nullable(),
  draft: z.boolean(),
  fileName: z.string(),
  pages: z.int(),
  bytes: z.int(),
  sha256: z.string(),
  composedAt: Instant,
  signatures: z.array(SignatureRow),
  places: z.array(SignaturePlace),
  /** Since when the file waits for the answer of a time-stamp authority. */
  stampRequestedAt: Instant.nullable(),
  /** The record or an answer changed after composing. */
  stale: z.boolean(),
});
export type Dossier = z.infer<typeof Dossier>;

/** What became of one dossier of a batch. */
export const BatchRow = z.strictObject({
  system: Id,
  /** Empty where the system could not be read. */
  code: z.string(),
  name: z.string(),
  locale: Locale,
  outcome: z.enum(['ready', 'draft', 'failed']),
  dossier: Id.nullable(),
  bytes: z.int(),
  /** Keys below `dossiers.draft`. */
  draftReasons: z.array(z.string()),
  /** Why there is no dossier; `errors.<reason>` or `errors.<code>` is its text. */
  failure: z
    .strictObject({
      code: z.enum(errorCodes),
      reason: z.string().optional(),
      details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    })
    .nullable(),
});
export type BatchRow = z.infer<typeof BatchRow>;

/** Where the key of a signature comes from. A source that needs a secret carries it with each call; nothing is kept. */
export const KeySource = z.discriminatedUnion('kind', [
  /** A PKCS#12 container. */
  z.strictObject({ kind: z.literal('file'), file: FileRef, password: z.string().max(1_000) }),
  TokenKey,
  /** A key in the national client on this computer. */
  NationalKey,
]);
export type KeySource = z.infer<typeof KeySource>;

/** A template as the list shows it. */
export const TemplateRow = z.strictObject({
  id: TemplateName,
  title: LocalText,
  description: LocalText,
  scope: z.enum(['system', 'organisation']),
  layout: z.enum(['dossier', 'letter']),
  editions: z.array(Edition),
  /** Whether evidence files go into the file by default. */
  evidence: z.boolean(),
  /** SHA-256 of the template, hex. */
  hash: z.string(),
});
export type TemplateRow = z.infer<typeof TemplateRow>;

const Choice = {
  /** Null for a document of the organisation. Fails with reason `template-scope` where the template is not of it. */
  system: Id.nullable(),
  /** Fails with reason `no-template` where there is none of this name. */
  template: TemplateName,
  /** Fails with reason `no-edition` where the template does not exist in this edition. */
  edition: Edition.default('authority'),
  locale: Locale,
  /** An earlier dossier of the system, of the same or a wider edition, for an annex with what changed since. */
  since: Id.nullable().default(null),
  /** Evidence files inside the PDF; null as the template says. A public edition never carries them. */
  attachEvidence: z.boolean().nullable().default(null),
};

export const dossiers = {
  /** What documents can be made of, in the order of the list. */
  templates: query(z.strictObject({}), z.array(TemplateRow)),
  readiness: query(z.strictObject(Choice), Readiness),
  /** The document tree, as the PDF will print it. */
  preview: query(z.strictObject(Choice), ReportDocument),
  /**
   * The pages `compose` would print now, without the attached files. Nothing is stored. The reference is good for one
   * reading. Fails as `compose` does.
   */
  previewPages: job(z.strictObject(Choice), FileRef),
  /** Fails with reason `dossier-not-earlier` where `since` cannot be compared with. */
  compose: job(z.strictObject(Choice), Dossier),
  /**
   * Composes a dossier of each system in each language, two at a time; each is stored as soon as it is made. One that
   * fails does not stop the rest. Cancelling gives what is finished until then, with `stopped`. The label of the progress
   * is the code of the system.
   */
  composeMany: job(
    z.strictObject({
      systems: z.array(Id).min(1).max(10_000),
      template: Choice.template,
      edition: Choice.edition,
      locales: z.array(Locale).min(1).max(3),
    }),
    z.strictObject({ rows: z.array(BatchRow), total: z.int(), stopped: z.boolean() }),
  ),
  list: query(z.strictObject({ system: Id.optional() }), z.array(Dossier)),
  get: query(z.strictObject({ id: Id }), Dossier),
  /** The file as it stands, or as it stood at an earlier revision. */
  download: job(z.strictObject({ id: Id, revision: z.int().positive().optional() }), FileRef),
  /** The files of several dossiers as they stand, in one ZIP. Fails with reason `dossiers-too-large` above 200 MB. */
  downloadMany: job(z.strictObject({ ids: z.array(Id).min(1).max(30_000) }), FileRef),
  /** The file as it stands, to be shown. The reference is good for one reading. */
  pages: job(z.strictObject({ id: Id }), FileRef),
  /**
   * An editable copy (DOCX) of what a dossier says as composed, or of what one would say now. It says of itself that it is
   * not the signed document, and names the snapshot.
   */
  editable: job(z.union([z.strictObject({ id: Id }), z.strictObject(Choice)]), FileRef),
  /**
   * The detached CMS (`.cms`) over the bytes of a revision, made by the key that signed it; for recipients who do not
   * check signatures inside a PDF. Fails with reason `no-detached`.
   */
  detached: job(z.strictObject({ id: Id, revision: z.int().positive() }), FileRef),
  /**
   * Opens a key to show whose it is; nothing is kept. A key file fails with reason `wrong-password`, `not-pkcs12`,
   * `gost-key`.
   */
  keyInfo: job(
    z.strictObject({ key: KeySource }),
    z.strictObject({
      /** Null where a program tells only by signing. */
      certificate: CertificateInfo.nullable(),
      warnings: z.array(z.enum(['expired', 'not-yet-valid', 'not-for-signing', 'other-organisation'])),
      /** A GOST key this program would sign with itself: `sign` wants `gost`. */
      gostChoice: z.boolean(),
    }),
  ),
  /**
   * Signs the dossier. `confirmed` is the signer's explicit confirmation of the content shown. Fails with reason
   * `signer-warnings` where a certificate known only now has something against it that was not accepted.
   */
  sign: job(
    z.strictObject({
      id: Id,
      key: KeySource,
      /** The place to sign; without it the next open one in order, and a new one where all are signed. */
      field: z.string().max(200).optional(),
      /** The signer knows that places before it are open; reason `sign-out-of-order` without it. */
      outOfOrder: z.boolean().default(false),
      role: z.string().max(200).default(''),
      /** Makes the first signature one after which only signatures and time stamps may be added (DocMDP, P 2). */
      certify: z.boolean().default(false),
      /** The signer chose to use a GOST key here and not in the national client; reason `gost-choice` without it. */
      gost: z.boolean().default(false),
      /** Makes the detached CMS as well; a program asks its user a second time for it. */
      detached: z.boolean().default(true),
      confirmed: z.literal(true),
    }),
    Dossier,
  ),
  verify: job(
    z.union([z.strictObject({ id: Id }), z.strictObject({ file: FileRef })]),
    z.strictObject({ fileName: z.string(), bytes: z.int(), sha256: z.string(), report: VerificationReport }),
  ),
  /**
   * Prepares the file for a time stamp and gives the request (`.tsq`) to be carried to a connected computer; the same
   * request again where one waits already. Fails with reason `stamp-nothing-signed`.
   */
  requestStamp: job(
    z.strictObject({
      id: Id,
      digest: z.enum(['sha256', 'streebog512']).default('sha256'),
      /** Asks for the policy of the national authority for GOST 34.310-2015. */
      national: z.boolean().default(false),
    }),
    FileRef,
  ),
  /** Takes the authority's answer (`.tsr`). Fails with the reasons of a wrong, foreign or late answer. */
  attachStamp: job(z.strictObject({ id: Id, file: FileRef }), Dossier),
  /** Gives the request up; an answer to it will fit nothing any more. */
  cancelStamp: command(z.strictObject({ id: Id }), Dossier),
  /** Puts certificates and revocation data of the trust store that concern its signatures into the file. */
  addValidationData: job(z.strictObject({ id: Id }), Dossier),
  /** Marks a dossier as not to be used; the file stays. */
  withdraw: command(z.strictObject({ id: Id, reason: z.string().trim().min(1).max(2_000) }), z.null()),
};
