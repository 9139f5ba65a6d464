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
  private readonly words = new Map<string, SetWord>();

  constructor(font: EmbeddedFont) {
    this.id = font.id;
    this.font = font;
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

  /** Width of a text in points at a size. */
  widthOf(text: string, size: number): number {
    return (this.set(text).width * size) / 1000;
  }
}

/** Joins neighbouring strings of TJ operands into one. */
export function joinOperands(operands: string): string {
  return operands.replaceAll('><', '');
}
