import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { AppError } from '../../shared/lib/errors.ts';
import { canonicalJson } from '../../shared/ledger/entry.ts';
import { preparePack, type PreparedPack } from '../../shared/rules/evaluate.ts';
import { Pack } from '../../shared/rules/pack.ts';
import { mergePackParts } from '../../shared/rules/parts.ts';

export interface LoadedPack {
  pack: Pack;
  /** SHA-256 of the canonical pack, hex. */
  hash: string;
  prepared: PreparedPack;
}

/** The packs the product knows, by id. */
export interface PackLibrary {
  all(): readonly LoadedPack[];
  /** Fails with reason `unknown-pack`. */
  get(id: string): LoadedPack;
}

const partSuffix = /\.(ya?ml|json)$/;
const maximumPartBytes = 5 * 1024 * 1024;
/** Aliases are handy in worked cases; a limit keeps nested ones from growing without bound. */
const maximumAliases = 500;

/** Reads a pack from a folder of YAML or JSON parts. Fails with reason `pack-fault` naming the place. */
export function readPackFolder(folder: string): LoadedPack {
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
  return loadPack(mergePackParts(parts));
}

/** Checks and prepares a pack given as data. Fails with reason `pack-fault` naming the place. */
export function loadPack(data: unknown): LoadedPack {
  const parsed = Pack.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw packFault(issue?.path.join('.') ?? '', issue?.message ?? '');
  }
  const hash = createHash('sha256').update(canonicalJson(parsed.data)).digest('hex');
  return { pack: parsed.data, hash, prepared: preparePack(parsed.data, hash) };
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

function readLibrary(folder: string): PackLibrary {
  const loaded = new Map(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => {
        const pack = readPackFolder(join(folder, entry.name));
        return [pack.pack.id, pack] as const;
      }),
  );
  return {
    all: () => [...loaded.values()],
    get(id) {
      const found = loaded.get(id);
      if (!found) throw new AppError('not-found', `no pack ${id}`, { reason: 'unknown-pack', details: { id } });
      return found;
    },
  };
}
