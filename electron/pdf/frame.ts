import type { ReportDocument } from '../../shared/report/tree.ts';
import { normalise, requireGlyphs } from './characters.ts';
import { figure, type Canvas } from './canvas.ts';
import { singleLine, type Line, type LineContext } from './lines.ts';
import { colour, columnWidth, page, text } from './style.ts';

/** Opens pages and prints what every page carries: watermark at once, head and foot when the number of pages is known. */
export class Frame {
  private readonly canvas: Canvas;
  private readonly document: ReportDocument;
  private readonly lines: LineContext;
  private readonly onPage: (page: number) => void;
  private readonly watermark: string[] | null;
  /** Number of pages opened. */
  count = 0;

  constructor(canvas: Canvas, document: ReportDocument, lines: LineContext, onPage: (page: number) => void) {
    this.canvas = canvas;
    this.document = document;
    this.lines = lines;
    this.onPage = onPage;
    this.watermark = document.watermark === null || document.watermark === '' ? null : this.watermarkOperators(document.watermark);
  }

  openPage(): void {
    this.canvas.flush();
    this.canvas.document.addPage();
    this.count += 1;
    this.onPage(this.count);
    this.drawWatermark();
  }

  /** Text along the rising diagonal, as large as fits, under the content of the page. */
  private watermarkOperators(value: string): string[] {
    const words = normalise(value).replaceAll('\n', ' ').toLocaleUpperCase(this.document.locale);
    const face = this.canvas.faces.semibold;
    requireGlyphs(words, (codePoint) => face.hasGlyph(codePoint));
    const spacing = 0.06;
    const relative = face.set(words).width / 1000 + spacing * (words.length - 1);
    const size = Math.min(96, 690 / relative);
    const angle = Math.atan2(page.height - 160, page.width - 60);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [width, height] = [relative * size, 0.698 * size];
    const x = page.width / 2 - (width / 2) * cos + (height / 2) * sin;
    const y = page.height / 2 + (width / 2) * sin + (height / 2) * cos;
    const precise = (value: number): string => String(Math.round(value * 1e5) / 1e5);
    const matrix = [cos, -sin, -sin, -cos].map(precise).join(' ');
    return [
      'q',
      `BT /${face.id} ${figure(size)} Tf ${figure(size * spacing)} Tc`,
      `${matrix} ${figure(x)} ${figure(y)} Tm [${face.set(words).operands}] TJ ET`,
      'Q',
    ];
  }

  private drawWatermark(): void {
    const operators = this.watermark;
    if (!operators) return;
    const { canvas } = this;
    canvas.document.page.fonts[canvas.faces.semibold.id] ??= canvas.faces.semibold.reference();
    canvas.artifact('Watermark', () => {
      canvas.fill(colour.watermark);
      canvas.write(...operators);
    });
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

  /** Prints head and foot on every page but the cover. */
  finish(): void {
    const organisation = this.fitted(this.document.organisation, columnWidth * 0.48);
    const running = this.fitted(this.document.runningHead, columnWidth * 0.48);
    const footer = this.document.footer === undefined ? null : this.fitted(this.document.footer, columnWidth * 0.74);
    const { canvas } = this;
    canvas.flush();
    for (let index = 1; index < this.count; index += 1) {
      canvas.document.switchToPage(index);
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
