import { statSync } from 'node:fs';
import { afterAll, beforeAll, expect as expectValue, test } from 'vitest';
import { lawPack } from '../../shared/assessments/policy.ts';
import { envelope, fileOf, officeTools, publisher } from '../pack-world.ts';
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

test('two versions are compared, before and after, and the choice stays in the address', async () => {
  const { page, t, api } = product;
  const by = publisher('House');
  const older = officeTools() as { version: string };
  const newer = structuredClone(older) as {
    version: string;
    rules: { when: unknown }[];
    provisions: { confidence: string }[];
  };
  newer.version = '1.1.0';
  newer.rules[1]!.when = { eq: ['sends-outside', 'yes'] };
  newer.provisions[0]!.confidence = 'secondary';
  const key = await product.upload('key.pem', Buffer.from(by.pem));
  const { fingerprint } = await api.packs.readPublisher({ file: key });
  await api.packs.addPublisher({ file: key, name: by.name, note: '', fingerprint });
  const hashes: string[] = [];
  for (const pack of [older, newer]) {
    const file = await product.upload(`${pack.version}.tzpack`, fileOf(envelope(pack, by)));
    hashes.push((await api.packs.install({ file })).hash);
  }
  await product.go('/packs/office-tools?view=difference');
  await expect(page.getByText(t('packTools.difference.count', { count: 3 })).first()).toBeVisible();
  const provision = page.locator('.differences li', { hasText: 'policy-2' });
  await expect(provision).toContainText(t('report.confidence.verified'));
  await expect(provision).toContainText(t('report.confidence.secondary'));
  await page.getByLabel(t('packTools.difference.older')).selectOption(hashes[1] ?? '');
  await expect(page.getByText(t('packTools.difference.none'))).toBeVisible();
  await page.reload();
  await expect(page.getByText(t('packTools.difference.none'))).toBeVisible();
  product.check();
});

test('one version has nothing to be compared with, and the page says so', async () => {
  const { page, t } = product;
  await product.go(`/packs/${lawPack}?view=difference`);
  await expect(page.getByText(t('packTools.difference.onlyOne'))).toBeVisible();
  product.check();
});
