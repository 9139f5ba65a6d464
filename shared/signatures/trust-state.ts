import type { TrustItem } from './contract.ts';

/** What to warn of: `stale` is a list or response that should have been followed by a newer one. */
export type TrustState = 'expired' | 'stale' | 'not-yet-valid' | 'expires-soon';

const soon = 30 * 86_400_000;

/** The state of a stored certificate, list or response at a time; null where there is nothing to warn of. */
export function trustState(
  { kind, from, until }: Pick<TrustItem, 'kind' | 'from' | 'until'>,
  now: Date,
): TrustState | null {
  const end = until === null ? Infinity : Date.parse(until);
  if (end < now.getTime()) return kind === 'certificate' ? 'expired' : 'stale';
  if (Date.parse(from) > now.getTime()) return 'not-yet-valid';
  // Lists are renewed within days by their nature; only a certificate that ends soon is worth a word.
  return kind === 'certificate' && end - now.getTime() <= soon ? 'expires-soon' : null;
}
