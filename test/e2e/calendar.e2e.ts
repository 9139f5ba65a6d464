import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { closeBrowser, expect, openEmpty, openProduct, type Product } from './product.ts';

describe('working days', () => {
  let product: Product;
  beforeAll(async () => {
    product = await openProduct({ bypassPolicy: true });
    await openEmpty(product);
    await product.page.reload();
    await product.go('/calendar?year=2027');
  });
  afterEach(() => product.check());
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });
  const day = (date: string) => product.page.locator(`[data-day="${date}"]`);
  const violations = async (): Promise<string[]> =>
    (await new AxeBuilder({ page: product.page }).setLegacyMode(true).analyze()).violations.map(({ id }) => id);

  test('a year is not checked until a person says so, and the step can be undone', async () => {
    const { page, t, api } = product;
    await expect(page.getByText(t('calendar.uncheckedTitle', { year: '2027' }))).toBeVisible();
    await page.getByRole('button', { name: t('calendar.check', { year: '2027' }) }).click();
    await expect(page.getByText(t('calendar.checkedTitle', { year: '2027' }))).toBeVisible();
    expect((await api.calendar.get({})).checkedYears).toEqual(['2027']);
    await page.keyboard.press('Control+z');
    await expect(page.getByText(t('calendar.uncheckedTitle', { year: '2027' }))).toBeVisible();
    expect((await api.calendar.get({})).checkedYears).toEqual([]);
  });

  test('by keyboard: to a day with the arrows, off with a reason, and in the list', async () => {
    const { page, t, api } = product;
    await day('2027-05-17').focus();
    await page.keyboard.press('ArrowDown');
    await expect(day('2027-05-24')).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await dialog.getByLabel(t('calendar.reason')).fill('Құрбан айт');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(day('2027-05-17')).toHaveClass(/setOff/);
    await expect(page.getByText('Құрбан айт')).toBeVisible();
    expect((await api.calendar.get({})).days).toEqual({ '2027-05-17': { working: false, reason: 'Құрбан айт' } });
    expect(await violations()).toEqual([]);
  });

  test('a link to a day shows its year and the day', async () => {
    await product.go('/calendar?day=2026-12-16');
    await expect(day('2026-12-16')).toHaveClass(/asked/);
    await expect(day('2026-12-16')).toHaveClass(/holiday/);
  });
});
