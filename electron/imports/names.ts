import { fold } from '../../shared/lib/fold.ts';
import { legalForms, siteWords, supplierKindWords } from './words.ts';

const tokens = (text: string): string[] => fold(text).match(/\p{L}+|\d+/gu) ?? [];

/** What two spellings of one site have in common: "ОФ-2", "ОФ 2" and "фабрика №2" give the same. */
export function siteKey(text: string): string {
  return tokens(text)
    .map((token) => siteWords[token] ?? token)
    .filter((token) => token !== '')
    .sort()
    .join(' ');
}

/** What two spellings of one firm have in common: quotes and legal form do not count. */
export function supplierKey(text: string): string {
  const all = tokens(text);
  const named = all.filter((token) => !legalForms.includes(token));
  return (named.length > 0 ? named : all).join(' ');
}

/** Whether a text names a firm rather than describing one ("vendor of the cameras", "subscription"). */
export function namesSupplier(text: string): boolean {
  const all = tokens(text);
  return all.some((token) => legalForms.includes(token)) || !all.some((token) => supplierKindWords.includes(token));
}

/** One spelling for each key: what the register has, else the most frequent in the list, the first among equals. */
export class Spellings {
  readonly #key: (text: string) => string;
  readonly #registered = new Map<string, string>();
  readonly #seen = new Map<string, Map<string, number>>();

  constructor(key: (text: string) => string, registered: readonly string[]) {
    this.#key = key;
    for (const name of registered) if (!this.#registered.has(key(name))) this.#registered.set(key(name), name);
  }

  /** Counts one use in the list. */
  add(text: string): void {
    const spellings = this.#seen.get(this.#key(text)) ?? new Map<string, number>();
    const same = [...spellings.keys()].find((spelling) => fold(spelling) === fold(text)) ?? text;
    spellings.set(same, (spellings.get(same) ?? 0) + 1);
    this.#seen.set(this.#key(text), spellings);
  }

  /** The spelling to use for a text; the text itself where nothing is alike. */
  best(text: string): string {
    const registered = this.#registered.get(this.#key(text));
    if (registered !== undefined) return registered;
    const spellings = [...(this.#seen.get(this.#key(text)) ?? new Map<string, number>())];
    return spellings.reduce((best, candidate) => (candidate[1] > best[1] ? candidate : best), [text, 0] as [
      string,
      number,
    ])[0];
  }
}
