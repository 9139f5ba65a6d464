import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { chromium } from 'playwright-core';
import { fillSample } from '../../electron/demo/sample.ts';
import { inProcessTransport } from '../../electron/host/in-process.ts';
import { createServices } from '../../electron/services.ts';
import { contract } from '../../shared/api.ts';
import { createClient } from '../../shared/lib/wire.ts';
import { batchRow, dossierRows, hasWeasyPrint } from './dossiers.ts';
import { besideMs, dossierTable, table, type Figure } from './measure.ts';
import { reevaluationFigure } from './reevaluation.ts';
import { ruleFigures } from './rules.ts';
import { firstPage } from './start.ts';

const folder = mkdtempSync(join(tmpdir(), 'tizilim-bench-'));
const print = (line: string): void => void process.stdout.write(`${line}\n`);

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
  const bare = new Database(file, { readonly: true });
  const filter = `record_status = 'draft'
    and number in (select rowid from system_trigrams where system_trigrams match :long)
    and number in (select system from system_texts where instr(text, :short) > 0)`;
  const count = bare.prepare(`select count(*) as total from systems where ${filter}`);
  const page = bare.prepare(`select id, code, fields from systems where ${filter} order by code_sort limit 100`);
  const values = { long: '"қауіпсіз"', short: '77' };
  const measured = await besideMs(
    () => api.systems.list({ filter: { search: 'қауіпсіз 77' } }),
    () => [count.get(values), page.all(values)],
    60,
  );
  bare.close();
  await services.close();
  return {
    what: 'register search, 10,000 systems, first page with count',
    reference: 'bare prepared statements',
    ...measured,
  };
}

const names = ['search', 'reevaluation', 'rules', 'dossiers', 'batch', 'start'] as const;
type Name = (typeof names)[number];
// `npm run bench -- search batch` measures these alone; `--quick` runs each long one once, to try the bench itself.
const asked = process.argv.slice(2).filter((word): word is Name => names.some((name) => name === word));
const quick = process.argv.includes('--quick');
const wanted = (name: Name): boolean => asked.length === 0 || asked.includes(name);

try {
  const { services, api } = open(join(folder, 'sample.tizilim'));
  const { system } = await fillSample(api, services.files);
  const document = await api.dossiers.preview({ system, template: 'submission-package', locale: 'ru' });
  const { answers } = await api.assessments.get({ system, pack: 'kz-ai-law' });
  await services.close();
  const plainAnswers = Object.fromEntries(Object.entries(answers).map(([name, stored]) => [name, stored.answer]));
  const figures: Figure[] = [];
  if (wanted('search')) figures.push(await searchFigure());
  if (wanted('reevaluation')) figures.push(await reevaluationFigure(folder, plainAnswers));
  if (wanted('rules')) figures.push(...(await ruleFigures(plainAnswers)));
  if (wanted('start')) figures.push(await firstPage(chromium, folder));
  if (figures.length > 0) print(`${table(figures)}\n`);
  if (wanted('dossiers')) {
    const weasyPrint = hasWeasyPrint(print);
    const rows = [];
    for (const [pages, runs] of [
      [50, quick ? 1 : 5],
      [500, quick ? 1 : 3],
    ] as const)
      rows.push(
        ...(await dossierRows(document, { folder, pages, runs, weasyPrint: weasyPrint && !(quick && pages > 100) })),
      );
    print(`${dossierTable(rows)}\n`);
  }
  if (wanted('batch')) {
    const { count, ms, kib, peakMib } = await batchRow(folder, quick ? 10 : 200);
    const each = `${(ms / count).toFixed(0)} ms each`;
    print(
      `${count} passports through the service, one after the other: ${(ms / 1000).toFixed(1)} s (${each}), ${kib} KiB together, peak memory ${peakMib ?? '?'} MiB.`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
