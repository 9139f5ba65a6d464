import type { Dossier } from '../../shared/dossiers/contract.ts';
import { t } from '../lib/i18n.svelte.ts';

/** What a place is for, in the language of the file; a signature may have added one that does not say. */
export function placeName({ places }: Dossier, field: string): string {
  return places.find((place) => place.field === field)?.label || `${t('dossiers.page.places.added')} ${field}`;
}
