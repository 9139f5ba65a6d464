import type { PdfDocument } from './pdf-document.ts';
import { textString } from './pdf-document.ts';
import type { Attachment } from './render.ts';

/** A PDF name: everything but letters, digits and a few signs is written as #XX. */
function escapeName(value: string): string {
  return [...Buffer.from(value, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9._+-]/.test(character) ? character : `#${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/**
 * Embeds a file as ISO 19005-3, 6.8 asks: MIME type, dates, F and UF, relation to the document, catalog /AF.
 * The key in the name tree is a running number, because the tree must be sorted by bytes and names may be Cyrillic.
 * There is no /CheckSum: it would be MD5; the manifest carries SHA-256.
 */
function attach(document: PdfDocument, file: Attachment, index: number): void {
  const stream = document.ref({
    Type: 'EmbeddedFile',
    Subtype: escapeName(file.mime),
    Params: { Size: file.bytes.byteLength, CreationDate: file.modifiedAt, ModDate: file.modifiedAt },
  });
  stream.end(file.bytes);
  const specification = document.ref({
    Type: 'Filespec',
    AFRelationship: file.relationship,
    F: textString(file.name),
    UF: textString(file.name),
    EF: { F: stream, UF: stream },
    Desc: textString(file.description),
  });
  specification.end();
  document.addNamedEmbeddedFile(`file${String(index + 1).padStart(5, '0')}`, specification);
  const associated = (document._root.data['AF'] ??= []) as unknown[];
  associated.push(specification);
}

/** Embeds the attachments in the order given. */
export function attachFiles(document: PdfDocument, files: readonly Attachment[]): void {
  files.forEach((file, index) => attach(document, file, index));
}
