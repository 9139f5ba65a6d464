import type { SliceHandlers } from '../../shared/lib/contract.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import type { PackCheck } from '../../shared/packs/check.ts';
import { describePack } from '../../shared/packs/describe.ts';
import { differPacks } from '../../shared/packs/difference.ts';
import type { packTools } from '../../shared/packs/tools-contract.ts';
import { localDay } from '../day.ts';
import type { FileExchange } from '../files/exchange.ts';
import type { Pool } from '../jobs/pool.ts';
import type { CheckJob } from './check.worker.ts';
import { documentName, renderPack } from './document.ts';
import { unknownVersion, type LoadedPack, type PackLibrary } from './library.ts';

/** What the tools need besides the packs. */
export interface ToolOptions {
  now(): Date;
  files: FileExchange;
  pool: Pool;
}

const workerUrl = new URL(`./check.worker${import.meta.url.slice(-3)}`, import.meta.url);

/** Handlers of the pack tools; they read packs and change nothing. */
export function createPackTools(library: PackLibrary, options: ToolOptions): SliceHandlers<typeof packTools> {
  const find = ({ id, hash }: { id: string; hash?: string | undefined }): LoadedPack => {
    const found = hash === undefined ? library.get(id) : library.at(hash);
    if (found.pack.id !== id) throw unknownVersion(found.hash);
    return found;
  };
  const readable = (version: { id: string; hash?: string | undefined }, locale: Locale) => {
    const { pack, hash } = find(version);
    return describePack(pack, { hash, locale, on: localDay(options.now()) });
  };
  return {
    check: async (version, control) => {
      const { pack, hash } = find(version);
      const job: CheckJob = { pack, hash, on: localDay(options.now()) };
      return options.pool.run<PackCheck>(workerUrl, job, control);
    },
    readable: ({ locale, ...version }) => readable(version, locale),
    document: async ({ locale, ...version }, control) => {
      const { pack, hash } = find(version);
      const bytes = await renderPack(
        options.pool,
        readable(version, locale),
        { createdAt: options.now(), hash },
        control,
      );
      return options.files.put(documentName(pack, locale), bytes, 'application/pdf');
    },
    difference: ({ id, from, to }) => {
      const older = find({ id, hash: from });
      const newer = find({ id, hash: to });
      return differPacks(older, newer);
    },
  };
}
