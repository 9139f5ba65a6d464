import type { AssessmentState, DutyRow, Suggestion, assessments } from '../../shared/assessments/contract.ts';
import {
  assessmentStatus,
  conclusionOf,
  isForeign,
  lawPack,
  mainScale,
  registerState,
} from '../../shared/assessments/policy.ts';
import { dueDay, type WorkingCalendar } from '../../shared/calendar/calendar.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { SliceHandlers } from '../../shared/lib/contract.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import type { Answer, Answers } from '../../shared/rules/answer.ts';
import { citeAll } from '../../shared/rules/cite.ts';
import { conclude as judge, evaluate } from '../../shared/rules/evaluate.ts';
import { weakestConfidence } from '../../shared/rules/trace.ts';
import type { Question } from '../../shared/rules/pack.ts';
import { prefillAnswer } from '../../shared/rules/prefill.ts';
import { readAnswer } from '../../shared/rules/state.ts';
import type { Evaluation } from '../../shared/rules/result.ts';
import { canonicalJson } from '../../shared/ledger/entry.ts';
import type { DegreeState } from '../../shared/systems/contract.ts';
import type { FieldValues } from '../../shared/systems/field-value.ts';
import { systemFields } from '../../shared/systems/fields.ts';
import { isVisible } from '../../shared/systems/policy.ts';
import type { SliceContext } from '../context.ts';
import { localDay } from '../day.ts';
import type { LoadedPack } from '../packs/library.ts';
import { crosswalkSuggestions, type OtherAssessment } from './crosswalk-suggestions.ts';
import { pinnedPacks, plain } from './pinned.ts';
import { createReevaluation } from './reevaluation.ts';
import { createAssessmentsStore, type AnswerFacts, type AssessmentFacts } from './store.ts';

/** What the assessments need to know of a system and write back to its register row. */
export interface SystemRecords {
  record(id: string): { id: string; code: string; name: string; versionId: string; fields: FieldValues };
  setDegree(id: string, state: DegreeState & { autonomy: string | null }): void;
}

export interface AssessmentsOptions {
  systems: SystemRecords;
  /** Facts of the organisation as fields (orgOwnership, orgSize). */
  organisationFields(): FieldValues;
  actor(): string;
  locale(): Locale;
  /** The working days deadlines are counted with. */
  calendar(): WorkingCalendar;
}

/** A hidden value stays stored and counts for nothing, so it is offered to no question either. */
function visibleFields(fields: FieldValues): FieldValues {
  return Object.fromEntries(
    systemFields.flatMap((field) => {
      const value = fields[field.name];
      return value && isVisible(field, fields) ? [[field.name, value]] : [];
    }),
  );
}

/** Prefix of a prefill that takes the conclusion of another pack: `scale:<pack>/<scale>`. */
const scalePrefill = /^scale:([^/]+)\/(.+)$/;

/** Answers, suggestions and conclusions of systems under the packs. */
export function createAssessmentsService(context: SliceContext, options: AssessmentsOptions) {
  const store = createAssessmentsStore(context.db);
  const today = (): string => localDay(context.now());

  const pinned = pinnedPacks(context.packs);

  /** The version an assessment is read under: its own, or the active one where none was started or its own is not here. */
  const packFor = (facts: Pick<AssessmentFacts, 'packId' | 'packHash'> | null, packId: string): LoadedPack =>
    (facts && pinned(facts)) ?? context.packs.get(packId);

  /** The lowest and highest degree of a scale answer a yes/no question; anything between stays open. */
  function fromScale(system: string, question: Question, packId: string, scaleName: string): Answer | undefined {
    const facts = store.find(options.systems.record(system).versionId, packId);
    const loaded = packFor(facts, packId);
    const scale = loaded.pack.scales.find(({ name }) => name === scaleName);
    const answers = facts ? plain(store.answers(facts.id)) : {};
    const conclusion = conclusionOf(evaluate(loaded.prepared, answers, today()), scaleName);
    if (!scale || !conclusion || question.kind !== 'yesno') return undefined;
    if (conclusion.degree === scale.degrees.at(-1)?.code) return { value: 'yes' };
    return conclusion.status === 'final' && conclusion.degree === scale.degrees[0]?.code ? { value: 'no' } : undefined;
  }

  function suggest(system: string, question: Question, fields: FieldValues): Suggestion | undefined {
    if (question.prefill === undefined) return undefined;
    const scale = scalePrefill.exec(question.prefill);
    if (scale?.[1] !== undefined && scale[2] !== undefined) {
      const answer = fromScale(system, question, scale[1], scale[2]);
      return answer && { answer, from: 'assessment', source: scale[1] };
    }
    const value = fields[question.prefill];
    const answer = value && prefillAnswer(question, value, options.locale());
    return answer && { answer, from: 'record', source: question.prefill };
  }

  /** The assessment of a version of a system under another pack; null where none was started. */
  function otherAssessment(versionId: string, packId: string): OtherAssessment | null {
    const facts = store.find(versionId, packId);
    if (!facts || !context.packs.all().some(({ pack }) => pack.id === packId)) return null;
    const answers = store.answers(facts.id);
    return { answers, visible: new Set(judge(packFor(facts, packId).prepared, plain(answers), today()).visible) };
  }

  function suggestions(
    system: string,
    versionId: string,
    loaded: LoadedPack,
    given: Answers,
  ): Record<string, Suggestion> {
    const fields = { ...visibleFields(options.systems.record(system).fields), ...options.organisationFields() };
    const before = store.previous(system, versionId, loaded.pack.id);
    const earlier = before ? store.answers(before.id) : {};
    const elsewhere = crosswalkSuggestions(loaded.pack.id, (pack) => otherAssessment(versionId, pack));
    const found: Record<string, Suggestion> = {};
    for (const question of loaded.pack.questions) {
      const old = earlier[question.name];
      const suggestion =
        suggest(system, question, fields) ??
        elsewhere(question) ??
        (old && given[question.name] === undefined && readAnswer(question, old.answer).status !== 'missing'
          ? {
              answer: old.answer,
              from: 'previous-version' as const,
              source: before?.versionId ?? '',
              given: { by: old.by, at: old.at },
            }
          : undefined);
      if (suggestion) found[question.name] = suggestion;
    }
    return found;
  }

  /** `evaluation` is what the pack says of the stored answers today, where the caller has it already. */
  function state(system: string, packId: string, evaluation?: Evaluation): AssessmentState {
    const { versionId } = options.systems.record(system);
    const facts = store.find(versionId, packId);
    const own = facts && pinned(facts);
    const active = context.packs.get(packId);
    const loaded = own ?? active;
    const packChanged = facts !== null && facts.packHash !== active.hash;
    const stored = facts ? store.answers(facts.id) : {};
    const given = plain(stored);
    const offered = suggestions(system, versionId, loaded, given);
    const isSame = (question: string): boolean => {
      const [suggestion, answer] = [offered[question], given[question]];
      return (
        suggestion !== undefined && answer !== undefined && canonicalJson(suggestion.answer) === canonicalJson(answer)
      );
    };
    return {
      system,
      version: versionId,
      pack: { id: packId, version: facts?.packVersion ?? loaded.pack.version, hash: facts?.packHash ?? loaded.hash },
      packChanged,
      available: packChanged ? { version: active.pack.version, hash: active.hash } : null,
      packMissing: facts !== null && own === null,
      startedAt: facts?.startedAt ?? null,
      changedAt: facts?.changedAt ?? null,
      answers: Object.fromEntries(
        Object.entries(stored).map(([question, answer]) => [
          question,
          { ...answer, fromRecord: isSame(question) && offered[question]?.from !== 'crosswalk' },
        ]),
      ),
      suggestions: Object.fromEntries(Object.entries(offered).filter(([question]) => !isSame(question))),
      evaluation: evaluation ?? evaluate(loaded.prepared, given, today()),
    };
  }

  type Change = { answer: Answer; comment: string; evidence: { id: string; page: string }[] } | null;

  function save(system: string, packId: string, changes: Record<string, Change>): AssessmentState {
    const { versionId } = options.systems.record(system);
    const at = context.now().toISOString();
    const existing = store.find(versionId, packId);
    const loaded = existing ? pinned(existing) : context.packs.get(packId);
    if (!loaded)
      throw new AppError('conflict', `the pack version of the assessment is not in the workspace`, {
        reason: 'pinned-pack-missing',
        details: { version: existing?.packVersion ?? '' },
      });
    const id = existing?.id ?? context.newId();
    const before = existing ? store.answers(id) : {};
    if (Object.keys(changes).length === 0) throw new AppError('invalid', 'no answers', { reason: 'no-answers' });
    const known = new Map(loaded.pack.questions.map((question) => [question.name, question]));
    for (const [name, change] of Object.entries(changes)) {
      const question = known.get(name);
      if (!question)
        throw new AppError('invalid', `no question ${name}`, {
          reason: 'unknown-question',
          details: { question: name },
        });
      // What does not fit counts as not given; storing it would show an answer that decides nothing.
      if (change && readAnswer(question, change.answer).status === 'missing') {
        throw new AppError('invalid', `answer does not fit ${name}`, {
          reason: 'bad-answer',
          details: { question: name },
        });
      }
    }
    const blank: AssessmentFacts = {
      id,
      systemId: system,
      versionId,
      packId,
      packVersion: loaded.pack.version,
      packHash: loaded.hash,
      startedAt: existing?.startedAt ?? at,
      changedAt: at,
      answered: 0,
      total: 0,
      status: 'undetermined',
      concluded: null,
      duties: [],
    };
    context.packs.keep(loaded);
    store.save(blank);
    for (const [question, change] of Object.entries(changes)) {
      if (change) store.putAnswer(id, question, { ...change, by: options.actor(), at });
      else store.dropAnswer(id, question);
      context.ledger.append({
        kind: change ? 'assessment.answer' : 'assessment.clear',
        subject: system,
        body: {
          field: `${packId}:${question}`,
          before: before[question]?.answer ?? null,
          after: change?.answer ?? null,
          version: versionId,
          pack: loaded.hash,
          ...(change ? { comment: change.comment, evidence: change.evidence } : {}),
        },
      });
    }
    const evaluation = conclude(blank, loaded);
    context.changed('assessments');
    return state(system, packId, evaluation);
  }

  /** Writes what a version of the pack concludes today onto the assessment and, for the law, onto the register row; gives it. */
  function conclude(facts: AssessmentFacts, loaded: LoadedPack): Evaluation {
    const evaluation = evaluate(loaded.prepared, plain(store.answers(facts.id)), today());
    store.save({
      ...facts,
      answered: evaluation.progress.reduce((sum, section) => sum + section.answered, 0),
      total: evaluation.progress.reduce((sum, section) => sum + section.total, 0),
      status: assessmentStatus(evaluation),
      concluded: conclusionOf(evaluation, mainScale(loaded.pack))?.degree ?? null,
      duties: evaluation.obligations
        .filter(({ applies }) => applies !== 'false')
        .map(({ obligation, applies, met, bound, start }) => ({ obligation, applies, met, bound, start })),
    });
    if (loaded.pack.id === lawPack) {
      options.systems.setDegree(facts.systemId, registerState(evaluation));
      context.changed('systems');
    }
    return evaluation;
  }

  function duties(system: string | null): DutyRow[] {
    const calendar = options.calendar();
    return store.current({ pack: null, system }).flatMap((facts) => {
      const { pack, prepared, hash } = packFor(facts, facts.packId);
      const record = options.systems.record(facts.systemId);
      return facts.duties.flatMap((duty) => {
        const obligation = pack.obligations.find(({ name }) => name === duty.obligation);
        if (!obligation) return [];
        return {
          system: facts.systemId,
          code: record.code,
          name: record.name,
          pack: facts.packId,
          hash,
          obligation: obligation.name,
          mark: obligation.mark,
          title: obligation.title,
          applies: duty.applies,
          met: duty.met,
          bound: duty.bound,
          force: obligation.force,
          cite: citeAll(pack, obligation.provisions),
          confidence: weakestConfidence(prepared, obligation.provisions),
          deadline: obligation.deadline?.text ?? null,
          start: duty.start ?? null,
          due: duty.start && obligation.deadline ? dueDay(duty.start, obligation.deadline, calendar) : null,
          foreign: isForeign(pack),
        };
      });
    });
  }

  const handlers: SliceHandlers<typeof assessments> = {
    get: ({ system, pack }) => state(system, pack),
    answer: ({ system, pack, answers }) => save(system, pack, answers),
    takeSuggestions: ({ system, pack, questions }) => {
      const current = state(system, pack);
      const wanted = Object.entries(current.suggestions).filter(([question]) =>
        questions ? questions.includes(question) : current.answers[question] === undefined,
      );
      if (wanted.length === 0) throw new AppError('conflict', 'nothing to take over', { reason: 'no-suggestions' });
      return save(
        system,
        pack,
        Object.fromEntries(
          wanted.map(([question, suggestion]) => [
            question,
            {
              answer: suggestion.answer,
              comment: current.answers[question]?.comment ?? '',
              evidence: current.answers[question]?.evidence ?? [],
            },
          ]),
        ),
      );
    },
    list: ({ pack }) =>
      store.current({ pack: pack ?? null, system: null }).map((facts) => {
        const record = options.systems.record(facts.systemId);
        return {
          system: facts.systemId,
          code: record.code,
          name: record.name,
          pack: facts.packId,
          answered: facts.answered,
          total: facts.total,
          status: facts.answered === 0 ? 'not-started' : facts.status,
          changedAt: facts.changedAt,
        };
      }),
    duties: ({ system }) => duties(system ?? null),
    ...createReevaluation(context, {
      store,
      systems: options.systems,
      locale: options.locale,
      pinned,
      conclude,
    }),
  };
  /**
   * Brings an assessment of the current version back with the authors and times of its answers, which replace those
   * that are there; in the caller's transaction. `changedAt` holds for an assessment that was not there.
   */
  function restore(
    system: string,
    loaded: LoadedPack,
    brought: { startedAt: string; changedAt: string; answers: Record<string, AnswerFacts>; restore: string },
  ): void {
    const { versionId } = options.systems.record(system);
    const existing = store.find(versionId, loaded.pack.id);
    const facts: AssessmentFacts = {
      id: existing?.id ?? context.newId(),
      systemId: system,
      versionId,
      packId: loaded.pack.id,
      packVersion: loaded.pack.version,
      packHash: loaded.hash,
      startedAt: existing?.startedAt ?? brought.startedAt,
      changedAt: existing ? context.now().toISOString() : brought.changedAt,
      answered: 0,
      total: 0,
      status: 'undetermined',
      concluded: null,
      duties: [],
    };
    const before = existing ? store.answers(facts.id) : {};
    context.packs.keep(loaded);
    store.save(facts);
    for (const question of new Set([...Object.keys(before), ...Object.keys(brought.answers)])) {
      const after = brought.answers[question];
      if (canonicalJson(before[question] ?? null) === canonicalJson(after ?? null)) continue;
      if (after) store.putAnswer(facts.id, question, after);
      else store.dropAnswer(facts.id, question);
      context.ledger.append({
        kind: after ? 'assessment.answer' : 'assessment.clear',
        subject: system,
        body: {
          field: `${facts.packId}:${question}`,
          before: before[question]?.answer ?? null,
          after: after?.answer ?? null,
          version: versionId,
          pack: loaded.hash,
          restore: brought.restore,
          ...(after ? { comment: after.comment, evidence: after.evidence, by: after.by, at: after.at } : {}),
        },
      });
    }
    conclude(facts, loaded);
    context.changed('assessments');
  }

  return {
    handlers,
    state,
    restore,
    /** What is stored for a version of a system under a pack; null where no assessment was started. */
    stored(version: string, packId: string): { packHash: string; answers: Record<string, AnswerFacts> } | null {
      const facts = store.find(version, packId);
      return facts && { packHash: facts.packHash, answers: store.answers(facts.id) };
    },
    /** The version of a pack the current assessment of a system is read under. */
    packOf: (system: string, packId: string): LoadedPack =>
      packFor(store.find(options.systems.record(system).versionId, packId), packId),
  };
}

export type { AnswerFacts };
export type AssessmentsService = ReturnType<typeof createAssessmentsService>;
