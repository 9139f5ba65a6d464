import { describe, expect, it } from 'vitest';
import { crc32, deflateSync } from 'node:zlib';
import { readPng } from '../../electron/pdf/png.ts';
import { renderPdf, type RenderOptions } from '../../electron/pdf/render.ts';
import { chartValue } from '../../shared/report/chart.ts';
import { Block, type ReportDocument } from '../../shared/report/tree.ts';
import { archiveProblems } from './archive.ts';
import { keep, PdfObjects, taggedText, tool, wordBoxes } from './pdf-tools.ts';
import { alphaPng, sampleDocument } from './sample.ts';

/** Eight by six points, made by a tool of its own: colours, grey, print colours. */
const jpeg = {
  colours:
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAoHBwgHBgoICAgLCgoLDhgQDg0NDh0VFhEYIx8lJCIfIiEmKzcvJik0KSEiMEExNDk7Pj4+JS5ESUM8SDc9Pjv/2wBDAQoLCw4NDhwQEBw7KCIoOzs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozv/wAARCAAGAAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAf/xAAXEAEAAwAAAAAAAAAAAAAAAAAAAxVh/8QAFQEBAQAAAAAAAAAAAAAAAAAABAf/xAAYEQACAwAAAAAAAAAAAAAAAAAAAQQVU//aAAwDAQACEQMRAD8An1nJoCiU8DJDbWboz//Z',
  grey: '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAoHBwgHBgoICAgLCgoLDhgQDg0NDh0VFhEYIx8lJCIfIiEmKzcvJik0KSEiMEExNDk7Pj4+JS5ESUM8SDc9Pjv/wAALCAAGAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAB//EABcQAAMBAAAAAAAAAAAAAAAAAAACFGH/2gAIAQEAAD8AM7X0/9k=',
  print:
    '/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwAKBwcIBwYKCAgICwoKCw4YEA4NDQ4dFRYRGCMfJSQiHyIhJis3LyYpNCkhIjBBMTQ5Oz4+PiUuRElDPEg3PT47/9sAQwEKCwsODQ4cEBAcOygiKDs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7/8AAFAgABgAIBAEiAAIRAQMRAQQiAP/EABUAAQEAAAAAAAAAAAAAAAAAAAAG/8QAHBABAAEEAwAAAAAAAAAAAAAAAAECBRSSFVRV/8QAFQEBAQAAAAAAAAAAAAAAAAAABQf/xAAcEQABAwUAAAAAAAAAAAAAAAAABBVTAQKRodH/2gAOBAEAAhEDEQQAAD8AsuHq7E6gJk7LpbsgzQhjpvpb41z9OdIAf//Z',
};
/** Nine by seven points from red to blue: sixteen bits and interlaced; palette with two bits a point. */
const interlacedPng =
  'iVBORw0KGgoAAAANSUhEUgAAAAkAAAAHEAIAAAFybhziAAAAXElEQVQY032QwQ3AMAgDz1KnyTxln8xD5sk86aORQttQ/7CNjdAYLNyDzMA98CjaHrrcwYwEWrFbOZOO1vaxqZA2qRsUf1tJj5qmCtQPPV+kdK006CcDEPrtCZ4Luqsh/j5Ps4UAAAAASUVORK5CYII=';
const palettePng =
  'iVBORw0KGgoAAAANSUhEUgAAAAkAAAAHCAMAAADtRZdSAAAACVBMVEXRAC1/AH8qANRTOT7DAAAAHUlEQVQI12NgwAoYgRBMwgADEyMTEAEJBiYYQLAABOQAQNa3Ed0AAAAASUVORK5CYII=';

const options: RenderOptions = {
  createdAt: new Date('2026-11-23T10:15:30Z'),
  fileId: 'figures',
  signatureFields: 'none',
  attachments: [],
};
function withBlocks(blocks: Block[]): ReportDocument {
  return { ...sampleDocument('ru'), watermark: null, blocks };
}
function picture(data: string, more: Partial<Extract<Block, { kind: 'image' }>> = {}): Block {
  return { kind: 'image', mime: 'image/png', data, alt: 'Схема цеха', width: 0.5, ...more };
}
function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
function png(width: number, height: number, depth: number, type: number, rows: Buffer, more: Buffer[] = []): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, type], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const end = chunk('IEND', Buffer.alloc(0));
  return Buffer.concat([signature, chunk('IHDR', header), ...more, chunk('IDAT', deflateSync(rows)), end]);
}
function decoded(data: string): ReturnType<typeof readPng> {
  return readPng(new Uint8Array(Buffer.from(data, 'base64')), 1_000_000);
}

describe('the file for archives', () => {
  it('keeps to PDF/A-3a and PDF/UA-1 with every kind of picture, charts over pages and the fallback face', async () => {
    const rows = Array.from({ length: 90 }, (_, index) => ({ label: `Строка ${index}`, value: index }));
    const blocks: Block[] = [
      { kind: 'heading', level: 1, text: 'Знак ☃', anchor: 'one' },
      ...[alphaPng, interlacedPng, palettePng].map((data) => picture(data, { caption: 'Ⅷ' })),
      ...[jpeg.colours, jpeg.grey].map((data) => picture(data, { mime: 'image/jpeg' })),
      { kind: 'chart', caption: 'Ответы', unit: '', max: 80, rows },
      { kind: 'chart', caption: '', unit: '%', max: 100, rows: [{ label: 'Низкая', value: 4, tone: 'ban' }] },
    ];
    const problems = archiveProblems(keep(await renderPdf(withBlocks(blocks), options)));
    // These pages have no contents, links, fields and attachments, which a whole dossier must have.
    expect(problems.filter((problem) => !/^no tag (?:TOC|Link|Form)$|manifest/.test(problem))).toEqual([]);
  });
});

describe('a picture', () => {
  it('goes into the file once, however often it is drawn', async () => {
    const jpegBlock = picture(jpeg.colours, { mime: 'image/jpeg' });
    const file = keep(
      await renderPdf(withBlocks([picture(alphaPng), jpegBlock, picture(alphaPng), jpegBlock]), options),
    );
    expect(tool('qpdf', '--check', file)).toContain('No syntax or stream encoding errors found');
    const images = new PdfObjects(file).where('/Subtype', '/Image');
    expect(images.filter((image) => image['/SMask'] !== undefined)).toHaveLength(1);
    expect(images.filter((image) => image['/Filter'] === '/DCTDecode')).toHaveLength(1);
    expect(images).toHaveLength(3);
    for (const image of images) expect(image['/Interpolate']).toBeUndefined();
    const drawn = tool('pdfimages', '-list', file).split('\n');
    expect(drawn.filter((line) => /\s(?:image|smask)\s/.test(line))).toHaveLength(6);
  });

  it('is tagged with its words and keeps caption and picture on one page', async () => {
    const blocks: Block[] = Array.from({ length: 5 }, (_, index) =>
      picture(jpeg.grey, { mime: 'image/jpeg', caption: `Рисунок ${index + 1}`, width: 1 }),
    );
    const file = keep(await renderPdf(withBlocks(blocks), options));
    const figures = new PdfObjects(file).where('/S', '/Figure');
    expect(figures.map((figure) => figure['/Alt'])).toEqual(Array.from({ length: 5 }, () => 'u:Схема цеха'));
    const text = taggedText(file);
    for (let index = 1; index <= 5; index += 1) expect(text).toContain(`Рисунок${index}`);
    expect(tool('pdfimages', '-list', file).match(/jpeg/g)).toHaveLength(5);
  });

  it('shrinks where it is higher than a page', async () => {
    const high = png(1, 400, 8, 0, Buffer.alloc(800)).toString('base64');
    const file = keep(await renderPdf(withBlocks([picture(high, { width: 1, caption: 'Низ' })]), options));
    const caption = wordBoxes(file).find(({ text }) => text === 'Низ');
    expect(caption?.yMax).toBeLessThan(770);
  });

  it.each([
    ['no picture at all', picture(Buffer.from('no picture').toString('base64')), 'broken-image'],
    ['a PNG file cut off', picture(alphaPng.slice(0, 80)), 'broken-image'],
    ['a JPEG file cut off', picture(jpeg.colours.slice(0, -24), { mime: 'image/jpeg' }), 'broken-image'],
    ['a PNG file that says JPEG', picture(alphaPng, { mime: 'image/jpeg' }), 'broken-image'],
    ['too little data for its size', picture(png(4, 4, 8, 0, Buffer.alloc(10)).toString('base64')), 'broken-image'],
    ['an unknown filter', picture(png(1, 1, 8, 0, Buffer.from([9, 0])).toString('base64')), 'broken-image'],
    [
      'a colour outside its palette',
      picture(png(1, 1, 8, 3, Buffer.from([0, 5]), [chunk('PLTE', Buffer.alloc(3))]).toString('base64')),
      'broken-image',
    ],
    ['print colours', picture(jpeg.print, { mime: 'image/jpeg' }), 'image-colours'],
    [
      'more points than any page',
      picture(png(60_000, 60_000, 8, 0, Buffer.alloc(1)).toString('base64')),
      'image-too-large',
    ],
  ])('is refused with %s', async (_name, block, reason) => {
    await expect(renderPdf(withBlocks([block]), options)).rejects.toMatchObject({
      code: 'invalid',
      reason,
      details: { name: 'Схема цеха' },
    });
  });

  it('must say what it shows', () => {
    expect(Block.safeParse(picture(alphaPng)).success).toBe(true);
    expect(Block.safeParse(picture(alphaPng, { alt: ' ' })).success).toBe(false);
    expect(Block.safeParse(picture('not base64!')).success).toBe(false);
    expect(Block.safeParse(picture(alphaPng, { width: 1.5 })).success).toBe(false);
  });
});

describe('reading PNG', () => {
  it('parts colours and transparency', () => {
    expect(decoded(alphaPng)).toEqual({
      width: 2,
      height: 2,
      channels: 3,
      samples: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0),
      alpha: Uint8Array.of(255, 128, 128, 0),
    });
  });

  it('puts interlaced rows of sixteen bits in order', () => {
    const pixels = decoded(interlacedPng);
    expect(pixels).toMatchObject({ width: 9, height: 7, channels: 3, alpha: null });
    const rows = Array.from({ length: 7 }, (_, row) => [...(pixels?.samples ?? []).slice(row * 27, row * 27 + 27)]);
    for (const row of rows)
      for (const [index, value] of row.entries()) expect(Math.abs(value - (row[index % 3] ?? 0))).toBeLessThan(2);
    // Seven equal steps from red to blue.
    for (const [index, row] of rows.entries()) {
      expect(Math.abs((row[0] ?? 0) - (255 - index * 42.5))).toBeLessThanOrEqual(1);
      expect(Math.abs((row[2] ?? 0) - index * 42.5)).toBeLessThanOrEqual(1);
    }
  });

  it('looks colours up in the palette', () => {
    const pixels = decoded(palettePng);
    expect(pixels).toMatchObject({ width: 9, height: 7, channels: 3, alpha: null });
    expect([...(pixels?.samples ?? [])].slice(0, 3)).toEqual([0xd1, 0, 0x2d]);
  });

  it('undoes every filter', () => {
    // Two rows of three grey points under each filter; the same values come out.
    const values = [
      [10, 20, 40],
      [15, 5, 200],
    ];
    const rows: Record<number, number[]> = {
      0: [0, 10, 20, 40, 0, 15, 5, 200],
      1: [1, 10, 10, 20, 1, 15, 246, 195],
      2: [2, 10, 20, 40, 2, 5, 241, 160],
      3: [3, 10, 15, 30, 3, 10, 244, 178],
      4: [4, 10, 10, 20, 4, 5, 241, 180],
    };
    for (const data of Object.values(rows)) {
      const pixels = readPng(new Uint8Array(png(3, 2, 8, 0, Buffer.from(data))), 100);
      expect([...(pixels?.samples ?? [])], String(data[0])).toEqual(values.flat());
    }
  });

  it('spreads small depths over the whole range and takes one colour as clear', () => {
    const bits = readPng(new Uint8Array(png(8, 1, 1, 0, Buffer.from([0, 0b10100000]))), 100);
    expect([...(bits?.samples ?? [])]).toEqual([255, 0, 255, 0, 0, 0, 0, 0]);
    const clear = chunk('tRNS', Buffer.from([0, 7]));
    const grey = readPng(new Uint8Array(png(2, 1, 8, 0, Buffer.from([0, 7, 8]), [clear])), 100);
    expect([...(grey?.alpha ?? [])]).toEqual([0, 255]);
  });
});

describe('a chart', () => {
  const chart: Block = {
    kind: 'chart',
    caption: 'Ответы',
    unit: '%',
    max: 100,
    rows: [
      { label: 'Низкая', value: 12.346, tone: 'min' },
      { label: 'Высокая', value: 1248, tone: 'high' },
    ],
  };

  it('prints its values as text, tells them as its alternative and parts them in a table', async () => {
    const file = keep(await renderPdf(withBlocks([chart]), options));
    const objects = new PdfObjects(file);
    const [figure] = objects.where('/S', '/Figure');
    expect(figure?.['/Alt']).toBe('u:Ответы. Низкая: 12,35\u00a0%; Высокая: 1\u00a0248\u00a0%');
    const text = tool('pdftotext', '-layout', '-f', '2', file, '-');
    expect(text).toMatch(/Низкая\s+12,35\s%/);
    expect(text).toMatch(/Высокая\s+1\s248\s%/);
    const structure = tool('pdfinfo', '-struct', file);
    expect(structure.indexOf('Figure')).toBeLessThan(structure.lastIndexOf('Table'));
    expect(objects.where('/S', '/TD').length).toBeGreaterThanOrEqual(2);
    expect(tool('pdfimages', '-list', file).trim().split('\n')).toHaveLength(2);
  });

  it('stays on one page where it can, and gives each page a figure of its own where it cannot', async () => {
    const rows = Array.from({ length: 120 }, (_, index) => ({ label: `Строка ${index}`, value: index % 100 }));
    const file = keep(await renderPdf(withBlocks([{ ...chart, rows }]), options));
    const figures = new PdfObjects(file).where('/S', '/Figure');
    expect(figures.length).toBeGreaterThan(1);
    const told = figures.flatMap((figure) => [...JSON.stringify(figure['/Alt']).matchAll(/Строка (\d+):/g)]);
    expect(told).toHaveLength(120);
    const short = Array.from({ length: 12 }, (): Block => ({ ...chart, rows: rows.slice(0, 11) }));
    const pages = tool('pdftotext', '-layout', keep(await renderPdf(withBlocks(short), options)), '-').split('\f');
    for (const page of pages) {
      const count = page.match(/Строка \d+/g)?.length ?? 0;
      expect(count % 11).toBe(0);
    }
  });

  it('writes numbers as the language does', () => {
    expect(chartValue(1234.5, '', 'kk')).toBe('1\u00a0234,5');
    expect(chartValue(1234.5, 'h', 'en')).toBe('1,234.5\u00a0h');
  });
});

describe('a character IBM Plex Sans lacks', () => {
  const paragraph = (text: string): ReportDocument => withBlocks([{ kind: 'paragraph', content: [{ text }] }]);

  it('is drawn from the fallback face, of which only what is used is embedded', async () => {
    const text = 'Снег ☃ и число Ⅷ, 😀; обычные слова';
    const bytes = await renderPdf(paragraph(text), options);
    const file = keep(bytes);
    expect(tool('pdftotext', file, '-')).toContain(text);
    expect(tool('pdffonts', file)).toMatch(/\+DejaVuSans\s+CID TrueType\s+Identity-H\s+yes yes yes/);
    expect(bytes.length).toBeLessThan(120_000);
    expect(Buffer.from(await renderPdf(paragraph(text), options)).equals(Buffer.from(bytes))).toBe(true);
    expect(tool('pdffonts', keep(await renderPdf(paragraph('обычные слова'), options)))).not.toContain('DejaVu');
  });

  it('keeps a letter and its combining sign in one face', async () => {
    const file = keep(await renderPdf(paragraph('ж\u032b'), options));
    const words = wordBoxes(file).filter(({ page }) => page === 2);
    expect(words.some(({ text }) => text.includes('ж\u032b'))).toBe(true);
    const fonts = tool('pdftohtml', '-xml', '-stdout', '-f', '2', '-l', '2', file);
    expect(fonts).toMatch(/DejaVuSans/);
  });

  it('is refused where it is written from right to left, since lines are set from left to right', async () => {
    await expect(renderPdf(paragraph('تست'), options)).rejects.toMatchObject({ reason: 'missing-glyph' });
  });
});
