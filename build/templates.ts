// Writes each document template as one JSON file: the build has checked its names against the packs, so that no start
// does it again.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTemplates } from '../electron/dossiers/templates.ts';
import { bundledPacks } from '../electron/packs/library.ts';

const [source = '', packs = '', target = ''] = process.argv.slice(2);

const library = bundledPacks(packs);
mkdirSync(target, { recursive: true });
for (const { template } of readTemplates(source, (id) => library.get(id).pack))
  writeFileSync(join(target, `${template.id}.json`), JSON.stringify(template));
