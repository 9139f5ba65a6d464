import { query } from '../lib/contract.ts';
import { z } from '../lib/schema.ts';
import { Pack } from '../rules/pack.ts';
import { LocalText } from '../lib/schema.ts';

/** SHA-256 of the canonical pack, hex. */
const PackHash = z.string().regex(/^[0-9a-f]{64}$/);

export const PackSummary = z.strictObject({
  id: z.string(),
  version: z.string(),
  /** SHA-256 of the canonical pack, hex. */
  hash: z.string(),
  title: LocalText,
  lawTextDate: z.string(),
  questions: z.int(),
  rules: z.int(),
  obligations: z.int(),
  cases: z.int(),
});
export type PackSummary = z.infer<typeof PackSummary>;

export const packs = {
  list: query(z.strictObject({}), z.array(PackSummary)),
  /**
   * The whole pack: questions, provisions and texts for the questionnaire and the reader. The active version, or the
   * one of this hash, to which an assessment may be pinned. Fails with reason `unknown-pack` or `unknown-pack-version`.
   */
  get: query(
    z.strictObject({ id: z.string().max(80), hash: PackHash.optional() }),
    z.strictObject({ hash: z.string(), pack: Pack }),
  ),
};
