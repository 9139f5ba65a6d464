import { z } from '../lib/schema.ts';

/**
 * The closed expression language of rule packs. A bare string is a reference to a question, a fact
 * or a score by name; a number or a boolean is itself. Everything else is an object with exactly one operator.
 *
 * Logic is three-valued (Kleene): unknown and not answered propagate. A hidden question counts as absent:
 * false where a condition is expected, 0 in a sum, never equal to anything. `na` counts as false/absent.
 */
export type Expression =
  | string
  | number
  | boolean
  | { all: Expression[] }
  | { any: Expression[] }
  | { not: Expression }
  | { eq: [Expression, Literal] }
  | { in: [Expression, Literal[]] }
  | { gt: [Expression, Expression] }
  | { gte: [Expression, Expression] }
  | { lt: [Expression, Expression] }
  | { lte: [Expression, Expression] }
  | { between: [Expression, Expression, Expression] }
  /** A multiple-choice question holds the option. */
  | { contains: [string, string] }
  /** Number of options chosen in a multiple-choice question, or of rows in a table question. */
  | { count: string }
  /** A matrix question holds one of the levels in any of the rows (all rows where `rows` is left out). */
  | { anyCell: { question: string; levels: string[]; rows?: string[] | undefined } }
  /** Every row of a matrix question holds one of the levels. */
  | { allCells: { question: string; levels: string[]; rows?: string[] | undefined } }
  /** Definite even when nothing is answered, so not allowed where a scale is concluded: see packs.md. */
  | { answered: string }
  | { known: string }
  | { isUnknown: string }
  | { isNa: string }
  /** The scale has come to this degree or to one of these. Unknown while provisional and still possible. */
  | { concluded: [string, string[]] }
  /** On the day of evaluation the application date has come, by the newest edition in force that names it. */
  | { inForce: string }
  /** Days from the date to the day of evaluation. */
  | { daysSince: Expression }
  /** Points of the options chosen in the questions that carry the tag: their sum or the greatest. See scores.ts. */
  | { points: TaggedPoints }
  /** The most points the questions that carry the tag can give; over `all` of every one, hidden or not. */
  | { pointsPossible: TaggedPoints }
  | { sum: Expression[] }
  | { max: Expression[] }
  | { min: Expression[] }
  | { mul: Expression[] }
  | { div: [Expression, Expression] }
  | { round: Expression }
  | { if: [Expression, Expression, Expression] };

/**
 * Which points are taken together. `visible`: of the questions that are asked and not marked as not applicable.
 * `all`: of every tagged question; one that is not asked or not applicable counts with 0 points.
 */
export interface TaggedPoints {
  tag: string;
  how: 'sum' | 'max';
  over: 'visible' | 'all';
}

export type Literal = string | number | boolean;
const Literal = z.union([z.string(), z.number(), z.boolean()]);

const maximumTerms = 200;
const many = (): z.ZodType<Expression[]> =>
  z
    .array(z.lazy(() => Expression))
    .min(1)
    .max(maximumTerms);
const one: z.ZodType<Expression> = z.lazy(() => Expression);
const two = z.tuple([one, one]);
const cells = z.strictObject({
  question: z.string(),
  levels: z.array(z.string()).min(1).max(50),
  rows: z.array(z.string()).min(1).max(100).optional(),
});

const tagged = z.strictObject({ tag: z.string(), how: z.enum(['sum', 'max']), over: z.enum(['visible', 'all']) });

/** Schema of an expression; depth is limited by the pack loader before parsing. */
export const Expression: z.ZodType<Expression> = z.union([
  z.string().min(1).max(100),
  z.number(),
  z.boolean(),
  z.strictObject({ all: many() }),
  z.strictObject({ any: many() }),
  z.strictObject({ not: one }),
  z.strictObject({ eq: z.tuple([one, Literal]) }),
  z.strictObject({ in: z.tuple([one, z.array(Literal).min(1).max(maximumTerms)]) }),
  z.strictObject({ gt: two }),
  z.strictObject({ gte: two }),
  z.strictObject({ lt: two }),
  z.strictObject({ lte: two }),
  z.strictObject({ between: z.tuple([one, one, one]) }),
  z.strictObject({ contains: z.tuple([z.string(), z.string()]) }),
  z.strictObject({ count: z.string() }),
  z.strictObject({ anyCell: cells }),
  z.strictObject({ allCells: cells }),
  z.strictObject({ answered: z.string() }),
  z.strictObject({ known: z.string() }),
  z.strictObject({ isUnknown: z.string() }),
  z.strictObject({ isNa: z.string() }),
  z.strictObject({ concluded: z.tuple([z.string(), z.array(z.string()).min(1).max(50)]) }),
  z.strictObject({ inForce: z.string() }),
  z.strictObject({ daysSince: one }),
  z.strictObject({ points: tagged }),
  z.strictObject({ pointsPossible: tagged }),
  z.strictObject({ sum: many() }),
  z.strictObject({ max: many() }),
  z.strictObject({ min: many() }),
  z.strictObject({ mul: many() }),
  z.strictObject({ div: two }),
  z.strictObject({ round: one }),
  z.strictObject({ if: z.tuple([one, one, one]) }),
]);
