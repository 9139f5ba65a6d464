import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { signatureFields } from '../../electron/signatures/pdf-fields.ts';
import { PdfFile } from '../../electron/signatures/pdf-reader.ts';
import { PdfIncrement } from '../../electron/signatures/pdf-increment.ts';
import type { TestKeys } from './keys.ts';
import { withKeys } from './tampering.ts';

const reserved = 8192;

/** Puts a document time stamp (ETSI.RFC3161) into a reserved field, with a token made by openssl. */
export function stampDocument(keys: TestKeys, pdf: Uint8Array, fieldName: string): Uint8Array {
  const file = new PdfFile(pdf);
  const field = signatureFields(file).find(({ name }) => name === fieldName);
  if (!field) throw new Error('no such field');
  const update = new PdfIncrement(file);
  const value = update.allocate();
  update.set(field.ref, withKeys(field.dict, { V: value }));
  const before = '<</Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161 /ByteRange [';
  const middle = '] /Contents ';
  update.setRaw(value, `${before}${' '.repeat(40)}${middle}<${'0'.repeat(reserved * 2)}>>>`);
  const { bytes, offsets } = update.write('stamp');
  const target = Buffer.from(bytes);
  const start = offsets.get(value.num) ?? 0;
  const contents = start + before.length + 40 + middle.length;
  const end = contents + reserved * 2 + 2;
  target.write(`0 ${contents} ${end} ${target.length - end}`, start + before.length);
  const digest = createHash('sha256').update(target.subarray(0, contents)).update(target.subarray(end)).digest('hex');
  writeFileSync(keys.path('stamp.tsq'), '');
  keys.openssl(`ts -query -digest ${digest} -sha256 -cert -out stamp.tsq`);
  const reply = '-reply -queryfile stamp.tsq -signer stamp.pem -inkey stamp.key -token_out -out stamp.der';
  keys.openssl(`ts ${reply} -config openssl.cnf -section stamps`);
  target.write(Buffer.from(keys.read('stamp.der')).toString('hex'), contents + 1);
  return new Uint8Array(target);
}
