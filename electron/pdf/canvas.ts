import { page, type FaceName } from './style.ts';
import { drawConfidence, drawShape } from './glyphs.ts';
import { addAnnotation, textString, type PdfDocument, type Tag } from './pdf-document.ts';
import type { Line, Run } from './lines.ts';
import type { Typeface } from './typeface.ts';

/** A number as PDF writes it, at most two decimals: 1/7200 inch is finer than any printer. */
export function figure(value: number): string {
  return String(Math.round(value * 100) / 100);
}

const colourCache = new Map<string, string>();
/** `#rrggbb` as the three operands of rg and RG. */
export function colourOperands(hex: string): string {
  let operands = colourCache.get(hex);
  if (operands === undefined) {
    operands = [1, 3, 5]
      .map((at) => String(Math.round((Number.parseInt(hex.slice(at, at + 2), 16) / 255) * 1000) / 1000))
      .join(' ');
    colourCache.set(hex, operands);
  }
  return operands;
}

/** Lines in the look of one paragraph and where they stand. */
export interface Placement {
  x: number;
  top: number;
  width: number;
  leading: number;
  size: number;
  align?: 'left' | 'right' | 'center' | undefined;
}

/** Kinds of artifacts of ISO 32000-1, 14.8.2.2. */
export type ArtifactKind = 'Layout' | 'Background' | 'Header' | 'Footer' | 'Watermark';
const artifactDictionary: Record<ArtifactKind, string> = {
  Layout: '<</Type /Layout>>',
  Background: '<</Type /Background>>',
  Header: '<</Type /Pagination /Subtype /Header>>',
  Footer: '<</Type /Pagination /Subtype /Footer>>',
  Watermark: '<</Type /Pagination /Subtype /Watermark>>',
};

/**
 * Writes operators of the current page and keeps content and tags together. Coordinates run from the upper
 * left corner in points. Text is written here and not through pdfkit: lines are broken already.
 */
export class Canvas {
  readonly document: PdfDocument;
  readonly faces: Record<FaceName, Typeface>;
  /** Names of the destinations by anchor. */
  readonly destinations: ReadonlyMap<string, string>;
  private pending: string[] = [];

  constructor(document: PdfDocument, faces: Record<FaceName, Typeface>, destinations: ReadonlyMap<string, string>) {
    this.document = document;
    this.faces = faces;
    this.destinations = destinations;
  }

  write(...operators: string[]): void {
    this.pending.push(...operators);
  }

  /** Hands what was written to the page; needed before pdfkit writes itself or the page changes. */
  flush(): void {
    if (this.pending.length === 0) return;
    this.document.page.write(Buffer.from(`${this.pending.join('\n')}\n`, 'latin1'));
    this.pending = [];
  }

  /** Content that is no part of the text: rules, grounds, repeated heads. */
  artifact(kind: ArtifactKind, draw: () => void): void {
    this.write(`/Artifact ${artifactDictionary[kind]} BDC`);
    draw();
    this.write('EMC');
  }

  /** Content of a tag. */
  tagged(tag: Tag, type: string, draw: () => void): void {
    this.flush();
    const content = this.document.markStructureContent(type);
    draw();
    this.flush();
    this.document.endMarkedContent();
    tag.add(content);
  }

  fill(hex: string): void {
    this.write(`${colourOperands(hex)} rg`);
  }

  stroke(hex: string, width: number, dash: readonly number[] = []): void {
    this.write(`${colourOperands(hex)} RG ${figure(width)} w [${dash.map(figure).join(' ')}] 0 d`);
  }

  rectangle(x: number, y: number, width: number, height: number): void {
    this.write(`${figure(x)} ${figure(y)} ${figure(width)} ${figure(height)} re`);
  }

  rounded(x: number, y: number, width: number, height: number, radius: number): void {
    const r = Math.min(radius, width / 2, height / 2);
    const k = r * 0.4477;
    const [left, top, right, bottom] = [x, y, x + width, y + height];
    const points = (...values: number[]): string => values.map(figure).join(' ');
    this.write(
      `${points(left + r, top)} m ${points(right - r, top)} l`,
      `${points(right - k, top, right, top + k, right, top + r)} c ${points(right, bottom - r)} l`,
      `${points(right, bottom - k, right - k, bottom, right - r, bottom)} c ${points(left + r, bottom)} l`,
      `${points(left + k, bottom, left, bottom - k, left, bottom - r)} c ${points(left, top + r)} l`,
      `${points(left, top + k, left + k, top, left + r, top)} c h`,
    );
  }

  circle(x: number, y: number, radius: number): void {
    this.rounded(x - radius, y - radius, radius * 2, radius * 2, radius);
  }

  path(points: readonly (readonly [number, number])[], close = false): void {
    points.forEach(([x, y], index) => this.write(`${figure(x)} ${figure(y)} ${index === 0 ? 'm' : 'l'}`));
    if (close) this.write('h');
  }

  rule(x1: number, x2: number, y: number, hex: string, width: number): void {
    this.write('q');
    this.stroke(hex, width);
    this.write(`${figure(x1)} ${figure(y)} m ${figure(x2)} ${figure(y)} l S Q`);
  }

  /** Text already set in operands of TJ, at a baseline. */
  text(face: FaceName, size: number, hex: string, x: number, baseline: number, operands: string): void {
    const typeface = this.faces[face];
    const fonts = this.document.page.fonts;
    fonts[typeface.id] ??= typeface.reference();
    this.write(
      `BT /${typeface.id} ${figure(size)} Tf ${colourOperands(hex)} rg 1 0 0 -1 ${figure(x)} ${figure(baseline)} Tm [${operands}] TJ ET`,
    );
  }

  /** Lines as an artifact or inside content opened by the caller: no tags, no links. */
  plainLines(lines: readonly Line[], place: Placement): void {
    lines.forEach((line, index) => {
      const { x, baseline } = lineOrigin(line, index, place);
      for (const run of line.runs) this.run(run, x, baseline);
    });
  }

  /** Lines as content of `owner`; spans in another language, links and marks get tags of their own inside it. */
  taggedLines(owner: Tag, type: string, lines: readonly Line[], place: Placement): void {
    for (const piece of piecesOf(lines, place)) {
      const first = piece.runs[0]?.run;
      if (!first) continue;
      if (first.look.link !== undefined) this.link(owner, first.look.link, piece);
      else if (first.mark) this.mark(owner, first, piece);
      else if (first.look.lang !== undefined) {
        const span = this.document.struct('Span', { lang: first.look.lang });
        owner.add(span);
        this.tagged(span, 'Span', () => this.piece(piece));
        span.end();
      } else this.tagged(owner, type, () => this.piece(piece));
    }
  }

  private mark(owner: Tag, run: Run, piece: Piece): void {
    const at = piece.runs[0];
    if (!at || !run.mark) return;
    if (run.mark.alt === null) {
      this.artifact('Layout', () => this.piece(piece));
      return;
    }
    if (run.mark.shape) {
      const span = this.document.struct('Span', { actual: run.mark.alt });
      owner.add(span);
      this.tagged(span, 'Span', () => this.piece(piece));
      span.end();
      return;
    }
    const x = at.x + run.x;
    const drawing = this.document.struct('Figure', {
      alt: run.mark.alt,
      bbox: [x, at.baseline - run.mark.size, x + run.mark.size, at.baseline],
      placement: 'Inline',
    });
    owner.add(drawing);
    this.tagged(drawing, 'Figure', () => this.piece(piece));
    drawing.end();
  }

  /** A link: tag, text, and one annotation a line. The tag ends on the page of its annotations (pdfkit notes that page). */
  private link(owner: Tag, anchor: string, piece: Piece): void {
    const lang = piece.runs[0]?.run.look.lang;
    const tag = this.document.struct('Link', lang === undefined ? {} : { lang });
    owner.add(tag);
    this.tagged(tag, 'Link', () => this.piece(piece));
    const text = piece.runs
      .map(({ run }) => run.text)
      .join('')
      .trim();
    const destination = this.destinations.get(anchor);
    if (destination !== undefined) {
      for (const { run, x, baseline } of piece.runs) {
        this.linkArea(tag, destination, text, {
          x: x + run.x,
          y: baseline - run.look.size * 0.9,
          width: run.width,
          height: run.look.size * 1.2,
        });
      }
    }
    tag.end();
  }

  /** Area that leads to a named destination; `text` is what a screen reader says. */
  linkArea(
    tag: Tag,
    destination: string,
    text: string,
    area: { x: number; y: number; width: number; height: number },
  ): void {
    addAnnotation(this.document, area, tag, {
      Subtype: 'Link',
      Dest: textString(destination),
      Contents: textString(text === '' ? destination : text),
      F: 4,
    });
  }

  private piece(piece: Piece): void {
    for (const { run, x, baseline } of piece.runs) this.run(run, x, baseline);
  }

  private run(run: Run, x: number, baseline: number): void {
    if (!run.mark) {
      this.text(run.look.face, run.look.size, run.look.colour, x + run.x, baseline, run.operands);
      return;
    }
    const box = { x: x + run.x, y: baseline - run.mark.size * 0.9, size: run.mark.size };
    if (run.mark.confidence) drawConfidence(this, run.mark.confidence, box);
    else if (run.mark.shape) drawShape(this, run.mark.shape, box, run.look.colour);
  }

  /** Makes a place of the current page a target of links; the viewer shows a little of what stands above. */
  destination(name: string, y: number): void {
    this.document.addNamedDestination(name, 'XYZ', page.left, Math.max(0, y - 8), null);
  }
}

interface Piece {
  runs: { run: Run; x: number; baseline: number }[];
}

function lineOrigin(line: Line, index: number, place: Placement): { x: number; baseline: number } {
  const slack = place.width - line.width;
  const shift = place.align === 'right' ? slack : place.align === 'center' ? slack / 2 : 0;
  // Ascent and descent of the face are 1.025 and 0.275 of the size; the rest of the leading goes half above.
  const baseline = place.top + index * place.leading + (place.leading - place.size * 1.3) / 2 + place.size * 1.025;
  return { x: place.x + shift, baseline };
}

function belongsWith(a: Run, b: Run): boolean {
  return !a.mark && !b.mark && a.look.link === b.look.link && a.look.lang === b.look.lang;
}

/** Cuts the runs of the lines where the tag changes. */
function piecesOf(lines: readonly Line[], place: Placement): Piece[] {
  const pieces: Piece[] = [];
  lines.forEach((line, index) => {
    const origin = lineOrigin(line, index, place);
    for (const run of line.runs) {
      const last = pieces.at(-1);
      const before = last?.runs.at(-1)?.run;
      if (last && before && belongsWith(before, run)) last.runs.push({ run, ...origin });
      else pieces.push({ runs: [{ run, ...origin }] });
    }
  });
  return pieces;
}
