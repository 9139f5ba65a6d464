import fc from 'fast-check';
import type { Answer, Answers } from '../../shared/rules/answer.ts';
import type { Expression } from '../../shared/rules/expression.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import { ask, finds, leads, options, packOf, scaleOf, text } from './packs.ts';

const kinds = ['yesno', 'single', 'multiple', 'number', 'date', 'matrix', 'text', 'table'] as const;
type Kind = (typeof kinds)[number];
/** Degrees of every scale of a generated pack, lowest first. */
export const degrees = ['d0', 'd1', 'd2'];
const tags = ['t0', 't1'];

/** One question of a generated pack. */
interface Shape {
  kind: Kind;
  allowNa: boolean;
  points: [number, number, number] | null;
  tags: string[];
}

/** What an expression may speak of. Only what stands before it, so that nothing is cyclic. */
interface Reach {
  questions: readonly Shape[];
  facts: number;
  scores: number;
  scale: boolean;
  /** Tags that some question with points carries. */
  tags: readonly string[];
  /** Whether `answered`, `known`, `isUnknown` and `isNa` may be asked. */
  standing: boolean;
}

const spare = { facts: 0, scores: 0, scale: false, tags: [], standing: false } as const;

function hasPoints({ kind, points }: Shape): boolean {
  return points !== null && (kind === 'single' || kind === 'multiple');
}

function numeric(reach: Reach, depth: number): fc.Arbitrary<Expression> {
  const names: Expression[] = reach.questions.flatMap((shape, index): Expression[] => {
    const name = `q${index}`;
    const own: Expression[] = hasPoints(shape) || shape.kind === 'number' ? [name] : [];
    if (shape.kind === 'multiple' || shape.kind === 'table') own.push({ count: name });
    if (shape.kind === 'date') own.push({ daysSince: name });
    return own;
  });
  for (let index = 0; index < reach.scores; index += 1) names.push(`n${index}`);
  for (const tag of reach.tags) {
    for (const how of ['sum', 'max'] as const) {
      for (const over of ['visible', 'all'] as const)
        names.push({ points: { tag, how, over } }, { pointsPossible: { tag, how, over } });
    }
  }
  const leaf = fc.oneof(fc.integer({ min: -3, max: 8 }), fc.constantFrom<Expression>(0, ...names, ...names));
  if (depth === 0) return leaf;
  const inner = numeric(reach, depth - 1);
  const some = fc.array(inner, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 2, arbitrary: leaf },
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
  const leaves: Expression[] = reach.questions.flatMap(({ kind }, index): Expression[] => {
    const name = `q${index}`;
    const standing: Expression[] = reach.standing
      ? [{ answered: name }, { known: name }, { isUnknown: name }, { isNa: name }]
      : [];
    switch (kind) {
      case 'yesno':
        return [name, { eq: [name, 'no'] }, ...standing];
      case 'single':
        return [{ eq: [name, 'x'] }, { in: [name, ['x', 'z']] }, ...standing];
      case 'multiple':
        return [{ contains: [name, 'x'] }, { contains: [name, 'y'] }, ...standing];
      case 'number':
        return [{ gte: [name, 2] }, { between: [name, 0, 4] }, { eq: [name, 3] }];
      case 'date':
        return [{ lt: [name, 'today'] }, { eq: [name, '2026-01-01'] }];
      case 'text':
        return [{ eq: [name, 'x'] }, { in: [name, ['x', 'words']] }, ...standing];
      case 'table':
        return [{ gt: [{ count: name }, 1] }, ...standing];
      case 'matrix':
        return [
          { anyCell: { question: name, levels: ['y'] } },
          { anyCell: { question: name, levels: ['x', 'y'], rows: ['r1'] } },
          { allCells: { question: name, levels: ['x'] } },
          ...standing,
        ];
    }
  });
  for (let index = 0; index < reach.facts; index += 1) leaves.push(`f${index}`);
  if (reach.scale) leaves.push({ concluded: ['s0', ['d1']] }, { concluded: ['s0', ['d0', 'd2']] });
  const leaf = fc.constantFrom<Expression>(true, false, { inForce: 'step' }, ...leaves, ...leaves, ...leaves);
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

function dateValue(questions: readonly Shape[]): fc.Arbitrary<Expression> {
  const names = questions.flatMap(({ kind }, index) => (kind === 'date' ? [`q${index}`] : []));
  const leaf = fc.constantFrom<Expression>('today', '2026-05-01', ...names, ...names);
  return fc.oneof(
    leaf,
    fc.array(leaf, { minLength: 1, maxLength: 2 }).map((max): Expression => ({ max })),
  );
}

const points = fc.integer({ min: -3, max: 5 });

const shape: fc.Arbitrary<Shape> = fc.record({
  kind: fc.constantFrom<Kind>(...kinds, 'yesno', 'yesno', 'single', 'single'),
  allowNa: fc.boolean(),
  points: fc.option(fc.tuple(points, points, points), { freq: 4 }),
  tags: fc.subarray(tags),
});

const place = { provisions: ['place'] };
const force = fc.constantFrom('law' as const, 'recommended' as const);

/** The days of the two editions and of what they say. */
const dates = fc.record({
  first: fc.constantFrom('2024-01-01', '2026-11-23', '2030-01-01'),
  firstStep: fc.constantFrom('2025-01-01', '2026-11-23', '2027-01-01'),
  second: fc.constantFrom('2026-11-01', '2026-11-24'),
  secondStep: fc.option(fc.constantFrom('2026-11-20', '2028-01-01')),
});

/** A whole small pack: 2 to 7 questions of any kind, facts, scores, scales, duties, channels and application dates. */
export const anyPack: fc.Arbitrary<Pack> = fc
  .array(shape, { minLength: 2, maxLength: 7 })
  .chain((questions) => {
    const known = tags.filter((tag) => questions.some((one) => hasPoints(one) && one.tags.includes(tag)));
    const base: Reach = { ...spare, questions };
    const all: Reach = { ...base, facts: 2, scores: 2, tags: known };
    const free: Reach = { ...all, scale: true, standing: true };
    return fc.record({
      questions: fc.constant(questions),
      visible: fc.tuple(
        ...questions.map((_, index) =>
          index === 0
            ? fc.constant(undefined)
            : fc.option(condition({ ...spare, questions: questions.slice(0, index) }, 1), { nil: undefined, freq: 2 }),
        ),
      ),
      facts: fc.tuple(condition(base, 2), condition({ ...base, facts: 1 }, 2)),
      scores: fc.tuple(
        numeric({ ...base, facts: 2, tags: known }, 2),
        numeric({ ...base, facts: 2, scores: 1, tags: known }, 2),
      ),
      decimals: fc.integer({ min: 0, max: 2 }),
      first: fc.array(condition(all, 2), { minLength: 1, maxLength: 4 }),
      second: fc.array(condition({ ...all, scale: true }, 2), { minLength: 1, maxLength: 3 }),
      finding: condition(free, 2),
      required: condition(free, 1),
      duty: condition({ ...all, scale: true }, 1),
      met: condition(free, 1),
      from: dateValue(questions),
      channel: condition({ ...all, scale: true }, 1),
      inPackage: condition({ ...all, scale: true }, 1),
      ready: condition(free, 1),
      force,
      dates,
    });
  })
  .map((parts) =>
    packOf({
      questions: parts.questions.map(({ kind, allowNa, points, tags: own }, index) => {
        const [x, y, z] = points ?? [null, null, null];
        return ask(`q${index}`, kind, {
          allowNa,
          tags: own,
          ...(kind === 'single' || kind === 'multiple' ? { options: options({ x, y, z }) } : {}),
          ...(kind === 'matrix'
            ? { rows: options({ r1: null, r2: null }), levels: options({ x: null, y: null }) }
            : {}),
          ...(kind === 'table' ? { columns: options({ x: null }) } : {}),
          ...(parts.visible[index] === undefined ? {} : { visibleWhen: parts.visible[index] }),
          ...(index === 1 ? { requiredWhen: parts.required } : {}),
        });
      }),
      facts: parts.facts.map((value, index) => ({ name: `f${index}`, text: text(`f${index}`), value })),
      scores: parts.scores.map((value, index) => ({
        name: `n${index}`,
        title: text(`n${index}`),
        value,
        decimals: parts.decimals,
        thresholds: [
          { code: 'low', text: text('low'), to: 0 },
          { code: 'middle', text: text('middle'), from: 1, to: 5 },
          { code: 'high', text: text('high'), from: 6 },
        ],
        ...place,
      })),
      editions: [
        { name: 'first', title: text('first'), from: parts.dates.first, ...place },
        { name: 'second', title: text('second'), from: parts.dates.second, ...place },
      ],
      applicationDates: [
        {
          name: 'step',
          subject: text('step'),
          dates: [
            { edition: 'first', from: parts.dates.firstStep },
            ...(parts.dates.secondStep === null ? [] : [{ edition: 'second', from: parts.dates.secondStep }]),
          ],
          ...place,
        },
      ],
      scales: [scaleOf('s0', degrees), scaleOf('s1', degrees)],
      rules: [
        ...parts.first.map((when, index) => leads(`first-${index}`, 's0', degrees[index % 3] ?? 'd0', when)),
        ...parts.second.map((when, index) => leads(`second-${index}`, 's1', degrees[index % 3] ?? 'd0', when)),
        finds('free', parts.finding),
        finds('found', { concluded: ['s1', ['d2']] }),
      ],
      obligations: [
        {
          name: 'duty',
          mark: 'D',
          title: text('duty'),
          text: text('duty'),
          when: parts.duty,
          metWhen: parts.met,
          bound: ['owner'],
          force: parts.force,
          deadline: { from: parts.from, days: 5, text: text('five days') },
          ...place,
        },
      ],
      documents: [{ name: 'paper', title: text('paper'), when: parts.duty, force: parts.force, ...place }],
      packageParts: [
        { name: 'letter', mark: '1', title: text('letter'), content: text('letter'), readyWhen: parts.ready, ...place },
        { name: 'copy', mark: '2', title: text('copy'), content: text('copy'), ...place },
      ],
      channels: [
        {
          name: 'channel',
          mark: 'C1',
          title: text('channel'),
          trigger: text('trigger'),
          recipient: text('recipient'),
          voluntary: true,
          when: parts.channel,
          parts: [
            { part: 'letter', force: parts.force },
            { part: 'copy', force: parts.force, when: parts.inPackage },
          ],
          ...place,
        },
      ],
    }),
  );

/** A definite answer to a question. */
function definite(kind: Kind): fc.Arbitrary<Answer> {
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
    case 'text':
      return fc.constantFrom('x', 'words', 'more').map((value) => ({ value }));
    case 'table':
      return fc
        .integer({ min: 0, max: 3 })
        .map((rows) => ({ value: Array.from({ length: rows }, () => ({ x: 'a' })) }));
    case 'matrix':
      return fc.record({ r1: fc.constantFrom('x', 'y'), r2: fc.constantFrom('x', 'y') }).map((value) => ({ value }));
  }
}

/** An answer to every question of a pack; `na` only where it is allowed. */
export function fullAnswers(pack: Pack): fc.Arbitrary<Answers> {
  const list = pack.questions.map(({ kind, allowNa }) =>
    allowNa
      ? fc.oneof({ weight: 5, arbitrary: definite(kind) }, fc.constant<Answer>({ na: 'because' }))
      : definite(kind),
  );
  return fc.tuple(...list).map((answers) => Object.fromEntries(answers.map((answer, index) => [`q${index}`, answer])));
}

/** How much of each answer is taken away: nothing, all but "unknown", a row of a matrix, all. */
export const cuts = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 7, maxLength: 7 });

/** Takes knowledge away: drops answers, turns them to unknown, drops cells. */
export function lessOf(answers: Answers, taken: readonly number[]): Answers {
  const rest: Answers = {};
  Object.entries(answers).forEach(([name, answer], index) => {
    const cut = taken[index] ?? 0;
    if (cut === 0) rest[name] = answer;
    else if (cut === 1) rest[name] = { unknown: true };
    else if (cut === 2 && 'value' in answer && typeof answer.value === 'object' && !Array.isArray(answer.value)) {
      rest[name] = { value: { ...answer.value, r1: 'unknown' } };
    }
  });
  return rest;
}

/** A pack with full answers to it. */
export const anyPackWithAnswers = anyPack.chain((pack) =>
  fc.record({ pack: fc.constant(pack), full: fullAnswers(pack) }),
);
