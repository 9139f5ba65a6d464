import { AppError } from '../../shared/lib/errors.ts';

/**
 * Characters replaced before drawing because the typeface lacks them or because they have no shape of
 * their own. Any other character the face lacks is drawn from the fallback face; one no face has is an error: a dossier
 * must not lose a character.
 *
 * | found | printed | why |
 * | --- | --- | --- |
 * | tab, U+2028, U+2029, CR LF, CR | space or new line | control characters |
 * | U+FEFF, U+2060, U+200C, U+200D, U+FE0F, U+00AD | nothing | format characters without a shape |
 * | U+2714, U+2705 | U+2713 check mark | same meaning |
 * | U+25CF, U+25AA, U+25A0 | U+2022 bullet | same meaning |
 * | U+21D2 | U+2192 arrow | same meaning |
 * | U+2610, U+2611, U+2612, U+2717, U+2718, U+25A1 | drawn as a shape with the character as its text | no glyph |
 */
const substitutes: Record<string, string> = {
  '\t': ' ',
  '\u2028': '\n',
  '\u2029': '\n',
  '\u000b': '\n',
  '\u000c': '\n',
  '\ufeff': '',
  '\ufe0f': '',
  '\u2060': '',
  '\u200c': '',
  '\u200d': '',
  '\u00ad': '',
  '\u2714': '\u2713',
  '\u2705': '\u2713',
  '\u25cf': '\u2022',
  '\u25aa': '\u2022',
  '\u25a0': '\u2022',
  '\u21d2': '\u2192',
};

const substituted = new RegExp(`[${Object.keys(substitutes).join('')}]`, 'g');

/** Shapes drawn in place of a character the typeface lacks. */
export type Shape = 'box' | 'box-checked' | 'box-crossed' | 'cross';
export const shapes: Record<string, Shape> = {
  '\u2610': 'box',
  '\u25a1': 'box',
  '\u2611': 'box-checked',
  '\u2612': 'box-crossed',
  '\u2717': 'cross',
  '\u2718': 'cross',
};

/** Text in the form that is drawn: composed (NFC), with line ends as `\n` and substitutes in place. */
export function normalise(value: string): string {
  return value
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(substituted, (character) => substitutes[character] ?? '');
}

/** Scripts written from right to left: lines are set from left to right, so their words would come in false order. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Whether the fallback face may stand in for the face of the text. */
export function canFallBack(character: string): boolean {
  return !rightToLeft.test(character);
}

/**
 * Stops at the first character the typeface cannot draw.
 * Throws AppError `invalid`, reason `missing-glyph`, details `character` and `code` (U+XXXX).
 */
export function requireGlyphs(value: string, hasGlyph: (codePoint: number) => boolean): void {
  for (const character of value) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (character === '\n' || shapes[character] !== undefined || hasGlyph(codePoint)) continue;
    const code = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
    throw new AppError('invalid', `no glyph for ${code}`, { reason: 'missing-glyph', details: { character, code } });
  }
}
