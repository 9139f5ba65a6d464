import { AppError } from '../../shared/lib/errors.ts';
import type { MessageValues } from '../../shared/i18n/translate.ts';
import { find, t } from './i18n.svelte.ts';

/** What the user reads about a failure: what happened and what to do, never a code alone. */
export function errorText(error: unknown): string {
  if (!(error instanceof AppError)) return t('frame.errors.unexpected');
  const values: MessageValues = {};
  for (const [name, value] of Object.entries(error.details))
    values[name] = typeof value === 'number' ? value : String(value ?? '');
  const text = error.reason === undefined ? null : fill(`errors.${error.reason}`, values);
  return (
    text ??
    fill(`errors.${error.code}`, values) ??
    fill(`frame.errors.${error.code}`, values) ??
    t('frame.errors.unexpected')
  );
}

function fill(key: string, values: MessageValues): string | null {
  try {
    return find(key, values);
  } catch {
    // A text that names a value the error does not carry: the general text is better than none.
    return null;
  }
}

/** The user stopped it; nothing to report. */
export function isCancelled(error: unknown): boolean {
  return error instanceof AppError && error.code === 'cancelled';
}

/** Reason of an AppError, for errors shown at a field. */
export function reasonOf(error: unknown): string | undefined {
  return error instanceof AppError ? error.reason : undefined;
}
