import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { groupedHash } from '../../shared/packs/fingerprint.ts';
import type { PackCheck, PackInspection } from '../../shared/packs/contract.ts';
import { examinePackFile } from '../packs/examine.ts';
import { readPackFile, readPublisherKey, signatureKey, signedBytes } from '../packs/pack-file.ts';
import { CliError, columns, readInput, writeOutput, type Io } from './io.ts';

/** Prints the checks of a pack file, what was found, and why it is refused. */
export function printInspection(
  io: Io,
  found: Pick<PackInspection, 'pack' | 'problems' | 'refusal'> & { checks: PackCheck[] },
): void {
  const { t } = io;
  if (found.pack) io.print(`${found.pack.id} ${found.pack.version}  sha256 ${found.pack.hash}`);
  const rows = found.checks.map(({ name, state }) => [`  ${t(`packs.checks.${name}`)}`, t(`packs.states.${state}`)]);
  for (const line of columns(rows)) io.print(line);
  for (const { severity, place, problem } of found.problems) io.print(`  ${severity}  ${place}  ${problem}`);
  if (!found.refusal) return;
  const values = Object.fromEntries(
    Object.entries(found.refusal.details).map(([key, value]) => [key, String(value ?? '')]),
  );
  io.complain(t.find(`errors.${found.refusal.reason}`, values) ?? found.refusal.reason);
}

/**
 * Puts a pack file through its checks without a workspace. With `key` the publisher has to be the one of this public
 * key; without it the publisher is only named. Gives the exit code.
 */
export function verifyPackFile(io: Io, path: string, options: { key?: string; extract?: string; json?: true }): number {
  const bytes = readInput(path);
  const key = options.key === undefined ? null : readPublisherKey(options.key, readInput(options.key));
  const found = examinePackFile(bytes, key && [key.fingerprint], () => undefined);
  if (options.json) {
    const { pack, checks, problems, refusal, signer } = found;
    io.print(JSON.stringify({ pack, checks, problems, refusal, signer }));
  } else {
    printInspection(io, found);
    if (found.signer) {
      const values = { name: found.signer.publisher, fingerprint: groupedHash(found.signer.fingerprint) };
      io.print(io.t(key ? 'cli.packSigner' : 'cli.packSignerUnchecked', values));
    }
  }
  if (options.extract !== undefined) extract(bytes, options.extract);
  return found.refusal ? 1 : 0;
}

/** What another program needs to check the signature: the signed bytes, the signature and the key. */
function extract(bytes: Uint8Array, folder: string): void {
  const file = readPackFile(bytes);
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    throw new CliError('cli.cannotWrite', { file: folder });
  }
  const key = signatureKey(file.signature).export({ format: 'pem', type: 'spki' });
  writeOutput(join(folder, 'signed.bin'), signedBytes(file.text), false);
  writeOutput(join(folder, 'signature.bin'), Buffer.from(file.signature.value, 'base64'), false);
  writeOutput(join(folder, 'key.pem'), Buffer.from(key), false);
}
