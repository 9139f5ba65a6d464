import { Day, LocalText, z } from '../lib/schema.ts';
import { Answers } from './answer.ts';
import { Expression } from './expression.ts';

/** Stable name of a part of a pack: lower-case letters, digits and hyphens. Never a position. */
const Name = z.string().regex(/^[a-z][a-z0-9-]{0,79}$/);

/**
 * How sure a statement is. `verified`: read in the full text. `secondary`: news, reviews.
 * `uncertain`: inferred or not found, never worded as a duty. `interpretation`: ours, not law.
 */
export const Confidence = z.enum(['verified', 'secondary', 'uncertain', 'interpretation']);
export type Confidence = z.infer<typeof Confidence>;

/**
 * Who is bound. `owner`, `possessor` and `user` are the roles of AI Law 230-VIII, `operator` the operator of
 * personal data under Law 94-V, `applicant` who submits a package, the rest the entities of Regulation (EU) 2024/1689.
 */
export const Role = z.enum([
  'owner',
  'possessor',
  'user',
  'operator',
  'applicant',
  'provider',
  'deployer',
  'importer',
  'distributor',
  'representative',
  'manufacturer',
]);
export type Role = z.infer<typeof Role>;

/** An act the pack rests on. */
export const Source = z.strictObject({
  name: Name,
  title: LocalText,
  number: z.string(),
  date: Day.optional(),
  /** Which text was read, as words. */
  edition: LocalText,
  identifier: z.string().optional(),
  checkedOn: Day,
  confidence: Confidence,
});

/** A citable place. `cite` is split so that each language words it in its own way; see cite.ts. */
export const Provision = z.strictObject({
  name: Name,
  source: Name,
  article: z.string().optional(),
  /** Part of an article (часть, бөлік), as in the Code on Administrative Offences. */
  part: z.string().optional(),
  paragraph: z.string().optional(),
  item: z.string().optional(),
  /** Wording of the place where it is no article (an order, a letter, "our interpretation"). */
  label: LocalText.optional(),
  summary: LocalText,
  confidence: Confidence,
});
export type Provision = z.infer<typeof Provision>;

/** A choice of a question, a level or a row of a matrix. */
export const Option = z.strictObject({
  code: Name,
  text: LocalText,
  help: LocalText.optional(),
  points: z.number().optional(),
});
export type Option = z.infer<typeof Option>;

export const QuestionKind = z.enum(['yesno', 'single', 'multiple', 'number', 'text', 'date', 'matrix', 'table']);
export type QuestionKind = z.infer<typeof QuestionKind>;

/** One question. Every kind may be answered `unknown`; `na` only where `allowNa` is set. */
export const Question = z.strictObject({
  name: Name,
  section: Name,
  kind: QuestionKind,
  text: LocalText,
  help: LocalText.optional(),
  /** What proves the answer. */
  evidence: LocalText.optional(),
  commonError: LocalText.optional(),
  /** single, multiple: the choices. */
  options: z.array(Option).max(100).optional(),
  /** matrix: the rows and the levels each row may take (the level `unknown` always exists). */
  rows: z.array(Option).max(100).optional(),
  levels: z.array(Option).max(20).optional(),
  /** table: the columns. */
  columns: z.array(Option).max(30).optional(),
  allowNa: z.boolean().default(false),
  tags: z.array(Name).max(50).default([]),
  visibleWhen: Expression.optional(),
  requiredWhen: Expression.optional(),
  /** Name of an inventory field whose value is offered as the answer. */
  prefill: z.string().optional(),
  provisions: z.array(Name).max(200).default([]),
});
export type Question = z.infer<typeof Question>;

/** A named value, so that rules read like the law. */
export const Fact = z.strictObject({ name: Name, text: LocalText, value: Expression });
export type Fact = z.infer<typeof Fact>;

/**
 * A number worked out of the answers, rounded half up to `decimals` (towards plus infinity: −2.5 to −2). Other
 * expressions use it by name, as rounded. `thresholds` are bands of the rounded value, lowest first; both bounds belong to
 * the band, and only the first may lack `from` and the last `to`.
 */
export const Score = z.strictObject({
  name: Name,
  title: LocalText,
  value: Expression,
  decimals: z.number().int().min(0).max(6).default(0),
  thresholds: z
    .array(z.strictObject({ code: Name, text: LocalText, from: z.number().optional(), to: z.number().optional() }))
    .max(20)
    .default([]),
  provisions: z.array(Name).min(1).max(200),
});
export type Score = z.infer<typeof Score>;

/**
 * An ordered list of degrees, lowest first. The highest degree whose rule holds is concluded.
 * Without a rule that holds the scale is not classified.
 */
export const Scale = z.strictObject({
  name: Name,
  kind: z.enum(['degree', 'screening', 'status']),
  title: LocalText,
  degrees: z
    .array(z.strictObject({ code: Name, text: LocalText, help: LocalText.optional() }))
    .min(2)
    .max(20),
  provisions: z.array(Name).max(200).default([]),
});
export type Scale = z.infer<typeof Scale>;

/** `stop`: prohibited. `breach`: a duty is not met. `review`: a lawyer has to look. `gap`: something is missing. `note`. */
export const Severity = z.enum(['stop', 'breach', 'review', 'gap', 'note']);
export type Severity = z.infer<typeof Severity>;

/** A condition that leads to a degree on a scale, to a finding, or to both. */
export const Rule = z.strictObject({
  name: Name,
  /** What the rule says, as a sentence. */
  text: LocalText,
  when: Expression,
  concludes: z.strictObject({ scale: Name, degree: Name }).optional(),
  finding: z.strictObject({ severity: Severity, message: LocalText }).optional(),
  provisions: z.array(Name).min(1).max(200),
});
export type Rule = z.infer<typeof Rule>;

/** Whether the law asks for something or we advise it. */
export const Force = z.enum(['law', 'recommended']);

/** A duty, or a recommendation, and how it is shown to be met. */
export const Obligation = z.strictObject({
  name: Name,
  /** Short mark used in tables, such as D5. */
  mark: z.string().max(12),
  title: LocalText,
  text: LocalText,
  when: Expression,
  bound: z.array(Role).min(1).max(20),
  force: Force,
  /** When the duty counts as met; left out where only a person can say. */
  metWhen: Expression.optional(),
  /** A period or a deadline. `days` counts working days where `working` is set; `from` gives the day it runs from. */
  deadline: z
    .strictObject({
      from: Expression.optional(),
      days: z.number().int().positive().optional(),
      months: z.number().int().positive().optional(),
      working: z.boolean().default(false),
      text: LocalText,
    })
    .optional(),
  evidence: LocalText.optional(),
  documents: z.array(Name).max(100).default([]),
  provisions: z.array(Name).min(1).max(200),
});
export type Obligation = z.infer<typeof Obligation>;

/** A document the organisation keeps, and when. */
export const DocumentType = z.strictObject({
  name: Name,
  title: LocalText,
  when: Expression,
  force: Force,
  provisions: z.array(Name).min(1).max(200),
});

/** A wording of the law in time: the evaluation follows the newest edition in force on its day. */
export const Edition = z.strictObject({
  name: Name,
  title: LocalText,
  from: Day,
  provisions: z.array(Name).min(1).max(200),
});

/**
 * The day from which something applies, by edition, so that an old register is read against the dates valid when
 * it was made. `{ inForce: name }` in a condition asks for it.
 */
export const ApplicationDate = z.strictObject({
  name: Name,
  subject: LocalText,
  dates: z
    .array(z.strictObject({ edition: Name, from: Day }))
    .min(1)
    .max(100),
  provisions: z.array(Name).min(1).max(200),
});

/** A part of a package of documents, and when it counts as ready; without `readyWhen` only a person can say. */
export const PackagePart = z.strictObject({
  name: Name,
  /** Number in the package, such as 3 or S. */
  mark: z.string().max(12),
  title: LocalText,
  content: LocalText,
  readyWhen: Expression.optional(),
  provisions: z.array(Name).min(1).max(200),
});

/** A way by which documents leave the organisation: to whom, on which occasion, with which parts. */
export const Channel = z.strictObject({
  name: Name,
  /** Short mark, such as C1. */
  mark: z.string().max(12),
  title: LocalText,
  trigger: LocalText,
  recipient: LocalText,
  voluntary: z.boolean(),
  when: Expression,
  /** The parts of its package, in order; `law` where the law names the part, `recommended` where we propose it. */
  parts: z.array(z.strictObject({ part: Name, force: Force, when: Expression.optional() })).max(200),
  provisions: z.array(Name).min(1).max(200),
});

/** Amounts in monthly calculation indices by class of subject. */
export const Sanction = z.strictObject({
  name: Name,
  act: LocalText,
  amounts: z
    .array(
      z.strictObject({
        subject: z.enum(['natural', 'official', 'small', 'medium', 'large', 'legal']),
        mci: z.number(),
      }),
    )
    .max(50),
  extra: LocalText.optional(),
  provisions: z.array(Name).min(1).max(200),
});

/** Something counsel has to confirm. */
export const OpenPoint = z.strictObject({
  name: Name,
  text: LocalText,
  provisions: z.array(Name).max(200).default([]),
});

/** A worked example written from the law, not from the rules. */
export const Case = z.strictObject({
  name: z.string().min(1).max(200),
  on: Day.default('2026-11-23'),
  answers: Answers,
  expect: z.strictObject({
    /** Scale to degree, or to null where it must not be classified. */
    scales: z.record(z.string(), z.string().nullable()).default({}),
    /** Scale to status. */
    status: z.record(z.string(), z.enum(['final', 'provisional', 'undetermined'])).default({}),
    /** Score to its value, to the code of its threshold, or to null where it must not be known. */
    scores: z.record(z.string(), z.union([z.number(), z.string(), z.null()])).default({}),
    findings: z.array(z.string()).default([]),
    absent: z.array(z.string()).default([]),
    obligations: z.array(z.string()).default([]),
    noObligations: z.array(z.string()).default([]),
    /** Channels that apply, and channels that do not. */
    channels: z.array(z.string()).default([]),
    noChannels: z.array(z.string()).default([]),
  }),
});
export type Case = z.infer<typeof Case>;

/** A section of the questionnaire. */
export const Section = z.strictObject({ name: Name, title: LocalText, help: LocalText.optional() });

/** A rule pack: the law as data. The limits are far above any law; they keep a hostile pack from costing without bound. */
export const Pack = z.strictObject({
  format: z.literal(1),
  id: Name,
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  title: LocalText,
  jurisdiction: z.string(),
  /** Day of the legal text the pack follows. */
  lawTextDate: Day,
  effectiveFrom: Day,
  effectiveTo: Day.optional(),
  authors: z.array(z.string()).min(1).max(100),
  changelog: z
    .array(z.strictObject({ version: z.string(), date: Day, text: LocalText }))
    .min(1)
    .max(500),
  /** Year and value in tenge of the monthly calculation index. */
  mci: z
    .array(z.strictObject({ year: z.number().int(), tenge: z.number().int(), confidence: Confidence }))
    .max(100)
    .default([]),
  sources: z.array(Source).min(1).max(200),
  provisions: z.array(Provision).min(1).max(5_000),
  sections: z.array(Section).min(1).max(200),
  questions: z.array(Question).min(1).max(2_000),
  facts: z.array(Fact).max(5_000).default([]),
  scores: z.array(Score).max(200).default([]),
  scales: z.array(Scale).max(200).default([]),
  /** The scale that sums up the pack; the last one where it is left out. */
  summary: Name.optional(),
  editions: z.array(Edition).max(100).default([]),
  applicationDates: z.array(ApplicationDate).max(200).default([]),
  rules: z.array(Rule).max(5_000).default([]),
  obligations: z.array(Obligation).max(2_000).default([]),
  documents: z.array(DocumentType).max(500).default([]),
  packageParts: z.array(PackagePart).max(500).default([]),
  channels: z.array(Channel).max(200).default([]),
  sanctions: z.array(Sanction).max(500).default([]),
  openPoints: z.array(OpenPoint).max(500).default([]),
  cases: z.array(Case).max(2_000).default([]),
});
export type Pack = z.infer<typeof Pack>;
