import { afterAll, beforeAll, expect, it } from 'vitest';
import { fillSample } from '../electron/demo/sample.ts';
import type { Edition } from '../shared/dossiers/contract.ts';
import { embeddedFiles } from '../electron/signatures/contents-check.ts';
import { PdfFile } from '../electron/signatures/pdf-reader.ts';
import { world, type World } from './world.ts';

let w: World;
let system: string;
let proofs: string[];
beforeAll(async () => {
  w = world();
  ({ system } = await fillSample(w.client, w.services.files));
  proofs = (await w.client.evidence.list({ system })).map((item) => `${item.sha256.slice(0, 8)}-${item.fileName}`);
  expect(proofs.length).toBeGreaterThan(0);
}, 60_000);
afterAll(async () => {
  expect(w.log).toEqual([]);
  await w.close();
});

it.each<[string, Edition, boolean | undefined, boolean]>([
  ['system-passport', 'internal', undefined, false],
  ['system-passport', 'internal', true, true],
  ['system-passport', 'authority', true, true],
  ['data-protection-assessment', 'authority', true, true],
  ['submission-package', 'authority', undefined, true],
  ['submission-package', 'authority', false, false],
  ['system-passport', 'public', true, false],
  ['submission-package', 'public', true, false],
])('%s, %s, evidence asked for: %s; attached: %s', async (template, edition, attachEvidence, attached) => {
  const { blocks } = await w.client.dossiers.preview({ system, template, edition, locale: 'ru', attachEvidence });
  const listed = blocks.flatMap((block) => (block.kind === 'attachments' ? block.rows.map(({ name }) => name) : []));
  expect(listed.filter((name) => proofs.includes(name)).sort()).toEqual(attached ? [...proofs].sort() : []);
});

it('puts the files that were asked for into the PDF, as they were handed in', async () => {
  const { id } = await w.client.dossiers.compose({
    system,
    template: 'system-passport',
    locale: 'kk',
    attachEvidence: true,
  });
  const { bytes } = w.services.files.take(await w.client.dossiers.download({ id }));
  const inside = embeddedFiles(new PdfFile(bytes));
  for (const item of await w.client.evidence.list({ system })) {
    const own = w.services.files.take(await w.client.evidence.download({ id: item.id })).bytes;
    expect(Buffer.from(inside.get(`${item.sha256.slice(0, 8)}-${item.fileName}`)?.() ?? []).equals(own)).toBe(true);
  }
});
