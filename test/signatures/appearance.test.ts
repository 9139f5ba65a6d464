import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { loadFonts } from '../../electron/pdf/fonts.ts';
import { drawAppearance } from '../../electron/signatures/appearance.ts';

const { regular: font, fallback } = loadFonts();
function drawn(lines: string[], fonts: { font: Uint8Array; fallback?: Uint8Array }): string {
  return inflateSync(drawAppearance({ lines, ...fonts }, 230, 80).data).toString('latin1');
}

describe('the box of a signature', () => {
  test('is drawn alike with and without a fallback face where none is needed', () => {
    const lines = ['ЭЦҚ қойылды', 'Қожахмет Әйгерім'];
    expect(drawn(lines, { font, fallback })).toBe(drawn(lines, { font }));
  });

  test('takes the outline of a letter its face lacks from the fallback face, at the place of the letter', () => {
    // Horizontal places only: the baseline follows the first face.
    const across = (operators: string): string[] =>
      [...operators.matchAll(/(-?[\d.]+) -?[\d.]+ [ml]\b/g)].map(([, x]) => x ?? '');
    expect(across(drawn(['☃'], { font, fallback }))).toEqual(across(drawn(['☃'], { font: fallback })));
    const before = across(drawn(['Әйгерім'], { font }));
    const mixed = across(drawn(['Әйгерім☃'], { font, fallback }));
    expect(mixed.slice(0, before.length)).toEqual(before);
    expect(mixed.length).toBeGreaterThan(before.length);
    expect(mixed).not.toEqual(across(drawn(['Әйгерім☃'], { font })));
    const widest = Math.max(...before.map(Number));
    for (const x of mixed.slice(before.length)) expect(Number(x)).toBeGreaterThan(widest - 1);
  });
});
