import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../shared/lib/errors.ts';
import { fillStamp, prepareStamp } from '../../electron/signatures/document-stamp.ts';
import { signatureFields } from '../../electron/signatures/pdf-fields.ts';
import {
  isKind,
  pdfDict,
  pdfName,
  pdfRef,
  pdfText,
  serialize,
  type PdfRef,
  type PdfValue,
} from '../../electron/signatures/pdf-objects.ts';
import { PdfFile } from '../../electron/signatures/pdf-reader.ts';
import { openPkcs12 } from '../../electron/signatures/pkcs12.ts';
import { signPdf } from '../../electron/signatures/sign.ts';
import type { SigningKey } from '../../electron/signatures/signing-key.ts';
import { makeStampRequest, readStampRequest } from '../../electron/signatures/time-stamp.ts';
import { addValidationData } from '../../electron/signatures/validation-data.ts';
import { verifyPdf } from '../../electron/signatures/verify.ts';
import { makeTestKeys, type TestKeys } from './keys.ts';
import { font, samplePdf } from './sample-pdf.ts';
import { flip, update, withKeys } from './tampering.ts';

const at = new Date('2026-01-15T08:30:00Z');
const later = new Date('2030-01-01T00:00:00Z');
const appearance = { lines: ['Қожахмет Әйгерім'], font };
let keys: TestKeys;
let rsa: SigningKey;
let ec: SigningKey;
/** Certified by one, signed by another, with validation data and a time stamp. */
let whole: Uint8Array;

const sign = (pdf: Uint8Array, key: SigningKey, fieldName?: string, certify = false) =>
  signPdf(pdf, {
    signer: { kind: 'key', key },
    ...(fieldName ? { fieldName } : {}),
    certify,
    signerLabel: 'Әйгерім',
    at,
    appearance,
  });

function stamp(pdf: Uint8Array): Uint8Array {
  const pending = prepareStamp(pdf, { at, label: 'Уақыт белгісі' });
  const nonce = Uint8Array.of(0x40, ...randomBytes(8));
  const request = makeStampRequest(pending.digest, 'sha256', nonce);
  return fillStamp(pending.bytes, keys.stamp(request), readStampRequest(request)).bytes;
}

const report = (pdf: Uint8Array) => verifyPdf(pdf, { trust: [keys.authority], crls: [], now: later });

/** How many files of each kind were tried and not taken for the signed one; written to dist/reports/mutations.json. */
const refused: Record<string, number> = {};

/** Whether the file is taken for the one that was signed: whole, with all its signatures. A refusal to read it is a no. */
function passes(pdf: Uint8Array, signatures: number): boolean {
  try {
    const { intact, signatures: found, level } = report(pdf);
    return intact && found.length === signatures && level !== 'none' && level !== 'L1';
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/** `passes` for a mutation of a kind, which is counted when it does not. */
function survives(kind: string, pdf: Uint8Array): boolean {
  const survived = passes(pdf, 3);
  if (!survived) refused[kind] = (refused[kind] ?? 0) + 1;
  return survived;
}

beforeAll(async () => {
  keys = makeTestKeys();
  rsa = openPkcs12(keys.p12('rsa', 'x'), 'x');
  ec = openPkcs12(keys.p12('ec', 'x'), 'x');
  const plain = await samplePdf(['signature-1', 'signature-2', 'signature-3']);
  const once = await sign(plain, rsa, 'signature-1', true);
  const twice = await sign(once, ec, 'signature-2');
  whole = stamp(addValidationData(twice, { certificates: [], crls: [], ocsps: [keys.ocsp('rsa')] }, at));
}, 60_000);
afterAll(() => {
  keys.remove();
  const total = Object.values(refused).reduce((sum, count) => sum + count, 0);
  const folder = join(import.meta.dirname, '..', '..', 'dist', 'reports');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'mutations.json'), `${JSON.stringify({ total, refused }, null, 2)}\n`);
});

/** What somebody without a key could do to an object in a later revision. */
function mutationsOf(value: PdfValue): [kind: string, mutation: PdfValue][] {
  const emptied: [string, PdfValue] = ['object made null', null];
  if (isKind(value, 'stream')) return [['stream made a dictionary', { ...value.dict, kind: 'dict' }], emptied];
  if (isKind(value, 'dict')) {
    const keys = [...value.map.keys()].filter((key) => key !== 'Type');
    return [
      ['entry added to a dictionary', withKeys(value, { Tampered: pdfName('Yes') })],
      ...keys.map((key): [string, PdfValue] => [
        'entry taken from a dictionary',
        { kind: 'dict', map: new Map([...value.map].filter(([own]) => own !== key)) },
      ]),
      emptied,
    ];
  }
  if (Array.isArray(value))
    return [['item added to a list', [...value, 7]], ['item taken from a list', value.slice(1)], emptied];
  return [emptied, ['value replaced', 4711]];
}

describe('generated mutations of a signed dossier', () => {
  test('the file itself passes', () => {
    expect(report(whole)).toMatchObject({ intact: true, problems: [], revisions: 5 });
    expect(passes(whole, 3)).toBe(true);
  });

  test('every object rewritten by an unsigned update, in every way', () => {
    const file = new PdfFile(whole);
    const accepted: string[] = [];
    let count = 0;
    for (const num of file.references.entries.keys()) {
      const value = file.object(num);
      if (value === undefined) continue;
      for (const [kind, mutation] of mutationsOf(value)) {
        count += 1;
        const changed = update(whole, (_, increment) => increment.set(pdfRef(num), mutation));
        if (survives(kind, changed)) accepted.push(`${num}: ${serialize(value)} → ${serialize(mutation)}`);
      }
      if (!isKind(value, 'stream')) continue;
      count += 1;
      const data = Buffer.concat([value.data, Buffer.from(' ')]);
      if (
        survives(
          'stream with other content',
          update(whole, (_, increment) => increment.setStream(pdfRef(num), value.dict, data)),
        )
      ) {
        accepted.push(`${num} stream`);
      }
    }
    expect(count).toBeGreaterThan(200);
    expect(accepted, `${count} mutations`).toEqual([]);
  }, 120_000);

  test('any byte that a signature covers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - 1 }), (place) => {
        const hidden = signatureFields(new PdfFile(whole)).some(({ value }) => {
          const contents = new PdfFile(whole).dict(value)?.map.get('Contents');
          return isKind(contents, 'string') && place >= contents.start && place < contents.end;
        });
        // The contents of the last signature are covered by nothing but themselves; the tests of one signature judge them.
        fc.pre(!hidden);
        expect(survives('signed byte changed', flip(whole, place))).toBe(false);
      }),
      { numRuns: 150, seed: 20261123 },
    );
  }, 120_000);

  test('pieces cut out, put in, doubled or exchanged', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('cut', 'insert', 'double', 'exchange'),
        fc.integer({ min: 0, max: whole.length - 200 }),
        fc.integer({ min: 1, max: 100 }),
        (kind, from, length) => {
          const [head, piece, tail] = [
            whole.slice(0, from),
            whole.slice(from, from + length),
            whole.slice(from + length),
          ];
          const changed = {
            cut: [head, tail],
            insert: [head, new Uint8Array(length).fill(32), piece, tail],
            double: [head, piece, piece, tail],
            exchange: [head, tail.slice(0, length), piece, tail.slice(length)],
          }[kind];
          const bytes = new Uint8Array(Buffer.concat(changed));
          if (Buffer.compare(bytes, whole) !== 0) expect(survives(`piece: ${kind}`, bytes)).toBe(false);
        },
      ),
      { numRuns: 100, seed: 20261123 },
    );
  }, 120_000);

  test('attachments exchanged, renamed, added or hidden by an unsigned update', () => {
    const names = (file: PdfFile) => file.dict(file.dict(file.catalog.map.get('Names'))?.map.get('EmbeddedFiles'));
    const first = (file: PdfFile): PdfRef => {
      const found = file.array(names(file)?.map.get('Names')).find((own) => isKind(own, 'ref'));
      if (!isKind(found, 'ref')) throw new Error('the sample has no attachment');
      return found;
    };
    const mutations: ((file: PdfFile, increment: Parameters<Parameters<typeof update>[1]>[1]) => void)[] = [
      (file, increment) => increment.set(first(file), withKeys(file.dict(first(file)), { UF: pdfText('other.json') })),
      (file, increment) => {
        const stream = increment.allocate();
        increment.setStream(stream, pdfDict({ Type: pdfName('EmbeddedFile') }), Buffer.from('{"degree":"minimal"}'));
        increment.set(first(file), withKeys(file.dict(first(file)), { EF: pdfDict({ F: stream, UF: stream }) }));
      },
      (file, increment) => increment.set(file.rootRef, withKeys(file.catalog, { Names: pdfDict({}) })),
      (file, increment) => increment.set(file.rootRef, withKeys(file.catalog, { AF: [] })),
      (file, increment) => {
        const added = increment.allocate();
        increment.set(added, pdfDict({ Type: pdfName('Filespec'), UF: pdfText('new.json') }));
        increment.set(file.rootRef, withKeys(file.catalog, { AF: [added] }));
      },
    ];
    for (const mutate of mutations) expect(survives('attachment', update(whole, mutate))).toBe(false);
  });

  test('an older revision put back is a shorter file, not this one', () => {
    const text = Buffer.from(whole).toString('latin1');
    for (let end = text.indexOf('%%EOF'); end >= 0 && end + 6 < text.length; end = text.indexOf('%%EOF', end + 1)) {
      expect(survives('older revision', whole.slice(0, end + 6))).toBe(false);
    }
  });
});

describe('honest later revisions', () => {
  const steps = ['sign', 'stamp', 'data'] as const;

  test('signatures, time stamps and validation data in any order are never refused', async () => {
    const plain = await samplePdf(['signature-1', 'signature-2']);
    const answers = [keys.ocsp('rsa'), keys.ocsp('ec')];
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(fc.constantFrom(...steps), { minLength: 1, maxLength: 5 }),
        async (certify, sequence) => {
          let pdf = await sign(plain, rsa, 'signature-1', certify);
          let signatures = 1;
          let data = 0;
          for (const step of sequence) {
            if (step === 'data') {
              const ocsp = answers[data++ % 2] ?? new Uint8Array();
              pdf = addValidationData(pdf, { certificates: [], crls: [], ocsps: [ocsp] }, at);
              continue;
            }
            pdf = step === 'stamp' ? stamp(pdf) : await sign(pdf, signatures % 2 === 1 ? ec : rsa);
            signatures += 1;
          }
          const found = report(pdf);
          expect(found).toMatchObject({ intact: true, problems: [] });
          expect(found.signatures).toHaveLength(signatures);
        },
      ),
      { numRuns: 25, seed: 20261123 },
    );
  }, 120_000);
});
