// Every package that is shipped must have a licence that allows it. Read from the installed packages themselves.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { at, say } from './tools.mjs';

const allowed = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'Zlib',
  'Unlicense',
  'CC0-1.0',
  'BlueOak-1.0.0',
  'OFL-1.1',
  'Python-2.0',
]);

/** Packages bundled into the page although they are development dependencies. */
const bundled = ['pdfjs-dist', 'svelte', 'bits-ui', '@lucide/svelte', '@internationalized/date'];

/** Whether an SPDX expression can be met with allowed licences only. */
export function isAllowed(expression) {
  const text = expression.trim().replace(/^\((.*)\)$/, '$1');
  if (/\sOR\s/.test(text)) return text.split(/\sOR\s/).some(isAllowed);
  if (/\sAND\s/.test(text)) return text.split(/\sAND\s/).every(isAllowed);
  return allowed.has(text);
}

const lock = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;
const problems = [];
let count = 0;

function licenceOf(path) {
  const file = at(path, 'package.json');
  if (!existsSync(file)) return lock[path].optional ? 'optional' : undefined;
  const { license, licenses } = JSON.parse(readFileSync(file, 'utf8'));
  return license?.type ?? license ?? licenses?.map(({ type }) => type).join(' OR ') ?? licenceFromText(path);
}

/** Recognises the MIT licence by its first sentence, for packages that name it only in their licence file. */
function licenceFromText(path) {
  const file = readdirSync(at(path)).find((name) => /^licen[cs]e/i.test(name));
  if (!file) return undefined;
  const text = readFileSync(at(path, file), 'utf8').replace(/\s+/g, ' ');
  return text.includes('Permission is hereby granted, free of charge, to any person obtaining a copy of this software')
    ? 'MIT'
    : undefined;
}

for (const [path, entry] of Object.entries(lock)) {
  if (path === '' || (entry.dev && !bundled.some((name) => path === `node_modules/${name}`))) continue;
  const licence = licenceOf(path);
  if (licence === 'optional') continue;
  count += 1;
  if (typeof licence !== 'string' || !isAllowed(licence)) problems.push(`${path}: ${licence ?? 'no licence'}`);
}

if (count === 0) problems.push('no shipped package was found');
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exitCode = 1;
else say(`${count} shipped packages, all with an allowed licence`);
