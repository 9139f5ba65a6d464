import { inflateSync } from 'node:zlib';
import { isKind, nameOf, type PdfDict, type PdfStream, type PdfValue } from './pdf-objects.ts';
import { corruptPdf } from './pdf-parser.ts';

/** Largest size a structural stream may unpack to. */
const maximumStream = 64 * 1024 * 1024;

/**
 * Undoes the filters of a cross-reference or object stream, or of an embedded file: none, or Flate with an optional PNG
 * predictor, which is all that writers use there. `maximum` is the most it may unpack to, in bytes. AppError `corrupt` for others.
 */
export function decodeStream(
  stream: PdfStream,
  resolve: (value: PdfValue | undefined) => PdfValue | undefined,
  maximum = maximumStream,
): Uint8Array {
  const filters = list(resolve(stream.dict.map.get('Filter'))).map((filter) => nameOf(resolve(filter)));
  const parameters = list(resolve(stream.dict.map.get('DecodeParms'))).map((own) => resolve(own));
  if (filters.length > 4) throw corruptPdf('too many filters', 0);
  let data = stream.data;
  filters.forEach((filter, index) => {
    if (filter !== 'FlateDecode') throw corruptPdf(`filter ${filter ?? '?'} in a structural stream`, 0);
    data = inflate(data, maximum);
    const own = parameters[index];
    if (isKind(own, 'dict')) data = undoPredictor(data, own);
  });
  return data;
}

function list(value: PdfValue | undefined): PdfValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function inflate(data: Uint8Array, maximum: number): Uint8Array {
  try {
    return inflateSync(data, { maxOutputLength: maximum });
  } catch {
    throw corruptPdf('compressed data cannot be read', 0);
  }
}

function undoPredictor(data: Uint8Array, parameters: PdfDict): Uint8Array {
  const number = (key: string, standard: number): number => {
    const value = parameters.map.get(key);
    return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65536 ? value : standard;
  };
  const predictor = number('Predictor', 1);
  if (predictor === 1) return data;
  if (predictor < 10) throw corruptPdf('unknown predictor', 0);
  const pixel = Math.max(1, Math.ceil((number('Colors', 1) * number('BitsPerComponent', 8)) / 8));
  const width = Math.ceil((number('Columns', 1) * number('Colors', 1) * number('BitsPerComponent', 8)) / 8);
  const rows = Math.floor(data.length / (width + 1));
  const result = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const kind = data[row * (width + 1)] ?? 0;
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const left = column >= pixel ? (result[at - pixel] ?? 0) : 0;
      const up = row > 0 ? (result[at - width] ?? 0) : 0;
      const corner = row > 0 && column >= pixel ? (result[at - width - pixel] ?? 0) : 0;
      result[at] = (data[row * (width + 1) + 1 + column] ?? 0) + predicted(kind, left, up, corner);
    }
  }
  return result;
}

/** Filter types of the PNG specification, section 9. */
function predicted(kind: number, left: number, up: number, corner: number): number {
  if (kind === 1) return left;
  if (kind === 2) return up;
  if (kind === 3) return (left + up) >> 1;
  if (kind !== 4) return 0;
  const estimate = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
