import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { fillSample } from '../electron/demo/sample.ts';
import { productFolder } from '../electron/product-folder.ts';
import { embeddedFiles } from '../electron/signatures/contents-check.ts';
import { PdfFile } from '../electron/signatures/pdf-reader.ts';
import { TwinFacts, twinJsonSchema } from '../shared/dossiers/twin.ts';
import { world } from './world.ts';

/** The part of a validator this test needs. */
interface Validator {
  compile(schema: object): (data: unknown) => boolean;
}
// A validator by other people, which the build tools bring along.
const { Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020.js') as {
  Ajv2020: new (options: object) => Validator;
};
const fits = new Ajv2020({ strict: false, validateFormats: false }).compile(twinJsonSchema());

type Json = Record<string, unknown>;

it('the schema file is the one made from the reader: node build/dossier-schema.ts writes it', () => {
  const file = `${productFolder('shared/dossiers')}/dossier.schema.json`;
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(twinJsonSchema());
});

describe.each(['internal', 'authority'] as const)('dossier.json of the edition %s', (edition) => {
  let twin: Json;
  beforeAll(async () => {
    const w = world();
    const { system } = await fillSample(w.client, w.services.files);
    const { id } = await w.client.dossiers.compose({ system, template: 'submission-package', edition, locale: 'kk' });
    const { bytes } = w.services.files.take(await w.client.dossiers.download({ id }));
    twin = JSON.parse(Buffer.from(embeddedFiles(new PdfFile(bytes)).get('dossier.json')?.() ?? []).toString()) as Json;
    await w.close();
  }, 60_000);

  it('fits the schema by the reader and by another validator', () => {
    expect(TwinFacts.safeParse(twin['dossier']).error).toBeUndefined();
    expect(fits(twin)).toBe(true);
  });

  it.each<[string, (twin: Json) => Json]>([
    ['another version', (whole) => ({ ...whole, version: 2 })],
    ['an unknown key', (whole) => ({ ...whole, dossier: { ...(whole['dossier'] as Json), extra: 1 } })],
    ['no record', ({ dossier, ...rest }) => ({ ...rest, dossier: { ...(dossier as Json), system: null } })],
  ])('does not fit with %s', (_, change) => {
    expect(fits(change(structuredClone(twin)))).toBe(false);
  });
});
