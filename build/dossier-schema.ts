/** Writes the JSON Schema of `dossier.json`, made from the zod schema: `node build/dossier-schema.ts`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { twinJsonSchema } from '../shared/dossiers/twin.ts';

writeFileSync(
  fileURLToPath(new URL('../shared/dossiers/dossier.schema.json', import.meta.url)),
  await format(JSON.stringify(twinJsonSchema()), { parser: 'json', printWidth: 120 }),
);
