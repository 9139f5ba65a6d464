import { AppError } from '../../shared/lib/errors.ts';
import { fold } from '../../shared/lib/fold.ts';
import type { SliceHandlers } from '../../shared/lib/contract.ts';
import type { RegisterEntry, registers } from '../../shared/registers/contract.ts';
import { registerFields } from '../../shared/registers/fields.ts';
import { collationKey } from '../../shared/systems/collate.ts';
import {
  checkFieldValue,
  type FieldValue,
  type FieldValues,
  type MultilingualText,
  type RegisterKind,
} from '../../shared/systems/field-value.ts';
import { textIn } from '../../shared/systems/policy.ts';
import type { SliceContext } from '../context.ts';
import { createRegistersStore } from './store.ts';

const kinds: readonly RegisterKind[] = ['site', 'person', 'supplier', 'model', 'library'];
const oneSpace = (name: string): string => name.trim().replaceAll(/\s+/gu, ' ');

/** Refuses values that do not fit the fields of the kind, with reason `bad-field`. */
function checkFields(kind: RegisterKind, fields: Record<string, FieldValue | null>): void {
  for (const [name, value] of Object.entries(fields)) {
    const definition = registerFields[kind].find((field) => field.name === name);
    const problem = definition ? value && checkFieldValue(definition, value) : 'no-such-field';
    if (problem !== null)
      throw new AppError('invalid', `${kind}.${name}: ${problem}`, {
        reason: 'bad-field',
        details: { field: name, problem },
      });
  }
}

/** Sites, persons, suppliers, models and data libraries. */
export function createRegistersService(context: SliceContext) {
  const store = createRegistersStore(context.db);
  const renamed: ((entry: string) => void)[] = [];
  const at = (): string => context.now().toISOString();

  function get(id: string): RegisterEntry {
    const entry = store.find(id);
    if (!entry) throw new AppError('not-found', `no register entry ${id}`, { reason: 'no-entry' });
    return entry;
  }

  function refuseTwin(kind: RegisterKind, name: string, except: string | null): void {
    const twin = store.idOfName(kind, fold(name));
    if (twin !== undefined && twin !== except) {
      throw new AppError('conflict', `${kind} ${name} exists`, { reason: 'duplicate-name', details: { name } });
    }
  }

  /** Makes an entry in the caller's transaction with its ledger entry. Fails with `duplicate-name` and `bad-field`. */
  function create(
    kind: RegisterKind,
    rawName: string,
    fields: FieldValues = {},
    id: string = context.newId(),
  ): RegisterEntry {
    const name = oneSpace(rawName);
    checkFields(kind, fields);
    refuseTwin(kind, name, null);
    store.insert({ id, kind, name, nameFold: fold(name), nameSort: collationKey(name), fields, at: at() });
    context.ledger.append({
      kind: 'register.create',
      subject: id,
      body: { field: null, before: null, after: { kind, name, fields } },
    });
    context.changed('registers');
    return get(id);
  }

  const handlers: SliceHandlers<typeof registers> = {
    list: ({ kind, search, archived }) => store.list(kind, fold(search.trim()), archived),
    get: ({ id }) => get(id),
    counts: () => {
      const counts = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<RegisterKind, number>;
      for (const { kind, count } of store.counts()) counts[kind] = count;
      return counts;
    },
    create: ({ kind, name, fields }) => create(kind, name, fields),
    update: ({ id, name: rawName, fields: changes }) => {
      const before = get(id);
      const name = rawName === undefined ? before.name : oneSpace(rawName);
      checkFields(before.kind, changes);
      if (!before.archived) refuseTwin(before.kind, name, id);
      const fields = { ...before.fields };
      for (const [field, value] of Object.entries(changes)) {
        context.ledger.append({
          kind: 'register.set',
          subject: id,
          body: { field, before: fields[field] ?? null, after: value },
        });
        if (value) fields[field] = value;
        else delete fields[field];
      }
      if (name !== before.name || Object.keys(changes).length === 0) {
        context.ledger.append({
          kind: 'register.rename',
          subject: id,
          body: { field: 'name', before: before.name, after: name },
        });
      }
      store.update({ id, name, nameFold: fold(name), nameSort: collationKey(name), fields, at: at() });
      if (name !== before.name) for (const listener of renamed) listener(id);
      return get(id);
    },
    archive: ({ id, archived }) => {
      const before = get(id);
      if (!archived) refuseTwin(before.kind, before.name, id);
      store.archive(id, archived, at());
      context.ledger.append({
        kind: 'register.archive',
        subject: id,
        body: { field: 'archived', before: before.archived, after: archived },
      });
      return get(id);
    },
    usedBy: ({ id }) => {
      get(id);
      return store.usedBy(id).map((row) => ({
        id: row.id,
        code: row.code,
        name: row.name === null ? '' : textIn(JSON.parse(row.name) as MultilingualText, 'ru'),
      }));
    },
  };

  return {
    handlers,
    get,
    create,
    /** Changes an entry, or hides it, in the caller's transaction. */
    update: handlers.update,
    archive: handlers.archive,
    find: (id: string): RegisterEntry | undefined => store.find(id),
    /** The live entry of a kind with this name, whatever its case. */
    idOfName: (kind: RegisterKind, name: string): string | undefined => store.idOfName(kind, fold(oneSpace(name))),
    /** Identifiers and names of the live entries of a kind, by name. */
    names: (kind: RegisterKind): { id: string; name: string }[] => store.names(kind),
    /** Calls back in the same transaction when an entry got another name. */
    onRenamed(listener: (entry: string) => void): void {
      renamed.push(listener);
    },
  };
}
export type RegistersService = ReturnType<typeof createRegistersService>;
