import { beforeAll, describe, expect, it } from 'vitest';
import { renderDocx, type DocxOptions } from '../../electron/docx/render.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import { ReportDocument, type Block } from '../../shared/report/tree.ts';
import { part, partsOf, wordText } from './docx-tools.ts';
import { requireWellFormed, squeezed } from './pdf-tools.ts';
import { sampleDocument, sampleText } from './sample.ts';
import { textsOf } from './texts.ts';

const locales: Locale[] = ['kk', 'ru', 'en'];
const options: DocxOptions = {
  createdAt: new Date('2026-11-23T10:15:30Z'),
  note: 'Редактируемая копия, не подписанный документ. Снимок 4be190d7',
};
const made = new Map<Locale, Uint8Array>();
const file = (locale: Locale): Uint8Array => made.get(locale) ?? new Uint8Array();

beforeAll(async () => {
  for (const locale of locales)
    made.set(locale, await renderDocx(ReportDocument.parse(sampleDocument(locale)), options));
}, 60_000);

describe.each(locales)('the editable copy in %s', (locale) => {
  it('is made of well-formed parts, the content types first', () => {
    const parts = [...partsOf(file(locale))];
    expect(parts[0]?.[0]).toBe('[Content_Types].xml');
    const names = parts.map(([name]) => name);
    expect(names).toContain('word/document.xml');
    for (const [name, content] of parts)
      if (/\.(xml|rels)$/.test(name)) requireWellFormed(content.toString('utf8').replace(/^\ufeff/, ''));
  });

  it('holds every text of the tree in order', () => {
    const text = squeezed(wordText(part(file(locale), 'word/document.xml')));
    for (const value of textsOf(sampleDocument(locale))) expect(text, value).toContain(squeezed(value));
    expect(text.indexOf(squeezed(sampleText('h2a', locale)))).toBeLessThan(
      text.indexOf(squeezed(sampleText('h3', locale))),
    );
  });

  it('names the language of every text run', () => {
    const xml = part(file(locale), 'word/document.xml');
    const language = { kk: 'kk-KZ', ru: 'ru-RU', en: 'en-US' };
    const other = locale === 'kk' ? 'ru' : 'kk';
    expect(part(file(locale), 'word/styles.xml')).toContain(`<w:lang w:val="${language[locale]}"/>`);
    const run = xml.split('<w:r>').find((each) => each.includes(sampleText('body', other).slice(0, 40)));
    expect(run).toContain(`<w:lang w:val="${language[other]}"/>`);
    const own = xml.split('<w:r>').find((each) => each.includes(sampleText('body', locale).slice(0, 40)));
    expect(own).toContain(`<w:lang w:val="${language[locale]}"/>`);
  });

  it('numbers its pages in the words of the document', () => {
    const footers = [...partsOf(file(locale))].filter(([name]) => /^word\/footer\d+\.xml$/.test(name));
    const xml = footers.map(([, content]) => content.toString('utf8')).join('');
    expect(xml).toMatch(/PAGE<\/w:instrText>/);
    expect(xml).toMatch(/NUMPAGES<\/w:instrText>/);
    for (const word of sampleText('page', locale).split(/\{pages?\}/)) expect(wordText(xml)).toContain(word);
  });
});

describe('the editable copy', () => {
  it('is the same for the same input, and differs by time and note', async () => {
    const document = sampleDocument('kk');
    const again = await renderDocx(document, options);
    expect(Buffer.from(again).equals(Buffer.from(file('kk')))).toBe(true);
    const later = await renderDocx(document, { ...options, createdAt: new Date('2026-11-24T00:00:00Z') });
    expect(Buffer.from(later).equals(Buffer.from(file('kk')))).toBe(false);
    expect(part(later, 'docProps/core.xml')).toContain('2026-11-24T00:00:00Z');
    expect(part(later, 'word/document.xml')).toBe(part(again, 'word/document.xml'));
  });

  it('has headings Word knows, and contents, bookmarks and links that lead to them', () => {
    const xml = part(file('ru'), 'word/document.xml');
    const headings = sampleDocument('ru').blocks.filter((block) => block.kind === 'heading');
    for (const level of [1, 2, 3]) {
      const wanted = headings.filter((block) => block.level === level).length;
      expect(xml.split(`<w:pStyle w:val="Heading${level}"/>`)).toHaveLength(wanted + 1);
    }
    expect(xml).toMatch(/TOC \\h \\o &quot;1-2&quot;/);
    const bookmarks = new Set([...xml.matchAll(/<w:bookmarkStart[^>]*w:name="([^"]+)"/g)].map(([, name]) => name));
    const anchors = [...xml.matchAll(/<w:hyperlink[^>]*w:anchor="([^"]+)"/g)].map(([, name]) => name);
    expect(anchors.length).toBeGreaterThan(3);
    for (const anchor of anchors) expect(bookmarks.has(anchor), anchor).toBe(true);
    const link = new RegExp(
      `<w:hyperlink[^>]*w:anchor="part\\d+"[^>]*>(?:(?!</w:hyperlink>).)*${sampleText('h1b', 'ru')}`,
    );
    expect(xml).toMatch(link);
  });

  it('repeats the head of every table that has one', () => {
    const xml = part(file('ru'), 'word/document.xml');
    const withHead = sampleDocument('ru').blocks.filter(({ kind }) =>
      ['table', 'matrix', 'attachments'].includes(kind),
    );
    expect(xml.split('<w:tblHeader/>')).toHaveLength(withHead.length + 1);
  });

  it('says on every page and on the cover that it is a draft and a copy', async () => {
    const headers = [...partsOf(file('ru'))].filter(([name]) => /^word\/header\d+\.xml$/.test(name));
    expect(headers).toHaveLength(2);
    for (const [, xml] of headers) expect(wordText(xml.toString('utf8'))).toContain('ОБРАЗЕЦ');
    expect(headers.some(([, xml]) => wordText(xml.toString('utf8')).includes(options.note))).toBe(true);
    expect(wordText(part(file('ru'), 'word/document.xml'))).toContain(options.note);
    const clean = await renderDocx({ ...sampleDocument('ru'), watermark: null }, options);
    for (const [name, xml] of partsOf(clean))
      if (name.startsWith('word/header')) expect(wordText(xml.toString('utf8'))).not.toContain('ОБРАЗЕЦ');
  });

  it('keeps the marks of confidence, and tells them in words with a conclusion', () => {
    const text = wordText(part(file('ru'), 'word/document.xml'));
    for (const sign of ['✓', '◐', '(?)', '◆']) expect(text).toContain(sign);
    expect(text).toContain(`✓\u00a0${sampleText('verified', 'ru')}`);
  });

  it('holds a picture once, with its words', async () => {
    const document = sampleDocument('en');
    const picture = document.blocks.find((block): block is Extract<Block, { kind: 'image' }> => block.kind === 'image');
    if (!picture) throw new Error('the sample has no picture');
    const bytes = await renderDocx({ ...document, blocks: [picture, picture] }, options);
    const media = [...partsOf(bytes)].filter(([name]) => name.startsWith('word/media/'));
    expect(media.map(([, content]) => content.toString('base64'))).toEqual([picture.data]);
    const xml = part(bytes, 'word/document.xml');
    expect(xml.match(new RegExp(`descr="${picture.alt}"`, 'g'))?.length).toBeGreaterThanOrEqual(2);
    const broken = { ...picture, data: Buffer.from('no picture').toString('base64') };
    await expect(async () => renderDocx({ ...document, blocks: [broken] }, options)).rejects.toMatchObject({
      reason: 'broken-image',
    });
  });

  it('stays well formed whatever characters the record holds', async () => {
    const document = { ...sampleDocument('ru'), subtitle: 'a\u0000\u0007 <b> & "c" \ud800 漢 \n d' };
    const bytes = await renderDocx(document, options);
    const xml = part(bytes, 'word/document.xml');
    requireWellFormed(xml);
    expect(wordText(xml)).toContain('<b> & "c"');
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  });
});
