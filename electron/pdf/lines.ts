import type { Inline, Span } from '../../shared/report/tree.ts';
import type { Confidence } from '../../shared/rules/pack.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import { canFallBack, normalise, requireGlyphs, shapes, type Shape } from './characters.ts';
import { hyphenPoints } from './hyphenation.ts';
import { colour, type FaceName, type TextStyle } from './style.ts';
import { joinOperands, type Typeface } from './typeface.ts';

/** Look of a run and what it belongs to. */
export interface Look {
  face: FaceName;
  size: number;
  colour: string;
  lang?: Locale | undefined;
  link?: string | undefined;
  code: boolean;
}

/** Drawing in the line of text: a confidence mark or a character drawn as a shape. */
export interface Mark {
  confidence?: Confidence;
  shape?: Shape;
  /** What a screen reader says; null where words beside it say it already. */
  alt: string | null;
  size: number;
}

/** A piece of one line in one look; `x` from the start of the line, in points. */
export interface Run {
  x: number;
  width: number;
  look: Look;
  text: string;
  operands: string;
  mark?: Mark;
}
export interface Line {
  runs: Run[];
  width: number;
}

export interface LineContext {
  faces: Record<FaceName, Typeface>;
  locale: Locale;
  confidence: Record<Confidence, string>;
  /** Anchors that exist; links to others are plain text. */
  anchors: ReadonlySet<string>;
}

type Item =
  | { kind: 'word'; text: string; look: Look; width: number }
  | { kind: 'space'; look: Look; width: number; text: string; glued: boolean }
  | { kind: 'mark'; mark: Mark; look: Look; width: number }
  | { kind: 'chance' }
  | { kind: 'break' };

/** Words that stay with the number after them. */
const gluesToNumber = /(?:^|[\s(«"])(?:№|§|ст\.|п\.|пп\.|гл\.|art\.|No\.|б\.|т\.)$/iu;

function lookOf(span: Span, style: TextStyle, context: LineContext): Look {
  const link = span.link !== undefined && context.anchors.has(span.link) ? span.link : undefined;
  const face: FaceName = span.bold ? 'semibold' : span.italic ? 'italic' : style.face;
  return {
    face,
    size: style.size,
    colour: link !== undefined ? colour.accent : span.muted ? colour.ink3 : style.colour,
    lang: span.lang !== undefined && span.lang !== context.locale ? span.lang : undefined,
    link,
    code: span.code ?? false,
  };
}

/** Extent of a drawing in the line, relative to the size of the text. */
const markExtent = 0.86;
const markGap = 0.26;

/** Whether a face of the document draws the character: that of the text, or the fallback face. */
function isDrawable(codePoint: number, face: FaceName, { faces }: LineContext): boolean {
  return (
    faces[face].hasGlyph(codePoint) ||
    (canFallBack(String.fromCodePoint(codePoint)) && faces.fallback.hasGlyph(codePoint))
  );
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Parts of a word by face. A letter and its combining signs stay in one face. */
function byFace(word: string, look: Look, faces: LineContext['faces']): { text: string; look: Look }[] {
  const covers = (face: FaceName, text: string): boolean =>
    [...text].every((character) => faces[face].hasGlyph(character.codePointAt(0) ?? 0));
  if (covers(look.face, word)) return [{ text: word, look }];
  const fallback: Look = { ...look, face: 'fallback' };
  const parts: { text: string; look: Look }[] = [];
  const add = (text: string): void => {
    const chosen = covers(look.face, text) ? look : fallback;
    const last = parts.at(-1);
    if (last?.look === chosen) last.text += text;
    else parts.push({ text, look: chosen });
  };
  for (const { segment } of graphemes.segment(word)) {
    if (covers(look.face, segment) || covers('fallback', segment)) add(segment);
    else for (const character of segment) add(character);
  }
  return parts;
}

function wordItems(word: string, look: Look, context: LineContext): Item[] {
  const items: Item[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain === '') return;
    for (const part of byFace(plain, look, context.faces)) {
      const face = context.faces[part.look.face];
      items.push({ kind: 'word', ...part, width: face.widthOf(part.text, look.size) });
    }
    plain = '';
  };
  for (const character of word) {
    const shape = shapes[character];
    if (character === '\u200b') {
      flush();
      items.push({ kind: 'chance' });
    } else if (shape !== undefined) {
      flush();
      const size = look.size * markExtent;
      items.push({ kind: 'mark', mark: { shape, alt: character, size }, look, width: size });
    } else plain += character;
  }
  flush();
  return items;
}

/** Whether the space between two words of one span must not become the end of a line. */
function isGlued(before: string, after: string): boolean {
  if (/^[—–]/.test(after)) return true;
  // "ст. 17 п. 2 пп. 3)": one citation, one line.
  if (/[\d)]$/.test(before) && /^(?:п|пп|ч)\.$/.test(after)) return true;
  if (!/^\d/.test(after)) return false;
  return (
    gluesToNumber.test(before) ||
    (/\d$/.test(before) && /^\d{3}(?!\d)/.test(after) && /(?:^|\s)\d{1,3}(?: \d{3})*$/.test(before))
  );
}

function itemsOf(inline: Inline, style: TextStyle, context: LineContext, fullLabels: boolean): Item[] {
  const items: Item[] = [];
  for (const span of inline) {
    const look = lookOf(span, style, context);
    const value = normalise(span.text);
    requireGlyphs(value, (codePoint) => isDrawable(codePoint, look.face, context));
    let seen = '';
    const parts = value.split(/( +|\n)/);
    parts.forEach((part, index) => {
      if (part === '\n') items.push({ kind: 'break' });
      else if (part.startsWith(' ')) {
        const glued = isGlued(seen, parts[index + 1] ?? '');
        items.push({ kind: 'space', look, text: ' ', glued, width: context.faces[look.face].widthOf(' ', look.size) });
      } else if (part !== '') items.push(...wordItems(part, look, context));
      seen += part.startsWith(' ') ? ' ' : part;
    });
    if (span.confidence !== undefined)
      items.push(...confidenceItems(span.confidence, look, context, fullLabels, items.length > 0));
  }
  return items;
}

function confidenceItems(
  confidence: Confidence,
  look: Look,
  context: LineContext,
  fullLabels: boolean,
  gap: boolean,
): Item[] {
  const label = normalise(context.confidence[confidence]);
  const size = look.size * markExtent;
  const plain: Look = { ...look, link: undefined, face: 'regular', colour: colour.ink3 };
  const items: Item[] = [];
  if (gap) items.push({ kind: 'space', look: plain, text: '', glued: true, width: look.size * markGap });
  items.push({ kind: 'mark', mark: { confidence, alt: fullLabels ? null : label, size }, look: plain, width: size });
  if (fullLabels) {
    requireGlyphs(label, (codePoint) => isDrawable(codePoint, 'regular', context));
    const small: Look = { ...plain, size: look.size * 0.92 };
    const space = context.faces.regular.widthOf(' ', small.size);
    label.split(' ').forEach((word, index) => {
      items.push({ kind: 'space', look: small, text: ' ', glued: index === 0, width: space });
      items.push(...wordItems(word, small, context));
    });
  }
  return items;
}

/** Builds lines one after another; greedy, left to right. */
class LineBuilder {
  readonly lines: Line[] = [];
  private items: Exclude<Item, { kind: 'chance' | 'break' }>[] = [];
  private used = 0;
  private hyphensInARow = 0;
  private readonly width: number;
  private readonly style: TextStyle;
  private readonly context: LineContext;

  constructor(width: number, style: TextStyle, context: LineContext) {
    this.width = width;
    this.style = style;
    this.context = context;
  }

  /** Ends the line. Unless it ends inside a word, a space follows, so that text read from the file does not run together. */
  endLine(hyphenated: boolean, insideWord: boolean): void {
    while (this.items.length > 0 && this.items.at(-1)?.kind === 'space') this.items.pop();
    this.hyphensInARow = hyphenated ? this.hyphensInARow + 1 : 0;
    this.lines.push(makeLine(this.items, this.context, !insideWord));
    this.items = [];
    this.used = 0;
  }

  /** Adds words that belong together, with the spaces before them. */
  add(
    spaces: Extract<Item, { kind: 'space' }>[],
    chunk: Exclude<Item, { kind: 'chance' | 'break' | 'space' }>[] | Item[],
  ): void {
    const parts = chunk as Exclude<Item, { kind: 'chance' | 'break' }>[];
    const gap = this.items.length === 0 ? 0 : spaces.reduce((sum, space) => sum + space.width, 0);
    const width = parts.reduce((sum, item) => sum + item.width, 0);
    if (this.used + gap + width <= this.width + 0.01) {
      if (this.items.length > 0) this.items.push(...spaces);
      this.items.push(...parts);
      this.used += gap + width;
      return;
    }
    const room = this.width - this.used - gap;
    const divided = this.divide(parts, room, width);
    if (divided) {
      if (this.items.length > 0) this.items.push(...spaces);
      this.items.push(...divided.head);
      this.endLine(divided.hyphen, true);
      this.add([], divided.tail);
      return;
    }
    if (this.items.length === 0) {
      this.items.push(...parts);
      this.used = width;
      return;
    }
    this.endLine(false, false);
    this.add([], parts);
  }

  /** Finds where to divide a group that does not fit: at a syllable where it looks better, anywhere where it must. */
  private divide(
    parts: Exclude<Item, { kind: 'chance' | 'break' }>[],
    room: number,
    width: number,
  ): { head: typeof parts; tail: typeof parts; hyphen: boolean } | null {
    const alone = this.items.length === 0;
    const tooWide = width > this.width;
    const wanted = this.style.hyphenate && this.hyphensInARow < 2 && room > Math.min(46, this.width * 0.25);
    const atHyphen = room > this.width * 0.3;
    if (!tooWide && !wanted && !atHyphen) return null;
    if (tooWide && !alone && room < this.width * 0.3) return null;
    let offset = 0;
    let best: { head: typeof parts; tail: typeof parts; hyphen: boolean } | null = null;
    for (const [index, item] of parts.entries()) {
      if (item.kind === 'word') {
        for (const point of this.points(item.text, item.look, tooWide, wanted)) {
          // A plain hyphen: the typeface's soft hyphen has no shape, and readers join words at a hyphen that ends a line.
          const head = item.text.slice(0, point.offset) + (point.hyphen ? '-' : '');
          const face = this.context.faces[item.look.face];
          const headWidth = face.widthOf(head, item.look.size);
          if (offset + headWidth > room) break;
          const tail = item.text.slice(point.offset);
          best = {
            head: [...parts.slice(0, index), { ...item, text: head, width: headWidth }],
            tail: [{ ...item, text: tail, width: face.widthOf(tail, item.look.size) }, ...parts.slice(index + 1)],
            hyphen: point.hyphen,
          };
        }
      }
      offset += item.width;
      if (offset > room) break;
    }
    if (best || !alone) return best;
    return this.cut(parts, room);
  }

  /** Places in a word, in order: syllables, and after a hyphen or slash of its own. */
  private points(word: string, look: Look, tooWide: boolean, wanted: boolean): { offset: number; hyphen: boolean }[] {
    const points: { offset: number; hyphen: boolean }[] = [];
    if (look.code && !tooWide) return points;
    const joints = tooWide ? /(?<=[\p{L}\p{N}]{2})[-/_.:](?=[\p{L}\p{N}]{2})/gu : /(?<=\p{L}{3})[-/](?=\p{L}{3})/gu;
    for (const match of word.matchAll(joints)) points.push({ offset: match.index + 1, hyphen: false });
    if ((tooWide || wanted) && !look.code) {
      for (const offset of hyphenPoints(word, look.lang ?? this.context.locale, tooWide))
        points.push({ offset, hyphen: true });
    }
    return points.sort((a, b) => a.offset - b.offset);
  }

  /** Last resort for a code wider than the column: cuts between any two characters. */
  private cut(
    parts: Exclude<Item, { kind: 'chance' | 'break' }>[],
    room: number,
  ): { head: typeof parts; tail: typeof parts; hyphen: boolean } | null {
    let offset = 0;
    for (const [index, item] of parts.entries()) {
      if (offset + item.width > room) {
        if (item.kind !== 'word')
          return index === 0 ? null : { head: parts.slice(0, index), tail: parts.slice(index), hyphen: false };
        const face = this.context.faces[item.look.face];
        const letters = [...item.text];
        let count = letters.length - 1;
        while (count > 0 && offset + face.widthOf(letters.slice(0, count).join(''), item.look.size) > room) count -= 1;
        if (count === 0 && index === 0) count = 1;
        if (count === 0) return { head: parts.slice(0, index), tail: parts.slice(index), hyphen: false };
        if (letters.length === 1)
          return parts.length === 1 ? null : { head: [item], tail: parts.slice(1), hyphen: false };
        const head = letters.slice(0, count).join('');
        const tail = letters.slice(count).join('');
        return {
          head: [...parts.slice(0, index), { ...item, text: head, width: face.widthOf(head, item.look.size) }],
          tail: [{ ...item, text: tail, width: face.widthOf(tail, item.look.size) }, ...parts.slice(index + 1)],
          hyphen: false,
        };
      }
      offset += item.width;
    }
    return null;
  }

  get hasContent(): boolean {
    return this.items.length > 0;
  }
}

/** Joins neighbours of one look into runs. */
function makeLine(items: readonly Item[], context: LineContext, endsWithSpace: boolean): Line {
  const runs: Run[] = [];
  let x = 0;
  for (const item of items) {
    if (item.kind === 'chance' || item.kind === 'break') continue;
    if (item.kind === 'mark') {
      runs.push({ x, width: item.width, look: item.look, text: '', operands: '', mark: item.mark });
      x += item.width;
      continue;
    }
    const last = runs.at(-1);
    const operands = item.text === '' ? '' : context.faces[item.look.face].set(item.text).operands;
    if (operands === '') {
      x += item.width;
      continue;
    }
    if (last && !last.mark && last.look === item.look && Math.abs(last.x + last.width - x) < 0.001) {
      last.text += item.text;
      last.operands += operands;
      last.width += item.width;
    } else runs.push({ x, width: item.width, look: item.look, text: item.text, operands });
    x += item.width;
  }
  const end = runs.at(-1);
  if (endsWithSpace && end && !end.mark) end.operands += context.faces[end.look.face].set(' ').operands;
  for (const run of runs) run.operands = joinOperands(run.operands);
  return { runs, width: x };
}

/**
 * Breaks a run of spans into lines of at most `width` points. `fullLabels` prints the confidence in words
 * after its mark. Always gives at least one line.
 * Throws AppError `invalid`, reason `missing-glyph`.
 */
export function breakLines(
  inline: Inline,
  style: TextStyle,
  width: number,
  context: LineContext,
  fullLabels = false,
): Line[] {
  const builder = new LineBuilder(width, style, context);
  let spaces: Extract<Item, { kind: 'space' }>[] = [];
  let chunk: Item[] = [];
  const flush = (): void => {
    if (chunk.length > 0) {
      builder.add(spaces, chunk);
      spaces = [];
    }
    chunk = [];
  };
  for (const item of itemsOf(inline, style, context, fullLabels)) {
    if (item.kind === 'break') {
      flush();
      spaces = [];
      builder.endLine(false, false);
    } else if (item.kind === 'chance') flush();
    else if (item.kind === 'space' && !item.glued) {
      flush();
      spaces.push(item);
    } else chunk.push(item);
  }
  flush();
  if (builder.hasContent || builder.lines.length === 0) builder.endLine(false, false);
  return builder.lines;
}

/** One line of plain text, however long it gets. */
export function singleLine(value: string, style: TextStyle, context: LineContext): Line {
  return (
    breakLines([{ text: value }], { ...style, hyphenate: false }, Number.POSITIVE_INFINITY, context)[0] ?? {
      runs: [],
      width: 0,
    }
  );
}
