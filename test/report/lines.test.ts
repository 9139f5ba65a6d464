import { beforeAll, describe, expect, it } from 'vitest';
import { normalise, requireGlyphs } from '../../electron/pdf/characters.ts';
import { loadFonts } from '../../electron/pdf/fonts.ts';
import { hyphenPoints } from '../../electron/pdf/hyphenation.ts';
import { breakLines, type Line, type LineContext } from '../../electron/pdf/lines.ts';
import { openDocument } from '../../electron/pdf/pdf-document.ts';
import { text } from '../../electron/pdf/style.ts';
import { columnWidths } from '../../electron/pdf/column-widths.ts';
import { Typeface } from '../../electron/pdf/typeface.ts';
import type { Locale } from '../../shared/lib/schema.ts';

let context: LineContext;

beforeAll(() => {
  const files = loadFonts();
  const { fonts } = openDocument({
    title: 'T',
    author: 'A',
    subject: 'S',
    lang: 'ru',
    createdAt: new Date(0),
    fileId: 'x',
    describe: () => '',
    fonts: files,
    conformance: 'A-3a',
  });
  context = {
    faces: {
      regular: new Typeface(fonts.regular, files.regular),
      semibold: new Typeface(fonts.semibold, files.semibold),
      italic: new Typeface(fonts.italic, files.italic),
      fallback: new Typeface(fonts.fallback, files.fallback),
    },
    locale: 'ru',
    confidence: { verified: 'проверено', secondary: 'вторичный', uncertain: 'нет', interpretation: 'толкование' },
    anchors: new Set(['known']),
  };
});

function words(lines: Line[]): string[] {
  return lines.map((line) => line.runs.map((run) => run.text).join(''));
}

function divided(word: string, locale: Locale): string {
  const points = [0, ...hyphenPoints(word, locale), word.length];
  return points
    .slice(1)
    .map((end, index) => word.slice(points[index], end))
    .join('-');
}

describe('line breaking', () => {
  it('fills lines and keeps every word', () => {
    const value = 'Система выделяет отклонения и диспетчер принимает решение об остановке агрегата';
    const lines = breakLines([{ text: value }], text.cell, 120, context);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line.width).toBeLessThanOrEqual(120.01);
    expect(words(lines).join(' ')).toBe(value);
  });

  it('divides words only where the style allows it', () => {
    const value = 'ответственность предпринимательская концентрации безопасность '.repeat(6).trim();
    const joined = (lines: Line[]): string => words(lines).join(' ').replace(/- /g, '');
    const plain = breakLines([{ text: value }], { ...text.body, hyphenate: false }, 210, context);
    expect(words(plain).some((line) => line.endsWith('-'))).toBe(false);
    const hyphenated = breakLines([{ text: value }], text.body, 210, context);
    expect(words(hyphenated).some((line) => line.endsWith('-'))).toBe(true);
    expect(joined(hyphenated)).toBe(value);
  });

  it('cuts a code that is wider than its column, without a sign of its own', () => {
    const hash = '0123456789abcdef'.repeat(4);
    const lines = breakLines([{ text: hash, code: true }], text.cell, 60, context);
    expect(lines.length).toBeGreaterThan(3);
    expect(words(lines).join('')).toBe(hash);
    for (const line of lines) expect(line.width).toBeLessThanOrEqual(60.01);
  });

  it('places one character a line in a column narrower than a character', () => {
    const lines = breakLines([{ text: 'абв' }], text.cell, 1, context);
    expect(words(lines)).toEqual(['а', 'б', 'в']);
  });

  it('keeps a number with its sign and the parts of a citation together', () => {
    for (let width = 60; width < 200; width += 7) {
      for (const line of words(
        breakLines(
          [{ text: 'Порядок по приказу № 95 и по норме ст. 17 п. 3 этого акта — ровно 1 248 раз' }],
          text.cell,
          width,
          context,
        ),
      )) {
        expect(line).not.toMatch(/№$|ст\.$|п\.$| 1$/);
        expect(line).not.toMatch(/^(?:—|п\.|248)/);
      }
    }
  });

  it('starts a new line at a line end of the text', () => {
    expect(words(breakLines([{ text: 'раз\r\nдва\n\nтри' }], text.cell, 300, context))).toEqual([
      'раз',
      'два',
      '',
      'три',
    ]);
  });

  it('prints a link to an unknown anchor as plain text', () => {
    const [line] = breakLines(
      [
        { text: 'есть', link: 'known' },
        { text: ' нет', link: 'lost' },
      ],
      text.cell,
      300,
      context,
    );
    expect(line?.runs.map((run) => run.look.link)).toEqual(['known', undefined]);
  });

  it('prints the confidence in words where asked', () => {
    const inline = [{ text: 'Норма', confidence: 'secondary' as const }];
    expect(words(breakLines(inline, text.cell, 300, context, true))).toEqual(['Норма вторичный']);
    const short = breakLines(inline, text.cell, 300, context)[0]?.runs.find((run) => run.mark);
    expect(short?.mark).toMatchObject({ confidence: 'secondary', alt: 'вторичный' });
  });
});

describe('division of words', () => {
  it('follows Kazakh syllables', () => {
    expect(divided('қауіпсіздігі', 'kk')).toBe('қауіп-сіз-ді-гі');
    expect(divided('қолтаңбаларының', 'kk')).toBe('қол-таң-ба-ла-ры-ның');
  });

  it('follows Russian and English patterns', () => {
    expect(divided('ответственность', 'ru')).toBe('от-вет-ствен-ность');
    expect(divided('classification', 'en')).toContain('clas-');
  });

  it('leaves names, codes and short words whole', () => {
    for (const word of ['Қасымов', 'KZ-AI', '4be190d7', 'дом', 'ГОСТ'])
      expect(hyphenPoints(word, 'ru'), word).toEqual([]);
    expect(hyphenPoints('Предпринимательская', 'ru', true).length).toBeGreaterThan(2);
  });
});

describe('characters', () => {
  it('are composed and replaced by the table', () => {
    expect(normalise('и\u0306\t\u2714\ufeff\u00ad●')).toBe('й \u2713•');
  });

  it('without a glyph are refused, shapes are not', () => {
    const has = (codePoint: number): boolean => context.faces.regular.hasGlyph(codePoint);
    expect(() => requireGlyphs('Ә ғ қ ₸ ≤ ≥ → ☐ ☑', has)).not.toThrow();
    expect(() => requireGlyphs('так 😀', has)).toThrowError(
      expect.objectContaining({ reason: 'missing-glyph', details: { character: '😀', code: 'U+1F600' } }),
    );
  });
});

describe('column widths', () => {
  it('add up and give a long word its room', () => {
    const widths = columnWidths([5, 95], [60, 10], 400);
    expect(widths[0]).toBeCloseTo(72);
    expect((widths[0] ?? 0) + (widths[1] ?? 0)).toBeCloseTo(400);
    expect(columnWidths([1, 3], [10, 10], 400)).toEqual([100, 300]);
  });
});
