import type { Database } from 'better-sqlite3';
import type { Evidence } from '../../shared/evidence/contract.ts';

const columns = `id, title, file_name as fileName, mime, bytes, sha256, effective_on as effectiveOn, expires_on as expiresOn, received_at as receivedAt`;

/** All SQL about evidence, prepared at once. */
export function createEvidenceStore(db: Database) {
  const list = db.prepare<{ system: string; search: string }, Evidence>(`
    select ${columns} from evidence
    where (:search = '' or instr(search_text, :search) > 0)
      and (:system = '' or id in (
        select json_extract(link.value, '$.id') from assessments
        join answers on answers.assessment_id = assessments.id, json_each(answers.evidence) as link
        where assessments.system_id = :system))
    order by received_at desc, title`);
  const byId = db.prepare<{ id: string }, Evidence>(`select ${columns} from evidence where id = :id`);
  const bySha256 = db.prepare<{ sha256: string }, Evidence>(`select ${columns} from evidence where sha256 = :sha256`);
  const insertBlob = db.prepare('insert into blobs (sha256, bytes) values (:sha256, :bytes)');
  const insert = db.prepare(`
    insert into evidence (id, sha256, title, file_name, mime, bytes, effective_on, expires_on, received_at, search_text)
    values (:id, :sha256, :title, :fileName, :mime, :bytes, :effectiveOn, :expiresOn, :receivedAt, :searchText)`);
  const bytes = db.prepare<{ sha256: string }, { bytes: Uint8Array }>('select bytes from blobs where sha256 = :sha256');

  return {
    list: (system: string, search: string) => list.all({ system, search }),
    find: (id: string) => byId.get({ id }),
    ofContent: (sha256: string) => bySha256.get({ sha256 }),
    insert(facts: Evidence, content: Uint8Array, searchText: string): void {
      insertBlob.run({ sha256: facts.sha256, bytes: content });
      insert.run({ ...facts, searchText });
    },
    bytes: (sha256: string) => bytes.get({ sha256 })?.bytes,
  };
}
