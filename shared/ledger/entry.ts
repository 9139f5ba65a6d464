/**
 * The bytes an entry of the ledger is hashed over. This can never change without a new version
 * number, because issued dossiers rest on it.
 */
export const ledgerVersion = 1;

export interface LedgerFacts {
  seq: number;
  /** Instant in UTC, ISO 8601. */
  at: string;
  actor: string;
  kind: string;
  subject: string;
  /** Canonical JSON. */
  body: string;
}

/**
 * JSON with sorted keys, no spaces, strings in NFC and `undefined` members left out, so that equal
 * content always gives equal text. Throws a TypeError for what has no such text: NaN, infinities, functions, objects
 * that are not plain (a Date, a Map), and keys that differ only in how their letters are composed.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'string') return JSON.stringify(value.normalize('NFC'));
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('a number that is not finite has no canonical form');
    return JSON.stringify(value);
  }
  if (Array.isArray(value))
    return `[${value.map((item) => canonicalJson(item === undefined ? null : item)).join(',')}]`;
  if (typeof value === 'object') {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null)
      throw new TypeError('an object that is not plain has no canonical form');
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key.normalize('NFC'), member] as const)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    if (members.some(([key], index) => key === members[index + 1]?.[0]))
      throw new TypeError('two keys are the same text');
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
  }
  throw new TypeError(`a ${typeof value} has no canonical form`);
}

/** What is hashed for an entry, after the leaf prefix, the format version and the hash before it. */
export function entryText(facts: LedgerFacts): string {
  return canonicalJson(facts);
}
