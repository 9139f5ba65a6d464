import { statSync } from 'node:fs';
import { afterAll, beforeAll, expect as expectValue, test } from 'vitest';
import { lawPack } from '../../shared/assessments/policy.ts';
import { closeBrowser, expect, openProduct, openSample, type Product } from './product.ts';

let product: Product;

beforeAll(async () => {
  product = await openProduct({ locale: 'ru' });
  await openSample(product);
});
afterAll(async () => {
  await product.close();
  await closeBrowser();
});

test('a pack is read as sentences, chapter by chapter', async () => {
  const { page, t } = product;
  await product.go(`/packs/${lawPack}`);
  await page.getByRole('link', { name: t('packTools.views.rules') }).click();
  await expect(page.getByRole('heading', { name: new RegExp(t('packTools.document.parts.scales')) })).toBeVisible();
  await expect(page.locator('.reading')).toContainText(t('packTools.document.holdsWhen'));
  await page.getByRole('button', { name: new RegExp(t('packTools.document.parts.duties')) }).click();
  await expect(page.locator('.reading')).toContainText(t('packTools.document.bound'));
  await page.reload();
  await expect(page.locator('.reading h2')).toContainText(t('packTools.document.parts.duties'));
  product.check();
});

test('a pack is checked in the window: problems, cases, ways', async () => {
  const { page, t } = product;
  await product.go(`/packs/${lawPack}?view=check`);
  await page.getByRole('button', { name: t('packTools.check.start') }).click();
  await expect(page.getByText(t('packTools.check.errors', { count: 0 }))).toBeVisible();
  await expect(page.getByText(t('packTools.check.conclusions'))).toBeVisible();
  const first = page.locator('.checks details').last();
  await first.locator('summary').click();
  await expect(first.locator('dd').first()).toBeVisible();
  product.check();
});

test('the document for sign-off is saved as PDF', async () => {
  const { page, t } = product;
  await product.go(`/packs/${lawPack}`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: t('packTools.print') }).click(),
  ]);
  expectValue(download.suggestedFilename()).toMatch(/^kz-ai-law .* ru\.pdf$/);
  expectValue(statSync(await download.path()).size).toBeGreaterThan(100_000);
  product.check();
});

test('one version has nothing to be compared with, and the page says so', async () => {
  const { page, t } = product;
  await product.go(`/packs/${lawPack}?view=difference`);
  await expect(page.getByText(t('packTools.difference.onlyOne'))).toBeVisible();
  product.check();
});
