import type { TemplateRow } from '../../shared/dossiers/contract.ts';
import { local, t } from '../lib/i18n.svelte.ts';
import type { ChoiceGroup } from '../ui/Select.svelte';

/** Templates as choices, those of a system apart from those of the organisation. */
export function templateGroups(rows: readonly TemplateRow[]): ChoiceGroup[] {
  return (['system', 'organisation'] as const).flatMap((scope) => {
    const choices = rows
      .filter((row) => row.scope === scope)
      .map((row) => ({ value: row.id, label: local(row.title) }));
    return choices.length === 0 ? [] : [{ label: t(`dossiers.page.scopes.${scope}`), choices }];
  });
}
