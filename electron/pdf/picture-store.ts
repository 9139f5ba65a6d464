import { readPicture, type ImageBlock, type Picture } from './images.ts';
import type { PdfDocument, Reference } from './pdf-document.ts';

/** A picture in the file: name among the resources of a page, its object, and its size in pixels. */
export interface StoredPicture {
  name: string;
  object: Reference;
  width: number;
  height: number;
}

/** Puts pictures into the file, each only once however often it is drawn. */
export class PictureStore {
  private readonly document: PdfDocument;
  private readonly known = new Map<string, StoredPicture>();

  constructor(document: PdfDocument) {
    this.document = document;
  }

  /** Throws as `readPicture`. */
  take(block: ImageBlock): StoredPicture {
    const key = `${block.mime} ${block.data}`;
    const found = this.known.get(key);
    if (found) return found;
    const picture = readPicture(block);
    const stored: StoredPicture = {
      name: `Picture${this.known.size + 1}`,
      object: this.write(picture),
      width: picture.width,
      height: picture.height,
    };
    this.known.set(key, stored);
    return stored;
  }

  private write({ width, height, colours, filter, data, alpha }: Picture): Reference {
    const entry = { Type: 'XObject', Subtype: 'Image', Width: width, Height: height, BitsPerComponent: 8 };
    const dictionary: Record<string, unknown> = { ...entry, ColorSpace: colours, Filter: filter };
    if (alpha) {
      const mask = this.document.ref({ ...entry, ColorSpace: 'DeviceGray', Filter: 'FlateDecode' });
      mask.end(alpha);
      dictionary['SMask'] = mask;
    }
    const object = this.document.ref(dictionary);
    object.end(data);
    return object;
  }
}
