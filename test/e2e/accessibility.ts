import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { translator } from '../../shared/i18n/translate.ts';
import { closeBrowser, expect, openProduct, type Product } from './product.ts';
import { leave, samplePlaces, visit, type Place } from './places.ts';

/** Axe over every page and dialog in one theme and all languages. */
export function accessibilityOf(theme: 'light' | 'dark'): void {
  describe(`accessibility, ${theme}`, () => {
    let product: Product;
    let places: Place[] = [];
    beforeAll(async () => {
      product = await openProduct({ theme, bypassPolicy: true });
      places = await samplePlaces(product);
    });
    afterAll(async () => {
      await product.close();
      await closeBrowser();
    });

    test.each(['ru', 'kk', 'en'] as const)('no violation on any page or dialog in %s', async (locale) => {
      const { page, api } = product;
      await api.settings.set({ locale });
      await page.reload();
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      const violations: string[] = [];
      const look = async (place: string): Promise<void> => {
        await product.settled();
        // A dialog makes the rest of the page inert. Without frames the one-page mode is enough, and far faster.
        const axe = new AxeBuilder({ page }).setLegacyMode(true);
        const inDialog = (await page.getByRole('dialog').count()) > 0;
        const found = await (inDialog ? axe.include('[role="dialog"]') : axe).analyze();
        expect(found.passes.length).toBeGreaterThan(5);
        for (const { id, nodes } of found.violations)
          for (const { target, html, failureSummary } of nodes)
            violations.push(`${place}: ${id}: ${target.join(' ')}: ${html.slice(0, 160)}: ${failureSummary ?? ''}`);
      };
      for (const place of places) {
        await visit(product, place, translator(locale));
        await look(place.name);
        await leave(product);
      }
      await api.workspace.close({});
      await page.reload();
      await look('chooser');
      await page.getByRole('button', { name: translator(locale)('workspace.create.action') }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await look('dialog-create');
      await api.workspace.open({ path: join(product.home, 'sample.tizilim') });
      expect(violations).toEqual([]);
    });
  });
}
