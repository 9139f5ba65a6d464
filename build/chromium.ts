import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Path of the installed Chromium the component and end-to-end tests use. TIZILIM_CHROMIUM names another one. */
export function chromiumPath(): string {
  const chosen = process.env['TIZILIM_CHROMIUM'];
  if (chosen !== undefined && chosen !== '') return chosen;
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const candidate = join(folder, 'chromium');
    if (existsSync(candidate)) return candidate;
  }
  throw new Error('chromium is not installed');
}

/** Arguments Chromium needs here: it refuses its sandbox as root, and small /dev/shm of containers breaks it. */
export const chromiumArguments = [
  '--disable-dev-shm-usage',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** Environment for Chromium: without a UTF-8 locale it cannot name a file in Cyrillic. */
export const chromiumEnvironment = { ...process.env, LC_ALL: 'C.UTF-8' } as Record<string, string>;
