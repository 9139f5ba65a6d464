import { request, type IncomingHttpHeaders } from 'node:http';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startServer, type BrowserServer } from '../../electron/browser/server.ts';
import { createSession } from '../../electron/browser/session.ts';
import { contentSecurityPolicy, maxCallBytes } from '../../electron/host/policy.ts';
import { decodeWire } from '../../shared/lib/wire-json.ts';
import { nodeClient, openSession } from './http-client.ts';
import { sampleServices, type SampleServices } from './sample-services.ts';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

describe('browser server', () => {
  let services: SampleServices;
  let server: BrowserServer;
  let cookie: string;
  const gone = vi.fn();
  const page = { bytes: new TextEncoder().encode('<!doctype html>'), mime: 'text/html; charset=utf-8' };

  beforeEach(async () => {
    gone.mockClear();
    services = sampleServices();
    server = await startServer({
      services,
      pages: new Map([
        ['/', page],
        ['/index.html', page],
      ]),
      randomBytes: (count) => randomBytes(count),
      log: () => undefined,
      goneAfterMs: 30,
      onGone: gone,
    });
    cookie = await openSession(server);
  });
  afterEach(() => server.close());

  /** `fetch` may not set Host, so the raw client is used. */
  function send(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const call = request(server.origin + path, { method, headers: { cookie, ...headers } }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => (text += part));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }));
      });
      call.on('error', reject);
      call.end(body);
    });
  }
  const json = { 'content-type': 'application/json' };
  const call = (headers: Record<string, string>, body = '{"value":{"a":1}}'): Promise<Answer> =>
    send('POST', '/api/sample.add', { ...json, origin: server.origin, ...headers }, body);

  test('listens on the loopback address only, on a port of the system', () => {
    expect(server.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d{4,5}$/);
  });

  test('exchanges the token once for a cookie named with the port and leaves the address', async () => {
    const other = await startServer({
      services,
      pages: new Map(),
      randomBytes: (count) => randomBytes(count),
      log: () => undefined,
      goneAfterMs: 1_000,
      onGone: gone,
    });
    const first = await fetch(other.startAddress, { redirect: 'manual' });
    const second = await fetch(other.startAddress, { redirect: 'manual' });
    await other.close();
    const { port } = new URL(other.origin);
    expect(new URL(other.startAddress).searchParams.get('token')).toMatch(/^[0-9a-f]{64}$/);
    expect([first.status, first.headers.get('location')]).toEqual([303, '/']);
    expect(first.headers.get('set-cookie')).toMatch(
      new RegExp(`^tizilim-${port}=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Strict$`),
    );
    expect([second.status, second.headers.get('set-cookie')]).toEqual([403, null]);
  });

  test('refuses a wrong token, which does not use up the right one', () => {
    const session = createSession(5000, (count) => randomBytes(count));
    const token = session.startPath.split('=')[1] ?? '';
    expect(session.exchange('0'.repeat(64))).toBeUndefined();
    expect(session.exchange('')).toBeUndefined();
    expect(session.exchange(token)).toContain('tizilim-5000=');
    expect(session.exchange(token)).toBeUndefined();
  });

  test('answers with the cookie, refuses without it or with another', async () => {
    expect((await call({})).status).toBe(200);
    expect((await call({ cookie: '' })).status).toBe(403);
    expect((await call({ cookie: `${cookie.split('=')[0] ?? ''}=${'0'.repeat(64)}` })).status).toBe(403);
    expect((await send('GET', '/', { cookie: '' })).status).toBe(403);
    expect((await send('GET', '/events', { cookie: '' })).status).toBe(403);
  });

  test.each(['localhost', 'tizilim.example', '127.0.0.1', '127.0.0.1:1', '[::1]'])('refuses Host %s', async (host) => {
    const { port } = new URL(server.origin);
    expect((await send('GET', '/', { host })).status).toBe(403);
    if (!host.includes(':'))
      expect((await send('GET', '/', { host: `${host}:${port}` })).status).toBe(host === '127.0.0.1' ? 200 : 403);
  });

  test('wants its own Origin on everything that is not a read', async () => {
    const { port } = new URL(server.origin);
    for (const origin of [
      'null',
      'http://127.0.0.1:1',
      `http://localhost:${port}`,
      `https://127.0.0.1:${port}`,
      `${server.origin}/`,
    ]) {
      expect((await call({ origin })).status, origin).toBe(403);
      expect((await send('GET', '/', { origin })).status, origin).toBe(403);
    }
    expect((await send('POST', '/api/sample.add', json, '{"value":{"a":1}}')).status).toBe(403);
    expect((await send('POST', '/cancel', json, '{"value":"x"}')).status).toBe(403);
    expect((await send('POST', '/files', { 'content-type': 'application/octet-stream' }, 'x')).status).toBe(403);
  });

  test('refuses requests another site or another local port caused', async () => {
    expect((await send('GET', '/', { 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await send('GET', '/', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await send('GET', '/', { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect((await send('GET', '/', { 'sec-fetch-site': 'none' })).status).toBe(200);
  });

  test('takes JSON only, and only JSON it can read', async () => {
    expect((await call({ 'content-type': 'text/plain' })).status).toBe(415);
    expect((await call({ 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect((await call({}, '{"value":')).status).toBe(400);
    expect((await call({}, '{}')).status).toBe(400);
    expect((await call({}, '{"value":{"a":{"$bytes":"!"}}}')).status).toBe(400);
    expect((await call({ 'x-job': '../x' })).status).toBe(400);
  });

  test('stops reading a call at its size limit', async () => {
    const answer = await call({}, `{"value":"${'x'.repeat(maxCallBytes)}"}`);
    expect(answer.status).toBe(413);
    expect(answer.body).toContain('file-too-large');
  });

  test.each(['GET /', 'GET /none', 'GET /start?token=0', 'POST /api/sample.add', 'POST /api/sample.crash', 'DELETE /'])(
    'sends the security headers with %s',
    async (line) => {
      const [method = '', path = ''] = line.split(' ');
      const { headers } = await send(
        method,
        path,
        { ...json, origin: server.origin },
        method === 'POST' ? '{"value":{}}' : undefined,
      );
      expect(headers).toMatchObject({
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  test('serves the table of built files and nothing beside it', async () => {
    expect((await send('GET', '/')).body).toBe('<!doctype html>');
    for (const path of [
      '/../package.json',
      '/%2e%2e/package.json',
      '/..%2fpackage.json',
      '//etc/passwd',
      '/index.html/',
      '/constructor',
    ]) {
      expect((await send('GET', path)).status, path).toBe(404);
    }
  });

  test('takes a file in and gives it back under its own name', async () => {
    const put = await send(
      'POST',
      '/files',
      {
        origin: server.origin,
        'content-type': 'application/octet-stream',
        'x-file-name': encodeURIComponent('../Тізілім "2026" ә.csv'),
        'x-file-type': 'text/csv',
      },
      'a;b',
    );
    const { value } = decodeWire(put.body) as { value: { ref: string; name: string; bytes: number } };
    expect([value.name, value.bytes]).toEqual(['Тізілім 2026 ә.csv', 3]);
    const file = await send('GET', `/files/${value.ref}`);
    expect(file.body).toBe('a;b');
    expect(file.headers['content-type']).toBe('text/csv');
    const disposition = file.headers['content-disposition'] ?? '';
    expect(disposition).toMatch(/^attachment; filename="[ -~]+"; filename\*=UTF-8''/);
    expect(decodeURIComponent(disposition.split("UTF-8''")[1] ?? '')).toBe('Тізілім 2026 ә.csv');
    expect((await send('GET', '/files/reference-99')).status).toBe(404);
  });

  test('refuses a file sent as a form, which another page could send', async () => {
    const headers = { origin: server.origin, 'content-type': 'multipart/form-data; boundary=x', 'x-file-name': 'a' };
    expect((await send('POST', '/files', headers, 'x')).status).toBe(415);
    const broken = { origin: server.origin, 'content-type': 'application/octet-stream', 'x-file-name': '%E0%A4%A' };
    expect((await send('POST', '/files', broken, 'x')).status).toBe(400);
  });

  test('tells when the last window has been gone for a while, and not before', async () => {
    const connect = async (): Promise<AbortController> => {
      const end = new AbortController();
      const stream = await fetch(`${server.origin}/events`, { headers: { cookie }, signal: end.signal });
      await stream.body?.getReader().read();
      return end;
    };
    const first = await connect();
    const second = await connect();
    first.abort();
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(gone).not.toHaveBeenCalled();
    second.abort();
    await expect.poll(() => gone.mock.calls.length).toBe(1);
  });

  test('the page learns that its session or its host has ended', async () => {
    const other = await startServer({
      services,
      pages: new Map(),
      randomBytes: (count) => randomBytes(count),
      log: () => undefined,
      goneAfterMs: 1_000,
      onGone: gone,
    });
    await openSession(other);
    const late = await nodeClient(other);
    expect(await late.call('sample.add', { a: 1 })).toMatchObject({
      ok: false,
      error: { code: 'forbidden', reason: 'session-ended' },
    });
    await other.close();
    expect(await late.call('sample.add', { a: 1 })).toMatchObject({ ok: false, error: { reason: 'host-gone' } });
    late.close();
  });
});
