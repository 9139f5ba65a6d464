import { command, query } from '../lib/contract.ts';
import { Id, Instant, z } from '../lib/schema.ts';
import { FieldValue, FieldValues, RegisterKind } from '../systems/field-value.ts';

/** A site, person, supplier, model or data library. One entry may serve many systems. */
export const RegisterEntry = z.strictObject({
  id: Id,
  kind: RegisterKind,
  name: z.string(),
  fields: FieldValues,
  archived: z.boolean(),
  /** Number of systems that point to it. */
  usedBy: z.int(),
  changedAt: Instant,
});
export type RegisterEntry = z.infer<typeof RegisterEntry>;

const Name = z.string().trim().min(1).max(300);

export const registers = {
  list: query(
    z.strictObject({
      kind: RegisterKind,
      search: z.string().max(200).default(''),
      archived: z.boolean().default(false),
    }),
    z.array(RegisterEntry),
  ),
  get: query(z.strictObject({ id: Id }), RegisterEntry),
  /** Counts of live entries by kind, for the navigation. */
  counts: query(z.strictObject({}), z.record(RegisterKind, z.int())),
  /** Fails with reason `duplicate-name` where a live entry of the kind has the same folded name. */
  create: command(z.strictObject({ kind: RegisterKind, name: Name, fields: FieldValues.default({}) }), RegisterEntry),
  update: command(
    z.strictObject({
      id: Id,
      name: Name.optional(),
      fields: z.record(z.string().max(60), FieldValue.nullable()).default({}),
    }),
    RegisterEntry,
  ),
  /** Hides an entry from choice lists, or brings it back; nothing is deleted. */
  archive: command(z.strictObject({ id: Id, archived: z.boolean() }), RegisterEntry),
  /** Systems that point to the entry. */
  usedBy: query(z.strictObject({ id: Id }), z.array(z.strictObject({ id: Id, code: z.string(), name: z.string() }))),
};
