import type { Dossier, KeySource } from '../../shared/dossiers/contract.ts';
import { translator } from '../../shared/i18n/translate.ts';
import type { JobControl } from '../../shared/lib/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import type { CertificateInfo } from '../../shared/signatures/report.ts';
import type { SliceContext } from '../context.ts';
import type { NationalClient } from '../ncalayer/client.ts';
import { stampFonts } from '../pdf/fonts.ts';
import { certificateWarnings } from '../signatures/certificate.ts';
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
import { choosePlace } from './places.ts';
import { openSigner, type SignerSources } from './signers.ts';
import { subjectOf, type DossierRow, type DossiersStore } from './store.ts';

export interface SigningOptions {
  store: DossiersStore;
  /** The dossier and its newest file where it may be signed now; fails otherwise. */
  signable(id: string): { row: DossierRow; bytes: Uint8Array };
  placesOf(row: DossierRow): Dossier['places'];
  /** BIN of the organisation of the workspace; empty where it is not known. */
  organisationBin(): string;
  nationalClient: NationalClient;
  /** Language of the person. */
  locale(): Locale;
}

/** What is asked of one signature; see the contract. */
export interface SignRequest {
  id: string;
  key: KeySource;
  field?: string | undefined;
  outOfOrder: boolean;
  role: string;
  certify: boolean;
  gost: boolean;
  detached: boolean;
}

/** Signs dossiers with whatever key the signer has. */
export function createSigning(context: SliceContext, options: SigningOptions) {
  const { store, signable, placesOf } = options;
  const bin = (): string | undefined => options.organisationBin() || undefined;
  const sources: SignerSources = {
    files: context.files,
    pool: context.pool,
    tokens: context.tokens,
    nationalClient: options.nationalClient,
    locale: options.locale,
    warnings: (certificate) => certificateWarnings(certificate, context.now(), bin()),
  };

  async function withSigner<T>(
    source: KeySource,
    { signal }: JobControl,
    run: (signer: Signer) => Promise<T>,
  ): Promise<T> {
    const signer = await openSigner(source, sources, signal);
    try {
      return await run(signer);
    } finally {
      await signer.close?.();
    }
  }

  async function keyInfo(source: KeySource, control: JobControl) {
    return withSigner(source, control, async (signer) => {
      return Promise.resolve({
        certificate: signerInfo(signer),
        warnings: signerWarnings(signer, context.now(), bin()),
        gostChoice: needsGostChoice(signer),
      });
    });
  }

  /** Makes the next revision of the file. Gives the dossier it belongs to. */
  async function sign(request: SignRequest, control: JobControl): Promise<DossierRow> {
    const { id, role } = request;
    control.progress(0, 1, 'dossiers.signing');
    const { row, bytes } = signable(id);
    const { field, skipped } = choosePlace(placesOf(row), request);
    return withSigner(request.key, control, async (signer) => {
      requireGostChoice(signer, request.gost);
      const revision = store.revisions(id).length + 1;
      const taken = new Set(signaturePlaces(bytes).flatMap((own) => (own.signed ? [own.field] : [])));
      const at = context.now();
      const info = signerInfo(signer);
      const t = translator(row.locale);
      const signed = await signPdf(bytes, {
        signer,
        signal: control.signal,
        ...(field === undefined ? {} : { fieldName: field }),
        ...(role === '' ? {} : { reason: role }),
        signerLabel: info?.name ?? t('report.stamp.nameInside'),
        at,
        certify: request.certify,
        appearance: { ...stampFonts(), lines: stampLines(t, info, role, at) },
      });
      const place = signaturePlaces(signed).find((own) => own.signed && !taken.has(own.field));
      if (!place?.certificate) throw new Error('The signature just made cannot be found');
      const told: Signer = signer.kind === 'key' ? signer : { ...signer, info: place.certificate };
      const detached = await detachedOf(told, signed, request.detached, control);
      keep({ row, signed, revision, place: { ...place, certificate: place.certificate }, role, at, detached, skipped });
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
    place: { field: string; certificate: CertificateInfo };
    role: string;
    at: Date;
    detached: Uint8Array | null;
    skipped: { field: string }[];
  }): void {
    const { row, signed, revision, place, role, at, detached, skipped } = made;
    const { field, certificate } = place;
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
        certificate: certificate.sha256,
      });
      if (detached) store.insertDetached(row.id, revision, detached);
      context.ledger.append({
        kind: 'dossier.sign',
        subject: subjectOf(row),
        body: {
          dossier: row.id,
          place: field,
          ...(skipped.length === 0 ? {} : { skipped: skipped.map((own) => own.field) }),
          signer: certificate.subject,
          certificate: certificate.sha256,
          role,
          sha256: hash,
        },
      });
    });
  }

  return { keyInfo, sign };
}
