import { lawPack } from '../assessments/policy.ts';
import type { Translate } from '../i18n/translate.ts';
import type { Inline, Span } from '../report/tree.ts';
import { cite, citeWithAct } from '../rules/cite.ts';
import type { LocalText } from '../lib/schema.ts';
import { systemField } from '../systems/fields.ts';
import { inEdition } from './edition.ts';
import { isOfSystem, packText, type DossierFacts } from './facts.ts';
import { organisationName, systemName } from './names.ts';
import { conclusionWords } from './sections.ts';
import { TemplatePack } from './template.ts';
import { dayWords, fieldWords, plain } from './wording.ts';

/** Facts a text may hold a place for; `field:NAME` beside them. */
const ofOrganisation = ['organisation', 'bin', 'address', 'contact', 'date', 'blank'] as const;
const ofSystem = ['system', 'code', 'version', 'degree', 'autonomy', 'mode'] as const;

const place = /\{([^{}]*)\}/g;

/** Scales of kz-ai-law whose conclusion has a place of its own. */
const scales: Readonly<Record<string, string>> = {
  degree: 'risk-degree',
  autonomy: 'autonomy-degree',
  mode: 'operating-mode',
};

/** A line to fill by hand. */
const blank = '\u00a0'.repeat(2) + '_'.repeat(24) + '\u00a0'.repeat(2);

/** What stands between braces in a text, in order. */
export function placesOf(text: string): string[] {
  return [...text.matchAll(place)].map(([, name]) => name ?? '');
}

/** Whether a place has a meaning in a template of this scope. */
export function isPlace(name: string, scope: 'system' | 'organisation'): boolean {
  if (ofOrganisation.some((one) => one === name)) return true;
  if (scope !== 'system') return false;
  if (ofSystem.some((one) => one === name)) return true;
  return name.startsWith('field:') && systemField(name.slice('field:'.length)) !== undefined;
}

/** The text of the document's language with its places filled and the places of the law after it. */
export function filled(
  text: LocalText,
  facts: DossierFacts,
  t: Translate,
  provisions: readonly string[] | undefined,
): Inline {
  const source = text[t.locale];
  const runs: Inline = [];
  let from = 0;
  for (const match of source.matchAll(place)) {
    if (match.index > from) runs.push({ text: source.slice(from, match.index) });
    runs.push(...valueOf(match[1] ?? '', facts, t));
    from = match.index + match[0].length;
  }
  if (from < source.length) runs.push({ text: source.slice(from) });
  const cited = provisionRuns(provisions ?? [], facts, t);
  return cited.length > 0 ? [...runs, { text: ' (' }, ...cited, { text: ')' }] : runs;
}

/** The text of the document's language with its places filled, as plain text. */
export function filledWords(text: LocalText, facts: DossierFacts, t: Translate): string {
  return filled(text, facts, t, undefined)
    .map((run) => run.text)
    .join('');
}

/**
 * Provisions given as `pack/provision`, each with its confidence. An article is cited with its act, unless it is of the AI
 * Law, so that no reader looks it up in another law.
 */
function provisionRuns(names: readonly string[], facts: DossierFacts, t: Translate): Inline {
  return names
    .flatMap((full): Span[] => {
      const [id = '', name = ''] = full.split('/');
      const parsed = TemplatePack.safeParse(id);
      const pack = parsed.success ? packText(facts, parsed.data)?.pack : undefined;
      const provision = pack?.provisions.find((item) => item.name === name);
      // An assessment may be pinned to an older version of the pack, without this place.
      if (!pack || !provision) return [];
      const isOfMainLaw = id === lawPack && provision.source === pack.sources[0]?.name;
      const words = provision.article === undefined || isOfMainLaw ? cite : citeWithAct;
      return [{ text: words(pack, name, t.locale), confidence: provision.confidence }];
    })
    .flatMap((run, index) => (index === 0 ? [run] : [{ text: '; ' }, run]));
}

function valueOf(name: string, facts: DossierFacts, t: Translate): Inline {
  const value = name === 'blank' ? [] : knownValue(name, facts, t);
  return value.some(({ text }) => text.trim() !== '') ? value : plain(blank, { code: true });
}

function knownValue(name: string, facts: DossierFacts, t: Translate): Inline {
  const { organisation } = facts;
  switch (name) {
    case 'organisation':
      return plain(organisationName(facts));
    case 'bin':
      return plain(organisation.bin);
    case 'address':
      return plain(organisation.address);
    case 'contact':
      return plain(organisation.contact);
    case 'date':
      return plain(dayWords(facts.on));
  }
  if (!isOfSystem(facts)) return [];
  if (name === 'system') return plain(systemName(facts));
  if (name === 'code') return plain(facts.system.code);
  if (name === 'version') return plain(facts.system.versions.find(({ current }) => current)?.label ?? '');
  const scale = scales[name];
  if (scale !== undefined) {
    const conclusion = facts.law.state.evaluation.conclusions.find((item) => item.scale === scale);
    return conclusion ? plain(conclusionWords(facts.law, conclusion, t)) : [];
  }
  const field = systemField(name.slice('field:'.length));
  const value = field && facts.system.fields[field.name];
  if (!field || !value || !inEdition(field.sensitivity, facts.edition)) return [];
  return fieldWords(field, value, t, facts.entries);
}
