import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Versions } from '../../shared/assessments/change-words.ts';
import type { Reevaluation, ReevaluationRow } from '../../shared/assessments/reevaluation.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import { api } from '../lib/api.ts';
import { isCancelled } from '../lib/errors.ts';
import { packOf } from './packs.ts';

export type Direction = ReevaluationRow['direction'];
export const directions: readonly Direction[] = ['raised', 'lowered', 'other'];

/** What is under way, with how far it is. */
export interface Work {
  what: 'running' | 'accepting';
  done: number;
  total: number;
}

/** What one acceptance came to. */
export interface Accepted {
  version: string;
  count: number;
  stale: number;
  isStopped: boolean;
}

/** One comparison of the register with a version of a pack, and what is ticked for acceptance. */
export class ReevaluationState {
  result: Reevaluation | undefined = $state.raw();
  /** The version compared with. */
  after: Pack | undefined = $state.raw();
  work: Work | null = $state.raw(null);
  error: unknown = $state.raw(null);
  isStopped = $state(false);
  readonly chosen = new SvelteSet<string>();
  withUnchanged = $state(false);
  readonly #before = new SvelteMap<string, Pack>();
  #control: AbortController | null = null;

  /** Systems ticked, those that come out the same included. */
  selected: string[] = $derived([
    ...(this.result?.rows ?? []).flatMap(({ system }) => (this.chosen.has(system) ? [system] : [])),
    ...(this.withUnchanged ? (this.result?.unchangedPinned ?? []) : []),
  ]);

  /** The packs a row speaks by. */
  versionsOf(row: ReevaluationRow): Versions | null {
    return this.after ? { before: this.#before.get(row.pinned.hash) ?? null, after: this.after } : null;
  }

  async compare(pack: string, to: string | undefined, system: string | undefined): Promise<void> {
    this.isStopped = false;
    const result = await this.#under('running', (options) =>
      api.assessments.reevaluate({ pack, to, ...(system === undefined ? {} : { systems: [system] }) }, options),
    );
    if (!result) return;
    const missing = new Set(result.rows.filter((row) => row.pinnedMissing).map(({ pinned }) => pinned.hash));
    try {
      const bodies = await Promise.all(
        result.pins
          .filter(({ hash }) => !missing.has(hash))
          .map(async ({ hash }) => [hash, await packOf(pack, hash)] as const),
      );
      this.after = await packOf(pack, result.to.hash);
      for (const [hash, body] of bodies) this.#before.set(hash, body);
      this.forget();
      this.result = result;
    } catch (error) {
      this.error = error;
    }
  }

  /** Drops what was found, as another pack or version is chosen. */
  forget(): void {
    this.result = undefined;
    this.chosen.clear();
    this.withUnchanged = false;
    this.error = null;
  }

  tick(system: string, on: boolean): void {
    if (on) this.chosen.add(system);
    else this.chosen.delete(system);
  }

  /** Ticks every system of a kind beside what is ticked; null ticks all that change. */
  tickAll(direction: Direction | null): void {
    for (const row of this.result?.rows ?? [])
      if (direction === null || row.direction === direction) this.chosen.add(row.system);
  }

  tickNone(): void {
    this.chosen.clear();
    this.withUnchanged = false;
  }

  /** Accepts the version for what is ticked; undefined where nothing was accepted. */
  async accept(): Promise<Accepted | undefined> {
    const { result, selected } = this;
    if (!result || selected.length === 0) return undefined;
    const { pack, to, at } = result;
    const done = await this.#under('accepting', (options) =>
      api.assessments.accept({ pack, hash: to.hash, systems: selected, seen: at }, options),
    );
    if (!done) return undefined;
    const left = selected.length - done.accepted.length - done.stale.length;
    return {
      version: to.version,
      count: done.accepted.length,
      stale: done.stale.length,
      isStopped: left > 0,
    };
  }

  stop(): void {
    this.#control?.abort();
  }

  async #under<T>(
    what: Work['what'],
    run: (options: {
      signal: AbortSignal;
      onProgress: (progress: { done: number; total: number }) => void;
    }) => Promise<T>,
  ): Promise<T | undefined> {
    if (this.work) return undefined;
    const control = new AbortController();
    this.#control = control;
    this.work = { what, done: 0, total: 0 };
    this.error = null;
    try {
      return await run({
        signal: control.signal,
        onProgress: ({ done, total }) => {
          this.work = { what, done, total };
        },
      });
    } catch (error) {
      if (isCancelled(error)) this.isStopped = true;
      else this.error = error;
      return undefined;
    } finally {
      this.work = null;
      this.#control = null;
    }
  }
}
