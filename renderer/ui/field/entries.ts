import type { RegisterKind } from '../../../shared/systems/field-value.ts';

/** What a field needs to know of a register entry. */
export interface EntryChoice {
  id: string;
  name: string;
  archived: boolean;
}

/** Entries a field may point to, and how a new one is made. */
export interface EntrySource {
  of(kind: RegisterKind): readonly EntryChoice[];
  /** Makes an entry and gives its id; rejects where that fails. */
  create(kind: RegisterKind, name: string): Promise<string>;
}
