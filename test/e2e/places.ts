import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { createDemoKey } from '../../electron/signatures/demo-key.ts';
import { dataPack, euPack, lawPack, submissionPack } from '../../shared/assessments/policy.ts';
import { sampleSystems } from '../../electron/demo/sample-data.ts';
import type { Translate } from '../../shared/i18n/translate.ts';
import { expect, openSample, systemNamed, type Product } from './product.ts';

/** A page or a dialog to look at. */
export interface Place {
  name: string;
  /** Address of the page. */
  address: string;
  /** Opens the dialog on it. */
  open?: (page: Page, t: Translate) => Promise<void>;
}

export const keyPassword = 'Пароль-1 ғ';

/** A test key of the sample plant, with the authority that vouches for it. */
export function makeKey(name = 'Серікбаев Нұрлан Әлібекұлы'): { p12: Uint8Array; authority: string } {
  return createDemoKey({
    name,
    organisation: 'ГМК «Темірқазық» (учебная организация)',
    bin: '990140000017',
    password: keyPassword,
    at: new Date(),
  });
}

/** Gives the import page the list of the departments and waits for the dry run. */
async function chooseList(page: Page, t: Translate): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: t('frame.imports.choose') }).click(),
  ]);
  await chooser.setFiles(fileURLToPath(new URL('../data/perechen-ii-2026.xlsx', import.meta.url)));
  await expect(page.locator('.kpis b').first()).toHaveText(/\d+/);
}

/** The bytes of a composed dossier, as the page would save them. */
export async function dossierBytes({ api, context, origin }: Product, id: string): Promise<Buffer> {
  const { ref } = await api.dossiers.download({ id });
  return (await context.request.get(`${origin}/files/${ref}`, { headers: { origin } })).body();
}

/** Gives the page for restoring a dossier, and waits for what it would do. */
export async function chooseDossier(page: Page, t: Translate, buffer: Buffer, name = 'досье.pdf'): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: t('restores.choose') }).click(),
  ]);
  await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer });
}

/** Fills the training workspace with a signed dossier as well and gives every place there is to look at. */
export async function samplePlaces(product: Product): Promise<Place[]> {
  await openSample(product);
  const { api } = product;
  const gas = await systemNamed(product, sampleSystems.gas);
  const faces = await systemNamed(product, sampleSystems.faces);
  const documents = await systemNamed(product, sampleSystems.documents);
  const dust = await systemNamed(product, 'Контроль пыли');
  const composed = await api.dossiers.compose({ system: gas, template: 'system-passport', locale: 'ru' });
  const occasions = { answer: { value: ['breach', 'trusted-list', 'incident'] } };
  await api.assessments.answer({ system: faces, pack: submissionPack, answers: { occasions } });
  const { p12, authority } = makeKey();
  const key = await product.upload('key.p12', p12);
  const source = { kind: 'file' as const, file: key, password: keyPassword };
  await api.dossiers.sign({ id: composed.id, key: source, role: '', confirmed: true });
  await api.signatures.addTrust({ file: await product.upload('authority.pem', new TextEncoder().encode(authority)) });

  const restorable = await dossierBytes(product, composed.id);
  await api.systems.setFields({ id: gas, fields: { tradeName: { value: 'GasWatch 3' } } });

  const click = async (page: Page, name: string): Promise<void> => {
    await page.locator('main').getByRole('button', { name, exact: true }).first().click();
  };
  const dialog = (page: Page): Promise<void> => expect(page.getByRole('dialog')).toBeVisible();
  return [
    { name: 'home', address: '/' },
    { name: 'register', address: '/systems' },
    { name: 'card', address: `/systems/${dust}/card` },
    { name: 'system', address: `/systems/${gas}/classification` },
    { name: 'system-open', address: `/systems/${dust}/classification` },
    { name: 'data-protection', address: `/systems/${faces}/data-protection` },
    { name: 'eu-ai-act', address: `/systems/${documents}/${euPack}` },
    { name: 'eu-ai-act-empty', address: `/systems/${dust}/${euPack}` },
    { name: 'submission', address: `/systems/${faces}/submission` },
    { name: 'submission-channel', address: `/systems/${dust}/submission?channel=audit` },
    { name: 'system-duties', address: `/systems/${gas}/duties` },
    { name: 'system-evidence', address: `/systems/${gas}/evidence` },
    { name: 'system-dossiers', address: `/systems/${gas}/dossiers` },
    { name: 'versions', address: `/systems/${gas}/versions` },
    { name: 'history', address: `/systems/${gas}/history` },
    { name: 'questionnaire', address: `/systems/${faces}/assess/${lawPack}` },
    { name: 'questionnaire-matrix', address: `/systems/${gas}/assess/${lawPack}?question=consequence-of-stop` },
    { name: 'questionnaire-data', address: `/systems/${faces}/assess/${dataPack}` },
    { name: 'questionnaire-eu', address: `/systems/${documents}/assess/${euPack}` },
    { name: 'compose', address: `/systems/${faces}/dossier` },
    { name: 'dossier', address: `/dossiers/${composed.id}` },
    { name: 'dossiers', address: '/dossiers' },
    { name: 'verification', address: `/verification?dossier=${composed.id}` },
    { name: 'assessments', address: '/assessments' },
    { name: 'reevaluation', address: '/reevaluation' },
    {
      name: 'reevaluation-result',
      address: '/reevaluation',
      open: async (page, t) => {
        await click(page, t('reevaluation.run'));
        await expect(page.locator('.kpis b').first()).toHaveText(/\d+/);
      },
    },
    { name: 'duties', address: '/duties' },
    { name: 'duties-eu', address: '/duties?law=foreign' },
    { name: 'evidence', address: '/evidence' },
    { name: 'libraries', address: '/registers/library' },
    { name: 'people', address: '/registers/person' },
    { name: 'import', address: '/imports' },
    { name: 'import-mapping', address: '/imports', open: chooseList },
    {
      name: 'import-check',
      address: '/imports',
      open: async (page, t) => {
        await chooseList(page, t);
        await page.locator('.qfoot').getByRole('button').last().click();
        await expect(page.locator('.planrows li').first()).toBeVisible();
      },
    },
    { name: 'restore', address: '/imports/dossier' },
    {
      name: 'restore-check',
      address: '/imports/dossier',
      open: async (page, t) => {
        await chooseDossier(page, t, restorable);
        await page.getByRole('radio').nth(1).check();
        await expect(page.locator('.planrows li').first()).toBeVisible();
      },
    },
    { name: 'ledger', address: '/ledger' },
    { name: 'packs', address: '/packs' },
    { name: 'pack', address: `/packs/${lawPack}` },
    { name: 'pack-rules', address: `/packs/${lawPack}?view=rules` },
    {
      name: 'pack-check',
      address: `/packs/${lawPack}?view=check`,
      open: async (page, t) => {
        await click(page, t('packTools.check.start'));
        await expect(page.getByText(t('packTools.check.conclusions'))).toBeAttached();
      },
    },
    { name: 'pack-difference', address: `/packs/${lawPack}?view=difference` },
    { name: 'calendar', address: '/calendar' },
    {
      name: 'dialog-day',
      address: '/calendar?year=2027',
      open: async (page) => {
        await page.locator('[data-day="2027-05-17"]').click();
        await dialog(page);
      },
    },
    { name: 'crosswalk', address: '/crosswalk' },
    { name: 'settings', address: '/settings' },
    { name: 'not-found', address: '/nowhere' },
    {
      name: 'dialog-new-system',
      address: '/systems?new=1',
      open: dialog,
    },
    {
      name: 'dialog-retire',
      address: `/systems/${dust}/card`,
      open: async (page, t) => {
        await page.getByRole('button', { name: t('systems.actions.more') }).click();
        await page.getByRole('menuitem', { name: t('systems.actions.retire') }).click();
        await dialog(page);
      },
    },
    {
      name: 'dialog-sign',
      address: `/dossiers/${composed.id}`,
      open: async (page, t) => {
        await click(page, t('dossiers.page.signNext'));
        await dialog(page);
      },
    },
    {
      name: 'dialog-offers',
      address: `/systems/${dust}/assess/${lawPack}`,
      open: async (page) => {
        await page.locator('[data-preview]').click();
        await dialog(page);
      },
    },
    {
      name: 'dialog-why',
      address: `/systems/${faces}/assess/${lawPack}`,
      open: async (page, t) => {
        await click(page, t('assessments.why'));
        await dialog(page);
      },
    },
    {
      name: 'dialog-keys',
      address: '/systems',
      open: async (page, t) => {
        await page.getByRole('button', { name: t('frame.help') }).click();
        await dialog(page);
      },
    },
    {
      name: 'palette',
      address: '/systems',
      open: async (page) => {
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox').fill('газ');
        await expect(page.getByRole('option').first()).toBeVisible();
      },
    },
    {
      name: 'bulk-bar',
      address: '/systems',
      open: async (page) => {
        await page.locator('tbody .c-ck input').first().check();
        await expect(page.getByRole('toolbar')).toBeVisible();
      },
    },
  ];
}

/** Goes to a place as a person would find it: from the start page, with nothing else open. */
export async function visit(product: Product, place: Place, t: Translate): Promise<void> {
  const { page } = product;
  // Through another page, so that what was begun on this one is gone.
  await page.evaluate(() => {
    location.hash = '#/nowhere';
  });
  await expect(page.locator('main .empty')).toBeVisible();
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#${place.address}`);
  await expect(page.locator('main :is(h1, h2)').first()).toBeVisible();
  await product.settled();
  if (!place.open) return;
  await place.open(page, t);
  await product.settled();
}

/** Closes what a place opened. */
export async function leave({ page }: Product): Promise<void> {
  while ((await page.locator('[role="dialog"], [role="menu"]').count()) > 0) {
    await page.keyboard.press('Escape');
    await expect(page.locator('[data-state="closed"]:is([role="dialog"], [role="menu"])')).toHaveCount(0);
  }
}
