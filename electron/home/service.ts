import type { Database } from 'better-sqlite3';
import { daysBetween } from '../../shared/calendar/calendar.ts';
import type { home } from '../../shared/home/contract.ts';
import type { SliceHandlers } from '../../shared/lib/contract.ts';
import type { z } from '../../shared/lib/schema.ts';
import { dataPack, lawPack } from '../../shared/assessments/policy.ts';
import { citeAll } from '../../shared/rules/cite.ts';
import { weakestConfidence } from '../../shared/rules/trace.ts';
import type { MultilingualText } from '../../shared/systems/field-value.ts';
import { textIn } from '../../shared/systems/policy.ts';
import type { AssessmentsService } from '../assessments/service.ts';
import type { SliceContext } from '../context.ts';
import { localDay } from '../day.ts';
import type { Ledger } from '../ledger/ledger.ts';

type Overview = z.infer<(typeof home)['overview']['output']>;
type Task = Overview['tasks'][number];
type Degrees = Overview['degrees'];

interface Row {
  id: string;
  code: string;
  fields: string;
  bucket: keyof Degrees;
  status: 'none' | 'provisional' | 'final';
  prohibited: string;
  completeness: number;
  nextReview: string | null;
}

/** Tasks shown at once; the register's views hold the rest. */
const maximumTasks = 200;
/** Days before a review is due from which it is listed. */
const reviewHorizon = 45;
const dayMs = 86_400_000;

function createHomeStore(db: Database) {
  const rows = db.prepare<[], Row>(
    `select id, code, fields, degree_key as bucket, degree_status as status, prohibited, completeness, next_review as nextReview
     from systems where record_status <> 'retired' order by code`,
  );
  const sites = db.prepare<[], { site: string; system: string }>(
    `select entries.name as site, versions.system as system from deployments
     join versions on versions.id = deployments.version and versions.current = 1
     join entries on entries.id = deployments.site order by entries.name_sort`,
  );
  const dossiers = db.prepare<[], { composed: number; signed: number }>(
    `select count(distinct dossiers.id) as composed, count(distinct case when signer is not null then dossiers.id end) as signed
     from dossiers left join dossier_revisions on dossier_id = dossiers.id where withdrawn is null`,
  );
  return {
    rows: () => rows.all(),
    sites: () => sites.all(),
    dossiers: () => dossiers.get() ?? { composed: 0, signed: 0 },
  };
}

const noCounts = (): Degrees => ({ high: 0, medium: 0, minimal: 0, provisional: 0, none: 0, prohibited: 0 });

/** What the first page shows: what to do, in the order of urgency, and where the register stands. */
export function createHomeService(
  context: SliceContext,
  sources: { assessments: AssessmentsService; ledger: Ledger },
): SliceHandlers<typeof home> {
  const store = createHomeStore(context.db);

  function tasksOf(row: Row, name: string, today: string): Task[] {
    // Only a prohibited system shows the duty to stop, in the words of the version it was assessed under.
    const judged = row.prohibited === 'yes' ? sources.assessments.packOf(row.id, lawPack) : null;
    const stop = judged?.pack.obligations.find(({ mark }) => mark === 'D8');
    const blank = {
      system: row.id,
      code: row.code,
      name,
      detail: null,
      count: 0,
      state: null,
      due: null,
      days: null,
      cite: null,
      confidence: null,
    };
    const days = row.nextReview === null ? null : Math.round((Date.parse(row.nextReview) - Date.parse(today)) / dayMs);
    return [
      ...(row.prohibited === 'yes'
        ? [
            {
              ...blank,
              kind: 'stop' as const,
              target: 'classification' as const,
              detail: stop?.title ?? null,
              cite: judged && stop ? citeAll(judged.pack, stop.provisions) : null,
              confidence: judged && stop ? weakestConfidence(judged.prepared, stop.provisions) : null,
            },
          ]
        : []),
      ...(days !== null && days <= reviewHorizon
        ? [{ ...blank, kind: 'review' as const, target: 'card' as const, due: row.nextReview, days }]
        : []),
      ...(row.status !== 'final' || row.prohibited === 'review'
        ? [
            {
              ...blank,
              kind: 'classify' as const,
              target: 'classification' as const,
              state: row.status === 'final' ? null : row.status,
            },
          ]
        : []),
      ...(row.completeness < 100
        ? [{ ...blank, kind: 'complete' as const, target: 'card' as const, count: row.completeness }]
        : []),
    ];
  }

  function dutyTasks(names: ReadonlyMap<string, string>, today: string): Task[] {
    return sources.assessments.handlers
      .duties({})
      .filter(
        // A deadline that runs is a task even while nothing says whether it was kept.
        ({ applies, met, force, foreign, due }) =>
          applies === 'true' && force === 'law' && !foreign && (met === 'false' || (met !== 'true' && due !== null)),
      )
      .map((duty) => ({
        kind: duty.deadline === null ? ('duty' as const) : ('deadline' as const),
        system: duty.system,
        code: duty.code,
        name: names.get(duty.system) ?? duty.name,
        detail: duty.deadline ?? duty.title,
        count: 1,
        state: null,
        due: duty.due,
        days: duty.due === null ? null : daysBetween(today, duty.due),
        cite: duty.cite,
        confidence: duty.confidence,
        target: duty.pack === dataPack ? ('data-protection' as const) : ('duties' as const),
      }));
  }

  return {
    overview: ({ locale }) => {
      const today = localDay(context.now());
      const rows = store.rows();
      const names = new Map(
        rows.map((row) => {
          const fields = JSON.parse(row.fields) as { name?: { value?: MultilingualText } };
          return [row.id, fields.name?.value ? textIn(fields.name.value, locale) : row.code] as const;
        }),
      );
      const degrees = noCounts();
      const buckets = new Map(rows.map((row) => [row.id, row.bucket] as const));
      for (const name of buckets.values()) degrees[name] += 1;
      const bySite = new Map<string, Degrees>();
      for (const { site, system } of store.sites()) {
        const name = buckets.get(system);
        if (!name) continue;
        const counts = bySite.get(site) ?? noCounts();
        counts[name] += 1;
        bySite.set(site, counts);
      }
      const order: Task['kind'][] = ['stop', 'deadline', 'review', 'classify', 'duty', 'complete'];
      const tasks = [
        ...rows.flatMap((row) => tasksOf(row, names.get(row.id) ?? row.code, today)),
        ...dutyTasks(names, today),
      ].sort(
        (a, b) =>
          order.indexOf(a.kind) - order.indexOf(b.kind) ||
          (a.days ?? Infinity) - (b.days ?? Infinity) ||
          a.code.localeCompare(b.code),
      );
      return {
        total: rows.length,
        degrees,
        bySite: [...bySite].map(([site, counts]) => ({ site, counts })),
        tasks: tasks.slice(0, maximumTasks),
        completeness:
          rows.length === 0 ? 0 : Math.floor(rows.reduce((sum, row) => sum + row.completeness, 0) / rows.length),
        dossiers: store.dossiers(),
        ledger: sources.ledger.head(),
      };
    },
  };
}
