import type { SliceHandlers } from '../../shared/lib/contract.ts';
import type { packs } from '../../shared/packs/contract.ts';
import type { PackInstallation } from './install.ts';
import { unknownVersion, type PackLibrary } from './library.ts';
import { createPackTools, type ToolOptions } from './tools.ts';

/** Handlers of the pack calls; they need no open workspace. */
export function createPacksService(
  library: PackLibrary,
  options: ToolOptions,
): Omit<SliceHandlers<typeof packs>, keyof PackInstallation> {
  return {
    list: () =>
      library.all().map(({ pack, hash }) => ({
        id: pack.id,
        version: pack.version,
        hash,
        title: pack.title,
        lawTextDate: pack.lawTextDate,
        questions: pack.questions.length,
        rules: pack.rules.length,
        obligations: pack.obligations.length,
        cases: pack.cases.length,
      })),
    get: ({ id, hash: version }) => {
      const { pack, hash } = version === undefined ? library.get(id) : library.at(version);
      if (pack.id !== id) throw unknownVersion(hash);
      return { pack, hash };
    },
    ...createPackTools(library, options),
  };
}
