import { job, query } from '../lib/contract.ts';
import { FileRef } from '../lib/file-ref.ts';
import { Locale, z } from '../lib/schema.ts';
import { ReportDocument } from '../report/tree.ts';
import { PackCheck } from './check.ts';
import { PackDifference } from './difference.ts';

/** A pack, and one of its versions where it is not the active one. */
const version = { id: z.string().max(80), hash: z.string().max(64).optional() };

/** Tools for those who write packs and for those who answer for them. */
export const packTools = {
  /** Linter, worked examples and simulator. */
  check: job(z.strictObject(version), PackCheck),
  /** The pack as a document a lawyer can read on the screen. */
  readable: query(z.strictObject({ ...version, locale: Locale }), ReportDocument),
  /** The same document as PDF, to print and sign off. */
  document: job(z.strictObject({ ...version, locale: Locale }), FileRef),
  /** What another version of the pack says differently, in three languages. */
  difference: query(
    z.strictObject({ id: z.string().max(80), from: z.string().max(64), to: z.string().max(64) }),
    PackDifference,
  ),
};
