import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { canonicalJson } from '../shared/ledger/entry.ts';
import { loadPack } from '../electron/packs/library.ts';
import { signedBytes } from '../electron/packs/pack-file.ts';

/** The complete small pack of docs/packs.md, as data that a test may break. */
export function officeTools(): Record<string, unknown> {
  const text = readFileSync(fileURLToPath(new URL('../docs/packs.md', import.meta.url)), 'utf8');
  const block = /```yaml\n(format: 1\nid: office-tools\n[\s\S]*?)```/.exec(text)?.[1];
  if (block === undefined) throw new Error('docs/packs.md has no office-tools');
  return loadPack(parse(block)).pack;
}

/** A publisher with a key of its own. The key comes from a seed, so that a failing test fails again. */
export function publisher(name: string, seed = name) {
  const bytes = Buffer.alloc(32, seed);
  const head = Buffer.from('302e020100300506032b657004220420', 'hex');
  const key = createPrivateKey({ key: Buffer.concat([head, bytes]), format: 'der', type: 'pkcs8' });
  return { name, key, pem: publicPem(key) };
}
export type Publisher = ReturnType<typeof publisher>;

export const publicPem = (key: KeyObject): string =>
  createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString();

export const spki = (key: KeyObject): string =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');

/** A pack file as data, correctly signed whatever the pack is worth. */
export function envelope(pack: unknown, by: Publisher) {
  const value = sign(null, signedBytes(canonicalJson(pack)), by.key).toString('base64');
  return { format: 1, pack, signature: { algorithm: 'Ed25519', publisher: by.name, key: spki(by.key), value } };
}

export const fileOf = (data: unknown): Uint8Array => Buffer.from(JSON.stringify(data));

/** A key that is no Ed25519 key. */
export const otherKey = (): KeyObject => generateKeyPairSync('x25519').privateKey;
