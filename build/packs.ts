// Writes each rule pack as one JSON file: the build has read and checked it once, so that no start parses YAML. Beside
// them goes the list of their hashes, by which the product knows its packs.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashListName, readPackFolder } from '../electron/packs/library.ts';

const [source = '', target = ''] = process.argv.slice(2);

const hashes: Record<string, string> = {};
for (const { name } of readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  const { pack, hash } = readPackFolder(join(source, name));
  hashes[pack.id] = hash;
  mkdirSync(join(target, name), { recursive: true });
  writeFileSync(join(target, name, 'pack.json'), JSON.stringify(pack));
}
writeFileSync(join(target, hashListName), `${JSON.stringify(hashes, null, 2)}\n`);
