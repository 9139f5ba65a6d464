import type { AssessmentState } from '../assessments/contract.ts';
import type { Evidence } from '../evidence/contract.ts';
import type { Locale } from '../lib/schema.ts';
import type { Organisation } from '../organisation/contract.ts';
import type { RegisterEntry } from '../registers/contract.ts';
import type { Pack } from '../rules/pack.ts';
import type { System } from '../systems/contract.ts';
import type { Edition, ReadinessItem, TemplateId } from './contract.ts';

/** An assessment together with the pack it was made under. */
export interface AssessedPack {
  pack: Pack;
  state: AssessmentState;
}

/** A part of the dossier file beside the pages. */
export interface AttachmentFacts {
  name: string;
  description: string;
  bytes: number;
  sha256: string;
}

/** One thing that differs from an earlier dossier, in words; empty where there was or is nothing. */
export interface ChangeFacts {
  kind: 'field' | 'version' | 'degree' | 'answer' | 'duty' | 'evidence';
  subject: string;
  before: string;
  after: string;
  /** Who changed it last and when; null where nobody did directly, or where the edition withholds it. */
  by: string | null;
  at: string | null;
}

/** What changed since an earlier dossier, which is named by the hash of its file as composed. */
export interface ChangesFacts {
  since: { template: TemplateId; edition: Edition; composedAt: string; sha256: string };
  rows: ChangeFacts[];
}

/** Everything a dossier is composed from; nothing else may enter the document. */
export interface DossierFacts {
  template: TemplateId;
  /** For whom; the facts hold nothing that the edition withholds. */
  edition: Edition;
  locale: Locale;
  /** Day of composing, YYYY-MM-DD. */
  on: string;
  sample: boolean;
  organisation: Organisation;
  system: System;
  /** Register entries the record points to, by id. */
  entries: Record<string, RegisterEntry>;
  law: AssessedPack;
  data: AssessedPack;
  evidence: Evidence[];
  ledger: { size: number; root: string };
  readiness: { draftReasons: string[]; items: ReadinessItem[] };
  /** Hash of the facts, hex: what an approval or a signature binds to. */
  snapshot: string;
  /** Null where nothing is compared. */
  changes: ChangesFacts | null;
  attachments: AttachmentFacts[];
}
