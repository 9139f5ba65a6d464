import { LocalText, z } from '../lib/schema.ts';

/** Name of a template: lower-case words joined by hyphens. */
export const TemplateName = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  .max(60);

const Name = z.string().min(1).max(80);
const EditionName = z.enum(['internal', 'authority', 'public']);

/** Rule packs a template may speak of. The first named gives the cover its version of the law. */
export const TemplatePack = z.enum(['kz-ai-law', 'kz-personal-data', 'eu-ai-act', 'kz-submission']);
export type TemplatePack = z.infer<typeof TemplatePack>;

/** Places of the law as `pack/provision`, printed after the text with the confidence of each. */
const Provisions = z
  .array(z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/))
  .max(20)
  .optional();

/**
 * When a section or a part is printed: every line given must hold. What is not known holds, so that nothing is left out
 * by a missing answer. There is no other logic here: a template cannot run code.
 */
export const TemplateCondition = z.strictObject({
  edition: z.array(EditionName).min(1).optional(),
  /** The field of the record holds one of these codes. */
  field: z.strictObject({ name: Name, in: z.array(Name).min(1) }).optional(),
  /** The scale is concluded with one of these degrees, or still open. */
  scale: z.strictObject({ pack: TemplatePack, name: Name, in: z.array(Name).min(1) }).optional(),
  /** The assessment under this pack has been started, or has not. */
  started: TemplatePack.optional(),
  notStarted: TemplatePack.optional(),
});
export type TemplateCondition = z.infer<typeof TemplateCondition>;

/**
 * A text in three languages with places for facts: `{organisation}`, `{bin}`, `{address}`, `{contact}`, `{system}`,
 * `{code}`, `{version}`, `{date}`, `{degree}`, `{autonomy}`, `{mode}`, `{field:NAME}` (a field of the record in words) and
 * `{blank}` (a line to fill by hand). A fact that is not recorded prints as a line to fill by hand.
 */
const Text = LocalText;

/** A run of the document. `when` as for sections. */
export const TemplatePart = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'),
    text: Text,
    tone: z.enum(['lead', 'muted']).optional(),
    provisions: Provisions,
    when: TemplateCondition.optional(),
  }),
  z.strictObject({
    kind: z.literal('list'),
    ordered: z.boolean().default(false),
    items: z.array(z.strictObject({ text: Text, provisions: Provisions, when: TemplateCondition.optional() })).min(1),
    when: TemplateCondition.optional(),
  }),
  z.strictObject({
    kind: z.literal('notice'),
    tone: z.enum(['info', 'warn', 'bad', 'ok']),
    title: Text,
    text: z.array(z.strictObject({ text: Text, provisions: Provisions })).min(1),
    when: TemplateCondition.optional(),
  }),
  /** Fields of the record with their state, in this order; an empty one prints as a line to fill by hand. */
  z.strictObject({ kind: z.literal('fields'), fields: z.array(Name).min(1), when: TemplateCondition.optional() }),
  /** Questions of a pack with answer, comment, author and provision; only those the assessment shows. */
  z.strictObject({
    kind: z.literal('answers'),
    pack: TemplatePack,
    questions: z.array(Name).min(1),
    when: TemplateCondition.optional(),
  }),
  /** Lines to fill by hand. */
  z.strictObject({
    kind: z.literal('blanks'),
    rows: z.array(z.strictObject({ label: Text, lines: z.int().min(1).max(12).default(1) })).min(1),
    when: TemplateCondition.optional(),
  }),
  /** A form: rows with texts, then empty rows to fill by hand. Widths are relative. */
  z.strictObject({
    kind: z.literal('table'),
    caption: Text.optional(),
    columns: z
      .array(z.strictObject({ title: Text, width: z.number().positive() }))
      .min(1)
      .max(10),
    rows: z.array(z.array(Text.nullable())).default([]),
    emptyRows: z.int().min(0).max(40).default(0),
    when: TemplateCondition.optional(),
  }),
  /** What the product composes from the facts; see `TemplateContent`. */
  z.strictObject({
    kind: z.literal('content'),
    content: z.lazy(() => TemplateContent),
    pack: TemplatePack.optional(),
    /** Scales by name, or register kinds, groups of fields or severities, as the content asks. */
    of: z.array(Name).optional(),
    except: z.array(Name).optional(),
    when: TemplateCondition.optional(),
  }),
  /** A framed place for a stamp. */
  z.strictObject({ kind: z.literal('stamp'), label: Text }),
  z.strictObject({ kind: z.literal('pageBreak') }),
]);
export type TemplatePart = z.infer<typeof TemplatePart>;

/**
 * Content made from facts. With `pack`: `conclusion` (of = one scale), `scales` (of = kinds of scale, except = names),
 * `trace` (of = scales; nothing = all), `findings` (of = severities; nothing = all), `duties`, `questions` (all answers
 * by section; of = sections), `documents` (papers the pack asks for, with state). `matrix` is of kz-ai-law. From the
 * record: `record` (of = groups), `versions`, `entries` (of = register kinds), `evidence`, `history` (what changed
 * lately). Of the package: `package-parts`, `channels` (kz-submission). Of the organisation: `register` (table of the AI
 * systems), `register-figures` (chart and counts by degree, stage, role). Of the file: `sources` (of = packs), `ledger`,
 * `open-items`.
 */
export const TemplateContent = z.enum([
  'conclusion',
  'scales',
  'trace',
  'findings',
  'duties',
  'questions',
  'documents',
  'matrix',
  'record',
  'versions',
  'entries',
  'evidence',
  'history',
  'package-parts',
  'channels',
  'register',
  'register-figures',
  'sources',
  'ledger',
  'open-items',
]);
export type TemplateContent = z.infer<typeof TemplateContent>;

/** A section is left out with its heading where nothing of it, and nothing of the sections below it, is printed. */
export const TemplateSection = z.strictObject({
  name: Name,
  title: Text,
  level: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(1),
  /** An annex has its own mark in the title. */
  numbered: z.boolean().default(true),
  when: TemplateCondition.optional(),
  parts: z.array(TemplatePart),
});
export type TemplateSection = z.infer<typeof TemplateSection>;

/** Who signs, in the order of signing. Each gets a reserved, visible field named `signature-1` and so on. */
export const SignatureRole = z.enum(['prepared', 'reviewed', 'approved', 'head', 'acknowledged']);

/** A document as data: what it holds, in which order, and who signs it. */
export const Template = z.strictObject({
  format: z.literal('tizilim-template'),
  formatVersion: z.literal(1),
  id: TemplateName,
  title: Text,
  /** One sentence for the list of templates: what it is for. */
  description: Text,
  /** `system`: of one AI system; `organisation`: of the organisation, with its register. */
  scope: z.enum(['system', 'organisation']),
  /** `dossier`: cover, contents, running head. `letter`: letterhead above the title on the first page, no cover. */
  layout: z.enum(['dossier', 'letter']),
  /** Whether sections are numbered. */
  numbered: z.boolean().default(true),
  packs: z.array(TemplatePack).default([]),
  /** Parts of the record that must be complete for a clean document. */
  needs: z.array(z.enum(['passport', 'classification', 'operation', 'personal-data'])).default([]),
  /** Editions the document exists in. */
  editions: z.array(EditionName).min(1),
  /** Whether evidence files go into the file by default. */
  evidence: z.boolean().default(false),
  /** `law`: provisions that ask for such a paper; the paper's form is always ours. */
  basis: Provisions,
  signatures: z.array(SignatureRole).min(1).max(6),
  sections: z.array(TemplateSection).min(1),
});
export type Template = z.infer<typeof Template>;

/** A template with the SHA-256 (hex) of its canonical form, by which a document remembers what it was made from. */
export interface LoadedTemplate {
  template: Template;
  hash: string;
}
