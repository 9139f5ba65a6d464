import { AppError } from '../../shared/lib/errors.ts';
import { colourOperands, figure } from './canvas.ts';
import { addAnnotation, openForm, textString, type PdfDocument, type Tag } from './pdf-document.ts';
import { colour, type FaceName } from './style.ts';
import type { Typeface } from './typeface.ts';

/** Place of a field on the current page, from the upper left corner, in points. */
export interface FieldBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Reserved signature fields: visible, unsigned, each with an appearance of its own and a tag. */
export class SignatureFields {
  readonly reserved: boolean;
  private readonly document: PdfDocument;
  private readonly faces: Record<FaceName, Typeface>;
  private readonly names = new Set<string>();
  private form: ReturnType<typeof openForm> | null = null;

  constructor(document: PdfDocument, faces: Record<FaceName, Typeface>, reserved: boolean) {
    this.document = document;
    this.faces = faces;
    this.reserved = reserved;
  }

  /**
   * Adds a field inside `parent`. `name` is the field's name (/T), `tip` what a screen reader says (/TU),
   * `words` stand in the empty place. Throws AppError `invalid`, reason `signature-field-name`, for a name that is
   * empty, used twice or holds a full stop (which parts field names).
   */
  add(parent: Tag, field: { name: string; tip: string; words: string }, box: FieldBox): void {
    if (field.name === '' || field.name.includes('.') || this.names.has(field.name)) {
      throw new AppError('invalid', `bad name of a signature field: ${field.name}`, {
        reason: 'signature-field-name',
        details: { name: field.name },
      });
    }
    this.names.add(field.name);
    const { regular } = this.faces;
    this.form ??= openForm(this.document, { [regular.id]: regular.reference() });
    const appearance = this.document.ref({
      Type: 'XObject',
      Subtype: 'Form',
      BBox: [0, 0, box.width, box.height],
      Resources: { Font: { [regular.id]: regular.reference() } },
    });
    appearance.end(emptyAppearance(regular, field.words, box));
    const tag = this.document.struct('Form', { alt: field.tip });
    parent.add(tag);
    const widget = addAnnotation(this.document, box, tag, {
      Subtype: 'Widget',
      FT: 'Sig',
      T: textString(field.name),
      TU: textString(field.tip),
      F: 4,
      P: this.document.page.dictionary,
      AP: { N: appearance },
    });
    this.form.add(widget);
    tag.end();
  }
}

/** Dashed frame with grey words; colours as on the page. Coordinates from the lower left corner of the field. */
function emptyAppearance(face: Typeface, words: string, box: FieldBox): string {
  const size = 8;
  const rgb = colourOperands(colour.ink3);
  return [
    'q',
    `${rgb} RG 0.8 w [3 2.4] 0 d`,
    `0.4 0.4 ${figure(box.width - 0.8)} ${figure(box.height - 0.8)} re S`,
    'Q',
    `BT /${face.id} ${size} Tf ${rgb} rg 1 0 0 1 8 ${figure(box.height - 15)} Tm [${face.set(words).operands}] TJ ET`,
  ].join('\n');
}
