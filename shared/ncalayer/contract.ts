import { job } from '../lib/contract.ts';
import { z } from '../lib/schema.ts';

/** A place the national client takes keys from, by its own name: `PKCS12` for a key file, others for tokens and cards. */
const Storage = z.string().regex(/^[A-Za-z0-9]{1,40}$/);

/** A certificate, DER as base64. */
const EncodedCertificate = z.base64().min(100).max(20_000);

/** Keys in the national client: the digest the client is asked to sign depends on the kind. */
export const NationalKeyKind = z.enum(['gost', 'rsa']);
export type NationalKeyKind = z.infer<typeof NationalKeyKind>;

/** A key in the national client: with its certificate, or, where the client does not tell it before, its kind alone. */
export const NationalKey = z.strictObject({
  kind: z.literal('ncalayer'),
  storage: Storage,
  key: z.union([
    z.strictObject({ certificate: EncodedCertificate }),
    z.strictObject({
      keyKind: NationalKeyKind,
      /** The signer saw what is to be said against the certificate and takes it all the same. */
      acceptWarnings: z.boolean(),
    }),
  ]),
});
export type NationalKey = z.infer<typeof NationalKey>;

/**
 * The national client, NCALayer, on this computer. Nothing is connected but by these calls and by signing with such a
 * key. All fail with the reasons `ncalayer-*`.
 */
export const ncalayer = {
  /** Looks whether it runs; gives its version and the places it takes keys from. */
  find: job(z.strictObject({}), z.strictObject({ version: z.string(), storages: z.array(Storage) })),
  /** Has the signer choose a key in the client's window and tells its certificate. */
  certificate: job(z.strictObject({ storage: Storage }), z.strictObject({ certificate: EncodedCertificate })),
};
