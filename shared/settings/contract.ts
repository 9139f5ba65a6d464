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
  /** How a dossier is shown before it is composed: its content, or the pages it will have. */
  dossierView: z.enum(['content', 'pages']),
  /** How large pages of a document are shown: as wide as there is room, or in percent of their size on paper. */
  pageZoom: z.union([z.literal('width'), z.int().min(25).max(400)]),
  /** The PKCS#11 library used last; empty before the first. */
  tokenLibrary: z.string().max(1_000),
});
export type Settings = z.infer<typeof Settings>;

export const settings = {
  get: query(z.strictObject({}), Settings),
  set: job(Settings.partial(), Settings),
};
