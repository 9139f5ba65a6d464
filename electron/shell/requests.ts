import { z } from '../../shared/lib/schema.ts';

/** Everything the preload may ask of the main process. */
export const ShellRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('call'),
    name: z.string().max(100),
    input: z.unknown(),
    job: z
      .string()
      .regex(/^[\w-]{1,80}$/)
      .optional(),
  }),
  z.strictObject({ kind: z.literal('cancel'), job: z.string().max(80) }),
  z.strictObject({ kind: z.literal('pickFiles'), accept: z.string().max(500), several: z.boolean() }),
  z.strictObject({
    kind: z.literal('putFile'),
    name: z.string().max(1_000),
    mime: z.string().max(120),
    bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  }),
  z.strictObject({ kind: z.literal('read'), ref: z.string().max(80) }),
  z.strictObject({ kind: z.literal('save'), ref: z.string().max(80), suggestedName: z.string().max(1_000) }),
]);
export type ShellRequest = z.infer<typeof ShellRequest>;
