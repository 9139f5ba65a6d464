import type { CertificateInfo } from '../../shared/signatures/report.ts';
import { readCms } from './cms-reader.ts';
import { signatureFields, type SignatureField } from './pdf-fields.ts';
import { isKind, textOf } from './pdf-objects.ts';
import { PdfFile } from './pdf-reader.ts';

/** A place for a signature in a file, signed or not. */
export interface SignaturePlace {
  field: string;
  /** What the place is for, in the language of the file; empty where it does not say. */
  label: string;
  signed: boolean;
  /** Whose certificate signed it; null where it is not signed or the signature cannot be read. */
  certificate: CertificateInfo | null;
}

/** All places for signatures in the order of the form. Time stamps have places as well. */
export function signaturePlaces(pdf: Uint8Array): SignaturePlace[] {
  const file = new PdfFile(pdf);
  return signatureFields(file).map((field) => ({
    field: field.name,
    label: fieldLabel(file, field),
    signed: field.value !== undefined,
    certificate: signerOf(file, field),
  }));
}

/** What a field says it is for (/TU). A place added by a signature repeats its box there, in several lines: no label. */
export function fieldLabel(file: PdfFile, { dict }: SignatureField): string {
  const words = textOf(file.resolve(dict.map.get('TU'))) ?? '';
  return words.includes('\n') ? '' : words;
}

function signerOf(file: PdfFile, { value }: SignatureField): CertificateInfo | null {
  const contents = file.dict(value)?.map.get('Contents');
  if (!isKind(contents, 'string')) return null;
  try {
    return readCms(contents.bytes).signer?.info ?? null;
  } catch {
    return null;
  }
}
