import type { registers } from '../../shared/registers/contract.ts';
import type { RegisterEntry } from '../../shared/registers/contract.ts';
import type { RegisterKind } from '../../shared/systems/field-value.ts';
import type { z } from '../../shared/lib/schema.ts';
import { api } from '../lib/api.ts';
import { query, type Query } from '../lib/query.svelte.ts';
import type { EntryChoice, EntrySource } from '../ui/field/entries.ts';

type List = z.output<(typeof registers)['list']['output']>;

/** Entries of all registers, kept fresh, for fields that point into them. To be made while a component is made. */
export class RegisterEntries implements EntrySource {
  #lists: Record<RegisterKind, Query<List>>;
  #added = $state.raw<RegisterEntry[]>([]);

  constructor() {
    const all = (kind: RegisterKind): Query<List> =>
      query(
        async () => [...(await api.registers.list({ kind })), ...(await api.registers.list({ kind, archived: true }))],
        ['registers', 'imports'],
      );
    this.#lists = {
      site: all('site'),
      person: all('person'),
      supplier: all('supplier'),
      model: all('model'),
      library: all('library'),
    };
  }

  of(kind: RegisterKind): readonly EntryChoice[] {
    const known = this.#lists[kind].data ?? [];
    const added = this.#added.filter((entry) => entry.kind === kind && !known.some((other) => other.id === entry.id));
    return [...known, ...added];
  }

  async create(kind: RegisterKind, name: string): Promise<string> {
    const entry = await api.registers.create({ kind, name });
    this.#added = [...this.#added, entry];
    return entry.id;
  }

  /** Name of an entry of any register; the id where it is not known. */
  nameOf = (id: string): string => {
    for (const list of Object.values(this.#lists)) {
      const found = list.data?.find((entry) => entry.id === id);
      if (found) return found.name;
    }
    return id;
  };
}
