import { job, query } from '../lib/contract.ts';
import { Instant, Locale, z } from '../lib/schema.ts';

/** The open workspace: one file that the user can see, copy and back up. */
export const WorkspaceInfo = z.strictObject({
  path: z.string(),
  fileName: z.string(),
  organisation: z.string(),
  bin: z.string().nullable(),
  /** A training workspace: every document made from it is a watermarked draft. */
  sample: z.boolean(),
  createdAt: Instant,
  schemaVersion: z.int(),
  systems: z.int(),
  ledgerSize: z.int(),
  packs: z.array(z.strictObject({ id: z.string(), version: z.string(), lawTextDate: z.string() })),
});
export type WorkspaceInfo = z.infer<typeof WorkspaceInfo>;

const Path = z.string().min(1).max(4_000);

export const workspace = {
  /** The open workspace, or null. */
  info: query(z.strictObject({}), WorkspaceInfo.nullable()),
  /** Workspaces opened before, newest first. */
  recent: query(
    z.strictObject({}),
    z.array(
      z.strictObject({
        path: z.string(),
        fileName: z.string(),
        organisation: z.string(),
        openedAt: Instant,
        exists: z.boolean(),
      }),
    ),
  ),
  /** Folders and workspace files of a folder, for the open and create dialogs. The home folder where none is given. */
  browse: query(
    z.strictObject({ folder: Path.optional() }),
    z.strictObject({
      folder: z.string(),
      parent: z.string().nullable(),
      folders: z.array(z.string()),
      files: z.array(z.strictObject({ name: z.string(), bytes: z.int(), changedAt: Instant })),
    }),
  ),
  create: job(
    z.strictObject({
      path: Path,
      organisation: z.string().trim().min(1).max(300),
      bin: z.string().max(20).default(''),
      locale: Locale.default('ru'),
    }),
    WorkspaceInfo,
  ),
  /** Makes a training workspace with the sample plant in it. */
  createSample: job(z.strictObject({ path: Path }), WorkspaceInfo),
  open: job(z.strictObject({ path: Path }), WorkspaceInfo),
  close: job(z.strictObject({}), z.null()),
  /** Takes a file off the recent list; the file stays. */
  forget: job(z.strictObject({ path: Path }), z.null()),
};
