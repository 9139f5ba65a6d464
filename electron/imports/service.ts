import { createHash } from 'node:crypto';
import type { Decision, ImportResult, Mapping, SheetPreview, imports } from '../../shared/imports/contract.ts';
import { allTargets, readTarget } from '../../shared/imports/targets.ts';
import type { JobControl, SliceHandlers } from '../../shared/lib/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { FileRef } from '../../shared/lib/file-ref.ts';
import { fold } from '../../shared/lib/fold.ts';
import type { SliceContext } from '../context.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RegistersService } from '../registers/service.ts';
import type { SystemsService } from '../systems/service.ts';
import { applyRows } from './apply.ts';
import { maximumListBytes, tooLarge } from './containers.ts';
import { guessColumns, guessHeaderRow } from './headings.ts';
import type { ListSheet, ParsedList } from './parse.ts';
import { headingsOf, planRows, shownRow, type PlannedRow } from './plan.ts';
import { createImportsStore } from './store.ts';

export interface ImportsOptions {
  systems: SystemsService;
  registers: RegistersService;
  ledger: Pick<Ledger, 'size'>;
}

/** A plan waits in memory until it is applied; it is bound to the state of the ledger it was made on. */
interface HeldPlan {
  sheet: ListSheet;
  mapping: Mapping;
  decisions: readonly Decision[];
  ledgerSize: number;
  fileName: string;
  sha256: string;
}

const samplesShown = 4;
const sampleLength = 80;
const plansHeld = 5;
const listsHeld = 3;

/** Keeps the newest few values. */
function hold<T>(held: Map<string, T>, key: string, value: T, most: number): void {
  held.delete(key);
  held.set(key, value);
  const [oldest] = held.keys();
  if (held.size > most && oldest !== undefined) held.delete(oldest);
}

/** Reading of lists into the register. */
export function createImportsService(
  context: SliceContext,
  { systems, registers, ledger }: ImportsOptions,
): SliceHandlers<typeof imports> {
  const store = createImportsStore(context.db);
  const lists = new Map<string, ParsedList & { sha256: string; fileName: string }>();
  const plans = new Map<string, HeldPlan>();

  async function listOf(file: FileRef, control: JobControl) {
    const held = lists.get(file.ref);
    if (held) return held;
    const { bytes, name } = context.files.take(file);
    if (bytes.byteLength > maximumListBytes) throw tooLarge(name);
    const worker = new URL(`./parse.worker${import.meta.url.slice(-3)}`, import.meta.url);
    const parsed = await context.pool.run<ParsedList>(worker, { bytes, name }, control);
    const list = { ...parsed, fileName: name, sha256: createHash('sha256').update(bytes).digest('hex') };
    hold(lists, file.ref, list, listsHeld);
    return list;
  }

  /** A set of headings as one key, whatever the order of the columns. */
  const headingsKey = (headings: readonly string[]): string => JSON.stringify(headings.map(fold).sort());

  function preview(sheet: ListSheet): SheetPreview {
    const headerRow = guessHeaderRow(sheet.rows);
    const headings = headingsOf(sheet, headerRow);
    const remembered = store.remembered(headingsKey(headings));
    const guesses = guessColumns(headings);
    return {
      sheet: sheet.name,
      headerRow,
      rows: sheet.rows.length - headerRow - 1,
      columns: headings.map((heading, index) => {
        const samples = new Set<string>();
        for (const row of sheet.rows.slice(headerRow + 1)) {
          const text = row[index]?.text;
          if (text !== undefined) samples.add(text.slice(0, sampleLength));
          if (samples.size === samplesShown) break;
        }
        const last = remembered?.[heading];
        const isRemembered = last === null || (last !== undefined && readTarget(last) !== undefined);
        const guess = guesses[index] ?? { target: null, confidence: 'none' as const };
        return {
          index,
          heading,
          samples: [...samples],
          ...(isRemembered ? { target: last, confidence: 'remembered' as const } : guess),
        };
      }),
    };
  }

  function planned(plan: Pick<HeldPlan, 'sheet' | 'mapping'>, decisions: readonly Decision[]): PlannedRow[] {
    return planRows(plan.sheet, plan.mapping, decisions, {
      systems: systems.named(),
      sites: registers.names('site'),
      suppliers: registers.names('supplier'),
      idOfCode: systems.idOfCode,
    });
  }

  function remember({ sheet, mapping }: HeldPlan, at: string): void {
    const headings = headingsOf(sheet, mapping.headerRow);
    const targets = Object.fromEntries(
      headings.map((heading, index) => [
        heading,
        mapping.columns.find((column) => column.index === index)?.target ?? null,
      ]),
    );
    store.remember(headingsKey(headings), targets, at);
  }

  return {
    read: async ({ file }, control) => {
      const list = await listOf(file, control);
      return { file, encoding: list.encoding, sheets: list.sheets.map(preview) };
    },
    dryRun: async ({ file, mapping, decisions }, control) => {
      const list = await listOf(file, control);
      const sheet = list.sheets.find(({ name }) => name === mapping.sheet);
      if (!sheet)
        throw new AppError('not-found', `no sheet ${mapping.sheet}`, {
          reason: 'no-sheet',
          details: { sheet: mapping.sheet },
        });
      const rows = planned({ sheet, mapping }, decisions);
      const id = context.newId();
      hold(
        plans,
        id,
        { sheet, mapping, decisions, ledgerSize: ledger.size(), fileName: list.fileName, sha256: list.sha256 },
        plansHeld,
      );
      const count = (outcome: PlannedRow['outcome']): number => rows.filter((row) => row.outcome === outcome).length;
      const counts = {
        read: rows.length,
        add: count('add'),
        update: count('update'),
        ask: count('ask'),
        reject: count('reject'),
        skip: count('skip'),
      };
      return { plan: id, counts, rows: rows.map(shownRow) };
    },
    apply: ({ plan: id, decisions }) => {
      const plan = plans.get(id);
      if (!plan || plan.ledgerSize !== ledger.size())
        throw new AppError('conflict', `plan ${id} is stale`, { reason: 'plan-stale' });
      const importId = context.newId();
      const rows = applyRows(planned(plan, joined(plan.decisions, decisions)), { systems, registers, importId });
      const count = (result: ImportResult['rows'][number]['result']): number =>
        rows.filter((row) => row.result === result).length;
      const counts = {
        added: count('added'),
        updated: count('updated'),
        rejected: count('rejected'),
        skipped: count('skipped'),
      };
      const at = context.now().toISOString();
      store.insert({ id: importId, fileName: plan.fileName, sha256: plan.sha256, at, ...counts });
      remember(plan, at);
      context.ledger.append({
        kind: 'import.apply',
        subject: importId,
        body: { fileName: plan.fileName, sha256: plan.sha256, read: rows.length, ...counts },
      });
      return { read: rows.length, ...counts, rows };
    },
    targets: () => allTargets(),
    past: () => store.past(),
  };
}

/** Later decisions win over earlier ones of the same row; repairs of both are kept. */
function joined(earlier: readonly Decision[], later: readonly Decision[]): Decision[] {
  const byRow = new Map(earlier.map((decision) => [decision.row, decision]));
  for (const decision of later) {
    byRow.set(decision.row, { ...decision, repairs: { ...byRow.get(decision.row)?.repairs, ...decision.repairs } });
  }
  return [...byRow.values()];
}
