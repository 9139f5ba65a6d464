import { Edition } from '../dossiers/contract.ts';
import { TemplateName } from '../dossiers/template.ts';
import { command, job } from '../lib/contract.ts';
import { FileRef } from '../lib/file-ref.ts';
import { Day, Id, Locale, z } from '../lib/schema.ts';
import { VerificationReport } from '../signatures/report.ts';

/** What the user decides. Nothing that stands in the workspace is written over unless it says so here. */
export const RestoreChoice = z.strictObject({
  /** For a system that is in the register already; null while undecided, and where there is none. */
  system: z.enum(['new', 'overwrite']).nullable().default(null),
  /** Register entries that are here with other content: keep them, or take those of the dossier. */
  registers: z.enum(['keep', 'take']).default('keep'),
  /** The data of the organisation where they differ. */
  organisation: z.enum(['keep', 'take']).default('keep'),
});
export type RestoreChoice = z.infer<typeof RestoreChoice>;

/**
 * What becomes of one thing of the dossier. `same`: it is here already. `keep`: it is here with other content and stays.
 * `remove`: it is here and not in the dossier. `missing`: the file does not carry its content.
 */
export const RestoreOutcome = z.enum(['create', 'change', 'same', 'keep', 'remove', 'missing']);
export type RestoreOutcome = z.infer<typeof RestoreOutcome>;

export const RestoreItem = z.strictObject({
  kind: z.enum([
    'organisation',
    'system',
    'site',
    'person',
    'supplier',
    'model',
    'library',
    'version',
    'deployment',
    'assessment',
    'evidence',
  ]),
  name: z.string(),
  outcome: RestoreOutcome,
  /** Answers of an assessment; null for anything else. */
  answers: z.int().nullable(),
});
export type RestoreItem = z.infer<typeof RestoreItem>;

/** Something to know before restoring. `code` is a catalogue key below `restores.notices`. */
export const RestoreNotice = z.strictObject({
  tone: z.enum(['info', 'warn', 'bad']),
  code: z.string(),
  details: z.record(z.string(), z.string()),
});
export type RestoreNotice = z.infer<typeof RestoreNotice>;

export const RestorePlan = z.strictObject({
  /** Names the plan for `apply`. */
  plan: Id,
  fileName: z.string(),
  /** SHA-256 of the file, hex. */
  sha256: z.string(),
  dossier: z.strictObject({
    template: TemplateName,
    edition: Edition,
    locale: Locale,
    on: Day,
    organisation: z.string(),
    code: z.string(),
    name: z.string(),
    snapshot: z.string(),
  }),
  /** What the signatures of the file say; null for a `dossier.json` by itself. */
  verification: VerificationReport.nullable(),
  /** Names of system fields that the edition withholds. */
  withheld: z.array(z.string()),
  /** The system of the register this dossier is about; `by` tells how it was found. */
  existing: z.strictObject({ id: Id, code: z.string(), name: z.string(), by: z.enum(['id', 'code']) }).nullable(),
  /** What writing over would change on that system, in words. */
  differences: z.array(
    z.strictObject({ kind: z.string(), subject: z.string(), before: z.string(), after: z.string() }),
  ),
  choice: RestoreChoice,
  notices: z.array(RestoreNotice),
  items: z.array(RestoreItem),
});
export type RestorePlan = z.infer<typeof RestorePlan>;

export const Restored = z.strictObject({
  /** Names the restoring for `undo`. */
  restore: Id,
  system: Id,
  code: z.string(),
  created: z.int(),
  changed: z.int(),
});
export type Restored = z.infer<typeof Restored>;

export const restores = {
  /**
   * Reads a dossier (PDF) or its `dossier.json`, checks it and works out what restoring would do; changes nothing.
   * Fails with a reason naming the place: `pdf-corrupt`, `restore-*`.
   */
  plan: job(z.strictObject({ file: FileRef, choice: RestoreChoice.prefault({}), locale: Locale }), RestorePlan),
  /**
   * Carries a plan out in one transaction. Fails with reason `restore-stale` where the workspace changed since, and
   * `restore-undecided` where the system is here and nobody said what to do with it.
   */
  apply: command(z.strictObject({ plan: Id }), Restored),
  /** Puts everything back as it stood before. Fails with reason `restore-moved-on` where anything was written since. */
  undo: command(z.strictObject({ restore: Id }), z.null()),
};
