/**
 * The one place where zod is imported. Zod probes `new Function` when a schema is made, which the
 * content security policy forbids; `jitless` has to be set before the first schema exists.
 */
import { z } from 'zod';

z.config({ jitless: true });

/** Calendar day as YYYY-MM-DD (ISO 8601). Rejects days that do not exist, such as 2025-02-31. */
export const Day = z.iso.date();

/** Instant in UTC as ISO 8601 with milliseconds, as stored in the workspace. */
export const Instant = z.iso.datetime();

/** Identifier of a stored row: 1 to 40 characters of letters, digits, `-` or `_`. */
export const Id = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);

/** Interface and document languages. */
export const Locale = z.enum(['kk', 'ru', 'en']);
export type Locale = z.infer<typeof Locale>;

/** A text that must exist in all three languages (packs, templates). */
export const LocalText = z.strictObject({ kk: z.string().min(1), ru: z.string().min(1), en: z.string().min(1) });
export type LocalText = z.infer<typeof LocalText>;

export { z };
