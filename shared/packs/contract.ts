import { command, job, query } from '../lib/contract.ts';
import { FileRef } from '../lib/file-ref.ts';
import { Instant, LocalText, z } from '../lib/schema.ts';
import { Pack } from '../rules/pack.ts';
import { packTools } from './tools-contract.ts';

/** SHA-256 of the canonical pack, hex. */
const PackHash = z.string().regex(/^[0-9a-f]{64}$/);

export const PackSummary = z.strictObject({
  id: z.string(),
  version: z.string(),
  /** SHA-256 of the canonical pack, hex. */
  hash: z.string(),
  title: LocalText,
  lawTextDate: z.string(),
  questions: z.int(),
  rules: z.int(),
  obligations: z.int(),
  cases: z.int(),
});
export type PackSummary = z.infer<typeof PackSummary>;

/** Whose key signed a pack that came from a file. */
export const PackPublisher = z.strictObject({
  name: z.string(),
  /** SHA-256 of the public key (SubjectPublicKeyInfo), hex. */
  fingerprint: PackHash,
  /** The workspace keeps this key as trusted today. */
  trusted: z.boolean(),
});
export type PackPublisher = z.infer<typeof PackPublisher>;

/** A version of a pack that the product brings or the workspace keeps. */
export const PackVersion = z.strictObject({
  hash: PackHash,
  version: z.string(),
  lawTextDate: z.string(),
  origin: z.enum(['bundled', 'file']),
  /** null for a pack of the product. */
  publisher: PackPublisher.nullable(),
  /** When the workspace took its copy, and who caused it; null where there is none. */
  addedAt: Instant.nullable(),
  addedBy: z.string().nullable(),
  active: z.boolean(),
  /** Assessments pinned to it, those of earlier versions of systems included. */
  pinned: z.int(),
});
export type PackVersion = z.infer<typeof PackVersion>;

/** What a pack file has to pass, in this order; after the first that fails the rest is not looked at. */
export const PackCheckName = z.enum([
  'size',
  'form',
  'signature',
  'publisher',
  'schema',
  'rules',
  'lint',
  'cases',
  'version',
]);
export type PackCheckName = z.infer<typeof PackCheckName>;

export const PackCheck = z.strictObject({
  name: PackCheckName,
  state: z.enum(['passed', 'failed', 'not-run']),
  /** Figures for the text `packs.checks.<name>`, such as the number of cases. */
  details: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type PackCheck = z.infer<typeof PackCheck>;

/** Something wrong in a pack: `place` by names, `problem` in English for its author. */
const PackProblem = z.strictObject({
  place: z.string(),
  problem: z.string(),
  severity: z.enum(['error', 'warning']),
});

/** What installing a pack file would do. Nothing of it has been stored. */
export const PackInspection = z.strictObject({
  /** What the pack says it is; null where it was not read that far. */
  pack: z
    .strictObject({
      id: z.string(),
      version: z.string(),
      hash: PackHash,
      title: LocalText,
      lawTextDate: z.string(),
      changelog: z.array(z.strictObject({ version: z.string(), date: z.string(), text: LocalText })),
      questions: z.int(),
      rules: z.int(),
      obligations: z.int(),
      cases: z.int(),
    })
    .nullable(),
  /** null where the signature does not fit, or was not read. */
  publisher: PackPublisher.nullable(),
  checks: z.array(PackCheck),
  /** What the linter says, and the differences of cases that fail; the first of each. */
  problems: z.array(PackProblem),
  /** Why it cannot be installed: the reason and values of the text `errors.<reason>`. */
  refusal: z
    .strictObject({
      reason: z.string(),
      details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    })
    .nullable(),
  /** The version that is active now, and how the file stands to it; null where the pack is new here. */
  active: z
    .strictObject({ version: z.string(), hash: PackHash, lawTextDate: z.string(), order: z.enum(['newer', 'older']) })
    .nullable(),
  /** Assessments of this pack in the workspace, which stay pinned to what they were made under. */
  pinned: z.int(),
});
export type PackInspection = z.infer<typeof PackInspection>;

/** A publisher whose packs may be installed. */
export const TrustedPublisher = z.strictObject({
  fingerprint: PackHash,
  name: z.string(),
  /** How the fingerprint was compared: with whom, by which way. */
  note: z.string(),
  addedAt: Instant,
  addedBy: z.string(),
  /** Versions in the workspace that this key signed. */
  installed: z.int(),
});
export type TrustedPublisher = z.infer<typeof TrustedPublisher>;

export const packs = {
  list: query(z.strictObject({}), z.array(PackSummary)),
  /**
   * The whole pack: questions, provisions and texts for the questionnaire and the reader. The active version, or the
   * one of this hash, to which an assessment may be pinned. Fails with reason `unknown-pack` or `unknown-pack-version`.
   */
  get: query(
    z.strictObject({ id: z.string().max(80), hash: PackHash.optional() }),
    z.strictObject({ hash: z.string(), pack: Pack }),
  ),
  /** Every version of a pack at hand, newest first. Fails with reason `unknown-pack`. */
  versions: query(z.strictObject({ id: z.string().max(80) }), z.array(PackVersion)),
  /** Checks a pack file and says what installing it would do; stores nothing. Fails where the file is no longer held. */
  inspect: job(z.strictObject({ file: FileRef }), PackInspection),
  /**
   * Checks a pack file again, keeps the pack and makes it the active version of its id; all or nothing. Fails with the
   * reason `inspect` gives as refusal.
   */
  install: job(
    z.strictObject({ file: FileRef }),
    z.strictObject({ id: z.string(), version: z.string(), hash: PackHash }),
  ),
  /**
   * Makes another version the active one, an older one too. Assessments stay pinned to what they were made under. Fails
   * with reason `unknown-pack`, `unknown-pack-version` or `pack-is-active`.
   */
  activate: command(z.strictObject({ id: z.string().max(80), hash: PackHash }), z.array(PackVersion)),
  publishers: query(z.strictObject({}), z.array(TrustedPublisher)),
  /** The fingerprint of a public key in a PEM file, to be compared before it is trusted. Fails with reason `not-a-publisher-key`. */
  readPublisher: query(
    z.strictObject({ file: FileRef }),
    z.strictObject({ fingerprint: PackHash, known: TrustedPublisher.nullable() }),
  ),
  /**
   * Trusts a public key. `fingerprint` is what the person compared and confirmed. Fails with reason `not-a-publisher-key`,
   * `fingerprint-differs` or `publisher-known`.
   */
  addPublisher: command(
    z.strictObject({
      file: FileRef,
      name: z.string().trim().min(1).max(200),
      note: z.string().trim().max(500).default(''),
      fingerprint: PackHash,
    }),
    z.array(TrustedPublisher),
  ),
  /** Ends the trust in a key; packs it signed stay and are shown so. Fails with reason `no-publisher`. */
  removePublisher: command(z.strictObject({ fingerprint: PackHash }), z.array(TrustedPublisher)),
  ...packTools,
};
