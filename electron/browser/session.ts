import { timingSafeEqual } from 'node:crypto';

/** What a request shows of where it came from. */
export interface RequestFacts {
  method: string;
  path: string;
  host: string | undefined;
  origin: string | undefined;
  fetchSite: string | undefined;
  cookie: string | undefined;
}

/** Who may talk to the server: one start address used once, then one cookie. */
export interface Session {
  /** Path and query of the start address, good for one use. */
  startPath: string;
  cookieName: string;
  /** Value of Set-Cookie if the token is the right one and was not used before. */
  exchange(token: string): string | undefined;
  /** Why a request is refused, or undefined if it may pass. */
  refuse(request: RequestFacts): 'host' | 'origin' | 'site' | 'cookie' | undefined;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function same(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Guards a server on the loopback address. Threats: another program or page guessing its way in (256-bit token and
 * secret), a web page whose name was rebound to 127.0.0.1 (exact Host), a page of another origin (exact Origin,
 * Sec-Fetch-Site, SameSite), another local server that reads cookies of the same host, which are not separated by
 * port (the cookie is named with the port and worth nothing without it).
 */
export function createSession(port: number, randomBytes: (count: number) => Uint8Array, knownSecret?: string): Session {
  const host = `127.0.0.1:${port}`;
  const cookieName = `tizilim-${port}`;
  const token = hex(randomBytes(32));
  const secret = knownSecret ?? hex(randomBytes(32));
  let used = false;

  function hasCookie(header: string | undefined): boolean {
    return (header ?? '').split(';').some((part) => {
      const [name, value = ''] = part.trim().split('=');
      return name === cookieName && same(value, secret);
    });
  }

  return {
    startPath: `/start?token=${token}`,
    cookieName,
    exchange(given) {
      if (used || !same(given, token)) return undefined;
      used = true;
      return `${cookieName}=${secret}; Path=/; HttpOnly; SameSite=Strict`;
    },
    refuse(request) {
      if (request.host !== host) return 'host';
      const reads = request.method === 'GET' || request.method === 'HEAD';
      const foreignOrigin = request.origin !== undefined && request.origin !== `http://${host}`;
      if (foreignOrigin || (!reads && request.origin === undefined)) return 'origin';
      if (request.path === '/start' && reads) return undefined;
      if (!['same-origin', 'none', undefined].includes(request.fetchSite)) return 'site';
      return hasCookie(request.cookie) ? undefined : 'cookie';
    },
  };
}
