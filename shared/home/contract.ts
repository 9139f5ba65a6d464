import { query } from '../lib/contract.ts';
import { Day, Id, Locale, LocalText, z } from '../lib/schema.ts';
import { Confidence } from '../rules/pack.ts';

/** One thing to do. `days` left to `due`, negative when overdue. */
export const Task = z.strictObject({
  /** `stop`: prohibited capability. `deadline`: by law. `classify`: a gap of classification. `review`: yearly review. `duty`: unmet duty. `complete`: missing fields. */
  kind: z.enum(['stop', 'deadline', 'classify', 'review', 'duty', 'complete']),
  system: Id,
  code: z.string(),
  name: z.string(),
  detail: LocalText.nullable(),
  count: z.int(),
  /** For `classify`: nothing concluded yet, or a lower bound only. */
  state: z.enum(['none', 'provisional']).nullable(),
  due: Day.nullable(),
  days: z.int().nullable(),
  cite: LocalText.nullable(),
  confidence: Confidence.nullable(),
  target: z.enum(['classification', 'data-protection', 'card', 'duties']),
});
export type Task = z.infer<typeof Task>;

const Counts = z.strictObject({
  high: z.int(),
  medium: z.int(),
  minimal: z.int(),
  provisional: z.int(),
  none: z.int(),
  prohibited: z.int(),
});

export const home = {
  overview: query(
    z.strictObject({ locale: Locale.default('ru') }),
    z.strictObject({
      total: z.int(),
      degrees: Counts,
      bySite: z.array(z.strictObject({ site: z.string(), counts: Counts })),
      tasks: z.array(Task),
      completeness: z.int(),
      dossiers: z.strictObject({ composed: z.int(), signed: z.int() }),
      ledger: z.strictObject({ size: z.int(), root: z.string() }),
    }),
  ),
};
