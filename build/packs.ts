// Writes each rule pack as one JSON file: the build has read and checked it once, so that no start parses YAML.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPackFolder } from '../electron/packs/library.ts';

const [source = '', target = ''] = process.argv.slice(2);

for (const { name } of readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  const { pack } = readPackFolder(join(source, name));
  mkdirSync(join(target, name), { recursive: true });
  writeFileSync(join(target, name, 'pack.json'), JSON.stringify(pack));
}
