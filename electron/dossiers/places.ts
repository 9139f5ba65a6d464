import type { Dossier } from '../../shared/dossiers/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import { signaturePlaces } from '../signatures/pdf-places.ts';
import { isStampField } from './stamps.ts';
import type { DossierRow, DossiersStore } from './store.ts';

type Place = Dossier['places'][number];

/** A place kept for a signature in a composed file, and what it is for. */
type ReservedPlace = Pick<Place, 'field' | 'label'>;

/** The number of a place: they are signed in the order of `signature-1`, `signature-2` and so on. */
function orderOf({ field }: ReservedPlace): number {
  return Number(/^signature-(\d+)$/.exec(field)?.[1] ?? Infinity);
}

/** The places kept in a composed file, in the order in which they are to be signed. */
export function reservedPlaces(composed: Uint8Array): ReservedPlace[] {
  return signaturePlaces(composed)
    .filter(({ field }) => !isStampField(field))
    .map(({ field, label }) => ({ field, label }))
    .sort((one, other) => {
      const [first, second] = [orderOf(one), orderOf(other)];
      return first === second ? 0 : first - second;
    });
}

/** Tells the places of dossiers and who signed them. */
export function createPlaces(store: DossiersStore) {
  /** Of dossiers composed before places were kept beside them; what is composed never changes. */
  const read = new Map<string, ReservedPlace[]>();

  function reserved({ id, places }: DossierRow): ReservedPlace[] {
    if (places !== null) return JSON.parse(places) as ReservedPlace[];
    const known = read.get(id);
    if (known) return known;
    const found = reservedPlaces(store.bytesAt(id, 1) ?? new Uint8Array());
    read.set(id, found);
    return found;
  }

  /** The reserved places in order, then those that signatures added by themselves. */
  return function placesOf(row: DossierRow): Place[] {
    const signed = store
      .revisions(row.id)
      .filter(({ field, signer }) => field !== null && signer !== null && !isStampField(field));
    const kept = reserved(row);
    const added = signed
      .filter(({ field }) => kept.every((place) => place.field !== field))
      .map(({ field }) => ({ field: field ?? '', label: '' }));
    return [...kept, ...added].map((place) => {
      const own = signed.find(({ field }) => field === place.field);
      return {
        ...place,
        signedBy: own?.signer ?? null,
        certificate: own?.certificate ?? null,
        at: own?.madeAt ?? null,
        revision: own?.revision ?? null,
      };
    });
  };
}

/**
 * The place to sign and the open ones before it. Without a wish it is the next open one; undefined where all are signed,
 * and the signature adds a place.
 *
 * AppError `not-found` (`signature-field-missing`), `conflict` (`signature-field-signed`; `sign-out-of-order` where places
 * before it are open and that was not wanted; details `places`).
 */
export function choosePlace(
  places: Place[],
  wish: { field?: string | undefined; outOfOrder: boolean },
): { field: string | undefined; skipped: Place[] } {
  const open = places.filter(({ signedBy }) => signedBy === null);
  if (wish.field === undefined) return { field: open[0]?.field, skipped: [] };
  const place = places.find(({ field }) => field === wish.field);
  const details = { field: wish.field };
  if (!place) throw new AppError('not-found', 'no such place', { reason: 'signature-field-missing', details });
  if (place.signedBy !== null) {
    throw new AppError('conflict', 'the place is signed', { reason: 'signature-field-signed', details });
  }
  const skipped = open.slice(0, open.indexOf(place));
  if (skipped.length > 0 && !wish.outOfOrder) {
    throw new AppError('conflict', 'places before it are open', {
      reason: 'sign-out-of-order',
      details: { places: skipped.map(({ field, label }) => label || field).join('; ') },
    });
  }
  return { field: place.field, skipped };
}
