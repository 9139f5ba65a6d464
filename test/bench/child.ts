import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fillSample } from '../../electron/demo/sample.ts';
import { inProcessTransport } from '../../electron/host/in-process.ts';
import { createPool } from '../../electron/jobs/pool.ts';
import { renderPdfInWorker } from '../../electron/pdf/run.ts';
import { createServices } from '../../electron/services.ts';
import { contract } from '../../shared/api.ts';
import { createClient } from '../../shared/lib/wire.ts';
import { ReportDocument } from '../../shared/report/tree.ts';
import { rendering } from './rendering.ts';

/*
 * Work of the bench in a process of its own, so that its memory can be told apart:
 *   child.ts render DOCUMENT.json OUT.pdf     one document tree to a file, as the product does it
 *   child.ts batch FILE.tizilim COUNT         that many dossiers through the service, one after the other
 */

async function render(source: string, target: string): Promise<void> {
  const pool = createPool({ size: 1 });
  const document = ReportDocument.parse(JSON.parse(readFileSync(source, 'utf8')));
  const control = { progress: () => undefined, signal: new AbortController().signal };
  writeFileSync(target, await renderPdfInWorker(pool, document, rendering, control));
  await pool.close();
}

async function batch(file: string, count: number): Promise<void> {
  const services = createServices({
    now: () => new Date(),
    randomBytes: (length) => randomBytes(length),
    settingsFile: null,
    log: (line) => process.stderr.write(`${line}\n`),
    start: { path: file, fresh: { name: 'bench', bin: '', locale: 'ru', sample: true } },
  });
  const api = createClient(contract, inProcessTransport(services));
  const { system } = await fillSample(api, services.files);
  const start = performance.now();
  let bytes = 0;
  for (let index = 0; index < count; index += 1)
    bytes += (await api.dossiers.compose({ system, template: 'system-passport', locale: 'ru' })).bytes;
  process.stdout.write(JSON.stringify({ ms: performance.now() - start, bytes }));
  await services.close();
}

const [kind, first = '', second = ''] = process.argv.slice(2);
if (kind === 'render') await render(first, second);
else await batch(first, Number(second));
