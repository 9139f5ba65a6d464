import type { Translate } from '../i18n/translate.ts';
import type { LocalText } from '../lib/schema.ts';
import type { Pack } from '../rules/pack.ts';
import type { ChangeReason, DutyChange, ReevaluationRow, Standing } from './reevaluation.ts';

/** Both versions of a pack; the earlier one is null where the workspace does not have it. */
export interface Versions {
  before: Pack | null;
  after: Pack;
}

interface Named {
  name: string;
}
function textOf<T extends Named>(
  { before, after }: Versions,
  list: (pack: Pack) => readonly T[],
  name: string,
  text: (item: T) => LocalText,
): LocalText | undefined {
  const find = (pack: Pack | null): T | undefined => (pack ? list(pack).find((item) => item.name === name) : undefined);
  const found = find(after) ?? find(before);
  return found && text(found);
}

/** What a changed part of a pack is called; the newer version speaks where both know it. */
function partText(versions: Versions, { part, name }: ChangeReason): LocalText | undefined {
  switch (part) {
    case 'rule':
      return textOf(
        versions,
        (pack) => pack.rules,
        name,
        ({ text }) => text,
      );
    case 'fact':
      return textOf(
        versions,
        (pack) => pack.facts,
        name,
        ({ text }) => text,
      );
    case 'question':
      return textOf(
        versions,
        (pack) => pack.questions,
        name,
        ({ text }) => text,
      );
    case 'scale':
      return textOf(
        versions,
        (pack) => pack.scales,
        name,
        ({ title }) => title,
      );
    case 'obligation':
      return textOf(
        versions,
        (pack) => pack.obligations,
        name,
        ({ title }) => title,
      );
    case 'date':
      return textOf(
        versions,
        (pack) => pack.applicationDates,
        name,
        ({ subject }) => subject,
      );
    case 'day':
      return undefined;
  }
}

/** A reason in words: which part of the pack changed, or that only the day is another. */
export function reasonWords(versions: Versions, reason: ChangeReason, t: Translate): string {
  const name = reason.part === 'day' ? reason.name.split('-').reverse().join('.') : reason.name;
  const text = partText(versions, reason)?.[t.locale] ?? name;
  return t.find(`reevaluation.reasons.${reason.part}.${reason.change}`, { name: text }) ?? text;
}

/** Title of a scale. */
export function scaleTitle(versions: Versions, name: string, t: Translate): string {
  return (
    textOf(
      versions,
      (pack) => pack.scales,
      name,
      ({ title }) => title,
    )?.[t.locale] ?? name
  );
}

/** Where a scale stands; what is not final never reads as one degree. */
export function standingWords(pack: Pack | null, scaleName: string, standing: Standing | null, t: Translate): string {
  if (!standing) return t('reevaluation.noScale');
  if (standing.degree === null) return t('reevaluation.notDetermined');
  const scale = pack?.scales.find(({ name }) => name === scaleName);
  const degree = scale?.degrees.find(({ code }) => code === standing.degree)?.text[t.locale] ?? standing.degree;
  if (standing.status === 'final') return degree;
  return t(scale?.kind === 'degree' ? 'reevaluation.atLeast' : 'reevaluation.provisional', { degree });
}

/** Message of a finding. */
export function findingWords(versions: Versions, rule: string, t: Translate): string {
  const messages = [versions.after, versions.before].map(
    (pack) => pack?.rules.find(({ name }) => name === rule)?.finding?.message[t.locale],
  );
  return messages.find((message) => message !== undefined) ?? rule;
}

/** Mark and title of a duty. */
export function dutyWords({ before, after }: Versions, name: string, t: Translate): string {
  const duty = [after, before].flatMap((pack) => pack?.obligations.find((item) => item.name === name) ?? [])[0];
  return duty ? `${duty.mark} ${duty.title[t.locale]}` : name;
}

/** Where a duty stands: whether it applies and is met. */
export function dutyStanding(standing: DutyChange['before'], t: Translate): string {
  if (!standing) return t('reevaluation.duty.absent');
  const applies = t(standing.applies === 'unknown' ? 'reevaluation.duty.may' : 'reevaluation.duty.applies');
  if (standing.met === null) return applies;
  const met = { true: 'met', false: 'gap', unknown: 'open' } as const;
  return `${applies}, ${t(`reevaluation.duty.${met[standing.met]}`)}`;
}

/** Text of a question. */
export function questionWords(versions: Versions, name: string, t: Translate): string {
  return (
    textOf(
      versions,
      (pack) => pack.questions,
      name,
      ({ text }) => text,
    )?.[t.locale] ?? name
  );
}

/** How many things are new, gone or changed. */
export function changeCounts(
  changes: readonly { before: unknown; after: unknown }[],
): Record<'added' | 'removed' | 'changed', number> {
  const counts = { added: 0, removed: 0, changed: 0 };
  for (const change of changes) counts[changeKind(change)] += 1;
  return counts;
}

/** Whether something is new, gone or changed. */
export function changeKind({ before, after }: { before: unknown; after: unknown }): 'added' | 'removed' | 'changed' {
  return before === null ? 'added' : after === null ? 'removed' : 'changed';
}

/** Main conclusion before and after, in words. */
export function mainWords(
  versions: Versions,
  { main }: ReevaluationRow,
  t: Translate,
): { before: string; after: string } {
  const earlier = versions.before;
  const scale = earlier?.summary ?? earlier?.scales.at(-1)?.name ?? main.scale;
  return {
    before: standingWords(earlier ?? versions.after, scale, main.before, t),
    after: standingWords(versions.after, main.scale, main.after, t),
  };
}
