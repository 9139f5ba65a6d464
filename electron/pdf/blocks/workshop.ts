import type { Inline } from '../../../shared/report/tree.ts';
import type { Canvas } from '../canvas.ts';
import { breakLines, type Line, type LineContext } from '../lines.ts';
import type { Tag } from '../pdf-document.ts';
import type { PictureStore } from '../picture-store.ts';
import type { SignatureFields } from '../signature-fields.ts';
import type { TextStyle } from '../style.ts';
import type { FrameWords } from '../words.ts';

/** What the makers of blocks share. */
export interface Workshop {
  canvas: Canvas;
  /** Tag of the whole document. */
  root: Tag;
  lines: LineContext;
  words: FrameWords;
  /** Headings of a letter are set smaller. */
  layout: 'dossier' | 'letter';
  signatures: SignatureFields;
  pictures: PictureStore;
  /** Called when a heading is drawn. */
  onHeading(heading: { level: 1 | 2 | 3; text: string; anchor: string }, top: number): void;
}

/** Breaks rich text for a width. */
export function setText(shop: Workshop, inline: Inline, style: TextStyle, width: number, fullLabels = false): Line[] {
  return breakLines(inline, style, width, shop.lines, fullLabels);
}

/** Breaks plain text for a width. */
export function setPlain(shop: Workshop, value: string, style: TextStyle, width: number): Line[] {
  return breakLines([{ text: value }], style, width, shop.lines);
}

/** Makes a tag inside another. */
export function openTag(shop: Workshop, parent: Tag, type: string): Tag {
  const tag = shop.canvas.document.struct(type);
  parent.add(tag);
  return tag;
}
