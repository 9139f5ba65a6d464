import { deflateSync } from 'node:zlib';
import { create, type OutlineCommand, type OutlineFont } from 'fontkit';
import { AppError } from '../../shared/lib/errors.ts';
import { pdfDict, pdfName, type PdfDict } from './pdf-objects.ts';

/**
 * What a signature's box shows. The fonts are TrueType or OpenType files; `fallback` draws the letters `font` lacks, since
 * a name in a certificate may hold any.
 */
export interface Appearance {
  lines: string[];
  font: Uint8Array;
  fallback?: Uint8Array;
}

/** A form XObject ready to be written. */
export interface AppearanceStream {
  dict: PdfDict;
  data: Uint8Array;
}

const padding = 4;
const lineHeight = 1.28;
/** Type sizes to try, in points; below the last one print is no longer readable. */
const sizes = [9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5, 5, 4.5, 4];
const ink = '0.11 0.13 0.18';
const rule = '0.36 0.42 0.52';

/**
 * Draws the lines into a box of the given size in points, in the largest type that fits. Letters are drawn as
 * outlines: an update then needs no font of its own, which keeps PDF/A valid for any language. The words themselves
 * belong into `/Contents` of the annotation, where assistive technology reads them.
 *
 * AppError `invalid` with reason `signature-text-too-long` when the smallest type does not fit either.
 */
export function drawAppearance(appearance: Appearance, width: number, height: number): AppearanceStream {
  const font = openFont(appearance.font);
  const faces: Faces = [font, ...(appearance.fallback ? [openFont(appearance.fallback)] : [])];
  const chosen = sizes
    .map((size) => ({ size, lines: wrap(faces, appearance.lines, size, width - 2 * padding) }))
    .find(({ size, lines }) => lines && lines.length * size * lineHeight <= height - 2 * padding);
  if (!chosen?.lines) {
    throw new AppError('invalid', 'The text does not fit into the signature box', {
      reason: 'signature-text-too-long',
    });
  }
  const { size, lines } = chosen;
  const scale = size / font.unitsPerEm;
  let baseline = height - padding - font.ascent * scale;
  const parts = [`q ${rule} RG 0.75 w 0.375 0.375 ${number(width - 0.75)} ${number(height - 0.75)} re S ${ink} rg`];
  for (const line of lines) {
    parts.push(outline(faces, line, padding, baseline, size));
    baseline -= size * lineHeight;
  }
  parts.push('Q');
  return {
    dict: pdfDict({
      Type: pdfName('XObject'),
      Subtype: pdfName('Form'),
      BBox: [0, 0, Number(number(width)), Number(number(height))],
      Resources: pdfDict({}),
      Filter: pdfName('FlateDecode'),
    }),
    data: new Uint8Array(deflateSync(Buffer.from(parts.join('\n'), 'latin1'))),
  };
}

function openFont(bytes: Uint8Array): OutlineFont {
  try {
    return create(bytes);
  } catch (error) {
    throw new AppError('internal', 'The font of the signature box cannot be read', { cause: error });
  }
}

/** The first face that has a letter draws it; the first of all draws what none has. */
type Faces = readonly [OutlineFont, ...OutlineFont[]];

/** A text in parts of one face. */
function parted([first, ...others]: Faces, text: string): { font: OutlineFont; text: string }[] {
  const parts: { font: OutlineFont; text: string }[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    const font = [first, ...others].find((face) => face.hasGlyphForCodePoint(code)) ?? first;
    const last = parts.at(-1);
    if (last?.font === font) last.text += letter;
    else parts.push({ font, text: letter });
  }
  return parts;
}

/** Breaks lines at spaces to the width; undefined when a single word is wider. */
function wrap(faces: Faces, lines: string[], size: number, width: number): string[] | undefined {
  const widthOf = (text: string): number =>
    parted(faces, text).reduce((sum, part) => sum + part.font.layout(part.text).advanceWidth / part.font.unitsPerEm, 0);
  const fits = (text: string): boolean => widthOf(text) * size <= width;
  const result: string[] = [];
  for (const line of lines) {
    let current = '';
    for (const word of line.split(/\s+/).filter(Boolean)) {
      const longer = current ? `${current} ${word}` : word;
      if (fits(longer)) current = longer;
      else {
        if (!fits(word)) return undefined;
        if (current) result.push(current);
        current = word;
      }
    }
    result.push(current);
  }
  return result;
}

function outline(faces: Faces, text: string, x: number, y: number, size: number): string {
  const parts: string[] = [];
  let at = x;
  for (const { font, text: part } of parted(faces, text)) {
    const scale = size / font.unitsPerEm;
    const run = font.layout(part);
    run.glyphs.forEach((glyph, index) => {
      const place = run.positions[index];
      if (!place) return;
      const commands = glyph.path.commands;
      if (commands.length > 0) {
        parts.push(path(commands, at + place.xOffset * scale, y + place.yOffset * scale, scale));
      }
      at += place.xAdvance * scale;
    });
  }
  return parts.length ? `${parts.join('\n')} f` : '';
}

function path(commands: OutlineCommand[], x: number, y: number, scale: number): string {
  let last: [number, number] = [0, 0];
  const point = (px: number, py: number): string => `${number(x + px * scale)} ${number(y + py * scale)}`;
  return commands
    .map(({ command, args }) => {
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
      if (command === 'closePath') return 'h';
      if (command === 'quadraticCurveTo') {
        // PDF has cubic curves only; the control points lie two thirds of the way to the quadratic one.
        const [sx, sy] = last;
        last = [c, d];
        const first = point(sx + (2 / 3) * (a - sx), sy + (2 / 3) * (b - sy));
        return `${first} ${point(c + (2 / 3) * (a - c), d + (2 / 3) * (b - d))} ${point(c, d)} c`;
      }
      if (command === 'bezierCurveTo') {
        last = [e, f];
        return `${point(a, b)} ${point(c, d)} ${point(e, f)} c`;
      }
      last = [a, b];
      return `${point(a, b)} ${command === 'moveTo' ? 'm' : 'l'}`;
    })
    .join(' ');
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}
