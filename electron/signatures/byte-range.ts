import type { Problem } from '../../shared/signatures/report.ts';
import type { PdfDict, PdfString } from './pdf-objects.ts';
import type { PdfFile } from './pdf-reader.ts';

/**
 * Reads ByteRange: it must be two pieces, start with the file, leave out exactly the Contents string, and end where a
 * revision ends. Gives start of the file, start and end of the gap, and the end, or undefined.
 */
export function readRange(
  file: PdfFile,
  dict: PdfDict,
  contents: PdfString,
  problems: Problem[],
): [number, number, number, number] | undefined {
  const numbers = file.array(dict.map.get('ByteRange')).map((own) => file.resolve(own));
  const [start, first, second, length] = numbers;
  const whole = numbers.every((own) => typeof own === 'number' && Number.isSafeInteger(own) && own >= 0);
  if (
    numbers.length !== 4 ||
    !whole ||
    typeof first !== 'number' ||
    typeof second !== 'number' ||
    typeof length !== 'number'
  ) {
    problems.push({ code: 'byte-range-missing', details: {} });
    return undefined;
  }
  const end = second + length;
  const before = problems.length;
  if (start !== 0) problems.push({ code: 'byte-range-start', details: { start: Number(start) } });
  const standsInFile = file.bytes[contents.start] === 0x3c && contents.hex;
  if (first !== contents.start || second !== contents.end || !standsInFile) {
    problems.push({ code: 'byte-range-gap', details: { from: first, to: second } });
  }
  if (end > file.bytes.length || end <= second) {
    problems.push({ code: 'byte-range-end', details: { end, size: file.bytes.length } });
  }
  return problems.length === before ? [0, first, second, end] : undefined;
}
