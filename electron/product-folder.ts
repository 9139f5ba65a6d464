import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A folder of data that comes with the product, such as `shared/packs`. The same relative path holds
 * in the source tree and in `dist/`, which mirrors it. Throws an Error where the product is incomplete.
 */
export function productFolder(relative: string): string {
  const here = dirname(fileURLToPath(import.meta.url));
  for (const root of [dirname(here), dirname(dirname(here))]) {
    const folder = join(root, relative);
    if (existsSync(folder)) return folder;
  }
  throw new Error(`the product is incomplete: ${relative} is missing`);
}
