import type { JobControl, SliceHandlers } from '../../shared/lib/contract.ts';
import { AppError } from '../../shared/lib/errors.ts';
import type { tokens } from '../../shared/tokens/contract.ts';
import type { SettingsService } from '../settings/service.ts';
import { startDriver, type TokenDriver } from './driver.ts';
import { installedLibraries } from './library-file.ts';
import { loginWith, openLibrary, readable, tokenAlgorithm, type TokenAccess } from './token-key.ts';

/** Lists libraries, tokens and certificates. Signing goes through `openTokenKey`. */
export function createTokensService(options: {
  access: TokenAccess;
  settings: SettingsService;
  platform: NodeJS.Platform;
}): SliceHandlers<typeof tokens> {
  const { access, settings } = options;

  async function withLibrary<T>(
    library: string,
    { signal }: JobControl,
    run: (driver: TokenDriver) => Promise<T>,
  ): Promise<T> {
    const driver = await openLibrary(access, library, signal);
    try {
      return await run(driver);
    } finally {
      await driver.close();
    }
  }

  async function isAvailable({ signal }: JobControl): Promise<boolean> {
    const driver = startDriver(() => access.start(), signal, access.patience);
    try {
      await driver.ask({ kind: 'support' });
      return true;
    } catch (error) {
      if (error instanceof AppError && error.reason === 'token-support-missing') return false;
      throw error;
    } finally {
      await driver.close();
    }
  }

  return {
    libraries: async (_input, control) => {
      const known = installedLibraries(options.platform);
      const last = settings.current().tokenLibrary;
      const named = known.find(({ path }) => path === last);
      return {
        available: await isAvailable(control),
        libraries: [
          ...(last === '' ? [] : [{ path: last, name: named?.name ?? null }]),
          ...known.filter(({ path }) => path !== last),
        ],
      };
    },
    slots: ({ library }, control) =>
      withLibrary(library, control, async (driver) => {
        const slots = await driver.ask({ kind: 'slots' });
        if (settings.current().tokenLibrary !== library) {
          await settings.handlers.set({ tokenLibrary: library }, control);
        }
        return slots;
      }),
    certificates: ({ library, slot, login }, control) =>
      withLibrary(library, control, async (driver) => {
        const found = await driver.ask({ kind: 'certificates', slot, login: login && loginWith(login) });
        return found.flatMap(({ der, label, hasKey }) =>
          readable(der)
            .filter(({ usage }) => hasKey === true || !usage.isAuthority)
            .map((certificate) => ({
              label,
              certificate: certificate.info,
              hasKey,
              supported: tokenAlgorithm(certificate) !== undefined,
            })),
        );
      }),
  };
}
