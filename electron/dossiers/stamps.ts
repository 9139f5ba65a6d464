import { AppError } from '../../shared/lib/errors.ts';
import type { SliceContext } from '../context.ts';
import { fillStamp, prepareStamp } from '../signatures/document-stamp.ts';
import { signatureFields } from '../signatures/pdf-fields.ts';
import { PdfFile } from '../signatures/pdf-reader.ts';
import { makeStampRequest, nationalStampPolicy, readStampRequest } from '../signatures/time-stamp.ts';
import { sha256 } from './collect.ts';
import { subjectOf, type DossierRow, type DossiersStore, type StampRow } from './store.ts';

export interface StampsOptions {
  store: DossiersStore;
  /** The dossier and its newest file; fails where there is none. */
  required(id: string): { row: DossierRow; bytes: Uint8Array };
  /** What the field of a time stamp is called in the language of the dossier. */
  label(row: DossierRow): string;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/**
 * Time stamps by way of files: the file prepared for a stamp is kept byte for byte until its answer comes, since making
 * it anew would change the digest the authority stamps.
 */
export function createStamps(context: SliceContext, { store, required, label }: StampsOptions) {
  /** The request a file waits for the answer of. */
  function requestOf({ request, digest, nonce }: StampRow): Uint8Array {
    return request ?? makeStampRequest(unhex(digest), 'sha256', unhex(nonce));
  }

  /** Writes the request, or the same one again, whatever is asked then. Gives the `.tsq`. */
  function request(id: string, asked: { digest: 'sha256' | 'streebog512'; national: boolean }): Uint8Array {
    const { row, bytes } = required(id);
    const waiting = store.stamp(id);
    if (waiting) return requestOf(waiting);
    const revisions = store.revisions(id);
    if (revisions.every(({ signer }) => signer === null)) {
      throw new AppError('conflict', 'nothing is signed', { reason: 'stamp-nothing-signed' });
    }
    const at = context.now();
    const pending = prepareStamp(bytes, { at, label: label(row), digest: asked.digest });
    // The first byte keeps the number positive and at full length.
    const nonce = Uint8Array.of(0x40, ...Buffer.from(context.newId(), 'base64url'));
    const policy = asked.national ? nationalStampPolicy : undefined;
    const made = makeStampRequest(pending.digest, asked.digest, nonce, policy);
    context.transact('dossiers.requestStamp', () => {
      store.insertStamp({
        dossier: id,
        revision: revisions.length,
        bytes: pending.bytes,
        digest: hex(pending.digest),
        nonce: hex(nonce),
        request: made,
        requestedAt: at.toISOString(),
      });
      context.ledger.append({
        kind: 'dossier.stamp-request',
        subject: subjectOf(row),
        body: { dossier: id, algorithm: asked.digest, digest: hex(pending.digest), national: asked.national },
      });
    });
    return made;
  }

  function attach(id: string, answer: Uint8Array): void {
    const { row } = required(id);
    const waiting = store.stamp(id);
    if (!waiting) throw new AppError('conflict', 'no request waits', { reason: 'stamp-not-requested' });
    const { bytes, time, authority } = fillStamp(waiting.bytes, answer, readStampRequest(requestOf(waiting)));
    const hash = sha256(bytes);
    context.transact('dossiers.attachStamp', () => {
      // The stamp covers the file as it was when the request was written; a later revision would be lost by it.
      if (store.revisions(id).length !== waiting.revision) {
        throw new AppError('conflict', 'the file changed since the request', { reason: 'stamp-late' });
      }
      store.insertRevision({
        dossier: id,
        revision: waiting.revision + 1,
        sha256: hash,
        bytes,
        field: newestStamp(bytes),
        signer: authority,
        madeAt: time.toISOString(),
      });
      store.dropStamp(id);
      context.ledger.append({
        kind: 'dossier.stamp',
        subject: subjectOf(row),
        body: { dossier: id, authority, time: time.toISOString(), sha256: hash },
      });
    });
  }

  function cancel(id: string): void {
    const { row } = required(id);
    const waiting = store.stamp(id);
    if (!waiting) throw new AppError('conflict', 'no request waits', { reason: 'stamp-not-requested' });
    store.dropStamp(id);
    context.ledger.append({
      kind: 'dossier.stamp-cancel',
      subject: subjectOf(row),
      body: { dossier: id, digest: waiting.digest },
    });
  }

  /** Anything that adds a revision would make the waiting request useless, so it is refused until the person decides. */
  function refuseWhileWaiting(id: string): void {
    if (store.stamp(id)) throw new AppError('conflict', 'a time stamp is waited for', { reason: 'stamp-waiting' });
  }

  return { request, attach, cancel, refuseWhileWaiting };
}

/** Name of the field whose signature ends with the file. */
function newestStamp(bytes: Uint8Array): string {
  const file = new PdfFile(bytes);
  const stamps = signatureFields(file).filter(({ name, value }) => value !== undefined && isStampField(name));
  return stamps.at(-1)?.name ?? '';
}

/** Whether a signature field was made for a time stamp. */
export function isStampField(name: string): boolean {
  return name.startsWith('time-stamp-');
}
