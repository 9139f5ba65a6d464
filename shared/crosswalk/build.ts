import type { LocalText } from '../lib/schema.ts';
import type { Place, Relation, RelationKind, Transfer } from './schema.ts';

/** A note in Kazakh, Russian and English. */
export type Note = readonly [kk: string, ru: string, en: string];

const text = ([kk, ru, en]: Note): LocalText => ({ kk, ru, en });

/**
 * A place by its short name: `A.5.2` of ISO/IEC 42001, `6.4` of ISO/IEC 23894, `MAP 1` of NIST AI RMF, and
 * `kz-personal-data/protection` for a duty of a pack.
 */
function place(name: string): Place {
  const slash = name.indexOf('/');
  if (slash > 0) return { pack: name.slice(0, slash), duty: name.slice(slash + 1) };
  if (name.startsWith('A.')) return { framework: 'iso-42001', number: name };
  return { framework: /^\d/.test(name) ? 'iso-23894' : 'nist-ai-rmf', number: name };
}

/** Relations of one kind from one duty of a pack, with one note. */
export function relate(pack: string, duty: string, kind: RelationKind, to: readonly string[], note: Note): Relation {
  return { from: { pack, duty }, to: to.map(place), kind, note: text(note), confidence: 'interpretation' };
}

/** An answer that answers another question; `values` where they are not simply the same. */
export function transfer(from: string, to: string, values: Readonly<Record<string, string>>): Transfer {
  const [fromPack = '', fromQuestion = ''] = from.split('/');
  const [toPack = '', toQuestion = ''] = to.split('/');
  return {
    from: { pack: fromPack, question: fromQuestion },
    to: { pack: toPack, question: toQuestion },
    values: { ...values },
  };
}
