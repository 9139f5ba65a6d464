/** Median of the durations of `runs` calls, in milliseconds, after `warm` calls that do not count. */
export async function medianMs(run: () => unknown, runs: number, warm = 2): Promise<number> {
  for (let index = 0; index < warm; index += 1) await run();
  const durations: number[] = [];
  for (let index = 0; index < runs; index += 1) {
    const start = performance.now();
    await run();
    durations.push(performance.now() - start);
  }
  return medianOf(durations);
}

/** The middle of some numbers; 0 of none. */
export function medianOf(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

/**
 * Medians of two runs that take turns, in milliseconds, after `warm` turns that do not count. What slows the machine down for a
 * while then slows both.
 */
export async function besideMs(
  ours: () => unknown,
  reference: () => unknown,
  turns: number,
  warm = 2,
): Promise<{ ours: number; referenceMs: number }> {
  const durations: [number[], number[]] = [[], []];
  for (let turn = -warm; turn < turns; turn += 1) {
    for (const [index, run] of [ours, reference].entries()) {
      const start = performance.now();
      await run();
      if (turn >= 0) durations[index]?.push(performance.now() - start);
    }
  }
  return { ours: medianOf(durations[0]), referenceMs: medianOf(durations[1]) };
}

export interface Figure {
  what: string;
  ours: number;
  reference: string;
  referenceMs: number;
  note?: string;
}

const milliseconds = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 1 ? 2 : 4));

/** The figures as a Markdown table; the ratio is our time divided by the reference's. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(
    ({ what, ours, reference, referenceMs, note }) =>
      `| ${what} | ${milliseconds(ours)} ms | ${reference} | ${milliseconds(referenceMs)} ms | ${(ours / referenceMs).toFixed(2)} | ${note ?? ''} |`,
  );
  return [
    '| What | Tizilim | Reference | Reference time | Ratio | Note |',
    '| --- | ---: | --- | ---: | ---: | --- |',
    ...rows,
  ].join('\n');
}

/** A dossier by one renderer. The ratio is our time divided by its. */
export interface DossierRow {
  renderer: string;
  pages: number;
  ms: number;
  ratio: number;
  kib: number;
  peakMib: number | null;
}

/** The renderers as a Markdown table. */
export function dossierTable(rows: readonly DossierRow[]): string {
  const peak = (value: number | null): string => (value === null ? 'not measured' : `${value} MiB`);
  const lines = rows.map(
    ({ renderer, pages, ms, ratio, kib, peakMib }) =>
      `| ${renderer} | ${pages} | ${milliseconds(ms)} ms | ${((pages * 1000) / ms).toFixed(0)} | ${ratio.toFixed(2)} | ${kib} KiB | ${peak(peakMib)} |`,
  );
  return [
    '| Renderer | Pages | Time | Pages a second | Ratio | Size | Peak memory |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
  ].join('\n');
}
