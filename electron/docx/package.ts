import { crc32, deflateRawSync } from 'node:zlib';
import { Packer, type Document } from 'docx';

/*
 * The only file that knows the insides of docx (version 9.15.2, pinned). Its packer writes the time of the call into the
 * properties and into each entry of the container; the parts are taken before it packs them.
 */
interface Compiler {
  compile(document: Document, prettify: undefined, overrides: readonly never[]): Map<string, string | Uint8Array>;
}

/** 1 January 1980, the first day a zip container knows: parts have no time of their own. */
const [zipTime, zipDay] = [0, 0x21];
const deflated = 8;
/** Names are UTF-8. */
const flags = 0x0800;

/** The document as a DOCX file. The same document and time give the same bytes. */
export function packDocument(document: Document, createdAt: Date): Uint8Array {
  const { compiler } = Packer as unknown as { compiler: Compiler };
  const parts = [...compiler.compile(document, undefined, [])].map(([name, content]): [string, Buffer] => [
    name,
    typeof content === 'string' ? Buffer.from(settled(name, content, createdAt)) : Buffer.from(content),
  ]);
  // The list of content types stands first, as readers that stream the container expect.
  parts.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return zip(parts);
}

function rank(name: string): number {
  return name === '[Content_Types].xml' ? 0 : name === '_rels/.rels' ? 1 : 2;
}

/** Takes the time of the call and the counters that run on between two documents out of a part. */
function settled(name: string, xml: string, createdAt: Date): string {
  if (name === 'docProps/core.xml')
    return xml.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, `${createdAt.toISOString().slice(0, 19)}Z`);
  return counters.reduce(numbered, xml);
}

/** Numbers of bookmarks and drawings, and the names the contents make of such numbers. */
const counters = [
  /(<w:bookmark(?:Start|End)\b[^>]*?\bw:id=")([^"]+)(")/g,
  /(<wp:docPr\b[^>]*?\bid=")([^"]+)(")/g,
  /(\b_Toc)(\d+)(\b)/g,
];

/** Numbers of one kind from one, in the order of their first place. */
function numbered(xml: string, pattern: RegExp): string {
  const known = new Map<string, number>();
  return xml.replace(pattern, (_all, before: string, id: string, after: string) => {
    const number = known.get(id) ?? known.size + 1;
    known.set(id, number);
    return `${before}${number}${after}`;
  });
}

/** A zip container (PKWARE APPNOTE 6.3) of small parts. */
function zip(parts: readonly (readonly [string, Buffer])[]): Uint8Array {
  const entries: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of parts) {
    const nameBytes = Buffer.from(name);
    const data = deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(deflated, 4);
    common.writeUInt16LE(zipTime, 6);
    common.writeUInt16LE(zipDay, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    entries.push(Buffer.from([0x50, 0x4b, 3, 4]), common, nameBytes, data);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), common, place, nameBytes);
    offset += 4 + common.length + nameBytes.length + data.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.set([0x50, 0x4b, 5, 6]);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...entries, ...directory, end]));
}
