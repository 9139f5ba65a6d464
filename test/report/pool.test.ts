import { afterEach, describe, expect, it } from 'vitest';
import { createPool, type Pool } from '../../electron/jobs/pool.ts';
import { renderPdf } from '../../electron/pdf/render.ts';
import { renderPdfInWorker } from '../../electron/pdf/run.ts';
import type { JobControl } from '../../shared/lib/contract.ts';
import { sampleDocument } from './sample.ts';

/** A worker from source text. */
function worker(source: string): URL {
  return new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort, workerData } from 'node:worker_threads';${source}`)}`,
  );
}
function control(signal: AbortSignal = new AbortController().signal): JobControl & { reports: number[] } {
  const reports: number[] = [];
  return { reports, signal, progress: (done) => void reports.push(done) };
}

const pools: Pool[] = [];
function pool(size = 2): Pool {
  const made = createPool({ size });
  pools.push(made);
  return made;
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((made) => made.close()));
});

const options = {
  createdAt: new Date('2026-11-23T10:00:00Z'),
  fileId: 'w',
  attachments: [],
  signatureFields: 'reserve',
} as const;

describe('the pool', () => {
  it('makes the PDF in a worker, the same bytes as here, and reports progress', async () => {
    const document = sampleDocument('kk', { rows: 30 });
    const steering = control();
    const bytes = await renderPdfInWorker(pool(), document, options, steering);
    expect(Buffer.from(bytes).equals(Buffer.from(await renderPdf(document, options)))).toBe(true);
    expect(steering.reports.length).toBeGreaterThan(3);
    expect(steering.reports).toEqual(steering.reports.toSorted((a, b) => a - b));
  });

  it('brings the error of the worker across', async () => {
    const document = { ...sampleDocument('ru'), title: '漢' };
    await expect(renderPdfInWorker(pool(), document, options, control())).rejects.toMatchObject({
      code: 'invalid',
      reason: 'missing-glyph',
    });
  });

  it('runs no more workers at a time than it has places', async () => {
    const running = pool(1);
    const source = worker(
      `parentPort.postMessage({ progress: { done: Date.now(), total: 0 } }); setTimeout(() => parentPort.postMessage({ done: Date.now() }), 80);`,
    );
    const steering = [control(), control(), control()];
    const ends = await Promise.all(steering.map((one) => running.run<number>(source, {}, one)));
    expect(steering[1]?.reports[0]).toBeGreaterThanOrEqual(ends[0] ?? Infinity);
    expect(steering[2]?.reports[0]).toBeGreaterThanOrEqual(ends[1] ?? Infinity);
  });

  it('ends a worker that is cancelled and one that waits', async () => {
    const running = pool(1);
    const [first, second] = [new AbortController(), new AbortController()];
    const endless = worker('setInterval(() => {}, 1000);');
    const runs = [running.run(endless, {}, control(first.signal)), running.run(endless, {}, control(second.signal))];
    const settled = Promise.allSettled(runs);
    second.abort();
    first.abort();
    for (const result of await settled)
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } });
    expect(
      await running.run(worker('parentPort.postMessage({ done: workerData.value });'), { value: 7 }, control()),
    ).toBe(7);
  });

  it('tells when a worker dies', async () => {
    await expect(pool().run(worker('throw new Error("broken");'), {}, control())).rejects.toMatchObject({
      code: 'internal',
      reason: 'worker-stopped',
    });
    await expect(pool().run(worker('process.exit(3);'), {}, control())).rejects.toMatchObject({
      code: 'internal',
      reason: 'worker-stopped',
    });
  });

  it('refuses work once closed and ends what runs', async () => {
    const running = pool();
    const endless = running.run(worker('setInterval(() => {}, 1000);'), {}, control());
    const ended = expect(endless).rejects.toMatchObject({ code: 'cancelled' });
    await running.close();
    await ended;
    await expect(running.run(worker(''), {}, control())).rejects.toMatchObject({ code: 'cancelled' });
  });
});
