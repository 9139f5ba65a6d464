import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Answers, type Answer } from '../../shared/rules/answer.ts';
import { evaluate, preparePack, type PreparedPack } from '../../shared/rules/evaluate.ts';
import type { Expression } from '../../shared/rules/expression.ts';
import type { Pack, Question } from '../../shared/rules/pack.ts';
import { Evaluation } from '../../shared/rules/result.ts';
import { ask, finds, leads, options, packOf, scaleOf, text } from './packs.ts';

const today = '2026-11-23';
const kinds = ['yesno', 'single', 'multiple', 'number', 'date', 'matrix', 'yesno', 'single', 'yesno'] as const;
const degrees = ['d0', 'd1', 'd2'];

/** Names an expression may use: questions and facts before a position, so that nothing is cyclic. */
interface Reach {
  questions: number;
  facts: number;
  scale: boolean;
}

function numeric(reach: Reach, depth: number): fc.Arbitrary<Expression> {
  const names = kinds.slice(0, reach.questions).flatMap((kind, index) => {
    if (kind === 'number' || kind === 'single') return [`q${index}` as Expression];
    if (kind === 'multiple') return [{ count: `q${index}` }, `q${index}`] as Expression[];
    return kind === 'date' ? [{ daysSince: `q${index}` }] : [];
  });
  const leaf = fc.oneof(fc.integer({ min: -3, max: 8 }), fc.constantFrom<Expression>(0, ...names));
  if (depth === 0) return leaf;
  const inner = numeric(reach, depth - 1);
  const some = fc.array(inner, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    leaf,
    some.map((sum): Expression => ({ sum })),
    some.map((max): Expression => ({ max })),
    some.map((min): Expression => ({ min })),
    some.map((mul): Expression => ({ mul })),
    fc.tuple(inner, inner).map((div): Expression => ({ div })),
    inner.map((round): Expression => ({ round })),
    fc.tuple(condition(reach, depth - 1), inner, inner).map((parts): Expression => ({ if: parts })),
  );
}

function condition(reach: Reach, depth: number): fc.Arbitrary<Expression> {
  const leaves: Expression[] = kinds.slice(0, reach.questions).flatMap((kind, index): Expression[] => {
    const name = `q${index}`;
    switch (kind) {
      case 'yesno':
        return [name, { eq: [name, 'no'] }];
      case 'single':
        return [{ eq: [name, 'x'] }, { in: [name, ['x', 'z']] }];
      case 'multiple':
        return [{ contains: [name, 'x'] }, { contains: [name, 'y'] }];
      case 'number':
        return [{ gte: [name, 2] }, { between: [name, 0, 4] }, { eq: [name, 3] }];
      case 'date':
        return [{ lt: [name, 'today'] }, { eq: [name, '2026-01-01'] }];
      case 'matrix':
        return [
          { anyCell: { question: name, levels: ['y'] } },
          { anyCell: { question: name, levels: ['x', 'y'], rows: ['r1'] } },
          { allCells: { question: name, levels: ['x'] } },
        ];
    }
  });
  for (let index = 0; index < reach.facts; index += 1) leaves.push(`f${index}`);
  if (reach.scale) leaves.push({ concluded: ['s0', ['d1']] }, { concluded: ['s0', ['d0', 'd2']] });
  const leaf = fc.constantFrom<Expression>(true, false, ...leaves, ...leaves, ...leaves);
  if (depth === 0) return leaf;
  const inner = condition(reach, depth - 1);
  const some = fc.array(inner, { minLength: 1, maxLength: 3 });
  const two = fc.tuple(numeric(reach, depth - 1), numeric(reach, depth - 1));
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 3, arbitrary: some.map((all): Expression => ({ all })) },
    { weight: 3, arbitrary: some.map((any): Expression => ({ any })) },
    { weight: 2, arbitrary: inner.map((not): Expression => ({ not })) },
    fc.tuple(inner, inner, inner).map((parts): Expression => ({ if: parts })),
    two.map((gt): Expression => ({ gt })),
    two.map((lte): Expression => ({ lte })),
    numeric(reach, depth - 1).map((value): Expression => ({ eq: [value, 2] })),
  );
}

function buildPack(parts: {
  visible: (Expression | undefined)[];
  facts: Expression[];
  first: Expression[];
  second: Expression[];
  naFrom: number;
}): Pack {
  const choice = options({ x: 2, y: -1, z: 5 });
  return packOf({
    questions: kinds.map((kind, index) =>
      ask(`q${index}`, kind, {
        allowNa: index >= parts.naFrom,
        ...(kind === 'single' || kind === 'multiple' ? { options: choice } : {}),
        ...(kind === 'matrix' ? { rows: options({ r1: null, r2: null }), levels: options({ x: null, y: null }) } : {}),
        ...(parts.visible[index] === undefined ? {} : { visibleWhen: parts.visible[index] }),
      }),
    ),
    facts: parts.facts.map((value, index) => ({ name: `f${index}`, text: text(`f${index}`), value })),
    scales: [scaleOf('s0', degrees), scaleOf('s1', degrees)],
    rules: [
      ...parts.first.map((when, index) => leads(`first-${index}`, 's0', degrees[index % 3] ?? 'd0', when)),
      ...parts.second.map((when, index) => leads(`second-${index}`, 's1', degrees[index % 3] ?? 'd0', when)),
      finds('unknown-found', {
        any: [{ isUnknown: 'q0' }, { isUnknown: 'q5' }, { not: { known: 'q1' } }, { isNa: 'q8' }],
      }),
      finds('found', { concluded: ['s1', ['d2']] }),
    ],
    obligations: [
      {
        name: 'duty',
        mark: 'D',
        title: text('duty'),
        text: text('duty'),
        when: { concluded: ['s0', ['d1', 'd2']] },
        metWhen: 'q0',
        bound: ['owner'],
        force: 'law',
        provisions: ['place'],
      },
    ],
  });
}

const anyPack: fc.Arbitrary<PreparedPack> = fc
  .record({
    visible: fc.tuple(
      ...kinds.map((_, index) =>
        index === 0
          ? fc.constant(undefined)
          : fc.option(condition({ questions: index, facts: 0, scale: false }, 1), { nil: undefined, freq: 2 }),
      ),
    ),
    facts: fc.tuple(
      condition({ questions: 9, facts: 0, scale: false }, 2),
      condition({ questions: 9, facts: 1, scale: false }, 2),
    ),
    first: fc.array(condition({ questions: 9, facts: 2, scale: false }, 2), { minLength: 1, maxLength: 4 }),
    second: fc.array(condition({ questions: 9, facts: 2, scale: true }, 2), { minLength: 1, maxLength: 3 }),
    naFrom: fc.integer({ min: 0, max: 9 }),
  })
  .map((parts) => preparePack(buildPack(parts), 'hash'));

/** A definite answer to a question. */
function definite(kind: (typeof kinds)[number]): fc.Arbitrary<Answer> {
  const code = fc.constantFrom('x', 'y', 'z');
  switch (kind) {
    case 'yesno':
      return fc.constantFrom('yes', 'no').map((value) => ({ value }));
    case 'single':
      return code.map((value) => ({ value }));
    case 'multiple':
      return fc.uniqueArray(code).map((value) => ({ value }));
    case 'number':
      return fc
        .oneof(fc.integer({ min: -4, max: 6 }), fc.double({ noNaN: true, noDefaultInfinity: true }))
        .map((value) => ({ value }));
    case 'date':
      return fc.constantFrom('2026-01-01', '2026-11-23', '2027-05-05', '0001-01-01').map((value) => ({ value }));
    case 'matrix':
      return fc.record({ r1: fc.constantFrom('x', 'y'), r2: fc.constantFrom('x', 'y') }).map((value) => ({ value }));
  }
}

const fullAnswers: fc.Arbitrary<Answers> = fc
  .tuple(
    ...kinds.map((kind) => fc.oneof({ weight: 6, arbitrary: definite(kind) }, fc.constant<Answer>({ na: 'because' }))),
  )
  .map((list) => Object.fromEntries(list.map((answer, index) => [`q${index}`, answer])));

/** Takes knowledge away: drops answers, turns them to unknown, drops cells. */
function lessOf(answers: Answers, cuts: readonly number[]): Answers {
  const rest: Answers = {};
  Object.entries(answers).forEach(([name, answer], index) => {
    const cut = cuts[index] ?? 0;
    if (cut === 0) rest[name] = answer;
    else if (cut === 1) rest[name] = { unknown: true };
    else if (cut === 2 && 'value' in answer && typeof answer.value === 'object' && !Array.isArray(answer.value)) {
      rest[name] = { value: { ...answer.value, r1: 'unknown' } };
    }
  });
  return rest;
}

const cuts = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 9, maxLength: 9 });
const settings = { numRuns: 300, seed: 20_261_123 };

describe('properties of an evaluation', () => {
  it('gives the same bytes for the same input, in whatever order the answers stand', () => {
    fc.assert(
      fc.property(anyPack, fullAnswers, cuts, (prepared, full, cut) => {
        const answers = lessOf(full, cut);
        const once = JSON.stringify(evaluate(prepared, answers, today));
        const turned = Object.fromEntries(Object.entries(answers).reverse());
        expect(JSON.stringify(evaluate(prepared, turned, today))).toBe(once);
        expect(JSON.stringify(evaluate(preparePack(prepared.pack, 'hash'), answers, today))).toBe(once);
      }),
      settings,
    );
  });

  it('keeps what is final when more is answered, and is never surer when less is', () => {
    fc.assert(
      fc.property(anyPack, fullAnswers, cuts, cuts, (prepared, full, cut, further) => {
        const more = lessOf(full, cut);
        const less = lessOf(
          more,
          Object.keys(more).map((_, index) => further[index] ?? 0),
        );
        const before = evaluate(prepared, less, today);
        const after = evaluate(prepared, more, today);
        before.conclusions.forEach((earlier, index) => {
          const later = after.conclusions[index];
          if (earlier.status === 'final') expect(later).toMatchObject({ status: 'final', degree: earlier.degree });
          if (earlier.openRules.length === 0) expect(later?.openRules).toEqual([]);
          if (earlier.degree !== null)
            expect(degrees.indexOf(later?.degree ?? '')).toBeGreaterThanOrEqual(degrees.indexOf(earlier.degree));
          for (const degree of later?.possible ?? []) expect(earlier.possible).toContain(degree);
        });
        for (const [rule, trace] of Object.entries(before.traces)) {
          if (trace.truth !== 'unknown') expect(after.traces[rule]?.truth).toBe(trace.truth);
        }
      }),
      { ...settings, numRuns: 600 },
    );
  });

  it('is settled by full answers', () => {
    fc.assert(
      fc.property(anyPack, fullAnswers, (prepared, full) => {
        const answers: Answers = {};
        for (const question of prepared.pack.questions) {
          const answer = full[question.name];
          if (answer && ('value' in answer || question.allowNa)) answers[question.name] = answer;
        }
        fc.pre(Object.keys(answers).length === kinds.length);
        const open = evaluate(prepared, answers, today).conclusions.flatMap(({ openRules, settle }) => [
          ...openRules,
          ...settle,
        ]);
        expect(open).toEqual([]);
      }),
      settings,
    );
  });

  it('does not see the answers of hidden questions', () => {
    fc.assert(
      fc.property(anyPack, fullAnswers, fullAnswers, cuts, (prepared, full, other, cut) => {
        const answers = lessOf(full, cut);
        const result = evaluate(prepared, answers, today);
        const changed: Answers = { ...answers };
        for (const { name } of prepared.pack.questions) {
          const answer = other[name];
          if (answer && !result.visible.includes(name)) changed[name] = answer;
        }
        expect(JSON.stringify(evaluate(prepared, changed, today))).toBe(JSON.stringify(result));
      }),
      settings,
    );
  });

  it('takes any answers that fit the schema and any day, and gives a result that fits its own', () => {
    const words = fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.constantFrom('yes', 'x', 'r1', '2026-01-01', '__proto__', 'unknown'),
    );
    const cell = fc.oneof(words, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
    const answer = fc.oneof(
      fc
        .oneof(
          words,
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.array(words, { maxLength: 4 }),
          fc.dictionary(words, words, { maxKeys: 4 }),
          fc.array(fc.dictionary(words, cell, { maxKeys: 3 }), { maxLength: 3 }),
        )
        .map((value) => ({ value })),
      fc.constant({ unknown: true as const }),
      fc.constant({ na: 'because' }),
    );
    const names = fc.oneof(fc.constantFrom(...kinds.map((_, index) => `q${index}`)), words);
    const days = fc.oneof(fc.constantFrom('2026-11-23', '0000-02-29', '9999-12-31'), words);
    fc.assert(
      fc.property(anyPack, fc.dictionary(names, answer, { maxKeys: 12 }), days, (prepared, raw, day) => {
        const parsed = Answers.safeParse(raw);
        if (!parsed.success) throw new Error(`the generator made answers that do not fit: ${parsed.error.message}`);
        const result = evaluate(prepared, parsed.data, day);
        expect(Evaluation.safeParse(result).success).toBe(true);
      }),
      settings,
    );
  });

  it('names questions that really settle the scale, whatever their answers', () => {
    const simple = kinds.flatMap((kind, index) => (kind === 'yesno' || kind === 'single' ? [index] : []));
    const isSimple = ({ name }: Question): boolean => simple.includes(Number(name.slice(1)));
    fc.assert(
      fc.property(anyPack, fullAnswers, fullAnswers, cuts, (prepared, full, other, cut) => {
        const answers = lessOf(full, cut);
        // Numbers, days, lists and matrices are tried with samples only, so they are answered here.
        for (const question of prepared.pack.questions) {
          const answer = full[question.name];
          if (answer && !isSimple(question))
            answers[question.name] = 'value' in answer || question.allowNa ? answer : { value: 0 };
        }
        const result = evaluate(prepared, answers, today);
        for (const { scale, settle } of result.conclusions) {
          fc.pre(settle.every((name) => simple.includes(Number(name.slice(1)))));
          const filled: Answers = { ...answers };
          for (const name of settle) {
            const answer = other[name];
            const allowNa = prepared.pack.questions.find((question) => question.name === name)?.allowNa;
            filled[name] =
              answer && ('value' in answer || allowNa)
                ? answer
                : { value: kinds[Number(name.slice(1))] === 'yesno' ? 'yes' : 'x' };
          }
          const after = evaluate(prepared, filled, today).conclusions.find((conclusion) => conclusion.scale === scale);
          expect(after?.openRules).toEqual([]);
        }
      }),
      settings,
    );
  });
});
