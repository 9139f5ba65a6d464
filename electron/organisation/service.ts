import type { Database } from 'better-sqlite3';
import { AppError } from '../../shared/lib/errors.ts';
import type { SliceHandlers } from '../../shared/lib/contract.ts';
import { isValidBin } from '../../shared/organisation/bin.ts';
import type { Organisation, organisation } from '../../shared/organisation/contract.ts';
import type { SliceContext } from '../context.ts';

/** Facts of the workspace row. */
export function createOrganisationStore(db: Database) {
  const read = db.prepare<[], { created_at: string; sample: number; organisation: string }>(
    'select * from workspace where id = 1',
  );
  const insert = db.prepare(
    'insert into workspace (id, created_at, sample, organisation) values (1, :createdAt, :sample, :organisation)',
  );
  const update = db.prepare('update workspace set organisation = :organisation where id = 1');
  return {
    get() {
      const row = read.get();
      if (!row) throw new AppError('corrupt', 'the workspace has no organisation row', { reason: 'file-damaged' });
      return {
        createdAt: row.created_at,
        sample: row.sample === 1,
        organisation: JSON.parse(row.organisation) as Organisation,
      };
    },
    create: (facts: { createdAt: string; sample: boolean; organisation: Organisation }) =>
      insert.run({
        createdAt: facts.createdAt,
        sample: facts.sample ? 1 : 0,
        organisation: JSON.stringify(facts.organisation),
      }),
    set: (value: Organisation) => update.run({ organisation: JSON.stringify(value) }),
  };
}
export type OrganisationStore = ReturnType<typeof createOrganisationStore>;

/** Refuses an organisation without a name or with a BIN whose control digit is wrong. */
export function checkOrganisation(value: Organisation): void {
  if (![value.name.kk, value.name.ru, value.name.en].some((name) => name.trim() !== '')) {
    throw new AppError('invalid', 'organisation without a name', { reason: 'empty-name' });
  }
  if (value.bin !== '' && !isValidBin(value.bin)) {
    throw new AppError('invalid', `bad BIN ${value.bin}`, { reason: 'bad-bin', details: { bin: value.bin } });
  }
}

/** Name in the wanted language, or the first there is. */
export function organisationName(value: Organisation, locale: 'kk' | 'ru' | 'en'): string {
  return [value.name[locale], value.name.ru, value.name.kk, value.name.en].find((name) => name.trim() !== '') ?? '';
}

/** Handlers for the data of the organisation. */
export function createOrganisationService(
  context: SliceContext,
  store: OrganisationStore,
): SliceHandlers<typeof organisation> {
  return {
    get: () => store.get().organisation,
    set: (value) => {
      checkOrganisation(value);
      const before = store.get().organisation;
      store.set(value);
      context.ledger.append({ kind: 'organisation.set', subject: 'organisation', body: { before, after: value } });
      return value;
    },
  };
}
