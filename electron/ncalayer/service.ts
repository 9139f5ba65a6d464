import type { SliceHandlers } from '../../shared/lib/contract.ts';
import type { ncalayer } from '../../shared/ncalayer/contract.ts';
import type { NationalClient } from './client.ts';

/** What the page asks the national client before signing; each call is an explicit act of the signer. */
export function createNcalayerService(client: NationalClient): SliceHandlers<typeof ncalayer> {
  return {
    find: (_, { signal }) => client.find(signal),
    certificate: async ({ storage }, { signal }) => ({
      certificate: Buffer.from(await client.certificate(storage, signal)).toString('base64'),
    }),
  };
}
