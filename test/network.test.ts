import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import http2 from 'node:http2';
import net from 'node:net';
import tls from 'node:tls';
import dgram from 'node:dgram';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { fillSample } from '../electron/demo/sample.ts';
import { createDemoKey } from '../electron/signatures/demo-key.ts';
import { world } from './world.ts';

const tried: string[] = [];
/** The same attempts with what was asked for and from where. */
const attempts: { name: string; options: unknown; stack: string }[] = [];
const restore: (() => void)[] = [];

function forbid(owner: object, names: string[], label: string): void {
  for (const name of names) {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    if (!before) throw new Error(`${label} has no ${name}`);
    const refuse = (...input: unknown[]): never => {
      tried.push(`${label}.${name}(${String(input[0])})`);
      attempts.push({ name: `${label}.${name}`, options: input[0], stack: new Error().stack ?? '' });
      throw new Error(`network use: ${label}.${name}`);
    };
    Object.defineProperty(owner, name, { value: refuse, configurable: true, writable: true });
    restore.push(() => Object.defineProperty(owner, name, before));
  }
}

beforeAll(() => {
  forbid(dns, ['lookup', 'resolve', 'resolve4', 'resolve6', 'reverse'], 'dns');
  forbid(dns.promises, ['lookup', 'resolve'], 'dns.promises');
  forbid(net, ['connect', 'createConnection', 'createServer'], 'net');
  forbid(net.Socket.prototype, ['connect'], 'net.Socket');
  forbid(net.Server.prototype, ['listen'], 'net.Server');
  forbid(tls, ['connect'], 'tls');
  forbid(http, ['request', 'get'], 'http');
  forbid(https, ['request', 'get'], 'https');
  forbid(http2, ['connect'], 'http2');
  forbid(dgram, ['createSocket'], 'dgram');
  forbid(globalThis, ['fetch', 'WebSocket'], 'globalThis');
  syncBuiltinESMExports();
});
afterAll(() => {
  for (const back of restore) back();
  syncBuiltinESMExports();
});
afterEach(() => {
  tried.splice(0);
  attempts.splice(0);
});

it('notices an attempt, so that the silence below means something', async () => {
  expect(() => net.connect(1, '127.0.0.1')).toThrow('network use');
  expect(() => new net.Socket().connect(1)).toThrow('network use');
  await expect((async () => fetch('http://localhost'))()).rejects.toThrow('network use');
  expect(() => http.get('http://localhost')).toThrow('network use');
  const { lookup } = await import('node:dns');
  expect(() => lookup('localhost', () => undefined)).toThrow('network use');
  expect(tried).toHaveLength(5);
});

it('nothing is tried from an empty workspace to a verified signature', { timeout: 120_000 }, async () => {
  const w = world({ sample: true });
  const { client, services } = w;
  const { system, imported } = await fillSample(client, services.files);
  expect(imported.added).toBeGreaterThan(10);
  const dossier = await client.dossiers.compose({ system, template: 'submission-package', locale: 'kk' });
  const key = createDemoKey({
    name: 'Тест',
    organisation: 'Тест',
    bin: '990140000017',
    password: 'x',
    at: new Date('2026-11-01'),
  });
  await client.signatures.addTrust({ file: services.files.put('ca.pem', Buffer.from(key.authority)) });
  const signed = await client.dossiers.sign({
    id: dossier.id,
    key: { kind: 'file', file: services.files.put('key.p12', key.p12), password: 'x' },
    confirmed: true,
  });
  const { report } = await client.dossiers.verify({ id: signed.id });
  expect(report).toMatchObject({ intact: true, level: 'L2' });
  await client.systems.export({ format: 'xlsx' });
  await client.home.overview({});
  await client.assessments.reevaluate({ pack: 'kz-ai-law' });
  expect(await client.ledger.verify({})).toMatchObject({ ok: true });
  await w.close();
  expect(w.log).toEqual([]);
  expect(tried).toEqual([]);
});

it('the one way out leads to the national client on this computer, and only when it is called', async () => {
  const w = world({ sample: true });
  const { client, services } = w;
  // Without an authority to check the client against, nothing is tried.
  await expect(client.ncalayer.find({})).rejects.toMatchObject({ reason: 'ncalayer-no-authority' });
  expect(attempts).toEqual([]);
  const { authority } = createDemoKey({
    name: 'Тест',
    organisation: 'Тест',
    bin: '990140000017',
    password: 'x',
    at: new Date('2026-11-01'),
  });
  await client.signatures.addTrust({ file: services.files.put('ca.pem', Buffer.from(authority)) });
  const { system } = await fillSample(client, services.files);
  const dossier = await client.dossiers.compose({ system, template: 'system-passport', locale: 'ru' });
  const key = { kind: 'ncalayer', storage: 'PKCS12', key: { keyKind: 'gost', acceptWarnings: false } } as const;
  await client.dossiers.keyInfo({ key });
  expect(attempts).toEqual([]);
  await expect(client.ncalayer.find({})).rejects.toMatchObject({ reason: 'ncalayer-answer' });
  await expect(client.ncalayer.certificate({ storage: 'PKCS12' })).rejects.toMatchObject({ reason: 'ncalayer-answer' });
  await expect(client.dossiers.sign({ id: dossier.id, key, confirmed: true })).rejects.toMatchObject({
    reason: 'ncalayer-answer',
  });
  expect(attempts.map(({ name, options }) => ({ name, options }))).toEqual(
    Array(3).fill({
      name: 'https.request',
      options: expect.objectContaining({ host: '127.0.0.1', port: '13579', rejectUnauthorized: true }) as unknown,
    }),
  );
  for (const { stack } of attempts) expect(stack).toContain('electron/ncalayer/connection.ts');
  await w.close();
  expect(w.log).toEqual([]);
});
