import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { toLittleEndian } from '../../electron/signatures/gost.ts';
import { sampleSystems } from '../../electron/demo/sample-data.ts';
import { gostContainer, gostPrivateKeyInfo, makeGostPairs } from '../signatures/gost-container.ts';
import { keyPassword, makeKey } from './places.ts';
import { closeBrowser, expect, openProduct, openSample, systemNamed, type Product } from './product.ts';

/** A key of another authority, made by OpenSSL. Gives the paths of the container and of the authority. */
function opensslKey(folder: string, password: string): { p12: string; authority: string } {
  const openssl = (...given: string[]): void => void execFileSync('openssl', given, { cwd: folder, stdio: 'pipe' });
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '30',
    '-subj',
    '/CN=Second authority',
    '-addext',
    'basicConstraints=critical,CA:TRUE',
    '-addext',
    'keyUsage=critical,keyCertSign,cRLSign',
  );
  openssl(
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'signer.key',
    '-out',
    'signer.csr',
    '-utf8',
    '-subj',
    '/CN=Ли Анна/C=KZ',
  );
  writeFileSync(
    join(folder, 'signer.ext'),
    'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n',
  );
  openssl(
    'x509',
    '-req',
    '-in',
    'signer.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '20',
    '-extfile',
    'signer.ext',
    '-out',
    'signer.pem',
  );
  openssl(
    'pkcs12',
    '-export',
    '-inkey',
    'signer.key',
    '-in',
    'signer.pem',
    '-certfile',
    'ca.pem',
    '-out',
    'signer.p12',
    '-passout',
    `pass:${password}`,
  );
  return { p12: join(folder, 'signer.p12'), authority: join(folder, 'ca.pem') };
}

const secondPassword = 'second-1';

describe('dossier', () => {
  let product: Product;
  let first: { p12: string; authority: string };
  let second: { p12: string; authority: string };
  let pdf: string;
  beforeAll(async () => {
    product = await openProduct();
    await openSample(product);
    const key = makeKey();
    first = { p12: join(product.folder, 'first.p12'), authority: join(product.folder, 'first.pem') };
    writeFileSync(first.p12, key.p12);
    writeFileSync(first.authority, key.authority);
    second = opensslKey(product.folder, secondPassword);
    pdf = join(product.folder, 'dossier.pdf');
  });
  afterEach(() => product.check());
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });

  async function choose(button: string, files: string | string[]): Promise<void> {
    const { page } = product;
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: button }).first().click(),
    ]);
    await chooser.setFiles(files);
  }

  /** NCALayer is offered first. */
  async function fromFile(): Promise<void> {
    const { page, t } = product;
    await page.getByRole('dialog').getByText(t('dossiers.page.keySources.file'), { exact: true }).click();
  }

  async function download(path: string): Promise<string> {
    const { page, t } = product;
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page
        .locator('main')
        .getByRole('button', { name: t('dossiers.page.download') })
        .first()
        .click(),
    ]);
    await file.saveAs(path);
    return file.suggestedFilename();
  }

  test('a gap of the readiness check leads to the very field', async () => {
    const { page, t } = product;
    const id = await systemNamed(product, 'Контроль пыли');
    await product.go(`/systems/${id}/dossier`);
    const link = page.locator('.readycard a[href*="field="]').first();
    const field = /field=([^&]+)/.exec((await link.getAttribute('href')) ?? '')?.[1] ?? '';
    await link.click();
    await expect(page).toHaveURL(new RegExp(`/card\\?field=${field}`));
    const row = page.locator(`[data-field="${field}"]`);
    await expect(row).toBeInViewport();
    await expect(row.locator(':focus')).toHaveCount(1);
    await page.goBack();
    await expect(page.locator('.readycard')).toContainText(t('dossiers.page.readiness'));
  });

  test('a draft is composed with progress, marked as a draft and downloaded', async () => {
    const { page, t, api } = product;
    const id = await systemNamed(product, sampleSystems.gas);
    await product.go(`/systems/${id}/dossier`);
    await expect(page.getByText(t('dossiers.page.draftTitle'))).toBeVisible();
    const progress = page.getByRole('dialog', { name: t('dossiers.page.composing') }).waitFor();
    const compose = [t('dossiers.page.composeDraft'), t('dossiers.page.composeAction')];
    await page
      .locator('.head')
      .getByRole('button')
      .filter({ hasText: new RegExp(compose.join('|')) })
      .click();
    await progress;
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Паспорт системы ИИ');
    await expect(page).toHaveURL(/#\/dossiers\//);
    await expect(page.getByText(t('dossiers.page.draftFile'))).toBeVisible();
    const name = await download(pdf);
    const [dossier] = await api.dossiers.list({ system: id });
    expect(name).toBe(dossier?.fileName);
    expect(name).toMatch(/\.pdf$/);
    const bytes = readFileSync(pdf);
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.byteLength).toBe(dossier?.bytes);
  });

  test('composing stops when asked to and leaves nothing behind', async () => {
    const { page, t, api } = product;
    const id = await systemNamed(product, sampleSystems.faces);
    await product.go(`/systems/${id}/dossier?template=submission-package`);
    await page
      .locator('.head')
      .getByRole('button')
      .filter({ hasText: t('dossiers.page.composeDraft') })
      .click();
    product.expectFailure({ call: 'dossiers.compose' });
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('frame.stop') })
      .click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page).toHaveURL(/#\/systems\/.*\/dossier/);
    expect(await api.dossiers.list({ system: id })).toEqual([]);
    await product.go(`/dossiers/${(await api.dossiers.list({}))[0]?.id ?? ''}`);
  });

  test('a wrong password is told and forgotten; the right one shows whose key it is', async () => {
    const { page, t } = product;
    product.expectFailure({ call: 'dossiers.keyInfo' });
    await page
      .locator('.head')
      .getByRole('button', { name: t('dossiers.page.sign') })
      .click();
    const dialog = page.getByRole('dialog', { name: t('dossiers.page.signTitle') });
    await expect(dialog.getByRole('button', { name: t('dossiers.page.signAction') })).toBeDisabled();
    await fromFile();
    await choose(t('dossiers.page.chooseKey'), first.p12);
    const password = dialog.getByLabel(t('dossiers.page.password'));
    await password.fill('мимо');
    await dialog.getByRole('button', { name: t('dossiers.page.openKey') }).click();
    await expect(dialog.getByText(t('errors.wrong-password'))).toBeVisible();
    await expect(password).toHaveAttribute('aria-invalid', 'true');
    await expect(password).toHaveValue('');
    await password.fill(keyPassword);
    await dialog.getByRole('button', { name: t('dossiers.page.openKey') }).click();
    await expect(dialog).toContainText('Серікбаев Нұрлан Әлібекұлы');
    await expect(dialog).toContainText('990140000017');
    await expect(dialog.getByRole('button', { name: t('dossiers.page.signAction') })).toBeDisabled();
    await dialog.getByLabel(t('dossiers.page.role')).fill('руководитель');
    await dialog.getByText(t('dossiers.page.confirm')).click();
    await dialog.getByRole('button', { name: t('dossiers.page.signAction') }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText(t('dossiers.page.signedTitle'))).toBeVisible();
    await expect(page.locator('.sg-list').first()).toContainText('Серікбаев Нұрлан Әлібекұлы');
  });

  test('a GOST key can be used only after the choice is made', async () => {
    const { page, t } = product;
    const { authority, signer } = makeGostPairs();
    const file = join(product.folder, 'gost.p12');
    const info = gostPrivateKeyInfo(toLittleEndian(signer.privateKey));
    writeFileSync(file, gostContainer(info, [signer.certificate, authority.certificate], 'Abc12345'));
    await page
      .locator('.head')
      .getByRole('button', { name: t('dossiers.page.signNext') })
      .click();
    const dialog = page.getByRole('dialog', { name: t('dossiers.page.signTitle') });
    await fromFile();
    await choose(t('dossiers.page.chooseKey'), file);
    await dialog.getByLabel(t('dossiers.page.password')).fill('Abc12345');
    await dialog.getByRole('button', { name: t('dossiers.page.openKey') }).click();
    await expect(dialog.getByText(t('dossiers.page.gostNotice'))).toBeVisible();
    await dialog.getByText(t('dossiers.page.confirm')).click();
    const action = dialog.getByRole('button', { name: t('dossiers.page.signAction') });
    await expect(action).toBeDisabled();
    await dialog.getByText(t('dossiers.page.gostChoose')).click();
    await expect(action).toBeEnabled();
    await dialog.getByRole('button', { name: t('assessments.cancel') }).click();
    await expect(dialog).toHaveCount(0);
  });

  test('a second person signs the same file with another key', async () => {
    const { page, t } = product;
    await page
      .locator('.head')
      .getByRole('button', { name: t('dossiers.page.signNext') })
      .click();
    const dialog = page.getByRole('dialog', { name: t('dossiers.page.signTitle') });
    await fromFile();
    await choose(t('dossiers.page.chooseKey'), second.p12);
    await dialog.getByLabel(t('dossiers.page.password')).fill(secondPassword);
    await dialog.getByRole('button', { name: t('dossiers.page.openKey') }).click();
    await expect(dialog).toContainText('Ли Анна');
    await dialog.getByText(t('dossiers.page.confirm')).click();
    await dialog.getByRole('button', { name: t('dossiers.page.signAction') }).click();
    await expect(page.locator('.signer')).toHaveCount(2);
    const unsigned = readFileSync(pdf);
    await download(pdf);
    // Signatures are added behind the composed file, which stays as it was.
    expect(readFileSync(pdf).subarray(0, unsigned.byteLength).equals(unsigned)).toBe(true);
  });

  const level = (name: string) => product.page.locator('.ladder li').filter({ hasText: new RegExp(`^${name}`) });

  test('the check says integrity only, and more once the authorities are brought in', async () => {
    const { page, t } = product;
    await page
      .locator('.head')
      .getByRole('link', { name: t('dossiers.page.verifyNow') })
      .click();
    await expect(level('L1')).toContainText(t('signatures.state.reached'));
    await expect(level('L2')).toContainText(t('signatures.state.missed'));
    await expect(level('L5')).toContainText(t('signatures.state.impossible'));
    await choose(t('signatures.trust.add'), [first.authority, second.authority]);
    await expect(level('L2')).toContainText(t('signatures.state.reached'));
    await expect(level('L3')).toContainText(t('signatures.state.missed'));
    await expect(page.locator('.sigfacts')).toHaveCount(2);
  });

  test('one changed byte is reported, and the file as received is not', async () => {
    const { page, t } = product;
    const tampered = readFileSync(pdf);
    const at = tampered.indexOf('stream\n', 3_000) + 60;
    tampered[at] = (tampered[at] ?? 0) ^ 1;
    const bad = join(product.folder, 'изменён.pdf');
    writeFileSync(bad, tampered);
    await choose(t('signatures.another'), bad);
    await expect(page.locator('.head')).toContainText('изменён.pdf');
    await expect(page.locator('.result')).toContainText(t('signatures.result.notIntact'));
    await expect(level('L1')).toContainText(t('signatures.state.missed'));
    await choose(t('signatures.another'), pdf);
    await expect(page.locator('.head')).toContainText('dossier.pdf');
    await expect(page.locator('.result')).toContainText(t('signatures.result.intact'));
    await expect(level('L2')).toContainText(t('signatures.state.reached'));

    // Programs of others say the same of both files.
    const validations = (file: string): string[] =>
      spawnSync('pdfsig', [file], { encoding: 'utf8' }).stdout.match(/Signature Validation: .*/g) ?? [];
    expect(validations(pdf)).toEqual(Array(2).fill('Signature Validation: Signature is Valid.'));
    expect(validations(bad)).toEqual(Array(2).fill('Signature Validation: Digest Mismatch.'));
    const structure = spawnSync('qpdf', ['--check', pdf], { encoding: 'utf8' });
    expect(`${structure.status} ${structure.stderr}`).toBe('0 ');
  });

  test('places are signed in order, and out of order only by choice', async () => {
    const { page, t, api } = product;
    const system = await systemNamed(product, sampleSystems.gas);
    const { id, places } = await api.dossiers.compose({ system, template: 'submission-package', locale: 'ru' });
    await product.go(`/dossiers/${id}`);
    const list = page.locator('.signplaces > li');
    await expect(list).toHaveCount(3);
    await expect(list.nth(0)).toContainText(t('dossiers.page.places.next'));
    await page
      .locator('.head')
      .getByRole('button', { name: t('dossiers.page.sign') })
      .click();
    const dialog = page.getByRole('dialog', { name: t('dossiers.page.signTitle') });
    await fromFile();
    await choose(t('dossiers.page.chooseKey'), first.p12);
    await dialog.getByLabel(t('dossiers.page.password')).fill(keyPassword);
    await dialog.getByRole('button', { name: t('dossiers.page.openKey') }).click();
    const place = dialog.getByLabel(t('dossiers.page.places.place'));
    await expect(place).toHaveValue('signature-1');
    await dialog.getByText(t('dossiers.page.confirm')).click();
    const action = dialog.getByRole('button', { name: t('dossiers.page.signAction') });
    await expect(action).toBeEnabled();
    await place.selectOption('signature-2');
    await expect(action).toBeDisabled();
    const skipped = { places: places[0]?.label ?? '' };
    await expect(dialog.getByText(t('dossiers.page.places.outOfOrderNotice', skipped))).toBeVisible();
    await dialog.getByText(t('dossiers.page.places.outOfOrder', skipped)).click();
    await action.click();
    await expect(dialog).toHaveCount(0);
    const signed = async () => (await api.dossiers.get({ id })).places.map(({ signedBy }) => signedBy !== null);
    await expect.poll(signed).toEqual([false, true, false]);
    await expect(list.nth(1)).toContainText('Серікбаев Нұрлан Әлібекұлы');
    await expect(list.nth(0)).toContainText(t('dossiers.page.places.next'));

    // The key that signed one place is warned of before it signs another.
    await page
      .locator('.head')
      .getByRole('button', { name: t('dossiers.page.signNext') })
      .click();
    await fromFile();
    await choose(t('dossiers.page.chooseKey'), first.p12);
    await dialog.getByLabel(t('dossiers.page.password')).fill(keyPassword);
    await dialog.getByRole('button', { name: t('dossiers.page.openKey') }).click();
    const again = { places: places[1]?.label ?? '' };
    await expect(dialog.getByText(t('dossiers.page.places.sameSigner', again))).toBeVisible();
    await dialog.getByRole('button', { name: t('assessments.cancel') }).click();
    await expect(dialog).toHaveCount(0);
  });

  test('a change of the record makes the dossier stale, in plain sight', async () => {
    const { page, t, api } = product;
    const id = await systemNamed(product, sampleSystems.gas);
    const [dossier] = await api.dossiers.list({ system: id });
    await api.systems.setFields({ id, fields: { unit: { value: 'Другая служба' } } });
    await product.go(`/dossiers/${dossier?.id ?? ''}`);
    await expect(page.getByText(t('dossiers.page.staleTitle')).first()).toBeVisible();
  });
});
