import { Day, Id, z } from '../lib/schema.ts';

/** A text kept in one or more languages; at least one is present. */
export const MultilingualText = z
  .strictObject({
    kk: z.string().max(20_000).optional(),
    ru: z.string().max(20_000).optional(),
    en: z.string().max(20_000).optional(),
  })
  .refine((text) => [text.kk, text.ru, text.en].some((part) => part !== undefined && part.trim() !== ''), 'empty');
export type MultilingualText = z.infer<typeof MultilingualText>;

/** What a field may hold: text, code, date, number, codes or references, multilingual text. */
export const FieldContent = z.union([
  z.string().min(1).max(20_000),
  z.number(),
  z.array(z.string().min(1).max(400)).min(1).max(500),
  MultilingualText,
]);
export type FieldContent = z.infer<typeof FieldContent>;

/**
 * A recorded value. Five states of an answer: a value (yes and no among them), `unknown`,
 * not applicable with the reason, and no entry at all, which is "not answered".
 */
export const FieldValue = z.union([
  z.strictObject({ value: FieldContent }),
  z.strictObject({ unknown: z.literal(true) }),
  z.strictObject({ na: z.string().trim().min(1).max(2_000) }),
]);
export type FieldValue = z.infer<typeof FieldValue>;

/** Values by field name. */
export const FieldValues = z.record(z.string().max(60), FieldValue);
export type FieldValues = z.infer<typeof FieldValues>;

/** Types of a field. `tri` is yes or no beside unknown and not applicable; `ref` points into a register. */
export type FieldType = 'text' | 'multilingual' | 'tri' | 'enum' | 'set' | 'date' | 'number' | 'ref' | 'refs' | 'lines';

export const RegisterKind = z.enum(['site', 'person', 'supplier', 'model', 'library']);
export type RegisterKind = z.infer<typeof RegisterKind>;

/** Groups of the full record, in order; G1 to G11 of the inventory. */
export const fieldGroups = [
  'identity',
  'parties',
  'purpose',
  'technical',
  'supply',
  'data',
  'control',
  'classification',
  'risk',
  'transparency',
] as const;
export type FieldGroup = (typeof fieldGroups)[number];

/** When a field is needed. */
export type FieldNeed = 'classification' | 'operation' | 'personal-data' | 'passport';

export interface FieldDefinition {
  name: string;
  group: FieldGroup;
  type: FieldType;
  /** Codes of an `enum` or a `set`. */
  options?: readonly string[];
  /** Register a `ref` or `refs` field points into. */
  register?: RegisterKind;
  /** On the quick card. */
  quick?: boolean;
  /** What the field is needed for; nothing means optional. */
  needs?: readonly FieldNeed[];
  /** Who may see it in an edition of a dossier. */
  sensitivity: 'public' | 'authority' | 'internal';
  /** Characters allowed in a text. */
  maxLength?: number;
  /** Shown only when this field holds one of these codes. */
  when?: { field: string; in: readonly string[] };
}

/** Checks a value against a definition; gives a problem code for the interface, or null. */
export function checkFieldValue(definition: FieldDefinition, value: FieldValue): string | null {
  if (!('value' in value)) return null;
  const content = value.value;
  switch (definition.type) {
    case 'text':
      return typeof content !== 'string'
        ? 'wrong-type'
        : content.length > (definition.maxLength ?? 400)
          ? 'too-long'
          : null;
    case 'multilingual': {
      if (typeof content !== 'object' || Array.isArray(content)) return 'wrong-type';
      const longest = Math.max(...[content.kk, content.ru, content.en].map((part) => [...(part ?? '')].length));
      return longest > (definition.maxLength ?? 2_500) ? 'too-long' : null;
    }
    case 'tri':
      return content === 'yes' || content === 'no' ? null : 'wrong-option';
    case 'enum':
      return typeof content === 'string' && definition.options?.includes(content) ? null : 'wrong-option';
    case 'set':
      return Array.isArray(content) && content.every((code) => definition.options?.includes(code))
        ? null
        : 'wrong-option';
    case 'date':
      return Day.safeParse(content).success ? null : 'wrong-date';
    case 'number':
      return typeof content === 'number' && Number.isFinite(content) ? null : 'wrong-type';
    case 'ref':
      return Id.safeParse(content).success ? null : 'wrong-type';
    case 'refs':
      return Array.isArray(content) && content.every((id) => Id.safeParse(id).success) ? null : 'wrong-type';
    case 'lines':
      return Array.isArray(content) ? null : 'wrong-type';
  }
}
