/** Median of the durations of `runs` calls, in milliseconds, after `warm` calls that do not count. */
export async function medianMs(run: () => unknown, runs: number, warm = 2): Promise<number> {
  for (let index = 0; index < warm; index += 1) await run();
  const durations: number[] = [];
  for (let index = 0; index < runs; index += 1) {
    const start = performance.now();
    await run();
    durations.push(performance.now() - start);
  }
  durations.sort((a, b) => a - b);
  return durations[Math.floor(durations.length / 2)] ?? 0;
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
