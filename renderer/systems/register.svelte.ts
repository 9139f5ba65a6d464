import type { SystemFilter, SystemRow, SystemSort } from '../../shared/systems/contract.ts';
import { api, host } from '../lib/api.ts';
import { language, today } from '../lib/i18n.svelte.ts';
import { toasts } from '../lib/toast.svelte.ts';

export const viewNames = ['all', 'notClassified', 'toReview', 'high', 'personalData', 'retired'] as const;
export type ViewName = (typeof viewNames)[number];
export type FilterName = 'degree' | 'stage' | 'site' | 'unit';

const pageSize = 100;

/** The register as shown: a view, filters, a sort, and the pages of rows read so far. */
export class Register {
  view = $state<ViewName>('all');
  search = $state('');
  chosen = $state<Record<FilterName, string[]>>({ degree: [], stage: [], site: [], unit: [] });
  sort = $state<SystemSort>('code');
  descending = $state(false);
  total = $state.raw<number | null>(null);
  error = $state.raw<unknown>(null);
  /** Selected rows by id. */
  selection = $state.raw<ReadonlyMap<string, SystemRow>>(new Map());
  #pages = $state.raw<ReadonlyMap<number, SystemRow[]>>(new Map());
  #asked = new Set<number>();
  #generation = 0;

  filter = $derived.by((): Partial<SystemFilter> => {
    const { degree, ...chosen } = $state.snapshot(this.chosen);
    const filter: Partial<SystemFilter> = { search: this.search, ...chosen, degree: degree as SystemFilter['degree'] };
    if (this.view === 'notClassified') filter.degree = ['none'];
    if (this.view === 'high') filter.degree = ['high'];
    if (this.view === 'toReview') filter.reviewBy = today();
    if (this.view === 'personalData') filter.personalData = true;
    if (this.view === 'retired') filter.retired = true;
    return filter;
  });
  /** Something beside the view narrows the list. */
  narrowed = $derived(this.search.trim() !== '' || Object.values(this.chosen).some((values) => values.length > 0));

  rowAt = (index: number): SystemRow | undefined => this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];

  /** Reads the pages that hold the rows from `first` to `last`, if they are not read yet. */
  show = (first: number, last: number): void => {
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page += 1) {
      if (!this.#asked.has(page)) void this.#read(page);
    }
  };

  /** Reads anew; rows in sight stay until the answer is here. */
  reload(): void {
    this.#generation += 1;
    const shown = [...this.#asked];
    this.#asked.clear();
    for (const page of shown.length > 0 && shown.length <= 3 ? shown : [0]) void this.#read(page, true);
  }

  /** Starts from the top: the filter or the sort changed. */
  restart(): void {
    this.#generation += 1;
    this.#asked.clear();
    void this.#read(0, true);
  }

  async #read(page: number, fresh = false): Promise<void> {
    this.#asked.add(page);
    const generation = this.#generation;
    try {
      const answer = await api.systems.list({
        filter: this.filter,
        sort: this.sort,
        descending: this.descending,
        offset: page * pageSize,
        limit: pageSize,
        locale: language.current,
      });
      if (generation !== this.#generation) return;
      const kept = fresh ? [...this.#pages].filter(([other]) => this.#asked.has(other)) : [...this.#pages];
      this.#pages = new Map([...kept, [page, answer.rows]]);
      this.total = answer.total;
      this.error = null;
    } catch (error) {
      if (generation === this.#generation) this.error = error;
    }
  }

  sortBy(column: string): void {
    const sort = column as SystemSort;
    if (this.sort === sort) this.descending = !this.descending;
    else {
      this.sort = sort;
      this.descending = false;
    }
  }

  toggle(filter: FilterName, value: string): void {
    const values = this.chosen[filter];
    this.chosen[filter] = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  }

  clearFilters(): void {
    this.search = '';
    this.chosen = { degree: [], stage: [], site: [], unit: [] };
  }

  select(row: SystemRow, extend = false): void {
    const next = new Map(this.selection);
    if (next.has(row.id) && !extend) next.delete(row.id);
    else next.set(row.id, row);
    this.selection = next;
  }

  selectShown(on: boolean): void {
    this.selection = on ? new Map([...this.#pages.values()].flat().map((row) => [row.id, row])) : new Map();
  }

  /** Writes the register as shown, or the selected rows of it, as a file the user keeps. */
  async export(format: 'xlsx' | 'csv', signal: AbortSignal): Promise<void> {
    const only = [...this.selection.keys()];
    try {
      const file = await api.systems.export(
        {
          format,
          filter: only.length > 0 ? { only, retired: this.view === 'retired' } : this.filter,
          locale: language.current,
        },
        { signal },
      );
      await host.save(file);
    } catch (error) {
      toasts.fail(error);
    }
  }
}
