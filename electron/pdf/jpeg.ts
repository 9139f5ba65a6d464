/** Frame of a JPEG file. */
export interface JpegFrame {
  width: number;
  height: number;
  components: number;
}

/** Frames with Huffman coding (ITU-T T.81, B.1.1.3), which every reader of a PDF decodes: baseline, extended, progressive. */
const decodable = new Set([0xc0, 0xc1, 0xc2]);
const otherFrames = new Set([0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);
const [startOfImage, endOfImage, startOfScan] = [0xd8, 0xd9, 0xda];

/**
 * Walks through the segments of a JPEG file (ITU-T T.81, annex B). Gives null for what is no JPEG file, is cut off, or
 * is coded in a way PDF has no filter for.
 */
export function readJpeg(bytes: Uint8Array): JpegFrame | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0xff00 + startOfImage) return null;
  let frame: JpegFrame | null = null;
  let scans = 0;
  let at = 2;
  while (at + 2 <= bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === endOfImage) return scans > 0 ? frame : null;
    if (at + 4 > bytes.length) return null;
    const length = view.getUint16(at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length || otherFrames.has(marker)) return null;
    if (decodable.has(marker)) {
      if (frame || length < 8 || bytes[at + 4] !== 8) return null;
      frame = { height: view.getUint16(at + 5), width: view.getUint16(at + 7), components: bytes[at + 9] ?? 0 };
      if (frame.width === 0 || frame.height === 0 || length !== 8 + 3 * frame.components) return null;
    }
    at = end;
    if (marker === startOfScan) {
      if (!frame) return null;
      scans += 1;
      at = endOfScan(bytes, at);
    }
  }
  return null;
}

/** First marker after entropy-coded data: FF that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}
