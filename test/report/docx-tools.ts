import { crc32, inflateRawSync } from 'node:zlib';

const localRecord = 0x04034b50;

/** Parts of a DOCX file of ours by name, in order; checks the sum of each. */
export function partsOf(bytes: Uint8Array): Map<string, Buffer> {
  const file = Buffer.from(bytes);
  const parts = new Map<string, Buffer>();
  for (let at = 0; at + 30 <= file.length && file.readUInt32LE(at) === localRecord;) {
    const packed = file.readUInt32LE(at + 18);
    const nameLength = file.readUInt16LE(at + 26);
    const start = at + 30 + nameLength + file.readUInt16LE(at + 28);
    const content = inflateRawSync(file.subarray(start, start + packed));
    if (crc32(content) !== file.readUInt32LE(at + 14)) throw new Error('a part of the container is damaged');
    parts.set(file.toString('utf8', at + 30, at + 30 + nameLength), content);
    at = start + packed;
  }
  return parts;
}

/** A part as text. */
export function part(bytes: Uint8Array, name: string): string {
  const found = partsOf(bytes).get(name);
  if (!found) throw new Error(`${name} is not in the file`);
  return found.toString('utf8');
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_all, name: string) => entities[name] ?? '');
}

/** Text of the runs of a part, in order; a line end between paragraphs. */
export function wordText(xml: string): string {
  return [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<\/w:p>|<w:br\/>|<w:tab\/>/g)]
    .map(([all, text]) => (text !== undefined ? unescaped(text) : all === '</w:p>' ? '\n' : ' '))
    .join('');
}
