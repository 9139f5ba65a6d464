import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPackFolder } from '../../electron/packs/library.ts';
import { productFolder } from '../../electron/product-folder.ts';
import { evaluate } from '../../shared/rules/evaluate.ts';
import { Pack } from '../../shared/rules/pack.ts';
import { preparePack, type PreparedPack } from '../../shared/rules/prepare.ts';
import { simulate, Simulation } from '../../shared/rules/simulate.ts';
import { officePack, type PackData } from './office-pack.ts';
import { ask, options, packOf, text } from './packs.ts';

const on = '2026-11-23';
const office = (change: (pack: PackData) => void = () => undefined): PreparedPack => {
  const data = officePack();
  change(data);
  return preparePack(Pack.parse(data), 'hash');
};

/** Every example has to come out as the report says. */
function expectTrue(prepared: PreparedPack, report: Simulation): void {
  for (const { scale, degree, path } of report.conclusions) {
    const found = evaluate(prepared, path.answers, path.on).conclusions.find((one) => one.scale === scale);
    expect([scale, found?.degree, found?.status]).toEqual([scale, degree, 'final']);
  }
  for (const { scale, path } of report.deadEnds) {
    const evaluation = evaluate(prepared, path.answers, path.on);
    expect(evaluation.missing).toEqual([]);
    expect(evaluation.conclusions.find((one) => one.scale === scale)?.degree).toBe(null);
  }
}

describe('a small questionnaire', () => {
  const prepared = office();
  const report = simulate(prepared, { on });

  it('is walked on every path', () => {
    expect(report.exhausted).toBe(true);
    expect(report.paths).toBeGreaterThan(10);
    expect(Simulation.parse(report)).toEqual(report);
  });

  it('has a shortest and a longest path', () => {
    expect([report.shortest.path.questions, report.shortest.exact]).toEqual([1, true]);
    expect([report.longest.path.questions, report.longest.exact]).toEqual([3, true]);
    expect(report.shortest.path.answers).toEqual({ 'sends-outside': { value: 'no' } });
  });

  it('reaches each degree with an example that is true', () => {
    expect(report.conclusions.map(({ degree }) => degree)).toEqual(['free', 'limited', 'forbidden']);
    expectTrue(prepared, report);
    expect(report.unreached).toEqual([]);
    expect([report.deadEnds, report.deadEndsComplete]).toEqual([[], true]);
    expect(report.counts).toMatchObject({ degree: { reached: 3, total: 3 }, question: { reached: 3, total: 3 } });
  });

  it('gives the same report again', () => {
    expect(simulate(office(), { on })).toEqual(report);
  });

  it('tells of a scale that stays open although nothing is left to ask', () => {
    const broken = office((pack) => void pack.rules?.shift());
    const found = simulate(broken, { on });
    expect(found.deadEnds.map(({ scale }) => scale)).toEqual(['use']);
    expectTrue(broken, found);
    expect(found.unreached).toEqual([{ kind: 'degree', name: 'use/free', reason: 'impossible' }]);
  });

  it('tells what nothing leads to, and that it is impossible', () => {
    const broken = office((pack) => {
      pack.obligations![0]!.when = { all: ['sends-outside', { gt: [{ count: 'data-kinds' }, 3] }] };
    });
    expect(simulate(broken, { on }).unreached).toEqual([
      { kind: 'obligation', name: 'yearly-approval', reason: 'impossible' },
    ]);
  });
});

describe('a questionnaire with too many paths', () => {
  const many = Array.from({ length: 14 }, (_, index) => `q${index}`);
  const scale = {
    name: 'risk',
    kind: 'degree' as const,
    title: text('risk'),
    degrees: ['low', 'middle', 'high'].map((code) => ({ code, text: text(code) })),
  };
  const points = { sum: many };
  const prepared = preparePack(
    packOf({
      questions: [
        ...many.map((name) => ask(name, 'single', { options: options({ none: 0, some: 1, much: 3 }) })),
        ask('reviewed', 'date', { visibleWhen: { gte: [points, 30] } }),
        ask('reason', 'text', { visibleWhen: { eq: ['q0', 'much'] } }),
      ],
      scales: [scale],
      rules: [
        { when: { lt: [points, 10] }, degree: 'low' },
        { when: { between: [points, 10, 41] }, degree: 'middle' },
        { when: { gte: [points, 42] }, degree: 'high' },
      ]
        .map(({ when, degree }) => ({
          name: `risk-${degree}`,
          text: text(degree),
          when: when as never,
          concludes: { scale: 'risk', degree },
          provisions: ['place'],
        }))
        .concat([
          {
            name: 'review-late',
            text: text('late'),
            when: { gt: [{ daysSince: 'reviewed' }, 400] } as never,
            finding: { severity: 'breach', message: text('late') },
            provisions: ['place'],
          } as never,
          {
            name: 'no-reason',
            text: text('no reason'),
            when: { all: [{ eq: ['q0', 'much'] }, { not: { answered: 'reason' } }] } as never,
            finding: { severity: 'gap', message: text('no reason') },
            provisions: ['place'],
          } as never,
        ]),
    }),
    'hash',
  );
  const report = simulate(prepared, { on });

  it('is searched, says so, and finds every end', () => {
    expect(report.exhausted).toBe(false);
    expect(report.conclusions.map(({ degree }) => degree)).toEqual(['low', 'middle', 'high']);
    expect(report.unreached).toEqual([]);
    expectTrue(prepared, report);
  });

  it('knows the shortest and the longest path where the bounds are met', () => {
    expect(report.shortest).toMatchObject({ path: { questions: 14 }, exact: true });
    expect(report.longest).toMatchObject({ path: { questions: 16 }, exact: true });
  });

  it('says "not found" and not "impossible" where the budget is spent', () => {
    const poor = simulate(prepared, { on, budgetPerTarget: 4 });
    expect(poor.unreached.length).toBeGreaterThan(0);
    expect(poor.unreached.map(({ reason }) => reason)).not.toContain('impossible');
    expect(poor.deadEndsComplete).toBe(false);
    expectTrue(prepared, poor);
  });

  it('reports how far it is', () => {
    const steps: number[] = [];
    simulate(prepared, { on, onProgress: (done, total) => steps.push(done / total) });
    expect(steps.at(-1)).toBe(1);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });
});

const home = productFolder('shared/packs');
const ids = readdirSync(home, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

describe.each(ids)('%s', (id) => {
  const { pack, prepared } = readPackFolder(join(home, id));

  it('is gone through in seconds, and nothing in it is out of reach', () => {
    const from = performance.now();
    const report = simulate(prepared, { on });
    expect(performance.now() - from).toBeLessThan(20_000);
    expectTrue(prepared, report);
    expect(report.unreached.filter(({ reason }) => reason === 'impossible')).toEqual([]);
    expect(report.conclusions).toHaveLength(pack.scales.reduce((sum, { degrees }) => sum + degrees.length, 0));
    expect(report.shortest.path.questions).toBeLessThan(report.longest.path.questions);
  }, 60_000);
});
