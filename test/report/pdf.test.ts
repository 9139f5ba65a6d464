import { beforeAll, describe, expect, it } from 'vitest';
import { renderPdf, type RenderOptions } from '../../electron/pdf/render.ts';
import { page as sheet } from '../../electron/pdf/style.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import { chartAlternative } from '../../shared/report/chart.ts';
import { ReportDocument } from '../../shared/report/tree.ts';
import {
  keep,
  PdfObjects,
  requireWellFormed,
  squeezed,
  taggedText,
  tool,
  wordBoxes,
  xmpOf,
  type PdfDictionary,
} from './pdf-tools.ts';
import { cyrillicFileName, sampleDocument, sampleText } from './sample.ts';
import { textsOf } from './texts.ts';

const locales: Locale[] = ['kk', 'ru', 'en'];
const modifiedAt = new Date('2026-11-20T08:00:00Z');
const options: RenderOptions = {
  createdAt: new Date('2026-11-23T10:15:30Z'),
  fileId: 'dossier-1',
  signatureFields: 'reserve',
  attachments: [
    {
      name: cyrillicFileName,
      mime: 'text/plain',
      description: 'Хаттама',
      bytes: new TextEncoder().encode('сынақ'),
      relationship: 'Supplement',
      modifiedAt,
    },
    {
      name: 'dossier.json',
      mime: 'application/json',
      description: 'Twin',
      bytes: new TextEncoder().encode('{}'),
      relationship: 'Data',
      modifiedAt,
    },
  ],
};

interface Rendered {
  bytes: Uint8Array;
  file: string;
  document: ReportDocument;
  objects: PdfObjects;
}
const rendered = new Map<Locale, Rendered>();
function sample(locale: Locale): Rendered {
  const found = rendered.get(locale);
  if (!found) throw new Error(`${locale} was not rendered`);
  return found;
}

beforeAll(async () => {
  for (const locale of locales) {
    const document = ReportDocument.parse(sampleDocument(locale));
    const bytes = await renderPdf(document, options);
    const file = keep(bytes);
    rendered.set(locale, { bytes, file, document, objects: new PdfObjects(file) });
  }
});

describe.each(locales)('the paper in %s', (locale) => {
  it('is a sound PDF file', () => {
    expect(tool('qpdf', '--check', sample(locale).file)).toContain('No syntax or stream encoding errors found');
  });

  it('holds every text in its tags and none twice', async () => {
    // Few rows: the tool reads the whole page for each tag.
    const document = sampleDocument(locale, { rows: 4 });
    const text = taggedText(keep(await renderPdf(document, options)));
    // Shapes drawn in place of characters are read from their tag, not from the page.
    const wanted = textsOf(document)
      .flatMap((value) => value.split(/[☐☑]/))
      .map(squeezed);
    for (const value of wanted) expect(text, value).toContain(value);
    // Once in the contents, once as the heading.
    expect(text.split(squeezed(sampleText('h1a', locale))).length - 1).toBe(2);
  });

  it('keeps the text inside the margins', () => {
    for (const word of wordBoxes(sample(locale).file)) {
      expect(word.xMin, word.text).toBeGreaterThanOrEqual(sheet.left - 1);
      expect(word.xMax, word.text).toBeLessThanOrEqual(sheet.width - sheet.right + 1);
      expect(word.yMin, word.text).toBeGreaterThanOrEqual(30);
      expect(word.yMax, word.text).toBeLessThanOrEqual(sheet.height - 30);
    }
  });

  it('embeds subsets of its fonts and no other', () => {
    const lines = tool('pdffonts', sample(locale).file).trim().split('\n').slice(2);
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toMatch(/IBMPlexSans-\w+\s+CID TrueType\s+Identity-H\s+yes yes yes/);
  });

  it('has the tags of a structured document', () => {
    const structure = tool('pdfinfo', '-struct', sample(locale).file);
    for (const tag of [
      'Document',
      'H1',
      'H2',
      'H3',
      'P',
      'L',
      'LI',
      'Lbl',
      'LBody',
      'Table',
      'TR',
      'TH',
      'TD',
      'TOC',
      'TOCI',
      'Link',
      'Figure',
      'Form',
      'Caption',
      'Span',
    ]) {
      expect(structure, tag).toMatch(new RegExp(`^\\s*${tag}\\b`, 'm'));
    }
    expect(structure).toContain('/Scope /Column');
    expect(structure).toContain('/Scope /Row');
  });

  it('repeats the head of a long table on each page and tags it once', () => {
    const { file, document, objects } = sample(locale);
    const object = squeezed(sampleText('object', locale));
    const pages = tool('pdftotext', '-layout', file, '-').split('\f');
    const withRows = pages.filter((text) => /^\s+\d+\s+\S.*$/m.test(text) && text.includes('№'));
    expect(withRows.length).toBeGreaterThanOrEqual(3);
    for (const text of withRows) expect(squeezed(text)).toContain(object);
    const heads = objects.where('/S', '/TH').filter((head) => (head['/A'] as PdfDictionary)['/Scope'] === '/Column');
    const columns = document.blocks.map((block) =>
      block.kind === 'table'
        ? block.columns.length
        : block.kind === 'matrix'
          ? block.groups.length + 1
          : block.kind === 'attachments'
            ? 4
            : 0,
    );
    expect(heads).toHaveLength(columns.reduce<number>((a, b) => a + b, 0));
  });

  it('numbers the pages', () => {
    const pages = tool('pdftotext', sample(locale).file, '-').split('\f').slice(0, -1);
    const words = sampleText('page', locale);
    pages.forEach((text, index) => {
      const line = words.replace('{page}', String(index + 1)).replace('{pages}', String(pages.length));
      if (index === 0) expect(text).not.toContain(line);
      else expect(text).toContain(line);
    });
  });

  it('says its language and title', () => {
    const { objects, document } = sample(locale);
    expect(objects.catalog['/Lang']).toBe(`u:${locale}`);
    expect(objects.dictionary(objects.catalog['/ViewerPreferences'])['/DisplayDocTitle']).toBe(true);
    expect(objects.dictionary(objects.catalog['/MarkInfo'])['/Marked']).toBe(true);
    expect(tool('pdfinfo', sample(locale).file)).toContain(`${document.title}. ${document.subtitle}`);
  });

  it('carries well-formed XMP with the marks of PDF/A-3a and PDF/UA-1', () => {
    const xmp = xmpOf(sample(locale).bytes);
    requireWellFormed(xmp);
    expect(xmp).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(xmp).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
    expect(xmp).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(xmp).toContain('<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>');
    expect(xmp).toContain('<xmp:CreateDate>2026-11-23T10:15:30Z</xmp:CreateDate>');
  });
});

describe('the file', () => {
  it('reads Kazakh letters back', () => {
    const text = tool('pdftotext', sample('kk').file, '-');
    expect(text).toContain('Қауіп-қатер дәрежесі жоғары');
    expect(text).toContain('әңғқөұүһі');
  });

  it('escapes the title in XMP and leaves it raw in the properties', () => {
    expect(xmpOf(sample('ru').bytes)).toContain('версия 2.4 &amp; &lt;образец&gt;');
  });

  it('is the same for the same input and differs for another', async () => {
    const { document, bytes } = sample('kk');
    expect(Buffer.from(await renderPdf(document, options)).equals(Buffer.from(bytes))).toBe(true);
    const other = await renderPdf(document, { ...options, fileId: 'dossier-2' });
    expect(Buffer.from(other).equals(Buffer.from(bytes))).toBe(false);
  });

  it('has an identifier, an output intent and no appearance on demand', () => {
    const { objects } = sample('ru');
    expect(objects.list(objects.trailer['/ID'])).toHaveLength(2);
    const intents = objects.list(objects.catalog['/OutputIntents']).map((intent) => objects.dictionary(intent));
    expect(intents).toHaveLength(1);
    expect(intents[0]?.['/S']).toBe('/GTS_PDFA1');
    expect(objects.dictionary(intents[0]?.['/DestOutputProfile'])['/N']).toBe(3);
    expect(objects.hasKey('/NeedAppearances')).toBe(false);
    expect(objects.hasKey('/JavaScript')).toBe(false);
    expect(objects.dictionary(objects.catalog['/PageLabels'])['/Nums']).toEqual([0, { '/S': '/D' }]);
  });

  it('embeds the attachments with type, relation and Cyrillic names', () => {
    const { file, objects } = sample('ru');
    const list = tool('pdfdetach', '-list', file);
    expect(list).toContain('2 embedded files');
    expect(list).toContain(cyrillicFileName);
    const specifications = objects.list(objects.catalog['/AF']).map((entry) => objects.dictionary(entry));
    expect(specifications.map((entry) => entry['/AFRelationship'])).toEqual(['/Supplement', '/Data']);
    const types = specifications.map((entry) => objects.dictionary((entry['/EF'] as PdfDictionary)['/F'])['/Subtype']);
    expect(types).toEqual(['/text/plain', '/application/json']);
    const copy = `${file}.twin`;
    tool('pdfdetach', '-save', '1', '-o', copy, file);
    expect(tool('cat', copy)).toBe('сынақ');
  });

  it('gives each annotation a tag, print permission and, unless it is a link, an appearance', () => {
    const { objects } = sample('ru');
    const annotations = objects.where('/Type', '/Annot');
    expect(annotations.filter((entry) => entry['/Subtype'] === '/Link').length).toBeGreaterThan(4);
    for (const annotation of annotations) {
      expect(annotation['/F']).toBe(4);
      expect(annotation['/StructParent']).toBeTypeOf('number');
      if (annotation['/Subtype'] === '/Link') expect(annotation['/Contents']).toBeTypeOf('string');
      else expect(objects.dictionary(annotation['/AP'])['/N']).toBeTypeOf('string');
    }
  });

  it('leads every link and bookmark to a heading', () => {
    const { file, objects, document } = sample('ru');
    const names = new Set([...tool('pdfinfo', '-dests', file).matchAll(/"(h\d+)"/g)].map((match) => `u:${match[1]}`));
    const headings = document.blocks.filter((block) => block.kind === 'heading');
    expect(names.size).toBe(headings.length);
    const links = objects.where('/Subtype', '/Link');
    for (const link of links) expect(names.has(link['/Dest'] as string)).toBe(true);
    let bookmark = objects.dictionary(objects.catalog['/Outlines'])['/First'];
    const titles: string[] = [];
    for (; bookmark !== undefined; bookmark = objects.dictionary(bookmark)['/Next']) {
      const entry = objects.dictionary(bookmark);
      titles.push(entry['/Title'] as string);
      expect(names.has(entry['/Dest'] as string)).toBe(true);
    }
    expect(titles).toEqual(headings.filter((block) => block.level === 1).map((block) => `u:${block.text}`));
  });

  it('reserves the signature fields by their names', () => {
    const { objects } = sample('kk');
    const form = objects.dictionary(objects.catalog['/AcroForm']);
    expect(form['/SigFlags']).toBe(1);
    const fields = objects.list(form['/Fields']).map((field) => objects.dictionary(field));
    expect(fields.map((field) => field['/T'])).toEqual(['u:prepared', 'u:approved', 'u:third']);
    // What a place is for, as the check of a dossier names it.
    expect(fields.map((field) => field['/TU'])).toEqual(
      sampleDocument('kk').blocks.flatMap((block) =>
        block.kind === 'signatures'
          ? block.fields.map(({ label, role }) => `u:${[label, role].filter(Boolean).join(': ')}`)
          : [],
      ),
    );
    for (const field of fields) {
      expect(field['/FT']).toBe('/Sig');
      expect(field['/Subtype']).toBe('/Widget');
      expect(field['/V']).toBeUndefined();
    }
  });

  it('draws places without fields where none are wanted', async () => {
    const document = sampleDocument('ru');
    const bytes = await renderPdf(document, { ...options, signatureFields: 'none', attachments: [] });
    const file = keep(bytes);
    expect(new PdfObjects(file).catalog['/AcroForm']).toBeUndefined();
    expect(tool('pdftotext', file, '-').match(/место для подписи/g)).toHaveLength(3);
  });

  it('tells the marks of confidence in words', () => {
    const alternatives = new Set(
      sample('ru')
        .objects.where('/S', '/Figure')
        .map((figure) => figure['/Alt']),
    );
    const words = (['verified', 'secondary', 'uncertain', 'interpretation'] as const).map(
      (key) => `u:${sampleText(key, 'ru')}`,
    );
    const figures = sample('ru').document.blocks.flatMap((block) =>
      block.kind === 'chart' ? [chartAlternative(block, 'ru')] : block.kind === 'image' ? [block.alt] : [],
    );
    expect([...alternatives].sort()).toEqual([...words, ...figures.map((value) => `u:${value}`)].sort());
  });

  it('prints the watermark under each page as an artifact', () => {
    const { objects } = sample('ru');
    const pages = objects.where('/Type', '/Page');
    for (const page of pages) {
      const resources = objects.dictionary(page['/Resources']);
      expect(Object.keys(objects.dictionary(resources['/XObject']))).toContain('/Watermark');
    }
    expect(tool('pdftotext', sample('ru').file, '-')).not.toContain('ОБРАЗЕЦ');
  });
});

describe('what cannot be printed', () => {
  it('is refused with the character and its code', async () => {
    const document = { ...sampleDocument('ru'), subtitle: 'Знак 漢' };
    await expect(renderPdf(document, options)).rejects.toMatchObject({
      code: 'invalid',
      reason: 'missing-glyph',
      details: { character: '漢', code: 'U+6F22' },
    });
  });

  it('is refused for two fields of one name', async () => {
    const document = sampleDocument('ru');
    const field = { name: 'twice', label: 'А', role: '' };
    document.blocks = [{ kind: 'signatures', title: '', fields: [field, field] }];
    await expect(renderPdf(document, options)).rejects.toMatchObject({ reason: 'signature-field-name' });
  });
});

describe('a long document', () => {
  it('stays small a page', async () => {
    const base = sampleDocument('kk', { rows: 400 });
    const blocks = Array.from({ length: 18 }, () => base.blocks.filter((block) => block.kind !== 'signatures')).flat();
    let pages = 0;
    const bytes = await renderPdf({ ...base, blocks }, { ...options, onPage: (page) => (pages = page) });
    expect(pages).toBeGreaterThan(500);
    expect(bytes.length / pages).toBeLessThan(40 * 1024);
  });

  it('keeps a heading with the text after it', async () => {
    const base = sampleDocument('ru');
    const blocks = Array.from({ length: 60 }, (_, index): ReportDocument['blocks'] => [
      { kind: 'heading', level: 2, text: `Раздел ${index}`, anchor: `part-${index}` },
      { kind: 'paragraph', content: [{ text: `${sampleText('body', 'ru')} `.repeat(1 + (index % 3)) }] },
    ]).flat();
    const file = keep(await renderPdf({ ...base, blocks }, { ...options, attachments: [] }));
    const words = wordBoxes(file);
    const pages = Math.max(...words.map((word) => word.page));
    let headings = 0;
    const isHeading = (word: { text: string; yMin: number; yMax: number }): boolean =>
      word.text === 'Раздел' && word.yMax - word.yMin > 15;
    for (let page = 2; page <= pages; page += 1) {
      const body = words.filter(
        (word) => word.page === page && word.yMin > sheet.top - 5 && word.yMax < sheet.height - sheet.bottom + 5,
      );
      for (const heading of body.filter(isHeading)) {
        headings += 1;
        expect(body.some((word) => word.yMin > heading.yMax)).toBe(true);
      }
    }
    expect(headings).toBe(60);
  });
});
