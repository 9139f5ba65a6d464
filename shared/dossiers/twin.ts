import { AssessmentState } from '../assessments/contract.ts';
import { Evidence } from '../evidence/contract.ts';
import { Day, Id, Instant, Locale, LocalText, z } from '../lib/schema.ts';
import { Organisation } from '../organisation/contract.ts';
import { RegisterEntry } from '../registers/contract.ts';
import { Answer } from '../rules/answer.ts';
import { Expression } from '../rules/expression.ts';
import { Pack, Provision, Question } from '../rules/pack.ts';
import { Evaluation, Trace } from '../rules/result.ts';
import { System, Version } from '../systems/contract.ts';
import { FieldValue } from '../systems/field-value.ts';
import { Edition, ReadinessItem } from './contract.ts';
import { TemplateName, TemplatePack } from './template.ts';

/** What `format` and `version` of a `dossier.json` say. A change that an older reader would misread raises the version. */
export const twinFormat = 'tizilim-dossier';
export const twinVersion = 1;

/** SHA-256, hex, lower case. */
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Assessed = z.strictObject({ pack: Pack, state: AssessmentState });

const Changes = z.strictObject({
  since: z.strictObject({
    template: TemplateName,
    title: LocalText.optional(),
    edition: Edition,
    composedAt: Instant,
    sha256: Hash,
  }),
  rows: z.array(
    z.strictObject({
      kind: z.enum(['field', 'version', 'degree', 'answer', 'duty', 'evidence']),
      subject: z.string(),
      before: z.string(),
      after: z.string(),
      by: z.string().nullable(),
      at: Instant.nullable(),
    }),
  ),
});

/**
 * The facts of a dossier as they stand in its `dossier.json`, of the editions that hold a whole record. `snapshot` is
 * the SHA-256 of the canonical JSON of everything else in here.
 */
export const TwinFacts = z.strictObject({
  template: TemplateName,
  /** Hash of the template; dossiers made before templates were data have none. */
  templateHash: Hash.optional(),
  edition: Edition,
  locale: Locale,
  on: Day,
  sample: z.boolean(),
  organisation: Organisation,
  system: System,
  entries: z.record(Id, RegisterEntry),
  law: Assessed,
  data: Assessed,
  /** Further packs the template speaks of. */
  packs: z.partialRecord(TemplatePack, Assessed).optional(),
  evidence: z.array(Evidence),
  /** The latest changes, where the template prints them. */
  history: z.array(z.strictObject({ at: Instant, by: z.string(), field: z.string() })).optional(),
  ledger: z.strictObject({ size: z.int(), root: Hash }),
  readiness: z.strictObject({ draftReasons: z.array(z.string()), items: z.array(ReadinessItem) }),
  snapshot: Hash,
  changes: Changes.nullable(),
});
export type TwinFacts = z.infer<typeof TwinFacts>;

/** The file `dossier.json` inside a dossier, its machine-readable twin. */
const Twin = z.strictObject({
  format: z.literal(twinFormat),
  version: z.literal(twinVersion),
  dossier: TwinFacts,
});

/** Definitions a reader sees by name; everything else stands where it is used. */
const named = {
  Day,
  LocalText,
  FieldValue,
  Answer,
  Expression,
  Pack,
  Provision,
  Question,
  Evaluation,
  Trace,
  AssessmentState,
  System,
  Version,
  RegisterEntry,
  Evidence,
  Organisation,
} satisfies Record<string, z.ZodType>;

/** The JSON Schema (draft 2020-12) of `dossier.json` in the internal edition and in the one for an authority. */
export function twinJsonSchema(): object {
  const metadata = z.registry<{ id?: string }>();
  for (const [id, schema] of Object.entries(named)) metadata.add(schema, { id });
  const { $schema, ...rest } = z.toJSONSchema(Twin, { io: 'input', reused: 'inline', metadata });
  return { $schema, title: 'dossier.json of Tizilim, version 1', ...rest };
}
