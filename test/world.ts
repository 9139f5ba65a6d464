import { contract, type ApiContract } from '../shared/api.ts';
import type { Client } from '../shared/lib/contract.ts';
import { createClient } from '../shared/lib/wire.ts';
import { inProcessTransport } from '../electron/host/in-process.ts';
import type { Pool } from '../electron/jobs/pool.ts';
import type { PackLibrary } from '../electron/packs/library.ts';
import { createServices, type Services, type ServicesOptions } from '../electron/services.ts';

export interface World {
  client: Client<ApiContract>;
  services: Services;
  /** Moves the clock. */
  at(instant: string): void;
  /** Lines written to the log: bugs and nothing else. */
  log: string[];
  close(): Promise<void>;
}

/** All services over a workspace in memory, with a fixed clock and counted identifiers; `packs` and `pool` stand in for the product's; identifiers are counted from `firstId`. */
export function world(
  options: {
    sample?: boolean;
    empty?: boolean;
    packs?: PackLibrary;
    pool?: Pool;
    firstId?: number;
    tokens?: ServicesOptions['tokens'];
    nationalClientPort?: number;
  } = {},
): World {
  let now = new Date('2026-11-23T10:00:00.000Z');
  let counter = options.firstId ?? 0;
  const log: string[] = [];
  const services = createServices({
    now: () => now,
    randomBytes: (count) => {
      counter += 1;
      const bytes = new Uint8Array(count);
      new DataView(bytes.buffer).setUint32(0, counter);
      return bytes;
    },
    settingsFile: null,
    log: (line) => log.push(line),
    ...(options.packs ? { packs: options.packs } : {}),
    ...(options.tokens ? { tokens: options.tokens } : {}),
    ...(options.nationalClientPort === undefined ? {} : { nationalClientPort: options.nationalClientPort }),
    ...(options.pool ? { pool: options.pool } : {}),
    ...(options.empty
      ? {}
      : {
          start: {
            path: ':memory:',
            fresh: { name: 'Сынақ зауыты', bin: '', locale: 'kk' as const, sample: options.sample ?? false },
          },
        }),
  });
  return {
    client: createClient(contract, inProcessTransport(services)),
    services,
    at: (instant) => {
      now = new Date(instant);
    },
    log,
    close: () => services.close(),
  };
}
