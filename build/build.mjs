// Builds dist/: the page, the preload and the stand-alone verifier with vite, everything that runs in Node with tsc, and the data beside it.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { at, node24, root, run, say } from './tools.mjs';

const stampFile = at('dist/built');

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** A hash over every source the build reads. */
function sourceStamp() {
  const hash = createHash('sha256');
  const files = [
    'package.json',
    'package-lock.json',
    ...['build', 'electron', 'renderer', 'shared'].flatMap((folder) => filesBelow(at(folder))),
  ];
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(at(file)))
      .update('\0');
  return hash.digest('hex');
}

/** Data files of the product that tsc does not emit. */
function copyData(folder) {
  for (const file of ['shared', 'electron'].flatMap((folder) => filesBelow(at(folder)))) {
    if (/\.(ts|cts|svelte|ya?ml)$/.test(file) || file.endsWith('tsconfig.json')) continue;
    const target = join(folder, file);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(at(file), target);
  }
}

async function step(label, args) {
  const code = await run(node24(), args);
  if (code !== 0) throw new Error(`${label} ended with ${code}`);
}

export async function build() {
  const stamp = sourceStamp();
  rmSync(stampFile, { force: true });
  const vite = at('node_modules/vite/bin/vite.js');
  await step('vite build of the page', [vite, 'build', '--config', 'build/vite.renderer.ts', '--logLevel', 'warn']);
  await step('vite build of the preload', [vite, 'build', '--config', 'build/vite.preload.ts', '--logLevel', 'warn']);
  await step('vite build of the verifier', [vite, 'build', '--config', 'build/vite.verifier.ts', '--logLevel', 'warn']);
  // Emitted beside the old one and put in its place at the end, so that a failed build leaves a whole product behind.
  const next = at('dist', `next-${process.pid}`);
  try {
    await step('tsc', [at('node_modules/typescript/bin/tsc'), '-p', 'build/tsconfig.emit.json', '--outDir', next]);
    copyData(next);
    await step('packs', ['build/packs.ts', 'shared/packs', join(next, 'shared/packs')]);
    const templates = 'shared/dossiers/templates';
    await step('templates', ['build/templates.ts', templates, 'shared/packs', join(next, templates)]);
    for (const part of ['shared', 'electron']) {
      rmSync(at('dist', part), { recursive: true, force: true });
      renameSync(join(next, part), at('dist', part));
    }
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
  writeFileSync(stampFile, stamp);
}

/** Builds if any source changed since the last build. */
export async function ensureBuilt() {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourceStamp()) return;
  say('Building …');
  await build();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await build();
  say('Built dist/.');
}
