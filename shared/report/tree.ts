import { z } from '../lib/schema.ts';
import { Locale } from '../lib/schema.ts';
import { Confidence } from '../rules/pack.ts';

/** A run of text with one look. `mark` is a confidence glyph drawn after the text. */
export const Span = z.strictObject({
  text: z.string(),
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  /** Language of the run where it differs from the document's. */
  lang: Locale.optional(),
  /** Code, hash or number: never hyphenated. */
  code: z.boolean().optional(),
  muted: z.boolean().optional(),
  confidence: Confidence.optional(),
  /** Anchor of a heading in the same document; a name no heading carries is printed as plain text. */
  link: z.string().optional(),
});
export type Span = z.infer<typeof Span>;
export const Inline = z.array(Span);
export type Inline = z.infer<typeof Inline>;

/** The degree glyphs and colours shared by screen and PDF. */
export const DegreeTone = z.enum(['min', 'med', 'high', 'prov', 'none', 'ban']);
export type DegreeTone = z.infer<typeof DegreeTone>;

/** A bar: what it stands for and its value, which is printed beside it. */
const ChartRow = z.strictObject({
  label: z.string(),
  value: z.number().nonnegative(),
  /** Colour and pattern of a degree; without it the bar has the plain colour of the document. */
  tone: DegreeTone.optional(),
});

/** Longest text a picture may be as base64, which is about 12 MB of file. */
const imageCharacters = 16_000_000;

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string; anchor: string }
  | { kind: 'paragraph'; content: Inline; tone?: 'lead' | 'muted' | undefined }
  | { kind: 'list'; ordered: boolean; items: Inline[] }
  | {
      kind: 'keyValues';
      /** `lines`: so many lines to fill by hand stand under the value. */
      rows: { key: string; value: Inline; note?: Inline | undefined; lines?: number | undefined }[];
    }
  | {
      kind: 'table';
      caption?: string | undefined;
      /** Relative widths; one a column. A row without any text is one to fill by hand. */
      columns: { title: string; width: number; align?: 'left' | 'right' | 'center' | undefined }[];
      rows: Inline[][];
      /** Text shown where there is no row. */
      empty?: string | undefined;
    }
  /** The conclusion of a scale: glyph, degree, one sentence, provisions. */
  | { kind: 'conclusion'; tone: DegreeTone; title: string; text: Inline }
  /** A finding: severity word, message, provisions with confidence. */
  | {
      kind: 'finding';
      severity: 'stop' | 'breach' | 'review' | 'gap' | 'note';
      label: string;
      content: Inline;
      provisions: Inline;
    }
  /** A frame with a title for what must not be overlooked (draft, open points, unverified law). */
  | { kind: 'notice'; tone: 'info' | 'warn' | 'bad' | 'ok'; title: string; content: Inline[] }
  /** Two blocks of levels by object: consequence of failure and of stop. The PDF prints words. */
  | {
      kind: 'matrix';
      caption: string;
      rowsTitle?: string | undefined;
      levels: { code: string; text: string; tone: DegreeTone }[];
      groups: string[];
      rows: { title: string; cells: string[] }[];
    }
  /** Horizontal bars from zero to `max`. Every value is printed, so nothing rests on length or colour alone. */
  | {
      kind: 'chart';
      caption: string;
      rows: z.infer<typeof ChartRow>[];
      /** Printed after each value; may be empty. */
      unit: string;
      max: number;
    }
  /** A picture, drawn as stored (a rotation noted in EXIF is not applied). What no reader can decode is refused. */
  | {
      kind: 'image';
      mime: 'image/png' | 'image/jpeg';
      /** The file in base64. */
      data: string;
      /** What the picture shows, for who cannot see it. */
      alt: string;
      caption?: string | undefined;
      /** Share of the width of the text, over 0 and up to 1. */
      width: number;
    }
  | { kind: 'pageBreak' }
  /** A framed place for a stamp. */
  | { kind: 'stamp'; label: string }
  /** Place for signatures: each gets a reserved, visible field in the PDF. */
  | { kind: 'signatures'; title: string; fields: { name: string; label: string; role: string }[] }
  | {
      kind: 'attachments';
      title: string;
      rows: { name: string; description: string; bytes: number; sha256: string }[];
    };

export const Block: z.ZodType<Block> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('heading'),
    level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    text: z.string(),
    anchor: z.string(),
  }),
  z.strictObject({ kind: z.literal('paragraph'), content: Inline, tone: z.enum(['lead', 'muted']).optional() }),
  z.strictObject({ kind: z.literal('list'), ordered: z.boolean(), items: z.array(Inline) }),
  z.strictObject({
    kind: z.literal('keyValues'),
    rows: z.array(
      z.strictObject({ key: z.string(), value: Inline, note: Inline.optional(), lines: z.int().positive().optional() }),
    ),
  }),
  z.strictObject({
    kind: z.literal('table'),
    caption: z.string().optional(),
    columns: z.array(
      z.strictObject({ title: z.string(), width: z.number(), align: z.enum(['left', 'right', 'center']).optional() }),
    ),
    rows: z.array(z.array(Inline)),
    empty: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('conclusion'), tone: DegreeTone, title: z.string(), text: Inline }),
  z.strictObject({
    kind: z.literal('finding'),
    severity: z.enum(['stop', 'breach', 'review', 'gap', 'note']),
    label: z.string(),
    content: Inline,
    provisions: Inline,
  }),
  z.strictObject({
    kind: z.literal('notice'),
    tone: z.enum(['info', 'warn', 'bad', 'ok']),
    title: z.string(),
    content: z.array(Inline),
  }),
  z.strictObject({
    kind: z.literal('matrix'),
    caption: z.string(),
    /** Head of the column of objects. */
    rowsTitle: z.string().optional(),
    levels: z.array(z.strictObject({ code: z.string(), text: z.string(), tone: DegreeTone })),
    groups: z.array(z.string()),
    rows: z.array(z.strictObject({ title: z.string(), cells: z.array(z.string()) })),
  }),
  z.strictObject({
    kind: z.literal('chart'),
    caption: z.string(),
    rows: z.array(ChartRow).min(1),
    unit: z.string(),
    max: z.number().positive(),
  }),
  z.strictObject({
    kind: z.literal('image'),
    mime: z.enum(['image/png', 'image/jpeg']),
    data: z.base64().min(1).max(imageCharacters),
    alt: z.string().trim().min(1),
    caption: z.string().optional(),
    width: z.number().gt(0).max(1),
  }),
  z.strictObject({ kind: z.literal('pageBreak') }),
  z.strictObject({ kind: z.literal('stamp'), label: z.string() }),
  z.strictObject({
    kind: z.literal('signatures'),
    title: z.string(),
    fields: z.array(z.strictObject({ name: z.string(), label: z.string(), role: z.string() })),
  }),
  z.strictObject({
    kind: z.literal('attachments'),
    title: z.string(),
    rows: z.array(z.strictObject({ name: z.string(), description: z.string(), bytes: z.number(), sha256: z.string() })),
  }),
]);

/** Who writes: logo and lines at the head of the first page. */
export const Letterhead = z.strictObject({
  /** PNG or JPEG in base64, with its size in pixels. */
  logo: z
    .strictObject({
      mime: z.enum(['image/png', 'image/jpeg']),
      data: z.string(),
      width: z.int().positive(),
      height: z.int().positive(),
      /** What the picture shows, for who cannot see it. */
      description: z.string(),
    })
    .nullable(),
  /** Where the logo stands. */
  position: z.enum(['left', 'centre', 'right']),
  lines: z.array(z.string()),
});
export type Letterhead = z.infer<typeof Letterhead>;

/** A whole document, free of layout: the preview, the PDF and every later format are made from it. */
export const ReportDocument = z.strictObject({
  locale: Locale,
  title: z.string(),
  subtitle: z.string(),
  /** Organisation shown on the cover and in the running head. */
  organisation: z.string(),
  /** Short line in the running head: system code and template. */
  runningHead: z.string(),
  /** `letter`: letterhead and title on the first page, no cover and no contents. A dossier where it is left out. */
  layout: z.enum(['dossier', 'letter']).optional(),
  letterhead: Letterhead.nullable().optional(),
  /** Day and place under the title of a letter; lines to fill by hand are part of it. */
  dateLine: z.string().optional(),
  /** Facts on the cover: date, version, pack, snapshot. */
  cover: z.array(z.strictObject({ key: z.string(), value: z.string() })),
  /** Left part of the foot line: pack, snapshot, ledger root. */
  footer: z.string().optional(),
  /** Printed across every page; null where the document is clean. */
  watermark: z.string().nullable(),
  /** Fixed words of the frame in the document's language; `page` is a pattern with `{page}` and `{pages}`. */
  words: z.strictObject({ contents: z.string(), page: z.string(), confidence: z.record(Confidence, z.string()) }),
  blocks: z.array(Block),
});
export type ReportDocument = z.infer<typeof ReportDocument>;
