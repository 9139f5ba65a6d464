/**
 * Reading of BER/DER at the level of single elements, for the places where the exact bytes matter: how long a CMS is
 * inside its zero padding, and which bytes a signature covers. Everything with a meaning is read through the typed
 * classes of the ASN.1 packages.
 */

/** One element: its tag byte and where its header, content and end lie in the bytes given. */
export interface DerElement {
  tag: number;
  start: number;
  contentStart: number;
  contentEnd: number;
  /** End of the element; behind the closing mark where the length is left open, otherwise `contentEnd`. */
  end: number;
}

const maximumDepth = 16;

/**
 * Reads the element at `offset`: one tag byte, a definite length, or an open one as some programs write CMS. Gives
 * undefined for anything else and for what does not fit before `limit`.
 */
export function readElement(
  bytes: Uint8Array,
  offset: number,
  limit = bytes.length,
  depth = 0,
): DerElement | undefined {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f || depth > maximumDepth) return undefined;
  if (first === 0x80) return readOpen(bytes, offset, tag, limit, depth);
  let length = first;
  let contentStart = offset + 2;
  if (first > 0x80) {
    const count = first & 0x7f;
    if (count > 4 || contentStart + count > limit) return undefined;
    length = 0;
    for (let index = 0; index < count; index++) length = length * 256 + (bytes[contentStart + index] ?? 0);
    contentStart += count;
  }
  const end = contentStart + length;
  return end > limit ? undefined : { tag, start: offset, contentStart, contentEnd: end, end };
}

/** An element of open length ends with two zero bytes in the place of a further element (X.690 section 8.1.3.6). */
function readOpen(bytes: Uint8Array, start: number, tag: number, limit: number, depth: number): DerElement | undefined {
  if ((tag & 0x20) === 0) return undefined;
  let at = start + 2;
  while (at + 2 <= limit) {
    if (bytes[at] === 0 && bytes[at + 1] === 0)
      return { tag, start, contentStart: start + 2, contentEnd: at, end: at + 2 };
    const child = readElement(bytes, at, limit, depth + 1);
    if (!child) return undefined;
    at = child.end;
  }
  return undefined;
}

/** The elements directly inside a constructed element, or undefined when they do not fill it exactly. */
export function readChildren(bytes: Uint8Array, parent: DerElement): DerElement[] | undefined {
  const children: DerElement[] = [];
  for (let offset = parent.contentStart; offset < parent.contentEnd;) {
    const child = readElement(bytes, offset, parent.contentEnd);
    if (!child) return undefined;
    children.push(child);
    offset = child.end;
  }
  return children;
}
