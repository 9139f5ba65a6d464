import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { canonicalJson, entryText, ledgerVersion } from '../../shared/ledger/entry.ts';
import { AppError } from '../../shared/lib/errors.ts';
import { leafPrefix, merkleTree, type MerkleTree } from '../../shared/ledger/merkle.ts';
import type { LedgerRow } from '../../shared/ledger/contract.ts';
import type { LedgerBody } from '../context.ts';

interface StoredEntry {
  seq: number;
  at: string;
  actor: string;
  kind: string;
  subject: string;
  body: string;
  prev: Uint8Array;
  hash: Uint8Array;
}

const noHash = new Uint8Array(32);
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function hashEntry(entry: Omit<StoredEntry, 'hash' | 'prev'>, prev: Uint8Array): Uint8Array {
  return createHash('sha256')
    .update(Uint8Array.of(leafPrefix, ledgerVersion))
    .update(prev)
    .update(entryText(entry))
    .digest();
}

/** One entry of a dossier's ledger extract with the proof that it is part of the tree; `body` is null where it is withheld. */
export interface LedgerProof {
  entry: {
    seq: number;
    at: string;
    actor: string;
    kind: string;
    subject: string;
    body: string | null;
    prev: string;
    hash: string;
  };
  proof: string[];
}

/**
 * The append-only record of everything that happened in a workspace: a hash chain and, over the
 * entries' hashes, a Merkle tree (RFC 6962) whose head goes into every dossier.
 */
export function createLedger(db: Database, options: { now(): Date; actor(): string }) {
  const last = db.prepare<[], { seq: number; hash: Uint8Array }>(
    'select seq, hash from ledger order by seq desc limit 1',
  );
  const insert = db.prepare(
    'insert into ledger (seq, at, actor, kind, subject, body, prev, hash) values (:seq, :at, :actor, :kind, :subject, :body, :prev, :hash)',
  );
  const page = db.prepare<{ before: number; limit: number }, StoredEntry>(
    'select * from ledger where seq < :before order by seq desc limit :limit',
  );
  const all = db.prepare<[], StoredEntry>('select * from ledger order by seq');
  const hashes = db.prepare<[], { hash: Uint8Array }>('select hash from ledger order by seq');
  const ofSubject = db.prepare<{ subject: string; before: number; limit: number }, StoredEntry>(
    'select * from ledger where subject = :subject and seq < :before order by seq desc limit :limit',
  );
  let cached: { last: string; tree: MerkleTree } | null = null;

  const size = (): number => last.get()?.seq ?? 0;

  /** Kept until the last entry is another one; its hash and not its number tells, since a transaction may be rolled back. */
  function tree(): MerkleTree {
    const newest = hex(last.get()?.hash ?? noHash);
    if (cached?.last !== newest)
      cached = {
        last: newest,
        tree: merkleTree(
          hashes.all().map((row) => row.hash),
          sha256,
        ),
      };
    return cached.tree;
  }

  return {
    /** Writes an entry in the caller's transaction and gives its number. */
    append(entry: { kind: string; subject: string; body: LedgerBody }): number {
      const before = last.get();
      const facts = {
        seq: (before?.seq ?? 0) + 1,
        at: options.now().toISOString(),
        actor: options.actor().normalize('NFC'),
        kind: entry.kind,
        subject: entry.subject,
        body: canonicalJson(entry.body),
      };
      const prev = before?.hash ?? noHash;
      insert.run({ ...facts, prev, hash: hashEntry(facts, prev) });
      return facts.seq;
    },
    size,
    /** Size and Merkle root (hex) of the ledger as it stands. */
    head(): { size: number; root: string } {
      return { size: size(), root: hex(tree().head) };
    },
    /** Entries before `before`, newest first. */
    list(before: number, limit: number): LedgerRow[] {
      return page.all({ before, limit }).map(({ seq, at, actor, kind, subject, body, hash }) => ({
        seq,
        at,
        actor,
        kind,
        subject,
        body,
        hash: hex(hash),
      }));
    },
    /** Entries about one subject before `before`, newest first, with parsed bodies. */
    about(
      subject: string,
      before: number,
      limit: number,
    ): { seq: number; at: string; actor: string; kind: string; body: LedgerBody }[] {
      return ofSubject
        .all({ subject, before, limit })
        .map(({ seq, at, actor, kind, body }) => ({ seq, at, actor, kind, body: JSON.parse(body) as LedgerBody }));
    },
    /**
     * The newest entries about one subject with inclusion proofs against the present head. The body of an
     * entry that `withhold` names stays out; its hash still proves that the entry is there.
     */
    proofs(subject: string, limit: number, withhold: (body: LedgerBody) => boolean): LedgerProof[] {
      const { proof } = tree();
      return ofSubject
        .all({ subject, before: Number.MAX_SAFE_INTEGER, limit })
        .map(({ prev, hash, body, ...entry }) => ({
          entry: {
            ...entry,
            body: withhold(JSON.parse(body) as LedgerBody) ? null : body,
            prev: hex(prev),
            hash: hex(hash),
          },
          proof: proof(entry.seq - 1).map(hex),
        }));
    },
    /**
     * Recomputes every hash; `brokenAt` is the first entry that does not fit, `onProgress` is called after each
     * thousand. Fails with `cancelled`: a check that was broken off says nothing.
     */
    async verify(
      onProgress: (done: number, total: number) => void,
      aborted: () => boolean,
    ): Promise<{ size: number; root: string; ok: boolean; brokenAt: number | null }> {
      const entries = all.all();
      let prev: Uint8Array = noHash;
      let expected = 1;
      let brokenAt: number | null = null;
      for (const entry of entries) {
        const fits =
          entry.seq === expected &&
          Buffer.from(entry.prev).equals(prev) &&
          Buffer.from(
            hashEntry(
              {
                seq: entry.seq,
                at: entry.at,
                actor: entry.actor,
                kind: entry.kind,
                subject: entry.subject,
                body: entry.body,
              },
              prev,
            ),
          ).equals(entry.hash);
        if (!fits) {
          brokenAt = entry.seq;
          break;
        }
        prev = entry.hash;
        expected += 1;
        if (expected % 1_000 === 0) {
          onProgress(expected, entries.length);
          await new Promise((resolve) => setImmediate(resolve));
          if (aborted()) throw new AppError('cancelled', 'cancelled');
        }
      }
      const { head } = merkleTree(
        entries.map(({ hash }) => hash),
        sha256,
      );
      return { size: entries.at(-1)?.seq ?? 0, root: hex(head), ok: brokenAt === null, brokenAt };
    },
  };
}

export type Ledger = ReturnType<typeof createLedger>;
