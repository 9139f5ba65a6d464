import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { envelope, fileOf, officeTools, publisher } from '../pack-world.ts';
import { closeBrowser, expect, ledgerSize, openProduct, openSample, type Product } from './product.ts';

const house = publisher('Compliance office');
const pack = (version: string): Uint8Array => fileOf(envelope({ ...officeTools(), version }, house));

describe('rule packs from a file', () => {
  let product: Product;
  beforeAll(async () => {
    product = await openProduct();
    await openSample(product);
    await product.go('/packs');
  });
  afterEach(() => product.check());
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });

  const dialog = () => product.page.getByRole('dialog');
  const press = (name: string) => dialog().getByRole('button', { name, exact: true }).click();

  async function give(button: string, name: string, bytes: Uint8Array): Promise<void> {
    const [chooser] = await Promise.all([product.page.waitForEvent('filechooser'), press(button)]);
    await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
  }
  async function startInstalling(): Promise<void> {
    const { page, t } = product;
    await page
      .locator('main')
      .getByRole('button', { name: t('packs.install.button') })
      .click();
    await expect(dialog()).toBeVisible();
  }
  const states = () =>
    dialog()
      .locator('.checklist li')
      .evaluateAll((list) => list.map((item) => item.classList[0]));

  test('a pack by a stranger is refused with the fingerprint, and leads to the key', async () => {
    const { t } = product;
    const before = await ledgerSize(product);
    await startInstalling();
    await give(t('packs.install.choose'), 'office-tools-1.0.0.tzpack', pack('1.0.0'));
    await expect(dialog().getByText(t('packs.install.refused'))).toBeVisible();
    await expect(dialog().getByRole('alert')).toContainText('Compliance office');
    expect(await states()).toEqual([
      ...['passed', 'passed', 'passed', 'failed'],
      ...['not-run', 'not-run', 'not-run', 'not-run', 'not-run'],
    ]);
    await expect(dialog().getByRole('button', { name: /1\.0\.0/ })).toHaveCount(0);
    await press(t('packs.install.addKey'));
    await expect(dialog().getByRole('heading', { name: t('packs.publishers.addTitle') })).toBeVisible();
    expect(await ledgerSize(product)).toBe(before);
  });

  test('a key is trusted only after the fingerprint was compared and confirmed', async () => {
    const { page, t, api } = product;
    await give(t('packs.publishers.chooseKey'), 'office.pem', Buffer.from(house.pem));
    const shown = dialog().locator('[data-fingerprint] span');
    await expect(shown).toHaveCount(16);
    const trust = dialog().getByRole('button', { name: t('packs.publishers.trust') });
    await expect(trust).toBeDisabled();
    await dialog().getByLabel(t('packs.publishers.name')).fill('Служба соответствия');
    await dialog().getByLabel(t('packs.publishers.note')).fill('по телефону, 23.11.2026');
    await dialog().getByText(t('packs.publishers.confirmed')).click();
    await trust.click();
    await expect(dialog()).toHaveCount(0);
    const [known] = await api.packs.publishers({});
    expect(known).toMatchObject({ name: 'Служба соответствия', note: 'по телефону, 23.11.2026' });
    await expect(page.getByText('Служба соответствия')).toBeVisible();
  });

  test('a private key is not taken', async () => {
    const { page, t } = product;
    product.expectFailure({ call: 'packs.readPublisher' });
    await page.getByRole('button', { name: t('packs.publishers.add') }).click();
    const pem = house.key.export({ format: 'pem', type: 'pkcs8' });
    await give(t('packs.publishers.chooseKey'), 'private.pem', Buffer.from(pem));
    await expect(dialog().getByRole('alert')).toContainText('private.pem');
    await page.keyboard.press('Escape');
    await expect(dialog()).toHaveCount(0);
  });

  test('a changed pack is refused, the right one is checked, confirmed and installed', async () => {
    const { page, t, api } = product;
    await startInstalling();
    const forged = Buffer.from(Buffer.from(pack('1.0.0')).toString('utf8').replace('Office tools', 'Office tool5'));
    await give(t('packs.install.choose'), 'forged.tzpack', forged);
    await expect(dialog().getByRole('alert')).toContainText(t('errors.pack-forged'));
    expect((await states()).filter((state) => state === 'failed')).toHaveLength(1);
    await give(t('packs.install.other'), 'office-tools-1.0.0.tzpack', pack('1.0.0'));
    await expect(dialog().getByText(t('packs.install.ready'))).toBeVisible();
    expect(new Set(await states())).toEqual(new Set(['passed']));
    expect((await api.packs.list({})).map(({ id }) => id)).not.toContain('office-tools');
    await press(t('packs.install.action', { version: '1.0.0' }));
    await expect(dialog().getByText(t('packs.install.done', { version: '1.0.0' }))).toBeVisible();
    await dialog()
      .locator('footer')
      .getByRole('button', { name: t('frame.close') })
      .click();
    await expect(page.getByRole('heading', { name: 'Офисные инструменты' })).toBeVisible();
  });

  test('a newer version replaces it, and the way back is one confirmed click', async () => {
    const { page, t, api } = product;
    await startInstalling();
    await give(t('packs.install.choose'), 'office-tools-1.1.0.tzpack', pack('1.1.0'));
    await press(t('packs.install.action', { version: '1.1.0' }));
    await expect(dialog().getByText(t('packs.install.done', { version: '1.1.0' }))).toBeVisible();
    await dialog()
      .locator('footer')
      .getByRole('button', { name: t('frame.close') })
      .click();
    const rows = page.getByRole('table', { name: /Офисные инструменты/ }).locator('tbody tr');
    await expect(rows).toHaveCount(2);
    await expect(rows.first()).toContainText(t('packs.versions.active'));
    await rows
      .nth(1)
      .getByRole('button', { name: t('packs.versions.back') })
      .click();
    await expect(dialog()).toContainText(t('packs.versions.backTitle', { version: '1.0.0' }));
    await press(t('packs.versions.back'));
    await expect(rows.nth(1)).toContainText(t('packs.versions.active'));
    expect((await api.packs.get({ id: 'office-tools' })).pack.version).toBe('1.0.0');
    await expect(rows.first().getByRole('button', { name: t('packs.versions.forward') })).toBeVisible();
    const kinds = (await api.ledger.list({ limit: 4 })).rows.map(({ kind }) => kind);
    expect(kinds).toEqual(['pack.activate', 'pack.install', 'pack.install', 'publisher.add']);
  });

  test('a publisher that is trusted no longer keeps its packs, and they are shown so', async () => {
    const { page, t } = product;
    await page.getByRole('button', { name: `${t('packs.publishers.remove')}: Служба соответствия` }).click();
    await press(t('packs.publishers.remove'));
    await expect(page.getByText(t('packs.publishers.empty'))).toBeVisible();
    await expect(page.locator('main').getByText(t('packs.notTrusted')).first()).toBeVisible();
  });
});
