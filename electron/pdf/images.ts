import { deflateSync } from 'node:zlib';
import { AppError } from '../../shared/lib/errors.ts';
import type { Block } from '../../shared/report/tree.ts';
import { readJpeg } from './jpeg.ts';
import { BrokenPng, readPng } from './png.ts';

export type ImageBlock = Extract<Block, { kind: 'image' }>;

/** A picture in the form a PDF takes: pixels under a filter, and how transparent each is where any is. */
export interface Picture {
  /** Size in pixels. */
  width: number;
  height: number;
  colours: 'DeviceGray' | 'DeviceRGB';
  filter: 'DCTDecode' | 'FlateDecode';
  data: Uint8Array;
  /** One byte a pixel under FlateDecode, 255 being opaque; null where every pixel is. */
  alpha: Uint8Array | null;
}

/** Most pixels of a picture: what an A4 page at 600 dots an inch holds, one and a half times over. */
const maximumPixels = 52_000_000;

const broken = (name: string, cause?: unknown): AppError =>
  new AppError('invalid', `no picture: ${name}`, { reason: 'broken-image', details: { name }, cause });
const printColours = (name: string): AppError =>
  new AppError('invalid', `not RGB: ${name}`, { reason: 'image-colours', details: { name } });
const tooLarge = (name: string): AppError =>
  new AppError('invalid', `too many pixels: ${name}`, { reason: 'image-too-large', details: { name } });

/**
 * Reads a picture of the document tree.
 * Throws AppError `invalid`, details `name` (what the picture shows): `broken-image` where it is no PNG or JPEG file a
 * reader can decode, `image-colours` for print colours (CMYK), which PDF/A does not allow beside sRGB, and
 * `image-too-large` over 52 million pixels.
 */
export function readPicture(block: ImageBlock): Picture {
  const bytes = new Uint8Array(Buffer.from(block.data, 'base64'));
  return block.mime === 'image/jpeg' ? jpegPicture(bytes, block.alt) : pngPicture(bytes, block.alt);
}

function jpegPicture(bytes: Uint8Array, name: string): Picture {
  const frame = readJpeg(bytes);
  if (!frame) throw broken(name);
  if (frame.components !== 1 && frame.components !== 3) throw printColours(name);
  if (frame.width * frame.height > maximumPixels) throw tooLarge(name);
  const { width, height } = frame;
  const colours = frame.components === 1 ? 'DeviceGray' : 'DeviceRGB';
  return { width, height, colours, filter: 'DCTDecode', data: bytes, alpha: null };
}

function pngPicture(bytes: Uint8Array, name: string): Picture {
  try {
    const png = readPng(bytes, maximumPixels);
    if (!png) throw tooLarge(name);
    const { width, height, samples, alpha } = png;
    return {
      width,
      height,
      colours: png.channels === 1 ? 'DeviceGray' : 'DeviceRGB',
      filter: 'FlateDecode',
      data: new Uint8Array(deflateSync(samples)),
      alpha: alpha === null ? null : new Uint8Array(deflateSync(alpha)),
    };
  } catch (error) {
    if (error instanceof BrokenPng) throw broken(name, error);
    throw error;
  }
}
