import type { SliceHandlers } from '../../shared/lib/contract.ts';
import type { ledger as ledgerContract } from '../../shared/ledger/contract.ts';
import type { Ledger } from './ledger.ts';

/** Handlers that read and check the ledger. */
export function createLedgerService(ledger: Ledger): SliceHandlers<typeof ledgerContract> {
  return {
    list: ({ before, limit }) => ({ ...ledger.head(), rows: ledger.list(before ?? Number.MAX_SAFE_INTEGER, limit) }),
    verify: (_input, control) =>
      ledger.verify(
        (done, total) => control.progress(done, total, 'ledger.checking'),
        () => control.signal.aborted,
      ),
  };
}
