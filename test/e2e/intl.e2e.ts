import { afterAll, describe, test } from 'vitest';
import { longDate, numberFormat } from '../../shared/i18n/formats.ts';
import { browser, closeBrowser, expect, openProduct } from './product.ts';

afterAll(closeBrowser);

/** What the product takes from the platform; runs the same in Node and in the page, so it uses nothing from outside. */
function platform(): string[] {
  const found: string[] = [];
  for (const locale of ['kk', 'ru', 'en']) {
    found.push(
      [0, 1, 2, 5, 11, 21, 22, 1.5].map((count) => new Intl.PluralRules(locale).select(count)).join(' '),
      'ӘҒҚҢӨҰҮҺІЁ'.toLocaleLowerCase(locale),
      'әғқңөұүһіё'.toLocaleUpperCase(locale),
    );
  }
  for (const locale of ['ru', 'en-GB']) {
    found.push(
      new Intl.NumberFormat(locale).format(1_234_567.5),
      new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(0.25),
      ...[{ weekday: 'long' }, { day: 'numeric', month: 'long' }].map((options) =>
        new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' } as Intl.DateTimeFormatOptions).format(
          new Date(Date.UTC(2026, 10, 23)),
        ),
      ),
    );
  }
  return found;
}

describe('formats of the three languages', () => {
  test('what is taken from the platform is the same in Node and in the page', async () => {
    const page = await (await browser()).newPage();
    const [plurals, lower] = platform();
    expect(plurals).toBe('other one other other other other other other');
    expect(lower).toBe('әғқңөұүһіё');
    expect(await page.evaluate(platform)).toEqual(platform());
    await page.close();
  });

  test('Kazakh numbers and dates need no Kazakh data of the platform', () => {
    const plain = (text: string): string => text.replace(/\s/g, ' ');
    expect(plain(numberFormat('kk').format(1_234_567.5))).toBe('1 234 567,5');
    expect(plain(numberFormat('ru').format(1_234_567.5))).toBe('1 234 567,5');
    expect(numberFormat('en').format(1_234_567.5)).toBe('1,234,567.5');
    const day = new Date(2026, 10, 23);
    expect(longDate('kk', day)).toBe('Дүйсенбі, 2026 жылғы 23 қараша');
    expect(longDate('ru', day)).toBe('Понедельник, 23 ноября 2026');
    expect(longDate('en', day)).toBe('Monday, 23 November 2026');
  });

  test('the page in Kazakh shows counts the Kazakh way', async () => {
    const product = await openProduct({ locale: 'kk' });
    const { page, t, api } = product;
    const path = `${product.home}/formats.tizilim`;
    await api.workspace.create({ path, organisation: 'Сынақ зауыты', bin: '', locale: 'kk' });
    const lines = Array.from({ length: 1_200 }, (_, index) => `Жүйе ${index}`);
    const file = await product.upload('list.csv', new TextEncoder().encode(['Название', ...lines].join('\r\n')));
    const sheet = (await api.imports.read({ file })).sheets[0];
    if (!sheet) throw new Error('the list has no sheet');
    const { plan } = await api.imports.dryRun({
      file,
      mapping: { sheet: sheet.sheet, headerRow: sheet.headerRow, columns: [{ index: 0, target: 'name' }] },
    });
    await api.imports.apply({ plan });
    await page.reload();
    await product.go('/systems');
    const count = page.locator('.tfoot');
    await expect(count).toContainText(t('systems.count', { n: 1_200 }));
    await expect(count).toContainText(/1\s200/);
    await product.close();
  });
});
