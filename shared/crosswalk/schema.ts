import { LocalText, z } from '../lib/schema.ts';
import { Confidence } from '../rules/pack.ts';

/** Voluntary documents that duties are compared with. */
export const Framework = z.enum(['iso-42001', 'iso-23894', 'nist-ai-rmf']);
export type Framework = z.infer<typeof Framework>;

/** A numbered place of a framework. The title is in our own words; the text of the framework is not part of the product. */
export const Reference = z.strictObject({
  framework: Framework,
  number: z.string().min(1).max(20),
  title: LocalText,
  confidence: Confidence,
});
export type Reference = z.infer<typeof Reference>;

/** A duty of a rule pack, or a numbered place of a framework. */
export const Place = z.union([
  z.strictObject({ pack: z.string().max(80), duty: z.string().max(80) }),
  z.strictObject({ framework: Framework, number: z.string().max(20) }),
]);
export type Place = z.infer<typeof Place>;

/**
 * How `from` stands to each of `to`. `equal`: what meets one meets the other. `covers`: `from` asks for all of `to` and
 * more. `part-of`: `from` is a part of `to`. `related`: about the same matter, often shown by the same evidence.
 */
export const RelationKind = z.enum(['equal', 'covers', 'part-of', 'related']);
export type RelationKind = z.infer<typeof RelationKind>;

/** Relations of one duty to several places, with one note. All of them are our interpretation. */
export const Relation = z.strictObject({
  from: z.strictObject({ pack: z.string().max(80), duty: z.string().max(80) }),
  to: z.array(Place).min(1),
  kind: RelationKind,
  note: LocalText,
  confidence: z.literal('interpretation'),
});
export type Relation = z.infer<typeof Relation>;

/**
 * An answer to one question that answers another. Only where the meaning is the same for the values in `values`
 * (answer given there to answer offered here); other values offer nothing.
 */
export const Transfer = z.strictObject({
  from: z.strictObject({ pack: z.string().max(80), question: z.string().max(80) }),
  to: z.strictObject({ pack: z.string().max(80), question: z.string().max(80) }),
  values: z.record(z.string().max(80), z.string().max(80)),
});
export type Transfer = z.infer<typeof Transfer>;
