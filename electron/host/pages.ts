import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

/** One built file of the page. */
export interface Page {
  bytes: Uint8Array<ArrayBuffer>;
  mime: string;
}

const mimeTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
};

/**
 * Reads every built file into a table from address path to content. Requests are looked up in this table and never
 * joined to a folder, so no path of a request reaches the disk.
 */
export function readPages(folder: string): Map<string, Page> {
  const pages = new Map<string, Page>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const mime = mimeTypes[extname(entry.name)];
    if (mime === undefined) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${file
      .slice(folder.length + 1)
      .split(sep)
      .join('/')}`;
    pages.set(path, { bytes: new Uint8Array(readFileSync(file)), mime });
  }
  const index = pages.get('/index.html');
  if (index) pages.set('/', index);
  return pages;
}
