import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { AppError } from '../../shared/lib/errors.ts';
import type { Answers } from '../../shared/rules/answer.ts';
import { evaluate, preparePack } from '../../shared/rules/evaluate.ts';
import type { Expression } from '../../shared/rules/expression.ts';
import { lint } from '../../shared/rules/lint.ts';
import type { Environment } from '../../shared/rules/node.ts';
import { maximumValues, parsePack } from '../../shared/rules/parse.ts';
import { createEnvironment, takeSteps } from '../../shared/rules/run.ts';
import { trialsPerScale, workPerScale } from '../../shared/rules/settle.ts';
import { createTracer } from '../../shared/rules/trace.ts';
import { anyPack } from './arbitrary-packs.ts';
import { ask, finds, leads, options, packOf, scaleOf, text } from './packs.ts';

const today = '2026-11-23';
/** Data tried as a pack: random JSON, and packs with one place spoilt. */
const runs = { numRuns: 400, seed: 20_261_123 };

type Input = Parameters<typeof packOf>[0];

/** What a fault says; anything else than the error a pack is refused with goes through. */
function faultOf(run: () => unknown): { place: string; problem: string } {
  try {
    run();
  } catch (error) {
    if (!(error instanceof AppError) || error.reason !== 'pack-fault') throw error;
    return error.details as { place: string; problem: string };
  }
  throw new Error('nothing was refused');
}

/** Counts how often anything inside the data is looked at. */
function counted<T extends object>(data: T): { data: T; reads: () => number } {
  let reads = 0;
  const wrapped = new WeakMap<object, object>();
  const wrap = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const known = wrapped.get(value);
    if (known) return known;
    const proxy = new Proxy(value, {
      get: (target, key) => {
        reads += 1;
        return wrap(Reflect.get(target, key));
      },
      ownKeys: (target) => {
        reads += 1;
        return Reflect.ownKeys(target);
      },
    });
    wrapped.set(value, proxy);
    return proxy;
  };
  return { data: wrap(data) as T, reads: () => reads };
}

/** Counts how often the evaluation looks something up that it has found out before. */
function countedEnvironment(environment: Environment): { environment: Environment; reads: () => number } {
  let reads = 0;
  const watch = <T extends object>(list: T): T =>
    new Proxy(list, {
      get: (target, key) => {
        reads += 1;
        return Reflect.get(target, key) as unknown;
      },
    });
  const { today: day, states, visible, facts, scores, standings } = environment;
  return {
    environment: {
      today: day,
      states: watch(states),
      visible: watch(visible),
      facts: watch(facts),
      scores: watch(scores),
      standings: watch(standings),
    },
    reads: () => reads,
  };
}

describe('anything as a pack', () => {
  it('is refused with a fault or read, and never anything else: random JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        const fault = faultOf(() => parsePack(data));
        expect(fault.problem).not.toBe('');
      }),
      runs,
    );
  });

  it('is refused with a fault or works: packs with one place spoilt', () => {
    const name = fc.constantFrom(
      'q0',
      'f0',
      'n0',
      's0',
      'place',
      'step',
      'today',
      'gone',
      '__proto__',
      'constructor',
      '',
    );
    const operator = fc.constantFrom(
      'all',
      'not',
      'eq',
      'points',
      'inForce',
      'concluded',
      'count',
      'sum',
      'if',
      'toString',
    );
    const junk = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      name,
      fc.tuple(operator, fc.oneof(name, fc.array(name, { maxLength: 3 }))).map(([key, value]) => ({ [key]: value })),
    );
    let works = 0;
    let refused = 0;
    fc.assert(
      fc.property(anyPack, junk, fc.array(fc.nat(1_000), { minLength: 1, maxLength: 8 }), (pack, value, path) => {
        const data = spoilt(pack, path, value);
        try {
          const read = parsePack(data);
          lint(read);
          const prepared = preparePack(read, 'hash');
          evaluate(prepared, {}, today);
          works += 1;
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          expect(error).toMatchObject({
            reason: 'pack-fault',
            details: { problem: expect.stringMatching(/./) as string },
          });
          refused += 1;
        }
      }),
      runs,
    );
    // Both happen, so the places that are spoilt are neither all harmless nor all in the first key.
    expect(Math.min(works, refused)).toBeGreaterThan(runs.numRuns / 20);
  });
});

/** A copy with the value at some place inside replaced; the path picks keys by number. */
function spoilt(data: unknown, path: readonly number[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof data !== 'object' || data === null) return value;
  const keys = Object.keys(data);
  const key = keys[step % keys.length];
  if (key === undefined) return value;
  const inner = spoilt((data as Record<string, unknown>)[key], rest, value);
  if (Array.isArray(data)) return data.with(Number(key), inner);
  return { ...data, [key]: inner };
}

const valid = structuredClone(packOf({ questions: [ask('a', 'yesno')] }));

describe('hostile data', () => {
  it('nested without end is refused where it is, after looking at little more than the limit', () => {
    let value: unknown = 'a';
    for (let depth = 0; depth < 100_000; depth += 1) value = { not: value };
    const pack = { ...valid, facts: [{ name: 'deep', text: text('deep'), value }] };
    const { data, reads } = counted(pack);
    expect(faultOf(() => parsePack(data))).toEqual({
      place: 'facts.deep.value.not',
      problem: 'nested more than 160 deep',
    });
    expect(reads()).toBeLessThan(5_000);
  });

  it('that holds itself is refused', () => {
    const fact: Record<string, unknown> = { name: 'loop', text: text('loop') };
    fact.value = { all: [fact] };
    expect(faultOf(() => parsePack({ ...valid, facts: [fact] })).problem).toMatch(/nested more than 160 deep/);
  });

  it('that grows by aliases is refused after as many values as are allowed', () => {
    let value: unknown = 'a';
    for (let depth = 0; depth < 40; depth += 1) value = { all: [value, value] };
    const { data, reads } = counted({ ...valid, facts: [{ name: 'bomb', text: text('bomb'), value }] });
    const fault = faultOf(() => parsePack(data));
    expect(fault.place).toMatch(/^facts\.bomb\.value/);
    expect(fault.problem).toBe(`more than ${maximumValues} values`);
    // Every value is read by its key and asked for its own keys: a few looks at each, and none twice.
    expect(reads()).toBeLessThan(8 * maximumValues);
  });

  it('that grows by YAML aliases is refused too, with the limit on aliases lifted', () => {
    const lines = [
      'a0: &a0 [x, x]',
      ...Array.from({ length: 30 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`),
    ];
    const data = parse(lines.join('\n'), { maxAliasCount: -1 }) as object;
    expect(faultOf(() => parsePack({ ...valid, ...data })).problem).toBe(`more than ${maximumValues} values`);
  });

  it.each<[string, object, RegExp, string]>([
    [
      'a list of two million',
      { facts: Array.from({ length: 2_000_000 }, () => 1) },
      /more than 1000000 values/,
      'facts',
    ],
    ['too many questions', { questions: Array.from({ length: 2_001 }, () => 1) }, /2000|Too big/i, 'questions'],
    [
      'too many cases',
      { cases: Array.from({ length: 2_001 }, () => ({ name: 'c', answers: {}, expect: {} })) },
      /Too big/i,
      'cases',
    ],
    [
      'a term list too long',
      { facts: [{ name: 'f', text: text('f'), value: { all: Array.from({ length: 201 }, () => 'a') } }] },
      /./,
      'facts.f.value',
    ],
    [
      'two operators in one',
      { facts: [{ name: 'f', text: text('f'), value: { not: 'a', all: ['a'] } }] },
      /./,
      'facts.f.value',
    ],
    ['a prototype as a key', JSON.parse('{"__proto__": {"rules": []}, "format": 2}') as object, /./, 'format'],
  ])('%s is refused where it stands', (_, parts, problem, place) => {
    const fault = faultOf(() => parsePack({ ...valid, ...parts }));
    expect(fault.problem).toMatch(problem);
    expect(fault.place).toBe(place);
  });

  it('with two deep operators side by side costs what it is large', () => {
    // A schema that tries one operator after the other would look at both, at every level, again and again.
    const deep = (depth: number): unknown => {
      let value: unknown = 'a';
      for (let level = 0; level < depth; level += 1) value = { not: value, round: 'a' };
      return value;
    };
    const cost = (depth: number): number => {
      const { data, reads } = counted({ ...valid, facts: [{ name: 'f', text: text('f'), value: deep(depth) }] });
      expect(faultOf(() => parsePack(data)).place).toMatch(/^facts\.f\.value/);
      return reads();
    };
    expect(cost(60) - cost(40)).toBeLessThan(2 * (cost(40) - cost(20)) + 100);
  });
});

describe('circles', () => {
  const circle = (parts: Input): string => faultOf(() => preparePack(packOf(parts), '')).problem;
  const fact = (name: string, value: Expression) => ({ name, text: text(name), value });
  const score = (name: string, value: Expression) => ({ name, title: text(name), value, provisions: ['place'] });
  const scales = [scaleOf('s', ['low', 'high']), scaleOf('t', ['low', 'high'])];
  it.each<[string, Input, string]>([
    [
      'facts',
      { questions: [ask('a', 'yesno')], facts: [fact('f', 'g'), fact('g', { not: 'f' })] },
      'facts.f → facts.g → facts.f',
    ],
    [
      'visibilities',
      { questions: [ask('a', 'yesno', { visibleWhen: 'b' }), ask('b', 'yesno', { visibleWhen: 'a' })] },
      'questions.a → questions.b → questions.a',
    ],
    [
      'scales',
      {
        questions: [ask('a', 'yesno')],
        scales,
        rules: [
          leads('r', 's', 'low', { concluded: ['t', ['low']] }),
          leads('q', 't', 'low', { concluded: ['s', ['low']] }),
        ],
      },
      'scales.s → scales.t → scales.s',
    ],
    [
      'scores',
      { questions: [ask('a', 'yesno')], scores: [score('x', 'y'), score('y', { sum: ['x', 1] })] },
      'scores.x → scores.y → scores.x',
    ],
    [
      'everything at once',
      {
        questions: [ask('a', 'single', { tags: ['t'], options: options({ x: 1 }), visibleWhen: 'f' })],
        facts: [fact('f', { concluded: ['s', ['low']] })],
        scores: [score('x', { points: { tag: 't', how: 'sum', over: 'visible' } })],
        scales,
        rules: [leads('r', 's', 'low', { gt: ['x', 1] })],
      },
      'questions.a → facts.f → scales.s → scores.x → questions.a',
    ],
  ])('through %s are named', (_, parts, expected) => {
    expect(circle(parts)).toBe(`depends on itself: ${expected}`);
  });
});

describe('work', () => {
  /** Reads of the environment while everything is found out and every rule explained, for a chain of so many. */
  const chain = (length: number, link: (before: string) => Expression, asScore = false): number => {
    const value = (index: number): Expression => (index === 0 ? (asScore ? 'n' : 'a') : link(`c${index - 1}`));
    const list = Array.from({ length }, (_, index) => ({ name: `c${index}`, value: value(index) }));
    const last = `c${length - 1}`;
    const prepared = preparePack(
      packOf({
        questions: [ask('a', 'yesno'), ask('n', 'number')],
        ...(asScore
          ? {
              scores: list.map(({ name, value: of }) => ({
                name,
                title: text(name),
                value: of,
                provisions: ['place'],
              })),
            }
          : { facts: list.map(({ name, value: of }) => ({ name, text: text(name), value: of })) }),
        rules: [finds('r', asScore ? { gt: [last, 0] } : last)],
      }),
      '',
    );
    const { environment, reads } = countedEnvironment(createEnvironment(prepared, {}, today));
    takeSteps(prepared, environment, prepared.steps);
    const [rule] = prepared.rules;
    if (!rule) throw new Error('no rule');
    const about = { title: text('r'), provisions: ['place'] };
    createTracer(prepared, environment, []).outcome('rule', about, 'a', rule);
    return reads();
  };

  it.each<[string, (before: string) => Expression, boolean]>([
    ['facts', (before) => ({ all: [before, before, before] }), false],
    ['conditions on facts', (before) => ({ if: [before, { any: [before, before] }, { not: before }] }), false],
    ['scores', (before) => ({ sum: [before, before, { mul: [before, before] }] }), true],
  ])('grows with the length of a chain of %s, not with the number of ways through it', (_, link, asScore) => {
    const [short, long] = [chain(50, link, asScore), chain(100, link, asScore)];
    expect(long).toBeLessThan(3 * short);
    expect(long).toBeLessThan(100 * 60);
  });

  it('spent on the questions that would settle a scale has a limit', () => {
    const names = Array.from({ length: 24 }, (_, index) => `q${index}`);
    const pairs = names.flatMap((one, index) =>
      names.slice(index + 1).map((other): Expression => ({ all: [one, other] })),
    );
    const trials = (repeated: number): { trials: number; settle: number } => {
      const prepared = preparePack(
        packOf({
          questions: names.map((name) => ask(name, 'yesno')),
          facts: Array.from({ length: repeated }, (_, index) => ({
            name: `f${index}`,
            text: text('f'),
            value: { any: pairs.slice(0, 150) },
          })),
          scales: [scaleOf('s', ['low', 'high'])],
          rules: [
            leads('low', 's', 'low', true),
            leads('high', 's', 'high', {
              any: [...pairs.slice(150, 200), ...Array.from({ length: repeated }, (_, index) => `f${index}`)],
            }),
          ],
        }),
        '',
      );
      let passes = 0;
      const cone = new Proxy(prepared.cones[0] ?? [], {
        get: (target, key) => {
          if (key === Symbol.iterator) passes += 1;
          return Reflect.get(target, key) as unknown;
        },
      });
      const result = evaluate({ ...prepared, cones: [cone] }, {}, today);
      expect(passes * (prepared.coneSizes[0] ?? 0)).toBeLessThanOrEqual(workPerScale);
      return { trials: passes, settle: result.conclusions[0]?.settle.length ?? 0 };
    };
    const small = trials(1);
    expect(small.trials).toBeGreaterThan(0);
    expect(small.trials).toBeLessThanOrEqual(trialsPerScale);
    // What cannot be left out in time stays: too large a set, never too small.
    expect(small.settle).toBeGreaterThan(20);
    expect(trials(60).trials).toBeLessThan(small.trials);
  });

  it('for points taken again and again has a limit', () => {
    const many = Array.from({ length: 600 }, (_, index) =>
      ask(`q${index}`, 'single', { tags: ['t'], options: options({ x: 1 }) }),
    );
    const sum: Expression = {
      sum: Array.from({ length: 200 }, (): Expression => ({ points: { tag: 't', how: 'sum', over: 'all' } })),
    };
    const scores = [{ name: 'it', title: text('it'), value: sum, provisions: ['place'] }];
    expect(faultOf(() => preparePack(packOf({ questions: many, scores }), ''))).toMatchObject({
      place: 'scores.it.value.sum[166].points',
      problem: 'points are taken more than 100000 times',
    });
  });

  it('for answers nobody asked for is none', () => {
    const prepared = preparePack(valid, '');
    const { data, reads } = counted<Answers>(
      Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`x${index}`, { value: 'yes' }])),
    );
    evaluate(prepared, data, today);
    expect(reads()).toBeLessThan(10);
  });
});
