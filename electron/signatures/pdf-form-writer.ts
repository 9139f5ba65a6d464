import { AppError } from '../../shared/lib/errors.ts';
import { drawAppearance, type Appearance } from './appearance.ts';
import { pageRefs, type SignatureField } from './pdf-fields.ts';
import type { PdfIncrement } from './pdf-increment.ts';
import { isKind, pdfDict, pdfName, pdfText, type PdfDict, type PdfRef, type PdfValue } from './pdf-objects.ts';
import type { PdfFile } from './pdf-reader.ts';

/** How a new signature field is called and looks; without a picture it has no size on the page. */
export interface NewField {
  prefix: string;
  /** Said of the field by readers for the blind. */
  text: string;
  picture: Appearance | undefined;
}

/** Adds a signature field whose value is `value`; a visible one stands at the foot of the last page. */
export function addSignatureField(
  file: PdfFile,
  update: PdfIncrement,
  fields: SignatureField[],
  value: PdfRef,
  { prefix, text, picture }: NewField,
): void {
  const page = pageRefs(file).at(-1);
  const dict = file.dict(page);
  if (!page || !dict) throw new AppError('corrupt', 'The document has no pages', { reason: 'pdf-corrupt' });
  const taken = new Set(fields.map((field) => field.name));
  let index = fields.filter((field) => field.name.startsWith(`${prefix}-`)).length + 1;
  while (taken.has(`${prefix}-${index}`)) index++;
  const [width, height] = [230, 76];
  const place = index - 1;
  const left = 36 + (place % 2) * (width + 12);
  const bottom = 36 + Math.floor(place / 2) * (height + 8);
  const field = update.allocate();
  update.set(
    field,
    pdfDict({
      Type: pdfName('Annot'),
      Subtype: pdfName('Widget'),
      FT: pdfName('Sig'),
      T: pdfText(`${prefix}-${index}`),
      TU: pdfText(text),
      Contents: pdfText(text),
      F: 4,
      P: page,
      Rect: picture ? [left, bottom, left + width, bottom + height] : [0, 0, 0, 0],
      AP: picture ? pdfDict({ N: addAppearance(update, picture, width, height) }) : undefined,
      V: value,
    }),
  );
  const annotations = dict.map.get('Annots');
  if (isKind(annotations, 'ref')) update.set(annotations, [...file.array(annotations), field]);
  else update.set(page, withEntries(dict, { Annots: [...file.array(annotations), field] }));
  setAppendOnly(file, update, [field]);
}

/** Draws the look of a signature as an object of its own. */
export function addAppearance(update: PdfIncrement, appearance: Appearance, width: number, height: number): PdfRef {
  const drawn = drawAppearance(appearance, width, height);
  const ref = update.allocate();
  update.setStream(ref, drawn.dict, drawn.data);
  return ref;
}

/** Adds fields to the form and sets SigFlags to 3: signatures exist, and the file may only be appended to. */
export function setAppendOnly(file: PdfFile, update: PdfIncrement, added: PdfRef[]): void {
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

/** Sets an entry of the catalog on top of what this update has set there already. */
export function setCatalogEntry(file: PdfFile, update: PdfIncrement, key: string, value: PdfValue): void {
  const pending = update.pending(file.rootRef);
  const catalog = isKind(pending, 'dict') ? pending : file.catalog;
  update.set(file.rootRef, withEntries(catalog, { [key]: value }));
}

/** A copy of a dictionary with entries added or replaced. */
export function withEntries(dict: PdfDict, entries: Record<string, PdfValue>): PdfDict {
  return { kind: 'dict', map: new Map([...dict.map, ...Object.entries(entries)]) };
}
