import { corruptPdf } from './pdf-parser.ts';
import { isKind, type PdfValue } from './pdf-objects.ts';
import type { PdfFile } from './pdf-reader.ts';
import type { XrefEntry } from './pdf-xref.ts';

/** More revisions than any signing process makes; files with more are refused. */
const maximumRevisions = 100;

/**
 * The places where the revisions of a file end, in bytes, oldest first. The last one is where the file ends by its own
 * account; bytes after it belong to no revision. AppError `corrupt` for files with very many revisions.
 */
export function revisionEnds(file: PdfFile): number[] {
  const buffer = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  const ends = new Set<number>([file.references.end]);
  let newer: number | undefined;
  for (const { offset } of file.references.sections) {
    ends.add(endAfter(buffer, offset));
    // A linearized file has the newer of its first two sections in front; both are one revision.
    if (newer !== undefined && offset > newer) ends.delete(endAfter(buffer, newer));
    newer = offset;
  }
  const sorted = [...ends].filter((end) => end <= file.references.end).sort((one, other) => one - other);
  if (sorted.length > maximumRevisions) throw corruptPdf('too many revisions', 0);
  return sorted;
}

function endAfter(buffer: Buffer, offset: number): number {
  const marker = buffer.indexOf('%%EOF', buffer.indexOf('startxref', offset));
  if (marker < 0) return buffer.length;
  let end = marker + 5;
  if (buffer[end] === 13) end++;
  if (buffer[end] === 10) end++;
  return end;
}

/** Whether an object stands at the same place in both states, so that its bytes cannot differ. */
export function samePlace(before: PdfFile, after: PdfFile, num: number): boolean {
  const one = before.references.entries.get(num);
  const other = after.references.entries.get(num);
  if (isAbsent(one) || isAbsent(other)) return isAbsent(one) && isAbsent(other);
  if (one?.kind === 'offset') return other?.kind === 'offset' && one.offset === other.offset && one.gen === other.gen;
  return (
    one?.kind === 'packed' &&
    other?.kind === 'packed' &&
    one.container === other.container &&
    samePlace(before, after, one.container)
  );
}

/** Whether the cross-reference data gives no place for an object. */
export function isAbsent(entry: XrefEntry | undefined): boolean {
  return entry === undefined || entry.kind === 'free';
}

/** Numbers of the objects whose place differs between two states, in order. */
export function movedObjects(before: PdfFile, after: PdfFile): number[] {
  const all = new Set([...before.references.entries.keys(), ...after.references.entries.keys()]);
  return [...all].filter((num) => !samePlace(before, after, num)).sort((one, other) => one - other);
}

/** For every object number, the objects that refer to it; the trailer counts as object 0. */
export function referrers(file: PdfFile): Map<number, Set<number>> {
  const found = new Map<number, Set<number>>();
  const collect = (from: number, value: PdfValue): void => {
    const stack: PdfValue[] = [value];
    for (let current = stack.pop(); current !== undefined; current = stack.pop()) {
      if (isKind(current, 'ref')) {
        const own = found.get(current.num);
        if (own) own.add(from);
        else found.set(current.num, new Set([from]));
      } else if (Array.isArray(current)) stack.push(...current);
      else if (isKind(current, 'dict')) stack.push(...current.map.values());
      else if (isKind(current, 'stream')) stack.push(current.dict);
    }
  };
  collect(0, file.trailer);
  for (const num of file.references.entries.keys()) {
    const value = file.object(num);
    if (value !== undefined) collect(num, value);
  }
  return found;
}
