import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { closeBrowser, expect, openProduct, openSample, type Product } from './product.ts';

describe('dossiers of several systems', () => {
  let product: Product;
  beforeAll(async () => {
    product = await openProduct();
    await openSample(product);
  });
  afterEach(() => product.check());
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });

  test('are composed from the register in two languages, listed with what became of them and saved as one ZIP', async () => {
    const { page, t, api, folder } = product;
    await product.go('/systems');
    for (const row of [0, 1]) await page.locator('tbody .c-ck input').nth(row).check();
    await page.getByRole('button', { name: t('systems.bulk.dossiers') }).click();
    const dialog = page.getByRole('dialog', { name: t('dossiers.batch.title') });
    await dialog.getByText('Қазақша').click();
    await dialog.getByRole('button', { name: t('dossiers.batch.start', { n: 4 }) }).click();
    await expect(dialog.locator('tbody tr')).toHaveCount(4, { timeout: 90_000 });
    await expect(dialog.getByRole('status')).toHaveText(t('dossiers.batch.summary', { ready: 0, draft: 4, failed: 0 }));
    await expect.poll(async () => (await api.dossiers.list({})).length).toBe(4);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: t('dossiers.batch.save', { n: 4 }) }).click(),
    ]);
    const path = `${folder}/dossiers.zip`;
    await file.saveAs(path);
    const names = (await api.dossiers.list({})).map(({ fileName }) => fileName);
    expect(Object.keys(unzipSync(readFileSync(path))).sort()).toEqual(names.sort());
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });

  test('can be stopped, and what was finished stays', async () => {
    const { page, t, api } = product;
    const before = (await api.dossiers.list({})).length;
    await page.locator('thead .c-ck input').check();
    await page.getByRole('button', { name: t('systems.bulk.dossiers') }).click();
    const dialog = page.getByRole('dialog', { name: t('dossiers.batch.title') });
    await dialog.getByRole('button', { name: /\d/ }).last().click();
    await expect(dialog.getByRole('progressbar')).toBeVisible();
    await expect.poll(async () => (await api.dossiers.list({})).length).toBeGreaterThan(before);
    await dialog.getByRole('button', { name: t('frame.stop') }).click();
    await expect(dialog.locator('tbody tr').first()).toBeVisible();
    const kept = await dialog.locator('tbody tr').count();
    expect(kept).toBeGreaterThan(0);
    expect((await api.dossiers.list({})).length).toBe(before + kept);
  });
});
