import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';

/** The typeface of the application, for page text and signature boxes. */
export const font = new Uint8Array(
  readFileSync(join(import.meta.dirname, '..', '..', 'build', 'fonts', 'IBMPlexSans-Regular.ttf')),
);

/** What pdfkit keeps to itself and the sample needs. */
interface Internals {
  _root: { data: Record<string, unknown> };
  _acroform: unknown;
  page: { dictionary: unknown; annotations: unknown[] };
  ref(data: Record<string, unknown>): { end(chunk?: string): void };
}

/** A short tagged PDF with text on two pages, an attachment, and reserved signature fields of the names given. */
export async function samplePdf(fields: string[], text = 'Қауіп-қатер дәрежесі: орташа'): Promise<Uint8Array> {
  const at = new Date('2026-10-01T09:00:00Z');
  const document = new PDFDocument({
    size: 'A4',
    pdfVersion: '1.7',
    subset: 'PDF/A-3a' as 'PDF/A-3',
    tagged: true,
    lang: 'kk',
    displayTitle: true,
    compress: false,
    font: font as unknown as string,
    info: { Title: 'Sample', CreationDate: at, ModDate: at },
  });
  const chunks: Uint8Array[] = [];
  document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const finished = new Promise((resolve) => document.on('end', resolve));
  document.addStructure(document.struct('P', {}, () => void document.text(text)));
  document.file(Buffer.from('{"degree":"medium"}'), {
    name: 'деректер.json',
    type: 'application/json',
    relationship: 'Data',
    creationDate: at,
    modifiedDate: at,
  } as object);
  document.addPage();
  document.addStructure(document.struct('P', {}, () => void document.text('Екінші бет')));
  const inner = document as unknown as Internals;
  const refs = fields.map((name, index) => {
    const appearance = inner.ref({ Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 230, 80], Resources: {} });
    appearance.end('0.5 w 0.5 0.5 229 79 re S');
    const widget = inner.ref({
      Type: 'Annot',
      Subtype: 'Widget',
      FT: 'Sig',
      T: new String(name),
      TU: new String(`Қолтаңба ${index + 1}`),
      F: 4,
      P: inner.page.dictionary,
      Rect: [60, 600 - index * 100, 290, 680 - index * 100],
      AP: { N: appearance },
    });
    inner.page.annotations.push(widget);
    widget.end();
    return widget;
  });
  if (refs.length > 0) {
    // pdfkit closes the form itself and looks for the fonts of its own fields.
    inner._acroform = { fonts: {}, defaultFont: 'regular' };
    inner._root.data['AcroForm'] = inner.ref({ Fields: refs, SigFlags: 1, DR: { Font: {} } });
  }
  document.end();
  await finished;
  return new Uint8Array(Buffer.concat(chunks));
}
