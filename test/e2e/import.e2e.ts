import { readFileSync } from 'node:fs';
import type { FileChooser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { closeBrowser, expect, ledgerSize, openEmpty, openProduct, type Product } from './product.ts';

const list = new URL('../data/perechen-ii-2026.xlsx', import.meta.url).pathname;

describe('import of a list', () => {
  let product: Product;
  beforeAll(async () => {
    product = await openProduct();
    await openEmpty(product);
  });
  afterEach(() => product.check());
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });

  async function choose(files: Parameters<FileChooser['setFiles']>[0]): Promise<void> {
    const { page, t } = product;
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: t('frame.imports.choose') }).click(),
    ]);
    await chooser.setFiles(files);
  }

  const csv = (text: string): Buffer => Buffer.from(text);
  const workbook = readFileSync(list);
  const damaged = Buffer.from(workbook);
  damaged.set([1, 2, 3, 4, 5, 6, 7, 8], 600);
  const locked = Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(600),
    Buffer.from('EncryptedPackage', 'utf16le'),
    Buffer.alloc(100),
  ]);

  /** Names of what is handed over; the bytes stay out of the table, which is printed. */
  const files: Record<string, Buffer | 'large'> = {
    'список.xlsx': damaged,
    'құпия.xlsx': locked,
    'большой.csv': 'large',
    'приказ.xlsx': csv('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF'),
    'пусто.csv': csv('  \r\n;;\r\n'),
  };

  test.each([
    ['a damaged workbook', 'список.xlsx', 'file-broken'],
    ['a workbook with a password', 'құпия.xlsx', 'file-encrypted'],
    ['a list of more than fifty megabytes', 'большой.csv', 'file-too-large'],
    ['a document that is no list', 'приказ.xlsx', 'file-not-a-table'],
    ['an empty file', 'пусто.csv', 'file-empty'],
  ] as const)('%s is refused in words and changes nothing', async (_, name, reason) => {
    const { page, t } = product;
    await product.go('/imports');
    const before = await ledgerSize(product);
    product.expectFailure({ call: 'imports.read' });
    // Playwright hands over at most 50 MB from memory, so what is larger goes through the drop of the page.
    const buffer = files[name];
    if (buffer === 'large') await dropLarge(name);
    else await choose({ name, mimeType: 'application/octet-stream', buffer: buffer ?? Buffer.alloc(0) });
    await expect(page.locator('main').getByRole('alert')).toContainText(t(`errors.${reason}`, { name, megabytes: 50 }));
    await expect(page.locator('.steps [aria-current="step"]')).toContainText(t('frame.imports.steps.file'));
    expect(await ledgerSize(product)).toBe(before);
    expect((await product.api.systems.list({})).total).toBe(0);
  });

  async function dropLarge(name: string): Promise<void> {
    await product.page.evaluate((fileName) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['Название\n', 'я'.repeat(26 * 1024 * 1024)], fileName));
      document
        .querySelector('.drop')
        ?.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }, name);
  }

  test('the real list: columns are recognised, a row is repaired, every row is accounted for', async () => {
    const { page, t, api } = product;
    await product.go('/imports');
    await choose(list);
    await expect(page.locator('.steps [aria-current="step"]')).toContainText(t('frame.imports.steps.mapping'));
    const target = (heading: string) => page.getByLabel(`${t('frame.imports.target')}: ${heading}`);
    await expect(target('Название ИИ')).toHaveValue('name');
    // The old column of risk never becomes a legal degree.
    await expect(target('Класс риска')).not.toHaveValue(/degree/i);
    const counts = async (): Promise<number[]> =>
      (await page.locator('.kpis b').allTextContents()).map((text) =>
        text === '—' ? -1 : Number(text.replace(/\s/g, '')),
      );
    await expect.poll(async () => (await counts())[0]).toBeGreaterThan(30);
    await page.getByRole('button', { name: t('frame.imports.toCheck', { n: (await counts())[0] ?? 0 }) }).click();
    await expect(page.locator('.steps [aria-current="step"]')).toContainText(t('frame.imports.steps.check'));

    const before = await counts();
    const [read, add, update, ask, reject, skip] = before;
    expect(read).toBe((add ?? 0) + (update ?? 0) + (ask ?? 0) + (reject ?? 0) + (skip ?? 0));
    expect(reject).toBeGreaterThan(0);
    expect(ask).toBeGreaterThan(0);
    expect((await api.systems.list({})).total).toBe(0);

    // A date that does not exist: another value is typed, the remark goes, the plan is made anew.
    const row = page.locator('.planrows li').filter({ hasText: 'Прогноз аварий насосов' });
    await expect(row).toContainText('31.02.2025');
    const problem = row.locator('.problem').filter({ hasText: '31.02.2025' });
    await problem.getByRole('button', { name: t('frame.imports.otherValue') }).click();
    await problem.getByRole('textbox').fill('28.02.2025');
    await problem.getByRole('button', { name: t('frame.imports.use') }).click();
    await expect(row).toContainText(t('frame.imports.repaired', { value: '28.02.2025' }));
    await expect(row.locator('.problem').filter({ hasText: '31.02.2025' })).toHaveCount(0);

    // The twin is left out, knowingly.
    const twin = page.locator('.planrows li').filter({ hasText: 'Прогноз нагрузки' }).last();
    await twin.getByRole('button', { name: t('frame.imports.leaveOut') }).click();
    await expect(twin).toContainText(t('frame.imports.decided.skip'));
    await expect.poll(async () => (await counts())[3]).toBe((ask ?? 0) - 1);

    const writes = (await counts())[1] ?? 0;
    await page.getByRole('button', { name: t('frame.imports.apply', { n: writes }) }).click();
    await expect(page.locator('.steps [aria-current="step"]')).toContainText(t('frame.imports.steps.result'));
    const table = page.getByRole('grid', { name: t('frame.imports.resultRows') });
    await expect(table).toHaveAttribute('aria-rowcount', String((read ?? 0) + 1));
    expect((await api.systems.list({})).total).toBe(writes);
    const pumps = (await api.systems.list({ filter: { search: 'аварий насосов' } })).rows[0];
    expect((await api.systems.get({ id: pumps?.id ?? '' })).fields['operationSince']).toEqual({ value: '2025-02-28' });
    const [past] = await api.imports.past({});
    expect((past?.added ?? 0) + (past?.updated ?? 0) + (past?.rejected ?? 0) + (past?.skipped ?? 0)).toBe(read);

    await page.getByRole('link', { name: t('frame.imports.toRegister') }).click();
    await expect(page.locator('.tfoot')).toContainText(t('systems.count', { n: writes }));
  });
});
