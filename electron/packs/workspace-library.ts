import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import { comparePacks } from '../../shared/assessments/policy.ts';
import { canonicalJson } from '../../shared/ledger/entry.ts';
import { compareVersions } from '../../shared/packs/version.ts';
import {
  damagedPack,
  preparedPack,
  unknownPack,
  unknownVersion,
  type LoadedPack,
  type PackLibrary,
} from './library.ts';
import { createPacksStore, type KeptVersion, type VersionFacts } from './store.ts';

/** The packs of an open workspace: those of the product, and those kept in its file. */
export interface WorkspaceLibrary extends PackLibrary {
  /** The active version of each pack, without reading the packs. */
  active(): VersionFacts[];
  /** Every version at hand, newest first: those of the product and those kept. Fails with reason `unknown-pack`. */
  versions(id: string): VersionFacts[];
  /** Makes a version the active one; inside a transaction. Fails with reason `unknown-pack-version`. */
  activate(id: string, hash: string): void;
  /** Keeps a version that came from a file with its signature block; inside a transaction. */
  keepSigned(version: Pick<VersionFacts, 'hash' | 'id' | 'version' | 'lawTextDate'> & SignedBody): void;
  /** Takes copies of the versions that assessments are pinned to and the product brings. Gives how many. */
  keepPinned(): number;
}

/** The body of a pack from a file, compressed, and who signed it. */
export interface SignedBody {
  body: Uint8Array;
  publisher: string;
  fingerprint: string;
  signature: string;
}

/** Packs kept read and compiled besides those of the product: the active ones and a few that old assessments rest on. */
const maximumCached = 8;
/** A kept pack is at most as large as a file may be; this guards against a body made to burst. */
const maximumBodyBytes = 64 * 1024 * 1024;

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

function bundledFacts({ pack, hash }: LoadedPack): VersionFacts {
  const { id, version, lawTextDate } = pack;
  const nobody = { publisher: null, fingerprint: null, addedAt: null, addedBy: null };
  return { hash, id, version, lawTextDate, origin: 'bundled', ...nobody };
}

/** Builds the library of a workspace over the packs of the product. */
export function createWorkspaceLibrary(
  db: Database,
  bundled: PackLibrary,
  options: { now(): Date; actor(): string },
): WorkspaceLibrary {
  const store = createPacksStore(db);
  const ofProduct = new Map(bundled.all().map((loaded) => [loaded.hash, loaded] as const));
  const cached = new Map<string, LoadedPack>();
  let known: { versions: Map<string, VersionFacts[]>; active: Map<string, VersionFacts> } | null = null;

  function survey() {
    if (known) return known;
    const kept = new Map(store.versions().map((facts) => [facts.hash, facts] as const));
    const product = [...ofProduct.values()].map((loaded) => kept.get(loaded.hash) ?? bundledFacts(loaded));
    // Among equal numbers the product's own comes first: an earlier build of the same version gives way to it.
    const all = [...product, ...[...kept.values()].filter(({ hash }) => !ofProduct.has(hash))];
    const versions = Map.groupBy(all, ({ id }) => id);
    for (const list of versions.values()) list.sort((a, b) => compareVersions(b.version, a.version));
    const chosen = store.chosen();
    const active = new Map(
      [...versions].flatMap(([id, list]) => {
        const facts = list.find(({ hash }) => hash === chosen.get(id)) ?? list[0];
        return facts ? [[id, facts] as const] : [];
      }),
    );
    // What is seen inside a transaction may be rolled back.
    const found = { versions, active };
    if (!db.inTransaction) known = found;
    return found;
  }

  function read(hash: string): LoadedPack {
    const row = store.body(hash);
    if (!row) throw unknownVersion(hash);
    let text: Buffer;
    try {
      text = inflateSync(row.body, { maxOutputLength: maximumBodyBytes });
    } catch (error) {
      throw damagedPack(row.id, row.version, error);
    }
    if (sha256(text) !== hash) throw damagedPack(row.id, row.version);
    return preparedPack(JSON.parse(text.toString('utf8')), hash);
  }

  function at(hash: string): LoadedPack {
    const found = ofProduct.get(hash) ?? cached.get(hash) ?? read(hash);
    if (ofProduct.has(hash)) return found;
    cached.delete(hash);
    cached.set(hash, found);
    for (const oldest of cached.keys()) if (cached.size > maximumCached) cached.delete(oldest);
    return found;
  }

  function insert(version: Omit<KeptVersion, 'addedAt' | 'addedBy'>): void {
    store.insert({ ...version, addedAt: options.now().toISOString(), addedBy: options.actor() });
    known = null;
  }

  function keep({ pack, hash }: LoadedPack): void {
    if (store.has(hash)) return;
    const { id, version, lawTextDate } = pack;
    const body = deflateSync(canonicalJson(pack), { level: 9 });
    insert({
      hash,
      id,
      version,
      lawTextDate,
      origin: 'bundled',
      publisher: null,
      fingerprint: null,
      signature: null,
      body,
    });
  }

  const versions = (id: string): VersionFacts[] => {
    const found = survey().versions.get(id);
    if (!found) throw unknownPack(id);
    return found;
  };

  return {
    all: () =>
      [...survey().active.values()]
        .map(({ hash }) => at(hash))
        .sort((one, other) => comparePacks(one.pack, other.pack)),
    get(id) {
      const facts = survey().active.get(id);
      if (!facts) throw unknownPack(id);
      return at(facts.hash);
    },
    at,
    keep,
    active: () => [...survey().active.values()],
    versions,
    activate(id, hash) {
      const [newest] = versions(id);
      if (!versions(id).some((facts) => facts.hash === hash)) throw unknownVersion(hash);
      if (newest?.hash === hash) store.unchoose(id);
      else {
        keep(at(hash));
        store.choose(id, hash);
      }
      known = null;
    },
    keepSigned: (version) => insert({ ...version, origin: 'file' }),
    keepPinned() {
      const missing = store.pinnedWithoutCopy().flatMap((hash) => ofProduct.get(hash) ?? []);
      if (missing.length > 0) db.transaction(() => missing.forEach(keep)).immediate();
      return missing.length;
    },
  };
}
