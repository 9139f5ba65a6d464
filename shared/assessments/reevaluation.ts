import { Day, Id, Instant, z } from '../lib/schema.ts';
import { Severity } from '../rules/pack.ts';
import { Trace, Truth } from '../rules/result.ts';

/** A version of a pack: what it calls itself and the hash of its body. */
export const PackPin = z.strictObject({ version: z.string(), hash: z.string() });
export type PackPin = z.infer<typeof PackPin>;

/** Where a scale stands. */
export const Standing = z.strictObject({
  status: z.enum(['final', 'provisional', 'undetermined']),
  degree: z.string().nullable(),
});
export type Standing = z.infer<typeof Standing>;

/** A scale before and after; null where that version of the pack has no such scale. */
export const ScaleChange = z.strictObject({
  scale: z.string(),
  before: Standing.nullable(),
  after: Standing.nullable(),
});
export type ScaleChange = z.infer<typeof ScaleChange>;

/** A finding, by the name of its rule, that is new, gone, or of another severity. */
export const FindingChange = z.strictObject({
  rule: z.string(),
  before: Severity.nullable(),
  after: Severity.nullable(),
});

const DutyStanding = z.strictObject({ applies: Truth, met: Truth.nullable() });
/** A duty before and after; null where it does not apply or that version of the pack does not know it. */
export const DutyChange = z.strictObject({
  obligation: z.string(),
  before: DutyStanding.nullable(),
  after: DutyStanding.nullable(),
});
export type DutyChange = z.infer<typeof DutyChange>;

/**
 * What becomes of answers. `unfit`: stored, but no answer to the question as it now is. `gone`: the question is not in
 * the pack any more. `asked`: not asked before, asked now, and unanswered. Stored answers stay in every case.
 */
export const AnswerChange = z.strictObject({ question: z.string(), kind: z.enum(['unfit', 'gone', 'asked']) });

/**
 * Why something comes out otherwise: a part of the pack that was added, removed or changed, or the day on which the
 * same rules were read.
 */
export const ChangeReason = z.strictObject({
  part: z.enum(['rule', 'fact', 'question', 'scale', 'obligation', 'date', 'day']),
  change: z.enum(['added', 'removed', 'changed']),
  name: z.string(),
});
export type ChangeReason = z.infer<typeof ChangeReason>;

/** One system whose conclusions, findings, duties or answers would change. */
export const ReevaluationRow = z.strictObject({
  system: Id,
  code: z.string(),
  name: z.string(),
  pinned: PackPin,
  /** The body of the pinned version is not in the workspace: only its main conclusion and its duties are known. */
  pinnedMissing: z.boolean(),
  /** The degree rises, falls, or something else changes. */
  direction: z.enum(['raised', 'lowered', 'other']),
  /** The scale that sums up the pack, changed or not. */
  main: ScaleChange,
  /** Every scale that changes. */
  scales: z.array(ScaleChange),
  findings: z.array(FindingChange),
  duties: z.array(DutyChange),
  answers: z.array(AnswerChange),
  reasons: z.array(ChangeReason),
});
export type ReevaluationRow = z.infer<typeof ReevaluationRow>;

/** The register under another version of a pack. Nothing of it is stored. */
export const Reevaluation = z.strictObject({
  pack: z.string(),
  to: PackPin,
  on: Day,
  /** When it was asked for. */
  at: Instant,
  total: z.int(),
  raised: z.int(),
  lowered: z.int(),
  other: z.int(),
  unchanged: z.int(),
  /** Systems that come out the same and are pinned to another version. */
  unchangedPinned: z.array(Id),
  /** Versions the assessments are pinned to. */
  pins: z.array(z.strictObject({ ...PackPin.shape, count: z.int() })),
  /** The systems that change, in the order of their codes. */
  rows: z.array(ReevaluationRow),
});
export type Reevaluation = z.infer<typeof Reevaluation>;

/** Why one scale, finding or duty stood and would stand: the traces under both versions. */
export const Explanation = z.strictObject({
  part: z.enum(['scale', 'finding', 'obligation']),
  name: z.string(),
  before: z.array(z.strictObject({ rule: z.string(), trace: Trace })),
  after: z.array(z.strictObject({ rule: z.string(), trace: Trace })),
});
export type Explanation = z.infer<typeof Explanation>;

/** One system under another version of a pack, with the reasons in full. */
export const Comparison = z.strictObject({ row: ReevaluationRow.nullable(), explanations: z.array(Explanation) });
export type Comparison = z.infer<typeof Comparison>;

/** How many assessments are pinned to which version of a pack, beside the active one. */
export const PackPins = z.strictObject({
  pack: z.string(),
  active: PackPin,
  pins: z.array(z.strictObject({ ...PackPin.shape, count: z.int() })),
  /** Assessments pinned to another version than the active one. */
  behind: z.int(),
});

/** What was accepted, and what changed after the comparison was made and was left as it is. */
export const Acceptance = z.strictObject({ accepted: z.array(Id), stale: z.array(Id) });
