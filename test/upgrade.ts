import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract, type ApiContract } from '../shared/api.ts';
import type { Client } from '../shared/lib/contract.ts';
import { createClient } from '../shared/lib/wire.ts';
import type { Pack } from '../shared/rules/pack.ts';
import { inProcessTransport } from '../electron/host/in-process.ts';
import { bundledPacks, libraryOf, loadPack, type LoadedPack, type PackLibrary } from '../electron/packs/library.ts';
import { productFolder } from '../electron/product-folder.ts';
import { createServices, type Services } from '../electron/services.ts';

const product = bundledPacks(productFolder('shared/packs'));

/** A pack of the product, changed into another version of it. */
export function upgraded(id: string, version: string, change: (pack: Pack) => Partial<Pack>): LoadedPack {
  const { pack } = product.get(id);
  return loadPack({ ...structuredClone(pack), ...change(structuredClone(pack)), version, cases: [] });
}

/** The pack as the product brings it. */
export const original = (id: string): LoadedPack => product.get(id);

/** The packs of a release: those of the product, with these in the place of their versions there. */
export function productWith(packs: readonly LoadedPack[]): PackLibrary {
  const ids = new Set(packs.map(({ pack }) => pack.id));
  return libraryOf([...product.all().filter(({ pack }) => !ids.has(pack.id)), ...packs]);
}

/** One release of the product after another over one workspace file, each with its own packs. */
export interface Releases {
  /** Closes the release before and opens the file with one that brings these packs beside those of the product. */
  open(packs?: readonly LoadedPack[]): Promise<{ client: Client<ApiContract>; services: Services }>;
  /** Closes the release that is open. */
  stop(): Promise<void>;
  path: string;
  at(instant: string): void;
  log: string[];
  close(): Promise<void>;
}

export function releases(): Releases {
  const folder = mkdtempSync(join(tmpdir(), 'tizilim-releases-'));
  const path = join(folder, 'plant.tizilim');
  const log: string[] = [];
  let now = new Date('2026-11-23T10:00:00.000Z');
  let counter = 0;
  let running: Services | null = null;
  let exists = false;
  return {
    path,
    log,
    at: (instant) => {
      now = new Date(instant);
    },
    async open(packs = []) {
      await running?.close();
      const services = createServices({
        now: () => now,
        randomBytes: (count) => new Uint8Array(Buffer.from(String((counter += 1)).padStart(count, '0'))),
        settingsFile: null,
        log: (line) => log.push(line),
        packs: productWith(packs),
      });
      running = services;
      const client = createClient(contract, inProcessTransport(services));
      if (exists) await client.workspace.open({ path });
      else await client.workspace.create({ path, organisation: 'Зауыт' });
      exists = true;
      return { client, services };
    },
    async stop() {
      await running?.close();
      running = null;
    },
    async close() {
      await running?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
