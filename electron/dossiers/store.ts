import type { Database } from 'better-sqlite3';
import type { Edition } from '../../shared/dossiers/contract.ts';
import type { TemplatePack } from '../../shared/dossiers/template.ts';
import type { Locale, LocalText } from '../../shared/lib/schema.ts';

export interface DossierRow {
  id: string;
  /** Null for a document of the organisation. */
  systemId: string | null;
  versionId: string | null;
  template: string;
  /** Null for dossiers made before templates were data. */
  templateHash: string | null;
  title: LocalText | null;
  /** Further packs it rests on, beside the two of every dossier. */
  packs: TemplatePack[];
  edition: Edition;
  since: string | null;
  locale: Locale;
  draft: number;
  fileName: string;
  pages: number;
  snapshot: string;
  composedAt: string;
  /** JSON; see places.ts. */
  places: string | null;
  withdrawn: string | null;
}

export interface RevisionRow {
  revision: number;
  sha256: string;
  size: number;
  field: string | null;
  signer: string | null;
  madeAt: string;
  /** SHA-256 of the certificate that signed; null for what is no signature of a person, and in rows of before. */
  certificate: string | null;
  /** 1 where a detached CMS over it is kept. */
  detached: number;
}

/** `digest` and `nonce` are hexadecimal; `revision` is the one that was to be stamped. */
export interface StampRow {
  revision: number;
  bytes: Uint8Array;
  digest: string;
  nonce: string;
  /** The request as it was written; null for one of before, which is made anew the same. */
  request: Uint8Array | null;
  requestedAt: string;
}

/** What a row says as text. */
type StoredRow = Omit<DossierRow, 'title' | 'packs'> & { title: string | null; packs: string };

const rowOf = ({ title, packs, ...row }: StoredRow): DossierRow => ({
  ...row,
  title: title === null ? null : (JSON.parse(title) as LocalText),
  packs: JSON.parse(packs) as TemplatePack[],
});

/** Subject of ledger entries about a dossier: its system, or the organisation. */
export function subjectOf({ systemId }: Pick<DossierRow, 'systemId'>): string {
  return systemId ?? 'organisation';
}

const columns = `id, system_id as systemId, version_id as versionId, template, template_hash as templateHash, title, packs, edition, since, locale, draft, file_name as fileName, pages, snapshot,
  composed_at as composedAt, places, withdrawn`;

/** All SQL of the dossiers. */
export function createDossiersStore(db: Database) {
  const insert = db.prepare(
    `insert into dossiers (id, system_id, version_id, template, template_hash, title, packs, edition, since, locale, draft, file_name, pages, snapshot, composed_at, places, withdrawn)
     values (:id, :systemId, :versionId, :template, :templateHash, :title, :packs, :edition, :since, :locale, :draft, :fileName, :pages, :snapshot, :composedAt, :places, null)`,
  );
  const insertRevision = db.prepare(
    `insert into dossier_revisions (dossier_id, revision, sha256, bytes, field, signer, made_at, certificate)
     values (:dossier, :revision, :sha256, :bytes, :field, :signer, :madeAt, :certificate)`,
  );
  const list = db.prepare<{ system: string | null }, StoredRow>(
    `select ${columns} from dossiers where (:system is null or system_id = :system) and withdrawn is null order by composed_at desc, rowid desc`,
  );
  const get = db.prepare<{ id: string }, StoredRow>(`select ${columns} from dossiers where id = :id`);
  const revisions = db.prepare<{ dossier: string }, RevisionRow>(
    `select revision, sha256, length(bytes) as size, field, signer, made_at as madeAt, certificate,
       exists (select 1 from dossier_detached d where d.dossier_id = r.dossier_id and d.revision = r.revision) as detached
     from dossier_revisions r where dossier_id = :dossier order by revision`,
  );
  const bytes = db.prepare<{ dossier: string }, { bytes: Buffer }>(
    'select bytes from dossier_revisions where dossier_id = :dossier order by revision desc limit 1',
  );
  const bytesAt = db.prepare<{ dossier: string; revision: number }, { bytes: Buffer }>(
    'select bytes from dossier_revisions where dossier_id = :dossier and revision = :revision',
  );
  const insertDetached = db.prepare(
    'insert into dossier_detached (dossier_id, revision, cms) values (:dossier, :revision, :cms)',
  );
  const detached = db.prepare<{ dossier: string; revision: number }, { cms: Buffer }>(
    'select cms from dossier_detached where dossier_id = :dossier and revision = :revision',
  );
  const stamp = db.prepare<{ dossier: string }, StampRow>(
    'select revision, bytes, digest, nonce, request, requested_at as requestedAt from dossier_stamps where dossier_id = :dossier',
  );
  const insertStamp = db.prepare(
    `insert into dossier_stamps (dossier_id, revision, bytes, digest, nonce, request, requested_at)
     values (:dossier, :revision, :bytes, :digest, :nonce, :request, :requestedAt)`,
  );
  const dropStamp = db.prepare('delete from dossier_stamps where dossier_id = :dossier');
  const withdraw = db.prepare('update dossiers set withdrawn = :reason where id = :id');
  return {
    insert: (row: Omit<DossierRow, 'withdrawn'>) =>
      insert.run({
        ...row,
        title: row.title && JSON.stringify(row.title),
        packs: JSON.stringify(row.packs),
      }),
    insertRevision: (row: {
      dossier: string;
      revision: number;
      sha256: string;
      bytes: Uint8Array;
      field: string | null;
      signer: string | null;
      madeAt: string;
      certificate?: string;
    }) => insertRevision.run({ certificate: null, ...row, bytes: Buffer.from(row.bytes) }),
    list: (system: string | null): DossierRow[] => list.all({ system }).map(rowOf),
    get: (id: string): DossierRow | undefined => {
      const row = get.get({ id });
      return row && rowOf(row);
    },
    revisions: (dossier: string): RevisionRow[] => revisions.all({ dossier }),
    /** The file as it stands after the last signature. */
    bytes: (dossier: string): Uint8Array | undefined => bytes.get({ dossier })?.bytes,
    /** The file as it stood at one revision. */
    bytesAt: (dossier: string, revision: number): Uint8Array | undefined => bytesAt.get({ dossier, revision })?.bytes,
    insertDetached: (dossier: string, revision: number, cms: Uint8Array) =>
      insertDetached.run({ dossier, revision, cms: Buffer.from(cms) }),
    detached: (dossier: string, revision: number): Uint8Array | undefined => detached.get({ dossier, revision })?.cms,
    /** The file that waits for a time stamp. */
    stamp: (dossier: string): StampRow | undefined => stamp.get({ dossier }),
    insertStamp: (row: StampRow & { dossier: string }) =>
      insertStamp.run({ ...row, bytes: Buffer.from(row.bytes), request: row.request && Buffer.from(row.request) }),
    dropStamp: (dossier: string) => dropStamp.run({ dossier }),
    withdraw: (id: string, reason: string) => withdraw.run({ id, reason }),
  };
}
export type DossiersStore = ReturnType<typeof createDossiersStore>;
