import '../host/node-version.ts';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { productFolder } from '../product-folder.ts';
import { runCommand } from './program.ts';

// A reader such as `head` that closes the pipe early is no fault of the command, which goes on to its end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const manifest = productFolder('package.json');

process.exitCode = await runCommand(
  process.argv.slice(2),
  {
    print: (line) => void process.stdout.write(`${line}\n`),
    complain: (line) => void process.stderr.write(`${line}\n`),
    env: process.env,
    now: () => new Date(),
    randomBytes: (count) => randomBytes(count),
  },
  (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version,
);
