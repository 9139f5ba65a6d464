import { signatureFields as reservedFields } from '../../shared/dossiers/compose.ts';
import type { KeySource } from '../../shared/dossiers/contract.ts';
import { translator } from '../../shared/i18n/translate.ts';
import type { JobControl } from '../../shared/lib/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { CertificateInfo } from '../../shared/signatures/report.ts';
import type { SliceContext } from '../context.ts';
import { loadFonts } from '../pdf/fonts.ts';
import { signaturePlaces } from '../signatures/pdf-places.ts';
import { signPdf } from '../signatures/sign.ts';
import {
  detachedCms,
  needsGostChoice,
  requireGostChoice,
  signerInfo,
  signerWarnings,
  type Signer,
} from '../signatures/signer.ts';
import { stampLines } from '../signatures/stamp.ts';
import { sha256 } from './collect.ts';
import { openSigner } from './signers.ts';
import type { DossierRow, DossiersStore } from './store.ts';

export interface SigningOptions {
  store: DossiersStore;
  /** The dossier and its newest file where it may be signed now; fails otherwise. */
  signable(id: string): { row: DossierRow; bytes: Uint8Array };
  /** BIN of the organisation of the workspace; empty where it is not known. */
  organisationBin(): string;
}

/** What is asked of one signature; see the contract. */
export interface SignRequest {
  id: string;
  key: KeySource;
  role: string;
  certify: boolean;
  gost: boolean;
  detached: boolean;
}

/** Signs dossiers with whatever key the signer has. */
export function createSigning(context: SliceContext, { store, signable, organisationBin }: SigningOptions) {
  async function withSigner<T>(source: KeySource, run: (signer: Signer) => Promise<T>): Promise<T> {
    const signer = await openSigner(source, context);
    try {
      return await run(signer);
    } finally {
      await signer.close?.();
    }
  }

  async function keyInfo(source: KeySource) {
    return withSigner(source, async (signer) => {
      const bin = organisationBin();
      return Promise.resolve({
        certificate: signerInfo(signer),
        warnings: signerWarnings(signer, context.now(), bin === '' ? undefined : bin),
        gostChoice: needsGostChoice(signer),
      });
    });
  }

  /** Makes the next revision of the file. Gives the dossier it belongs to. */
  async function sign(request: SignRequest, control: JobControl): Promise<DossierRow> {
    const { id, role } = request;
    control.progress(0, 1, 'dossiers.signing');
    const { row, bytes } = signable(id);
    return withSigner(request.key, async (signer) => {
      requireGostChoice(signer, request.gost);
      const revision = store.revisions(id).length + 1;
      const before = signaturePlaces(bytes);
      const taken = new Set(before.filter(({ signed }) => signed).map(({ field }) => field));
      const reserved = reservedFields.find((name) => !taken.has(name));
      const at = context.now();
      const info = signerInfo(signer);
      const t = translator(row.locale);
      const signed = await signPdf(bytes, {
        signer,
        signal: control.signal,
        ...(reserved ? { fieldName: reserved } : {}),
        ...(role === '' ? {} : { reason: role }),
        signerLabel: info?.name ?? t('report.stamp.nameInside'),
        at,
        certify: request.certify,
        appearance: { font: loadFonts().regular, lines: stampLines(t, info, role, at) },
      });
      const place = signaturePlaces(signed).find((own) => own.signed && !taken.has(own.field));
      if (!place?.certificate) throw new Error('The signature just made cannot be found');
      const detached = await detachedOf(signer, signed, request.detached, control);
      keep({ row, signed, revision, field: place.field, certificate: place.certificate, role, at, detached });
      return row;
    });
  }

  /** The signature in the file stands without the one beside it; a person may refuse to be asked a second time. */
  async function detachedOf(
    signer: Signer,
    signed: Uint8Array,
    wanted: boolean,
    { signal }: JobControl,
  ): Promise<Uint8Array | null> {
    if (signer.kind === 'key') return detachedCms(signer, [signed]);
    if (!wanted || signal.aborted) return null;
    try {
      return await detachedCms(signer, [signed], signal);
    } catch (error) {
      if (error instanceof AppError) return null;
      throw error;
    }
  }

  function keep(made: {
    row: DossierRow;
    signed: Uint8Array;
    revision: number;
    field: string;
    certificate: CertificateInfo;
    role: string;
    at: Date;
    detached: Uint8Array | null;
  }): void {
    const { row, signed, revision, field, certificate, role, at, detached } = made;
    const hash = sha256(signed);
    context.transact('dossiers.sign', () => {
      // Another signature may have come in while this one was made; the stored file is the one that counts.
      if (store.revisions(row.id).length + 1 !== revision)
        throw new AppError('conflict', 'signed meanwhile', { reason: 'signed-meanwhile' });
      store.insertRevision({
        dossier: row.id,
        revision,
        sha256: hash,
        bytes: signed,
        field,
        signer: certificate.name,
        madeAt: at.toISOString(),
      });
      if (detached) store.insertDetached(row.id, revision, detached);
      context.ledger.append({
        kind: 'dossier.sign',
        subject: row.systemId,
        body: { dossier: row.id, signer: certificate.subject, certificate: certificate.sha256, role, sha256: hash },
      });
    });
  }

  return { keyInfo, sign };
}
