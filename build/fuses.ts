import { FuseV1Options, FuseVersion } from '@electron/fuses';

/** The eight fuses by the names electron-builder.yml gives them. */
export type BuilderFuses = Record<
  | 'runAsNode'
  | 'enableCookieEncryption'
  | 'enableNodeOptionsEnvironmentVariable'
  | 'enableNodeCliInspectArguments'
  | 'enableEmbeddedAsarIntegrityValidation'
  | 'onlyLoadAppFromAsar'
  | 'loadBrowserProcessSpecificV8Snapshot'
  | 'grantFileProtocolExtraPrivileges',
  boolean
>;

/** All nine fuses for @electron/fuses. The ninth keeps Electron's own trap handlers for WebAssembly. */
export function allFuses(eight: BuilderFuses) {
  return {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    [FuseV1Options.RunAsNode]: eight.runAsNode,
    [FuseV1Options.EnableCookieEncryption]: eight.enableCookieEncryption,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: eight.enableNodeOptionsEnvironmentVariable,
    [FuseV1Options.EnableNodeCliInspectArguments]: eight.enableNodeCliInspectArguments,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: eight.enableEmbeddedAsarIntegrityValidation,
    [FuseV1Options.OnlyLoadAppFromAsar]: eight.onlyLoadAppFromAsar,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: eight.loadBrowserProcessSpecificV8Snapshot,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: eight.grantFileProtocolExtraPrivileges,
    [FuseV1Options.WasmTrapHandlers]: true,
  } as const;
}
