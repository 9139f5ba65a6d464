import { contract, type ApiContract } from '../../shared/api.ts';
import type { Client } from '../../shared/lib/contract.ts';
import { createClient } from '../../shared/lib/wire.ts';
import { inProcessTransport } from '../host/in-process.ts';
import { createServices, type Services } from '../services.ts';
import type { Io } from './io.ts';

export interface Session {
  api: Client<ApiContract>;
  files: Services['files'];
}

/** Runs something with the services of a host of its own, which keeps no settings, and closes them whatever happens. */
export async function withServices<T>(io: Io, run: (session: Session) => Promise<T>): Promise<T> {
  const services = createServices({
    now: () => io.now(),
    randomBytes: (count) => io.randomBytes(count),
    settingsFile: null,
    log: (line) => io.complain(line),
  });
  try {
    return await run({ api: createClient(contract, inProcessTransport(services)), files: services.files });
  } finally {
    await services.close();
  }
}

/** The same with a workspace open. */
export function withWorkspace<T>(io: Io, file: string, run: (session: Session) => Promise<T>): Promise<T> {
  return withServices(io, async (session) => {
    await session.api.workspace.open({ path: file });
    return run(session);
  });
}
