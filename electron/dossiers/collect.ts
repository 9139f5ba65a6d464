import { createHash } from 'node:crypto';
import { dataPack, lawPack } from '../../shared/assessments/policy.ts';
import type { AssessmentState } from '../../shared/assessments/contract.ts';
import type { Edition } from '../../shared/dossiers/contract.ts';
import {
  attachesEvidence,
  editionOf,
  references,
  registerEditionOf,
  type CollectedFacts,
  type CollectedRegister,
} from '../../shared/dossiers/edition.ts';
import {
  isOfSystem,
  packText,
  type AssessedPack,
  type AttachmentFacts,
  type DossierFacts,
  type HistoryFacts,
  type OrganisationFacts,
  type PackText,
  type SystemFacts,
} from '../../shared/dossiers/facts.ts';
import { readiness } from '../../shared/dossiers/readiness.ts';
import { registerExtract } from '../../shared/dossiers/register-sections.ts';
import { TemplatePack, type Template } from '../../shared/dossiers/template.ts';
import type { Evidence } from '../../shared/evidence/contract.ts';
import { translator } from '../../shared/i18n/translate.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import { canonicalJson } from '../../shared/ledger/entry.ts';
import type { Organisation } from '../../shared/organisation/contract.ts';
import type { RegisterEntry } from '../../shared/registers/contract.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import type { DegreeState, System } from '../../shared/systems/contract.ts';
import type { FieldValues } from '../../shared/systems/field-value.ts';
import { systemFields } from '../../shared/systems/fields.ts';
import type { SliceContext } from '../context.ts';
import { localDay } from '../day.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** What a dossier is collected from. */
export interface DossierSources {
  systems: {
    get(id: string): System;
    registered(): { code: string; fields: FieldValues; degree: DegreeState; owner: string | null }[];
  };
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
  /** Null for a document of the organisation. */
  system: string | null;
  template: string;
  edition: Edition;
  locale: Locale;
  since: string | null;
  attachEvidence: boolean | null;
}

/** As much of a template as decides what is collected for it. */
export type CollectedTemplate = Pick<Template, 'id' | 'packs' | 'needs' | 'sections'>;

/** What is collected, and for whom. */
export interface CollectRequest {
  template: CollectedTemplate;
  templateHash: string;
  edition: Edition;
  locale: Locale;
}

/** Packs of a template beside the two that every dossier of a system rests on. */
export function furtherPacks({ packs }: Pick<Template, 'packs'>): TemplatePack[] {
  return packs.filter((name) => name !== lawPack && name !== dataPack);
}

function common(context: SliceContext, sources: DossierSources, request: CollectRequest) {
  const { template, templateHash, edition, locale } = request;
  return {
    template: template.id,
    templateHash,
    edition,
    locale,
    on: localDay(context.now()),
    sample: context.sample(),
    organisation: sources.organisation(),
    ledger: sources.ledger.head(),
  };
}

/** Everything known of a system, before `factsOf` takes the edition of the choice from it. */
export function collect(
  context: SliceContext,
  sources: DossierSources,
  id: string,
  request: CollectRequest,
): CollectedFacts {
  const { template, locale } = request;
  const system = sources.systems.get(id);
  const assessed = (pack: string): AssessedPack => ({
    pack: sources.assessments.packOf(id, pack).pack,
    state: withoutSuggestions(sources.assessments.state(id, pack)),
  });
  const [law, data] = [assessed(lawPack), assessed(dataPack)];
  const packs: CollectedFacts['packs'] = Object.fromEntries(
    furtherPacks(template).map((name) => [name, assessed(name)]),
  );
  const evidence = sources.evidence.list(id);
  const facts = common(context, sources, request);
  const of = (name: TemplatePack): AssessedPack | undefined =>
    name === lawPack ? law : name === dataPack ? data : packs[name];
  const { draftReasons, items } = readiness({
    template,
    locale,
    on: facts.on,
    sample: facts.sample,
    organisation: facts.organisation,
    system: { system, assessed: of, evidence },
  });
  return {
    ...facts,
    system,
    entries: Object.fromEntries(
      references(system.fields, system.versions).map((entry) => [entry, sources.registers.get(entry)]),
    ),
    law,
    data,
    packs,
    evidence,
    ...(printsHistory(template) ? { history: historyOf(sources, id, request.edition) } : {}),
    readiness: { draftReasons, items },
  };
}

/** Everything a document of the organisation may say. */
export function collectRegister(
  context: SliceContext,
  sources: DossierSources,
  request: CollectRequest,
): CollectedRegister {
  const { template, locale } = request;
  const facts = common(context, sources, request);
  const { draftReasons, items } = readiness({
    template,
    locale,
    on: facts.on,
    sample: facts.sample,
    organisation: facts.organisation,
    system: null,
  });
  return {
    ...facts,
    register: sources.systems.registered().map(({ code, fields, degree, owner }) => ({
      code,
      fields: Object.fromEntries(
        registerExtract.flatMap((name) => (fields[name] && name !== 'ownerPerson' ? [[name, fields[name]]] : [])),
      ),
      degree,
      owner: owner ?? '',
    })),
    packs: Object.fromEntries(
      template.packs.map((name) => {
        const { pack, hash } = context.packs.get(name);
        return [name, { pack, hash }];
      }),
    ),
    readiness: { draftReasons, items },
  };
}

const printsHistory = ({ sections }: Pick<Template, 'sections'>): boolean =>
  sections.some(({ parts }) => parts.some((part) => part.kind === 'content' && part.content === 'history'));

/** Changes of fields and answers a history prints, newest first; those of internal fields only in the internal edition. */
const historyLength = 60;

function historyOf(sources: DossierSources, system: string, edition: Edition): HistoryFacts[] {
  return sources.ledger
    .about(system, Number.MAX_SAFE_INTEGER, ledgerExtract)
    .flatMap(({ at, actor, body }) =>
      typeof body['field'] === 'string' && (edition === 'internal' || !tellsInternal(body))
        ? [{ at, by: actor, field: body['field'] }]
        : [],
    )
    .slice(0, historyLength);
}

/**
 * The facts of the edition with their snapshot, which is the hash of them all and of nothing that is withheld. `compare`
 * gives what changed, from those same facts.
 */
export function factsOf(
  collected: CollectedFacts,
  compare: (open: CollectedFacts) => DossierFacts['changes'],
): SystemFacts {
  const open = editionOf(collected, collected.edition);
  const facts = { ...open, changes: compare(open) };
  return { ...facts, snapshot: sha256(canonicalJson(facts)), attachments: [] };
}

/** The same for a document of the organisation. */
export function registerFactsOf(collected: CollectedRegister): OrganisationFacts {
  const facts = { ...registerEditionOf(collected, collected.edition), changes: null };
  return { ...facts, snapshot: sha256(canonicalJson(facts)), attachments: [] };
}

/** Two readings of the register give the same mark while nothing a document of the organisation states has changed. */
export function registerMark({ organisation, register }: CollectedRegister): string {
  return sha256(canonicalJson({ organisation, register }));
}

/** Two readings of the record give the same mark while nothing a dossier states has changed. */
export function contentMark(facts: CollectedFacts): string {
  const { system, organisation, law, data, packs, evidence, entries } = facts;
  const answers = (state: AssessmentState): unknown => ({
    pack: state.pack,
    answers: Object.entries(state.answers).map(([question, { answer, comment, evidence: proofs }]) => ({
      question,
      answer,
      comment,
      proofs,
    })),
  });
  const further = Object.entries(packs).map(([name, { state }]): [string, unknown] => [name, answers(state)]);
  return sha256(
    canonicalJson({
      organisation,
      fields: system.fields,
      versions: system.versions,
      entries: Object.values(entries).map(({ id, name, fields }) => ({ id, name, fields })),
      law: answers(law.state),
      data: answers(data.state),
      // Dossiers that rest on the two usual packs keep the mark they were stored with.
      ...(further.length === 0 ? {} : { packs: Object.fromEntries<unknown>(further) }),
      evidence: evidence.map(({ sha256: hash, title }) => ({ hash, title })),
    }),
  );
}

/** The files inside the PDF: machine-readable twin, ledger extract, evidence where it is to be attached, and the manifest over them. */
export function collectFiles(
  context: SliceContext,
  sources: DossierSources,
  template: Template,
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
    ...(isOfSystem(facts)
      ? [
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
          ...(attachesEvidence(template, facts.edition, attachEvidence) ? evidenceFiles(sources, facts, at) : []),
        ]
      : []),
  ];
  const manifest = {
    format: 'tizilim-manifest',
    version: 1,
    snapshot: facts.snapshot,
    ...(isOfSystem(facts) ? { system: facts.system.code } : {}),
    organisation: facts.organisation.bin,
    template: facts.template,
    templateHash: facts.templateHash,
    edition: facts.edition,
    locale: facts.locale,
    packs: packsOf(facts).map(({ pack, hash }) => ({
      id: pack.id,
      version: pack.version,
      hash,
      lawTextDate: pack.lawTextDate,
    })),
    ledger: facts.ledger,
    parts: describe(parts),
  };
  return [...parts, json('manifest.json', manifest, t('report.attached.manifest'), 'Supplement')];
}

/** The packs a document rests on, as text of the law. */
function packsOf(facts: DossierFacts): PackText[] {
  return TemplatePack.options.flatMap((name) => packText(facts, name) ?? []);
}

/** The facts as data; a public twin leaves out which other fields there are. */
function twinOf(whole: DossierFacts): unknown {
  const { attachments: _attachments, ...facts } = whole;
  if (whole.edition !== 'public' || !('system' in whole)) return facts;
  const { missing: _missing, completeness: _completeness, ...system } = whole.system;
  return { ...facts, system };
}

/** Entries about the system with their proofs; a public extract tells neither what was written nor by whom. */
function ledgerEntries(sources: DossierSources, { system, edition }: SystemFacts): unknown[] {
  const withhold = { internal: () => false, authority: tellsInternal, public: () => true }[edition];
  const proofs = sources.ledger.proofs(system.id, ledgerExtract, withhold);
  if (edition !== 'public') return proofs;
  return proofs.map(({ entry, proof }) => ({ entry: { ...entry, actor: '', body: null }, proof }));
}

function evidenceFiles(sources: DossierSources, facts: SystemFacts, at: Date): AttachedFile[] {
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
