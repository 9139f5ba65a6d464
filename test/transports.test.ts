import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startServer } from '../electron/browser/server.ts';
import { inProcessTransport } from '../electron/host/in-process.ts';
import { createBridge, type RendererPort } from '../electron/shell/bridge.ts';
import { registerIpc } from '../electron/shell/ipc.ts';
import { AppError } from '../shared/lib/errors.ts';
import { createClient, type HostEvent, type Transport } from '../shared/lib/wire.ts';
import { nodeClient } from './hosts/http-client.ts';
import { sampleContract, sampleServices, type SampleServices } from './hosts/sample-services.ts';

interface Opened {
  transport: Transport;
  close(): Promise<void>;
}

async function overHttp(services: SampleServices): Promise<Opened> {
  const server = await startServer({
    services,
    pages: new Map(),
    randomBytes: (count) => randomBytes(count),
    log: () => undefined,
    goneAfterMs: 60_000,
    onGone: () => undefined,
  });
  const transport = await nodeClient(server);
  await transport.ready;
  return {
    transport,
    close: async () => {
      transport.close();
      await server.close();
    },
  };
}

/** The real bridge and the real handler of the shell; in between only what Electron does: a structured clone. */
function overIpc(services: SampleServices): Promise<Opened> {
  let handle: ((event: unknown, message: unknown) => Promise<unknown>) | undefined;
  registerIpc({
    ipcMain: { handle: (_channel, listener) => void (handle = listener as typeof handle) },
    services,
    dialogs: {
      open: () => Promise.resolve([]),
      read: () => new Uint8Array(),
      save: () => Promise.resolve(false),
    },
    windowId: () => 1,
    log: () => undefined,
  });
  const trusted = { sender: { id: 1 }, senderFrame: { parent: null, origin: 'app://bundle' } };
  const listeners = new Set<(event: unknown, payload: HostEvent) => void>();
  const port: RendererPort = {
    invoke: async (_channel, request) => structuredClone(await handle?.(trusted, structuredClone(request))),
    on: (_channel, listener) => listeners.add(listener),
    removeListener: (_channel, listener) => listeners.delete(listener),
  };
  const stop = services.listen((event) => {
    for (const listener of listeners) listener({ sender: 'secret' }, structuredClone(event));
  });
  return Promise.resolve({ transport: createBridge(port), close: () => Promise.resolve(stop()) });
}

const hosts: Record<string, (services: SampleServices) => Promise<Opened>> = {
  'in process': (services) =>
    Promise.resolve({ transport: inProcessTransport(services), close: () => Promise.resolve() }),
  http: overHttp,
  ipc: overIpc,
};

async function failure(call: Promise<unknown>): Promise<AppError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('the call did not fail');
}

describe.each(Object.keys(hosts))('transport %s', (name) => {
  let services: SampleServices;
  let opened: Opened;
  let api: ReturnType<typeof createClient<typeof sampleContract>>;

  beforeEach(async () => {
    services = sampleServices();
    opened = await (hosts[name] as (services: SampleServices) => Promise<Opened>)(services);
    api = createClient(sampleContract, opened.transport);
  });
  afterEach(() => opened.close());

  test('gives a value', async () => {
    expect(await api.sample.add({ a: 1, b: 2 })).toBe(3);
  });

  test('fills a default', async () => {
    expect(await api.sample.add({ a: 1 })).toBe(11);
  });

  test.each([
    'sample.none',
    'none.add',
    'sample',
    '',
    'sample.add.more',
    'sample.constructor',
    'constructor.name',
    '__proto__.toString',
    'sample.__proto__',
  ])('does not know %j', async (method) => {
    expect(await opened.transport.call(method, {})).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  test('names the place of bad input', async () => {
    const error = await failure(api.sample.add({ a: 'one' as unknown as number }));
    expect([error.code, error.reason, error.details['path']]).toEqual(['invalid', 'bad-input', 'a']);
  });

  test('carries code, reason and details of an error', async () => {
    const error = await failure(api.sample.refuse({}));
    expect([error.code, error.reason, error.details]).toEqual(['conflict', 'sample-refused', { limit: 3 }]);
  });

  test('gives a reference instead of the inside of a bug', async () => {
    const reply = await opened.transport.call('sample.crash', {});
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal', details: { reference: 'B-1' } } });
    expect(JSON.stringify(reply)).not.toMatch(/secret|TypeError|\.ts:/);
    expect(services.bugs).toHaveLength(1);
  });

  test('carries bytes both ways', async () => {
    const bytes = Uint8Array.from({ length: 257 }, (_, index) => index % 256);
    const result = await api.sample.reverse({ bytes, label: 'қазақша' });
    expect(result.bytes).toBeInstanceOf(Uint8Array);
    expect([...result.bytes]).toEqual([...bytes].reverse());
    expect(result.label).toBe('қазақша');
  });

  test('carries values as they are', async () => {
    const value = {
      list: [1, null, 'ә'],
      $bytes: 'plain',
      nested: { $bytes: 'AAAA' },
      deep: { $$bytes: { $bytes: 1 } },
    };
    expect(await api.sample.echo(value)).toEqual(value);
  });

  test('sends events until told to stop', async () => {
    const seen: HostEvent[] = [];
    const first = new Promise<void>((resolve) => {
      const stop = opened.transport.listen((event) => {
        seen.push(event);
        stop();
        resolve();
      });
    });
    await api.sample.touch({ topic: 'systems' });
    await first;
    await api.sample.touch({ topic: 'ledger' });
    await api.sample.add({ a: 1 });
    expect(seen).toEqual([{ type: 'changed', topics: ['systems'] }]);
  });

  test('reports progress of a job to its caller only', async () => {
    const mine: number[] = [];
    const others: number[] = [];
    const [result] = await Promise.all([
      api.sample.count({ to: 3 }, { onProgress: ({ done }) => mine.push(done) }),
      api.sample.count({ to: 1 }, { onProgress: ({ done }) => others.push(done) }),
    ]);
    // Over two connections the result may overtake the last report, so the end may be missing, never the order.
    expect(mine.length).toBeGreaterThan(0);
    expect(mine).toEqual([1, 2, 3].slice(0, mine.length));
    expect(result).toBe(3);
    expect([[], [1]]).toContainEqual(others);
  });

  test('cancels a job', async () => {
    const abort = new AbortController();
    const waiting = failure(api.sample.wait({}, { signal: abort.signal }));
    await api.sample.add({ a: 1 });
    setTimeout(() => abort.abort(), 20);
    expect((await waiting).code).toBe('cancelled');
  });
});
