import { AppError } from '../../shared/lib/errors.ts';
import { drawAppearance, type Appearance } from './appearance.ts';
import { documentDigest, makeCms } from './cms.ts';
import { documentPermission } from './revision-changes.ts';
import { writePdfDate } from './pdf-date.ts';
import { pageRefs, rectangle, signatureFields, type SignatureField } from './pdf-fields.ts';
import { PdfIncrement } from './pdf-increment.ts';
import {
  isKind,
  pdfAscii,
  pdfDict,
  pdfName,
  pdfText,
  serialize,
  type PdfDict,
  type PdfRef,
  type PdfValue,
} from './pdf-objects.ts';
import { PdfFile } from './pdf-reader.ts';
import type { SigningKey } from './signing-key.ts';

/** Room for the CMS in bytes: enough for a chain and, later, a time stamp. */
const reservedBytes = 16 * 1024;

/** Digits each number of ByteRange gets until its value is known. */
const rangeDigits = 10;

export interface SignOptions {
  key: SigningKey;
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
 * `invalid` (`signature-too-large`, `signature-text-too-long`, `signature-does-not-fit`).
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
  if (options.fieldName === undefined) addField(file, update, fields, signature, options, permission === undefined);
  else fillField(file, update, findField(fields, options.fieldName), signature, options);
  if (options.certify) addPermission(file, update, signature);
  const { text, rangeAt, contentsAt } = signatureText(options);
  update.setRaw(signature, text);
  const { bytes, offsets } = update.write(options.at.toISOString());
  const start = offsets.get(signature.num) ?? 0;
  return fillIn(bytes, start + rangeAt, start + contentsAt, options.key);
}

async function fillIn(bytes: Uint8Array, rangeAt: number, contentsAt: number, key: SigningKey): Promise<Uint8Array> {
  const contentsEnd = contentsAt + reservedBytes * 2 + 2;
  const range = [contentsAt, contentsEnd, bytes.length - contentsEnd];
  const target = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  target.write(`0 ${range.map((own) => String(own).padEnd(rangeDigits)).join(' ')}`, rangeAt, 'latin1');
  const digest = documentDigest(key.algorithm, [bytes.subarray(0, contentsAt), bytes.subarray(contentsEnd)]);
  const cms = await makeCms(key, digest);
  if (cms.length > reservedBytes) {
    throw new AppError('invalid', 'The signature is larger than its place in the file', {
      reason: 'signature-too-large',
      details: { bytes: cms.length, reserved: reservedBytes },
    });
  }
  target.write(Buffer.from(cms).toString('hex'), contentsAt + 1, 'latin1');
  return bytes;
}

/** The signature dictionary with places kept for ByteRange and Contents; the places count from its start. */
function signatureText(options: SignOptions): { text: string; rangeAt: number; contentsAt: number } {
  const entries: [string, PdfValue | undefined][] = [
    ['Type', pdfName('Sig')],
    ['Filter', pdfName('Adobe.PPKLite')],
    ['SubFilter', pdfName('ETSI.CAdES.detached')],
    ['M', pdfAscii(writePdfDate(options.at))],
    ['Name', pdfText(options.signerLabel)],
    ['Reason', options.reason ? pdfText(options.reason) : undefined],
    ['Location', options.location ? pdfText(options.location) : undefined],
    ['Reference', options.certify ? [permissionReference()] : undefined],
  ];
  const given = entries.filter((entry): entry is [string, PdfValue] => entry[1] !== undefined);
  let text = `<<${given.map(([key, value]) => `/${key} ${serialize(value)}`).join('\n')}\n/ByteRange [`;
  const rangeAt = text.length;
  text += `${' '.repeat(2 + 3 * rangeDigits + 2)}]\n/Contents `;
  const contentsAt = text.length;
  text += `<${'0'.repeat(reservedBytes * 2)}>>>`;
  return { text, rangeAt, contentsAt };
}

/** ISO 32000-2 section 12.8.2.2, permission 2: forms and signatures only. */
function permissionReference(): PdfDict {
  return pdfDict({
    Type: pdfName('SigRef'),
    TransformMethod: pdfName('DocMDP'),
    TransformParams: pdfDict({ Type: pdfName('TransformParams'), P: 2, V: pdfName('1.2') }),
  });
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
  const shown: Record<string, PdfValue> = { Contents: pdfText(options.appearance.lines.join('\n')) };
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

function addField(
  file: PdfFile,
  update: PdfIncrement,
  fields: SignatureField[],
  signature: PdfRef,
  options: SignOptions,
  visible: boolean,
): void {
  const page = pageRefs(file).at(-1);
  const dict = file.dict(page);
  if (!page || !dict) throw new AppError('corrupt', 'The document has no pages', { reason: 'pdf-corrupt' });
  const taken = new Set(fields.map((field) => field.name));
  let index = fields.length + 1;
  while (taken.has(`signature-${index}`)) index++;
  const [width, height] = [230, 76];
  const place = index - 1;
  const left = 36 + (place % 2) * (width + 12);
  const bottom = 36 + Math.floor(place / 2) * (height + 8);
  const field = update.allocate();
  const text = options.appearance.lines.join('\n');
  update.set(
    field,
    pdfDict({
      Type: pdfName('Annot'),
      Subtype: pdfName('Widget'),
      FT: pdfName('Sig'),
      T: pdfText(`signature-${index}`),
      TU: pdfText(text),
      Contents: pdfText(text),
      F: 4,
      P: page,
      // After a certification nothing more may appear on the pages, so the new field has no size there.
      Rect: visible ? [left, bottom, left + width, bottom + height] : [0, 0, 0, 0],
      AP: visible ? pdfDict({ N: addAppearance(update, options.appearance, width, height) }) : undefined,
      V: signature,
    }),
  );
  const annotations = dict.map.get('Annots');
  if (isKind(annotations, 'ref')) update.set(annotations, [...file.array(annotations), field]);
  else update.set(page, withEntries(dict, { Annots: [...file.array(annotations), field] }));
  setAppendOnly(file, update, [field]);
}

function addAppearance(update: PdfIncrement, appearance: Appearance, width: number, height: number): PdfRef {
  const drawn = drawAppearance(appearance, width, height);
  const ref = update.allocate();
  update.setStream(ref, drawn.dict, drawn.data);
  return ref;
}

/** Adds fields to the form and sets SigFlags to 3: signatures exist, and the file may only be appended to. */
function setAppendOnly(file: PdfFile, update: PdfIncrement, added: PdfRef[]): void {
  const value = file.catalog.map.get('AcroForm');
  const form = file.dict(value) ?? pdfDict({ Fields: [] });
  const fields = form.map.get('Fields');
  const entries: Record<string, PdfValue> = { SigFlags: 3 };
  if (added.length > 0 && isKind(fields, 'ref')) update.set(fields, [...file.array(fields), ...added]);
  else if (added.length > 0) entries['Fields'] = [...file.array(fields), ...added];
  const changed = withEntries(form, entries);
  if (isKind(value, 'ref')) update.set(value, changed);
  else setCatalogEntry(file, update, 'AcroForm', changed);
}

function addPermission(file: PdfFile, update: PdfIncrement, signature: PdfRef): void {
  const value = file.catalog.map.get('Perms');
  const changed = withEntries(file.dict(value) ?? pdfDict({}), { DocMDP: signature });
  if (isKind(value, 'ref')) update.set(value, changed);
  else setCatalogEntry(file, update, 'Perms', changed);
}

function setCatalogEntry(file: PdfFile, update: PdfIncrement, key: string, value: PdfValue): void {
  const pending = update.pending(file.rootRef);
  const catalog = isKind(pending, 'dict') ? pending : file.catalog;
  update.set(file.rootRef, withEntries(catalog, { [key]: value }));
}

function withEntries(dict: PdfDict, entries: Record<string, PdfValue>): PdfDict {
  return { kind: 'dict', map: new Map([...dict.map, ...Object.entries(entries)]) };
}
