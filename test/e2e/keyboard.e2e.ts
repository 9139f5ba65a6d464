import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'vitest';
import { closeBrowser, expect, openProduct, openSample, type Product } from './product.ts';

/** Goes round with Tab until it comes back to where it began, and tells what had the focus. */
async function tabRound(page: Page, limit = 150): Promise<{ name: string; visible: boolean; ring: boolean }[]> {
  const seen: { name: string; visible: boolean; ring: boolean; key: string }[] = [];
  for (let step = 0; step < limit; step += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement || element instanceof SVGElement) || element === document.body) return null;
      element.dataset['tabStop'] ??= String(Math.random());
      // A radio or a tick is drawn by the element beside or around its input.
      const shapes = [element, element.nextElementSibling, element.parentElement].filter((shape) => shape !== null);
      const ring = shapes.some((shape) => {
        const style = getComputedStyle(shape);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
      });
      const box = element.getBoundingClientRect();
      return {
        key: element.dataset['tabStop'],
        name: (element.getAttribute('aria-label') ?? element.textContent ?? '')
          .trim()
          .replace(/\s+/g, ' ')
          .slice(0, 80),
        visible: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
        ring,
      };
    });
    if (stop === null) continue;
    if (seen.some(({ key }) => key === stop.key)) return seen;
    seen.push(stop);
  }
  return seen;
}

describe('keyboard', () => {
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

  test('Tab reaches every control of the frame, always with a visible focus', async () => {
    const { page } = product;
    const controls = await page
      .locator('.rail :is(a, button), .top :is(a, button)')
      .evaluateAll((elements) =>
        elements.map((element) =>
          (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 80),
        ),
      );
    expect(controls.length).toBeGreaterThan(12);
    await page.locator('body').click({ position: { x: 1, y: 1 } });
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const stops = await tabRound(page);
    const reached = stops.map(({ name }) => name);
    expect(controls.filter((name) => !reached.includes(name))).toEqual([]);
    expect(stops.filter(({ visible, ring }) => !visible || !ring)).toEqual([]);
    expect(reached).toContain(product.t('frame.skip'));
  });

  test('the skip link goes to the page, F6 goes round its parts', async () => {
    const { page, t } = product;
    await page.getByRole('link', { name: t('frame.skip') }).focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('#main')).toBeFocused();
    const part = () =>
      page.evaluate(() => document.activeElement?.closest('.rail, .top, .main')?.className.split(' ')[0] ?? null);
    const round: (string | null)[] = [];
    for (let step = 0; step < 3; step += 1) {
      await page.keyboard.press('F6');
      round.push(await part());
    }
    expect(round.toSorted()).toEqual(['main', 'rail', 'top']);
    await page.keyboard.press('F6');
    expect(await part()).toBe(round[0]);
  });

  test('Escape closes a dialog and gives the focus back', async () => {
    const { page, t } = product;
    const help = page.getByRole('button', { name: t('frame.help') });
    await help.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: t('frame.keys.title') });
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(help).toBeFocused();
  });

  test('two strokes go to a page, in any layout; single keys rest in text fields and when switched off', async () => {
    const { page, t } = product;
    await page.locator('#main').focus();
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await expect(page).toHaveURL(/#\/ledger$/);
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await expect(page).toHaveURL(/#\/systems$/);
    const search = page.getByRole('textbox', { name: t('systems.filters.search') });
    await page.keyboard.press('f');
    await expect(search).toBeFocused();
    await page.keyboard.type('n');
    await expect(search).toHaveValue('n');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.keyboard.press('Escape');

    await page.locator('#main').focus();
    await page.keyboard.press('Shift+Slash');
    const keys = page.getByRole('dialog', { name: t('frame.keys.title') });
    await keys.getByText(t('frame.keys.singleKeys')).click();
    await page.keyboard.press('Escape');
    await expect(keys).toHaveCount(0);
    await page.locator('#main').focus();
    await page.keyboard.press('n');
    await page.keyboard.press('Control+k');
    // The palette came, the new card did not: the first key was left alone.
    await expect(page.getByRole('dialog')).toHaveCount(1);
    await expect(page.getByRole('combobox')).toBeFocused();
    await page.keyboard.press('Escape');
    await product.api.settings.set({ singleKeys: true });
    await page.reload();
    await expect(page.locator('.rail')).toBeVisible();
  });

  test('the palette finds a system by its name and opens it', async () => {
    const { page } = product;
    await page.keyboard.press('Control+k');
    const input = page.getByRole('combobox');
    await input.fill('катод');
    const option = page.getByRole('option', { name: /Контроль качества катодов/ });
    await expect(option).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Контроль качества катодов');
  });
});
