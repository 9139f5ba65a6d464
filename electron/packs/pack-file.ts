import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { canonicalJson } from '../../shared/ledger/entry.ts';
import { AppError } from '../../shared/lib/errors.ts';
import { z } from '../../shared/lib/schema.ts';
import { packFault } from '../../shared/rules/faults.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import { refuseDeep } from '../../shared/rules/parts.ts';

/** Largest pack file that is read, in bytes. The packs of the product have less than half a megabyte. */
export const maximumPackFileBytes = 20 * 1024 * 1024;

/** Objects and lists a pack file may hold; counted before it is parsed, so that a small file cannot fill the memory. */
const maximumContainers = 1_000_000;

/** Stands before the canonical pack in the signed bytes, so that a signature over anything else is none over a pack. */
const signedPrefix = 'tizilim rule pack, format 1\n';

/** Where a pack came from, as its file says. */
export const PackSignature = z.strictObject({
  algorithm: z.literal('Ed25519'),
  /** What the publisher calls itself; the trusted name is the one the workspace keeps with the key. */
  publisher: z.string().trim().min(1).max(200),
  /** Public key, base64 of SubjectPublicKeyInfo (RFC 8410). */
  key: z.base64().max(100),
  /** Signature (RFC 8032) over the signed bytes, base64. */
  value: z.base64().max(100),
});
export type PackSignature = z.infer<typeof PackSignature>;

const PackFile = z.strictObject({
  format: z.literal(1),
  pack: z.record(z.string(), z.unknown()),
  signature: PackSignature,
});

/** A pack file whose form is right; nothing is known of the pack yet. */
export interface PackFileContent {
  pack: unknown;
  /** Canonical JSON of the pack: what is hashed, signed and kept. */
  text: string;
  /** SHA-256 of `text`, hex. */
  hash: string;
  signature: PackSignature;
}

/** Names through which data could reach into objects that are not its own. */
const forbiddenNames = new Set(['__proto__', 'constructor', 'prototype']);

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function notAPackFile(problem: string, cause?: unknown): AppError {
  return new AppError('invalid', `not a pack file: ${problem}`, {
    reason: 'not-a-pack-file',
    details: { problem },
    cause,
  });
}

/** SHA-256 of a public key (DER, SubjectPublicKeyInfo), hex: what two people read to each other. */
export function fingerprintOf(key: KeyObject): string {
  return sha256(key.export({ format: 'der', type: 'spki' }));
}

/** The bytes an Ed25519 signature of a pack is made over. */
export function signedBytes(text: string): Uint8Array {
  return Buffer.from(`${signedPrefix}${text}`, 'utf8');
}

/** Fails with reason `pack-too-large`. */
export function checkPackFileSize(bytes: number): void {
  if (bytes <= maximumPackFileBytes) return;
  throw new AppError('invalid', `pack file of ${bytes} bytes`, {
    reason: 'pack-too-large',
    details: { megabytes: maximumPackFileBytes / 1024 / 1024 },
  });
}

/**
 * Reads the form of a pack file and nothing of the law in it. Fails with reason `pack-too-large`, `not-a-pack-file` or
 * `pack-fault` (nested too deep, forbidden names).
 */
export function readPackFile(bytes: Uint8Array): PackFileContent {
  checkPackFileSize(bytes.byteLength);
  if (containers(bytes) > maximumContainers) throw notAPackFile('it has too many parts');
  let data: unknown;
  try {
    data = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    throw notAPackFile(error instanceof Error ? error.message : String(error), error);
  }
  if (typeof data !== 'object' || data === null) throw notAPackFile('it is not an object');
  refuseDeep('pack', data);
  refuseNames(data);
  const file = PackFile.safeParse(data);
  if (!file.success) {
    const issue = file.error.issues[0];
    throw notAPackFile(`${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(), file.error);
  }
  let text: string;
  try {
    text = canonicalJson(file.data.pack);
  } catch (error) {
    throw notAPackFile(error instanceof Error ? error.message : String(error), error);
  }
  return { pack: JSON.parse(text) as unknown, text, hash: sha256(text), signature: file.data.signature };
}

function containers(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte === 0x7b || byte === 0x5b) count += 1;
  return count;
}

/** Keys, and the names and codes that become keys of answers. Goes level by level: the nesting is checked already. */
function refuseNames(data: object): void {
  let level: { place: string; part: object }[] = [{ place: '', part: data }];
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { place, part } of level) {
      for (const [key, value] of Object.entries(part) as [string, unknown][]) {
        const where = place === '' ? key : `${place}.${key}`;
        const isName = (key === 'name' || key === 'code') && typeof value === 'string' && forbiddenNames.has(value);
        if (forbiddenNames.has(key) || isName)
          throw packFault({ place: where, problem: 'this name is not allowed in a pack' });
        if (typeof value === 'object' && value !== null) next.push({ place: where, part: value });
      }
    }
    level = next;
  }
}

/** The publisher's key in a pack file. Fails with reason `not-a-pack-file` where it is no Ed25519 key. */
export function signatureKey(signature: PackSignature): KeyObject {
  try {
    const key = createPublicKey({ key: Buffer.from(signature.key, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (error) {
    throw notAPackFile('signature.key is not a public key', error);
  }
  throw notAPackFile('signature.key is not an Ed25519 key');
}

/** Checks the signature and gives the fingerprint of the key. Fails with reason `pack-forged`. */
export function checkSignature({ text, signature }: PackFileContent): string {
  const key = signatureKey(signature);
  if (!verify(null, signedBytes(text), key, Buffer.from(signature.value, 'base64')))
    throw new AppError('invalid', 'the signature does not fit the pack', { reason: 'pack-forged' });
  return fingerprintOf(key);
}

/** Makes a pack file. `key` is an Ed25519 private key. Fails with reason `not-a-pack-key`. */
export function signPack(pack: Pack, publisher: string, key: KeyObject): Uint8Array {
  if (key.type !== 'private' || key.asymmetricKeyType !== 'ed25519')
    throw new AppError('invalid', 'not an Ed25519 private key', { reason: 'not-a-pack-key' });
  const text = canonicalJson(pack);
  const signature: PackSignature = {
    algorithm: 'Ed25519',
    publisher,
    key: createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64'),
    value: sign(null, signedBytes(text), key).toString('base64'),
  };
  return Buffer.from(`{"format":1,"signature":${JSON.stringify(signature)},"pack":${text}}\n`, 'utf8');
}

/**
 * A publisher's public key from a PEM file. Fails with reason `not-a-publisher-key`: a private key, a certificate or a
 * key of another kind is not taken.
 */
export function readPublisherKey(name: string, bytes: Uint8Array): { key: Uint8Array; fingerprint: string } {
  const refused = (cause?: unknown) =>
    new AppError('invalid', `${name} is not an Ed25519 public key`, {
      reason: 'not-a-publisher-key',
      details: { name },
      cause,
    });
  const text = Buffer.from(bytes.subarray(0, 10_000)).toString('latin1');
  const block = /^\s*-----BEGIN PUBLIC KEY-----[\sA-Za-z0-9+/=]+-----END PUBLIC KEY-----\s*$/.exec(text);
  if (!block || bytes.byteLength > 10_000) throw refused();
  let key: KeyObject;
  try {
    key = createPublicKey(text);
  } catch (error) {
    throw refused(error);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw refused();
  return { key: key.export({ format: 'der', type: 'spki' }), fingerprint: fingerprintOf(key) };
}
