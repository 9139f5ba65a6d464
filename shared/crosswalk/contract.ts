import { job, query } from '../lib/contract.ts';
import { FileRef } from '../lib/file-ref.ts';
import { Id, Locale, LocalText, z } from '../lib/schema.ts';
import { Confidence } from '../rules/pack.ts';
import { Truth } from '../rules/result.ts';
import { Framework, RelationKind } from './schema.ts';

/** How a duty stands for a system. */
const Standing = z.strictObject({ applies: Truth, met: Truth.nullable() });

/** One thing a row is compared with. */
export const CrosswalkCell = z.strictObject({
  /** Pack id or framework. */
  column: z.string(),
  /** Mark of the duty or number of the place. */
  mark: z.string(),
  title: LocalText,
  kind: RelationKind,
  note: LocalText,
  /** Of the place: provisions of the duty, or the source of the number and title. */
  confidence: Confidence,
  cite: LocalText.nullable(),
  standing: Standing.nullable(),
});
export type CrosswalkCell = z.infer<typeof CrosswalkCell>;

/** A duty of a pack with what it is related to. */
export const CrosswalkRow = z.strictObject({
  pack: z.string(),
  duty: z.string(),
  mark: z.string(),
  title: LocalText,
  cite: LocalText,
  confidence: Confidence,
  standing: Standing.nullable(),
  cells: z.array(CrosswalkCell),
});
export type CrosswalkRow = z.infer<typeof CrosswalkRow>;

export const Crosswalk = z.strictObject({
  packs: z.array(z.strictObject({ id: z.string(), title: LocalText })),
  frameworks: z.array(Framework),
  rows: z.array(CrosswalkRow),
});
export type Crosswalk = z.infer<typeof Crosswalk>;

export const crosswalk = {
  /** Every duty that has a relation; with `system`, how each stands for it. */
  get: query(z.strictObject({ system: Id.optional() }), Crosswalk),
  /** The same as a table: XLSX or CSV, one row a relation. */
  export: job(z.strictObject({ system: Id.optional(), format: z.enum(['xlsx', 'csv']), locale: Locale }), FileRef),
};
