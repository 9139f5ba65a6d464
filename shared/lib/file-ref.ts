import { z } from './schema.ts';

/**
 * A file on its way between the page and the services. The host keeps the bytes for a short time;
 * only this reference crosses the contract.
 */
export const FileRef = z.strictObject({
  ref: z.string().regex(/^[A-Za-z0-9_-]{10,80}$/),
  name: z.string().max(255),
  bytes: z.int().nonnegative(),
  mime: z.string().max(120).optional(),
});
export type FileRef = z.infer<typeof FileRef>;
