import type { FileRef } from '../../shared/lib/file-ref.ts';
import type { z } from '../../shared/lib/schema.ts';
import type { Decision, ImportPlan, ImportResult, PlanRow, SheetPreview } from '../../shared/imports/contract.ts';
import { api } from '../lib/api.ts';
import { isCancelled, reasonOf } from '../lib/errors.ts';

export type Step = 'file' | 'mapping' | 'check' | 'result';
type Column = SheetPreview['columns'][number];
type Action = z.output<typeof Decision>['action'];

/** One import from the file to the result. Nothing is written before `apply`. */
export class ListImport {
  step = $state<Step>('file');
  file = $state.raw<FileRef | null>(null);
  encoding = $state.raw<string | null>(null);
  sheets = $state.raw<SheetPreview[]>([]);
  sheetName = $state('');
  /** Target of each column by its index; null is "leave out". */
  targets = $state.raw<ReadonlyMap<number, string | null>>(new Map());
  changed = $state.raw<ReadonlySet<number>>(new Set());
  actions = $state.raw<ReadonlyMap<number, Action>>(new Map());
  repairs = $state.raw<ReadonlyMap<number, Record<string, string>>>(new Map());
  plan = $state.raw<ImportPlan | null>(null);
  result = $state.raw<ImportResult | null>(null);
  /** What went wrong with the file or the plan. */
  failure = $state.raw<unknown>(null);
  /** The plan had to be made anew because the register changed. */
  stale = $state(false);
  busy = $state<'reading' | 'planning' | 'applying' | null>(null);
  #planning: AbortController | null = null;
  #reading: AbortController | null = null;

  sheet = $derived(this.sheets.find((sheet) => sheet.sheet === this.sheetName) ?? this.sheets[0]);
  /** A column is chosen as the name of the system. */
  hasName = $derived(
    [...this.targets.values()].some((target) => target === 'code' || target === 'name' || target?.startsWith('name.')),
  );

  async read(file: FileRef): Promise<void> {
    this.failure = null;
    this.busy = 'reading';
    this.#reading = new AbortController();
    try {
      const answer = await api.imports.read({ file }, { signal: this.#reading.signal });
      this.file = answer.file;
      this.encoding = answer.encoding;
      this.sheets = answer.sheets;
      const fullest = answer.sheets.reduce<SheetPreview | undefined>(
        (best, sheet) => (!best || sheet.rows > best.rows ? sheet : best),
        undefined,
      );
      this.chooseSheet(fullest?.sheet ?? '');
      this.step = 'mapping';
    } catch (error) {
      if (!isCancelled(error)) this.failure = error;
    } finally {
      this.busy = null;
    }
  }

  stopReading(): void {
    this.#reading?.abort();
  }

  chooseSheet(name: string): void {
    this.sheetName = name;
    const columns = this.sheets.find((sheet) => sheet.sheet === name)?.columns ?? [];
    this.targets = new Map(columns.map((column) => [column.index, column.target]));
    this.changed = new Set();
    this.actions = new Map();
    this.repairs = new Map();
    void this.makePlan();
  }

  choose(column: Column, target: string | null): void {
    this.targets = new Map(this.targets).set(column.index, target);
    this.changed = new Set(this.changed).add(column.index);
    void this.makePlan();
  }

  decide(row: PlanRow, action: Action | null): void {
    const next = new Map(this.actions);
    if (action === null) next.delete(row.row);
    else next.set(row.row, action);
    this.actions = next;
    void this.makePlan();
  }

  repair(row: PlanRow, column: string, value: string | null): void {
    const own = { ...this.repairs.get(row.row) };
    if (value === null) delete own[column];
    else own[column] = value;
    this.repairs = new Map(this.repairs).set(row.row, own);
    void this.makePlan();
  }

  /**
   * What goes with a plan. A repair alone leaves the outcome as it is: `add` does that for new rows and updates; a row
   * that waits for a decision takes its repairs along once it has one.
   */
  get #decisions(): Decision[] {
    const waiting = new Set((this.plan?.rows ?? []).filter((row) => row.outcome === 'ask').map((row) => row.row));
    const rows = new Set([...this.actions.keys(), ...[...this.repairs.keys()].filter((row) => !waiting.has(row))]);
    return [...rows].map((row) => ({
      row,
      action: this.actions.get(row) ?? 'add',
      repairs: this.repairs.get(row) ?? {},
    }));
  }

  /** Works out what each row would do. A newer call replaces one under way. */
  async makePlan(): Promise<void> {
    const { file, sheet } = this;
    this.#planning?.abort();
    if (!file || !sheet) return;
    if (!this.hasName) {
      this.plan = null;
      this.busy = null;
      return;
    }
    const controller = new AbortController();
    this.#planning = controller;
    this.busy = 'planning';
    try {
      const columns = [...this.targets].map(([index, target]) => ({ index, target }));
      const plan = await api.imports.dryRun(
        { file, mapping: { sheet: sheet.sheet, headerRow: sheet.headerRow, columns }, decisions: this.#decisions },
        { signal: controller.signal },
      );
      if (this.#planning !== controller) return;
      this.plan = plan;
      this.failure = null;
    } catch (error) {
      if (this.#planning === controller && !isCancelled(error)) {
        this.plan = null;
        this.failure = error;
      }
    } finally {
      if (this.#planning === controller) this.busy = null;
    }
  }

  async apply(): Promise<void> {
    if (!this.plan) return;
    this.busy = 'applying';
    this.stale = false;
    try {
      this.result = await api.imports.apply({ plan: this.plan.plan, decisions: this.#decisions });
      this.step = 'result';
    } catch (error) {
      if (reasonOf(error) === 'plan-stale') {
        this.stale = true;
        await this.makePlan();
      } else this.failure = error;
    } finally {
      this.busy = null;
    }
  }
}
