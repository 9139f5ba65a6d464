import { numberFormat } from '../i18n/formats.ts';
import type { Locale } from '../lib/schema.ts';
import type { Block } from './tree.ts';

export type ChartBlock = Extract<Block, { kind: 'chart' }>;

/** A value as it is printed beside its bar: at most two decimals, then the unit. */
export function chartValue(value: number, unit: string, locale: Locale): string {
  const figure = numberFormat(locale, { maximumFractionDigits: 2 }).format(value);
  return unit === '' ? figure : `${figure}\u00a0${unit}`;
}

/** Length of a bar, 0 to 1; a value over the maximum fills the whole scale. */
export function chartShare(value: number, max: number): number {
  return Math.min(1, value / max);
}

/** The chart in words, for who cannot see the bars. */
export function chartAlternative({ caption, rows, unit }: ChartBlock, locale: Locale): string {
  const values = rows.map(({ label, value }) => `${label}: ${chartValue(value, unit, locale)}`).join('; ');
  return caption === '' ? values : `${caption}. ${values}`;
}
