import { Locale, LocalText, z } from '../lib/schema.ts';
import type { Pack } from '../rules/pack.ts';
import { inEach } from '../rules/words.ts';
import { partsOf, type Field, type PackPart, type Part } from './difference-fields.ts';

export const PackPartKind = z.enum([
  'identity',
  'sources',
  'provisions',
  'sections',
  'questions',
  'facts',
  'scores',
  'scales',
  'rules',
  'obligations',
  'documents',
  'editions',
  'applicationDates',
  'packageParts',
  'channels',
  'sanctions',
  'openPoints',
  'cases',
]) satisfies z.ZodType<PackPart>;

/** What of a part is different: how it reads before and after; null where there was or is nothing. */
export const Detail = z.strictObject({
  /** Key below `packTools.difference.what`. */
  what: z.string(),
  /** The option, row, level or degree it is about. */
  subject: LocalText.nullable(),
  /** The language of a text that changed; null where the words are ours. */
  language: Locale.nullable(),
  before: LocalText.nullable(),
  after: LocalText.nullable(),
});
export type Detail = z.infer<typeof Detail>;

/** One part that was added, removed, changed or put in another order. */
export const Change = z.strictObject({
  part: PackPartKind,
  name: z.string(),
  title: LocalText,
  change: z.enum(['added', 'removed', 'changed', 'moved']),
  details: z.array(Detail),
});
export type Change = z.infer<typeof Change>;

const Side = z.strictObject({ version: z.string(), hash: z.string(), lawTextDate: z.string() });

/** All that one version of a pack says differently from another, in words of three languages. */
export const PackDifference = z.strictObject({
  id: z.string(),
  title: LocalText,
  from: Side,
  to: Side,
  changes: z.array(Change),
});
export type PackDifference = z.infer<typeof PackDifference>;

interface Version {
  pack: Pack;
  hash: string;
}

/**
 * Compares two versions of a pack part by part and by name. Whatever differs is told with the words before and after;
 * an expression is compared as it is written, so that a new wording of a question is not told again at every rule.
 */
export function differPacks(older: Version, newer: Version): PackDifference {
  const before = partsOf(older.pack);
  const after = partsOf(newer.pack);
  const side = ({ pack, hash }: Version): z.infer<typeof Side> => ({
    version: pack.version,
    hash,
    lawTextDate: pack.lawTextDate,
  });
  return {
    id: newer.pack.id,
    title: newer.pack.title,
    from: side(older),
    to: side(newer),
    changes: PackPartKind.options.flatMap((part) => compareLists(part, before[part], after[part])),
  };
}

function compareLists(part: PackPart, before: readonly Part[], after: readonly Part[]): Change[] {
  const older = new Map(before.map((one) => [one.name, one]));
  const newer = new Map(after.map((one) => [one.name, one]));
  const changes = after.flatMap((one): Change[] => {
    const was = older.get(one.name);
    if (!was) return [whole(part, one, 'added')];
    const details = compareFields(was, one);
    return details.length === 0 ? [] : [{ part, name: one.name, title: one.title, change: 'changed', details }];
  });
  const removed = before.filter(({ name }) => !newer.has(name)).map((one) => whole(part, one, 'removed'));
  return [...changes, ...removed, ...compareOrder(part, before, after)];
}

function whole(part: PackPart, { name, title, fields }: Part, change: 'added' | 'removed'): Change {
  const details = Object.entries(fields).flatMap(([what, field]): Detail[] => {
    if (field.words === null) return [];
    const side = change === 'added' ? { before: null, after: field.words } : { before: field.words, after: null };
    return [{ what: field.what ?? what, subject: field.subject ?? null, language: null, ...side }];
  });
  return { part, name, title, change, details };
}

function compareFields(before: Part, after: Part): Detail[] {
  const names = [...new Set([...Object.keys(after.fields), ...Object.keys(before.fields)])];
  return names.flatMap((key): Detail[] => {
    const was = before.fields[key];
    const is = after.fields[key];
    if ((was?.raw ?? '') === (is?.raw ?? '') || (!was?.words && !is?.words)) return [];
    const about = { what: is?.what ?? was?.what ?? key, subject: is?.subject ?? was?.subject ?? null };
    if (was?.isText && is?.isText && was.words && is.words) return byLanguage(about, was.words, is.words);
    return [{ ...about, language: null, before: readable(was, is), after: readable(is, was) }];
  });
}

/** The words of a field; where both sides read alike the data itself has to tell them apart. */
function readable(field: Field | undefined, other: Field | undefined): LocalText | null {
  if (!field || field.words === null) return null;
  const alike =
    other?.words && (['kk', 'ru', 'en'] as const).every((locale) => other.words?.[locale] === field.words?.[locale]);
  return alike ? inEach((locale) => `${field.words?.[locale] ?? ''} ${field.raw}`) : field.words;
}

/** Only the languages whose text changed. */
function byLanguage(about: Pick<Detail, 'what' | 'subject'>, before: LocalText, after: LocalText): Detail[] {
  return Locale.options
    .filter((language) => before[language] !== after[language])
    .map((language) => ({
      ...about,
      language,
      before: inEach(() => before[language]),
      after: inEach(() => after[language]),
    }));
}

/** The order matters: of questions for who answers them, of rules and duties for who reads them. Told of as few as can be. */
function compareOrder(part: PackPart, before: readonly Part[], after: readonly Part[]): Change[] {
  const position = new Map(before.map(({ name }, index) => [name, index]));
  const common = after.flatMap((one) => {
    const at = position.get(one.name);
    return at === undefined ? [] : [{ one, at }];
  });
  const stays = longestAscending(common.map(({ at }) => at));
  return common.flatMap(({ one, at }, index): Change[] => {
    if (stays.has(index)) return [];
    const detail: Detail = {
      what: 'after',
      subject: null,
      language: null,
      before: before[at - 1]?.title ?? null,
      after: after[after.indexOf(one) - 1]?.title ?? null,
    };
    return [{ part, name: one.name, title: one.title, change: 'moved', details: [detail] }];
  });
}

/** Positions of a longest ascending subsequence. */
function longestAscending(values: readonly number[]): Set<number> {
  const length: number[] = [];
  const previous: number[] = [];
  let last = -1;
  values.forEach((value, index) => {
    length[index] = 1;
    previous[index] = -1;
    for (let earlier = 0; earlier < index; earlier += 1) {
      const longer = (length[earlier] ?? 0) + 1;
      if ((values[earlier] ?? 0) < value && longer > (length[index] ?? 0)) {
        length[index] = longer;
        previous[index] = earlier;
      }
    }
    if (last < 0 || (length[index] ?? 0) > (length[last] ?? 0)) last = index;
  });
  const found = new Set<number>();
  for (let at = last; at >= 0; at = previous[at] ?? -1) found.add(at);
  return found;
}
