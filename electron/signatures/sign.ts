import type { AbortSignalLike } from '../../shared/lib/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { Appearance } from './appearance.ts';
import { documentPermission } from './revision-changes.ts';
import { writePdfDate } from './pdf-date.ts';
import { rectangle, signatureFields, type SignatureField } from './pdf-fields.ts';
import { addAppearance, addSignatureField, setAppendOnly, setCatalogEntry, withEntries } from './pdf-form-writer.ts';
import { PdfIncrement } from './pdf-increment.ts';
import {
  isKind,
  pdfAscii,
  pdfDict,
  pdfName,
  pdfText,
  type PdfDict,
  type PdfRef,
  type PdfValue,
} from './pdf-objects.ts';
import { PdfFile } from './pdf-reader.ts';
import { putContents, signedParts, writeReserved, type ReservedUpdate } from './reserved-contents.ts';
import { detachedCms, type Signer } from './signer.ts';

export interface SignOptions {
  signer: Signer;
  /** Aborted when the person gives up waiting for another program. */
  signal?: AbortSignalLike;
  /** Name of a reserved, unsigned signature field; without it a new field is added on the last page. */
  fieldName?: string;
  reason?: string;
  location?: string;
  /** Who signs, as people read it. */
  signerLabel: string;
  /** The time the signer claims. It is not a trusted time. */
  at: Date;
  /** Makes this a certification signature after which only further signatures are allowed (DocMDP, P 2). */
  certify?: boolean;
  appearance: Appearance;
}

/**
 * Signs a PDF with PAdES B-B (EN 319 142-1) as an incremental update: the bytes given stay the beginning of the
 * result, so earlier signatures stay valid.
 *
 * Errors: `corrupt` (`pdf-corrupt`) and `invalid` (`pdf-encrypted`) from reading; `not-found`
 * (`signature-field-missing`); `conflict` (`signature-field-signed`, `certify-not-first`, `document-locked`);
 * `invalid` (`signature-too-large`, `signature-text-too-long`, `signature-does-not-fit`, and the reasons of
 * `checkExternalCms`).
 */
export async function signPdf(pdf: Uint8Array, options: SignOptions): Promise<Uint8Array> {
  const file = new PdfFile(pdf);
  const fields = signatureFields(file);
  const permission = documentPermission(file);
  if (permission === 1) {
    throw new AppError('conflict', 'The document is certified against any change', { reason: 'document-locked' });
  }
  if (options.certify && fields.some((field) => field.value !== undefined)) {
    throw new AppError('conflict', 'Only the first signature can certify', { reason: 'certify-not-first' });
  }
  const update = new PdfIncrement(file);
  const signature = update.allocate();
  if (options.fieldName === undefined) {
    // After a certification nothing more may appear on the pages, so the new field has no size there.
    const picture = permission === undefined ? options.appearance : undefined;
    addSignatureField(file, update, fields, signature, { prefix: 'signature', text: labelOf(options), picture });
  } else fillField(file, update, findField(fields, options.fieldName), signature, options);
  if (options.certify) addPermission(file, update, signature);
  return fillIn(writeReserved(update, signature, signatureEntries(options), options.at.toISOString()), options);
}

async function fillIn(update: ReservedUpdate, { signer, signal }: SignOptions): Promise<Uint8Array> {
  return putContents(update, await detachedCms(signer, signedParts(update), signal), 'signature-too-large');
}

/** The entries of the signature dictionary. */
function signatureEntries(options: SignOptions): Record<string, PdfValue | undefined> {
  return {
    Type: pdfName('Sig'),
    Filter: pdfName('Adobe.PPKLite'),
    SubFilter: pdfName('ETSI.CAdES.detached'),
    M: pdfAscii(writePdfDate(options.at)),
    Name: pdfText(options.signerLabel),
    Reason: options.reason ? pdfText(options.reason) : undefined,
    Location: options.location ? pdfText(options.location) : undefined,
    Reference: options.certify ? [permissionReference()] : undefined,
  };
}

/** ISO 32000-2 section 12.8.2.2, permission 2: forms and signatures only. */
function permissionReference(): PdfDict {
  return pdfDict({
    Type: pdfName('SigRef'),
    TransformMethod: pdfName('DocMDP'),
    TransformParams: pdfDict({ Type: pdfName('TransformParams'), P: 2, V: pdfName('1.2') }),
  });
}

function labelOf({ appearance }: SignOptions): string {
  return appearance.lines.join('\n');
}

function findField(fields: SignatureField[], name: string): SignatureField {
  const field = fields.find((own) => own.name === name);
  if (!field) {
    throw new AppError('not-found', `No signature field ${name}`, {
      reason: 'signature-field-missing',
      details: { field: name },
    });
  }
  if (field.value !== undefined) {
    throw new AppError('conflict', `The field ${name} is signed already`, {
      reason: 'signature-field-signed',
      details: { field: name },
    });
  }
  return field;
}

function fillField(
  file: PdfFile,
  update: PdfIncrement,
  field: SignatureField,
  signature: PdfRef,
  options: SignOptions,
): void {
  const merged = field.widget.num === field.ref.num;
  const widget = merged ? field.dict : file.dict(field.widget);
  const box = rectangle(file, widget?.map.get('Rect'));
  const shown: Record<string, PdfValue> = { Contents: pdfText(labelOf(options)) };
  if (box && box[2] - box[0] > 1 && box[3] - box[1] > 1) {
    shown['AP'] = pdfDict({ N: addAppearance(update, options.appearance, box[2] - box[0], box[3] - box[1]) });
  }
  if (merged) update.set(field.ref, withEntries(field.dict, { ...shown, V: signature }));
  else {
    update.set(field.ref, withEntries(field.dict, { V: signature }));
    if (widget) update.set(field.widget, withEntries(widget, shown));
  }
  setAppendOnly(file, update, []);
}

function addPermission(file: PdfFile, update: PdfIncrement, signature: PdfRef): void {
  const value = file.catalog.map.get('Perms');
  const changed = withEntries(file.dict(value) ?? pdfDict({}), { DocMDP: signature });
  if (isKind(value, 'ref')) update.set(value, changed);
  else setCatalogEntry(file, update, 'Perms', changed);
}
