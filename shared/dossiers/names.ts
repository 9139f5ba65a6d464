import { multilingual } from './wording.ts';
import type { DossierFacts, SystemFacts } from './facts.ts';

/** Name of the organisation in the document's language, or in another one where it has none. */
export function organisationName({ organisation, locale }: Pick<DossierFacts, 'organisation' | 'locale'>): string {
  const { name } = organisation;
  return [name[locale], name.ru, name.kk, name.en].find((text) => text.trim() !== '') ?? '';
}

/** Name of the system in the document's language, or its code. */
export function systemName(facts: Pick<SystemFacts, 'system' | 'locale'>): string {
  const value = facts.system.fields.name;
  if (!value || !('value' in value) || typeof value.value !== 'object' || Array.isArray(value.value))
    return facts.system.code;
  return multilingual(value.value, facts.locale).text || facts.system.code;
}
