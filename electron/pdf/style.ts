import type { DegreeTone } from '../../shared/report/tree.ts';
import type { Confidence } from '../../shared/rules/pack.ts';

/** Sizes of the page in points (1/72 inch). A4; the left margin leaves room for filing holes. */
export const page = {
  width: 595.28,
  height: 841.89,
  left: 64,
  right: 54,
  top: 82,
  bottom: 74,
  /** Baseline of the running head and of the foot line, from the upper edge. */
  headBaseline: 48,
  footBaseline: 801,
} as const;

/** Width of the text column. */
export const columnWidth = page.width - page.left - page.right;
/** Lowest y the text may reach. */
export const columnBottom = page.height - page.bottom;
/** Height of an empty text column. */
export const columnHeight = columnBottom - page.top;

/** Colours of the light theme (tokens.css), so that screen and paper agree. */
export const colour = {
  ink: '#1b1f25',
  ink2: '#454a52',
  ink3: '#62666d',
  line: '#cfcac0',
  hairline: '#e6e2da',
  accent: '#1c4f8f',
  head: '#f2f0eb',
  paper: '#ffffff',
  watermark: '#efece5',
} as const;

/** Foreground, soft ground, solid and edge of a degree. */
export const degreeColour: Record<DegreeTone, { fg: string; bg: string; solid: string; line: string }> = {
  min: { fg: '#14664a', bg: '#e5f2ec', solid: '#4b9d7d', line: '#a9d3c1' },
  med: { fg: '#7a4f00', bg: '#fbf0d8', solid: '#bf8414', line: '#e5cb8e' },
  high: { fg: '#9c2c1a', bg: '#fbe9e4', solid: '#b9432d', line: '#e8b7ab' },
  prov: { fg: '#474b85', bg: '#eeeef8', solid: '#6d72b5', line: '#b9bbdf' },
  none: { fg: '#555960', bg: '#ffffff', solid: '#85817a', line: '#a5a097' },
  ban: { fg: '#571c45', bg: '#f4e8f0', solid: '#571c45', line: '#571c45' },
};

export const confidenceColour: Record<Confidence, string> = {
  verified: '#0d5c6b',
  secondary: '#4d5570',
  uncertain: '#6b5a45',
  interpretation: '#66448f',
};

/** Foreground and ground of a notice. */
export const noticeColour = {
  info: { fg: '#1c4f8f', bg: '#e7eef8', line: '#b7cbe6' },
  warn: { fg: '#7a4f00', bg: '#fbf0d8', line: '#e5cb8e' },
  bad: { fg: '#9c2c1a', bg: '#fbe9e4', line: '#e8b7ab' },
  ok: { fg: '#14664a', bg: '#e5f2ec', line: '#a9d3c1' },
} as const;

export const severityColour = {
  stop: '#571c45',
  breach: '#9c2c1a',
  review: '#474b85',
  gap: '#7a4f00',
  note: '#454a52',
} as const;

/** Faces of the paper; `fallback` is used by single characters only, never chosen by a style. */
export type FaceName = 'regular' | 'semibold' | 'italic' | 'fallback';

/** Look of a run of text. Sizes in points. */
export interface TextStyle {
  face: FaceName;
  size: number;
  leading: number;
  colour: string;
  /** Words may be divided at the end of a line. */
  hyphenate: boolean;
}

function style(size: number, leading: number, options: Partial<TextStyle> = {}): TextStyle {
  return { face: 'regular', size, leading, colour: colour.ink, hyphenate: false, ...options };
}

export const text = {
  body: style(9.8, 14.2, { hyphenate: true }),
  lead: style(11.5, 16.6, { colour: colour.ink2 }),
  muted: style(8.4, 11.8, { colour: colour.ink3, hyphenate: true }),
  h1: style(17, 22, { face: 'semibold' }),
  h2: style(12.8, 17.2, { face: 'semibold' }),
  h3: style(10.6, 14.6, { face: 'semibold' }),
  cell: style(8.8, 12.2),
  cellMuted: style(8, 12.2, { colour: colour.ink3 }),
  cellHead: style(8.4, 11.4, { face: 'semibold', colour: colour.ink2 }),
  key: style(8.8, 12.2, { colour: colour.ink3 }),
  caption: style(8.8, 12.4, { face: 'semibold', colour: colour.ink2 }),
  boxTitle: style(9.8, 14.2, { face: 'semibold' }),
  conclusion: style(13, 17.6, { face: 'semibold' }),
  small: style(8.4, 11.8, { colour: colour.ink3 }),
  frame: style(7.6, 10, { colour: colour.ink3 }),
  coverTitle: style(27, 34, { face: 'semibold' }),
  coverSubtitle: style(13, 19, { colour: colour.ink2 }),
  coverOrganisation: style(11.5, 16, { face: 'semibold', colour: colour.ink }),
  coverKey: style(9.4, 14, { colour: colour.ink3 }),
  coverValue: style(9.4, 14),
  tocMajor: style(10.4, 15, { face: 'semibold' }),
  tocMinor: style(9.6, 13.8, { colour: colour.ink2 }),
} as const;
