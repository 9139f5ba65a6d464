import { afterAll, beforeAll, describe, test } from 'vitest';
import { translator } from '../../shared/i18n/translate.ts';
import { closeBrowser, expect, openProduct, type Product } from './product.ts';
import { leave, samplePlaces, visit, type Place } from './places.ts';

/** Elements whose own text does not fit and is cut off without a trace: no ellipsis, no title, no way to scroll. */
function cutTexts(): string[] {
  const found: string[] = [];
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    const own = [...element.childNodes].filter(
      (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
    );
    if (own.length === 0 || element.closest('.sr, [aria-hidden="true"], svg')) continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    const label = (): string =>
      `${element.tagName.toLowerCase()}.${element.className}: ${(element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 60)}`;
    const style = getComputedStyle(element);
    // Headings of the folded rail stay for screen readers and draw only a line.
    if (style.color === 'rgba(0, 0, 0, 0)') continue;
    const excuse = (at: HTMLElement): boolean =>
      getComputedStyle(at).textOverflow === 'ellipsis' || at.closest('[title]') !== null;
    if (
      ['hidden', 'clip'].includes(style.overflowX) &&
      element.scrollWidth > element.clientWidth + 1 &&
      !excuse(element)
    ) {
      found.push(`cut by itself: ${label()}`);
      continue;
    }
    // Text that runs out of a box around it which hides what is outside.
    const edges = own.map((node) => {
      const range = document.createRange();
      range.selectNode(node);
      return range.getBoundingClientRect().right;
    });
    const right = Math.max(...edges);
    let shortened = false;
    for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
      const { overflowX } = getComputedStyle(around);
      if (overflowX === 'auto' || overflowX === 'scroll') break;
      if (overflowX !== 'hidden' && overflowX !== 'clip') continue;
      const frame = around.getBoundingClientRect();
      shortened = excuse(around);
      if (right > frame.right + 1.5 && !excuse(element) && !excuse(around))
        found.push(`cut by ${around.tagName.toLowerCase()}.${around.className}: ${label()}`);
      break;
    }
    if (right > innerWidth + 1.5 && !excuse(element) && !shortened) found.push(`outside the window: ${label()}`);
  }
  return [...new Set(found)];
}

describe('texts fit', () => {
  let product: Product;
  let places: Place[] = [];
  beforeAll(async () => {
    product = await openProduct();
    places = await samplePlaces(product);
  });
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });

  test.each([
    [1280, 800, 'ru'],
    [1280, 800, 'kk'],
    [1280, 800, 'en'],
    [1920, 1080, 'ru'],
    [1920, 1080, 'kk'],
    [1920, 1080, 'en'],
  ] as const)('%i×%i in %s: nothing is cut off', async (width, height, locale) => {
    const { page, api } = product;
    await api.settings.set({ locale });
    await page.setViewportSize({ width, height });
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    const cut: string[] = [];
    for (const place of places) {
      await visit(product, place, translator(locale));
      for (const text of await page.evaluate(cutTexts)) cut.push(`${place.name}: ${text}`);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (sideways > 0) cut.push(`${place.name}: the page is ${sideways} px wider than the window`);
      await leave(product);
    }
    expect(cut).toEqual([]);
  });
});
