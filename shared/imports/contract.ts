import { command, job, query } from '../lib/contract.ts';
import { FileRef } from '../lib/file-ref.ts';
import { Id, Instant, z } from '../lib/schema.ts';

/** What a column of the list becomes: a system field, a link made by name, or nothing. */
export const ColumnTarget = z.string().max(60);

export const SheetPreview = z.strictObject({
  sheet: z.string(),
  /** Zero-based row of the headings as guessed. */
  headerRow: z.int(),
  rows: z.int(),
  columns: z.array(
    z.strictObject({
      index: z.int(),
      heading: z.string(),
      samples: z.array(z.string()),
      target: ColumnTarget.nullable(),
      confidence: z.enum(['sure', 'guess', 'none', 'remembered']),
    }),
  ),
});
export type SheetPreview = z.infer<typeof SheetPreview>;

/** What the mapping says of one file. */
export const Mapping = z.strictObject({
  sheet: z.string(),
  headerRow: z.int().nonnegative(),
  columns: z.array(z.strictObject({ index: z.int(), target: ColumnTarget.nullable() })),
});
export type Mapping = z.infer<typeof Mapping>;

/** Something to know about a cell or a row. `code` is a catalogue key below `imports.problems`. */
export const RowProblem = z.strictObject({
  column: z.string().nullable(),
  code: z.string(),
  value: z.string(),
  /** A value that would repair it, offered with one click. */
  suggestion: z.string().nullable(),
});
export type RowProblem = z.infer<typeof RowProblem>;

/** `ask`: looks like another row or an existing system, the user decides. `skip`: nothing in it. */
export const RowOutcome = z.enum(['add', 'update', 'ask', 'reject', 'skip']);
export type RowOutcome = z.infer<typeof RowOutcome>;

export const PlanRow = z.strictObject({
  /** Row number as the spreadsheet shows it, from 1. */
  row: z.int(),
  title: z.string(),
  outcome: RowOutcome,
  /** Code of the existing system, or row number of the twin, for `update` and `ask`. */
  match: z.string().nullable(),
  problems: z.array(RowProblem),
});
export type PlanRow = z.infer<typeof PlanRow>;

export const Decision = z.strictObject({
  row: z.int(),
  action: z.enum(['add', 'update', 'skip']),
  /** Repairs by column heading. */
  repairs: z.record(z.string(), z.string()).default({}),
});
export type Decision = z.infer<typeof Decision>;

const Counts = z.strictObject({
  read: z.int(),
  add: z.int(),
  update: z.int(),
  ask: z.int(),
  reject: z.int(),
  skip: z.int(),
});

/** Outcome of a dry run; `plan` names it for `apply`. */
export const ImportPlan = z.strictObject({ plan: Id, counts: Counts, rows: z.array(PlanRow) });
export type ImportPlan = z.infer<typeof ImportPlan>;

export const ImportResult = z.strictObject({
  read: z.int(),
  added: z.int(),
  updated: z.int(),
  rejected: z.int(),
  skipped: z.int(),
  rows: z.array(
    z.strictObject({
      row: z.int(),
      title: z.string(),
      result: z.enum(['added', 'updated', 'rejected', 'skipped']),
      code: z.string().nullable(),
      problems: z.array(RowProblem),
    }),
  ),
});
export type ImportResult = z.infer<typeof ImportResult>;

export const imports = {
  /** Reads a list (XLSX, ODS, CSV in UTF-8 or Windows-1251). Fails with a reason naming what is wrong with the file. */
  read: job(
    z.strictObject({ file: FileRef }),
    z.strictObject({ file: FileRef, encoding: z.string().nullable(), sheets: z.array(SheetPreview) }),
  ),
  /** Works out what each row would do; changes nothing. */
  dryRun: job(
    z.strictObject({ file: FileRef, mapping: Mapping, decisions: z.array(Decision).default([]) }),
    ImportPlan,
  ),
  /** Applies a plan in one transaction. `ask` rows without a decision are skipped and reported. Fails with reason `plan-stale` where the register changed since. */
  apply: command(z.strictObject({ plan: Id, decisions: z.array(Decision).default([]) }), ImportResult),
  /** Targets a column may have, for the mapping list. */
  targets: query(z.strictObject({}), z.array(z.strictObject({ target: z.string(), group: z.string() }))),
  /** Past imports, newest first. */
  past: query(
    z.strictObject({}),
    z.array(
      z.strictObject({
        id: Id,
        fileName: z.string(),
        at: Instant,
        added: z.int(),
        updated: z.int(),
        rejected: z.int(),
        skipped: z.int(),
      }),
    ),
  ),
};
