import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { sampleSystems } from '../../electron/demo/sample-data.ts';
import { keyPassword, makeKey } from './places.ts';
import { closeBrowser, expect, openProduct, openSample, systemNamed, type Product } from './product.ts';

/** Share of the pixels of a page that are not white, in a part of it given in shares of its width and height. */
async function inked(product: Product, page: number, part = { x: 0, y: 0, width: 1, height: 1 }): Promise<number> {
  return product.page
    .locator(`[data-page="${page}"] canvas`)
    .evaluate((canvas: HTMLCanvasElement, { x, y, width, height }) => {
      const box = [x * canvas.width, y * canvas.height, width * canvas.width, height * canvas.height].map(Math.round);
      const { data } = canvas.getContext('2d')!.getImageData(box[0]!, box[1]!, box[2]!, box[3]!);
      let dark = 0;
      for (let at = 0; at < data.length; at += 4)
        if (Math.min(data[at]!, data[at + 1]!, data[at + 2]!) < 200) dark += 1;
      return dark / (data.length / 4);
    }, part);
}

describe('pages of a dossier', () => {
  let product: Product;
  let system: string;
  let dossier: string;
  beforeAll(async () => {
    product = await openProduct({ bypassPolicy: false });
    await openSample(product);
    system = await systemNamed(product, sampleSystems.gas);
  });
  afterEach(() => product.check());
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });
  const drawn = (page: number) => expect(product.page.locator(`[data-page="${page}"][data-drawn]`)).toBeVisible();

  test('the start page loads nothing of the reader of pages', async () => {
    const loaded = await product.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    expect(loaded.filter((name) => /pdf/i.test(name))).toEqual([]);
  });

  test('before composing they are drawn as they will be, and nothing is stored', async () => {
    const { page, t, api } = product;
    await product.go(`/systems/${system}/dossier`);
    const before = (await api.workspace.info({}))?.ledgerSize;
    await page.getByText(t('dossiers.page.pagesView'), { exact: true }).first().click();
    await drawn(1);
    expect(await inked(product, 1)).toBeGreaterThan(0.005);
    await expect.poll(async () => (await api.settings.get({})).dossierView).toBe('pages');
    const shown = await page.locator('[data-page]').count();
    expect((await api.workspace.info({}))?.ledgerSize).toBe(before);
    const composed = await api.dossiers.compose({ system, template: 'system-passport', locale: 'ru' });
    expect(composed.pages).toBe(shown);
    dossier = composed.id;
    // The words of the page are there to be selected and read aloud.
    await expect(page.locator('[data-page="1"]')).toContainText(composed.title.ru.slice(0, 12));
  });

  test('another choice makes other pages', async () => {
    const { page } = product;
    await product.go(`/systems/${system}/dossier?template=data-protection-assessment`);
    await drawn(1);
    const first = await page.locator('[data-page="1"]').textContent();
    await product.go(`/systems/${system}/dossier?template=submission-package`);
    await expect.poll(() => page.locator('[data-page="1"]').textContent()).not.toBe(first);
    await drawn(1);
  });

  test('the keyboard turns pages and changes the size, which is remembered', async () => {
    const { page, t, api } = product;
    await product.go(`/dossiers/${dossier}`);
    await drawn(1);
    const total = await page.locator('[data-page]').count();
    const number = page.getByLabel(t('frame.pages.goTo'), { exact: true });
    await page.locator('.pages').focus();
    await page.keyboard.press('ArrowRight');
    await expect(number).toHaveValue('2');
    await drawn(2);
    await page.keyboard.press('End');
    await expect(number).toHaveValue(String(total));
    await drawn(total);
    // Only pages near the window hold a picture.
    await expect.poll(() => page.locator('[data-page] canvas').count()).toBeLessThan(total);
    await page.keyboard.press('Home');
    await expect(number).toHaveValue('1');
    const width = async () => (await page.locator('[data-page="1"]').boundingBox())?.width ?? 0;
    await page.keyboard.press('1');
    await expect.poll(width).toBeCloseTo(793, 0);
    await expect.poll(async () => (await api.settings.get({})).pageZoom).toBe(100);
    await page.keyboard.press('Equal');
    await expect.poll(width).toBeCloseTo(873, 0);
    await page.reload();
    await drawn(1);
    expect(await width()).toBeCloseTo(873, 0);
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: t('frame.pages.fitWidth') }).click();
    await expect.poll(async () => (await api.settings.get({})).pageZoom).toBe('width');
    await number.fill('3');
    await number.press('Enter');
    await expect(number).toHaveValue('3');
    await drawn(3);
  });

  test('the signer sees the pages, and the signed file shows the signature', async () => {
    const { page, t, api } = product;
    await product.go(`/dossiers/${dossier}`);
    await page
      .locator('.head')
      .getByRole('button', { name: t('dossiers.page.sign') })
      .click();
    const dialog = page.getByRole('dialog', { name: t('dossiers.page.signTitle') });
    await expect(dialog.locator('[data-page="1"][data-drawn]')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);

    const last = (await api.dossiers.get({ id: dossier })).pages;
    const goTo = async (): Promise<void> => {
      await page.locator('.pages').focus();
      await page.keyboard.press('End');
      await drawn(last);
    };
    await goTo();
    const unsigned = await inked(product, last);
    const { p12 } = makeKey();
    const key = await product.upload('key.p12', p12);
    await api.dossiers.sign({
      id: dossier,
      key: { kind: 'file', file: key, password: keyPassword },
      role: '',
      confirmed: true,
    });
    await page.reload();
    await drawn(1);
    await goTo();
    expect(await inked(product, last)).toBeGreaterThan(unsigned * 1.02);
  });

  test('the file of a check is shown on demand', async () => {
    const { page, t } = product;
    await product.go(`/verification?dossier=${dossier}`);
    await expect(page.locator('[data-page]')).toHaveCount(0);
    await page.getByRole('button', { name: t('signatures.showDocument') }).click();
    await drawn(1);
  });
});

describe('pages for everybody', () => {
  let product: Product;
  beforeAll(async () => {
    product = await openProduct({ bypassPolicy: true });
    await openSample(product);
  });
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });

  test('have no accessibility violation in either theme', async () => {
    const { page, api } = product;
    const system = await systemNamed(product, sampleSystems.gas);
    await api.settings.set({ dossierView: 'pages' });
    for (const theme of ['light', 'dark'] as const) {
      await api.settings.set({ theme });
      await page.reload();
      await product.go(`/systems/${system}/dossier`);
      await expect(page.locator('[data-page="1"][data-drawn]')).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
    }
  });
});
