import { z } from '../lib/schema.ts';

/** One cell of a table row: text, number or yes/no. */
const TableRow = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/**
 * The value part of an answer by question kind: yesno → 'yes' | 'no'; single → option code;
 * multiple → option codes; number; text; date (YYYY-MM-DD); matrix → row code to level code
 * (a row may hold 'unknown'); table → rows.
 */
export const AnswerValue = z.union([
  z.string().max(20_000),
  z.number(),
  z.array(z.string().max(100)).max(200),
  z.record(z.string(), z.string().max(100)),
  z.array(TableRow).max(1_000),
]);
export type AnswerValue = z.infer<typeof AnswerValue>;

/**
 * One answer. `value`: answered. `unknown`: the person does not know, a fact of its own.
 * `na`: not applicable, with the reason. No entry at all: not answered.
 */
export const Answer = z.union([
  z.strictObject({ value: AnswerValue }),
  z.strictObject({ unknown: z.literal(true) }),
  z.strictObject({ na: z.string().trim().min(1).max(2_000) }),
]);
export type Answer = z.infer<typeof Answer>;

/** Answers by question name. Answers of hidden questions may be present and never count. */
export const Answers = z.record(z.string().max(100), Answer);
export type Answers = z.infer<typeof Answers>;
