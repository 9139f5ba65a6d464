import { AppError } from '../../shared/lib/errors.ts';
import { decodeStream } from './pdf-filters.ts';
import { setCatalogEntry, withEntries } from './pdf-form-writer.ts';
import { PdfIncrement } from './pdf-increment.ts';
import { isKind, pdfDict, pdfName, type PdfRef, type PdfValue } from './pdf-objects.ts';
import { PdfFile } from './pdf-reader.ts';
import { documentPermission } from './revision-changes.ts';

/** What later checks of a signature need, each as DER: certificates, revocation lists, OCSP responses. */
export interface ValidationData {
  certificates: Uint8Array[];
  crls: Uint8Array[];
  ocsps: Uint8Array[];
}

const keys = { certificates: 'Certs', crls: 'CRLs', ocsps: 'OCSPs' } as const;

/** More than any dossier gathers; a file with more is not read further. */
const maximumItems = 200;

/** Reads the document security store (ISO 32000-2 section 12.8.4.3); empty where there is none. */
export function readValidationData(file: PdfFile): ValidationData {
  const store = file.dict(file.catalog.map.get('DSS'));
  const read = (key: string): Uint8Array[] =>
    file
      .array(store?.map.get(key))
      .slice(0, maximumItems)
      .flatMap((own) => {
        const value = file.resolve(own);
        return isKind(value, 'stream') ? [decodeStream(value, (part) => file.resolve(part))] : [];
      });
  return { certificates: read(keys.certificates), crls: read(keys.crls), ocsps: read(keys.ocsps) };
}

/**
 * Adds to the document security store what it does not hold yet, as an incremental update. Gives the file back as it
 * is where nothing is new. Errors: those of reading a PDF; `conflict` (`document-locked`).
 */
export function addValidationData(pdf: Uint8Array, data: ValidationData, at: Date): Uint8Array {
  const file = new PdfFile(pdf);
  if (documentPermission(file) === 1) {
    throw new AppError('conflict', 'The document is certified against any change', { reason: 'document-locked' });
  }
  const present = readValidationData(file);
  const update = new PdfIncrement(file);
  const value = file.catalog.map.get('DSS');
  const store = file.dict(value) ?? pdfDict({ Type: pdfName('DSS') });
  const entries: Record<string, PdfValue> = {};
  for (const kind of ['certificates', 'crls', 'ocsps'] as const) {
    const known = new Set(present[kind].map(identity));
    const fresh = [...new Map(data[kind].map((der) => [identity(der), der])).entries()]
      .filter(([id]) => !known.has(id))
      .map(([, der]) => der);
    if (fresh.length === 0) continue;
    const refs = fresh.map((der): PdfRef => {
      const ref = update.allocate();
      update.setStream(ref, pdfDict({}), der);
      return ref;
    });
    entries[keys[kind]] = [...file.array(store.map.get(keys[kind])), ...refs];
  }
  if (Object.keys(entries).length === 0) return pdf;
  const changed = withEntries(store, entries);
  if (isKind(value, 'ref')) update.set(value, changed);
  else {
    const ref = update.allocate();
    update.set(ref, changed);
    setCatalogEntry(file, update, 'DSS', ref);
  }
  return update.write(at.toISOString()).bytes;
}

function identity(der: Uint8Array): string {
  return Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('base64');
}
