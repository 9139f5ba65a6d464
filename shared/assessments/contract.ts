import { command, job, query } from '../lib/contract.ts';
import { Day, Id, Instant, LocalText, z } from '../lib/schema.ts';
import { Answer } from '../rules/answer.ts';
import { Confidence, Role } from '../rules/pack.ts';
import { Evaluation, Truth } from '../rules/result.ts';
import { Acceptance, Comparison, PackPin, PackPins, Reevaluation } from './reevaluation.ts';

/** How an answer came about and what proves it. */
export const StoredAnswer = z.strictObject({
  answer: Answer,
  comment: z.string().max(5_000),
  evidence: z.array(z.strictObject({ id: Id, page: z.string().max(60) })),
  by: z.string(),
  at: Instant,
  /** The answer was taken over from the record and still equals it. */
  fromRecord: z.boolean(),
});
export type StoredAnswer = z.infer<typeof StoredAnswer>;

/**
 * An answer offered for a question that has none yet, or another one. `from` says where it comes from:
 * a field of the record, the conclusion of another pack, the same question of another pack (the cross-walk; the source
 * is `<pack>/<question>`), or the assessment of the version before.
 */
export const Suggestion = z.strictObject({
  answer: Answer,
  from: z.enum(['record', 'assessment', 'crosswalk', 'previous-version']),
  source: z.string(),
  /** Who gave the answer it comes from, and when; for answers of other assessments. */
  given: z.strictObject({ by: z.string(), at: Instant }).optional(),
});
export type Suggestion = z.infer<typeof Suggestion>;

/** An assessment of one version of a system under the version of a pack it is pinned to, with what that version says today. */
export const AssessmentState = z.strictObject({
  system: Id,
  version: Id,
  pack: z.strictObject({ id: z.string(), version: z.string(), hash: z.string() }),
  /** Another version of the pack is active; the assessment stays with its own until the other is accepted. */
  packChanged: z.boolean(),
  /** The active version, where it is another one. */
  available: PackPin.nullable(),
  /**
   * The body of the pinned version is not in this workspace: the evaluation follows the active one and only shows what
   * that would say. Answers are refused until the active version is accepted.
   */
  packMissing: z.boolean(),
  startedAt: Instant.nullable(),
  changedAt: Instant.nullable(),
  answers: z.record(z.string(), StoredAnswer),
  suggestions: z.record(z.string(), Suggestion),
  evaluation: Evaluation,
});
export type AssessmentState = z.infer<typeof AssessmentState>;

/** SHA-256 of a pack, hex. */
const PackHash = z.string().regex(/^[0-9a-f]{64}$/);
const Target = { system: Id, pack: z.string().max(80) };

/** A row of the list of assessments. */
export const AssessmentRow = z.strictObject({
  system: Id,
  code: z.string(),
  name: z.string(),
  pack: z.string(),
  answered: z.int(),
  total: z.int(),
  status: z.enum(['not-started', 'undetermined', 'provisional', 'final']),
  changedAt: Instant.nullable(),
});
export type AssessmentRow = z.infer<typeof AssessmentRow>;

/** A duty over all systems. */
export const DutyRow = z.strictObject({
  system: Id,
  code: z.string(),
  name: z.string(),
  pack: z.string(),
  /** Hash of the version of the pack the duty stands in. */
  hash: z.string(),
  obligation: z.string(),
  mark: z.string(),
  title: LocalText,
  applies: Truth,
  met: Truth.nullable(),
  bound: z.array(Role),
  force: z.enum(['law', 'recommended']),
  cite: LocalText,
  confidence: Confidence,
  deadline: LocalText.nullable(),
  /** Day the deadline runs from, and its last day by the calendar of working days; null where no day is given. */
  start: Day.nullable(),
  due: Day.nullable(),
  /** By the law of another country or union, told apart from the law of Kazakhstan. */
  foreign: z.boolean(),
});
export type DutyRow = z.infer<typeof DutyRow>;

export const assessments = {
  /** State of the assessment of the current version; an empty one where none was started. */
  get: query(z.strictObject(Target), AssessmentState),
  /** Stores answers with comment and evidence; null takes an answer away. Recomputes the degree on the register row. */
  answer: command(
    z.strictObject({
      ...Target,
      answers: z.record(
        z.string().max(100),
        z
          .strictObject({
            answer: Answer,
            comment: z.string().max(5_000).default(''),
            evidence: z.array(z.strictObject({ id: Id, page: z.string().max(60).default('') })).default([]),
          })
          .nullable(),
      ),
    }),
    AssessmentState,
  ),
  /** Takes over every suggestion of the record that has no answer yet. */
  takeSuggestions: command(
    z.strictObject({ ...Target, questions: z.array(z.string().max(100)).optional() }),
    AssessmentState,
  ),
  list: query(z.strictObject({ pack: z.string().max(80).optional() }), z.array(AssessmentRow)),
  duties: query(z.strictObject({ system: Id.optional() }), z.array(DutyRow)),
  /** Which versions of the packs the assessments of the working register are pinned to. */
  pins: query(z.strictObject({}), z.array(PackPins)),
  /**
   * Compares every assessment of a pack, or those of the named systems, with what another version of the pack says:
   * the active one, or the version with the hash `to`. What was concluded is read on the day it was stored, what would
   * be concluded on the day `on` (today). Stores nothing.
   */
  reevaluate: job(
    z.strictObject({
      pack: z.string().max(80),
      to: PackHash.optional(),
      on: Day.optional(),
      systems: z.array(Id).max(100_000).optional(),
    }),
    Reevaluation,
  ),
  /** One system in the same way, with the reasons in full. */
  compare: query(z.strictObject({ ...Target, to: PackHash.optional(), on: Day.optional() }), Comparison),
  /**
   * Pins the assessments of the named systems to the version with this hash and stores what it concludes today; the
   * same with the earlier hash takes it back. One ledger entry a system, fifty systems a transaction; cancelling keeps
   * what is done. An assessment that changed after `seen` is left as it is.
   */
  accept: job(
    z.strictObject({
      pack: z.string().max(80),
      hash: PackHash,
      systems: z.array(Id).min(1).max(100_000),
      seen: Instant.optional(),
    }),
    Acceptance,
  ),
};
