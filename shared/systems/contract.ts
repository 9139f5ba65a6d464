import { command, job, query } from '../lib/contract.ts';
import { FileRef } from '../lib/file-ref.ts';
import { Day, Id, Instant, Locale, z } from '../lib/schema.ts';
import { FieldValue, FieldValues, MultilingualText } from './field-value.ts';

/** Where classification stands; `none` is "not classified". `prohibited` comes from the screening and beats the degree. */
export const DegreeState = z.strictObject({
  degree: z.enum(['minimal', 'medium', 'high']).nullable(),
  status: z.enum(['none', 'provisional', 'final']),
  prohibited: z.enum(['no', 'yes', 'review', 'unknown']),
});
export type DegreeState = z.infer<typeof DegreeState>;

/** One row of the register. */
export const SystemRow = z.strictObject({
  id: Id,
  code: z.string(),
  name: MultilingualText.nullable(),
  unit: z.string().nullable(),
  stage: z.string().nullable(),
  sites: z.array(z.string()),
  owner: z.string().nullable(),
  version: z.string(),
  autonomy: z.string().nullable(),
  degree: DegreeState,
  /** Share of the fields needed for classification, passport and, with personal data, its protection that are answered: 0 to 100. */
  completeness: z.int(),
  nextReview: Day.nullable(),
  recordStatus: z.enum(['draft', 'retired']),
  changedAt: Instant,
});
export type SystemRow = z.infer<typeof SystemRow>;

export const Deployment = z.strictObject({ id: Id, site: Id, siteName: z.string(), fields: FieldValues });
export type Deployment = z.infer<typeof Deployment>;

export const Version = z.strictObject({
  id: Id,
  label: z.string(),
  date: Day.nullable(),
  current: z.boolean(),
  supersedes: Id.nullable(),
  deployments: z.array(Deployment),
});
export type Version = z.infer<typeof Version>;

export const System = z.strictObject({
  id: Id,
  code: z.string(),
  fields: FieldValues,
  versions: z.array(Version),
  degree: DegreeState,
  completeness: z.int(),
  /** Visible fields still without an answer, by what they are needed for. */
  missing: z.record(z.enum(['classification', 'operation', 'personal-data', 'passport']), z.array(z.string())),
  recordStatus: z.enum(['draft', 'retired']),
  createdAt: Instant,
  changedAt: Instant,
});
export type System = z.infer<typeof System>;

/** What narrows the register; empty means all. */
export const SystemFilter = z.strictObject({
  search: z.string().max(200).default(''),
  degree: z.array(z.enum(['minimal', 'medium', 'high', 'provisional', 'none', 'prohibited'])).default([]),
  stage: z.array(z.string().max(40)).default([]),
  site: z.array(Id).default([]),
  unit: z.array(z.string().max(400)).default([]),
  /** Next review on or before this day. */
  reviewBy: Day.optional(),
  /** Only systems recorded as taking in personal data. */
  personalData: z.boolean().default(false),
  retired: z.boolean().default(false),
  /** Only these systems: a selection of the user. */
  only: z.array(Id).max(50_000).default([]),
});

export type SystemFilter = z.infer<typeof SystemFilter>;

export const SystemSort = z.enum(['code', 'name', 'unit', 'stage', 'degree', 'completeness', 'review', 'changed']);
export type SystemSort = z.infer<typeof SystemSort>;

const Facet = z.array(z.strictObject({ value: z.string(), label: z.string(), count: z.int() }));

/** One line of a record's history, from the ledger. */
export const HistoryEntry = z.strictObject({
  seq: z.int(),
  at: Instant,
  actor: z.string(),
  kind: z.string(),
  /** Field or question the entry is about. */
  field: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

export const systems = {
  /** A page of the register with the count over all pages. */
  list: query(
    z.strictObject({
      filter: SystemFilter.prefault({}),
      sort: SystemSort.default('code'),
      descending: z.boolean().default(false),
      offset: z.int().nonnegative().default(0),
      limit: z.int().min(1).max(500).default(100),
      locale: Locale.default('ru'),
    }),
    z.strictObject({ total: z.int(), rows: z.array(SystemRow) }),
  ),
  /** Values and counts for the filters, and the counts of the saved views; `toReview` counts next reviews on or before today (UTC). */
  facets: query(
    z.strictObject({ locale: Locale.default('ru') }),
    z.strictObject({
      degree: Facet,
      stage: Facet,
      site: Facet,
      unit: Facet,
      views: z.strictObject({
        all: z.int(),
        notClassified: z.int(),
        toReview: z.int(),
        personalData: z.int(),
        retired: z.int(),
      }),
    }),
  ),
  get: query(z.strictObject({ id: Id }), System),
  /** The system with this code. */
  byCode: query(z.strictObject({ code: z.string().max(32) }), System),
  /** Makes a system with a first version. The code is given by the register (AI-001 …) where none is given; codes are never reused. */
  create: command(
    z.strictObject({ code: z.string().trim().max(32).optional(), fields: FieldValues.default({}) }),
    System,
  ),
  /** Sets fields; null takes the value away (not answered). Fails with reason `bad-field` naming the field. */
  setFields: command(z.strictObject({ id: Id, fields: z.record(z.string().max(60), FieldValue.nullable()) }), System),
  /** Copies the record and its current version under a new code, without assessments and dossiers. */
  duplicate: command(z.strictObject({ id: Id }), System),
  /** Takes a system out of the working register; nothing is deleted. */
  retire: command(z.strictObject({ id: Id, reason: z.string().trim().min(1).max(2_000) }), System),
  /** Undoes `retire`. */
  restore: command(z.strictObject({ id: Id }), System),
  addVersion: command(
    z.strictObject({ id: Id, label: z.string().trim().min(1).max(60), date: Day.nullable().default(null) }),
    System,
  ),
  setVersion: command(
    z.strictObject({ id: Id, version: Id, label: z.string().trim().min(1).max(60), date: Day.nullable() }),
    System,
  ),
  /** Puts a version into use at a site. */
  addDeployment: command(z.strictObject({ id: Id, version: Id, site: Id, fields: FieldValues.default({}) }), System),
  removeDeployment: command(z.strictObject({ id: Id, deployment: Id }), System),
  /** Everything the ledger holds about the system, newest first. */
  history: query(
    z.strictObject({ id: Id, before: z.int().optional(), limit: z.int().min(1).max(500).default(100) }),
    z.array(HistoryEntry),
  ),
  /** Writes the filtered register as XLSX or CSV. */
  export: job(
    z.strictObject({
      format: z.enum(['xlsx', 'csv']),
      filter: SystemFilter.prefault({}),
      locale: Locale.default('ru'),
    }),
    FileRef,
  ),
};
