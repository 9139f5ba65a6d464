import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { translator } from '../../shared/i18n/translate.ts';
import type { Locale } from '../../shared/lib/schema.ts';
import { leave, samplePlaces, visit, type Place } from './places.ts';
import { closeBrowser, expect, openProduct, type Product } from './product.ts';

/** Pages shown in the read-me. */
const shown = [
  'home',
  'register',
  'system',
  'card',
  'questionnaire-matrix',
  'compose',
  'verification',
  'import-mapping',
];

/** Names of the files where they differ from the names of the places. */
const fileNames: Record<string, string> = {
  'questionnaire-matrix': 'questionnaire',
  compose: 'dossier',
  'import-mapping': 'import',
};

const { values } = parseArgs({
  options: { out: { type: 'string' }, all: { type: 'boolean', default: false } },
});
const { out, all } = values;
if (out === undefined) throw new Error('--out FOLDER is missing');
mkdirSync(out, { recursive: true });

async function take(product: Product, places: readonly Place[], variant: Variant): Promise<void> {
  const { page, api } = product;
  const { locale, theme, width, height, density = 'comfortable' } = variant;
  await api.settings.set({ locale, theme, density, documentLocale: locale });
  await page.setViewportSize({ width, height });
  await page.evaluate(() => {
    location.hash = '#/settings';
  });
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
  for (const place of places) {
    await visit(product, place, translator(locale));
    const name = [variant.name === '' ? (fileNames[place.name] ?? place.name) : place.name, locale, variant.name];
    await page.screenshot({ path: join(out ?? '.', `${name.filter(Boolean).join('.')}.png`), animations: 'disabled' });
    await leave(product);
  }
}

interface Variant {
  locale: Locale;
  theme: 'light' | 'dark';
  width: number;
  height: number;
  density?: 'comfortable' | 'compact';
  /** Part of the file name; nothing for the pictures of the read-me. */
  name: string;
}

const product = await openProduct();
try {
  await product.api.settings.set({ actor: 'Ли Анна' });
  const places = await samplePlaces(product);
  const plain = { theme: 'light', width: 1440, height: 900, name: '' } as const;
  const few = places.filter(({ name }) => shown.includes(name));
  if (all) {
    const variants: Variant[] = [
      { ...plain, locale: 'ru' },
      { ...plain, locale: 'kk' },
      { ...plain, locale: 'en' },
      { ...plain, locale: 'kk', theme: 'dark', name: 'dark' },
      { ...plain, locale: 'kk', width: 1280, height: 800, name: '1280' },
      { ...plain, locale: 'ru', width: 1920, height: 1080, density: 'compact', name: '1920' },
    ];
    // Names of the read-me are for the few; a full tour keeps the names of the places.
    for (const variant of variants) await take(product, places, { ...variant, name: variant.name || 'plain' });
  } else {
    await take(product, few, { ...plain, locale: 'ru' });
  }
} finally {
  await product.close();
  await closeBrowser();
}
