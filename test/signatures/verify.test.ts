import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../shared/lib/errors.ts';
import { VerificationReport } from '../../shared/signatures/report.ts';
import { signatureFields } from '../../electron/signatures/pdf-fields.ts';
import { isKind, pdfDict, pdfName, pdfText, type PdfRef } from '../../electron/signatures/pdf-objects.ts';
import { PdfFile } from '../../electron/signatures/pdf-reader.ts';
import { openPkcs12 } from '../../electron/signatures/pkcs12.ts';
import { signPdf } from '../../electron/signatures/sign.ts';
import type { SigningKey } from '../../electron/signatures/signing-key.ts';
import { verifyPdf } from '../../electron/signatures/verify.ts';
import { makeTestKeys, type TestKeys } from './keys.ts';
import { font, samplePdf } from './sample-pdf.ts';
import { flip, page, redirectPage, replacePageContent, replaceText, update, withKeys } from './tampering.ts';

const now = new Date('2026-01-16T00:00:00Z');
const at = new Date('2026-01-15T08:30:00Z');
const appearance = { lines: ['ЭЦҚ қойылды', 'Қожахмет Әйгерім'], font };
let keys: TestKeys;
let rsa: SigningKey;
let ec: SigningKey;
let plain: Uint8Array;
let once: Uint8Array;
let twice: Uint8Array;

async function signed(pdf: Uint8Array, key: SigningKey, fieldName?: string, certify = false): Promise<Uint8Array> {
  return signPdf(pdf, {
    signer: { kind: 'key', key },
    ...(fieldName ? { fieldName } : {}),
    certify,
    signerLabel: 'Әйгерім',
    at,
    appearance,
  });
}

beforeAll(async () => {
  keys = makeTestKeys();
  rsa = openPkcs12(keys.p12('rsa', 'x'), 'x');
  ec = openPkcs12(keys.p12('ec', 'x'), 'x');
  plain = await samplePdf(['signature-1', 'signature-2', 'signature-3']);
  once = await signed(plain, rsa, 'signature-1', true);
  twice = await signed(once, ec, 'signature-2');
}, 60_000);
afterAll(() => keys.remove());

function check(pdf: Uint8Array, more: Partial<Parameters<typeof verifyPdf>[1]> = {}): VerificationReport {
  const report = verifyPdf(pdf, { trust: [keys.authority], crls: [], now, ...more });
  expect(VerificationReport.parse(report)).toEqual(report);
  return report;
}

/** Every finding: file problems, and those of each signature by number. */
function findings(report: VerificationReport): string[] {
  return [
    ...report.problems.map(({ code }) => code),
    ...report.signatures.flatMap(({ problems }, index) => problems.map(({ code }) => `${index + 1}:${code}`)),
  ];
}

function expectBroken(pdf: Uint8Array, finding: string): VerificationReport {
  const report = check(pdf);
  expect(findings(report)).toContain(finding);
  expect(report.intact).toBe(false);
  expect(report.level).toBe('none');
  return report;
}

/** Bytes of the file that no signature's Contents string holds. */
function contentsOf(pdf: Uint8Array): { start: number; end: number }[] {
  const file = new PdfFile(pdf);
  return signatureFields(file).flatMap(({ value }) => {
    const contents = file.dict(value)?.map.get('Contents');
    return value && isKind(contents, 'string') ? [{ start: contents.start, end: contents.end }] : [];
  });
}

describe('sound files', () => {
  test('two signatures, RSA certifying and EC', () => {
    const report = check(twice);
    expect(report).toMatchObject({
      revisions: 3,
      intact: true,
      level: 'L2',
      problems: [],
      emptyFields: [{ field: 'signature-3' }],
    });
    expect(report.signatures).toMatchObject([
      { field: 'signature-1', level: 'L2', certifies: true, coversWholeFile: false, digest: 'sha256', problems: [] },
      {
        field: 'signature-2',
        level: 'L2',
        certifies: false,
        coversWholeFile: true,
        changesAfter: [],
        problems: [{ code: 'same-signer', details: { place: report.signatures[0]?.place } }],
      },
    ]);
    expect(report.signatures[0]?.changesAfter).toMatchObject([{ revision: 3, allowed: true, kind: 'signature' }]);
    expect(report.signatures[0]?.claimedAt).toBe(at.toISOString());
    expect(report.signatures[0]?.certificate).toMatchObject({ bin: '123456789012', name: 'ҚОЖАХМЕТ ӘЙГЕРІМ' });
    expect(report.signatures[0]?.chain.anchor).toContain('CN=Сынақ куәландырушы орталығы');
  });

  test('an unsigned file has no signatures and is not called intact', () => {
    const report = check(plain);
    expect(report.signatures).toEqual([]);
    expect(findings(report)).toEqual(['no-signatures']);
    expect(report).toMatchObject({ intact: false, level: 'none' });
  });

  test('fields added to a file without reserved ones', async () => {
    const pdf = await signed(await signed(await samplePdf([]), rsa), ec);
    const report = check(pdf);
    expect(report).toMatchObject({ intact: true, level: 'L2' });
    expect(findings(report)).toEqual(['1:visible-field-added', '2:same-signer']);
  });

  test('a field added after certification stays off the page', async () => {
    const pdf = await signed(twice, rsa);
    expect(check(pdf)).toMatchObject({ intact: true, level: 'L2', revisions: 4 });
  });

  test('files with cross-reference streams, object streams and linearization', async () => {
    writeFileSync(keys.path('plain.pdf'), plain);
    for (const option of ['--object-streams=generate', '--linearize', '--object-streams=disable']) {
      execFileSync('qpdf', [option, keys.path('plain.pdf'), keys.path('other.pdf')]);
      const pdf = await signed(await signed(keys.read('other.pdf'), rsa, 'signature-1', true), ec, 'signature-2');
      const report = check(pdf);
      expect(report, option).toMatchObject({ intact: true, level: 'L2', revisions: 3 });
      expectBroken(replacePageContent(pdf), '2:changed-after');
    }
  });

  test('validation data added later', () => {
    const pdf = update(twice, (file, increment) => {
      const [store, certificate] = [increment.allocate(), increment.allocate()];
      increment.setStream(certificate, pdfDict({}), rsa.certificate);
      increment.set(store, pdfDict({ Certs: [certificate] }));
      increment.set(file.rootRef, withKeys(file.catalog, { DSS: store }));
    });
    const report = check(pdf);
    expect(report).toMatchObject({ intact: true, level: 'L2' });
    expect(report.signatures[1]?.changesAfter).toMatchObject([{ allowed: true, kind: 'validation-data' }]);
    const grown = update(pdf, (file, increment) => {
      const store = file.catalog.map.get('DSS');
      const list = increment.allocate();
      increment.setStream(list, pdfDict({}), keys.crl([]));
      increment.set(store as PdfRef, withKeys(file.dict(store), { CRLs: [list] }));
    });
    expect(check(grown)).toMatchObject({ intact: true, level: 'L3', revisions: 5 });
  });
});

describe('signatures of another program', () => {
  beforeAll(() => {
    const store = ['-d', `sql:${keys.path('nss')}`];
    mkdirSync(keys.path('nss'));
    execFileSync('certutil', ['-N', ...store, '--empty-password']);
    execFileSync('certutil', ['-A', ...store, '-n', 'ca', '-t', 'CT,C,C', '-i', keys.path('ca.pem')]);
    keys.p12('rsa', 'x', '-name', 'rsa');
    execFileSync('pk12util', ['-i', keys.path('rsa.p12'), ...store, '-W', 'x', '-K', ''], { stdio: 'pipe' });
  });

  function signedElsewhere(pdf: Uint8Array, ...mode: string[]): Uint8Array {
    writeFileSync(keys.path('in.pdf'), pdf);
    const files = [keys.path('in.pdf'), keys.path('out.pdf')];
    execFileSync('pdfsig', ['-nssdir', `sql:${keys.path('nss')}`, '-nick', 'rsa', ...mode, ...files], {
      stdio: 'pipe',
    });
    return keys.read('out.pdf');
  }

  // The other program takes the time from the clock.
  const today = (): { now: Date } => ({ now: new Date() });

  test('a reserved field, a new field, and both after ours', async () => {
    const first = await signed(plain, ec, 'signature-1');
    for (const mode of [['-sign', 'signature-2'], ['-sign', 'signature-2', '-etsi'], ['-add-signature']]) {
      const alone = check(signedElsewhere(plain, ...mode), today());
      expect(alone, mode.join(' ')).toMatchObject({ intact: true, level: 'L2', revisions: 2 });
      const after = check(signedElsewhere(first, ...mode), today());
      expect(after, mode.join(' ')).toMatchObject({ intact: true, level: 'L2', revisions: 3 });
      expect(after.signatures[0]?.changesAfter).toMatchObject([{ allowed: true, kind: 'signature' }]);
    }
  });

  test('the picture of a field that a page shows as well', async () => {
    const source = update(plain, (file, increment) => {
      const field = signatureFields(file).find(({ name }) => name === 'signature-2');
      const picture = file.dict(field?.dict.map.get('AP'))?.map.get('N') ?? null;
      const { ref, dict } = page(file, 0);
      const resources = withKeys(file.dict(dict.map.get('Resources')), { XObject: pdfDict({ Picture: picture }) });
      increment.set(ref, withKeys(dict, { Resources: resources }));
    });
    const first = await signed(source, ec, 'signature-1');
    const report = check(signedElsewhere(first, '-sign', 'signature-2'), today());
    expect(report.signatures).toMatchObject([{ level: 'none' }, { level: 'L2' }]);
    expect(report.intact).toBe(false);
  });
});

describe('bytes changed', () => {
  test('any byte outside Contents, 400 places', () => {
    const gaps = contentsOf(twice);
    const outside = Array.from(twice.keys()).filter(
      (place) => !gaps.some(({ start, end }) => place >= start && place < end),
    );
    const places = outside.filter((_, index) => index % Math.floor(outside.length / 400) === 0);
    expect(places.length).toBeGreaterThan(300);
    const missed = places.filter((place) => isIntact(flip(twice, place)));
    expect(missed).toEqual([]);
  }, 120_000);

  test('any byte inside Contents that says something', async () => {
    // A certificate of the authority inside the CMS is not signed and not used where the authority is stored.
    const pdf = await signed(plain, { ...rsa, chain: [] }, 'signature-1');
    const [contents = { start: 0, end: 0 }] = contentsOf(pdf);
    const sound = check(pdf);
    const silent: number[] = [];
    for (let place = contents.start; place < contents.end; place += place < contents.start + 3000 ? 7 : 331) {
      const changed = flip(pdf, place);
      // The outer lists of a CMS repeat what the signed part says; such a byte must not change a word of the report.
      if (!isIntact(changed, 1)) continue;
      expect(check(changed)).toEqual(sound);
      silent.push(place - contents.start);
    }
    expect(silent.length).toBeLessThan(10);
  }, 60_000);

  /** Whether the check accepts both signatures; an unreadable file counts as found out. */
  function isIntact(pdf: Uint8Array, signatures = 2): boolean {
    try {
      const report = check(pdf);
      return report.intact && report.signatures.length === signatures && report.level === 'L2';
    } catch (error) {
      if (error instanceof AppError) return false;
      throw error;
    }
  }

  test('page content', () => {
    const text = Buffer.from(plain).toString('latin1');
    const start = text.indexOf('stream\n') + 'stream\n'.length;
    const report = expectBroken(flip(twice, start + 5), '1:digest-mismatch');
    expect(findings(report)).toContain('2:digest-mismatch');
  });

  test('attachment', () => {
    const report = expectBroken(replaceText(twice, '{"degree":"medium"}', '{"degree":"minima"}'), '1:digest-mismatch');
    expect(findings(report)).toContain('2:digest-mismatch');
  });

  test('padding of the first signature', () => {
    const [first] = contentsOf(twice);
    const copy = Uint8Array.from(twice);
    copy[(first?.end ?? 0) - 2] = 0x31;
    const report = expectBroken(copy, '1:padding-not-empty');
    expect(findings(report)).toContain('2:digest-mismatch');
    const [only] = contentsOf(once);
    const single = Uint8Array.from(once);
    single[(only?.end ?? 0) - 2] = 0x31;
    expectBroken(single, '1:padding-not-empty');
  });

  test('ByteRange', () => {
    const text = Buffer.from(once).toString('latin1');
    const range = /\/ByteRange \[0 (\d+) +(\d+) +(\d+) +\]/.exec(text);
    const [whole = '', first = '', second = '', length = ''] = range ?? [];
    const variant = (from: string, to: string): Uint8Array => replaceText(once, whole, whole.replace(from, to));
    expectBroken(variant('[0 ', '[1 '), '1:byte-range-start');
    expectBroken(variant(first, String(Number(first) - 1)), '1:byte-range-gap');
    expectBroken(variant(second, String(Number(second) + 1)), '1:byte-range-gap');
    expectBroken(variant(length, String(Number(length) + 1)), '1:byte-range-end');
    expectBroken(variant(length, String(Number(length) - 1)), '1:digest-mismatch');
    expectBroken(replaceText(once, whole, whole.replace('/ByteRange', '/ByteRangf')), '1:byte-range-missing');
  });

  test('signature taken off the form', () => {
    const value = signatureFields(new PdfFile(once))[0]?.value;
    const num = isKind(value, 'ref') ? value.num : 0;
    const report = check(replaceText(once, `/V ${num} 0 R`, `/W ${num} 0 R`));
    expect(report.signatures).toEqual([]);
    expect(findings(report)).toEqual(['unreachable-signature', 'no-signatures']);
    expect(report.intact).toBe(false);
  });
});

describe('changes after signing', () => {
  test('bytes after the end', () => {
    for (const tail of ['\n', 'garbage', '%%EOF\n', ' '.repeat(3000)]) {
      const report = expectBroken(new Uint8Array(Buffer.concat([twice, Buffer.from(tail)])), 'bytes-after-end');
      expect(report.signatures[1]?.changesAfter).toMatchObject([{ kind: 'trailing-bytes', allowed: false }]);
      expect(report.signatures[1]?.coversWholeFile).toBe(false);
    }
  });

  test('an update that replaces the content of a page is found, where pdfsig says valid', () => {
    const pdf = replacePageContent(twice);
    const report = expectBroken(pdf, '2:changed-after');
    expect(findings(report)).toContain('1:changed-after');
    expect(report.signatures[0]?.changesAfter).toMatchObject([
      { revision: 3, allowed: true },
      { revision: 4, allowed: false, kind: 'content' },
    ]);
    expect(report.signatures[0]?.changesAfter[1]?.details).toMatch(/^\d+: .*data$/);
    expect(report.signatures.every(({ integrity }) => integrity)).toBe(true);
    writeFileSync(keys.path('changed.pdf'), pdf);
    const other = execFileSync('pdfsig', ['-nocert', keys.path('changed.pdf')], { encoding: 'utf8' });
    expect(other.split('Signature is Valid.')).toHaveLength(3);
  });

  test('a page that points to other content', () => {
    const report = expectBroken(redirectPage(twice), '2:changed-after');
    expect(report.signatures[1]?.changesAfter[0]?.details).toContain('Contents');
  });

  test('a change that a later signature covers still breaks the earlier one', async () => {
    const pdf = await signed(replacePageContent(once), ec, 'signature-2');
    const report = expectBroken(pdf, '1:changed-after');
    expect(report.signatures).toMatchObject([{ level: 'none' }, { level: 'L2' }]);
  });

  test('a change taken back again is still a change', () => {
    const pdf = update(replacePageContent(twice), (file, increment) => {
      const contents = page(file, 0).dict.map.get('Contents') as PdfRef;
      const before = new PdfFile(twice).object(contents.num);
      if (isKind(before, 'stream')) increment.setStream(contents, before.dict, before.data);
    });
    expectBroken(pdf, '2:changed-after');
  });

  const changes: [string, (pdf: Uint8Array) => Uint8Array][] = [
    [
      'a page removed',
      (pdf) =>
        update(pdf, (file, increment) => {
          const pages = file.catalog.map.get('Pages') as PdfRef;
          increment.set(pages, withKeys(file.dict(pages), { Kids: [page(file, 1).ref], Count: 1 }));
        }),
    ],
    [
      'a note on a page',
      (pdf) =>
        update(pdf, (file, increment) => {
          const { ref, dict } = page(file, 0);
          const note = increment.allocate();
          increment.set(
            note,
            pdfDict({ Type: pdfName('Annot'), Subtype: pdfName('FreeText'), Rect: [0, 0, 600, 800] }),
          );
          increment.set(ref, withKeys(dict, { Annots: [...file.array(dict.map.get('Annots')), note] }));
        }),
    ],
    [
      'the picture of a signed field replaced',
      (pdf) =>
        update(pdf, (file, increment) => {
          const field = signatureFields(file).find(({ name }) => name === 'signature-2');
          if (field) increment.set(field.ref, withKeys(field.dict, { AP: pdfDict({}) }));
        }),
    ],
    [
      'an empty field moved',
      (pdf) =>
        update(pdf, (file, increment) => {
          const field = signatureFields(file).find(({ name }) => name === 'signature-3');
          if (field) increment.set(field.ref, withKeys(field.dict, { Rect: [0, 0, 600, 800] }));
        }),
    ],
    [
      'an empty field filled without a signature',
      (pdf) =>
        update(pdf, (file, increment) => {
          const field = signatureFields(file).find(({ name }) => name === 'signature-3');
          if (field) increment.set(field.ref, withKeys(field.dict, { V: pdfText('signed') }));
        }),
    ],
    [
      'the title of the document',
      (pdf) =>
        update(pdf, (file, increment) => {
          increment.set(file.trailer.map.get('Info') as PdfRef, pdfDict({ Title: pdfText('Other') }));
        }),
    ],
    [
      'the certification taken away',
      (pdf) =>
        update(pdf, (file, increment) => {
          increment.set(file.rootRef, withKeys(file.catalog, { Perms: pdfDict({}) }));
        }),
    ],
    [
      'a script on opening',
      (pdf) =>
        update(pdf, (file, increment) => {
          increment.set(file.rootRef, withKeys(file.catalog, { OpenAction: pdfDict({ S: pdfName('JavaScript') }) }));
        }),
    ],
    [
      'page content passed off as validation data',
      (pdf) =>
        update(pdf, (file, increment) => {
          const contents = page(file, 0).dict.map.get('Contents') as PdfRef;
          increment.set(file.rootRef, withKeys(file.catalog, { DSS: pdfDict({ Certs: [contents] }) }));
          increment.setStream(contents, pdfDict({}), Buffer.from('0 0 9 9 re f'));
        }),
    ],
  ];
  test.each(changes)('%s', (_, change) => {
    expectBroken(change(twice), '2:changed-after');
  });

  test('a signature taken away', () => {
    const pdf = update(twice, (file, increment) => {
      const field = signatureFields(file).find(({ name }) => name === 'signature-2');
      const kept = [...(field?.dict.map ?? [])].filter(([key]) => key !== 'V');
      if (field) increment.set(field.ref, { kind: 'dict', map: new Map(kept) });
    });
    expectBroken(pdf, 'unreachable-signature');
    const start = new PdfFile(once).references.start;
    const tail = Buffer.from(`startxref\n${start}\n%%EOF\n`);
    expectBroken(new Uint8Array(Buffer.concat([twice, tail])), 'unreachable-signature');
  });

  test('a signed PDF as an attachment is not taken for a lost signature', async () => {
    const source = update(await samplePdf(['signature-1']), (_, increment) => {
      increment.setStream(increment.allocate(), pdfDict({ Type: pdfName('EmbeddedFile') }), twice);
    });
    expect(check(await signed(source, rsa, 'signature-1'))).toMatchObject({ intact: true, level: 'L2', problems: [] });
  });

  test('an object that the signed file mentions and did not have', async () => {
    const source = update(await samplePdf(['signature-1']), (file, increment) => {
      const { ref, dict } = page(file, 0);
      const contents = dict.map.get('Contents');
      if (contents) increment.set(ref, withKeys(dict, { Contents: [contents, { kind: 'ref', num: 900, gen: 0 }] }));
    });
    const pdf = await signed(source, rsa, 'signature-1');
    expect(check(pdf).intact).toBe(true);
    const changed = update(pdf, (_, increment) => {
      increment.setStream({ kind: 'ref', num: 900, gen: 0 }, pdfDict({}), Buffer.from('0 0 9 9 re f'));
    });
    expectBroken(changed, '1:changed-after');
  });

  test('a field made to be a dictionary of images as well', async () => {
    const source = update(await samplePdf(['signature-1', 'signature-2']), (file, increment) => {
      const field = signatureFields(file).find(({ name }) => name === 'signature-2');
      const { ref, dict } = page(file, 0);
      if (field) increment.set(ref, withKeys(dict, { Resources: pdfDict({ XObject: field.ref }) }));
    });
    const pdf = await signed(await signed(source, rsa, 'signature-1'), ec, 'signature-2');
    expectBroken(pdf, '1:changed-after');
  });
});

describe('whose signature it is', () => {
  test('no stored authority, or another one', () => {
    expect(check(twice, { trust: [] }).signatures[0]).toMatchObject({
      level: 'L1',
      cryptography: true,
      chain: { ok: false, anchor: null, problem: 'no-trusted-authorities' },
    });
    const report = check(twice, { trust: [keys.stranger] });
    expect(report).toMatchObject({ intact: true, level: 'L1' });
    expect(report.signatures[0]?.chain.problem).toBe('not-trusted');
  });

  test('a chain without the authority inside the signature', async () => {
    const lone: SigningKey = { ...rsa, chain: [] };
    const pdf = await signed(plain, lone, 'signature-1');
    expect(check(pdf).level).toBe('L2');
    expect(check(pdf, { trust: [keys.stranger] }).signatures[0]?.chain.problem).toBe('issuer-missing');
  });

  test('an authority of the same name with another key', () => {
    const report = check(twice, { trust: [keys.read('twin.pem')] });
    expect(report.level).toBe('L1');
    expect(report.signatures[0]?.chain.ok).toBe(false);
  });

  test('a certificate that had run out, or does not allow signing', async () => {
    const expired = openPkcs12(keys.p12('expired', 'x'), 'x');
    const late = check(await signed(plain, expired, 'signature-1'));
    expect(late).toMatchObject({ intact: true, level: 'L1' });
    expect(findings(late)).toEqual(['1:not-valid-at-claimed-time']);
    const exchange = openPkcs12(keys.p12('exchange', 'x'), 'x');
    const wrong = check(await signed(plain, exchange, 'signature-1'));
    expect(wrong).toMatchObject({ intact: true, level: 'L1' });
    expect(findings(wrong)).toEqual(['1:not-for-signing']);
  });

  test('a claimed time in the future, and a certificate that ran out since', () => {
    expect(findings(check(once, { now: new Date('2026-01-01T00:00:00Z') }))).toEqual(['1:claimed-time-in-future']);
    expect(findings(check(once, { now: new Date('2041-10-01T00:00:00Z') }))).toEqual(['1:expired-since']);
  });

  test('an attacker signs again with an own certificate', async () => {
    const pdf = await signed(replacePageContent(twice), { ...ec, chain: [] }, 'signature-3');
    const report = check(pdf, { trust: [keys.authority] });
    expect(report.intact).toBe(false);
    expect(report.signatures.map(({ level }) => level)).toEqual(['none', 'none', 'L2']);
  });
});

describe('revocation', () => {
  test('a list of the authority that does not name the signer gives L3', () => {
    const crl = keys.crl([], 3650);
    const report = check(twice, { crls: [crl], now: new Date('2030-01-01T00:00:00Z') });
    expect(report).toMatchObject({ level: 'L3', intact: true });
    expect(report.signatures[0]?.revocation.status).toBe('good');
    expect(report.signatures[0]?.revocation.date).toMatch(/^\d{4}-/);
    const der = keys.openssl('crl -in list.crl -outform DER');
    expect(check(twice, { crls: [der] }).level).toBe('L3');
  });

  test('a list that ended before the claimed time is stale', async () => {
    const crl = keys.crl([], 1);
    const future = new Date(Date.now() + 3 * 86_400_000);
    const pdf = await signPdf(plain, {
      signer: { kind: 'key', key: rsa },
      fieldName: 'signature-1',
      signerLabel: 'x',
      at: future,
      appearance,
    });
    const report = check(pdf, { crls: [crl], now: future });
    expect(report).toMatchObject({ level: 'L2', signatures: [{ revocation: { status: 'stale' } }] });
  });

  test('a damaged list and a list of somebody else say nothing', () => {
    const text = Buffer.from(keys.crl([])).toString('latin1');
    const der = Buffer.from(text.replace(/-----[^-]+-----/g, ''), 'base64');
    der[der.length - 5] = (der[der.length - 5] ?? 0) ^ 1;
    for (const crl of [der, Buffer.from('no list'), keys.authority]) {
      expect(check(twice, { crls: [crl] }).signatures[0]).toMatchObject({
        level: 'L2',
        revocation: { status: 'not-checked', date: null },
      });
    }
  });

  test('a revoked signer', () => {
    const report = check(twice, { crls: [keys.crl(['rsa'])] });
    expect(report.signatures).toMatchObject([
      { level: 'L1', revocation: { status: 'revoked' } },
      { level: 'L3', revocation: { status: 'good' } },
    ]);
    expect(report).toMatchObject({ level: 'L1', intact: true });
    expect(findings(report)).toContain('1:revoked');
  });
});

describe('damaged input', () => {
  test('ends with a report or an AppError, whatever the bytes are', () => {
    let state = 7;
    const random = (below: number): number => {
      state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
      return ((state ^ (state >>> 12)) >>> 0) % below;
    };
    const outcomes = { report: 0, error: 0 };
    for (let round = 0; round < 250; round++) {
      const copy = Buffer.from(twice.subarray(0, round % 5 === 0 ? random(twice.length) : twice.length));
      const text = copy.toString('latin1');
      for (let change = 0; change <= round % 7; change++) {
        // Structure sits near the keywords; random places would mostly hit padding.
        const keyword =
          ['xref', '/Prev', ' obj', '/Kids', '/Length', 'startxref', '/ByteRange', '/V '][random(8)] ?? '';
        const found = text.indexOf(keyword, random(text.length + 1));
        const place = found + random(40);
        if (found >= 0 && place < copy.length) copy[place] = '0123456789 R<>[]()/%'.charCodeAt(random(20));
      }
      try {
        const report = check(copy);
        if (Buffer.compare(copy, twice) !== 0) expect(report.intact && report.signatures.length === 2).toBe(false);
        outcomes.report++;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        expect(error.code).toMatch(/^(corrupt|invalid)$/);
        outcomes.error++;
      }
    }
    expect(outcomes.report).toBeGreaterThan(10);
    expect(outcomes.error).toBeGreaterThan(10);
  }, 120_000);

  test('loops and depth end', () => {
    const start = /startxref\n(\d+)/.exec(Buffer.from(plain).toString('latin1'))?.[1] ?? '';
    const loop = Buffer.from(
      `%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Prev 9>>\nstartxref\n9\n%%EOF\n`,
    );
    const deep = Buffer.from(`%PDF-1.7\nxref\n0 0\ntrailer\n${'['.repeat(200_000)}\nstartxref\n9\n%%EOF\n`);
    const far = Buffer.from(plain).toString('latin1').replace(`startxref\n${start}`, 'startxref\n99999999999999');
    for (const bytes of [loop, deep, Buffer.from(far, 'latin1'), Buffer.alloc(0)]) {
      expect(() => check(bytes)).toThrow(AppError);
    }
  });
});
