import { AxeBuilder } from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { dataPack, lawPack } from '../../shared/assessments/policy.ts';
import { closeBrowser, expect, openEmpty, openProduct, type Product } from './product.ts';

describe('cross-walk', () => {
  let product: Product;
  let id: string;
  beforeAll(async () => {
    product = await openProduct({ bypassPolicy: true });
    await openEmpty(product);
    id = (await product.api.systems.create({ fields: { name: { value: { ru: 'Пропускная' } } } })).id;
    await product.api.assessments.answer({
      system: id,
      pack: lawPack,
      answers: {
        'personal-data-processed': { answer: { value: 'yes' } },
        'biometric-data': { answer: { value: 'yes' } },
      },
    });
    await product.page.reload();
  });
  afterEach(() => product.check());
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });
  const violations = async (inside?: string): Promise<string[]> => {
    const axe = new AxeBuilder({ page: product.page }).setLegacyMode(true);
    return (await (inside ? axe.include(inside) : axe).analyze()).violations.map(({ id: rule }) => rule);
  };

  test('an answer given under one pack is offered under the other, seen before it is taken, and taken back in one step', async () => {
    const { page, t, api } = product;
    const stored = async (): Promise<string[]> =>
      Object.keys((await api.assessments.get({ system: id, pack: dataPack })).answers).sort();
    await product.go(`/systems/${id}/assess/${dataPack}`);
    await page.getByRole('button', { name: t('assessments.preview.open', { count: 2 }) }).click();
    const preview = page.getByRole('dialog');
    await expect(preview.getByRole('listitem')).toHaveCount(2);
    await expect(preview).toContainText('Собирает или обрабатывает ли система');
    expect(await stored()).toEqual([]);
    expect(await violations('[role="dialog"]')).toEqual([]);
    await preview.getByRole('button', { name: t('assessments.preview.take', { count: 2 }) }).click();
    await expect(preview).toHaveCount(0);
    await expect.poll(stored).toEqual(['biometric', 'processes-personal-data']);
    await page.keyboard.press('Control+z');
    await expect.poll(stored).toEqual([]);
  });

  test('an answer that would be replaced is shown and not ticked', async () => {
    const { page, t, api } = product;
    await api.assessments.answer({
      system: id,
      pack: dataPack,
      answers: { 'processes-personal-data': { answer: { value: 'yes' } }, biometric: { answer: { value: 'no' } } },
    });
    await page.reload();
    await product.go(`/systems/${id}/assess/${dataPack}`);
    await page.getByRole('button', { name: t('assessments.preview.open', { count: 1 }) }).click();
    const preview = page.getByRole('dialog');
    await expect(preview).toContainText(t('assessments.preview.present'));
    await expect(preview.getByRole('checkbox')).not.toBeChecked();
    await expect(preview.getByRole('button', { name: t('assessments.preview.take', { count: 0 }) })).toBeDisabled();
    await page.keyboard.press('Escape');
    await expect(preview).toHaveCount(0);
  });

  test('finds a number of a standard, shows the state for a system and the notes, and is kept as a file', async () => {
    const { page, t } = product;
    await product.go(`/crosswalk?system=${id}`);
    await page
      .getByRole('textbox', { name: t('crosswalk.search') })
      .or(page.getByRole('searchbox'))
      .first()
      .fill('A.6.2.8');
    await expect(page.locator('tbody tr').first()).toContainText('A.6.2.8');
    await page
      .getByRole('textbox', { name: t('crosswalk.search') })
      .or(page.getByRole('searchbox'))
      .first()
      .fill('D25');
    const row = page.locator('tbody tr').filter({ hasText: 'PD21' }).first();
    await expect(row).toContainText(t('crosswalk.kinds.covers'));
    expect(await violations()).toEqual([]);
    await row.getByRole('button').click();
    await expect(page.getByRole('dialog')).toContainText(t('crosswalk.kindsLong.covers'));
    await page.keyboard.press('Escape');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: t('crosswalk.toCsv') }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toContain('NIST AI RMF');
  });
});
