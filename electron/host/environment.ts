import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ServicesOptions } from '../services.ts';

/** Folder for the choices of the person at this computer, by the custom of the system. */
export function settingsFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Tizilim');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Tizilim');
  return join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'tizilim');
}

/** Clock, randomness, settings file and log of a real run; tests give their own. */
export function realEnvironment(): ServicesOptions {
  const folder = settingsFolder(process.platform, process.env, homedir());
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    now: () => new Date(),
    randomBytes: (count) => randomBytes(count),
    settingsFile: join(folder, 'settings.json'),
    log: (line) => void process.stderr.write(`${line}\n`),
  };
}
