import { X509Certificate } from 'node:crypto';
import type { AbortSignalLike } from '../../shared/lib/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import { connect, type Connection, type Limits } from './connection.ts';
import {
  activeTokens,
  keyInfo,
  readCertificate,
  readCmsText,
  readStorages,
  signDigest,
  signDigestOlder,
  type Request,
} from './protocol.ts';

/** The store of key files, which every client has. */
export const fileStorage = 'PKCS12';

export interface NationalClientOptions {
  /** Certificates of the authorities the user trusts, DER; the client's own certificate must be under one of them. */
  authorities(): Uint8Array[];
  newId(): string;
  /** Another port, for a stand-in in tests. */
  port?: number | undefined;
  limits?: Partial<Limits> | undefined;
}

/** A signing program of the national authority's kind that runs beside this one. */
export interface NationalClient {
  /** Looks whether it runs. Gives its version and the places it can take keys from, the key file first. */
  find(signal: AbortSignalLike): Promise<{ version: string; storages: string[] }>;
  /** Has the signer choose a key in the client's window and gives its certificate, DER. */
  certificate(storage: string, signal: AbortSignalLike): Promise<Uint8Array>;
  /** Has the signer sign a digest in the client's window and gives the CMS as it came, unchecked. */
  sign(request: { storage: string; digest: Uint8Array; locale: Locale }, signal: AbortSignalLike): Promise<Uint8Array>;
}

/**
 * The national client on this computer. Nothing is connected until one of its functions is called, and the connection is
 * closed when it returns. All of them fail as `connect` does, and with `conflict` (`ncalayer-no-authority`;
 * `ncalayer-cancelled`: by the signer in the client's window), `invalid` (`ncalayer-refused` with the client's own words).
 */
export function createNationalClient(options: NationalClientOptions): NationalClient {
  async function connected<T>(signal: AbortSignalLike, use: (connection: Connection) => Promise<T>): Promise<T> {
    const authorities = options.authorities().filter(isUsable).map(asPem);
    if (authorities.length === 0) {
      throw new AppError('conflict', 'No authority can vouch for NCALayer', { reason: 'ncalayer-no-authority' });
    }
    const { port, limits } = options;
    const connection = await connect({
      authorities,
      signal,
      ...(port === undefined ? {} : { port }),
      ...(limits === undefined ? {} : { limits }),
    });
    try {
      return await use(connection);
    } finally {
      connection.close();
    }
  }

  return {
    find: (signal) =>
      connected(signal, async (connection) => {
        const tokens = await ask(connection, activeTokens(options.newId()));
        const found = tokens.kind === 'result' ? readStorages(tokens.value) : [];
        return { version: connection.version, storages: [...new Set([fileStorage, ...found])] };
      }),
    certificate: (storage, signal) =>
      connected(signal, async (connection) =>
        readCertificate(resultOf(await ask(connection, keyInfo(options.newId(), storage)))),
      ),
    sign: ({ storage, digest, locale }, signal) =>
      connected(signal, async (connection) => {
        const answer = await ask(connection, signDigest(storage, digest, locale));
        const older = async () => ask(connection, signDigestOlder(options.newId(), storage, digest));
        return readCmsText(resultOf(answer.kind === 'unknown' ? await older() : answer));
      }),
  };
}

async function ask(connection: Connection, request: Request): Promise<ReturnType<Request['read']>> {
  return request.read(await connection.ask(request.body));
}

function resultOf(answer: ReturnType<Request['read']>): unknown {
  if (answer.kind === 'result') return answer.value;
  if (answer.kind === 'cancelled') {
    throw new AppError('conflict', 'cancelled in NCALayer', { reason: 'ncalayer-cancelled' });
  }
  const message = answer.kind === 'refused' ? answer.message : 'MODULE_NOT_FOUND';
  throw new AppError('invalid', `NCALayer: ${message}`, { reason: 'ncalayer-refused', details: { message } });
}

/** A GOST authority cannot vouch for a TLS connection here, and some libraries do not read its key at all. */
function isUsable(der: Uint8Array): boolean {
  try {
    const kind = new X509Certificate(der).publicKey.asymmetricKeyType;
    return kind === 'rsa' || kind === 'ec';
  } catch {
    return false;
  }
}

function asPem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
