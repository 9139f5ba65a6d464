import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { lawPack } from '../../shared/assessments/policy.ts';
import { sampleSystems } from '../../electron/demo/sample-data.ts';
import { chooseDossier, dossierBytes } from './places.ts';
import {
  closeBrowser,
  expect,
  ledgerSize,
  openEmpty,
  openProduct,
  openSample,
  systemNamed,
  type Product,
} from './product.ts';

describe('restoring from a dossier', () => {
  let product: Product;
  let gas: string;
  let dossier: Buffer;
  let open: Buffer;
  beforeAll(async () => {
    product = await openProduct();
    await openSample(product);
    gas = await systemNamed(product, sampleSystems.gas);
    const compose = async (edition: 'internal' | 'public'): Promise<Buffer> => {
      const { id } = await product.api.dossiers.compose({
        system: gas,
        template: 'system-passport',
        edition,
        locale: 'ru',
        attachEvidence: true,
      });
      return dossierBytes(product, id);
    };
    dossier = await compose('internal');
    open = await compose('public');
  });
  afterEach(() => product.check());
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });

  test('evidence is put into a dossier by choice, with its size before composing', async () => {
    const { page, t } = product;
    await product.go(`/systems/${gas}/dossier?template=system-passport&edition=internal`);
    const box = page.getByRole('checkbox', {
      name: new RegExp(t('dossiers.page.evidence', { count: 1, size: '@' }).split('(')[0] ?? ''),
    });
    await expect(box).not.toBeChecked();
    await box.check();
    await expect(page.locator('.sheets')).toContainText('.txt');
    await product.go(`/systems/${gas}/dossier?template=system-passport&edition=public`);
    await expect(box).toHaveCount(0);
  });

  test.each([
    ['a truncated dossier', 'pdf-corrupt', () => dossier.subarray(0, 30_000)],
    ['a public edition', 'restore-public', () => open],
    ['another JSON', 'restore-not-dossier', () => Buffer.from('{"format":"x"}')],
  ])('%s is refused in words and changes nothing', async (_, reason, make) => {
    const { page, t } = product;
    await product.go('/imports');
    await page.getByRole('link', { name: t('restores.card.action') }).click();
    const before = await ledgerSize(product);
    product.expectFailure({ call: 'restores.plan' });
    await chooseDossier(page, t, make(), 'файл.pdf');
    const name = reason === 'restore-public' ? 'dossier.json' : 'файл.pdf';
    await expect(page.locator('main').getByRole('alert')).toContainText(
      t(`errors.${reason}` as 'errors.pdf-corrupt', { name }),
    );
    await expect(page.locator('.steps [aria-current="step"]')).toContainText(t('restores.steps.file'));
    expect(await ledgerSize(product)).toBe(before);
  });

  test('a system that is here: nothing happens until it is decided, and a new record can be taken back', async () => {
    const { page, t, api } = product;
    await product.go('/imports/dossier');
    await chooseDossier(page, t, dossier);
    const { code } = await api.systems.get({ id: gas });
    await expect(page.getByText(t('restores.existing.title', { code }))).toBeVisible();
    await expect(page.getByRole('button', { name: t('restores.decide', { code }) })).toBeDisabled();
    const total = (await api.systems.list({})).total;
    await page.getByRole('radio', { name: t('restores.existing.newTitle', { code }) }).check();
    await page.getByRole('button', { name: t('restores.apply'), exact: true }).click();
    await expect.poll(async () => (await api.systems.list({})).total).toBe(total + 1);
    await page.getByRole('button', { name: t('restores.undo'), exact: true }).click();
    await expect.poll(async () => (await api.systems.list({})).total).toBe(total);
    await expect(page.getByText(t('restores.undone'))).toBeVisible();
  });

  test('an empty workspace gets the record back with its answers and evidence', async () => {
    const { page, t, api } = product;
    const given = (await api.assessments.get({ system: gas, pack: lawPack })).answers;
    await openEmpty(product);
    await product.go('/systems');
    await page.getByRole('link', { name: t('restores.card.title'), exact: true }).click();
    await chooseDossier(page, t, dossier);
    await expect(page.locator('.planrows li')).not.toHaveCount(0);
    await page.getByText(t('restores.organisation.take'), { exact: true }).click();
    await expect(page.locator('.planrows li').filter({ hasText: t('restores.kinds.organisation') })).toContainText(
      t('restores.outcomes.change'),
    );
    await page.getByRole('button', { name: t('restores.apply'), exact: true }).click();
    await expect.poll(async () => (await api.systems.list({})).total).toBe(1);
    await page.getByRole('link', { name: t('restores.open') }).click();
    await expect(page.locator('main h1')).toContainText(sampleSystems.gas);
    expect((await api.assessments.get({ system: gas, pack: lawPack })).answers).toEqual(given);
    expect(await api.evidence.list({ system: gas })).toHaveLength(1);
  });
});
