import { command, query } from '../lib/contract.ts';
import { z } from '../lib/schema.ts';

/** Who keeps the register. BIN: 12 digits with control digit, or empty. */
export const Organisation = z.strictObject({
  name: z.strictObject({ kk: z.string().max(300), ru: z.string().max(300), en: z.string().max(300) }),
  bin: z.string().max(12),
  address: z.string().max(500),
  contact: z.string().max(500),
  ownership: z.enum(['private', 'quasi-state', 'state']).nullable(),
  size: z.enum(['small', 'medium', 'large']).nullable(),
});
export type Organisation = z.infer<typeof Organisation>;

export const organisation = {
  get: query(z.strictObject({}), Organisation),
  /** Fails with reason `bad-bin` where the control digit is wrong and `empty-name` where no name is left. */
  set: command(Organisation, Organisation),
};
