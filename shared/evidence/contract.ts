import { command, job, query } from '../lib/contract.ts';
import { FileRef } from '../lib/file-ref.ts';
import { Day, Id, Instant, z } from '../lib/schema.ts';

/** A document that proves something; kept once by its SHA-256. */
export const Evidence = z.strictObject({
  id: Id,
  title: z.string(),
  fileName: z.string(),
  mime: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  /** Day from which the document holds, and the day it ends. */
  effectiveOn: Day.nullable(),
  expiresOn: Day.nullable(),
  receivedAt: Instant,
});
export type Evidence = z.infer<typeof Evidence>;

export const evidence = {
  list: query(z.strictObject({ system: Id.optional(), search: z.string().max(200).default('') }), z.array(Evidence)),
  /** Takes a file in. The same bytes twice give the entry that exists. */
  add: command(
    z.strictObject({
      file: FileRef,
      title: z.string().trim().min(1).max(300),
      effectiveOn: Day.nullable().default(null),
      expiresOn: Day.nullable().default(null),
    }),
    Evidence,
  ),
  download: job(z.strictObject({ id: Id }), FileRef),
};
