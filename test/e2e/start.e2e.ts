import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { closeBrowser, expect, openProduct, type Product } from './product.ts';

describe('first start', () => {
  let product: Product;
  beforeAll(async () => {
    product = await openProduct();
  });
  afterEach(() => product.check());
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });

  test('the chooser says what there is to do and creates a workspace', async () => {
    const { page, t, home } = product;
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('workspace.title'));
    await expect(page.getByText(t('workspace.noRecent'))).toBeVisible();

    await page.getByRole('button', { name: t('workspace.create.action') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: t('workspace.create.place') }).click();
    await expect(dialog.getByText(t('workspace.create.organisationMissing'))).toBeVisible();
    await dialog.getByLabel(t('workspace.create.organisation')).fill('«Қарлығаш» ЖШС');

    const bin = dialog.getByLabel(t('organisation.bin'));
    await bin.fill('990140000018');
    await expect(dialog.getByText(t('organisation.binControl'))).toBeVisible();
    await expect(bin).toHaveAttribute('aria-invalid', 'true');
    await dialog.getByRole('button', { name: t('workspace.create.place') }).click();
    await expect(dialog.getByRole('heading', { name: t('workspace.create.where') })).toHaveCount(0);
    await bin.fill('99014000001x');
    await expect(dialog.getByText(t('organisation.binDigits'))).toBeVisible();

    await bin.fill('990140000017');
    await expect(bin).not.toHaveAttribute('aria-invalid', 'true');
    await dialog.getByRole('button', { name: t('workspace.create.place') }).click();
    await expect(dialog.getByRole('heading', { name: t('workspace.create.where') })).toBeVisible();
    await expect(dialog.getByText(home)).toBeVisible();
    await dialog.getByRole('button', { name: t('workspace.create.short') }).click();

    await expect(page.locator('.rail')).toContainText('«Қарлығаш» ЖШС');
    const info = await product.api.workspace.info({});
    expect(info?.organisation).toBe('«Қарлығаш» ЖШС');
    expect(info?.bin).toBe('990140000017');
    expect(info?.sample).toBe(false);
    expect(existsSync(join(home, info?.fileName ?? ''))).toBe(true);
  });

  test('the address that opens the window works once', async () => {
    const answer = await fetch(`${product.origin}/start?token=${'0'.repeat(64)}`, { redirect: 'manual' });
    expect(answer.status).toBe(403);
    const strange = await fetch(`${product.origin}/`);
    expect(strange.status).toBe(403);
  });
});
