import { Bookmark, InternalHyperlink, TextRun, type IRunOptions, type ParagraphChild } from 'docx';
import type { Locale } from '../../shared/lib/schema.ts';
import type { Inline, ReportDocument, Span } from '../../shared/report/tree.ts';
import type { Confidence } from '../../shared/rules/pack.ts';
import { colour, confidenceColour } from '../pdf/style.ts';

/** What the makers of blocks share. */
export interface TextContext {
  locale: Locale;
  confidence: ReportDocument['words']['confidence'];
  /** Bookmark of each anchor a heading carries. */
  bookmarks: ReadonlyMap<string, string>;
}

/** Language of a run as Word names it: with a region, without which it has no dictionary. */
export const wordLanguage: Record<Locale, string> = { kk: 'kk-KZ', ru: 'ru-RU', en: 'en-US' };

/** Sign of a confidence, after the marks of the paper: tick, half disc, question mark, diamond. */
const confidenceSign: Record<Confidence, string> = {
  verified: '✓',
  secondary: '◐',
  uncertain: '(?)',
  interpretation: '◆',
};

/** Colour as Word writes it. */
export function hex(value: string): string {
  return value.replace('#', '').toUpperCase();
}

/** Text an XML 1.0 file can hold: control characters become spaces, halves of a pair the replacement character. */
export function clean(value: string): string {
  return value.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ');
}

/** Plain text as runs; line ends in the text end lines. */
export function textRuns(value: string, context: TextContext, look: IRunOptions = {}, lang?: Locale): TextRun[] {
  const language = { value: wordLanguage[lang ?? context.locale] };
  return clean(value)
    .split(/\r\n?|\n/)
    .map((text, index) => new TextRun({ language, ...look, text, ...(index > 0 ? { break: 1 } : {}) }));
}

/** Runs of the tree. `fullLabels` writes the confidence in words after its sign, as the paper does. */
export function inlineRuns(
  inline: Inline,
  context: TextContext,
  look: IRunOptions = {},
  fullLabels = false,
): ParagraphChild[] {
  return inline.flatMap((span) => [
    ...spanRuns(span, context, look),
    ...(span.confidence === undefined ? [] : confidenceRuns(span.confidence, context, look, fullLabels)),
  ]);
}

function spanRuns(span: Span, context: TextContext, look: IRunOptions): ParagraphChild[] {
  const own: IRunOptions = {
    ...look,
    ...(span.bold ? { bold: true } : {}),
    ...(span.italic ? { italics: true } : {}),
    ...(span.muted ? { color: hex(colour.ink3) } : {}),
    // A code is no word of any language.
    ...(span.code ? { noProof: true } : {}),
  };
  const anchor = span.link === undefined ? undefined : context.bookmarks.get(span.link);
  if (anchor === undefined) return textRuns(span.text, context, own, span.lang);
  const children = textRuns(span.text, context, { ...own, color: hex(colour.accent) }, span.lang);
  return [new InternalHyperlink({ anchor, children })];
}

function confidenceRuns(
  confidence: Confidence,
  context: TextContext,
  look: IRunOptions,
  fullLabels: boolean,
): TextRun[] {
  const sign = new TextRun({
    ...look,
    text: `\u00a0${confidenceSign[confidence]}`,
    color: hex(confidenceColour[confidence]),
    noProof: true,
  });
  if (!fullLabels) return [sign];
  const words = textRuns(`\u00a0${context.confidence[confidence]}`, context, { ...look, color: hex(colour.ink3) });
  return [sign, ...words];
}

/** The text of a heading under its bookmark. */
export function bookmarked(value: string, bookmark: string | undefined, context: TextContext): ParagraphChild[] {
  const children = textRuns(value.replaceAll('\n', ' '), context);
  return bookmark === undefined ? children : [new Bookmark({ id: bookmark, children })];
}
