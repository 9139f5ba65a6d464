import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { openPkcs12 } from '../../electron/signatures/pkcs12.ts';
import { makeTestKeys, type TestKeys } from '../signatures/keys.ts';
import { makeServerCertificate, startStandIn, type StandIn } from '../signatures/ncalayer-stand-in.ts';
import { closeBrowser, expect, ledgerSize, openEmpty, openProduct, type Product } from './product.ts';

describe('signing through the stand-in for NCALayer', () => {
  let keys: TestKeys;
  let standIn: StandIn;
  let product: Product;
  let id: string;
  beforeAll(async () => {
    keys = makeTestKeys();
    const key = openPkcs12(keys.p12('rsa', 'x'), 'x');
    standIn = await startStandIn({ tls: makeServerCertificate(keys), key });
    const host = fileURLToPath(new URL('ncalayer-host.ts', import.meta.url));
    product = await openProduct({ host: [host, String(standIn.port)] });
    await openEmpty(product);
    const { api } = product;
    const system = await api.systems.create({ fields: { name: { value: { ru: 'Пропуск' } } } });
    id = (await api.dossiers.compose({ system: system.id, template: 'system-passport', locale: 'ru' })).id;
    await product.page.reload();
    await product.go(`/dossiers/${id}`);
  });
  afterEach(() => {
    standIn.behave('honest');
    product.check();
  });
  afterAll(async () => {
    await product.close();
    await closeBrowser();
    await standIn.close();
    keys.remove();
  });

  const dialog = () => product.page.getByRole('dialog', { name: product.t('dossiers.page.signTitle') });
  const press = (name: string) => dialog().getByRole('button', { name }).click();
  const stored = async () => (await product.api.dossiers.get({ id })).signatures.length;
  async function open(): Promise<void> {
    const { page, t } = product;
    const names = (['sign', 'signNext', 'signAgain'] as const).map((key) => t(`dossiers.page.${key}`));
    await page
      .locator('.head')
      .getByRole('button')
      .filter({ hasText: new RegExp(`^\\s*(${names.join('|')})\\s*$`) })
      .click();
  }
  async function choose(): Promise<void> {
    const { t } = product;
    await press(t('ncalayer.choose'));
    await expect(dialog()).toContainText('ҚОЖАХМЕТ ӘЙГЕРІМ');
    await confirm();
  }
  const confirm = () =>
    dialog()
      .getByRole('checkbox', { name: product.t('dossiers.page.confirm') })
      .check();

  test('nobody is connected before an authority is there, and the dialog says what to do', async () => {
    const { t } = product;
    product.expectFailure({ call: 'ncalayer.find' });
    await open();
    await expect(dialog().getByText(t('ncalayer.about'))).toBeVisible();
    expect(standIn.connections.all).toBe(0);
    await press(t('ncalayer.find'));
    await expect(dialog().getByRole('alert')).toHaveText(t('errors.ncalayer-no-authority'));
    expect(standIn.connections.all).toBe(0);
    await product.api.signatures.addTrust({ file: await product.upload('ca.pem', keys.authority) });
  });

  test('waiting for the key and for the signature can be stopped, and a refusal is told', async () => {
    const { t } = product;
    for (const call of ['ncalayer.certificate', 'dossiers.sign']) product.expectFailure({ call });
    const before = await ledgerSize(product);
    await press(t('ncalayer.find'));
    await expect(dialog().getByText(t('ncalayer.found', { version: '1.4' }))).toBeVisible();
    standIn.behave('silent');
    await press(t('ncalayer.choose'));
    await expect(dialog().getByText(t('ncalayer.waitingKey'))).toBeVisible();
    await expect.poll(() => standIn.connections.open).toBe(1);
    await press(t('ncalayer.stop'));
    await expect(dialog().getByRole('button', { name: t('ncalayer.choose') })).toBeVisible();
    await expect.poll(() => standIn.connections.open).toBe(0);

    standIn.behave('honest');
    await choose();
    standIn.behave('silent');
    await press(t('dossiers.page.signAction'));
    await expect(dialog().getByText(t('ncalayer.waitingSignature'))).toBeVisible();
    await expect.poll(() => standIn.connections.open).toBe(1);
    await press(t('ncalayer.stop'));
    await expect.poll(() => standIn.connections.open).toBe(0);
    await expect(dialog().getByRole('button', { name: t('dossiers.page.signAction') })).toBeEnabled();

    standIn.behave('cancels');
    await press(t('dossiers.page.signAction'));
    await expect(dialog().getByRole('alert')).toHaveText(t('errors.ncalayer-cancelled'));
    expect(await stored()).toBe(0);
    expect(await ledgerSize(product)).toBe(before);
  });

  test('the dossier is signed with the key chosen, with the signature beside it', async () => {
    const { t, api, page } = product;
    await press(t('ncalayer.other'));
    await choose();
    await dialog().getByLabel(t('dossiers.page.role')).fill('директор');
    await press(t('dossiers.page.signAction'));
    await expect(dialog()).toHaveCount(0);
    await expect.poll(stored).toBe(1);
    expect((await api.dossiers.get({ id })).signatures).toMatchObject([{ signer: 'ҚОЖАХМЕТ ӘЙГЕРІМ', detached: true }]);
    expect((await api.dossiers.verify({ id })).report).toMatchObject({ intact: true, level: 'L2' });
    await expect(page.locator('.signer').first()).toContainText('ҚОЖАХМЕТ ӘЙГЕРІМ');
  });

  test('without the certificate before, its warnings are shown and asked about', async () => {
    const { t, api, page } = product;
    product.expectFailure({ call: 'dossiers.sign' });
    const organisation = await api.organisation.get({});
    await api.organisation.set({ ...organisation, bin: '990140000017' });
    // The cover names the organisation, so the dossier is out of date now; it can be signed all the same.
    await expect(page.getByText(t('dossiers.page.staleTitle')).first()).toBeVisible();
    await open();
    await press(t('ncalayer.find'));
    await press(t('ncalayer.unseen'));
    await dialog().getByText(t('ncalayer.keyKinds.rsa'), { exact: true }).click();
    await confirm();
    await press(t('dossiers.page.signAction'));
    await expect(dialog().getByRole('alert')).toHaveText(t('errors.signer-warnings', { name: 'ҚОЖАХМЕТ ӘЙГЕРІМ' }));
    await expect(dialog().getByText(t('dossiers.page.warnings.other-organisation'))).toBeVisible();
    const action = dialog().getByRole('button', { name: t('dossiers.page.signAction') });
    await expect(action).toBeDisabled();
    expect(await stored()).toBe(1);
    await confirm();
    await action.click();
    await expect(dialog()).toHaveCount(0);
    await expect.poll(stored).toBe(2);
  });

  test('a client that does not run is told with the remedy', async () => {
    const { t } = product;
    product.expectFailure({ call: 'ncalayer.find' });
    await standIn.close();
    await open();
    await press(t('ncalayer.find'));
    await expect(dialog().getByRole('alert')).toHaveText(t('errors.ncalayer-missing'));
    await expect(dialog().getByRole('button', { name: t('ncalayer.find') })).toBeEnabled();
  });
});
