import { createHash } from 'node:crypto';
import { dataPack, lawPack } from '../../shared/assessments/policy.ts';
import type { AssessmentState } from '../../shared/assessments/contract.ts';
import type { Edition, TemplateId } from '../../shared/dossiers/contract.ts';
import { attachesEvidence, editionOf, references, type CollectedFacts } from '../../shared/dossiers/edition.ts';
import type { AttachmentFacts, DossierFacts } from '../../shared/dossiers/facts.ts';
import { readiness } from '../../shared/dossiers/readiness.ts';
import type { Evidence } from '../../shared/evidence/contract.ts';
import { translator } from '../../shared/i18n/translate.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import { canonicalJson } from '../../shared/ledger/entry.ts';
import type { Organisation } from '../../shared/organisation/contract.ts';
import type { RegisterEntry } from '../../shared/registers/contract.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import type { System } from '../../shared/systems/contract.ts';
import { systemFields } from '../../shared/systems/fields.ts';
import type { SliceContext } from '../context.ts';
import { localDay } from '../day.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** What a dossier is collected from. */
export interface DossierSources {
  systems: { get(id: string): System };
  registers: { get(id: string): RegisterEntry };
  assessments: {
    state(system: string, pack: string): AssessmentState;
    /** The version of the pack the assessment is pinned to, which the dossier then speaks by. */
    packOf(system: string, pack: string): { pack: Pack };
  };
  evidence: { list(system: string): Evidence[]; bytes(id: string): Uint8Array };
  ledger: Ledger;
  organisation(): Organisation;
}

/** A file that goes into the PDF. */
export interface AttachedFile {
  name: string;
  mime: string;
  description: string;
  bytes: Uint8Array;
  relationship: 'Data' | 'Supplement' | 'Source';
  modifiedAt: Date;
}

/** Ledger entries about the system that go with a dossier. */
const ledgerExtract = 200;

/** SHA-256 in hex. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const internalNames = new Set(
  systemFields.filter(({ sensitivity }) => sensitivity === 'internal').map(({ name }) => name),
);

/** Whether a ledger entry tells of an internal field: what was set, or what a record was made with. */
function tellsInternal(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  return Object.entries(body).some(
    ([key, value]) =>
      internalNames.has(key) ||
      (key === 'field' && typeof value === 'string' && internalNames.has(value)) ||
      tellsInternal(value),
  );
}

/** Suggestions are help for the person who fills in the answers, and may quote internal fields. */
function withoutSuggestions(state: AssessmentState): AssessmentState {
  return { ...state, suggestions: {} };
}

/** What a dossier is asked for. */
export interface DossierChoice {
  system: string;
  template: TemplateId;
  edition: Edition;
  locale: Locale;
  since: string | null;
  attachEvidence: boolean | null;
}

/** Everything known of a system, before `factsOf` takes the edition of the choice from it. */
export function collect(
  context: SliceContext,
  sources: DossierSources,
  choice: Omit<DossierChoice, 'since' | 'attachEvidence'>,
): CollectedFacts {
  const system = sources.systems.get(choice.system);
  const assessed = (pack: string): DossierFacts['law'] => ({
    pack: sources.assessments.packOf(choice.system, pack).pack,
    state: withoutSuggestions(sources.assessments.state(choice.system, pack)),
  });
  const [law, data] = [assessed(lawPack), assessed(dataPack)];
  const organisation = sources.organisation();
  const evidence = sources.evidence.list(choice.system);
  const on = localDay(context.now());
  const { draftReasons, items } = readiness({
    template: choice.template,
    locale: choice.locale,
    on,
    sample: context.sample(),
    organisation,
    system,
    law,
    data,
    evidence,
  });
  return {
    template: choice.template,
    edition: choice.edition,
    locale: choice.locale,
    on,
    sample: context.sample(),
    organisation,
    system,
    entries: Object.fromEntries(
      references(system.fields, system.versions).map((id) => [id, sources.registers.get(id)]),
    ),
    law,
    data,
    evidence,
    ledger: sources.ledger.head(),
    readiness: { draftReasons, items },
  };
}

/**
 * The facts of the edition with their snapshot, which is the hash of them all and of nothing that is withheld. `compare`
 * gives what changed, from those same facts.
 */
export function factsOf(
  collected: CollectedFacts,
  compare: (open: CollectedFacts) => DossierFacts['changes'],
): DossierFacts {
  const open = editionOf(collected, collected.edition);
  const facts = { ...open, changes: compare(open) };
  return { ...facts, snapshot: sha256(canonicalJson(facts)), attachments: [] };
}

/** Two readings of the record give the same mark while nothing a dossier states has changed. */
export function contentMark(facts: CollectedFacts): string {
  const { system, organisation, law, data, evidence, entries } = facts;
  const answers = (state: AssessmentState): unknown => ({
    pack: state.pack,
    answers: Object.entries(state.answers).map(([question, { answer, comment, evidence: proofs }]) => ({
      question,
      answer,
      comment,
      proofs,
    })),
  });
  return sha256(
    canonicalJson({
      organisation,
      fields: system.fields,
      versions: system.versions,
      entries: Object.values(entries).map(({ id, name, fields }) => ({ id, name, fields })),
      law: answers(law.state),
      data: answers(data.state),
      evidence: evidence.map(({ sha256: hash, title }) => ({ hash, title })),
    }),
  );
}

/** The files inside the PDF: machine-readable twin, ledger extract, evidence where it is to be attached, and the manifest over them. */
export function collectFiles(
  context: SliceContext,
  sources: DossierSources,
  facts: DossierFacts,
  attachEvidence: boolean | null,
): AttachedFile[] {
  const t = translator(facts.locale);
  const at = context.now();
  const json = (
    name: string,
    value: unknown,
    description: string,
    relationship: AttachedFile['relationship'],
  ): AttachedFile => ({
    name,
    mime: 'application/json',
    description,
    bytes: Buffer.from(`${JSON.stringify(value, null, 2)}\n`),
    relationship,
    modifiedAt: at,
  });
  const parts = [
    json(
      'dossier.json',
      { format: 'tizilim-dossier', version: 1, dossier: twinOf(facts) },
      t('report.attached.data'),
      'Data',
    ),
    json(
      'ledger.json',
      {
        format: 'tizilim-ledger-extract',
        version: 1,
        head: facts.ledger,
        entries: ledgerEntries(sources, facts),
      },
      t('report.attached.ledger'),
      'Supplement',
    ),
    ...(attachesEvidence(facts.template, facts.edition, attachEvidence) ? evidenceFiles(sources, facts, at) : []),
  ];
  const manifest = {
    format: 'tizilim-manifest',
    version: 1,
    snapshot: facts.snapshot,
    system: facts.system.code,
    organisation: facts.organisation.bin,
    template: facts.template,
    edition: facts.edition,
    locale: facts.locale,
    packs: [facts.law, facts.data].map(({ pack, state }) => ({ ...state.pack, lawTextDate: pack.lawTextDate })),
    ledger: facts.ledger,
    parts: describe(parts),
  };
  return [...parts, json('manifest.json', manifest, t('report.attached.manifest'), 'Supplement')];
}

/** The facts as data; a public twin leaves out which other fields there are. */
function twinOf({ attachments: _attachments, ...facts }: DossierFacts): unknown {
  if (facts.edition !== 'public') return facts;
  const { missing: _missing, completeness: _completeness, ...system } = facts.system;
  return { ...facts, system };
}

/** Entries about the system with their proofs; a public extract tells neither what was written nor by whom. */
function ledgerEntries(sources: DossierSources, { system, edition }: DossierFacts): unknown[] {
  const withhold = { internal: () => false, authority: tellsInternal, public: () => true }[edition];
  const proofs = sources.ledger.proofs(system.id, ledgerExtract, withhold);
  if (edition !== 'public') return proofs;
  return proofs.map(({ entry, proof }) => ({ entry: { ...entry, actor: '', body: null }, proof }));
}

function evidenceFiles(sources: DossierSources, facts: DossierFacts, at: Date): AttachedFile[] {
  const t = translator(facts.locale);
  return facts.evidence.map((item) => ({
    name: `${item.sha256.slice(0, 8)}-${item.fileName}`,
    mime: item.mime,
    description: t('report.attached.evidence', { title: item.title }),
    bytes: sources.evidence.bytes(item.id),
    relationship: 'Source',
    modifiedAt: at,
  }));
}

/** Name, size and hash of each file, as the document and the manifest list them. */
export function describe(files: readonly AttachedFile[]): AttachmentFacts[] {
  return files.map(({ name, description, bytes }) => ({
    name,
    description,
    bytes: bytes.byteLength,
    sha256: sha256(bytes),
  }));
}
