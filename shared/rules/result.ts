import { Day, LocalText, z } from '../lib/schema.ts';
import { Confidence, Force, Role, Severity } from './pack.ts';

/** Kleene truth value. */
export const Truth = z.enum(['true', 'false', 'unknown']);
export type Truth = z.infer<typeof Truth>;

/** One thing a conclusion rests on: a question and how it was answered, a fact, a scale, a score, an application date, with its value as text in three languages. */
export const TraceItem = z.strictObject({
  kind: z.enum(['question', 'fact', 'scale', 'score', 'date']),
  name: z.string(),
  text: LocalText,
  /** How the item stood: `answered`, `unknown`, `na`, `missing` (not answered), `hidden` for questions; `value` for the rest. */
  state: z.enum(['answered', 'unknown', 'na', 'missing', 'hidden', 'value']),
  value: LocalText,
});
export type TraceItem = z.infer<typeof TraceItem>;

/** Why a rule or an obligation came out as it did. */
export const Trace = z.strictObject({
  truth: Truth,
  /** The whole reason as one sentence. */
  sentence: LocalText,
  items: z.array(TraceItem),
  provisions: z.array(z.string()),
  /** The weakest confidence among the provisions. */
  confidence: Confidence,
});
export type Trace = z.infer<typeof Trace>;

/** Where a scale stands. `degree` is the lower bound while provisional and null while undetermined. */
export const Conclusion = z.strictObject({
  scale: z.string(),
  status: z.enum(['final', 'provisional', 'undetermined']),
  degree: z.string().nullable(),
  /** Degrees still possible, lowest first. One when final. */
  possible: z.array(z.string()),
  /** Rules that hold and lead to `degree`. */
  rules: z.array(z.string()),
  /** Rules that could still raise the degree. */
  openRules: z.array(z.string()),
  /** Smallest set of questions found that would settle it, in order of the questionnaire. */
  settle: z.array(z.string()),
});
export type Conclusion = z.infer<typeof Conclusion>;

/** Where a score stands: between `low` and `high`, both rounded; null where there is no bound. */
export const ScoreResult = z.strictObject({
  score: z.string(),
  /** `final`: the value is known. `absent`: there is no value at all, such as a quotient by zero. */
  status: z.enum(['final', 'open', 'absent']),
  low: z.number().nullable(),
  high: z.number().nullable(),
  value: z.number().nullable(),
  /** The threshold it is certain to lie in; it may be settled while the value is still open. */
  threshold: z.string().nullable(),
  /** Thresholds it may lie in, lowest first. */
  possible: z.array(z.string()),
  trace: Trace,
});
export type ScoreResult = z.infer<typeof ScoreResult>;

export const Finding = z.strictObject({
  rule: z.string(),
  severity: Severity,
  message: LocalText,
  trace: Trace,
});
export type Finding = z.infer<typeof Finding>;

export const ObligationResult = z.strictObject({
  obligation: z.string(),
  applies: Truth,
  /** `true` met, `false` a gap, `unknown` open. Null where only a person can say. */
  met: Truth.nullable(),
  bound: z.array(Role),
  /** Day the deadline runs from; null where it is not known, or where the deadline has no such day. */
  start: Day.nullable(),
  trace: Trace,
});
export type ObligationResult = z.infer<typeof ObligationResult>;

/** A way by which documents leave the organisation, and its package. */
export const ChannelResult = z.strictObject({
  channel: z.string(),
  applies: Truth,
  trace: Trace,
  parts: z.array(
    z.strictObject({
      part: z.string(),
      force: Force,
      /** Whether the part belongs to the package, taken that the channel is used. */
      applies: Truth,
      /** Null where only a person can say. */
      ready: Truth.nullable(),
      /** Why it is ready or not; null where `ready` is. */
      trace: Trace.nullable(),
    }),
  ),
});
export type ChannelResult = z.infer<typeof ChannelResult>;

/** All a pack says about one set of answers on one day. Same input, same bytes. */
export const Evaluation = z.strictObject({
  pack: z.strictObject({ id: z.string(), version: z.string(), hash: z.string() }),
  on: z.string(),
  conclusions: z.array(Conclusion),
  scores: z.array(ScoreResult),
  findings: z.array(Finding),
  obligations: z.array(ObligationResult),
  documents: z.array(z.strictObject({ document: z.string(), applies: Truth })),
  channels: z.array(ChannelResult),
  /** Trace of every rule that concludes on a scale, by rule name. */
  traces: z.record(z.string(), Trace),
  /** Visible questions, in order. A question whose visibility is unknown is visible. */
  visible: z.array(z.string()),
  /** Visible and required questions without an answer. */
  missing: z.array(z.string()),
  /** Visible questions answered "unknown", matrix questions with an unknown row included. */
  unknown: z.array(z.string()),
  progress: z.array(z.strictObject({ section: z.string(), answered: z.number().int(), total: z.number().int() })),
});
export type Evaluation = z.infer<typeof Evaluation>;

/** What an evaluation says without the reasons: no traces, no questions that would settle a scale. */
export type Outcome = Pick<Evaluation, 'pack' | 'on' | 'documents' | 'visible' | 'missing' | 'unknown' | 'progress'> & {
  conclusions: Omit<Conclusion, 'settle'>[];
  scores: Omit<ScoreResult, 'trace'>[];
  findings: Omit<Finding, 'trace'>[];
  obligations: Omit<ObligationResult, 'trace'>[];
  channels: (Pick<ChannelResult, 'channel' | 'applies'> & { parts: Omit<ChannelResult['parts'][number], 'trace'>[] })[];
};
