import { changesSince, type Author } from '../../shared/dossiers/changes.ts';
import { editionOf, holds, type CollectedFacts } from '../../shared/dossiers/edition.ts';
import type { ChangesFacts, SystemFacts } from '../../shared/dossiers/facts.ts';
import { translator } from '../../shared/i18n/translate.ts';
import type { Template } from '../../shared/dossiers/template.ts';
import type { LocalText } from '../../shared/lib/schema.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { embeddedFiles } from '../signatures/contents-check.ts';
import { PdfFile } from '../signatures/pdf-reader.ts';
import type { DossierRow, DossiersStore } from './store.ts';

const page = 500;

/** The dossier cannot be compared with. */
export function notEarlier(id: string): AppError {
  return new AppError('invalid', `${id} cannot be compared with`, { reason: 'dossier-not-earlier' });
}

/** The facts a dossier was composed from, out of the file as it was composed; it lists no attachments. */
export function twinOf(bytes: Uint8Array): SystemFacts {
  const attached = embeddedFiles(new PdfFile(bytes)).get('dossier.json');
  if (!attached) throw new AppError('not-found', 'no dossier.json in the earlier dossier', { reason: 'no-dossier' });
  return (JSON.parse(Buffer.from(attached()).toString('utf8')) as { dossier: SystemFacts }).dossier;
}

/** The newest author of each field and answer of a system in the ledger after an instant. */
function authors(ledger: Ledger, system: string, after: string): Author {
  const found = new Map<string, { by: string; at: string }>();
  for (let before = Number.MAX_SAFE_INTEGER; ;) {
    const entries = ledger.about(system, before, page);
    for (const { at, actor, body } of entries)
      if (typeof body['field'] === 'string' && at >= after && !found.has(body['field']))
        found.set(body['field'], { by: actor, at });
    const oldest = entries.at(-1);
    if (!oldest || entries.length < page || oldest.at < after) return (field) => found.get(field) ?? null;
    before = oldest.seq;
  }
}

/**
 * What changed since an earlier dossier of the same system, in the edition of `open`. Fails with reason
 * `dossier-not-earlier` where the other dossier is of another system or of a narrower edition, which cannot tell what
 * stood in the withheld fields.
 */
export function changesOf(
  store: DossiersStore,
  ledger: Ledger,
  template: Template,
  open: CollectedFacts,
  since: string | null,
  titleOf: (row: DossierRow) => LocalText,
): ChangesFacts | null {
  if (since === null) return null;
  const row = store.get(since);
  const first = store.revisions(since).at(0);
  const bytes = first && store.bytesAt(since, first.revision);
  if (!row || !first || !bytes) throw new AppError('not-found', `no dossier ${since}`, { reason: 'no-dossier' });
  if (row.systemId !== open.system.id || !holds(row.edition, open.edition)) throw notEarlier(since);
  const twin = twinOf(bytes);
  // A dossier made before templates were data knows no further packs.
  const whole = { ...twin, packs: (twin as Partial<SystemFacts>).packs ?? {} };
  const before = row.edition === open.edition ? whole : editionOf(whole, open.edition);
  return {
    since: {
      template: row.template,
      title: titleOf(row),
      edition: row.edition,
      composedAt: row.composedAt,
      sha256: first.sha256,
    },
    rows: changesSince(
      template,
      before,
      open,
      authors(ledger, open.system.id, row.composedAt),
      translator(open.locale),
    ),
  };
}
