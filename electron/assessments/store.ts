import type { Database } from 'better-sqlite3';
import type { StoredAnswer } from '../../shared/assessments/contract.ts';
import type { Answer } from '../../shared/rules/answer.ts';
import type { Truth } from '../../shared/rules/result.ts';
import type { Role } from '../../shared/rules/pack.ts';

/** A duty as it stood when answers were last stored. */
export interface StoredDuty {
  obligation: string;
  applies: Truth;
  met: Truth | null;
  bound: Role[];
  /** Day its deadline runs from; not kept by the first release. */
  start?: string | null;
}

export interface AssessmentFacts {
  id: string;
  systemId: string;
  versionId: string;
  packId: string;
  packVersion: string;
  packHash: string;
  startedAt: string;
  changedAt: string;
  answered: number;
  total: number;
  status: 'undetermined' | 'provisional' | 'final';
  /** Degree on the main scale of the pack, null where nothing was concluded. */
  concluded: string | null;
  duties: StoredDuty[];
}

/** Assessments pinned to one version of a pack. */
export interface PinCount {
  pack: string;
  version: string;
  hash: string;
  count: number;
}

interface Row extends Omit<AssessmentFacts, 'duties'> {
  duties: string;
}
interface AnswerRow {
  question: string;
  answer: string;
  comment: string;
  evidence: string;
  answered_by: string;
  answered_at: string;
}

/** An answer with its comment, evidence and author. */
export type AnswerFacts = Omit<StoredAnswer, 'fromRecord'>;

const columns = `assessments.id, system_id as systemId, version_id as versionId, pack_id as packId, pack_version as packVersion,
  pack_hash as packHash, started_at as startedAt, assessments.changed_at as changedAt, answered, total,
  assessments.status, concluded, duties`;

/** All SQL of the assessments. */
export function createAssessmentsStore(db: Database) {
  const find = db.prepare<{ version: string; pack: string }, Row>(
    `select ${columns} from assessments where version_id = :version and pack_id = :pack`,
  );
  const current = db.prepare<{ pack: string | null; system: string | null }, Row>(
    `select ${columns} from assessments
     join versions on versions.id = assessments.version_id and versions.current = 1
     join systems on systems.id = assessments.system_id
     where (:pack is null or pack_id = :pack)
       and case when :system is null then record_status <> 'retired' else systems.id = :system end
     order by code_sort, pack_id`,
  );
  const previous = db.prepare<{ system: string; version: string; pack: string }, Row>(
    `select ${columns} from assessments where system_id = :system and pack_id = :pack and version_id <> :version order by changed_at desc limit 1`,
  );
  const ids = db.prepare<{ pack: string }, { id: string; systemId: string }>(
    `select assessments.id, system_id as systemId from assessments
     join versions on versions.id = assessments.version_id and versions.current = 1
     join systems on systems.id = assessments.system_id
     where pack_id = :pack and record_status <> 'retired' order by code_sort`,
  );
  const byId = db.prepare<{ id: string }, Row>(`select ${columns} from assessments where id = :id`);
  const pins = db.prepare<[], PinCount>(
    `select pack_id as pack, pack_version as version, pack_hash as hash, count(*) as count from assessments
     join versions on versions.id = assessments.version_id and versions.current = 1
     join systems on systems.id = assessments.system_id
     where record_status <> 'retired' group by pack_id, pack_hash order by pack_id, max(assessments.changed_at) desc`,
  );
  const upsert = db.prepare(
    `insert into assessments (id, system_id, version_id, pack_id, pack_version, pack_hash, started_at, changed_at, answered, total, status, concluded, duties)
     values (:id, :systemId, :versionId, :packId, :packVersion, :packHash, :startedAt, :changedAt, :answered, :total, :status, :concluded, :duties)
     on conflict (id) do update set pack_version = :packVersion, pack_hash = :packHash, changed_at = :changedAt, answered = :answered,
       total = :total, status = :status, concluded = :concluded, duties = :duties`,
  );
  const answers = db.prepare<{ assessment: string }, AnswerRow>(
    'select * from answers where assessment_id = :assessment order by question',
  );
  const putAnswer = db.prepare(
    `insert into answers (assessment_id, question, answer, comment, evidence, answered_by, answered_at)
     values (:assessment, :question, :answer, :comment, :evidence, :by, :at)
     on conflict (assessment_id, question) do update set answer = :answer, comment = :comment, evidence = :evidence, answered_by = :by, answered_at = :at`,
  );
  const dropAnswer = db.prepare('delete from answers where assessment_id = :assessment and question = :question');

  const toFacts = (row: Row): AssessmentFacts => ({ ...row, duties: JSON.parse(row.duties) as StoredDuty[] });
  return {
    find(version: string, pack: string): AssessmentFacts | null {
      const row = find.get({ version, pack });
      return row ? toFacts(row) : null;
    },
    /** Assessments of the current versions, of one system or of every system in the working register. */
    current: (filter: { pack: string | null; system: string | null }): AssessmentFacts[] =>
      current.all(filter).map(toFacts),
    /** The assessments under a pack in the working register, in the order of codes, without reading them. */
    ids: (pack: string): { id: string; systemId: string }[] => ids.all({ pack }),
    byId(id: string): AssessmentFacts | null {
      const row = byId.get({ id });
      return row ? toFacts(row) : null;
    },
    /** How many assessments of the working register are pinned to which version. */
    pins: (): PinCount[] => pins.all(),
    /** The newest assessment of another version of the system. */
    previous(system: string, version: string, pack: string): AssessmentFacts | null {
      const row = previous.get({ system, version, pack });
      return row ? toFacts(row) : null;
    },
    save: (facts: AssessmentFacts) => upsert.run({ ...facts, duties: JSON.stringify(facts.duties) }),
    answers(assessment: string): Record<string, AnswerFacts> {
      return Object.fromEntries(
        answers.all({ assessment }).map((row) => [
          row.question,
          {
            answer: JSON.parse(row.answer) as Answer,
            comment: row.comment,
            evidence: JSON.parse(row.evidence) as AnswerFacts['evidence'],
            by: row.answered_by,
            at: row.answered_at,
          },
        ]),
      );
    },
    putAnswer: (assessment: string, question: string, facts: AnswerFacts) =>
      putAnswer.run({
        assessment,
        question,
        answer: JSON.stringify(facts.answer),
        comment: facts.comment,
        evidence: JSON.stringify(facts.evidence),
        by: facts.by,
        at: facts.at,
      }),
    dropAnswer: (assessment: string, question: string) => dropAnswer.run({ assessment, question }),
  };
}
export type AssessmentsStore = ReturnType<typeof createAssessmentsStore>;
