import type { ReportDocument } from '../../shared/report/tree.ts';
import { normalise, requireGlyphs } from './characters.ts';
import { colourOperands, figure, type Canvas } from './canvas.ts';
import { singleLine, type Line, type LineContext } from './lines.ts';
import type { Reference } from './pdf-document.ts';
import { colour, columnWidth, page, text } from './style.ts';

/** Opens pages and prints what every page carries: watermark at once, head and foot when the number of pages is known. */
export class Frame {
  private readonly canvas: Canvas;
  private readonly document: ReportDocument;
  private readonly lines: LineContext;
  private readonly onPage: (page: number) => void;
  private readonly watermark: Reference | null;
  /** Number of pages opened. */
  count = 0;

  constructor(canvas: Canvas, document: ReportDocument, lines: LineContext, onPage: (page: number) => void) {
    this.canvas = canvas;
    this.document = document;
    this.lines = lines;
    this.onPage = onPage;
    this.watermark =
      document.watermark === null || document.watermark === '' ? null : this.makeWatermark(document.watermark);
  }

  openPage(): void {
    this.canvas.flush();
    this.canvas.document.addPage();
    this.count += 1;
    this.onPage(this.count);
    this.drawWatermark();
  }

  /**
   * Text along the rising diagonal, as large as fits, under the content of the page. It is drawn once, as outlines
   * in a form object: text there would get between the words of whoever copies or searches the page.
   */
  private makeWatermark(value: string): Reference {
    const words = normalise(value).replaceAll('\n', ' ').toLocaleUpperCase(this.document.locale);
    const face = this.canvas.faces.semibold;
    requireGlyphs(words, (codePoint) => face.hasGlyph(codePoint));
    const { operators, width } = face.outline(words, 60);
    const scale = Math.min(112, 690_000 / width) / 1000;
    const angle = Math.atan2(page.height - 160, page.width - 60);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    // Half the width along the slope and half the height of a capital across it, back from the middle of the page.
    const x = page.width / 2 - ((width / 2) * cos - 349 * sin) * scale;
    const y = page.height / 2 - ((width / 2) * sin + 349 * cos) * scale;
    const precise = (number: number): string => String(Math.round(number * 1e6) / 1e6);
    const matrix = [cos * scale, sin * scale, -sin * scale, cos * scale, x, y].map(precise);
    const form = this.canvas.document.ref({
      Type: 'XObject',
      Subtype: 'Form',
      BBox: [0, 0, page.width, page.height],
      Resources: {},
    });
    form.end([`${colourOperands(colour.watermark)} rg`, `${matrix.join(' ')} cm`, ...operators, 'f'].join('\n'));
    return form;
  }

  private drawWatermark(): void {
    const { canvas, watermark } = this;
    if (!watermark) return;
    canvas.document.page.xobjects['Watermark'] = watermark;
    // Form space runs upwards, the page's coordinates here run downwards.
    canvas.artifact('Watermark', () => canvas.write(`q 1 0 0 -1 0 ${figure(page.height)} cm /Watermark Do Q`));
  }

  /** Cuts a text that is too long for its half of the line. */
  private fitted(value: string, width: number): Line {
    const flat = value.replace(/\s+/g, ' ');
    let line = singleLine(flat, text.frame, this.lines);
    let length = flat.length;
    while (line.width > width && length > 1) {
      length = Math.max(1, Math.floor(length * Math.min(0.97, width / line.width)));
      line = singleLine(`${flat.slice(0, length).trimEnd()}…`, text.frame, this.lines);
    }
    return line;
  }

  private pageWords(number: number): string {
    const { page: pattern } = this.document.words;
    if (!pattern.includes('{page}')) return `${pattern} ${number} / ${this.count}`;
    return pattern.replaceAll('{pages}', String(this.count)).replaceAll('{page}', String(number));
  }

  /** Prints head and foot on every page but the cover; the first page of a letter has a foot and its letterhead. */
  finish(): void {
    const organisation = this.fitted(this.document.organisation, columnWidth * 0.48);
    const running = this.fitted(this.document.runningHead, columnWidth * 0.48);
    const footer = this.document.footer === undefined ? null : this.fitted(this.document.footer, columnWidth * 0.74);
    const { canvas } = this;
    canvas.flush();
    for (let index = this.document.layout === 'letter' ? 0 : 1; index < this.count; index += 1) {
      canvas.document.switchToPage(index);
      if (index > 0)
        canvas.artifact('Header', () => {
          this.edgeLine(organisation, page.headBaseline, 'left');
          this.edgeLine(running, page.headBaseline, 'right');
          canvas.rule(page.left, page.left + columnWidth, page.headBaseline + 7, colour.line, 0.6);
        });
      canvas.artifact('Footer', () => {
        canvas.rule(page.left, page.left + columnWidth, page.footBaseline - 14, colour.line, 0.6);
        if (footer) this.edgeLine(footer, page.footBaseline, 'left');
        this.edgeLine(singleLine(this.pageWords(index + 1), text.frame, this.lines), page.footBaseline, 'right');
      });
      canvas.flush();
    }
  }

  private edgeLine(line: Line, baseline: number, align: 'left' | 'right'): void {
    const { size, leading } = text.frame;
    const top = baseline - size * 1.025 - (leading - size * 1.3) / 2;
    this.canvas.plainLines([line], { x: page.left, top, width: columnWidth, leading, size, align });
  }
}
