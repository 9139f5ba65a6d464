import { decodeStream } from '../../electron/signatures/pdf-filters.ts';
import type { PdfIncrement } from '../../electron/signatures/pdf-increment.ts';
import {
  isKind,
  nameOf,
  pdfDict,
  pdfName,
  pdfText,
  type PdfDict,
  type PdfRef,
  type PdfValue,
} from '../../electron/signatures/pdf-objects.ts';
import type { PdfFile } from '../../electron/signatures/pdf-reader.ts';
import { page, replaceText, update, withKeys } from '../signatures/tampering.ts';

type Change = (file: PdfFile, increment: PdfIncrement) => void;

/** A copy of a dictionary without one of its entries. */
export const without = (dict: PdfDict | undefined, key: string): PdfDict => ({
  kind: 'dict',
  map: new Map([...(dict?.map ?? [])].filter(([own]) => own !== key)),
});

/** The first object whose dictionary has a name at a key. */
function objectWith(file: PdfFile, key: string, name: string): { ref: PdfRef; dict: PdfDict; value: PdfValue } {
  for (const num of file.references.entries.keys()) {
    const value = file.object(num);
    const dict = file.dict(value);
    if (value !== undefined && dict && nameOf(dict.map.get(key)) === name)
      return { ref: { kind: 'ref', num, gen: 0 }, dict, value };
  }
  throw new Error(`no object with ${key} ${name}`);
}

/** A change of the first object with a name at a key. */
export const inObject =
  (key: string, name: string, change: (dict: PdfDict) => PdfDict): Change =>
  (file, increment) => {
    const { ref, dict, value } = objectWith(file, key, name);
    if (isKind(value, 'stream')) increment.setStream(ref, change(dict), value.data);
    else increment.set(ref, change(dict));
  };
/** A change of the catalog. */
export const inCatalog =
  (change: (catalog: PdfDict, file: PdfFile) => PdfDict): Change =>
  (file, increment) =>
    increment.set(file.rootRef, change(file.catalog, file));

/** Content added to the first page, after its own. */
const drawn =
  (content: string): Change =>
  (file, increment) => {
    const { dict } = page(file, 0);
    const contents = dict.map.get('Contents') as PdfRef;
    const stream = file.resolve(contents);
    if (!isKind(stream, 'stream')) throw new Error('content is not one stream');
    const before = decodeStream(stream, (value) => file.resolve(value));
    const [font = ''] = file.dict(file.dict(dict.map.get('Resources'))?.map.get('Font'))?.map.keys() ?? [];
    increment.setStream(
      contents,
      pdfDict({}),
      Buffer.from(`${Buffer.from(before).toString('latin1')}\n${content.replace('FONT', font)}`, 'latin1'),
    );
  };

function changed(change: Change): (pdf: Uint8Array) => Uint8Array {
  return (pdf) => update(pdf, change);
}

/** A change that leaves out how many bookmarks show. */
export const withoutBookmarkCount: Change = (file, increment) => {
  const outline = file.catalog.map.get('Outlines') as PdfRef;
  increment.set(outline, without(file.dict(outline), 'Count'));
};

/** One thing spoilt in a sound file, and what the checks must say of it. */
export const controls: [string, (pdf: Uint8Array) => Uint8Array, string][] = [
  ['bytes after the end', (pdf) => new Uint8Array(Buffer.concat([pdf, Buffer.from('garbage')])), 'bytes after the end'],
  [
    'a table of objects that is wrong',
    (pdf) => replaceText(pdf, '0000000015 00000 n', '0000000016 00000 n'),
    'qpdf finds errors',
  ],
  [
    'no mark of binary content',
    (pdf) => Buffer.concat([pdf.subarray(0, 10), Buffer.from('abcd'), pdf.subarray(14)]),
    'head of the file',
  ],
  ['no identifier', (pdf) => replaceText(pdf, '/ID [', '/IE ['), 'no identifier'],
  [
    'a filter of old',
    changed(inObject('Type', 'EmbeddedFile', (dict) => withKeys(dict, { Old: pdfName('LZWDecode') }))),
    'forbidden filter or encryption',
  ],
  [
    'no output intent',
    changed(inCatalog((catalog) => without(catalog, 'OutputIntents'))),
    'no output intent of three colours',
  ],
  [
    'colours of a printer',
    changed(drawn('/Artifact BMC 0 0 0 1 k 0 0 9 9 re f EMC')),
    'colour the output intent does not describe',
  ],
  [
    'an unknown blend mode',
    changed((file, increment) => {
      const { ref, dict } = page(file, 0);
      const state = pdfDict({ Type: pdfName('ExtGState'), BM: pdfName('Wild') });
      increment.set(
        ref,
        withKeys(dict, {
          Resources: withKeys(file.dict(dict.map.get('Resources')), { ExtGState: pdfDict({ G: state }) }),
        }),
      );
    }),
    'unknown blend mode',
  ],
  [
    'a transfer function',
    changed((_, increment) =>
      increment.set(increment.allocate(), pdfDict({ Type: pdfName('ExtGState'), TR: pdfName('Identity') })),
    ),
    'transfer function',
  ],
  [
    'a typeface left out',
    changed(inObject('Type', 'FontDescriptor', (dict) => without(dict, 'FontFile2'))),
    'typeface not embedded',
  ],
  ['a missing glyph', changed(drawn('/P <</MCID 0>> BDC BT /FONT 9 Tf [<0000>] TJ ET EMC')), '.notdef shown'],
  [
    'a sign nobody can read back',
    changed(drawn('/P <</MCID 0>> BDC BT /FONT 9 Tf [<7fff>] TJ ET EMC')),
    'sign without a character',
  ],
  [
    'text in a foreign typeface',
    changed(drawn('/P <</MCID 0>> BDC BT /Foreign 9 Tf [<0001>] TJ ET EMC')),
    'text in a typeface the page does not have',
  ],
  ['content outside any tag', changed(drawn('0 0 9 9 re f')), 'content outside any tag'],
  ['broken XMP', (pdf) => replaceText(pdf, '</pdfuaid:part>', '</pdfuaid_part>'), 'XMP not well-formed'],
  ['another part of PDF/A', (pdf) => replaceText(pdf, '<pdfaid:part>3<', '<pdfaid:part>2<'), 'XMP does not say part 3'],
  ['another level', (pdf) => replaceText(pdf, 'conformance>A<', 'conformance>B<'), 'XMP does not say level A'],
  ['no mark of PDF/UA', (pdf) => replaceText(pdf, '<pdfuaid:part>1<', '<pdfuaid:part>7<'), 'XMP does not say PDF/UA-1'],
  ['no XMP', changed(inCatalog((catalog) => without(catalog, 'Metadata'))), 'no XMP'],
  [
    'a file without kind',
    changed(inObject('Type', 'EmbeddedFile', (dict) => without(dict, 'Subtype'))),
    'file without kind',
  ],
  [
    'a file without date',
    changed(inObject('Type', 'EmbeddedFile', (dict) => without(dict, 'Params'))),
    'file without date',
  ],
  [
    'a file without relation',
    changed(inObject('Type', 'Filespec', (dict) => without(dict, 'AFRelationship'))),
    'file without relation',
  ],
  [
    'a file without description',
    changed(inObject('Type', 'Filespec', (dict) => without(dict, 'Desc'))),
    'file without name or description',
  ],
  [
    'a file the catalog does not list',
    changed(inCatalog((catalog, file) => withKeys(catalog, { AF: file.array(catalog.map.get('AF')).slice(1) }))),
    'file not in /AF',
  ],
  [
    'a file renamed',
    changed(
      inObject('Type', 'Filespec', (dict) => withKeys(dict, { F: pdfText('other.json'), UF: pdfText('other.json') })),
    ),
    'other files than in the manifest',
  ],
  [
    'a file exchanged',
    changed((file, increment) =>
      increment.setStream(
        objectWith(file, 'Type', 'EmbeddedFile').ref,
        without(objectWith(file, 'Type', 'EmbeddedFile').dict, 'Filter'),
        Buffer.from('{}'),
      ),
    ),
    'file differs from the manifest',
  ],
  [
    'a hidden annotation',
    changed(inObject('Subtype', 'Widget', (dict) => withKeys(dict, { F: 2 }))),
    'annotation hidden or not printed',
  ],
  [
    'a field without looks',
    changed(inObject('Subtype', 'Widget', (dict) => without(dict, 'AP'))),
    'annotation without looks',
  ],
  [
    'looks left to the viewer',
    changed(
      inCatalog((catalog, file) =>
        withKeys(catalog, { AcroForm: withKeys(file.dict(catalog.map.get('AcroForm')), { NeedAppearances: true }) }),
      ),
    ),
    'looks made by the viewer',
  ],
  [
    'a script',
    changed(inCatalog((catalog) => withKeys(catalog, { OpenAction: pdfDict({ S: pdfName('JavaScript') }) }))),
    'forbidden action',
  ],
  [
    'an action on closing',
    changed(inCatalog((catalog) => withKeys(catalog, { AA: pdfDict({}) }))),
    'action on an event',
  ],
  ['no tags', changed(inCatalog((catalog) => without(catalog, 'StructTreeRoot'))), 'no tags'],
  ['no language', changed(inCatalog((catalog) => without(catalog, 'Lang'))), 'no language'],
  ['not marked', changed(inCatalog((catalog) => without(catalog, 'MarkInfo'))), 'not marked as tagged'],
  [
    'a page without tags',
    changed((file, increment) => increment.set(page(file, 0).ref, without(page(file, 0).dict, 'StructParents'))),
    'page without tags',
  ],
  [
    'a field without a tag',
    changed(inObject('Subtype', 'Widget', (dict) => without(dict, 'StructParent'))),
    'annotation without a tag',
  ],
  [
    'headings that are none',
    changed((file, increment) => {
      for (const num of file.references.entries.keys()) {
        const dict = file.dict(file.object(num));
        if (dict && nameOf(dict.map.get('S')) === 'H1')
          increment.set({ kind: 'ref', num, gen: 0 }, withKeys(dict, { S: pdfName('P') }));
      }
    }),
    'no tag H1',
  ],
  ['bookmarks that do not say how many', changed(withoutBookmarkCount), 'bookmarks miscounted'],
];
