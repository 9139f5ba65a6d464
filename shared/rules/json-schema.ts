import { Day, LocalText, z } from '../lib/schema.ts';
import { Answer } from './answer.ts';
import { Expression } from './expression.ts';
import * as parts from './pack.ts';

/** Definitions an author's editor shows by name; everything else stands where it is used. */
const named = {
  Day,
  LocalText,
  Answer,
  Expression,
  Source: parts.Source,
  Provision: parts.Provision,
  Section: parts.Section,
  Option: parts.Option,
  Question: parts.Question,
  Fact: parts.Fact,
  Score: parts.Score,
  Scale: parts.Scale,
  Rule: parts.Rule,
  Obligation: parts.Obligation,
  DocumentType: parts.DocumentType,
  Edition: parts.Edition,
  ApplicationDate: parts.ApplicationDate,
  PackagePart: parts.PackagePart,
  Channel: parts.Channel,
  Sanction: parts.Sanction,
  OpenPoint: parts.OpenPoint,
  Case: parts.Case,
} satisfies Record<string, z.ZodType>;

/**
 * The JSON Schema (draft 2020-12) of a pack as an author writes it, in one file or joined from several. It says less than
 * the loader does: that names exist, types fit and nothing is cyclic is checked there.
 */
export function packJsonSchema(): object {
  const metadata = z.registry<{ id?: string }>();
  for (const [id, schema] of Object.entries(named)) metadata.add(schema, { id });
  const { $schema, ...rest } = z.toJSONSchema(parts.Pack, { io: 'input', reused: 'inline', metadata });
  return { $schema, title: 'Rule pack of Tizilim, format 1', ...rest };
}
