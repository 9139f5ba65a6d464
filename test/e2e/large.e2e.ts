import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { closeBrowser, expect, openEmpty, openProduct, type Product } from './product.ts';

const count = 10_000;

/** A list as a department would send it, large enough that no page could hold it at once. */
function list(): Uint8Array {
  const lines = ['Название ИИ;Для чего'];
  for (let number = 1; number <= count; number += 1)
    lines.push(`Жүйе ${String(number).padStart(5, '0')};мақсаты ${number}`);
  return new TextEncoder().encode(`\uFEFF${lines.join('\r\n')}\r\n`);
}

describe('ten thousand systems', () => {
  let product: Product;
  beforeAll(async () => {
    product = await openProduct();
    await openEmpty(product);
    const file = await product.upload('large.csv', list(), 'text/csv');
    const { sheets } = await product.api.imports.read({ file });
    const sheet = sheets[0];
    if (!sheet) throw new Error('the list has no sheet');
    const mapping = { ...sheet, columns: sheet.columns.map(({ index, target }) => ({ index, target })) };
    const { plan } = await product.api.imports.dryRun({
      file,
      mapping: { sheet: mapping.sheet, headerRow: mapping.headerRow, columns: mapping.columns },
    });
    const result = await product.api.imports.apply({ plan });
    expect(result.added).toBe(count);
    await product.page.reload();
    await product.go('/systems');
  });
  afterEach(() => product.check());
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });

  test('the table scrolls to its last row and holds few rows', async () => {
    const { page, t } = product;
    const table = page.getByRole('grid', { name: t('systems.title') });
    await expect(table).toHaveAttribute('aria-rowcount', String(count + 1));
    const held = () => table.locator('tbody tr').count();
    expect(await held()).toBeLessThan(80);
    await page.locator('.tablescroll').evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
    await expect(table.locator(`tr[aria-rowindex="${count + 1}"]`)).toContainText('Жүйе 10000');
    expect(await held()).toBeLessThan(80);
    await table.focus();
    await page.keyboard.press('Home');
    await expect(table.locator('tr[aria-rowindex="2"]')).toContainText('Жүйе 00001');
    await page.keyboard.press('End');
    await expect(table.locator(`tr[aria-rowindex="${count + 1}"]`)).toHaveClass(/is-focus-row/);
    await expect(table.locator(`tr[aria-rowindex="${count + 1}"]`)).toBeInViewport();
  });

  test('a search over all of them finds the one', async () => {
    const { page, t } = product;
    await page.getByRole('textbox', { name: t('systems.filters.search') }).fill('үйе 07777');
    const table = page.getByRole('grid', { name: t('systems.title') });
    await expect(table.locator('tbody tr')).toHaveCount(1);
    await expect(table.locator('tbody tr')).toContainText('Жүйе 07777');
  });
});
