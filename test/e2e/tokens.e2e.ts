import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { makeTestKeys, type TestKeys } from '../signatures/keys.ts';
import { makeSoftToken, pin } from '../tokens/soft-token.ts';
import { closeBrowser, expect, openProduct, openSample, systemNamed, type Product } from './product.ts';

describe('a token', () => {
  let product: Product;
  let keys: TestKeys;
  let token: ReturnType<typeof makeSoftToken>;
  let dossier: string;

  beforeAll(async () => {
    keys = makeTestKeys();
    token = makeSoftToken(keys, 'Плант 1');
    for (const name of ['rsa', 'ec']) token.add(name);
    product = await openProduct();
    // The host knows nothing of this process; SoftHSM also looks into the person's folder.
    const settings = join(product.home, '.config', 'softhsm2');
    mkdirSync(settings, { recursive: true });
    writeFileSync(join(settings, 'softhsm2.conf'), token.configuration);
    await openSample(product);
    const system = await systemNamed(product, 'Контроль пыли');
    const made = await product.api.dossiers.compose({ system, template: 'system-passport', locale: 'ru' });
    dossier = made.id;
  });
  afterEach(() => product.check());
  afterAll(async () => {
    await product.close();
    await closeBrowser();
    token.remove();
    keys.remove();
  });

  const dialog = () => product.page.getByRole('dialog', { name: product.t('dossiers.page.signTitle') });

  test('is found by its library, with its certificates', async () => {
    const { page, t } = product;
    await product.go(`/dossiers/${dossier}`);
    await page
      .locator('.head')
      .getByRole('button', { name: t('dossiers.page.sign') })
      .click();
    await dialog().getByText(t('tokens.source'), { exact: true }).click();
    await dialog().getByLabel(t('tokens.library')).selectOption(token.library);
    await dialog()
      .getByRole('button', { name: t('tokens.find') })
      .click();
    await expect(dialog().getByRole('combobox', { name: t('tokens.token'), exact: true })).toContainText(
      'Плант 1 (SoftHSM project,',
    );
    const certificates = dialog().getByLabel(t('tokens.certificate'));
    await expect(certificates.locator('option')).toHaveCount(3);
    await certificates.selectOption({ label: 'ҚОЖАХМЕТ ӘЙГЕРІМ, «Әділет» ЖШС, EC, до 01.01.2040' });
    await expect(dialog().getByRole('button', { name: t('tokens.open') })).toBeDisabled();
  });

  test('refuses a wrong PIN, which is told before another try', async () => {
    const { t } = product;
    product.expectFailure({ call: 'dossiers.keyInfo' });
    const field = dialog().getByLabel(t('tokens.pin'));
    await field.fill('00000000');
    await dialog()
      .getByRole('button', { name: t('tokens.open') })
      .click();
    await expect(dialog().getByText(t('errors.token-pin-wrong-low'))).toBeVisible();
    await expect(dialog().getByText(t('tokens.pinState.count-low'))).toBeVisible();
    await expect(field).toHaveValue('');
  });

  test('signs with the right PIN', async () => {
    const { page, t, api } = product;
    await dialog().getByLabel(t('tokens.pin')).fill(pin);
    await dialog()
      .getByRole('button', { name: t('tokens.open') })
      .click();
    await expect(dialog()).toContainText('123456789012');
    await expect(dialog().getByLabel(t('tokens.pin'))).toHaveCount(0);
    await dialog().getByLabel(t('dossiers.page.role')).fill('руководитель');
    await dialog().getByText(t('dossiers.page.confirm')).click();
    await dialog()
      .getByRole('button', { name: t('dossiers.page.signAction') })
      .click();
    await expect(dialog()).toHaveCount(0);
    await expect(page.getByText(t('dossiers.page.signedTitle'))).toBeVisible();
    const { report } = await api.dossiers.verify({ id: dossier });
    expect(report.intact).toBe(true);
    expect(report.signatures.map(({ certificate }) => certificate?.keyKind)).toEqual(['ec']);
    expect((await api.settings.get({})).tokenLibrary).toBe(token.library);
  });
});
