import type { AssessmentState } from '../assessments/contract.ts';
import type { Evidence } from '../evidence/contract.ts';
import type { Locale, LocalText } from '../lib/schema.ts';
import type { Organisation } from '../organisation/contract.ts';
import type { RegisterEntry } from '../registers/contract.ts';
import type { Pack } from '../rules/pack.ts';
import type { System } from '../systems/contract.ts';
import type { DegreeState } from '../systems/contract.ts';
import type { FieldValues } from '../systems/field-value.ts';
import type { Edition, ReadinessItem } from './contract.ts';
import type { TemplatePack } from './template.ts';

/** An assessment together with the pack it was made under. */
export interface AssessedPack {
  pack: Pack;
  state: AssessmentState;
}

/** A pack as text of the law, with the hash of its version. */
export interface PackText {
  pack: Pack;
  hash: string;
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
  since: { template: string; title: LocalText; edition: Edition; composedAt: string; sha256: string };
  rows: ChangeFacts[];
}

/** A change of the record or of an answer, newest first in the history. */
export interface HistoryFacts {
  at: string;
  by: string;
  /** A field (`name`) or an answer (`<pack>:<question>`). */
  field: string;
}

/** What documents of a system and of the organisation have in common. */
interface DocumentFacts {
  /** Name of the template and the hash of what it said. */
  template: string;
  templateHash: string;
  /** For whom; the facts hold nothing that the edition withholds. */
  edition: Edition;
  locale: Locale;
  /** Day of composing, YYYY-MM-DD. */
  on: string;
  sample: boolean;
  organisation: Organisation;
  ledger: { size: number; root: string };
  readiness: { draftReasons: string[]; items: ReadinessItem[] };
  /** Hash of the facts, hex: what an approval or a signature binds to. */
  snapshot: string;
  /** Null where nothing is compared. */
  changes: ChangesFacts | null;
  attachments: AttachmentFacts[];
}

/** Everything a dossier of a system is composed from; nothing else may enter the document. */
export interface SystemFacts extends DocumentFacts {
  system: System;
  /** Register entries the record points to, by id. */
  entries: Record<string, RegisterEntry>;
  law: AssessedPack;
  data: AssessedPack;
  /** Further packs the template speaks of. */
  packs: Partial<Record<TemplatePack, AssessedPack>>;
  evidence: Evidence[];
  /** Left out where the template prints none. */
  history?: HistoryFacts[];
}

/** A system as the register of the organisation lists it. */
export interface RegisterLine {
  code: string;
  /** The fields that are printed, by name. */
  fields: FieldValues;
  degree: DegreeState;
  /** Name of the owner of the system; empty where nobody is named. */
  owner: string;
}

/** Everything a document of the organisation is composed from. */
export interface OrganisationFacts extends DocumentFacts {
  /** The working register, by code. */
  register: RegisterLine[];
  /** The active versions of the packs the template cites. */
  packs: Partial<Record<TemplatePack, PackText>>;
}

export type DossierFacts = SystemFacts | OrganisationFacts;

/** Whether the document is of one system. */
export function isOfSystem<Facts extends object>(facts: Facts): facts is Extract<Facts, { system: System }> {
  return 'system' in facts;
}

/** The assessment under a pack, where the document is of a system and speaks of the pack. */
export function assessedPack(facts: DossierFacts, name: TemplatePack): AssessedPack | undefined {
  if (!isOfSystem(facts)) return undefined;
  if (name === 'kz-ai-law') return facts.law;
  return name === 'kz-personal-data' ? facts.data : facts.packs[name];
}

/** The text of a pack the document speaks of. */
export function packText(facts: DossierFacts, name: TemplatePack): PackText | undefined {
  if (!isOfSystem(facts)) return facts.packs[name];
  const assessed = assessedPack(facts, name);
  return assessed && { pack: assessed.pack, hash: assessed.state.pack.hash };
}
