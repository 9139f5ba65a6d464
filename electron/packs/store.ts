import type { Database } from 'better-sqlite3';

/** What is known of a version of a pack without reading its body. */
export interface VersionFacts {
  /** SHA-256 of the canonical pack, hex. */
  hash: string;
  id: string;
  version: string;
  lawTextDate: string;
  origin: 'bundled' | 'file';
  /** Who signed the file, as the workspace knew the key on that day; null for a pack of the product. */
  publisher: string | null;
  /** SHA-256 of the publisher's public key (SPKI), hex. */
  fingerprint: string | null;
  /** When the workspace took its copy; null where it has none and the product brings the pack. */
  addedAt: string | null;
  addedBy: string | null;
}

/** A version with its body, as it is kept. */
export interface KeptVersion extends VersionFacts {
  addedAt: string;
  addedBy: string;
  /** The signature block of the file as JSON. */
  signature: string | null;
  /** Canonical JSON of the pack, compressed with zlib. */
  body: Uint8Array;
}

/** A trusted publisher as it is kept. */
export interface PublisherFacts {
  fingerprint: string;
  name: string;
  note: string;
  addedAt: string;
  addedBy: string;
  /** Versions in the workspace that this key signed. */
  installed: number;
}

const facts = `hash, pack_id as id, version, law_text_date as lawTextDate, origin, publisher, fingerprint,
  added_at as addedAt, added_by as addedBy`;

/** All SQL of the packs. */
export function createPacksStore(db: Database) {
  const versions = db.prepare<[], VersionFacts>(`select ${facts} from pack_versions order by pack_id, added_at, hash`);
  const has = db.prepare<{ hash: string }, { hash: string }>('select hash from pack_versions where hash = :hash');
  const body = db.prepare<{ hash: string }, { body: Buffer; id: string; version: string }>(
    'select body, pack_id as id, version from pack_versions where hash = :hash',
  );
  const insert = db.prepare(
    `insert into pack_versions (hash, pack_id, version, law_text_date, origin, publisher, fingerprint, signature, body, added_at, added_by)
     values (:hash, :id, :version, :lawTextDate, :origin, :publisher, :fingerprint, :signature, :body, :addedAt, :addedBy)`,
  );
  const chosen = db.prepare<[], { id: string; hash: string }>('select pack_id as id, hash from pack_active');
  const choose = db.prepare(
    'insert into pack_active (pack_id, hash) values (:id, :hash) on conflict (pack_id) do update set hash = :hash',
  );
  const unchoose = db.prepare('delete from pack_active where pack_id = :id');
  const pinned = db.prepare<[], { hash: string }>(
    `select distinct pack_hash as hash from assessments
     where not exists (select 1 from pack_versions where hash = pack_hash)`,
  );
  const pins = db.prepare<[], { id: string; hash: string; n: number }>(
    'select pack_id as id, pack_hash as hash, count(*) as n from assessments group by pack_id, pack_hash',
  );
  const publishers = db.prepare<[], PublisherFacts>(
    `select fingerprint, name, note, added_at as addedAt, added_by as addedBy,
       (select count(*) from pack_versions where pack_versions.fingerprint = pack_publishers.fingerprint) as installed
     from pack_publishers order by name, fingerprint`,
  );
  const addPublisher = db.prepare(
    `insert into pack_publishers (fingerprint, name, key, note, added_at, added_by)
     values (:fingerprint, :name, :key, :note, :addedAt, :addedBy)`,
  );
  const removePublisher = db.prepare('delete from pack_publishers where fingerprint = :fingerprint');
  return {
    versions: (): VersionFacts[] => versions.all(),
    has: (hash: string): boolean => has.get({ hash }) !== undefined,
    body: (hash: string) => body.get({ hash }),
    insert: (version: KeptVersion) => insert.run({ ...version, body: Buffer.from(version.body) }),
    /** The version a person chose for a pack, by pack. */
    chosen: (): Map<string, string> => new Map(chosen.all().map(({ id, hash }) => [id, hash])),
    choose: (id: string, hash: string) => choose.run({ id, hash }),
    unchoose: (id: string) => unchoose.run({ id }),
    /** Versions that assessments are pinned to and the workspace has no copy of. */
    pinnedWithoutCopy: (): string[] => pinned.all().map(({ hash }) => hash),
    /** How many assessments are pinned to each version. */
    pins: () => pins.all(),
    publishers: (): PublisherFacts[] => publishers.all(),
    addPublisher: (publisher: Omit<PublisherFacts, 'installed'> & { key: Uint8Array }) =>
      addPublisher.run({ ...publisher, key: Buffer.from(publisher.key) }),
    removePublisher: (fingerprint: string) => removePublisher.run({ fingerprint }),
  };
}
export type PacksStore = ReturnType<typeof createPacksStore>;
