import { translator } from '../../shared/i18n/translate.ts';
import type { DutyRow } from '../../shared/assessments/contract.ts';
import type { Crosswalk, CrosswalkCell, CrosswalkRow, crosswalk } from '../../shared/crosswalk/contract.ts';
import { relations } from '../../shared/crosswalk/crosswalk.ts';
import { references } from '../../shared/crosswalk/references.ts';
import { Framework, type Place, type RelationKind } from '../../shared/crosswalk/schema.ts';
import { standingState } from '../../shared/crosswalk/standing.ts';
import type { SliceHandlers } from '../../shared/lib/contract.ts';
import type { Locale, LocalText } from '../../shared/lib/schema.ts';
import { citeAll } from '../../shared/rules/cite.ts';
import { weakestConfidence } from '../../shared/rules/trace.ts';
import type { SliceContext } from '../context.ts';
import { localDay } from '../day.ts';
import type { LoadedPack } from '../packs/library.ts';
import type { Table } from '../systems/export.ts';
import type { TableFile } from '../systems/table.worker.ts';

const mimes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
} as const;

/** The kind seen from the other side. */
const reversed: Record<RelationKind, RelationKind> = {
  equal: 'equal',
  covers: 'part-of',
  'part-of': 'covers',
  related: 'related',
};

type Duty = Omit<CrosswalkRow, 'cells'>;

const rank = ({ pack }: LoadedPack): number => (pack.jurisdiction === 'KZ' ? 0 : 1);

/** Relations between duties of the packs and places of voluntary frameworks. */
export function createCrosswalkService(
  context: SliceContext,
  sources: { duties(system: string): DutyRow[] },
): SliceHandlers<typeof crosswalk> {
  function view(system: string | undefined): Crosswalk {
    // The law of Kazakhstan stands first.
    const ordered = [...context.packs.all()].sort((one, other) => rank(one) - rank(other));
    const packs = new Map<string, LoadedPack>(ordered.map((loaded) => [loaded.pack.id, loaded]));
    const standings = new Map(
      (system === undefined ? [] : sources.duties(system)).map(({ pack, obligation, applies, met }) => [
        `${pack}/${obligation}`,
        { applies, met },
      ]),
    );

    /** The duty with what the installed version of its pack says; undefined where that has no such duty. */
    function dutyOf(packId: string, name: string): Duty | undefined {
      const loaded = packs.get(packId);
      const duty = loaded?.pack.obligations.find((obligation) => obligation.name === name);
      if (!loaded || !duty) return undefined;
      return {
        pack: packId,
        duty: name,
        mark: duty.mark,
        title: duty.title,
        cite: citeAll(loaded.pack, duty.provisions),
        confidence: weakestConfidence(loaded.prepared, duty.provisions),
        standing: standings.get(`${packId}/${name}`) ?? null,
      };
    }
    function cellOf(place: Place, kind: RelationKind, note: LocalText): CrosswalkCell | undefined {
      if ('pack' in place) {
        const duty = dutyOf(place.pack, place.duty);
        if (!duty) return undefined;
        const { pack: column, mark, title, confidence, cite, standing } = duty;
        return { column, mark, title, kind, note, confidence, cite, standing };
      }
      const found = references.find(
        ({ framework, number }) => framework === place.framework && number === place.number,
      );
      if (!found) return undefined;
      const { framework: column, number: mark, title, confidence } = found;
      return { column, mark, title, kind, note, confidence, cite: null, standing: null };
    }

    const cells = new Map<string, CrosswalkCell[]>();
    const add = (packId: string, duty: string, cell: CrosswalkCell | undefined): void => {
      const key = `${packId}/${duty}`;
      if (cell) cells.set(key, [...(cells.get(key) ?? []), cell]);
    };
    for (const { from, to, kind, note } of relations) {
      for (const place of to) {
        add(from.pack, from.duty, cellOf(place, kind, note));
        // A relation between two duties is seen from both.
        if ('pack' in place) {
          add(place.pack, place.duty, cellOf({ pack: from.pack, duty: from.duty }, reversed[kind], note));
        }
      }
    }
    const rows = [...packs.values()].flatMap(({ pack }) =>
      pack.obligations.flatMap(({ name }) => {
        const own = cells.get(`${pack.id}/${name}`);
        const duty = own && dutyOf(pack.id, name);
        return duty ? [{ ...duty, cells: own }] : [];
      }),
    );
    const shown = new Set(rows.map(({ pack }) => pack));
    return {
      packs: [...packs.values()]
        .filter(({ pack }) => shown.has(pack.id))
        .map(({ pack }) => ({ id: pack.id, title: pack.title })),
      frameworks: [...Framework.options],
      rows,
    };
  }

  function table(found: Crosswalk, withState: boolean, locale: Locale): Table {
    const t = translator(locale);
    const columnName = (id: string): string =>
      found.packs.find((pack) => pack.id === id)?.title[locale] ?? t.find(`crosswalk.frameworks.${id}`) ?? id;
    const state = (standing: CrosswalkRow['standing']): string => t(`crosswalk.states.${standingState(standing)}`);
    return {
      headings: [
        t('crosswalk.export.pack'),
        t('crosswalk.export.mark'),
        t('crosswalk.export.duty'),
        t('crosswalk.export.provision'),
        ...(withState ? [t('crosswalk.export.state')] : []),
        t('crosswalk.export.kind'),
        t('crosswalk.export.where'),
        t('crosswalk.export.number'),
        t('crosswalk.export.title'),
        ...(withState ? [t('crosswalk.export.stateThere')] : []),
        t('crosswalk.export.note'),
        t('crosswalk.export.confidence'),
      ],
      rows: found.rows.flatMap((row) =>
        row.cells.map((cell) => [
          columnName(row.pack),
          row.mark,
          row.title[locale],
          row.cite[locale],
          ...(withState ? [state(row.standing)] : []),
          t(`crosswalk.kinds.${cell.kind}`),
          columnName(cell.column),
          cell.mark,
          cell.title[locale],
          ...(withState ? [state(cell.standing)] : []),
          cell.note[locale],
          t('frame.confidence.interpretation'),
        ]),
      ),
    };
  }

  return {
    get: ({ system }) => view(system),
    export: async ({ system, format, locale }, control) => {
      const sheet = translator(locale)('crosswalk.title');
      const bytes = await context.pool.run<Uint8Array>(
        new URL(`../systems/table.worker${import.meta.url.slice(-3)}`, import.meta.url),
        { format, sheet, table: table(view(system), system !== undefined, locale) } satisfies TableFile,
        control,
      );
      return context.files.put(`${sheet} ${localDay(context.now())}.${format}`, bytes, mimes[format]);
    },
  };
}
