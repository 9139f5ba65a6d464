import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromiumArguments, chromiumPath } from '../../build/chromium.ts';
import { createPool } from '../../electron/jobs/pool.ts';
import { fontFolder } from '../../electron/pdf/fonts.ts';
import { renderPdfInWorker } from '../../electron/pdf/run.ts';
import { pageRefs } from '../../electron/signatures/pdf-fields.ts';
import { PdfFile } from '../../electron/signatures/pdf-reader.ts';
import type { Block, ReportDocument } from '../../shared/report/tree.ts';
import { toHtml } from './html.ts';
import { medianMs, medianOf, type DossierRow } from './measure.ts';
import { runWatched, type Run } from './memory.ts';
import { rendering } from './rendering.ts';

const child = fileURLToPath(new URL('./child.ts', import.meta.url));
const control = { progress: () => undefined, signal: new AbortController().signal };

/** Repeats the body until the document has about so many pages. */
function longer(document: ReportDocument, times: number): ReportDocument {
  const body = document.blocks.filter(({ kind }) => kind !== 'signatures' && kind !== 'attachments');
  const blocks = Array.from({ length: times }, (_, round) =>
    body.map((node): Block => (node.kind === 'heading' ? { ...node, anchor: `${node.anchor}-${round}` } : node)),
  ).flat();
  return { ...document, blocks };
}

const isThere = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/** Whether WeasyPrint can be run; on Debian as root it is installed for the bench. Otherwise says why not. */
export function hasWeasyPrint(say: (line: string) => void): boolean {
  if (!isThere('weasyprint') && process.getuid?.() === 0 && isThere('apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const options = { env, stdio: 'ignore' as const };
    spawnSync('apt-get', ['-qq', 'update'], options);
    spawnSync('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', 'weasyprint'], options);
  }
  if (isThere('weasyprint')) return true;
  say('WeasyPrint left out: no program weasyprint here (Debian package weasyprint, installed by the bench as root).');
  return false;
}

/**
 * A dossier of about so many pages from tree to file, by us, by headless Chromium and, where it is there, by WeasyPrint, from
 * the same content. All times are of the second run and later ones; WeasyPrint runs once, because it takes minutes.
 */
export async function dossierRows(
  document: ReportDocument,
  options: { folder: string; pages: number; runs: number; weasyPrint: boolean },
): Promise<DossierRow[]> {
  const { folder, pages, runs } = options;
  const at = (name: string): string => join(folder, `${pages}.${name}`);
  const pool = createPool({ size: 1 });
  const once = await renderPdfInWorker(pool, longer(document, 1), rendering, control);
  const long = longer(document, Math.max(1, Math.round(pages / pageRefs(new PdfFile(once)).length)));
  const inProduct = await medianMs(() => renderPdfInWorker(pool, long, rendering, control), runs, 1);
  await pool.close();

  const font = pathToFileURL(join(fontFolder(), 'IBMPlexSans-Regular.ttf')).href;
  writeFileSync(at('html'), toHtml(long, font));
  writeFileSync(at('json'), JSON.stringify(long));
  const page = pathToFileURL(at('html')).href;
  const printing = [
    '--headless',
    ...chromiumArguments,
    '--no-pdf-header-footer',
    `--print-to-pdf=${at('chromium.pdf')}`,
  ];
  const several = async (times: number, program: string, args: readonly string[]): Promise<Run> => {
    const done: Run[] = [];
    for (let index = 0; index < times; index += 1) done.push(await runWatched(program, args));
    const peaks = done.flatMap(({ peakMib }) => (peakMib === null ? [] : [peakMib]));
    return { ms: medianOf(done.map(({ ms }) => ms)), peakMib: peaks.length > 0 ? medianOf(peaks) : null, output: '' };
  };
  const ours = await several(runs, process.execPath, [child, 'render', at('json'), at('pdf')]);
  const chromium = await several(runs, chromiumPath(), [...printing, page]);
  const row = (renderer: string, file: string, ms: number, { peakMib }: Run): DossierRow => ({
    renderer,
    pages: Number(/Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', [file], { encoding: 'utf8' }))?.[1] ?? 0),
    ms,
    ratio: inProduct / ms,
    kib: Math.round(statSync(file).size / 1024),
    peakMib,
  });
  const rows = [
    row('Tizilim, PDF/A-3a tagged, in a worker', at('pdf'), inProduct, ours),
    row('the same with the start of a process', at('pdf'), ours.ms, ours),
    row('headless Chromium, tagged', at('chromium.pdf'), chromium.ms, chromium),
  ];
  if (options.weasyPrint) {
    const args = ['--pdf-variant', 'pdf/a-3b', at('html'), at('weasyprint.pdf')];
    const weasyPrint = await several(1, 'weasyprint', args);
    rows.push(row('WeasyPrint, PDF/A-3b untagged', at('weasyprint.pdf'), weasyPrint.ms, weasyPrint));
  }
  return rows;
}

/** So many passports through the service, one after the other, in a process of their own. */
export async function batchRow(
  folder: string,
  count: number,
): Promise<{ count: number; ms: number; kib: number; peakMib: number | null }> {
  const done = await runWatched(process.execPath, [child, 'batch', join(folder, 'batch.tizilim'), String(count)]);
  const { ms, bytes } = JSON.parse(done.output) as { ms: number; bytes: number };
  return { count, ms, kib: Math.round(bytes / 1024), peakMib: done.peakMib };
}
