import type { AssessmentState } from '../../shared/assessments/contract.ts';
import type { Pack, Question } from '../../shared/rules/pack.ts';
import { api, host } from '../lib/api.ts';
import { toasts } from '../lib/toast.svelte.ts';
import { UndoStack } from '../lib/undo.svelte.ts';
import { untilStored } from '../lib/unsaved.ts';
import type { Change } from './answers.ts';
import { packOf } from './packs.ts';

/** A section with its visible questions and how far it is. */
export interface SectionView {
  name: string;
  title: Pack['sections'][number]['title'];
  questions: Question[];
  answered: number;
  unknown: number;
}

const watched = ['assessments', 'systems', 'organisation', 'evidence', 'packs'];
/** Changes of other windows and of the record are read a moment later, together. */
const reloadDelayMs = 400;

/**
 * One questionnaire on the screen. Every answer is stored at once, one call after another; what is on its way is
 * shown as given. Answers of questions that disappear are kept.
 */
export class QuestionnaireState {
  pack: Pack | undefined = $state.raw();
  state: AssessmentState | undefined = $state.raw();
  error: unknown = $state.raw(null);
  /** Stores on their way. */
  saving = $state(0);
  savedAt: Date | null = $state.raw(null);
  readonly undo = new UndoStack();
  readonly system: string;
  readonly packId: string;
  #pending: ReadonlyMap<string, Change> = $state.raw(new Map());
  #queue: Promise<unknown> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(system: string, packId: string) {
    this.system = system;
    this.packId = packId;
  }

  visible: Question[] = $derived.by(() => {
    const names = new Set(this.state?.evaluation.visible);
    return this.pack?.questions.filter(({ name }) => names.has(name)) ?? [];
  });
  sections: SectionView[] = $derived.by(() =>
    (this.pack?.sections ?? []).flatMap((section) => {
      const questions = this.visible.filter((question) => question.section === section.name);
      if (questions.length === 0) return [];
      const progress = this.state?.evaluation.progress.find((item) => item.section === section.name);
      const unknown = questions.filter(({ name }) => this.state?.evaluation.unknown.includes(name)).length;
      return [{ name: section.name, title: section.title, questions, answered: progress?.answered ?? 0, unknown }];
    }),
  );
  answered = $derived(this.sections.reduce((sum, section) => sum + section.answered, 0));
  total = $derived(this.visible.length);
  /** Visible questions for which the record or another assessment has an answer, or another one than is given. */
  offered: string[] = $derived.by(() => {
    const { state } = this;
    return state ? this.visible.map(({ name }) => name).filter((name) => state.suggestions[name]) : [];
  });

  async load(): Promise<void> {
    try {
      const state = await api.assessments.get({ system: this.system, pack: this.packId });
      // The texts of the version that judged, which need not be the active one.
      this.pack = await packOf(this.packId, state.evaluation.pack.hash);
      this.state = state;
      this.error = null;
    } catch (error) {
      this.error = error;
    }
  }

  /** Keeps itself fresh; gives the function that ends it. */
  watch(): () => void {
    const stop = host.transport.listen((event) => {
      if (event.type !== 'changed' || !event.topics.some((topic) => watched.includes(topic))) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.saving === 0 && void this.load(), reloadDelayMs);
    });
    return () => {
      stop();
      clearTimeout(this.#timer);
    };
  }

  /** What is stored for a question, or on its way there. */
  stored(question: string): Change {
    const pending = this.#pending.get(question);
    if (pending !== undefined) return pending;
    const stored = this.state?.answers[question];
    return stored ? { answer: stored.answer, comment: stored.comment, evidence: stored.evidence } : null;
  }

  /** Stores one change with a step that takes it back. */
  put(question: string, change: Change, label: string): void {
    const before = this.stored(question);
    if (JSON.stringify(before) === JSON.stringify(change)) return;
    void this.#send({ [question]: change });
    this.undo.push({
      label,
      undo: () => this.#send({ [question]: before }),
      redo: () => this.#send({ [question]: change }),
    });
  }

  /** Takes suggestions over: the named ones, or all that have no answer yet. */
  async takeOver(questions: readonly string[], label: string): Promise<void> {
    const before = Object.fromEntries(questions.map((name) => [name, this.stored(name)]));
    const after = Object.fromEntries(
      questions.flatMap((name) => {
        const suggestion = this.state?.suggestions[name];
        const old = before[name];
        return suggestion
          ? [[name, { answer: suggestion.answer, comment: old?.comment ?? '', evidence: old?.evidence ?? [] }]]
          : [];
      }),
    );
    await this.#enqueue(async () => {
      this.state = await api.assessments.takeSuggestions({
        system: this.system,
        pack: this.packId,
        questions: [...questions],
      });
    });
    this.undo.push({ label, undo: () => this.#send(before), redo: () => this.#send(after) });
  }

  #send(changes: Record<string, Change>): Promise<void> {
    this.#pending = new Map([...this.#pending, ...Object.entries(changes)]);
    return this.#enqueue(async () => {
      try {
        this.state = await api.assessments.answer({ system: this.system, pack: this.packId, answers: changes });
      } finally {
        // A newer change of the same question stays on top until it is stored itself.
        this.#pending = new Map([...this.#pending].filter(([name, change]) => changes[name] !== change));
      }
    });
  }

  #enqueue(run: () => Promise<void>): Promise<void> {
    this.saving += 1;
    const next = this.#queue.then(async () => {
      try {
        await run();
        this.savedAt = new Date();
      } catch (error) {
        toasts.fail(error);
      } finally {
        this.saving -= 1;
      }
    });
    this.#queue = next;
    return untilStored(next);
  }
}
