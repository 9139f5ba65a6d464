import { job, query } from '../lib/contract.ts';
import { Locale, z } from '../lib/schema.ts';

/** Choices of the person at this computer; kept outside the workspace. */
export const Settings = z.strictObject({
  locale: Locale,
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  /** Name written into the ledger for what this person does. */
  actor: z.string().max(200),
  singleKeys: z.boolean(),
  documentLocale: Locale,
});
export type Settings = z.infer<typeof Settings>;

export const settings = {
  get: query(z.strictObject({}), Settings),
  set: job(Settings.partial(), Settings),
};
