import { setImmediate } from 'node:timers/promises';
import { Zip, ZipPassThrough } from 'fflate';

/** One file of a ZIP; `bytes` is called when its turn comes and not before. */
export interface ZipEntry {
  name: string;
  size: number;
  at: Date;
  bytes(): Uint8Array;
}

/** More than the headers of one entry take: two names of three bytes a letter, and sizes. */
const overhead = (name: string): number => 6 * name.length + 256;

/** The same name twice gets a number. */
function distinct(name: string, taken: Set<string>): string {
  const [, stem = name, ending = ''] = /^(.*?)(\.[^.]+)?$/.exec(name) ?? [];
  let candidate = name;
  for (let number = 2; taken.has(candidate.toLowerCase()); number += 1) candidate = `${stem} (${number})${ending}`;
  taken.add(candidate.toLowerCase());
  return candidate;
}

/**
 * A ZIP of files that are compressed already: they are stored as they are, one read at a time, so that beside the result
 * only one is held. Other calls are answered between two files. `onEntry` may throw to stop.
 */
export async function zipOf(entries: readonly ZipEntry[], onEntry: (done: number) => void): Promise<Uint8Array> {
  const taken = new Set<string>();
  const named = entries.map((entry) => ({ ...entry, name: distinct(entry.name, taken) }));
  const result = Buffer.alloc(named.reduce((sum, { name, size }) => sum + size + overhead(name), 1_024));
  let used = 0;
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    result.set(chunk, used);
    used += chunk.length;
  });
  for (const [index, { name, at, bytes }] of named.entries()) {
    onEntry(index);
    const part = new ZipPassThrough(name);
    part.mtime = at;
    zip.add(part);
    part.push(bytes(), true);
    await setImmediate();
  }
  zip.end();
  onEntry(entries.length);
  return result.subarray(0, used);
}
