import { job, query } from '../lib/contract.ts';
import { Instant, z } from '../lib/schema.ts';

export const LedgerRow = z.strictObject({
  seq: z.int(),
  at: Instant,
  actor: z.string(),
  kind: z.string(),
  subject: z.string(),
  /** Canonical JSON of what happened. */
  body: z.string(),
  hash: z.string(),
});
export type LedgerRow = z.infer<typeof LedgerRow>;

export const ledger = {
  /** Newest first. */
  list: query(
    z.strictObject({ before: z.int().optional(), limit: z.int().min(1).max(500).default(100) }),
    z.strictObject({ size: z.int(), root: z.string(), rows: z.array(LedgerRow) }),
  ),
  /** Checks every hash and the chain; `brokenAt` is the first entry that does not fit. */
  verify: job(
    z.strictObject({}),
    z.strictObject({ size: z.int(), root: z.string(), ok: z.boolean(), brokenAt: z.int().nullable() }),
  ),
};
