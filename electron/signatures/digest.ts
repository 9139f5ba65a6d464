import { createHash } from 'node:crypto';
import { digestIds } from './cms-types.ts';
import { gostDigestNames } from './gost-keys.ts';
import { Streebog } from './streebog.ts';

/** A digest by the name node:crypto knows it, or one of GOST. */
export type DigestName = keyof typeof digestIds | 'streebog256' | 'streebog512';

/** Digests that can be checked here, by object identifier. */
export const digestNames: Record<string, DigestName> = {
  ...Object.fromEntries(Object.entries(digestIds).map(([name, oid]) => [oid, name as keyof typeof digestIds])),
  ...gostDigestNames,
};

/** The digest over the pieces one after the other. */
export function digestOver(name: DigestName | 'sha1', parts: Uint8Array[]): Buffer {
  const hash =
    name === 'streebog256' || name === 'streebog512'
      ? new Streebog(name === 'streebog256' ? 32 : 64)
      : createHash(name);
  for (const part of parts) hash.update(part);
  return Buffer.from(hash.digest());
}
