import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { closeBrowser, expect, ledgerSize, openProduct, openSample, systemNamed, type Product } from './product.ts';

describe('record card', () => {
  let product: Product;
  let id: string;
  beforeAll(async () => {
    product = await openProduct();
    await openSample(product);
    id = await systemNamed(product, 'Контроль пыли');
    await product.go(`/systems/${id}/card`);
  });
  afterEach(() => product.check());
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });

  const row = (field: string) => product.page.locator(`[data-field="${field}"]`);
  const stored = async (field: string) => (await product.api.systems.get({ id })).fields[field];
  const choose = (field: string, label: string) => row(field).getByText(label, { exact: true }).click();

  test('yes, no and unknown are three answers, and the answer can be taken away', async () => {
    const { t } = product;
    await choose('stopProcedure', t('options.tri.yes'));
    await expect.poll(() => stored('stopProcedure')).toEqual({ value: 'yes' });
    await choose('stopProcedure', t('options.tri.no'));
    await expect.poll(() => stored('stopProcedure')).toEqual({ value: 'no' });
    await choose('stopProcedure', t('options.tri.unknown'));
    await expect.poll(() => stored('stopProcedure')).toEqual({ unknown: true });
    await expect(row('stopProcedure').getByText(t('systems.field.unknownNote'))).toBeVisible();
    await row('stopProcedure')
      .getByRole('button', { name: t('systems.field.clear') })
      .click();
    await expect.poll(() => stored('stopProcedure')).toBeUndefined();
  });

  test('"not applicable" without a reason is refused and writes nothing', async () => {
    const { t } = product;
    const before = await ledgerSize(product);
    await choose('optOutChecked', t('options.tri.na'));
    const reason = row('optOutChecked').getByLabel(t('systems.field.reason'));
    await reason.focus();
    await reason.blur();
    await expect(row('optOutChecked').getByRole('alert')).toHaveText(t('systems.field.reasonNeeded'));
    await expect(reason).toHaveAttribute('aria-invalid', 'true');
    expect(await ledgerSize(product)).toBe(before);
    await reason.fill('данные собственных датчиков');
    await reason.blur();
    await expect.poll(() => stored('optOutChecked')).toEqual({ na: 'данные собственных датчиков' });
    await expect(row('optOutChecked').getByRole('alert')).toHaveCount(0);
  });

  test('a date in words is refused at the field, a real one is kept', async () => {
    const { t } = product;
    const input = row('nextReview').locator('input').first();
    await input.fill('31.02.2027');
    await input.press('Enter');
    await input.blur();
    await expect(row('nextReview').getByRole('alert')).toHaveText(t('systems.field.problems.wrong-date'));
    expect(await stored('nextReview')).toBeUndefined();
    await input.fill('28.02.2027');
    await input.blur();
    await expect.poll(() => stored('nextReview')).toEqual({ value: '2027-02-28' });
  });

  test('what was typed survives a reload at once, without a button to save or leaving the field', async () => {
    const { page } = product;
    await row('intendedPurpose').locator('textarea').fill('Шаңның шекті мөлшерден асқанын ескерту');
    await page.reload();
    await expect(row('intendedPurpose').locator('textarea')).toHaveValue('Шаңның шекті мөлшерден асқанын ескерту');
    await expect(row('nextReview').locator('input').first()).toHaveValue('28.02.2027');
  });

  test('a step back right after typing saves first', async () => {
    const { page } = product;
    await product.go('/systems');
    await product.go(`/systems/${id}/card`);
    await row('unit').locator('input').fill('Служба экологии');
    await page.goBack();
    await expect.poll(() => stored('unit')).toEqual({ value: 'Служба экологии' });
    await product.go(`/systems/${id}/card`);
  });

  test('undo and redo go step by step, by keys and by buttons', async () => {
    const { page, t } = product;
    await choose('userNotice', t('options.tri.yes'));
    await expect.poll(() => stored('userNotice')).toEqual({ value: 'yes' });
    await choose('userNotice', t('options.tri.no'));
    await expect.poll(() => stored('userNotice')).toEqual({ value: 'no' });
    await page.keyboard.press('Control+z');
    await expect.poll(() => stored('userNotice')).toEqual({ value: 'yes' });
    await page.getByRole('button', { name: t('systems.card.undo') }).click();
    await expect.poll(() => stored('userNotice')).toBeUndefined();
    await page.keyboard.press('Control+y');
    await expect.poll(() => stored('userNotice')).toEqual({ value: 'yes' });
    await page.getByRole('button', { name: t('systems.card.redo') }).click();
    await expect.poll(() => stored('userNotice')).toEqual({ value: 'no' });
    await expect(page.getByRole('button', { name: t('systems.card.redo') })).toBeDisabled();
  });

  test('the history shows every answer with what it was before', async () => {
    const { page, t } = product;
    await page.getByRole('link', { name: t('systems.tabs.history') }).click();
    const entry = page.locator('.history li').first();
    await expect(entry).toContainText(t('fields.userNotice.label'));
    await expect(entry.locator('.old')).toHaveText(t('options.tri.yes'));
    await expect(entry.locator('.new')).toHaveText(t('options.tri.no'));
    await expect(page.locator('.history')).toContainText('данные собственных датчиков');
  });
});
