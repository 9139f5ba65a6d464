import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { SigningKey } from '../../electron/signatures/signing-key.ts';
import { parseCertificate } from '../../electron/signatures/certificate.ts';
import type { TestKeys } from './keys.ts';

/**
 * A stand-in for the national client, NCALayer, written from descriptions of its protocol. It is not the client, has no
 * window, and proves nothing about the real one; it shows how this product behaves towards a program that follows the
 * description, and towards one that does not.
 */
export interface StandIn {
  port: number;
  /** What it was asked, as it came. */
  requests: { module?: string; method?: string; args?: unknown; uuid?: unknown }[];
  /** How many connections there were, and how many are open. */
  connections: { all: number; open: number };
  /** From now on. `once` signs the first time and cancels after that. */
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

/** What it does with the next request; `honest` follows the description. */
export type Behaviour =
  | 'honest'
  | 'no-greeting'
  | 'other-greeting'
  | 'talkative'
  | 'silent'
  | 'slow'
  | 'closes'
  | 'cancels'
  | 'once'
  | 'cancels-with-code'
  | 'refuses'
  | 'no-basics'
  | 'no-modules'
  | 'garbage'
  | 'binary'
  | 'huge'
  | 'other-request'
  | 'other-module'
  | 'no-signature'
  | 'two-signatures'
  | 'not-cms'
  | 'no-key-info'
  | 'plain-base64'
  | 'other-digest'
  | 'other-certificate'
  | 'attached'
  | 'no-attribute'
  | 'wrong-signature'
  | 'long-chain';

interface Options {
  /** Its TLS key and certificate, PEM. */
  tls: { key: Uint8Array; certificate: Uint8Array };
  key: SigningKey;
  /** The key it uses where it misbehaves. */
  otherKey?: SigningKey;
  port?: number;
  /** The time it writes into signatures. */
  at?: Date;
}

/** A TLS key with a certificate of the authority `ca`, for the names given as OpenSSL writes them. */
export function makeServerCertificate(
  keys: TestKeys,
  names = 'DNS:localhost,IP:127.0.0.1',
  authority = 'ca',
): Options['tls'] {
  writeFileSync(
    keys.path('server.ext'),
    `basicConstraints = CA:FALSE\nextendedKeyUsage = serverAuth\n${names === '' ? '' : `subjectAltName = ${names}\n`}`,
  );
  writeFileSync(
    keys.path('server.cnf'),
    '[req]\nprompt = no\ndistinguished_name = name\n[name]\nCN = 127.0.0.1\nC = KZ\n',
  );
  keys.openssl('req -new -nodes -config server.cnf -newkey rsa:2048 -keyout server.key -out server.csr');
  keys.openssl(
    `x509 -req -in server.csr -CA ${authority}.pem -CAkey ${authority}.key -set_serial 77 -days 30 -extfile server.ext -out server.pem`,
  );
  return { key: keys.read('server.key'), certificate: keys.read('server.pem') };
}

/** Starts it on the loopback address, on a free port unless one is given. */
export async function startStandIn(options: Options): Promise<StandIn> {
  const requests: StandIn['requests'] = [];
  const connections = { all: 0, open: 0 };
  let behaviour: Behaviour = 'honest';
  let signed = 0;
  const server = createServer({ key: Buffer.from(options.tls.key), cert: Buffer.from(options.tls.certificate) });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    connections.all += 1;
    connections.open += 1;
    socket.on('close', () => (connections.open -= 1));
    socket.on('error', () => undefined);
    if (behaviour === 'no-greeting') return;
    socket.send(JSON.stringify(behaviour === 'other-greeting' ? { hello: true } : { result: { version: '1.4' } }));
    if (behaviour === 'talkative') socket.send(JSON.stringify({ status: true, body: { result: ['AAAA'] } }));
    socket.on('message', (data) => {
      const text = (data as Buffer).toString('utf8');
      if (text === '--heartbeat--') return socket.send(text);
      void respond(socket, text);
    });
  });

  async function respond(socket: WebSocket, text: string): Promise<void> {
    const request = JSON.parse(text) as StandIn['requests'][number];
    requests.push(request);
    const send = (answer: unknown): void => socket.send(typeof answer === 'string' ? answer : JSON.stringify(answer));
    const asked = behaviour;
    // The window of the client stays open for a while, and the connection is kept alive meanwhile.
    send('--heartbeat--');
    if (asked === 'silent') return;
    if (asked === 'slow') await new Promise((resolve) => setTimeout(resolve, 400));
    if (asked === 'closes') return socket.close();
    if (asked === 'garbage') return send('{"status": tr');
    if (asked === 'binary') return socket.send(Buffer.from('{"status":true}'), { binary: true });
    if (asked === 'huge') return send('x'.repeat(3_000_000));
    if (asked === 'no-modules') return send({ success: false, errorCode: 'MODULE_NOT_FOUND' });
    if (request.module === 'kz.gov.pki.knca.basics') return send(await basics(request, asked));
    if (request.module === 'kz.gov.pki.knca.commonUtils') return send(await commonUtils(request, asked));
    send({ success: false, errorCode: 'MODULE_NOT_FOUND' });
  }

  async function basics(request: StandIn['requests'][number], asked: Behaviour): Promise<unknown> {
    if (asked === 'no-basics') return { success: false, errorCode: 'MODULE_NOT_FOUND' };
    if (asked === 'other-module') return { code: '200', responseObject: [] };
    if (asked === 'cancels' || (asked === 'once' && signed > 0)) return { status: true, body: {} };
    if (asked === 'cancels-with-code') return { status: false, code: '500', message: 'action.canceled' };
    if (request.method !== 'sign') return { status: false, code: 'INVOCATION_ERROR', message: 'unknown method' };
    const { format, data, signingParams, allowedStorages } = request.args as {
      format: string;
      data: string;
      signingParams: Record<string, unknown>;
      allowedStorages: string[] | null;
    };
    const fail = (message: string) => ({ status: false, code: 'SIGNING_FAILURE', message });
    if (asked === 'refuses') return fail('Signing has failed.\n(key is locked)');
    if ('tsaProfile' in signingParams) return fail('tsp.pki.gov.kz cannot be reached');
    if (format !== 'cms' || signingParams['digested'] !== true || signingParams['decode'] !== true) {
      return { status: false, code: 'INVALID_SIGNING_PARAMS', message: 'only digests here' };
    }
    if (allowedStorages && !allowedStorages.includes('PKCS12')) return fail('No such storage');
    if (asked === 'no-signature') return { status: true, body: { result: [] } };
    if (asked === 'not-cms') return { status: true, body: { result: ['bm8gY21z'] } };
    const cms = await sign(Buffer.from(data, 'base64'), asked).catch((error: Error) => error);
    if (cms instanceof Error) return fail(cms.message);
    signed += 1;
    const encoded = cms.toString('base64');
    if (asked === 'plain-base64') return { status: true, body: { result: encoded } };
    const pem = `-----BEGIN CMS-----\n${encoded.replaceAll(/.{64}/g, '$&\n')}\n-----END CMS-----\n`;
    return { status: true, body: { result: asked === 'two-signatures' ? [pem, pem] : [pem] } };
  }

  async function commonUtils(request: StandIn['requests'][number], asked: Behaviour): Promise<unknown> {
    const args = request.args as string[];
    const uuid = asked === 'other-request' ? 'another' : request.uuid;
    const ok = (responseObject: unknown) => ({ code: '200', message: '', responseObject, uuid });
    const fail = (message: string) => ({ code: '500', message, uuid });
    if (asked === 'cancels' || asked === 'cancels-with-code') return fail('action.canceled');
    if (asked === 'refuses') return fail('storage.error');
    switch (request.method) {
      case 'getActiveTokens':
        return ok(['AKKaztokenStore', '../../x', 7]);
      case 'getKeyInfo': {
        if (asked === 'no-key-info') return ok({ alias: 'x' });
        const { info } = options.key;
        const pem = Buffer.from(options.key.certificate).toString('base64').replaceAll(/.{64}/g, '$&\n');
        return ok({
          alias: info.serial,
          keyId: info.serial,
          algorithm: info.keyKind === 'gost' ? 'ECGOST3410-2015-512' : 'RSA',
          subjectCn: info.name,
          subjectDn: info.subject,
          issuerDn: info.issuer,
          serialNumber: info.serial,
          pem: `-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----\n`,
        });
      }
      case 'createCAdESFromBase64Hash': {
        const cms = await sign(Buffer.from(args[2] ?? '', 'base64'), asked).catch((error: Error) => error);
        return cms instanceof Error ? fail(cms.message) : ok(cms.toString('base64'));
      }
      case 'createCMSSignatureFromBase64':
        return fail('tsp.pki.gov.kz cannot be reached');
      default:
        return fail(`no method ${request.method ?? ''}`);
    }
  }

  /** A detached CAdES signature in the form described: content type, signing time, certificate and digest as attributes. */
  async function sign(given: Buffer, asked: Behaviour): Promise<Buffer> {
    const key = asked === 'other-certificate' ? (options.otherKey ?? options.key) : options.key;
    const gost = key.algorithm === 'gost-2015-512';
    if (given.length !== (gost ? 64 : 32)) throw new Error(`digest length ${given.length} does not match the key`);
    const digest = Buffer.from(given);
    if (asked === 'other-digest') digest[0] = (digest[0] ?? 0) ^ 1;
    const { certificate } = parseCertificate(key.certificate);
    const digestAlgorithm = der(0x30, oid(gost ? '1.2.398.3.10.1.3.3' : '2.16.840.1.101.3.4.2.1'), der(5));
    const signatureAlgorithm = oid(gost ? '1.2.398.3.10.1.1.2.3.2' : '1.2.840.113549.1.1.11');
    const time = (options.at ?? new Date())
      .toISOString()
      .replaceAll(/[-:T]|\.\d+/g, '')
      .slice(2);
    const certificateHash = createHash('sha256').update(key.certificate).digest();
    const attributes = [
      attribute('1.2.840.113549.1.9.3', oid('1.2.840.113549.1.7.1')),
      attribute('1.2.840.113549.1.9.5', der(0x17, Buffer.from(time, 'latin1'))),
      attribute('1.2.840.113549.1.9.4', der(4, digest)),
      ...(asked === 'no-attribute'
        ? []
        : [attribute('1.2.840.113549.1.9.16.2.47', der(0x30, der(0x30, der(0x30, der(4, certificateHash)))))]),
    ].sort((one, other) => Buffer.compare(one, other));
    const signature = Buffer.from(await key.sign(new Uint8Array(der(0x31, ...attributes))));
    if (asked === 'wrong-signature') signature[9] = (signature[9] ?? 0) ^ 1;
    const issuer = issuerOf(Buffer.from(certificate.tbsCertificateRaw ?? new ArrayBuffer(0)));
    const info = der(
      0x30,
      der(2, Buffer.of(1)),
      der(0x30, issuer, der(2, Buffer.from(certificate.tbsCertificate.serialNumber))),
      digestAlgorithm,
      der(0xa0, ...attributes),
      der(0x30, signatureAlgorithm, der(5)),
      der(4, signature),
    );
    const content = asked === 'attached' ? [der(0xa0, der(4, Buffer.from('content')))] : [];
    const chain = asked === 'long-chain' ? Array.from({ length: 30 }, () => key.chain).flat() : key.chain;
    const data = der(
      0x30,
      der(2, Buffer.of(1)),
      der(0x31, digestAlgorithm),
      der(0x30, oid('1.2.840.113549.1.7.1'), ...content),
      der(0xa0, Buffer.from(key.certificate), ...chain.map((own) => Buffer.from(own))),
      der(0x31, info),
    );
    return der(0x30, oid('1.2.840.113549.1.7.2'), der(0xa0, data));
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    connections,
    behave: (next) => {
      behaviour = next;
      signed = 0;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate();
        sockets.close();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.of(tag, ...length), content]);
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const digits = [arc & 127];
    for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 127) | 128);
    return digits;
  });
  return der(6, Buffer.from(bytes));
}

function attribute(type: string, value: Buffer): Buffer {
  return der(0x30, oid(type), der(0x31, value));
}

/** The issuer as it stands in a certificate: behind version, serial number and algorithm. */
function issuerOf(body: Buffer): Buffer {
  const sizes = (at: number): { content: number; end: number } => {
    const first = body[at + 1] ?? 0;
    if (first < 128) return { content: at + 2, end: at + 2 + first };
    const count = first & 127;
    const length = body.readUIntBE(at + 2, count);
    return { content: at + 2 + count, end: at + 2 + count + length };
  };
  let at = sizes(0).content;
  for (let skipped = 0; skipped < 3; skipped++) at = sizes(at).end;
  return body.subarray(at, sizes(at).end);
}
