import type { RestoreChoice, RestoreItem, RestoreNotice, RestoreOutcome } from '../../shared/restores/contract.ts';
import type { TwinFacts } from '../../shared/dossiers/twin.ts';
import { canonicalJson } from '../../shared/ledger/entry.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { Evidence } from '../../shared/evidence/contract.ts';
import type { Organisation } from '../../shared/organisation/contract.ts';
import type { RegisterEntry } from '../../shared/registers/contract.ts';
import { registerFields } from '../../shared/registers/fields.ts';
import { readAnswer } from '../../shared/rules/state.ts';
import type { System, Version } from '../../shared/systems/contract.ts';
import type { FieldValues } from '../../shared/systems/field-value.ts';
import { deploymentFields, systemFields } from '../../shared/systems/fields.ts';
import { multilingual, textIn } from '../../shared/systems/policy.ts';
import type { AnswerFacts, AssessmentsService } from '../assessments/service.ts';
import type { EvidenceService } from '../evidence/service.ts';
import type { LoadedPack, PackLibrary } from '../packs/library.ts';
import type { RegistersService } from '../registers/service.ts';
import type { SystemsService } from '../systems/service.ts';
import { ledToEntries, writtenOver } from './fields.ts';
import type { ReadDossier } from './read.ts';
import type { createRestoresStore } from './store.ts';

/** What a plan looks at in the workspace. */
export interface Workspace {
  systems: Pick<SystemsService, 'idOfCode' | 'get'>;
  registers: Pick<RegistersService, 'find' | 'idOfName'>;
  evidence: Pick<EvidenceService, 'ofContent'>;
  assessments: Pick<AssessmentsService, 'stored'>;
  packs: PackLibrary;
  organisation(): Organisation;
  isFree: ReturnType<typeof createRestoresStore>['isFree'];
  sample(): boolean;
  newId(): string;
}

export interface PlannedEntry {
  id: string;
  brought: RegisterEntry;
  /** What the entry holds once it is written. */
  fields: FieldValues;
  outcome: RestoreOutcome;
}

export interface PlannedVersion {
  id: string;
  brought: Version;
  outcome: RestoreOutcome;
  deployments: { id: string; site: string; fields: FieldValues; outcome: RestoreOutcome }[];
}

export interface PlannedAssessment {
  loaded: LoadedPack;
  startedAt: string;
  changedAt: string;
  answers: Record<string, AnswerFacts>;
  outcome: RestoreOutcome;
}

/** Everything a restoring will do, worked out; under the same ledger it is still right. */
export interface PlannedRestore {
  facts: TwinFacts;
  choice: RestoreChoice;
  existing: { system: System; by: 'id' | 'code' } | null;
  /** Null while the user has to say what to do with the system that is here. */
  mode: 'create' | 'overwrite' | null;
  system: string;
  /** Null: the register gives the next one. */
  code: string | null;
  fields: FieldValues;
  systemOutcome: RestoreOutcome;
  organisation: RestoreOutcome;
  entries: PlannedEntry[];
  /** Oldest first. */
  versions: PlannedVersion[];
  currentVersion: string;
  assessments: PlannedAssessment[];
  evidence: { id: string; brought: Evidence; bytes: Uint8Array | null; outcome: RestoreOutcome }[];
  items: RestoreItem[];
  notices: RestoreNotice[];
}

const isSame = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other);

/** Works out what restoring a dossier would do under a choice. */
export function planRestore(
  { facts, attached }: ReadDossier,
  choice: RestoreChoice,
  workspace: Workspace,
  locale: Locale,
): PlannedRestore {
  const { systems, isFree, newId } = workspace;
  const existing = findSystem(facts.system, workspace);
  const mode = !existing ? 'create' : choice.system === null ? null : choice.system === 'new' ? 'create' : 'overwrite';
  const onto = mode === 'overwrite' ? existing?.system : undefined;
  const pick = (table: Parameters<typeof isFree>[0], id: string): string => (isFree(table, id) ? id : newId());

  const entries = planEntries(facts, choice, workspace);
  const entryIds = new Map(entries.map(({ id, brought }) => [brought.id, id]));
  const entryHere = (id: string): string => entryIds.get(id) ?? id;

  const evidence = facts.evidence.map((brought) => {
    const here = workspace.evidence.ofContent(brought.sha256);
    const bytes = here ? null : (attached(brought.sha256) ?? null);
    const outcome: RestoreOutcome = here ? 'same' : bytes ? 'create' : 'missing';
    return { id: here?.id ?? pick('evidence', brought.id), brought, bytes, outcome };
  });
  const proofs = new Map(
    evidence.flatMap(({ id, brought, outcome }) => (outcome === 'missing' ? [] : [[brought.id, id] as const])),
  );

  const brought = ledToEntries(facts.system.fields, systemFields, entryHere);
  const fields = onto ? writtenOver(onto.fields, brought, systemFields, facts.edition) : brought;
  const isSameRecord = onto && isSame(onto.fields, fields) && onto.recordStatus === facts.system.recordStatus;
  const versions = facts.system.versions
    .toReversed()
    .map((version) => planVersion(version, onto, facts, entryHere, (table, id) => pick(table, id)));
  const currentVersion = versions.find((version) => version.brought.current)?.id ?? '';
  const notices: RestoreNotice[] = [];
  const assessments = planAssessments(facts, onto ? currentVersion : null, proofs, workspace, locale, notices);
  const outcomes = { create: 'create', overwrite: isSameRecord ? 'same' : 'change' } as const;
  const code = facts.system.code;

  const planned: Omit<PlannedRestore, 'items'> = {
    facts,
    choice,
    existing,
    mode,
    system: onto?.id ?? pick('systems', facts.system.id),
    code: systems.idOfCode(code) === undefined ? code : null,
    fields,
    systemOutcome: mode === null ? 'keep' : outcomes[mode],
    organisation: isSame(workspace.organisation(), facts.organisation)
      ? 'same'
      : choice.organisation === 'take'
        ? 'change'
        : 'keep',
    entries,
    versions,
    currentVersion,
    assessments,
    evidence,
    notices: [
      ...generalNotices(facts, evidence.filter(({ outcome }) => outcome === 'missing').length, workspace),
      ...notices,
    ],
  };
  return { ...planned, items: itemsOf(planned, locale) };
}

/** The system of the register a dossier is about: by its identifier, otherwise by its code. */
function findSystem({ id, code }: System, { systems, isFree }: Workspace): PlannedRestore['existing'] {
  if (!isFree('systems', id)) return { system: systems.get(id), by: 'id' };
  const same = systems.idOfCode(code);
  return same === undefined ? null : { system: systems.get(same), by: 'code' };
}

function planEntries(facts: TwinFacts, choice: RestoreChoice, workspace: Workspace): PlannedEntry[] {
  const { registers, isFree, newId } = workspace;
  const taken = new Set<string>();
  return Object.values(facts.entries).map((brought) => {
    const own = registers.find(brought.id);
    const byName = registers.idOfName(brought.kind, brought.name);
    const here = own?.kind === brought.kind ? own : byName === undefined ? undefined : registers.find(byName);
    if (!here) {
      const id = isFree('entries', brought.id) ? brought.id : newId();
      return { id, brought, fields: brought.fields, outcome: 'create' };
    }
    // Two entries of the dossier may meet in one of this workspace; it is written once.
    const isFirst = !taken.has(here.id);
    taken.add(here.id);
    const fields = writtenOver(here.fields, brought.fields, registerFields[brought.kind], facts.edition);
    const differs = here.name !== brought.name || !isSame(here.fields, fields);
    const outcome = !differs ? 'same' : choice.registers === 'take' && isFirst ? 'change' : 'keep';
    return { id: here.id, brought, fields, outcome };
  });
}

function planVersion(
  brought: Version,
  onto: System | undefined,
  facts: TwinFacts,
  entryHere: (id: string) => string,
  pick: (table: 'versions' | 'deployments', id: string) => string,
): PlannedVersion {
  const here =
    onto?.versions.find(({ id }) => id === brought.id) ?? onto?.versions.find(({ label }) => label === brought.label);
  const deployments: PlannedVersion['deployments'] = [];
  for (const deployment of brought.deployments) {
    const site = entryHere(deployment.site);
    if (deployments.some((other) => other.site === site)) continue;
    const same = here?.deployments.find((other) => other.site === site);
    const fields = same
      ? writtenOver(same.fields, deployment.fields, deploymentFields, facts.edition)
      : deployment.fields;
    const outcome = !same ? 'create' : isSame(same.fields, fields) ? 'same' : 'change';
    deployments.push({ id: same?.id ?? pick('deployments', deployment.id), site, fields, outcome });
  }
  for (const other of here?.deployments ?? [])
    if (!deployments.some(({ site }) => site === other.site))
      deployments.push({ id: other.id, site: other.site, fields: other.fields, outcome: 'remove' });
  const isAsBefore =
    here && here.label === brought.label && here.date === brought.date && here.current === brought.current;
  return {
    id: here?.id ?? pick('versions', brought.id),
    brought,
    outcome: !here ? 'create' : isAsBefore ? 'same' : 'change',
    deployments,
  };
}

function planAssessments(
  facts: TwinFacts,
  version: string | null,
  proofs: ReadonlyMap<string, string>,
  { assessments, packs }: Workspace,
  locale: Locale,
  notices: RestoreNotice[],
): PlannedAssessment[] {
  return [facts.law, facts.data].flatMap(({ state }) => {
    const here = version === null ? null : assessments.stored(version, state.pack.id);
    if (state.startedAt === null && !here) return [];
    const pinned = installed(packs, state.pack.hash);
    const loaded = pinned?.pack.id === state.pack.id ? pinned : packs.get(state.pack.id);
    const title = loaded.pack.title[locale];
    if (loaded.hash !== state.pack.hash)
      notices.push({
        tone: 'warn',
        code: 'pack-version',
        details: { pack: title, version: state.pack.version, active: loaded.pack.version },
      });
    const questions = new Map(loaded.pack.questions.map((question) => [question.name, question]));
    const left: string[] = [];
    const answers: Record<string, AnswerFacts> = {};
    for (const [name, { answer, comment, evidence, by, at }] of Object.entries(state.answers)) {
      const question = questions.get(name);
      if (!question || readAnswer(question, answer).status === 'missing') left.push(name);
      else {
        const kept = evidence.flatMap(({ id, page }) => {
          const own = proofs.get(id);
          return own === undefined ? [] : [{ id: own, page }];
        });
        answers[name] = { answer, comment, evidence: kept, by, at };
      }
    }
    if (left.length > 0)
      notices.push({
        tone: 'warn',
        code: 'answers-left',
        details: { pack: title, count: String(left.length), questions: left.slice(0, 10).join(', ') },
      });
    const isAsBefore = here?.packHash === loaded.hash && isSame(here.answers, answers);
    return {
      loaded,
      startedAt: state.startedAt ?? state.changedAt ?? '',
      changedAt: state.changedAt ?? state.startedAt ?? '',
      answers,
      outcome: !here ? 'create' : isAsBefore ? 'same' : 'change',
    };
  });
}

function installed(packs: PackLibrary, hash: string): LoadedPack | null {
  try {
    return packs.at(hash);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return null;
    throw error;
  }
}

function generalNotices(facts: TwinFacts, missing: number, workspace: Workspace): RestoreNotice[] {
  const own = workspace.organisation();
  const { organisation } = facts;
  return [
    ...(facts.sample && !workspace.sample() ? [{ tone: 'warn' as const, code: 'sample', details: {} }] : []),
    ...(own.bin !== '' && organisation.bin !== '' && own.bin !== organisation.bin
      ? [{ tone: 'warn' as const, code: 'other-organisation', details: { bin: organisation.bin } }]
      : []),
    ...(facts.system.recordStatus === 'retired' ? [{ tone: 'info' as const, code: 'retired', details: {} }] : []),
    ...(missing > 0 ? [{ tone: 'warn' as const, code: 'evidence-missing', details: { count: String(missing) } }] : []),
  ];
}

function itemsOf(planned: Omit<PlannedRestore, 'items'>, locale: Locale): RestoreItem[] {
  const { facts, mode } = planned;
  const waits = (outcome: RestoreOutcome): RestoreOutcome => (mode === null ? 'keep' : outcome);
  const item = (kind: RestoreItem['kind'], name: string, outcome: RestoreOutcome, answers: number | null = null) => ({
    kind,
    name,
    outcome,
    answers,
  });
  const siteNames = new Map(planned.entries.map(({ id, brought }) => [id, brought.name]));
  const name = multilingual(facts.system.fields, 'name');
  const organisation = facts.organisation.name;
  return [
    item(
      'organisation',
      [organisation[locale], organisation.ru, organisation.kk, organisation.en].find((text) => text !== '') ?? '',
      planned.organisation,
    ),
    item('system', `${facts.system.code} ${name ? textIn(name, locale) : ''}`.trim(), planned.systemOutcome),
    ...planned.entries.map(({ brought, outcome }) => item(brought.kind, brought.name, outcome)),
    ...planned.versions.flatMap(({ brought, outcome, deployments }) => [
      item('version', brought.label, waits(outcome)),
      ...deployments.map((deployment) =>
        item(
          'deployment',
          `${brought.label}: ${siteNames.get(deployment.site) ?? deployment.site}`,
          waits(deployment.outcome),
        ),
      ),
    ]),
    ...planned.assessments.map(({ loaded, answers, outcome }) =>
      item(
        'assessment',
        `${loaded.pack.title[locale]} ${loaded.pack.version}`,
        waits(outcome),
        Object.keys(answers).length,
      ),
    ),
    ...planned.evidence.map(({ brought, outcome }) => item('evidence', brought.title, outcome)),
  ];
}
