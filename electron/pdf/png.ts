import { crc32, inflateSync } from 'node:zlib';

/** The file is no PNG file or is damaged. */
export class BrokenPng extends Error {}

/** Pixels of a PNG file with eight bits a sample. */
export interface PngPixels {
  width: number;
  height: number;
  /** One sample a pixel for grey, three for colours. */
  channels: 1 | 3;
  samples: Uint8Array;
  /** One byte a pixel, 255 being opaque; null where every pixel is. */
  alpha: Uint8Array | null;
}

interface Header {
  width: number;
  height: number;
  depth: number;
  /** Colour type of the standard: 0 grey, 2 colours, 3 palette, 4 grey with alpha, 6 colours with alpha. */
  type: number;
  interlaced: boolean;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const samplesOf: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const depthsOf: Record<number, readonly number[]> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
/** The seven passes of Adam7: first column and row, step in columns and rows. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/**
 * Reads a PNG file (ISO/IEC 15948): every colour type, depth and interlacing; sixteen bits are cut to eight. Checks the
 * sum of every chunk. Gives null for more than `maximumPixels`. Throws BrokenPng.
 */
export function readPng(bytes: Uint8Array, maximumPixels: number): PngPixels | null {
  const chunks = readChunks(bytes);
  const header = readHeader(chunks.get('IHDR')?.[0]);
  if (header.width * header.height > maximumPixels) return null;
  const palette = chunks.get('PLTE')?.[0];
  if (header.type === 3 && (!palette || palette.length === 0 || palette.length % 3 !== 0)) throw new BrokenPng('PLTE');
  const raw = unpack(header, chunks.get('IDAT') ?? []);
  return toPixels(header, raw, palette, chunks.get('tRNS')?.[0]);
}

function readChunks(bytes: Uint8Array): Map<string, Uint8Array[]> {
  if (!signature.every((byte, index) => bytes[index] === byte)) throw new BrokenPng('signature');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = new Map<string, Uint8Array[]>();
  for (let at = signature.length; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) throw new BrokenPng('cut off');
    if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) throw new BrokenPng('check sum');
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (name === 'IEND') return chunks;
    const known = chunks.get(name);
    if (known) known.push(bytes.subarray(at + 8, end));
    else chunks.set(name, [bytes.subarray(at + 8, end)]);
    at = end + 4;
  }
  throw new BrokenPng('no end');
}

function readHeader(chunk: Uint8Array | undefined): Header {
  if (chunk?.length !== 13) throw new BrokenPng('IHDR');
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const [depth = 0, type = 0, compression, filter, interlace] = chunk.subarray(8);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const isKnown = depthsOf[type]?.includes(depth) && compression === 0 && filter === 0;
  if (width === 0 || height === 0 || !isKnown || (interlace !== 0 && interlace !== 1)) throw new BrokenPng('IHDR');
  return { width, height, depth, type, interlaced: interlace === 1 };
}

interface Pass {
  left: number;
  top: number;
  stepX: number;
  stepY: number;
  width: number;
  height: number;
}

function passesOf({ width, height, interlaced }: Header): Pass[] {
  const passes = interlaced ? adam7 : ([[0, 0, 1, 1]] as const);
  return passes
    .map(([left, top, stepX, stepY]) => ({
      left,
      top,
      stepX,
      stepY,
      width: Math.ceil((width - left) / stepX),
      height: Math.ceil((height - top) / stepY),
    }))
    .filter((pass) => pass.width > 0 && pass.height > 0);
}

/** Samples of the whole picture in rows, eight bits each (palette: the index), without filters and interlacing. */
function unpack(header: Header, data: Uint8Array[]): Uint8Array {
  const samples = samplesOf[header.type] ?? 1;
  const bits = samples * header.depth;
  const bytesApart = Math.max(1, bits >> 3);
  const passes = passesOf(header);
  const rowBytes = (pass: Pass): number => Math.ceil((pass.width * bits) / 8);
  const expected = passes.reduce((sum, pass) => sum + pass.height * (rowBytes(pass) + 1), 0);
  let packed: Uint8Array;
  try {
    packed = inflateSync(Buffer.concat(data), { maxOutputLength: expected });
  } catch (error) {
    throw new BrokenPng('data', { cause: error });
  }
  if (packed.length !== expected) throw new BrokenPng('data');
  const result = new Uint8Array(header.width * header.height * samples);
  let at = 0;
  for (const pass of passes) {
    const length = rowBytes(pass);
    let above: Uint8Array = new Uint8Array(length);
    for (let row = 0; row < pass.height; row += 1) {
      const line = packed.subarray(at + 1, at + 1 + length);
      unfilter(packed[at] ?? 0, line, above, bytesApart);
      const start = (pass.top + row * pass.stepY) * header.width + pass.left;
      for (let column = 0; column < pass.width; column += 1) {
        const target = (start + column * pass.stepX) * samples;
        for (let sample = 0; sample < samples; sample += 1)
          result[target + sample] = sampleAt(line, column * samples + sample, header.depth);
      }
      above = line;
      at += length + 1;
    }
  }
  return result;
}

function sampleAt(line: Uint8Array, index: number, depth: number): number {
  if (depth === 8) return line[index] ?? 0;
  if (depth === 16) return line[index * 2] ?? 0;
  const bit = index * depth;
  return ((line[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

/** Undoes the filter of a row in place (ISO/IEC 15948, 9.2). */
function unfilter(filter: number, line: Uint8Array, above: Uint8Array, apart: number): void {
  if (filter > 4) throw new BrokenPng('filter');
  if (filter === 0) return;
  for (let index = 0; index < line.length; index += 1) {
    const left = index < apart ? 0 : (line[index - apart] ?? 0);
    const up = above[index] ?? 0;
    const corner = index < apart ? 0 : (above[index - apart] ?? 0);
    const guess = filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : nearest(left, up, corner);
    line[index] = ((line[index] ?? 0) + guess) & 0xff;
  }
}

/** The Paeth predictor. */
function nearest(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function toPixels(
  { width, height, depth, type }: Header,
  raw: Uint8Array,
  palette: Uint8Array | undefined,
  transparency: Uint8Array | undefined,
): PngPixels {
  const count = width * height;
  const channels = type === 0 || type === 4 ? 1 : 3;
  const samples = new Uint8Array(count * channels);
  const alpha = new Uint8Array(count).fill(255);
  const scale = depth < 8 && type === 0 ? 255 / ((1 << depth) - 1) : 1;
  const step = samplesOf[type] ?? 1;
  // Two bytes a sample; of sixteen bits the upper eight are compared, as they are kept.
  const clear = (sample: number): number | undefined =>
    type === 3 ? undefined : transparency?.[sample * 2 + (depth === 16 ? 0 : 1)];
  for (let pixel = 0; pixel < count; pixel += 1) {
    const from = pixel * step;
    const first = raw[from] ?? 0;
    if (type === 3) {
      if (!palette || first * 3 + 2 >= palette.length) throw new BrokenPng('palette');
      samples.set(palette.subarray(first * 3, first * 3 + 3), pixel * 3);
      alpha[pixel] = transparency?.[first] ?? 255;
      continue;
    }
    let isClear = (type === 0 || type === 2) && transparency !== undefined;
    for (let channel = 0; channel < channels; channel += 1) {
      const value = raw[from + channel] ?? 0;
      isClear &&= value === clear(channel);
      samples[pixel * channels + channel] = Math.round(value * scale);
    }
    if (isClear) alpha[pixel] = 0;
    else if (type === 4 || type === 6) alpha[pixel] = raw[from + channels] ?? 255;
  }
  return { width, height, channels, samples, alpha: alpha.every((value) => value === 255) ? null : alpha };
}
