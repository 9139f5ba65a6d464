import { createHash } from 'node:crypto';
import type { Evidence, evidence } from '../../shared/evidence/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import { fold } from '../../shared/lib/fold.ts';
import type { SliceHandlers } from '../../shared/lib/contract.ts';
import type { SliceContext } from '../context.ts';
import { createEvidenceStore } from './store.ts';

const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Documents kept once by their content. */
export function createEvidenceService(context: SliceContext) {
  const store = createEvidenceStore(context.db);

  function get(id: string): Evidence {
    const found = store.find(id);
    if (!found) throw new AppError('not-found', `no evidence ${id}`, { reason: 'no-evidence' });
    return found;
  }

  /** The document with its bytes, checked against its hash. Fails with reason `evidence-damaged` where they differ. */
  function read(id: string): { evidence: Evidence; bytes: Uint8Array } {
    const found = get(id);
    const bytes = store.bytes(found.sha256);
    if (!bytes || sha256Hex(bytes) !== found.sha256) {
      throw new AppError('corrupt', `evidence ${id} differs from its hash`, {
        reason: 'evidence-damaged',
        details: { name: found.fileName },
      });
    }
    return { evidence: found, bytes };
  }

  const handlers: SliceHandlers<typeof evidence> = {
    list: ({ system, search }) => store.list(system ?? '', fold(search.trim())),
    add: ({ file, title, effectiveOn, expiresOn }) => {
      const { bytes, name, mime } = context.files.take(file);
      if (bytes.byteLength === 0)
        throw new AppError('invalid', `${name} is empty`, { reason: 'file-empty', details: { name } });
      if (effectiveOn !== null && expiresOn !== null && expiresOn < effectiveOn) {
        throw new AppError('invalid', `${expiresOn} is before ${effectiveOn}`, {
          reason: 'dates-out-of-order',
          details: { effectiveOn, expiresOn },
        });
      }
      const sha256 = sha256Hex(bytes);
      const existing = store.ofContent(sha256);
      if (existing) {
        context.ledger.append({
          kind: 'evidence.again',
          subject: existing.id,
          body: { fileName: name, title, sha256 },
        });
        return existing;
      }
      const facts: Evidence = {
        id: context.newId(),
        title,
        fileName: name,
        mime,
        bytes: bytes.byteLength,
        sha256,
        effectiveOn,
        expiresOn,
        receivedAt: context.now().toISOString(),
      };
      store.insert(facts, bytes, fold(`${title}\n${name}`));
      context.ledger.append({ kind: 'evidence.add', subject: facts.id, body: { ...facts } });
      return facts;
    },
    download: async ({ id }) => {
      const { evidence: found, bytes } = read(id);
      return Promise.resolve(context.files.put(found.fileName, bytes, found.mime));
    },
  };

  /** Takes a document in with the facts it was kept with elsewhere; its bytes have to have that hash. */
  function restore(facts: Evidence, bytes: Uint8Array): void {
    store.insert(facts, bytes, fold(`${facts.title}\n${facts.fileName}`));
    context.ledger.append({ kind: 'evidence.add', subject: facts.id, body: { ...facts } });
    context.changed('evidence');
  }

  return {
    handlers,
    get,
    read,
    restore,
    /** The document with these bytes. */
    ofContent: (sha256: string): Evidence | undefined => store.ofContent(sha256),
  };
}
export type EvidenceService = ReturnType<typeof createEvidenceService>;
