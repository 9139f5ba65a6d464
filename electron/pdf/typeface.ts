import { create, type OutlineFont } from 'fontkit';
import type { EmbeddedFont, Reference } from './pdf-document.ts';

/** A word made ready for drawing: width in thousandths of the size, and operands of the TJ operator. */
export interface SetWord {
  width: number;
  operands: string;
}

const cacheLimit = 60_000;

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** One face of the typeface: sets words once and remembers them, because documents repeat their words. */
export class Typeface {
  readonly id: string;
  private readonly font: EmbeddedFont;
  private readonly file: Uint8Array;
  private outlines: OutlineFont | undefined;
  private readonly words = new Map<string, SetWord>();

  /** @param file The font file, whole. */
  constructor(font: EmbeddedFont, file: Uint8Array) {
    this.id = font.id;
    this.font = font;
    this.file = file;
  }

  hasGlyph(codePoint: number): boolean {
    return this.font.font.hasGlyphForCodePoint(codePoint);
  }

  /** The font's object in the file; asking for it makes pdfkit embed the face. */
  reference(): Reference {
    return this.font.ref();
  }

  /** Sets a word with the kerning of the face. */
  set(word: string): SetWord {
    const known = this.words.get(word);
    if (known) return known;
    const [codes, positions] = this.font.encode(word);
    let width = 0;
    let operands = '';
    codes.forEach((code, index) => {
      const position = positions[index];
      if (!position) return;
      width += position.xAdvance;
      const kern = position.xAdvance - position.advanceWidth;
      if (position.xOffset !== 0) operands += rounded(-position.xOffset);
      operands += `<${code}>`;
      if (kern + -position.xOffset !== 0) operands += rounded(position.xOffset - kern);
    });
    const made = { width, operands: joinOperands(operands) };
    if (this.words.size >= cacheLimit) this.words.clear();
    this.words.set(word, made);
    return made;
  }

  /** Outlines of a line of text as path operators, y upwards, for a size of one thousand units; `spacing` in units. */
  outline(text: string, spacing: number): { operators: string[]; width: number } {
    // Not the embedded font: reading the outline of В fetches its part B without the letter it stands for, and
    // every B printed later would then have no text behind it.
    const font = (this.outlines ??= create(this.file));
    const { glyphs, positions } = font.layout(text);
    const scale = 1000 / font.unitsPerEm;
    const operators: string[] = [];
    let x = 0;
    glyphs.forEach((glyph, index) => {
      let [lastX, lastY] = [0, 0];
      const at = (px: number, py: number): string => `${rounded(x + px * scale)} ${rounded(py * scale)}`;
      for (const { command, args } of glyph.path.commands) {
        const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
        if (command === 'moveTo') operators.push(`${at(a, b)} m`);
        else if (command === 'lineTo') operators.push(`${at(a, b)} l`);
        else if (command === 'quadraticCurveTo') {
          // PDF has cubic curves only: the control points lie two thirds of the way to the quadratic one.
          const first = at(lastX + ((a - lastX) * 2) / 3, lastY + ((b - lastY) * 2) / 3);
          operators.push(`${first} ${at(c + ((a - c) * 2) / 3, d + ((b - d) * 2) / 3)} ${at(c, d)} c`);
        } else if (command === 'bezierCurveTo') operators.push(`${at(a, b)} ${at(c, d)} ${at(e, f)} c`);
        else operators.push('h');
        if (command !== 'closePath') [lastX, lastY] = [args.at(-2) ?? 0, args.at(-1) ?? 0];
      }
      x += (positions[index]?.xAdvance ?? 0) * scale + spacing;
    });
    return { operators, width: x - spacing };
  }

  /** Width of a text in points at a size. */
  widthOf(text: string, size: number): number {
    return (this.set(text).width * size) / 1000;
  }
}

/** Joins neighbouring strings of TJ operands into one. */
export function joinOperands(operands: string): string {
  return operands.replaceAll('><', '');
}
