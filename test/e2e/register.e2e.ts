import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { read, utils } from '@e965/xlsx';
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'vitest';
import { closeBrowser, expect, openProduct, openSample, systemNamed, type Product } from './product.ts';

describe('register', () => {
  let product: Product;
  beforeAll(async () => {
    product = await openProduct();
    await openSample(product);
  });
  beforeEach(() => product.go('/systems'));
  afterEach(() => product.check());
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });

  const table = () => product.page.getByRole('grid', { name: product.t('systems.title') });
  const rows = () => table().locator('tbody tr:not(.spacer)');
  const codes = () => table().locator('tbody .code').allTextContents();

  test('finds a part of a Kazakh word in any case, and says when nothing fits', async () => {
    const { page, t } = product;
    const search = page.getByRole('textbox', { name: t('systems.filters.search') });
    await search.fill('қАУІПСІЗД');
    await expect(rows()).toHaveCount(1);
    await expect(rows()).toContainText('Қауіпсіздік камерасы');
    await search.fill('жоқ-мұндай-жүйе');
    await expect(page.getByText(t('systems.nothing.title'))).toBeVisible();
    await page
      .locator('.empty')
      .getByRole('button', { name: t('systems.filters.reset') })
      .click();
    await expect(search).toHaveValue('');
    await expect(page.getByText(t('systems.nothing.title'))).toHaveCount(0);
  });

  test('filters by site and by degree, and the counts agree with the rows', async () => {
    const { page, t, api } = product;
    const facets = await api.systems.facets({ locale: 'ru' });
    const site = facets.site.find(({ count }) => count > 1 && count < 20);
    if (!site) throw new Error('the sample has no site with several systems');
    await page
      .getByRole('search')
      .getByRole('button', { name: t('systems.filters.site') })
      .click();
    const item = page.getByRole('menuitemcheckbox', { name: site.label });
    await item.click();
    await expect(item).toHaveAttribute('aria-checked', 'true');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toHaveCount(0);
    await expect(rows()).toHaveCount(site.count);
    await expect(page.locator('.tfoot')).toContainText(t('systems.count', { n: site.count }));
    for (const cell of await rows().locator('.c-site').allTextContents()) expect(cell).toContain(site.label);
    await page
      .getByRole('search')
      .getByRole('button', { name: t('systems.filters.reset') })
      .click();

    await page.getByRole('link', { name: t('systems.views.notClassified') }).click();
    await expect(page.locator('.tfoot')).toContainText(t('systems.count', { n: facets.views.notClassified }));
    await expect(rows().first().locator('.c-risk')).toContainText(t('systems.degree.short.none'));
    await page.getByRole('link', { name: t('systems.views.all') }).click();
    await expect(page.locator('.tfoot')).toContainText(t('systems.count', { n: facets.views.all }));
  });

  test('sorts by name both ways, in the order of the language', async () => {
    const { page, t, api } = product;
    const heading = table().getByRole('button', { name: t('systems.columns.name') });
    const listed = async (descending: boolean) =>
      (await api.systems.list({ sort: 'name', descending, limit: 3, locale: 'ru' })).rows.map(({ code }) => code);
    await heading.click();
    await expect(page.locator('th[aria-sort="ascending"]')).toContainText(t('systems.columns.name'));
    await expect.poll(async () => (await codes()).slice(0, 3)).toEqual(await listed(false));
    await heading.click();
    await expect(page.locator('th[aria-sort="descending"]')).toContainText(t('systems.columns.name'));
    await expect.poll(async () => (await codes()).slice(0, 3)).toEqual(await listed(true));
  });

  test('moves by J and K in a Cyrillic layout, selects by X and opens by Enter', async () => {
    const { page, t } = product;
    await table().focus();
    const focused = table().locator('.is-focus-row');
    await expect(focused).toHaveAttribute('aria-rowindex', '2');
    // The layout gives a Cyrillic letter; the shortcut goes by the place of the key.
    const press = (code: string, key: string) =>
      page.evaluate(
        ([keyCode, letter]) =>
          document.activeElement?.dispatchEvent(
            new KeyboardEvent('keydown', { code: keyCode, key: letter, bubbles: true, cancelable: true }),
          ),
        [code, key] as const,
      );
    await press('KeyJ', 'о');
    await press('KeyJ', 'о');
    await expect(focused).toHaveAttribute('aria-rowindex', '4');
    await press('KeyK', 'л');
    await expect(focused).toHaveAttribute('aria-rowindex', '3');
    await press('KeyX', 'ч');
    await expect(focused).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('toolbar', { name: t('systems.bulk.label') })).toBeVisible();
    await page.keyboard.press('x');
    await expect(page.getByRole('toolbar', { name: t('systems.bulk.label') })).toHaveCount(0);
    const code = await focused.locator('.code').textContent();
    await page.keyboard.press('Enter');
    await expect(page.locator('.sysname .code')).toContainText(code ?? '');
  });

  test('creates a system with the quick card, which asks for a name and nothing else', async () => {
    const { page, t, api } = product;
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog', { name: t('systems.create.title') });
    await dialog.getByRole('button', { name: t('systems.create.action') }).click();
    await expect(dialog.getByText(t('systems.create.nameMissing'))).toBeVisible();
    await dialog.locator('[data-field="name"] input').fill('Көмір сапасын бақылау');
    await dialog.locator('[data-field="unit"] input').fill('ОФ-2');
    await dialog.locator('[data-field="hasPersonalData"]').getByText(t('options.tri.unknown'), { exact: true }).click();
    await dialog.getByRole('button', { name: t('systems.create.action') }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Көмір сапасын бақылау');
    await expect(page.locator('.sysname')).toContainText(t('systems.degree.long.none'));
    const made = await api.systems.get({ id: await systemNamed(product, 'көмір сапасын') });
    expect(made.fields['unit']).toEqual({ value: 'ОФ-2' });
    expect(made.fields['hasPersonalData']).toEqual({ unknown: true });
    expect(made.degree.status).toBe('none');
  });

  test('a code that is taken is refused in words', async () => {
    const { page, t } = product;
    product.expectFailure({ call: 'systems.create' });
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog', { name: t('systems.create.title') });
    await dialog.locator('[data-field="name"] input').fill('Двойник');
    await dialog.getByLabel(t('systems.create.code'), { exact: true }).fill('AI-001');
    await dialog.getByRole('button', { name: t('systems.create.action') }).click();
    await expect(dialog.getByRole('alert')).toContainText(t('errors.code-taken', { code: 'AI-001' }));
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });

  test('copies, takes out with a reason and brings back', async () => {
    const { page, t, api } = product;
    const original = await api.systems.get({ id: await systemNamed(product, 'Контроль пыли') });
    await product.go(`/systems/${original.id}`);
    const actions = page.getByRole('button', { name: t('systems.actions.more') });
    await actions.click();
    await page.getByRole('menuitem', { name: t('systems.actions.duplicate') }).click();
    await expect(page.locator('.sysname .code')).not.toContainText(original.code);
    const code = ((await page.locator('.sysname .code').textContent()) ?? '').trim().split(/\s/)[0] ?? '';
    const copy = await api.systems.get({ id: new URL(page.url()).hash.split('/')[2] ?? '' });
    expect(copy.code).not.toBe(original.code);
    expect(code.startsWith(copy.code)).toBe(true);
    expect(copy.fields).toEqual(original.fields);

    await actions.click();
    await page.getByRole('menuitem', { name: t('systems.actions.retire') }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('button', { name: t('systems.retire.action') })).toBeDisabled();
    await dialog.getByLabel(t('systems.retire.reason')).fill('Внесена дважды');
    await dialog.getByRole('button', { name: t('systems.retire.action') }).click();
    await expect(page.locator('.sysname')).toContainText(t('systems.head.retired'));
    await expect(page.getByText(t('systems.card.retired'))).toBeVisible();
    expect((await api.systems.list({ filter: { search: copy.code } })).total).toBe(0);

    await actions.click();
    await page.getByRole('menuitem', { name: t('systems.actions.restore') }).click();
    await expect(page.getByText(t('systems.card.retired'))).toHaveCount(0);
    expect((await api.systems.list({ filter: { search: copy.code } })).total).toBe(1);
    await page.getByRole('link', { name: t('systems.tabs.history') }).click();
    await expect(page.getByText('Внесена дважды')).toBeVisible();
  });

  test('the register is downloaded as a real spreadsheet', async () => {
    const { page, t, api, folder } = product;
    const { total } = await api.systems.list({});
    await page.getByRole('button', { name: t('systems.export') }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: t('systems.exportXlsx') }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.xlsx$/);
    const file = join(folder, 'register.xlsx');
    await download.saveAs(file);
    const book = read(readFileSync(file), { type: 'buffer' });
    const sheet = book.Sheets[book.SheetNames[0] ?? ''];
    if (!sheet) throw new Error('the file has no sheet');
    const lines = utils.sheet_to_json<string[]>(sheet, { header: 1, raw: false });
    const text = lines.map((line) => line.join('\t')).join('\n');
    expect(lines.filter((line) => line.some((cell) => /^AI-\d{3}$/.test(cell))).length).toBe(total);
    expect(text).toContain('Қауіпсіздік камерасы «Көз»');
    // A cell of the list that looks like a formula stays a text.
    const formulas = Object.values(sheet).filter(
      (cell: unknown) => typeof cell === 'object' && cell !== null && 'f' in cell,
    );
    expect(formulas).toEqual([]);
  });
});
