import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { chromium } from 'playwright-core';
import { chromiumArguments, chromiumPath } from '../../build/chromium.ts';
import { fontFolder } from '../../electron/pdf/fonts.ts';
import { renderPdfInWorker } from '../../electron/pdf/run.ts';
import { pageRefs } from '../../electron/signatures/pdf-fields.ts';
import { PdfFile } from '../../electron/signatures/pdf-reader.ts';
import { createPool } from '../../electron/jobs/pool.ts';
import { fillSample } from '../../electron/demo/sample.ts';
import { inProcessTransport } from '../../electron/host/in-process.ts';
import { createServices } from '../../electron/services.ts';
import { contract } from '../../shared/api.ts';
import { createClient } from '../../shared/lib/wire.ts';
import type { Block, ReportDocument } from '../../shared/report/tree.ts';
import { toHtml } from './html.ts';
import { medianMs, table, type Figure } from './measure.ts';
import { reevaluationFigure } from './reevaluation.ts';
import { ruleFigures } from './rules.ts';
import { firstPage } from './start.ts';

const execute = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'tizilim-bench-'));
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const control = { progress: () => undefined, signal: new AbortController().signal };

function open(file: string) {
  const services = createServices({
    now: () => new Date(),
    randomBytes: (count) => randomBytes(count),
    settingsFile: null,
    log: print,
    start: { path: file, fresh: { name: 'bench', bin: '', locale: 'ru', sample: true } },
  });
  return { services, api: createClient(contract, inProcessTransport(services)) };
}

/** Search over 10,000 systems through dispatch, beside the bare prepared statements on the same file. */
async function searchFigure(): Promise<Figure> {
  const file = join(folder, 'search.tizilim');
  const { services, api } = open(file);
  const words = ['конвейер', 'насос', 'мельница', 'камера', 'прогноз', 'қауіпсіздік', 'дозирование', 'ұсақтау'];
  for (let index = 0; index < 10_000; index += 1) {
    const word = (shift: number): string => words[(index * 7 + shift * 3) % words.length] ?? '';
    await api.systems.create({
      fields: {
        name: { value: { ru: `${word(0)} ${word(1)} ${index}` } },
        unit: { value: `Цех ${index % 40}` },
        lifecycleStage: { value: 'operation' },
      },
    });
  }
  const ours = await medianMs(() => api.systems.list({ filter: { search: 'қауіпсіз 77' } }), 40);
  const bare = new Database(file, { readonly: true });
  const filter = `record_status = 'draft'
    and number in (select rowid from system_trigrams where system_trigrams match :long)
    and number in (select system from system_texts where instr(text, :short) > 0)`;
  const count = bare.prepare(`select count(*) as total from systems where ${filter}`);
  const page = bare.prepare(`select id, code, fields from systems where ${filter} order by code_sort limit 100`);
  const values = { long: '"қауіпсіз"', short: '77' };
  const referenceMs = await medianMs(() => [count.get(values), page.all(values)], 40);
  bare.close();
  await services.close();
  return {
    what: 'register search, 10,000 systems, first page with count',
    ours,
    reference: 'bare prepared statements',
    referenceMs,
  };
}

/** Repeats the body until the document has about so many pages. */
function longer(document: ReportDocument, times: number): ReportDocument {
  const body = document.blocks.filter(({ kind }) => kind !== 'signatures' && kind !== 'attachments');
  const blocks = Array.from({ length: times }, (_, round) =>
    body.map((node): Block => (node.kind === 'heading' ? { ...node, anchor: `${node.anchor}-${round}` } : node)),
  ).flat();
  return { ...document, blocks };
}

/** A dossier from tree to file, beside headless Chromium printing the same content. */
async function dossierFigure(document: ReportDocument, pages: number): Promise<Figure> {
  const pool = createPool({ size: 1 });
  const options = {
    createdAt: new Date('2026-11-23T10:00:00Z'),
    fileId: 'bench',
    attachments: [],
    signatureFields: 'none' as const,
  };
  const once = await renderPdfInWorker(pool, longer(document, 1), options, control);
  const long = longer(document, Math.max(1, Math.round(pages / pageRefs(new PdfFile(once)).length)));
  let bytes = new Uint8Array();
  const runs = pages > 100 ? 3 : 5;
  const ours = await medianMs(
    async () => {
      bytes = Uint8Array.from(await renderPdfInWorker(pool, long, options, control));
    },
    runs,
    1,
  );
  await pool.close();
  const ourFile = join(folder, `${pages}.pdf`);
  writeFileSync(ourFile, bytes);
  const page = join(folder, `${pages}.html`);
  const printed = join(folder, `${pages}.chromium.pdf`);
  writeFileSync(page, toHtml(long, pathToFileURL(join(fontFolder(), 'IBMPlexSans-Regular.ttf')).href));
  const referenceMs = await medianMs(
    () =>
      execute(chromiumPath(), [
        '--headless',
        ...chromiumArguments,
        '--no-pdf-header-footer',
        `--print-to-pdf=${printed}`,
        pathToFileURL(page).href,
      ]),
    runs,
    1,
  );
  const pageCount = async (file: string): Promise<string> =>
    /Pages:\s+(\d+)/.exec((await execute('pdfinfo', [file])).stdout)?.[1] ?? '?';
  const size = (file: string): string => `${Math.round(statSync(file).size / 1024)} KiB`;
  return {
    what: `dossier of about ${pages} pages, PDF/A-3a tagged`,
    ours,
    reference: 'headless Chromium printing the same content',
    referenceMs,
    note: `${await pageCount(ourFile)} pages ${size(ourFile)}; Chromium ${await pageCount(printed)} pages ${size(printed)}`,
  };
}

try {
  const { services, api } = open(join(folder, 'sample.tizilim'));
  const { system } = await fillSample(api, services.files);
  const document = await api.dossiers.preview({ system, template: 'submission-package', locale: 'ru' });
  const { answers } = await api.assessments.get({ system, pack: 'kz-ai-law' });
  await services.close();
  const plainAnswers = Object.fromEntries(Object.entries(answers).map(([name, stored]) => [name, stored.answer]));
  const figures = [
    await searchFigure(),
    await reevaluationFigure(folder, plainAnswers),
    ...(await ruleFigures(plainAnswers)),
    await dossierFigure(document, 50),
    await dossierFigure(document, 500),
    await firstPage(chromium, folder),
  ];
  print(table(figures));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
