import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { AppError } from '../../shared/lib/errors.ts';
import { z } from '../../shared/lib/schema.ts';

const Holder = z.strictObject({ user: z.string(), host: z.string(), process: z.int(), since: z.string() });
type Holder = z.infer<typeof Holder>;

/** Lock files this process holds: an own number in another lock file is left from a process before it. */
const held = new Set<string>();

function isAlive(lockFile: string, processId: number): boolean {
  if (processId === process.pid) return held.has(lockFile);
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readHolder(lockFile: string): Holder | null {
  try {
    return Holder.parse(JSON.parse(readFileSync(lockFile, 'utf8')));
  } catch {
    // An empty or torn lock file is what a crash leaves; it holds nobody.
    return null;
  }
}

/**
 * Takes the lock beside a workspace file, so that no second program writes to it, on this computer
 * or over a shared folder. Gives the function that lets it go. Fails with reason
 * `workspace-locked` and names who holds it. A lock left by a crashed program of this computer is taken over.
 */
export function lockWorkspace(file: string, now: Date): () => void {
  const lockFile = `${file}.lock`;
  const mine: Holder = { user: userInfo().username, host: hostname(), process: process.pid, since: now.toISOString() };
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const handle = openSync(lockFile, 'wx');
      writeSync(handle, JSON.stringify(mine));
      closeSync(handle);
      held.add(lockFile);
      return () => {
        held.delete(lockFile);
        rmSync(lockFile, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw new AppError('forbidden', `cannot write beside ${file}`, {
          reason: 'cannot-write-folder',
          details: { file },
          cause: error,
        });
      }
      const holder = readHolder(lockFile);
      const left = holder === null || (holder.host === mine.host && !isAlive(lockFile, holder.process));
      if (!left) {
        throw new AppError('busy', `${file} is held by ${holder.user} on ${holder.host}`, {
          reason: 'workspace-locked',
          details: { user: holder.user, host: holder.host, since: holder.since },
        });
      }
      rmSync(lockFile, { force: true });
    }
  }
  throw new AppError('busy', `${file} is being opened by another program`, { reason: 'file-busy' });
}
