import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PdfObjects, requireWellFormed, tool, xmpOf, type PdfDictionary, type PdfValue } from './pdf-tools.ts';

/*
 * The rules of PDF/A-3 (ISO 19005-3) with conformance level A, and those of PDF/UA-1 (ISO 14289-1) beside them, that a file of
 * ours could break, each looked up in what qpdf and poppler read. No validator of these parts can be had from a package
 * registry or Debian; `Validator_A1b` of PDFBox judges the same pages as PDF/A-1b.
 */

interface ArchiveFile {
  path: string;
  bytes: Uint8Array;
  objects: PdfObjects;
  pages: PdfDictionary[];
  dictionaries: PdfDictionary[];
}

type Check = (file: ArchiveFile) => string[];

const isDictionary = (value: PdfValue | undefined): value is PdfDictionary =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const asName = (value: PdfValue | undefined): string => (typeof value === 'string' ? value : '');
const when = (broken: boolean, text: string): string[] => (broken ? [text] : []);

function pagesOf(objects: PdfObjects): PdfDictionary[] {
  const pages: PdfDictionary[] = [];
  const visit = (value: PdfValue | undefined): void => {
    const node = objects.dictionary(value);
    if (node['/Type'] === '/Page') pages.push(node);
    else objects.list(node['/Kids']).forEach(visit);
  };
  visit(objects.catalog['/Pages']);
  return pages;
}

const unreadable = 'qpdf finds errors';

/** 6.1.2, 6.1.7: the head of the file, its build, kinds of compression. */
function structure({ path, bytes }: Pick<ArchiveFile, 'path' | 'bytes'>): string[] {
  const text = Buffer.from(bytes).toString('latin1');
  const { stdout, status } = spawnSync('qpdf', ['--check', path], { encoding: 'utf8' });
  const sound = status === 0 && stdout.includes('No syntax or stream encoding errors found');
  return [
    ...when(!sound, unreadable),
    ...when(!/^%PDF-1\.[0-7]\n%[\x80-\xff]{4}/.test(text.slice(0, 20)), 'head of the file'),
    ...when(!/%%EOF\s?$/.test(text.slice(-7)), 'bytes after the end'),
    ...when(/\/(?:LZWDecode|Crypt)\b|\/Encrypt\b/.test(text), 'forbidden filter or encryption'),
  ];
}

const namesPrinterColour = (dictionary: PdfDictionary): boolean =>
  ['/CS', '/ColorSpace'].some((key) => JSON.stringify(dictionary[key] ?? '').includes('/DeviceCMYK'));

/** 6.1.3, 6.2.3, 6.2.4: an identifier, one output intent, and no colour it does not describe. */
const intent: Check = ({ objects, dictionaries }) => {
  const intents = objects.list(objects.catalog['/OutputIntents']).map((intent) => objects.dictionary(intent));
  const profile = intents[0]?.['/DestOutputProfile'];
  const right = intents.length === 1 && intents[0]?.['/S'] === '/GTS_PDFA1' && profile !== undefined;
  const icc = right ? objects.data(profile) : null;
  return [
    ...when(objects.list(objects.trailer['/ID']).length !== 2, 'no identifier'),
    ...when(!right || objects.dictionary(profile)['/N'] !== 3, 'no output intent of three colours'),
    ...when(icc?.toString('latin1', 16, 20) !== 'RGB ' || icc.toString('latin1', 36, 40) !== 'acsp', 'no RGB profile'),
    ...when(dictionaries.some(namesPrinterColour), 'colour the output intent does not describe'),
  ];
};

const blendModes = new Set(
  'Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference Exclusion Hue Saturation Color Luminosity'
    .split(' ')
    .map((name) => `/${name}`),
);

/** 6.2.5, 6.2.8, 6.2.10: transparency only in the known ways, no transfer functions, no alternate images. */
const transparency: Check = ({ dictionaries }) => {
  const problems = new Set<string>();
  for (const value of dictionaries) {
    const blending = value['/BM'];
    const modes = Array.isArray(blending) ? blending : blending === undefined ? [] : [blending];
    if (modes.some((mode) => !blendModes.has(asName(mode)))) problems.add('unknown blend mode');
    if (value['/Type'] === '/ExtGState' && '/TR' in value) problems.add('transfer function');
    if (value['/Subtype'] === '/Image' && ('/Alternates' in value || value['/Interpolate'] === true))
      problems.add('alternate or smoothed image');
    if (value['/S'] === '/Transparency' && value['/CS'] === '/DeviceCMYK') problems.add('transparency in CMYK');
  }
  return [...problems];
};

interface ShownText {
  font: string;
  cids: number[];
}

/** What a content stream shows, and what it does wrong: colours of a printer's own, content outside any tag. */
function readContent(content: string, inTag: boolean): { shown: ShownText[]; problems: string[] } {
  const shown: ShownText[] = [];
  const problems = new Set<string>();
  const fonts: string[] = [];
  let [font, last, dictionaries, tags] = ['', '', 0, inTag ? 1 : 0];
  let cids: number[] = [];
  const pieces = /<<|>>|<[0-9A-Fa-f\s]*>|\((?:\\[^]|[^\\)])*\)|\/[^\s<>[\]()/]*|[[\]]|[^\s<>[\]()/]+/g;
  for (const [piece] of content.matchAll(pieces)) {
    if (piece === '<<') dictionaries += 1;
    else if (piece === '>>') dictionaries -= 1;
    else if (dictionaries > 0) continue;
    else if (piece.startsWith('/')) last = piece;
    else if (piece.startsWith('<'))
      for (let at = 1; at + 4 < piece.length; at += 4) cids.push(Number.parseInt(piece.slice(at, at + 4), 16));
    else if (piece === 'q') fonts.push(font);
    else if (piece === 'Q') font = fonts.pop() ?? '';
    else if (piece === 'Tf') font = last;
    else if (piece === 'BDC' || piece === 'BMC') tags += 1;
    else if (piece === 'EMC') tags -= 1;
    else if (piece === 'k' || piece === 'K') problems.add('colour the output intent does not describe');
    else if (piece === 'Tj' || piece === 'TJ') {
      shown.push({ font, cids });
      cids = [];
    }
    const paints = ['Tj', 'TJ', 'Do', 'f', 'f*', 'S', 's', 'B', 'b', 'sh'].includes(piece);
    if (paints && tags <= 0) problems.add('content outside any tag');
  }
  return { shown, problems: [...problems] };
}

/** CIDs a ToUnicode table gives characters for. */
function mappedCids(table: string): Set<number> {
  const mapped = new Set<number>();
  for (const [, from = '', list = ''] of table.matchAll(/<([0-9a-f]+)>\s*<[0-9a-f]+>\s*\[([^\]]*)\]/gi))
    [...list.matchAll(/<([0-9a-f\s]*)>/gi)].forEach(([, characters = ''], index) => {
      if (characters !== '' && !/^(?:0000|fffe|feff)/i.test(characters)) mapped.add(Number.parseInt(from, 16) + index);
    });
  return mapped;
}

/** 6.2.11: every typeface inside the file, every sign a glyph of its own and a character behind it. */
const fonts: Check = ({ path, objects, pages }) => {
  const listed = tool('pdffonts', path).trim().split('\n').slice(2);
  const problems = new Set<string>();
  if (listed.length === 0) problems.add('no typeface');
  for (const line of listed)
    if (!/\s(?:yes) (?:yes|no ) yes\s+\d+\s+\d+$/.test(line)) problems.add('typeface not embedded');
  const known = new Map<PdfValue, Set<number>>();
  const judge = (content: string, resources: PdfDictionary, inTag: boolean): void => {
    const own = '/Font' in resources ? objects.dictionary(resources['/Font']) : {};
    const read = readContent(content, inTag);
    for (const problem of read.problems) problems.add(problem);
    for (const { font, cids } of read.shown) {
      const reference = own[font];
      if (reference === undefined) {
        problems.add('text in a typeface the page does not have');
        continue;
      }
      let mapped = known.get(reference);
      if (!mapped) {
        mapped = mappedCids(objects.data(objects.dictionary(reference)['/ToUnicode'])?.toString('latin1') ?? '');
        known.set(reference, mapped);
      }
      if (cids.includes(0)) problems.add('.notdef shown');
      if (cids.some((cid) => cid !== 0 && !mapped.has(cid))) problems.add('sign without a character');
    }
  };
  for (const page of pages) {
    const contents = Array.isArray(page['/Contents']) ? page['/Contents'] : [page['/Contents']];
    const whole = contents.map((part) => objects.data(part)?.toString('latin1') ?? '').join('\n');
    judge(whole, objects.dictionary(page['/Resources'] ?? {}), false);
    for (const annotation of objects.list(page['/Annots'])) {
      const appearance = objects.dictionary(annotation)['/AP'];
      const drawn = appearance === undefined ? undefined : objects.dictionary(appearance)['/N'];
      const content = objects.data(drawn);
      if (content)
        judge(content.toString('latin1'), objects.dictionary(objects.dictionary(drawn)['/Resources'] ?? {}), true);
    }
  }
  return [...problems];
};

/** 6.6.2, 6.6.4 and ISO 14289-1, 5: the packet is XML and names part, level and PDF/UA-1. */
const metadata: Check = ({ bytes, objects }) => {
  const stream = objects.catalog['/Metadata'];
  const packet = objects.data(stream)?.toString('utf8');
  if (packet === undefined || objects.dictionary(stream)['/Subtype'] !== '/XML') return ['no XMP'];
  try {
    requireWellFormed(xmpOf(bytes));
  } catch {
    return ['XMP not well-formed'];
  }
  return [
    ...when(!packet.includes('<pdfaid:part>3</pdfaid:part>'), 'XMP does not say part 3'),
    ...when(!packet.includes('<pdfaid:conformance>A</pdfaid:conformance>'), 'XMP does not say level A'),
    ...when(!packet.includes('<pdfuaid:part>1</pdfuaid:part>'), 'XMP does not say PDF/UA-1'),
    ...when(!packet.includes('<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>'), 'no extension schema for PDF/UA'),
  ];
};

/** 6.8: files with kind, names, date and relation, all of them in /AF; and they are those of the manifest. */
const attachments: Check = ({ path, objects }) => {
  const problems = new Set<string>();
  const associated = objects.list(objects.catalog['/AF']);
  const all = objects.where('/Type', '/Filespec');
  if (associated.length !== all.length) problems.add('file not in /AF');
  for (const file of all) {
    if (!['/Source', '/Data', '/Alternative', '/Supplement', '/Unspecified'].includes(asName(file['/AFRelationship'])))
      problems.add('file without relation');
    for (const key of ['/F', '/UF', '/Desc'])
      if (typeof file[key] !== 'string') problems.add('file without name or description');
    const stream = isDictionary(file['/EF']) ? objects.dictionary(file['/EF']['/F'] ?? {}) : {};
    if (!/^\/[\w.+-]+\/[\w.+-]+$/.test(asName(stream['/Subtype']))) problems.add('file without kind');
    if (!isDictionary(stream['/Params']) || stream['/Params']['/ModDate'] === undefined)
      problems.add('file without date');
  }
  const folder = mkdtempSync(join(tmpdir(), 'tizilim-parts-'));
  try {
    const [first = '', ...lines] = tool('pdfdetach', '-list', path).trim().split('\n');
    const listed = lines.map((line) => line.replace(/^\d+: /, '')).sort();
    if (first !== `${all.length} embedded files`) problems.add('poppler finds other files');
    tool('pdfdetach', '-saveall', '-o', folder, path);
    const saved = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
    const manifest = JSON.parse(saved.get('manifest.json')?.toString('utf8') ?? '{"parts":[]}') as {
      parts: { name: string; sha256: string }[];
    };
    const named = ['manifest.json', ...manifest.parts.map(({ name }) => name)].sort();
    if (JSON.stringify(listed) !== JSON.stringify(named)) problems.add('other files than in the manifest');
    for (const { name, sha256 } of manifest.parts) {
      const found = createHash('sha256')
        .update(saved.get(name) ?? '')
        .digest('hex');
      if (found !== sha256) problems.add('file differs from the manifest');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return [...problems];
};

/** 6.3: every annotation prints and has its looks in the file; a link and one without size need none. */
const annotations: Check = ({ objects, pages }) => {
  const problems = new Set<string>();
  for (const page of pages) {
    for (const reference of objects.list(page['/Annots'])) {
      const annotation = objects.dictionary(reference);
      const [left, bottom, right, top] = objects.list(annotation['/Rect']);
      const flat = left === right && bottom === top;
      const exempt = flat || annotation['/Subtype'] === '/Link';
      if (annotation['/F'] !== 4) problems.add('annotation hidden or not printed');
      if (exempt && annotation['/AP'] === undefined) continue;
      const looks = objects.dictionary(annotation['/AP'] ?? {});
      if (Object.keys(looks).join() !== '/N' || objects.data(looks['/N']) === null)
        problems.add('annotation without looks');
    }
  }
  return [...problems];
};

const forbiddenActions = new Set(
  'JavaScript Launch Sound Movie ResetForm ImportData Hide SetOCGState Rendition Trans GoTo3DView'
    .split(' ')
    .map((name) => `/${name}`),
);

/** 6.4, 6.5: a form that is drawn already, and nothing that acts on its own. */
const behaviour: Check = ({ dictionaries }) => {
  const problems = new Set<string>();
  for (const dictionary of dictionaries) {
    if ('/NeedAppearances' in dictionary) problems.add('looks made by the viewer');
    if ('/XFA' in dictionary) problems.add('XFA form');
    if ('/AA' in dictionary) problems.add('action on an event');
    if (forbiddenActions.has(asName(dictionary['/S']))) problems.add('forbidden action');
  }
  return [...problems];
};

/** 6.7 and ISO 14289-1, 7: tags, language and title; every page and annotation leads back to its tags. */
const tags: Check = ({ path, objects, pages }) => {
  const { catalog } = objects;
  const root = catalog['/StructTreeRoot'];
  if (root === undefined) return ['no tags'];
  const named = tool('pdfinfo', '-struct', path);
  const parents = new Set<PdfValue>();
  const visit = (value: PdfValue | undefined): void => {
    const node = objects.dictionary(value);
    objects.list(node['/Nums']).forEach((key, index) => index % 2 === 0 && parents.add(key));
    objects.list(node['/Kids']).forEach(visit);
  };
  visit(objects.dictionary(root)['/ParentTree']);
  const problems = new Set<string>();
  for (const page of pages) {
    if (page['/Tabs'] !== '/S') problems.add('page without order of tabs');
    if (!parents.has(page['/StructParents'] ?? null)) problems.add('page without tags');
    for (const reference of objects.list(page['/Annots'])) {
      const annotation = objects.dictionary(reference);
      const [left, , right] = objects.list(annotation['/Rect']);
      // What has no size is not on the page and has no place in the order of reading.
      if (left !== right && !parents.has(annotation['/StructParent'] ?? null)) problems.add('annotation without a tag');
    }
  }
  const title = objects.dictionary(catalog['/ViewerPreferences'] ?? {})['/DisplayDocTitle'];
  return [
    ...problems,
    ...when(objects.dictionary(catalog['/MarkInfo'] ?? {})['/Marked'] !== true, 'not marked as tagged'),
    ...when(!/^u:(?:kk|ru|en)$/.test(asName(catalog['/Lang'])), 'no language'),
    ...when(title !== true, 'title not shown'),
    ...['Document', 'H1', 'P', 'Table', 'TH', 'TD', 'TOC', 'Link', 'Form'].flatMap((tag) =>
      when(!new RegExp(`^\\s*${tag}\\b`, 'm').test(named), `no tag ${tag}`),
    ),
  ];
};

/** ISO 32000-1, 12.3.3: the outline and every bookmark with others below it say how many show. */
const bookmarks: Check = ({ objects }) => {
  let wrong = false;
  const shown = (parent: PdfDictionary): number => {
    let count = 0;
    for (let next = parent['/First']; next !== undefined;) {
      const item = objects.dictionary(next);
      const below = shown(item);
      if (Math.abs(Number(item['/Count'] ?? 0)) !== below) wrong = true;
      count += 1 + (Number(item['/Count'] ?? 0) > 0 ? below : 0);
      next = item['/Next'];
    }
    return count;
  };
  const root = objects.dictionary(objects.catalog['/Outlines'] ?? {});
  const all = shown(root);
  return [...when(all === 0, 'no bookmarks'), ...when(wrong || root['/Count'] !== all, 'bookmarks miscounted')];
};

const checks: readonly Check[] = [
  intent,
  transparency,
  fonts,
  metadata,
  attachments,
  annotations,
  behaviour,
  tags,
  bookmarks,
];

/** What keeps the file at a path from being a dossier in PDF/A-3a and PDF/UA-1, as far as our checks go; empty where nothing does. */
export function archiveProblems(path: string): string[] {
  const bytes = new Uint8Array(readFileSync(path));
  const sound = structure({ path, bytes });
  if (sound.includes(unreadable)) return sound;
  const objects = new PdfObjects(path, 'streams');
  const file = { path, bytes, objects, pages: pagesOf(objects), dictionaries: objects.dictionaries() };
  return [...new Set([...sound, ...checks.flatMap((check) => check(file))])];
}

const jars = 'preflight xmpbox pdfbox2 fontbox2 commons-logging commons-io javax.activation jaxb-api'
  .split(' ')
  .map((name) => `/usr/share/java/${name}.jar`);

/** What PDFBox's preflight says of each file of a folder as PDF/A-1b, by name: its complaints, none for a valid one. */
export function preflight(folder: string): Map<string, string[]> {
  const command = ['-cp', jars.join(':'), 'org.apache.pdfbox.preflight.Validator_A1b', 'batch', folder];
  const { stdout } = spawnSync('java', command, { encoding: 'utf8' });
  const found = new Map<string, string[]>();
  for (const part of stdout.split(/^(?=The file )/m)) {
    const valid = /^The file (.+) is a valid PDF\/A-1b file/.exec(part);
    const other = /^The file (.+) is not a valid PDF\/A-1b file/.exec(part);
    const complaints = [...part.matchAll(/^\d+(?:\.\d+)* : .+$/gm)].map(([line]) => line);
    if (valid?.[1]) found.set(valid[1], []);
    else if (other?.[1]) found.set(other[1], complaints.length > 0 ? complaints : ['not valid']);
  }
  return found;
}
