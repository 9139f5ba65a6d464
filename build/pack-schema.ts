/** Writes the JSON Schema of rule packs, made from the zod schema: `node build/pack-schema.ts`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { packJsonSchema } from '../shared/rules/json-schema.ts';

writeFileSync(
  fileURLToPath(new URL('../shared/packs/pack.schema.json', import.meta.url)),
  await format(JSON.stringify(packJsonSchema()), { parser: 'json', printWidth: 120 }),
);
