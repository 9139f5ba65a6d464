// The lockfile must pin every package by hash, name no registry, and bring no new package with an install script.
import { readFileSync } from 'node:fs';
import { at, say } from './tools.mjs';

/**
 * Scripts that never run here, because .npmrc switches them off: one comes with electron-builder, the other builds koffi
 * where no ready binary came as a package.
 */
const knownScripts = new Set(['node_modules/electron-winstaller', 'node_modules/koffi']);

const lock = JSON.parse(readFileSync(at('package-lock.json'), 'utf8'));
const manifest = JSON.parse(readFileSync(at('package.json'), 'utf8'));
const problems = [];

for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '') continue;
  if (entry.resolved !== undefined) problems.push(`${path}: names where it was fetched from`);
  if (entry.integrity === undefined && !entry.link && !entry.inBundle) problems.push(`${path}: has no hash`);
  if (entry.hasInstallScript && !knownScripts.has(path)) problems.push(`${path}: has an install script`);
}
for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
  for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
    if (!/^(npm:[@\w./-]+@)?\d+\.\d+\.\d+$/.test(version))
      problems.push(`${name}: ${version} is not one exact version`);
    if (lock.packages[''][kind]?.[name] !== version) problems.push(`${name}: package.json and lockfile differ`);
  }
}
if (!/^ignore-scripts=true$/m.test(readFileSync(at('.npmrc'), 'utf8')))
  problems.push('.npmrc: install scripts are not off');

for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exitCode = 1;
else say(`${Object.keys(lock.packages).length - 1} packages in the lockfile`);
