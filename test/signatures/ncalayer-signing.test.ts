import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Dossier } from '../../shared/dossiers/contract.ts';
import type { NationalKey } from '../../shared/ncalayer/contract.ts';
import { runCommand } from '../../electron/cli/program.ts';
import { readCms } from '../../electron/signatures/cms-reader.ts';
import { gostPublicOf, toLittleEndian } from '../../electron/signatures/gost.ts';
import { signatureFields } from '../../electron/signatures/pdf-fields.ts';
import { isKind, textOf } from '../../electron/signatures/pdf-objects.ts';
import { PdfFile } from '../../electron/signatures/pdf-reader.ts';
import { openPkcs12 } from '../../electron/signatures/pkcs12.ts';
import type { SigningKey } from '../../electron/signatures/signing-key.ts';
import { world, type World } from '../world.ts';
import { gostContainer, gostPrivateKeyInfo, makeGostPairs, type GostPair } from './gost-container.ts';
import { makeTestKeys, type TestKeys } from './keys.ts';
import { makeServerCertificate, startStandIn, type Behaviour, type StandIn } from './ncalayer-stand-in.ts';

/** Dossiers signed through the stand-in for the national client; what it cannot show is in its own description. */
let keys: TestKeys;
let rsa: SigningKey;
let gostPair: GostPair;
let gostAuthority: Uint8Array;
let standIn: StandIn;
let gostStandIn: StandIn;
let w: World;
let dossier: Dossier;

const at = new Date('2026-11-23T09:59:00Z');

beforeAll(async () => {
  keys = makeTestKeys();
  mkdirSync(keys.path('nss'));
  const nss = `sql:${keys.path('nss')}`;
  execFileSync('certutil', ['-N', '-d', nss, '--empty-password']);
  execFileSync('certutil', ['-A', '-d', nss, '-n', 'ca', '-t', 'CT,C,C', '-i', keys.path('ca.pem')]);
  rsa = openPkcs12(keys.p12('rsa', 'x'), 'x');
  const pairs = makeGostPairs();
  gostPair = pairs.signer;
  gostAuthority = pairs.authority.certificate;
  const info = gostPrivateKeyInfo(toLittleEndian(gostPair.privateKey));
  const gost = openPkcs12(gostContainer(info, [gostPair.certificate, gostAuthority], 'Abc12345'), 'Abc12345');
  const tls = makeServerCertificate(keys);
  const otherKey = openPkcs12(keys.p12('exchange', 'x'), 'x');
  standIn = await startStandIn({ tls, key: rsa, otherKey, at });
  gostStandIn = await startStandIn({ tls, key: gost, at });
  w = await made(standIn.port);
  dossier = await composed(w);
}, 120_000);
afterAll(async () => {
  await w.close();
  await standIn.close();
  await gostStandIn.close();
  keys.remove();
});
afterEach(() => standIn.behave('honest'));

async function made(port: number): Promise<World> {
  const own = world({ nationalClientPort: port });
  for (const [name, bytes] of [
    ['ca.pem', keys.authority],
    ['gost.cer', gostAuthority],
  ] as const) {
    await own.client.signatures.addTrust({ file: own.services.files.put(name, bytes) });
  }
  return own;
}

async function composed({ client }: World): Promise<Dossier> {
  const { id } = await client.systems.create({});
  return client.dossiers.compose({ system: id, template: 'system-passport', locale: 'kk' });
}

async function chosen({ client }: World): Promise<NationalKey> {
  const { version, storages } = await client.ncalayer.find({});
  expect(version).toBe('1.4');
  const storage = storages[0] ?? '';
  return { kind: 'ncalayer', storage, key: await client.ncalayer.certificate({ storage }) };
}

const unseen = (keyKind: 'gost' | 'rsa', acceptWarnings = false): NationalKey => ({
  kind: 'ncalayer',
  storage: 'PKCS12',
  key: { keyKind, acceptWarnings },
});

async function bytesOf(own: World, id: string): Promise<Uint8Array> {
  return own.services.files.take(await own.client.dossiers.download({ id })).bytes;
}

/** CMS, covered bytes and name of the last signature. */
function lastSignature(pdf: Uint8Array): { cms: Uint8Array; content: Uint8Array; name: string } {
  const file = new PdfFile(pdf);
  const field = signatureFields(file).findLast(({ value }) => value !== undefined);
  const dict = file.dict(field?.value);
  const contents = dict?.map.get('Contents');
  const [, first, second, length] = file.array(dict?.map.get('ByteRange')) as number[];
  if (!isKind(contents, 'string') || first === undefined || second === undefined || length === undefined) {
    throw new Error('no signature');
  }
  const cms = contents.bytes.subarray(0, readCms(contents.bytes).length);
  const content = Buffer.concat([pdf.subarray(0, first), pdf.subarray(second, second + length)]);
  return { cms, content, name: textOf(file.resolve(dict?.map.get('Name'))) ?? '' };
}

function opensslAccepts(cms: Uint8Array, content: Uint8Array): void {
  writeFileSync(keys.path('signature.der'), cms);
  writeFileSync(keys.path('content.bin'), content);
  const files = '-inform DER -in signature.der -content content.bin -CAfile ca.pem -out out.bin';
  keys.openssl(`cms -verify -purpose any -binary -cades ${files}`);
}

/** Whether OpenSSL with the GOST engine accepts a signature of the key, told in Russian identifiers (RFC 9215). */
function engineAccepts(data: Uint8Array, signature: Uint8Array): boolean {
  const point = gostPublicOf(gostPair.privateKey)?.toAffine();
  if (!point) throw new Error('No key');
  const head = '3081aa302106082a85030701010102301506092a850307010201020106082a8503070101020303818400048180';
  const spki = Buffer.concat([Buffer.from(head, 'hex'), toLittleEndian(point.x), toLittleEndian(point.y)]);
  writeFileSync(keys.path('engine.der'), spki);
  writeFileSync(keys.path('engine.bin'), data);
  writeFileSync(keys.path('engine.sig'), Buffer.from(signature).reverse());
  const parameters = '-engine gost -md_gost12_512 -keyform DER -verify engine.der -signature engine.sig engine.bin';
  try {
    return keys.openssl(`dgst ${parameters}`).toString().includes('Verified OK');
  } catch {
    return false;
  }
}

describe('an RSA key in the stand-in', () => {
  test('signs a dossier that other programs accept, and the file beside it', async () => {
    const { client } = w;
    const key = await chosen(w);
    expect(await client.dossiers.keyInfo({ key })).toMatchObject({
      certificate: { name: 'ҚОЖАХМЕТ ӘЙГЕРІМ' },
      warnings: [],
      gostChoice: false,
    });
    const signed = await client.dossiers.sign({ id: dossier.id, key, role: 'директор', confirmed: true });
    expect(signed.signatures).toMatchObject([{ signer: 'ҚОЖАХМЕТ ӘЙГЕРІМ', detached: true }]);
    const pdf = await bytesOf(w, dossier.id);
    const { report } = await client.dossiers.verify({ id: dossier.id });
    expect(report).toMatchObject({ intact: true, level: 'L2', problems: [] });
    // It says when it signed inside as well, which is told and lowers nothing.
    expect(report.signatures[0]?.problems).toEqual([
      { code: 'signing-time-inside', details: { at: '2026-11-23T09:59:00.000Z' } },
    ]);
    writeFileSync(keys.path('check.pdf'), pdf);
    const said = spawnSync('pdfsig', ['-nssdir', `sql:${keys.path('nss')}`, keys.path('check.pdf')], {
      encoding: 'utf8',
    }).stdout;
    expect(said).toContain('Signature Validation: Signature is Valid.');
    expect(said).toContain('Certificate Validation: Certificate is Trusted.');
    expect(said).toContain('Total document signed');
    const { cms, content, name } = lastSignature(pdf);
    expect(name).toBe('ҚОЖАХМЕТ ӘЙГЕРІМ');
    opensslAccepts(cms, content);
    const beside = w.services.files.take(await client.dossiers.detached({ id: dossier.id, revision: 2 }));
    opensslAccepts(beside.bytes, pdf);
  });

  test('signs once where the second signature is not wanted or not given', async () => {
    const { client } = w;
    const key = await chosen(w);
    standIn.requests.splice(0);
    const one = await client.dossiers.sign({ id: (await composed(w)).id, key, detached: false, confirmed: true });
    expect(one.signatures).toMatchObject([{ detached: false }]);
    expect(standIn.requests).toHaveLength(1);
    standIn.behave('once');
    const two = await client.dossiers.sign({ id: (await composed(w)).id, key, confirmed: true });
    expect(two.signatures).toMatchObject([{ detached: false }]);
    expect(standIn.requests).toHaveLength(3);
  });

  test.each<[Behaviour, string]>([
    ['other-digest', 'external-other-bytes'],
    ['other-certificate', 'external-other-certificate'],
    ['attached', 'external-not-detached'],
    ['no-attribute', 'external-attribute'],
    ['wrong-signature', 'signature-does-not-fit'],
    ['not-cms', 'external-unreadable'],
    ['long-chain', 'signature-too-large'],
    ['cancels', 'ncalayer-cancelled'],
    ['closes', 'ncalayer-closed'],
  ])('%s: %s, and nothing is stored', async (behaviour, reason) => {
    const { client } = w;
    const key = await chosen(w);
    const { id } = await composed(w);
    const before = (await client.workspace.info({}))?.ledgerSize;
    standIn.behave(behaviour);
    await expect(client.dossiers.sign({ id, key, confirmed: true })).rejects.toMatchObject({ reason });
    expect((await client.dossiers.get({ id })).signatures).toEqual([]);
    expect((await client.workspace.info({}))?.ledgerSize).toBe(before);
  });

  test('giving up while it waits stores nothing and leaves no connection', async () => {
    const { client } = w;
    const key = await chosen(w);
    const { id } = await composed(w);
    await expect.poll(() => standIn.connections.open).toBe(0);
    standIn.behave('silent');
    const controller = new AbortController();
    const work = client.dossiers.sign({ id, key, confirmed: true }, { signal: controller.signal });
    const outcome = expect(work).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => standIn.connections.open).toBe(1);
    controller.abort();
    await outcome;
    await expect.poll(() => standIn.connections.open).toBe(0);
    expect((await client.dossiers.get({ id })).signatures).toEqual([]);
  });

  test('without the certificate before, the box names nobody, and warnings are asked about before anything is stored', async () => {
    const { client } = w;
    const { id } = await composed(w);
    expect(await client.dossiers.keyInfo({ key: unseen('rsa') })).toEqual({
      certificate: null,
      warnings: [],
      gostChoice: false,
    });
    await expect(client.dossiers.sign({ id, key: unseen('gost'), confirmed: true })).rejects.toMatchObject({
      reason: 'ncalayer-refused',
    });
    const organisation = await client.organisation.get({});
    await client.organisation.set({ ...organisation, bin: '990140000017' });
    await expect(client.dossiers.sign({ id, key: unseen('rsa'), confirmed: true })).rejects.toMatchObject({
      reason: 'signer-warnings',
      details: { name: 'ҚОЖАХМЕТ ӘЙГЕРІМ', warnings: 'other-organisation' },
    });
    expect((await client.dossiers.get({ id })).signatures).toEqual([]);
    const signed = await client.dossiers.sign({ id, key: unseen('rsa', true), confirmed: true });
    expect(signed.signatures).toMatchObject([{ signer: 'ҚОЖАХМЕТ ӘЙГЕРІМ', detached: true }]);
    expect(lastSignature(await bytesOf(w, id)).name).not.toContain('ӘЙГЕРІМ');
    expect((await client.dossiers.verify({ id })).report).toMatchObject({ intact: true, level: 'L2' });
    await client.organisation.set(organisation);
  });
});

test('a GOST key in the stand-in signs with Streebog, and the engine agrees', async () => {
  const own = await made(gostStandIn.port);
  const { id } = await composed(own);
  const key = await chosen(own);
  expect(await own.client.dossiers.keyInfo({ key })).toMatchObject({
    certificate: { keyKind: 'gost' },
    gostChoice: false,
  });
  await own.client.dossiers.sign({ id, key, confirmed: true });
  const { report } = await own.client.dossiers.verify({ id });
  expect(report).toMatchObject({ intact: true, level: 'L2' });
  expect(report.signatures[0]).toMatchObject({ digest: 'streebog512', cryptography: true, signingCertificate: true });
  const { signedBytes, signature } = readCms(lastSignature(await bytesOf(own, id)).cms);
  expect(engineAccepts(signedBytes, signature)).toBe(true);
  expect(engineAccepts(Buffer.concat([signedBytes, signedBytes]), signature)).toBe(false);
  await own.close();
  expect(own.log).toEqual([]);
});

test('the command line signs through the stand-in', async () => {
  const pdf = keys.path('given.pdf');
  writeFileSync(pdf, await bytesOf(w, (await composed(w)).id));
  const lines: string[] = [];
  const run = (...args: string[]): Promise<number> =>
    runCommand(
      ['sign', pdf, '--out', keys.path('signed.pdf'), '--force', '--lang', 'ru', ...args],
      {
        print: (line) => lines.push(line),
        complain: (line) => lines.push(line),
        env: {},
        now: () => new Date('2026-11-23T10:00:00Z'),
        randomBytes: (count) => randomBytes(count),
        nationalClientPort: standIn.port,
      },
      '1.2.3',
    );
  const trust = ['--ncalayer', '--trust', keys.path('ca.pem')];
  expect(await run(...trust, '--detached', keys.path('signed.cms'))).toBe(0);
  expect(lines.join('\n')).toContain('NCALayer');
  opensslAccepts(lastSignature(keys.read('signed.pdf')).cms, lastSignature(keys.read('signed.pdf')).content);
  opensslAccepts(keys.read('signed.cms'), keys.read('signed.pdf'));
  standIn.behave('cancels');
  expect(await run(...trust)).toBe(1);
  expect(await run('--ncalayer')).toBe(2);
  expect(await run()).toBe(1);
});
