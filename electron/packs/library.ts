import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { comparePacks } from '../../shared/assessments/policy.ts';
import { AppError } from '../../shared/lib/errors.ts';
import { canonicalJson } from '../../shared/ledger/entry.ts';
import { preparePack, type PreparedPack } from '../../shared/rules/evaluate.ts';
import { z } from '../../shared/lib/schema.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import { parsePack } from '../../shared/rules/parse.ts';
import { mergePackParts } from '../../shared/rules/parts.ts';

export interface LoadedPack {
  pack: Pack;
  /** SHA-256 of the canonical pack, hex. */
  hash: string;
  prepared: PreparedPack;
}

/** Packs by id, and their versions by hash. */
export interface PackLibrary {
  /** The active version of each pack. */
  all(): readonly LoadedPack[];
  /** The active version. Fails with reason `unknown-pack`. */
  get(id: string): LoadedPack;
  /** Any version the product brings or the workspace keeps. Fails with reason `unknown-pack-version`. */
  at(hash: string): LoadedPack;
  /** Makes sure that the workspace keeps a copy, so that what is pinned to it can always be read; inside a transaction. */
  keep(loaded: LoadedPack): void;
}

const partSuffix = /\.(ya?ml|json)$/;
const maximumPartBytes = 5 * 1024 * 1024;
/** Aliases are handy in worked cases; a limit keeps nested ones from growing without bound. */
const maximumAliases = 500;

/** Reads a pack from a folder of YAML or JSON parts. Fails with reason `pack-fault` naming the place. */
export function readPackFolder(folder: string): LoadedPack {
  return loadPack(readPackParts(folder));
}

/** The data of a pack folder, its parts merged and nothing checked. Fails with reason `pack-fault` naming the file. */
export function readPackParts(folder: string): unknown {
  const names = readdirSync(folder)
    .filter((name) => partSuffix.test(name))
    .sort();
  const parts = names.map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    if (text.length > maximumPartBytes) throw packFault(name, 'too large');
    try {
      const isJson = name.endsWith('.json');
      return { name, data: (isJson ? JSON.parse(text) : parse(text, { maxAliasCount: maximumAliases })) as unknown };
    } catch (error) {
      throw packFault(name, error instanceof Error ? error.message : String(error));
    }
  });
  return mergePackParts(parts);
}

/** Checks and prepares a pack given as data. Fails with reason `pack-fault` naming the place. */
export function loadPack(data: unknown): LoadedPack {
  const pack = parsePack(data);
  const hash = createHash('sha256').update(canonicalJson(pack)).digest('hex');
  return { pack, hash, prepared: preparePack(pack, hash) };
}

/**
 * Checks and prepares a pack whose hash is known already. A release may add keys with a default to the format; the hash
 * of a pack stays the one of the text it was published as. Fails with reason `pack-fault` naming the place.
 */
export function preparedPack(data: unknown, hash: string): LoadedPack {
  const pack = parsePack(data);
  return { pack, hash, prepared: preparePack(pack, hash) };
}

function packFault(place: string, problem: string): AppError {
  return new AppError('invalid', `pack fault at ${place}: ${problem}`, {
    reason: 'pack-fault',
    details: { place, problem },
  });
}

const libraries = new Map<string, PackLibrary>();

/** The packs that come with the product, read once: parsing them takes longer than anything else at the start. */
export function bundledPacks(folder: string): PackLibrary {
  const library = libraries.get(folder) ?? readLibrary(folder);
  libraries.set(folder, library);
  return library;
}

/** Hashes of the packs of a built tree, by id; written by the build beside the packs. */
export const hashListName = 'hashes.json';

const HashList = z.record(z.string(), z.string());

/**
 * A built tree names the hash of each of its packs, and what differs from the list is not used. A source tree has no
 * list, since its packs are there to be edited. Fails with reason `pack-damaged`.
 */
function readLibrary(folder: string): PackLibrary {
  const list = join(folder, hashListName);
  const expected = existsSync(list) ? HashList.parse(JSON.parse(readFileSync(list, 'utf8'))) : null;
  const packs = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => readPackFolder(join(folder, entry.name)));
  for (const { pack, hash } of packs)
    if (expected && expected[pack.id] !== hash) throw damagedPack(pack.id, pack.version);
  for (const id of Object.keys(expected ?? {}))
    if (!packs.some(({ pack }) => pack.id === id)) throw damagedPack(id, '');
  return libraryOf(packs);
}

/** The error for a pack that differs from its hash. */
export function damagedPack(id: string, version: string, cause?: unknown): AppError {
  return new AppError('corrupt', `pack ${id} ${version} differs from its hash`, {
    reason: 'pack-damaged',
    details: { id, version },
    cause,
  });
}

/** A library of one version of each pack, where no workspace is open and nothing has to be kept. */
export function libraryOf(packs: readonly LoadedPack[]): PackLibrary {
  const loaded = new Map(packs.map((one) => [one.pack.id, one] as const));
  return {
    all: () => [...loaded.values()].sort((one, other) => comparePacks(one.pack, other.pack)),
    get(id) {
      const found = loaded.get(id);
      if (!found) throw unknownPack(id);
      return found;
    },
    at(hash) {
      const found = [...loaded.values()].find((one) => one.hash === hash);
      if (!found) throw unknownVersion(hash);
      return found;
    },
    keep: () => undefined,
  };
}

/** The error for a pack nobody has. */
export function unknownPack(id: string): AppError {
  return new AppError('not-found', `no pack ${id}`, { reason: 'unknown-pack', details: { id } });
}

/** The error for a version that neither the product brings nor the workspace keeps. */
export function unknownVersion(hash: string): AppError {
  return new AppError('not-found', `no pack version ${hash}`, { reason: 'unknown-pack-version', details: { hash } });
}
