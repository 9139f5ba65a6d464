import type { assessments } from '../../shared/assessments/contract.ts';
import { compareOutcomes, compareRemembered, explain, type Judged } from '../../shared/assessments/compare.ts';
import { influenceOf, type Influence } from '../../shared/assessments/influence.ts';
import type { Reevaluation, ReevaluationRow } from '../../shared/assessments/reevaluation.ts';
import type { JobControl, SliceHandlers } from '../../shared/lib/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import type { Answers } from '../../shared/rules/answer.ts';
import { conclude, evaluate } from '../../shared/rules/evaluate.ts';
import type { Evaluation, Outcome } from '../../shared/rules/result.ts';
import type { FieldValues } from '../../shared/systems/field-value.ts';
import { multilingual, textIn } from '../../shared/systems/policy.ts';
import type { SliceContext } from '../context.ts';
import { localDay } from '../day.ts';
import type { LoadedPack } from '../packs/library.ts';
import { plain, type PinnedPacks } from './pinned.ts';
import type { AssessmentFacts, AssessmentsStore } from './store.ts';

export interface ReevaluationOptions {
  store: AssessmentsStore;
  systems: { record(id: string): { code: string; name: string; versionId: string; fields: FieldValues } };
  /** Language of the interface, for the names of systems. */
  locale(): Locale;
  pinned: PinnedPacks;
  /** Stores what a version of the pack concludes today; gives it. */
  conclude(facts: AssessmentFacts, loaded: LoadedPack): Evaluation;
}

type Handlers = Pick<SliceHandlers<typeof assessments>, 'pins' | 'reevaluate' | 'compare' | 'accept'>;

/** Longest time a job holds the thread before other calls get their turn. */
const sliceMs = 15;
/** Systems accepted in one transaction. */
const acceptedAtOnce = 50;

/** Lets other calls run once the job has held the thread for long enough; fails with `cancelled` where it was stopped. */
function createBreather(control: JobControl, isOpen: () => boolean): () => Promise<boolean> {
  let since = performance.now();
  const check = (): void => {
    if (control.signal.aborted || !isOpen()) throw new AppError('cancelled', 'cancelled');
  };
  return async () => {
    check();
    if (performance.now() - since < sliceMs) return false;
    await new Promise((resolve) => setImmediate(resolve));
    check();
    since = performance.now();
    return true;
  };
}

const pinOf = ({ pack, hash }: LoadedPack) => ({ version: pack.version, hash });

/** Compares the register with another version of a pack and accepts it system by system; nothing else re-pins. */
export function createReevaluation(context: SliceContext, options: ReevaluationOptions): Handlers {
  const { store, pinned } = options;
  const today = (): string => localDay(context.now());

  function target(pack: string, hash: string | undefined): LoadedPack {
    const loaded = hash === undefined ? context.packs.get(pack) : context.packs.at(hash);
    if (loaded.pack.id !== pack)
      throw new AppError('not-found', `no version ${loaded.hash} of ${pack}`, {
        reason: 'unknown-pack-version',
        details: { hash: loaded.hash },
      });
    return loaded;
  }

  /** Compares one assessment with a version of its pack; keeps what was found out about pairs of versions. */
  function createComparer(to: LoadedPack, on: string) {
    const influences = new Map<string, Influence>();
    const influence = (from: LoadedPack): Influence => {
      const known = influences.get(from.hash) ?? influenceOf(from.pack, to.pack);
      influences.set(from.hash, known);
      return known;
    };
    return (facts: AssessmentFacts, answers: Answers) => {
      const from = pinned(facts);
      const after: Judged = { pack: to.pack, outcome: conclude(to.prepared, answers, on) };
      const before = from && {
        pack: from.pack,
        outcome: conclude(from.prepared, answers, localDay(new Date(facts.changedAt))),
      };
      const changes =
        from && before
          ? compareOutcomes(before, after, answers, influence(from))
          : compareRemembered({ degree: facts.concluded, status: facts.status, duties: facts.duties }, after);
      return changes && { pinnedMissing: !from, ...changes };
    };
  }

  function rowOf(facts: AssessmentFacts, changes: Omit<ReevaluationRow, 'system' | 'code' | 'name' | 'pinned'>) {
    const { code, name: anyName, fields } = options.systems.record(facts.systemId);
    const name = textIn(multilingual(fields, 'name') ?? {}, options.locale()) || anyName;
    const pin = { version: facts.packVersion, hash: facts.packHash };
    return { system: facts.systemId, code, name, pinned: pin, ...changes };
  }

  /** The assessment of the current version of a system; fails with reason `no-assessment`. */
  function current(system: string, pack: string): AssessmentFacts {
    const facts = store.find(options.systems.record(system).versionId, pack);
    if (facts) return facts;
    throw new AppError('not-found', `no assessment of ${system} under ${pack}`, { reason: 'no-assessment' });
  }

  function repin(facts: AssessmentFacts, to: LoadedPack): void {
    const answers = plain(store.answers(facts.id));
    const from = pinned(facts);
    const on = localDay(new Date(facts.changedAt));
    const standings = ({ conclusions }: Pick<Outcome, 'conclusions'>) =>
      conclusions.map(({ scale, status, degree }) => ({ scale, status, degree }));
    const before = from
      ? standings(conclude(from.prepared, answers, on))
      : [{ scale: null, status: facts.status, degree: facts.concluded }];
    context.packs.keep(to);
    const pin = { packVersion: to.pack.version, packHash: to.hash, changedAt: context.now().toISOString() };
    const evaluation = options.conclude({ ...facts, ...pin }, to);
    context.ledger.append({
      kind: 'assessment.repin',
      subject: facts.systemId,
      body: {
        field: facts.packId,
        before: facts.packVersion,
        after: to.pack.version,
        version: facts.versionId,
        packBefore: facts.packHash,
        pack: to.hash,
        scalesBefore: before,
        scales: standings(evaluation),
      },
    });
  }

  return {
    pins: () => {
      const counts = store.pins();
      return [...new Set(counts.map(({ pack }) => pack))].flatMap((id) => {
        const active = context.packs.all().find(({ pack }) => pack.id === id);
        if (!active) return [];
        const pins = counts
          .filter(({ pack }) => pack === id)
          .map(({ version, hash, count }) => ({ version, hash, count }));
        const behind = pins.reduce((sum, { hash, count }) => sum + (hash === active.hash ? 0 : count), 0);
        return { pack: id, active: pinOf(active), pins, behind };
      });
    },

    reevaluate: async ({ pack, to: hash, on, systems }, control) => {
      const to = target(pack, hash);
      const day = on ?? today();
      const at = context.now().toISOString();
      const wanted = systems && new Set(systems);
      const all = store.ids(pack).filter(({ systemId }) => wanted?.has(systemId) ?? true);
      const compare = createComparer(to, day);
      const breathe = createBreather(control, () => context.db.open);
      const rows: ReevaluationRow[] = [];
      const unchangedPinned: string[] = [];
      const pins = new Map<string, Reevaluation['pins'][number]>();
      control.progress(0, all.length, 'reevaluation.running');
      for (const [index, { id }] of all.entries()) {
        if (await breathe()) control.progress(index, all.length, 'reevaluation.running');
        const facts = store.byId(id);
        if (!facts) continue;
        const pin = pins.get(facts.packHash) ?? { version: facts.packVersion, hash: facts.packHash, count: 0 };
        pins.set(facts.packHash, { ...pin, count: pin.count + 1 });
        const changes = compare(facts, plain(store.answers(id)));
        if (changes) rows.push(rowOf(facts, changes));
        else if (facts.packHash !== to.hash) unchangedPinned.push(facts.systemId);
      }
      control.progress(all.length, all.length, 'reevaluation.running');
      const count = (direction: ReevaluationRow['direction']): number =>
        rows.filter((row) => row.direction === direction).length;
      return {
        pack,
        to: pinOf(to),
        on: day,
        at,
        total: all.length,
        raised: count('raised'),
        lowered: count('lowered'),
        other: count('other'),
        unchanged: all.length - rows.length,
        unchangedPinned,
        pins: [...pins.values()],
        rows,
      };
    },

    compare: ({ system, pack, to: hash, on = today() }) => {
      const to = target(pack, hash);
      const facts = current(system, pack);
      const answers = plain(store.answers(facts.id));
      const changes = createComparer(to, on)(facts, answers);
      if (!changes) return { row: null, explanations: [] };
      const from = pinned(facts);
      const before = from && evaluate(from.prepared, answers, localDay(new Date(facts.changedAt)));
      return {
        row: rowOf(facts, changes),
        explanations: explain(changes, before, evaluate(to.prepared, answers, on)),
      };
    },

    accept: async ({ pack, hash, systems, seen }, control) => {
      const to = target(pack, hash);
      const wanted = [...new Set(systems)];
      const accepted: string[] = [];
      const stale: string[] = [];
      for (let done = 0; done < wanted.length; done += acceptedAtOnce) {
        control.progress(done, wanted.length, 'reevaluation.accepting');
        await new Promise((resolve) => setImmediate(resolve));
        if (control.signal.aborted || !context.db.open) break;
        const chunk = wanted.slice(done, done + acceptedAtOnce).map((system) => current(system, pack));
        const open = chunk.filter(({ changedAt }) => seen === undefined || changedAt <= seen);
        stale.push(...chunk.filter((facts) => !open.includes(facts)).map(({ systemId }) => systemId));
        if (open.length === 0) continue;
        context.transact('assessments.accept', () => {
          for (const facts of open) repin(facts, to);
        });
        accepted.push(...open.map(({ systemId }) => systemId));
      }
      return { accepted, stale };
    },
  };
}
