import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect as expectValue, test } from 'vitest';
import { sampleSystems } from '../../electron/demo/sample-data.ts';
import { part, wordText } from '../report/docx-tools.ts';
import { closeBrowser, openProduct, openSample, systemNamed, type Product } from './product.ts';

describe('the editable copy of a dossier', () => {
  let product: Product;
  let system: string;
  beforeAll(async () => {
    product = await openProduct();
    await openSample(product);
    system = await systemNamed(product, sampleSystems.gas);
  });
  afterEach(() => product.check());
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });

  /** Presses the button and gives name and text of what is saved. */
  async function saved(): Promise<{ name: string; text: string }> {
    const { page, t } = product;
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: t('dossiers.page.editable') }).click(),
    ]);
    const bytes = new Uint8Array(readFileSync(await download.path()));
    return { name: download.suggestedFilename(), text: wordText(part(bytes, 'word/document.xml')) };
  }
  const isCopy = (text: string): boolean => text.includes('не подписанный документ');

  test('is saved before composing, in the edition chosen, and nothing is stored', async () => {
    await product.go(`/systems/${system}/dossier?template=system-passport&edition=public`);
    const { name, text } = await saved();
    expectValue(name).toMatch(/^AI-\d+ .*\.docx$/);
    expectValue([isCopy(text), text.includes(product.t('dossiers.editions.public.title'))]).toEqual([true, true]);
    expectValue(await product.api.dossiers.list({ system })).toEqual([]);
  });

  test('is saved of a composed dossier', async () => {
    const { id } = await product.api.dossiers.compose({ system, template: 'system-passport', locale: 'ru' });
    await product.go(`/dossiers/${id}`);
    const { name, text } = await saved();
    expectValue(name).toMatch(/\.docx$/);
    expectValue(isCopy(text)).toBe(true);
  });
});
