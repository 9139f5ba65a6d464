import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { streamSSE } from 'hono/streaming';
import { AppError, toWireError, type ErrorCode } from '../../shared/lib/errors.ts';
import { decodeWire, encodeWire } from '../../shared/lib/wire-json.ts';
import type { Reply } from '../../shared/lib/wire.ts';
import { attachmentHeader, safeFileName } from '../host/file-name.ts';
import type { HostedServices } from '../host/hosted-services.ts';
import type { Page } from '../host/pages.ts';
import { maxCallBytes, maxFileBytes, securityHeaders, tooLarge } from '../host/policy.ts';
import { createPresence } from './presence.ts';
import { createSession } from './session.ts';

export interface ServerOptions {
  services: HostedServices;
  /** Built files of the page by address path. */
  pages: ReadonlyMap<string, Page>;
  randomBytes(count: number): Uint8Array;
  log(line: string): void;
  /** How long after the last window is gone `onGone` is called. */
  goneAfterMs: number;
  onGone(): void;
  /** 0 lets the system choose a free port. */
  port?: number;
  /** For development only: the secret of the cookie, so that a restarted host knows its windows again. */
  secret?: string;
  /** For development only: answers what the table of pages does not hold. */
  fallback?(bindings: HttpBindings): Promise<Response>;
}

export interface BrowserServer {
  origin: string;
  /** The address that opens a session, good for one use. */
  startAddress: string;
  /** Ends every open stream and stops listening. */
  close(): Promise<void>;
}

type Env = { Bindings: HttpBindings };

const jobName = /^[\w-]{1,80}$/;
const statusOf: Partial<Record<ErrorCode, 403 | 404 | 413>> = { forbidden: 403, 'not-found': 404 };

function failure(context: Context<Env>, error: AppError, status?: 400 | 413 | 415): Response {
  const reply: Reply = { ok: false, error: toWireError(error) };
  return json(context, reply, status ?? statusOf[error.code] ?? 400);
}

function json(context: Context<Env>, reply: Reply, status: 200 | 400 | 403 | 404 | 413 | 415 = 200): Response {
  return context.body(encodeWire(reply), status, { 'Content-Type': 'application/json; charset=utf-8' });
}

function isType(context: Context<Env>, type: string): boolean {
  return (context.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() === type;
}

function limit(maxSize: number): ReturnType<typeof bodyLimit> {
  return bodyLimit({ maxSize, onError: (context: Context<Env>) => failure(context, tooLarge('', maxSize), 413) });
}

/** Builds the routes. `port` is known only once the server listens, so the session comes in from outside. */
function createApp(
  options: ServerOptions,
  session: ReturnType<typeof createSession>,
  enter: () => () => void,
): Hono<Env> {
  const { services, pages } = options;
  const app = new Hono<Env>();

  app.use(async (context, next) => {
    const refusal = session.refuse({
      method: context.req.method,
      path: context.req.path,
      host: context.req.header('host'),
      origin: context.req.header('origin'),
      fetchSite: context.req.header('sec-fetch-site'),
      cookie: context.req.header('cookie'),
    });
    if (refusal) context.res = context.text(`forbidden: ${refusal}`, 403);
    else await next();
    for (const [name, value] of Object.entries(securityHeaders)) context.res.headers.set(name, value);
    if (!context.res.headers.has('Cache-Control')) context.res.headers.set('Cache-Control', 'no-store');
  });

  app.get('/start', (context) => {
    const cookie = session.exchange(context.req.query('token') ?? '');
    if (cookie === undefined) return context.text('forbidden: this address was used already', 403);
    return context.body(null, 303, { Location: '/', 'Set-Cookie': cookie });
  });

  app.post('/api/:name{.*}', limit(maxCallBytes), async (context) => {
    if (!isType(context, 'application/json')) {
      return failure(context, new AppError('invalid', 'not JSON', { reason: 'bad-input' }), 415);
    }
    let input: unknown;
    try {
      input = decodeWire(await context.req.text());
    } catch {
      return failure(context, new AppError('invalid', 'unreadable JSON', { reason: 'bad-input' }));
    }
    const job = context.req.header('x-job');
    if (job !== undefined && !jobName.test(job)) {
      return failure(context, new AppError('invalid', 'bad job name', { reason: 'bad-input' }));
    }
    return json(context, await services.dispatch(context.req.param('name'), input, job));
  });

  app.post('/cancel', limit(1024), async (context) => {
    if (!isType(context, 'application/json')) {
      return failure(context, new AppError('invalid', 'not JSON', { reason: 'bad-input' }), 415);
    }
    let job: unknown;
    try {
      job = decodeWire(await context.req.text());
    } catch {
      job = undefined;
    }
    if (typeof job === 'string') services.dispatch.cancel(job);
    return json(context, { ok: true, value: null });
  });

  app.get('/events', (context) =>
    streamSSE(context, async (stream) => {
      const leave = enter();
      const unlisten = services.listen((event) => void stream.writeSSE({ data: encodeWire(event) }));
      stream.onAbort(() => {
        unlisten();
        leave();
      });
      await stream.writeSSE({ event: 'open', data: '' });
      // A line every now and then lets the server notice a window that vanished without closing its connection.
      while (!stream.aborted) {
        await stream.sleep(15_000);
        await stream.write(': \n\n');
      }
    }),
  );

  app.post('/files', limit(maxFileBytes), async (context) => {
    if (!isType(context, 'application/octet-stream')) {
      return failure(context, new AppError('invalid', 'not a file', { reason: 'bad-input' }), 415);
    }
    try {
      const name = safeFileName(decodeURIComponent(context.req.header('x-file-name') ?? ''));
      const bytes = new Uint8Array(await context.req.arrayBuffer());
      const mime = context.req.header('x-file-type')?.slice(0, 120);
      return json(context, { ok: true, value: services.files.put(name, bytes, mime) });
    } catch (error) {
      if (error instanceof AppError) return failure(context, error);
      if (error instanceof URIError)
        return failure(context, new AppError('invalid', 'bad file name', { reason: 'bad-input' }));
      throw error;
    }
  });

  app.get('/files/:ref', (context) => {
    const file = services.files.get(context.req.param('ref'));
    if (!file) return context.text('not found', 404);
    return context.body(new Uint8Array(file.bytes), 200, {
      'Content-Type': file.mime ?? 'application/octet-stream',
      'Content-Disposition': attachmentHeader(file.name),
    });
  });

  app.get('*', async (context) => {
    const page = pages.get(context.req.path);
    if (page) return context.body(page.bytes, 200, { 'Content-Type': page.mime });
    return options.fallback ? options.fallback(context.env) : context.text('not found', 404);
  });

  app.onError((error, context) => {
    options.log(`server error: ${error.stack ?? error.message}`);
    return context.text('internal error', 500);
  });
  return app;
}

/** Starts the loopback server of the browser host: calls, events, files and the page, for one user at this computer. */
export async function startServer(options: ServerOptions): Promise<BrowserServer> {
  const presence = createPresence(options.goneAfterMs, options.onGone);
  let answer = (_request: Request, _bindings: HttpBindings): Response | Promise<Response> =>
    new Response(null, { status: 503 });
  const server = createAdaptorServer({
    fetch: (request, bindings) => answer(request, bindings as HttpBindings),
    overrideGlobalObjects: false,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const session = createSession(port, options.randomBytes, options.secret);
  const app = createApp(options, session, () => presence.enter());
  answer = (request, bindings) => app.fetch(request, bindings);
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    startAddress: origin + session.startPath,
    close: async () => {
      presence.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}
