import { isKind, nameOf, textOf, type PdfDict, type PdfRef, type PdfValue } from './pdf-objects.ts';
import { corruptPdf } from './pdf-parser.ts';
import type { PdfFile } from './pdf-reader.ts';

/** A signature field of the form: its full name, its own object, the widget that shows it, and its value if signed. */
export interface SignatureField {
  name: string;
  ref: PdfRef;
  dict: PdfDict;
  /** The annotation on the page; the same object as the field where both are merged, which is usual. */
  widget: PdfRef;
  /** Reference to the signature dictionary, or the dictionary itself. */
  value: PdfValue | undefined;
}

const maximumFields = 10_000;

/** All signature fields in the order of the form. Fields that are not objects of their own are left out. */
export function signatureFields(file: PdfFile): SignatureField[] {
  const form = file.dict(file.catalog.map.get('AcroForm'));
  const found: SignatureField[] = [];
  const seen = new Set<number>();
  const visit = (value: PdfValue, prefix: string, inherited: string | undefined, depth: number): void => {
    if (!isKind(value, 'ref') || seen.has(value.num)) return;
    seen.add(value.num);
    if (depth > 32 || seen.size > maximumFields) throw corruptPdf('too many form fields', 0);
    const dict = file.dict(value);
    if (!dict) return;
    const own = textOf(file.resolve(dict.map.get('T')));
    const name = own === undefined ? prefix : prefix ? `${prefix}.${own}` : own;
    const type = nameOf(file.resolve(dict.map.get('FT'))) ?? inherited;
    const kids = file.array(dict.map.get('Kids'));
    const isParent = kids.some((kid) => file.dict(kid)?.map.has('T'));
    if (type === 'Sig' && !isParent) {
      const widget = kids.find((kid) => isKind(kid, 'ref'));
      found.push({
        name,
        ref: value,
        dict,
        widget: isKind(widget, 'ref') ? widget : value,
        value: dict.map.get('V') ?? undefined,
      });
    } else for (const kid of kids) visit(kid, name, type, depth + 1);
  };
  for (const field of file.array(form?.map.get('Fields'))) visit(field, '', undefined, 0);
  return found;
}

/** References of the pages in order. */
export function pageRefs(file: PdfFile): PdfRef[] {
  const pages: PdfRef[] = [];
  const seen = new Set<number>();
  const visit = (value: PdfValue | undefined, depth: number): void => {
    if (!isKind(value, 'ref') || seen.has(value.num)) return;
    seen.add(value.num);
    if (depth > 50) throw corruptPdf('page tree too deep', 0);
    const dict = file.dict(value);
    if (!dict) return;
    if (dict.map.has('Kids')) for (const kid of file.array(dict.map.get('Kids'))) visit(kid, depth + 1);
    else pages.push(value);
  };
  visit(file.catalog.map.get('Pages'), 0);
  return pages;
}

/** Four numbers of a rectangle, lower left corner first, or undefined when it is none. */
export function rectangle(file: PdfFile, value: PdfValue | undefined): [number, number, number, number] | undefined {
  const numbers = file.array(value).map((own) => file.resolve(own));
  const [a, b, c, d] = numbers;
  if (typeof a !== 'number' || typeof b !== 'number' || typeof c !== 'number' || typeof d !== 'number')
    return undefined;
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
}
