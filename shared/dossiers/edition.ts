import type { AssessmentState, StoredAnswer } from '../assessments/contract.ts';
import type { Trace } from '../rules/result.ts';
import { registerFields } from '../registers/fields.ts';
import type { FieldDefinition, FieldValue, FieldValues } from '../systems/field-value.ts';
import { deploymentFields, systemField, systemFields } from '../systems/fields.ts';
import { isVisible } from '../systems/policy.ts';
import type { Edition } from './contract.ts';
import type { AssessedPack, OrganisationFacts, SystemFacts } from './facts.ts';
import type { Template } from './template.ts';

/** Editions from the narrowest to the widest. */
const width: readonly Edition[] = ['public', 'authority', 'internal'];

/** What has been collected, before an edition is taken from it. */
export type CollectedFacts = Omit<SystemFacts, 'snapshot' | 'attachments' | 'changes'>;
/** The same for a document of the organisation. */
export type CollectedRegister = Omit<OrganisationFacts, 'snapshot' | 'attachments' | 'changes'>;

/** Whether one edition holds at least what the other holds. */
export function holds(wider: Edition, narrower: Edition): boolean {
  return width.indexOf(wider) >= width.indexOf(narrower);
}

/** Whether a field of this sensitivity stands in an edition. */
export function inEdition(sensitivity: FieldDefinition['sensitivity'], edition: Edition): boolean {
  return holds(edition, sensitivity);
}

/** Whether the evidence files go into the PDF: as asked for, otherwise as the template says, and never in public. */
export function attachesEvidence(
  template: Pick<Template, 'scope' | 'evidence'>,
  edition: Edition,
  asked: boolean | null,
): boolean {
  return edition !== 'public' && template.scope === 'system' && (asked ?? template.evidence);
}

/**
 * The part of the facts that belongs to an edition: everything that is printed, attached or hashed comes from here, so
 * that nothing withheld can be found or guessed in the file. Fields go by their sensitivity; values hidden by their
 * condition are in no edition. What has no sensitivity of its own (answers that answer no field, reasons, findings,
 * evidence, register entries, sites, people, the address of the organisation) is not public.
 */
export function editionOf<Facts extends CollectedFacts>(facts: Facts, edition: Edition): Facts {
  const fields = openFields(facts.system.fields, systemFields, edition);
  const system = {
    ...facts.system,
    fields,
    versions: facts.system.versions.map((version) => ({
      ...version,
      deployments:
        edition === 'public'
          ? []
          : version.deployments.map((deployment) => ({
              ...deployment,
              fields: openFields(deployment.fields, deploymentFields, edition),
            })),
    })),
  };
  if (edition === 'public') return { ...facts, edition, ...publicPart(facts, fields), system };
  const used = references(fields, system.versions);
  return {
    ...facts,
    edition,
    system,
    entries: Object.fromEntries(
      used.flatMap((id) => {
        const entry = facts.entries[id];
        return entry ? [[id, { ...entry, fields: openFields(entry.fields, registerFields[entry.kind], edition) }]] : [];
      }),
    ),
  };
}

/** The same for a document of the organisation: the fields of each system by their sensitivity, the owner by that of its field. */
export function registerEditionOf(facts: CollectedRegister, edition: Edition): CollectedRegister {
  const ownerIsOpen = inEdition(systemField('ownerPerson')?.sensitivity ?? 'internal', edition);
  const register = facts.register.map((line) => ({
    ...line,
    fields: openFields(line.fields, systemFields, edition),
    owner: ownerIsOpen ? line.owner : '',
  }));
  if (edition !== 'public') return { ...facts, edition, register };
  const { organisation, readiness } = facts;
  return {
    ...facts,
    edition,
    register,
    organisation: { ...organisation, address: '', contact: '', ownership: null, size: null },
    readiness: { draftReasons: readiness.draftReasons, items: [] },
  };
}

/** Register entries that the fields and the deployments point to. */
export function references(fields: FieldValues, versions: CollectedFacts['system']['versions']): string[] {
  const fromRecord = systemFields
    .filter(({ register }) => register !== undefined)
    .flatMap(({ name }) => {
      const value = fields[name];
      if (!value || !('value' in value)) return [];
      if (typeof value.value === 'string') return [value.value];
      return Array.isArray(value.value) ? value.value : [];
    });
  const fromSites = versions.flatMap((version) => version.deployments.map(({ site }) => site));
  return [...new Set([...fromRecord, ...fromSites])];
}

function openFields(fields: FieldValues, definitions: readonly FieldDefinition[], edition: Edition): FieldValues {
  const open = new Set(
    definitions
      .filter((field) => inEdition(field.sensitivity, edition) && isVisible(field, fields))
      .map(({ name }) => name),
  );
  return Object.fromEntries(Object.entries(fields).filter(([name]) => open.has(name)));
}

function publicPart(facts: CollectedFacts, fields: FieldValues) {
  const { organisation, readiness, law, data } = facts;
  return {
    organisation: { ...organisation, address: '', contact: '', ownership: null, size: null },
    entries: {},
    evidence: [],
    law: { ...law, state: publicState(law, fields) },
    data: { ...data, state: publicState(data, fields) },
    packs: Object.fromEntries(
      Object.entries(facts.packs).map(([name, assessed]) => [
        name,
        { ...assessed, state: publicState(assessed, fields) },
      ]),
    ),
    ...(facts.history ? { history: [] } : {}),
    readiness: { draftReasons: readiness.draftReasons, items: [] },
  };
}

/** Questions whose answer was taken over from a public field of the record and still equals it. */
function publicQuestions({ pack, state }: AssessedPack, fields: FieldValues): Set<string> {
  return new Set(
    pack.questions
      .filter(
        ({ name, prefill }) =>
          prefill !== undefined &&
          systemField(prefill)?.sensitivity === 'public' &&
          repeats(state.answers[name], fields[prefill]),
      )
      .map(({ name }) => name),
  );
}

/** `fromRecord` looks at one language of a text, that of the interface; here any language counts. */
function repeats(stored: StoredAnswer | undefined, field: FieldValue | undefined): boolean {
  if (!stored || !field) return false;
  const content = 'value' in field ? field.value : null;
  if (content === null || typeof content !== 'object' || Array.isArray(content)) return stored.fromRecord;
  const { answer } = stored;
  return 'value' in answer && [content.kk, content.ru, content.en].some((text) => text === answer.value);
}

/** Conclusions and duties stay, with the rules they rest on; the reasons quote answers and go. */
function publicState(assessed: AssessedPack, fields: FieldValues): AssessmentState {
  const { pack, state } = assessed;
  const open = publicQuestions(assessed, fields);
  const { evaluation } = state;
  const bare = (trace: Trace, sentence = { kk: '', ru: '', en: '' }): Trace => ({ ...trace, sentence, items: [] });
  return {
    ...state,
    answers: Object.fromEntries(
      Object.entries(state.answers)
        .filter(([question]) => open.has(question))
        .map(([question, stored]) => [question, { ...stored, comment: '', evidence: [], by: '' }]),
    ),
    suggestions: {},
    evaluation: {
      ...evaluation,
      conclusions: evaluation.conclusions.map((conclusion) => ({ ...conclusion, openRules: [], settle: [] })),
      scores: [],
      findings: [],
      obligations: evaluation.obligations.map((result) => ({
        ...result,
        met: null,
        start: null,
        trace: bare(result.trace),
      })),
      documents: [],
      channels: [],
      traces: Object.fromEntries(
        Object.entries(evaluation.traces)
          .filter(([, { truth }]) => truth === 'true')
          .map(([name, trace]) => [name, bare(trace, pack.rules.find((rule) => rule.name === name)?.text)]),
      ),
      visible: evaluation.visible.filter((question) => open.has(question)),
      missing: [],
      unknown: [],
      progress: [],
    },
  };
}
