import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** The process and all it started, by number. */
function family(pid: number): number[] {
  const children: number[] = [];
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`))
      children.push(
        ...readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
      );
  } catch {
    // It ended meanwhile.
  }
  return [pid, ...children.flatMap(family)];
}

/** Memory a process takes, shared pages divided among those who share them, in KiB; 0 for one that ended. */
function proportionalKib(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** What a run of a program took: time in milliseconds, the peak of its whole family in MiB (Linux; else null), its output. */
export interface Run {
  ms: number;
  peakMib: number | null;
  output: string;
}

/** Runs a program to its end, looking at its memory ten times a second. Throws when it fails. */
export function runWatched(program: string, args: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [output, errors, peak] = ['', '', 0];
    child.stdout.on('data', (part: Buffer) => (output += part.toString()));
    child.stderr.on('data', (part: Buffer) => (errors += part.toString()));
    const watch = setInterval(() => {
      if (process.platform !== 'linux' || child.pid === undefined) return;
      peak = Math.max(
        peak,
        family(child.pid).reduce((sum, pid) => sum + proportionalKib(pid), 0),
      );
    }, 100);
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(watch);
      const ms = performance.now() - start;
      if (code !== 0) reject(new Error(`${program} ended with ${String(code)}: ${errors.slice(-2000)}`));
      else resolve({ ms, peakMib: peak === 0 ? null : Math.round(peak / 1024), output });
    });
  });
}
