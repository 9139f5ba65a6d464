import { readFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import { utils, write } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { world, type World } from './world.ts';

let w: World;
beforeAll(() => {
  w = world();
});
afterAll(async () => {
  expect(w.log).toEqual([]);
  await w.close();
});

const data = (name: string): Uint8Array => readFileSync(new URL(`./data/${name}`, import.meta.url));
const csv = (...lines: string[]): Uint8Array => new TextEncoder().encode(lines.join('\r\n'));

/** A zip of one part, for files that spreadsheets do not write. */
function zip(
  name: string,
  content: Uint8Array,
  options: { flags?: number; method?: number; crc?: number } = {},
): Uint8Array {
  const { flags = 0, method = 8, crc = crc32(content) } = options;
  const packed = method === 8 ? deflateRawSync(content) : Buffer.from(content);
  const fileName = Buffer.from(name);
  const header = (signature: number, extra: number): Buffer => {
    const bytes = Buffer.alloc(extra);
    bytes.writeUInt32LE(signature, 0);
    return bytes;
  };
  const local = header(0x04034b50, 30);
  local.writeUInt16LE(flags, 6);
  local.writeUInt16LE(method, 8);
  local.writeUInt32LE(crc, 14);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(content.length, 22);
  local.writeUInt16LE(fileName.length, 26);
  const central = header(0x02014b50, 46);
  central.writeUInt16LE(flags, 8);
  central.writeUInt16LE(method, 10);
  central.writeUInt32LE(crc, 16);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(content.length, 24);
  central.writeUInt16LE(fileName.length, 28);
  const end = header(0x06054b50, 22);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + fileName.length, 12);
  end.writeUInt32LE(local.length + fileName.length + packed.length, 16);
  return Buffer.concat([local, fileName, packed, central, fileName, end]);
}

describe('files that are no list', () => {
  const workbook = data('perechen-ii-2026.xlsx');
  const damaged = Uint8Array.from(workbook);
  damaged.set([1, 2, 3, 4, 5, 6, 7, 8], 600);
  const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
  const encryptedOle = Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(100)]);
  const emptyBook = utils.book_new();
  utils.book_append_sheet(emptyBook, utils.aoa_to_sheet([]), 'Лист1');

  it.each<[string, Uint8Array, string]>([
    ['nothing at all', new Uint8Array(), 'file-empty'],
    ['spaces and empty lines', csv('  ', ';;;', ''), 'file-empty'],
    [
      'a workbook without cells',
      new Uint8Array(write(emptyBook, { type: 'buffer', bookType: 'xlsx' }) as Buffer),
      'file-empty',
    ],
    ['a workbook cut short', workbook.subarray(0, 5_000), 'file-broken'],
    ['a workbook with damaged bytes', damaged, 'file-broken'],
    ['a zip whose checksum is wrong', zip('xl/workbook.xml', csv('x'), { crc: 1 }), 'file-broken'],
    ['a zip with only a workbook part', zip('xl/workbook.xml', csv('<x/>')), 'file-broken'],
    ['a workbook with a password', encryptedOle, 'file-encrypted'],
    ['a zip with a password', zip('xl/workbook.xml', csv('x'), { flags: 1 }), 'file-encrypted'],
    ['an old binary document', ole, 'file-not-a-table'],
    ['a text document', zip('word/document.xml', csv('<x/>')), 'file-not-a-table'],
    ['a PDF', Buffer.from('%PDF-1.7 …'), 'file-not-a-table'],
    ['a picture', Buffer.from('89504e470d0a1a0a00', 'hex'), 'file-not-a-table'],
    ['a web page', csv('<!DOCTYPE html><p>a;b</p>'), 'file-not-a-table'],
    ['JSON', csv('{"a": [1; 2]}'), 'file-not-a-table'],
    ['binary bytes', Uint8Array.from([65, 0, 66, 1, 67]), 'file-not-a-table'],
    ['a part that grows out of proportion', zip('xl/workbook.xml', new Uint8Array(60 * 1024 * 1024)), 'file-too-large'],
    ['more bytes than allowed', new Uint8Array(50 * 1024 * 1024 + 1), 'file-too-large'],
    ['more rows than allowed', new TextEncoder().encode('a;b\n'.repeat(200_001)), 'file-too-large'],
  ])('refuses %s and changes nothing', async (_, bytes, reason) => {
    const size = (await w.client.ledger.list({})).size;
    await expect(w.client.imports.read({ file: w.services.files.put('список.xlsx', bytes) })).rejects.toMatchObject({
      code: 'invalid',
      reason,
      details: { name: 'список.xlsx' },
    });
    expect((await w.client.ledger.list({})).size).toBe(size);
  });
});
