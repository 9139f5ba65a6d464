import type { DegreeState } from '../../shared/systems/contract.ts';
import { t } from '../lib/i18n.svelte.ts';
import type { GlyphName } from './Glyph.svelte';

/** Kinds of conclusion in the order of every chart and list. */
export const degreeKinds = ['high', 'medium', 'minimal', 'provisional', 'none', 'prohibited'] as const;
export type DegreeKind = (typeof degreeKinds)[number];

/** Class of the design, by kind. */
export const degreeClass: Record<DegreeKind, string> = {
  high: 'high',
  medium: 'med',
  minimal: 'min',
  provisional: 'prov',
  none: 'none',
  prohibited: 'ban',
};
/** Glyph, by kind. */
export const degreeGlyph: Record<DegreeKind, GlyphName> = {
  high: 'high',
  medium: 'medium',
  minimal: 'minimal',
  provisional: 'provisional',
  none: 'none',
  prohibited: 'prohibited',
};

/** What a state is shown as. A prohibited capability beats the degree; what is not final never shows a single degree. */
export function degreeKind(state: DegreeState): DegreeKind {
  if (state.prohibited === 'yes') return 'prohibited';
  if (state.status === 'final' && state.degree) return state.degree;
  return state.status === 'none' ? 'none' : 'provisional';
}

/** Words of a state: short for tables, long for heads of pages. A provisional degree names its bound. */
export function degreeLabel(state: DegreeState, form: 'short' | 'long' = 'short'): string {
  const kind = degreeKind(state);
  if (kind !== 'provisional') return t(`systems.degree.${form}.${kind}`);
  if (state.prohibited === 'review') return t(`systems.degree.${form}.lawyer`);
  if (state.degree === 'high') return t(`systems.degree.${form}.atLeastHigh`);
  if (state.degree === 'medium') return t(`systems.degree.${form}.atLeastMedium`);
  return t(`systems.degree.${form}.provisional`);
}
