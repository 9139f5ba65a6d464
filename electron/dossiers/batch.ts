import type { BatchRow, Dossier, dossiers } from '../../shared/dossiers/contract.ts';
import type { JobControl, SliceHandlers } from '../../shared/lib/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { SliceContext } from '../context.ts';
import { maximumFileBytes } from '../files/exchange.ts';
import type { DossierChoice } from './collect.ts';
import type { DossierRow } from './store.ts';
import { zipOf } from './zip.ts';

type SystemChoice = DossierChoice & { system: string };

export interface BatchParts {
  compose(choice: DossierChoice, control: JobControl): Promise<Dossier>;
  /** Why a dossier is a draft; keys below `dossiers.draft`. */
  draftReasons(choice: DossierChoice): string[];
  /** Code and name of a system, in the language of the document; fails where there is none. */
  nameOf(choice: SystemChoice): { code: string; name: string };
  /** The dossier and the size of its newest file; fails where there is none. */
  sized(id: string): { row: DossierRow; size: number };
  /** The newest file of a dossier. */
  bytes(id: string): Uint8Array;
}

/** Dossiers under way at a time; as many as there are workers, so that a page waits for one of them at most. */
const atATime = 2;

function stopped(): AppError {
  return new AppError('cancelled', 'the job was cancelled');
}

/** Dossiers of several systems in one go, and their files in one ZIP. */
export function createBatch(
  context: SliceContext,
  { compose, draftReasons, nameOf, sized, bytes }: BatchParts,
): Pick<SliceHandlers<typeof dossiers>, 'composeMany' | 'downloadMany'> {
  /** Undefined where the person stopped it. */
  async function composeOne(
    choice: SystemChoice,
    about: (named: { code: string; name: string }) => void,
    signal: JobControl['signal'],
  ): Promise<BatchRow | undefined> {
    let named = { code: '', name: '' };
    const row = { system: choice.system, locale: choice.locale };
    try {
      named = nameOf(choice);
      about(named);
      const dossier = await compose(choice, { signal, progress: () => undefined });
      return {
        ...row,
        ...named,
        outcome: dossier.draft ? 'draft' : 'ready',
        dossier: dossier.id,
        bytes: dossier.bytes,
        draftReasons: dossier.draft ? draftReasons(choice) : [],
        failure: null,
      };
    } catch (error) {
      // What is not an AppError is a bug or a full disk, which the next one would meet as well.
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'cancelled') return undefined;
      const { code, reason, details } = error;
      const failure = { code, ...(reason === undefined ? {} : { reason }), details };
      return { ...row, ...named, outcome: 'failed', dossier: null, bytes: 0, draftReasons: [], failure };
    }
  }

  return {
    composeMany: async ({ systems, template, edition, locales }, control) => {
      const choices = systems.flatMap((system) =>
        locales.map((locale): SystemChoice => ({
          system,
          template,
          edition,
          locale,
          since: null,
          attachEvidence: null,
        })),
      );
      const total = choices.length;
      const rows: BatchRow[][] = choices.map(() => []);
      const waiting = choices.entries();
      let done = 0;
      let isBroken = false;
      async function work(): Promise<void> {
        for (const [index, choice] of waiting) {
          if (control.signal.aborted || isBroken) return;
          const row = await composeOne(choice, ({ code }) => control.progress(done, total, code), control.signal);
          if (!row) return;
          rows[index]?.push(row);
          done += 1;
          control.progress(done, total, row.code);
        }
      }
      const ends = await Promise.allSettled(
        Array.from({ length: atATime }, async () => {
          try {
            await work();
          } catch (error) {
            isBroken = true;
            throw error;
          }
        }),
      );
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
      return { rows: rows.flat(), total, stopped: done < total };
    },
    downloadMany: async ({ ids }, control) => {
      const found = [...new Set(ids)].map((id) => ({ id, ...sized(id) }));
      const name = `dossiers ${context.now().toISOString().slice(0, 10)}.zip`;
      if (found.reduce((sum, { size }) => sum + size, 0) > maximumFileBytes) {
        throw new AppError('invalid', 'the files are too large for one ZIP', {
          reason: 'dossiers-too-large',
          details: { megabytes: maximumFileBytes / 1024 / 1024 },
        });
      }
      const entries = found.map(({ id, row, size }) => ({
        name: row.fileName,
        size,
        at: new Date(row.composedAt),
        bytes: () => bytes(id),
      }));
      const zip = await zipOf(entries, (done) => {
        if (control.signal.aborted) throw stopped();
        control.progress(done, entries.length);
      });
      return context.files.put(name, zip, 'application/zip');
    },
  };
}
