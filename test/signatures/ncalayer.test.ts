import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../shared/lib/errors.ts';
import { createNationalClient, type NationalClient } from '../../electron/ncalayer/client.ts';
import type { Limits } from '../../electron/ncalayer/connection.ts';
import { pemOrDer } from '../../electron/signatures/certificate.ts';
import { readCms } from '../../electron/signatures/cms-reader.ts';
import { toLittleEndian } from '../../electron/signatures/gost.ts';
import { openPkcs12 } from '../../electron/signatures/pkcs12.ts';
import type { SigningKey } from '../../electron/signatures/signing-key.ts';
import { gostContainer, gostPrivateKeyInfo, makeGostPairs } from './gost-container.ts';
import { makeTestKeys, type TestKeys } from './keys.ts';
import { makeServerCertificate, startStandIn, type Behaviour, type StandIn } from './ncalayer-stand-in.ts';

let keys: TestKeys;
let rsa: SigningKey;
let gost: SigningKey;
let authority: Uint8Array;
let gostAuthority: Uint8Array;
let standIn: StandIn;

const never = new AbortController().signal;
const digest = new Uint8Array(createHash('sha256').update('document').digest());
const der = (pem: Uint8Array): Uint8Array => pemOrDer(pem, 'CERTIFICATE')[0] ?? new Uint8Array();

beforeAll(async () => {
  keys = makeTestKeys();
  authority = der(keys.authority);
  rsa = openPkcs12(keys.p12('rsa', 'x'), 'x');
  const pairs = makeGostPairs();
  gostAuthority = pairs.authority.certificate;
  const info = gostPrivateKeyInfo(toLittleEndian(pairs.signer.privateKey));
  gost = openPkcs12(gostContainer(info, [pairs.signer.certificate, gostAuthority], 'Abc12345'), 'Abc12345');
  const otherKey = openPkcs12(keys.p12('expired', 'x'), 'x');
  standIn = await startStandIn({ tls: makeServerCertificate(keys), key: rsa, otherKey });
}, 60_000);
afterAll(async () => {
  await standIn.close();
  keys.remove();
});
afterEach(() => {
  standIn.behave('honest');
  standIn.requests.splice(0);
});

function client(more: { port?: number; authorities?: Uint8Array[]; limits?: Partial<Limits> } = {}): NationalClient {
  const { port = standIn.port, authorities = [gostAuthority, authority], limits } = more;
  return createNationalClient({ port, authorities: () => authorities, newId: () => 'own-id', limits });
}

const sign = (own: NationalClient = client(), signal: AbortSignal = never): Promise<Uint8Array> =>
  own.sign({ storage: 'PKCS12', digest, locale: 'kk' }, signal);

async function failure(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('no failure'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw error;
  return `${error.code}/${error.reason ?? ''}`;
}

/** Every connection is gone, whatever came of it. */
async function expectClosed(of = standIn): Promise<void> {
  await expect.poll(() => of.connections.open).toBe(0);
}

describe('against the stand-in', () => {
  test('it is found with its version and the places of keys', async () => {
    expect(await client().find(never)).toEqual({ version: '1.4', storages: ['PKCS12', 'AKKaztokenStore'] });
    await expectClosed();
  });

  test('the signer’s certificate is told before anything is signed', async () => {
    expect(Buffer.from(await client().certificate('PKCS12', never)).equals(Buffer.from(rsa.certificate))).toBe(true);
    expect(standIn.requests).toEqual([
      { module: 'kz.gov.pki.knca.commonUtils', method: 'getKeyInfo', args: ['PKCS12'], uuid: 'own-id' },
    ]);
  });

  test('a digest is signed with the parameters described, and no time stamp is asked for', async () => {
    const cms = readCms(await sign());
    expect(Buffer.from(cms.messageDigest ?? []).equals(Buffer.from(digest))).toBe(true);
    expect(cms).toMatchObject({ content: undefined, signingCertificate: 'fits' });
    expect(standIn.requests).toEqual([
      {
        module: 'kz.gov.pki.knca.basics',
        method: 'sign',
        args: {
          allowedStorages: ['PKCS12'],
          format: 'cms',
          data: Buffer.from(digest).toString('base64'),
          signingParams: { decode: true, encapsulate: false, digested: true },
          signerParams: { extKeyUsageOids: ['1.3.6.1.5.5.7.3.4'] },
          locale: 'kk',
        },
      },
    ]);
    await expectClosed();
  });

  test('signatures come as PEM in a list and as plain base64', async () => {
    const pem = readCms(await sign());
    standIn.behave('plain-base64');
    expect(readCms(await sign()).signer?.info.sha256).toBe(pem.signer?.info.sha256);
  });

  test('a client without the newer module signs through the older one', async () => {
    standIn.behave('no-basics');
    expect(readCms(await sign()).signer?.info.sha256).toBe(rsa.info.sha256);
    expect(standIn.requests.map(({ method, args }) => [method, args])).toEqual([
      ['sign', expect.anything()],
      ['createCAdESFromBase64Hash', ['PKCS12', 'SIGNATURE', Buffer.from(digest).toString('base64')]],
    ]);
  });

  test('a GOST key signs a Streebog digest', async () => {
    const tls = makeServerCertificate(keys);
    const other = await startStandIn({ tls, key: gost });
    const cms = readCms(
      await client({ port: other.port }).sign(
        { storage: 'PKCS12', digest: new Uint8Array(64).fill(7), locale: 'ru' },
        never,
      ),
    );
    expect(cms.digest).toBe('streebog512');
    expect(await failure(sign(client({ port: other.port })))).toBe('invalid/ncalayer-refused');
    await expectClosed(other);
    await other.close();
  });

  test.each<[Behaviour, string]>([
    ['other-greeting', 'corrupt/ncalayer-answer'],
    ['talkative', 'corrupt/ncalayer-answer'],
    ['closes', 'conflict/ncalayer-closed'],
    ['cancels', 'conflict/ncalayer-cancelled'],
    ['cancels-with-code', 'conflict/ncalayer-cancelled'],
    ['refuses', 'invalid/ncalayer-refused'],
    ['no-modules', 'invalid/ncalayer-refused'],
    ['garbage', 'corrupt/ncalayer-answer'],
    ['binary', 'corrupt/ncalayer-answer'],
    ['huge', 'corrupt/ncalayer-answer'],
    ['other-module', 'corrupt/ncalayer-answer'],
    ['no-signature', 'corrupt/ncalayer-answer'],
    ['two-signatures', 'corrupt/ncalayer-answer'],
  ])('%s: %s', async (behaviour, expected) => {
    standIn.behave(behaviour);
    expect(await failure(sign())).toBe(expected);
    await expectClosed();
  });

  test.each<[Behaviour, string]>([
    ['other-request', 'corrupt/ncalayer-answer'],
    ['no-key-info', 'corrupt/ncalayer-answer'],
    ['cancels', 'conflict/ncalayer-cancelled'],
    ['refuses', 'invalid/ncalayer-refused'],
  ])('asked for the certificate, %s: %s', async (behaviour, expected) => {
    standIn.behave(behaviour);
    expect(await failure(client().certificate('PKCS12', never))).toBe(expected);
    await expectClosed();
  });

  test('the words of a refusal are passed on as one line', async () => {
    standIn.behave('refuses');
    await expect(sign()).rejects.toMatchObject({
      details: { message: 'SIGNING_FAILURE: Signing has failed. (key is locked)' },
    });
  });

  test('waiting has an end, for the greeting and for the answer', async () => {
    standIn.behave('no-greeting');
    expect(await failure(sign(client({ limits: { connect: 150 } })))).toBe('busy/ncalayer-timeout');
    standIn.behave('silent');
    expect(await failure(sign(client({ limits: { answer: 150 } })))).toBe('busy/ncalayer-timeout');
    standIn.behave('slow');
    expect(readCms(await sign()).signer?.info.sha256).toBe(rsa.info.sha256);
    await expectClosed();
  });

  test('the signer can give up at any time', async () => {
    const early = new AbortController();
    early.abort();
    const before = standIn.connections.all;
    expect(await failure(sign(client(), early.signal))).toBe('cancelled/');
    expect(standIn.connections.all).toBe(before);
    for (const behaviour of ['no-greeting', 'silent'] as const) {
      const controller = new AbortController();
      standIn.behave(behaviour);
      const work = failure(sign(client(), controller.signal));
      await expect.poll(() => standIn.connections.open).toBe(1);
      controller.abort();
      expect(await work).toBe('cancelled/');
      await expectClosed();
    }
  });
});

describe('whom it talks to', () => {
  test('nobody is asked before an authority is in the trust store; a GOST one is not enough', async () => {
    const before = standIn.connections.all;
    for (const authorities of [[], [gostAuthority], [Uint8Array.of(1, 2)]]) {
      expect(await failure(sign(client({ authorities })))).toBe('conflict/ncalayer-no-authority');
    }
    expect(standIn.connections.all).toBe(before);
  });

  test('the certificate has to come from an authority of the trust store', async () => {
    const stranger = der(keys.stranger);
    expect(await failure(sign(client({ authorities: [stranger] })))).toBe('forbidden/ncalayer-certificate');
    expect(standIn.connections.open).toBe(0);
    // Neither the computer's own list nor a variable of the environment makes up for it.
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      expect(await failure(sign(client({ authorities: [stranger] })))).toBe('forbidden/ncalayer-certificate');
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
  });

  test.each([
    ['DNS:localhost', ''],
    ['IP:127.0.0.1', ''],
    ['DNS:127.0.0.1', ''],
    ['', ''],
    ['DNS:ncl.pki.gov.kz', 'forbidden/ncalayer-certificate'],
    ['IP:127.0.0.2', 'forbidden/ncalayer-certificate'],
  ])('a certificate for %j: %j', async (names, expected) => {
    const other = await startStandIn({ tls: makeServerCertificate(keys, names), key: rsa });
    const work = client({ port: other.port });
    if (expected === '') expect((await work.find(never)).version).toBe('1.4');
    else expect(await failure(work.find(never))).toBe(expected);
    await other.close();
  });

  test('a client that does not run, and another program at its place', async () => {
    const silent: Server = createServer((socket) => void socket.resume().end('HTTP/1.1 404 Not Found\r\n\r\n'));
    await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    expect(await failure(sign(client({ port })))).toBe('corrupt/ncalayer-answer');
    await new Promise((resolve) => silent.close(resolve));
    expect(await failure(sign(client({ port })))).toBe('not-found/ncalayer-missing');
  });
});
