// electron-builder runs this on each packed application: sets all nine fuses and fails if Electron has one we do not name.
import { join } from 'node:path';
import { flipFuses } from '@electron/fuses';
import { allFuses } from './fuses.ts';

function executable({ appOutDir, packager, electronPlatformName }) {
  const name = packager.appInfo.productFilename;
  if (electronPlatformName === 'darwin') return join(appOutDir, `${name}.app`);
  if (electronPlatformName === 'win32') return join(appOutDir, `${name}.exe`);
  return join(appOutDir, packager.executableName);
}

export default async function afterPack(context) {
  await flipFuses(executable(context), allFuses(context.packager.config.electronFuses));
}
