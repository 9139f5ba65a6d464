import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { lawPack } from '../../shared/assessments/policy.ts';
import type { Answer } from '../../shared/rules/answer.ts';
import { runCase } from '../../shared/rules/cases.ts';
import { Pack } from '../../shared/rules/pack.ts';
import { loadPack } from '../../electron/packs/library.ts';
import { envelope, fileOf, publisher } from '../pack-world.ts';
import { changedLaw, efficiencyOnly, gone, harmOnly, harmRule, minimal, told } from '../upgraded-law.ts';
import { closeBrowser, expect, ledgerSize, openEmpty, openProduct, type Product } from './product.ts';

/** The law as a publisher would send it: changed, with the cases that hold for it. */
function nextLaw(pack: Pack): Pack {
  const changed = Pack.parse({ ...pack, ...changedLaw(pack), version: '99.0.0' });
  const { prepared } = loadPack({ ...changed, cases: [] });
  return { ...changed, cases: changed.cases.filter((example) => runCase(prepared, example).length === 0) };
}

describe('re-evaluation', () => {
  let product: Product;
  let old: { version: string; hash: string };
  const systems: Record<'harm' | 'efficiency' | 'same' | 'told', string> = {
    harm: '',
    efficiency: '',
    same: '',
    told: '',
  };

  beforeAll(async () => {
    product = await openProduct();
    await openEmpty(product);
    const { api } = product;
    const make = async (name: { kk: string; ru: string; en: string }, given: Record<string, Answer>) => {
      const { id } = await api.systems.create({ fields: { name: { value: name } } });
      const answers = Object.fromEntries(Object.entries(given).map(([question, answer]) => [question, { answer }]));
      await api.assessments.answer({ system: id, pack: lawPack, answers });
      return id;
    };
    systems.harm = await make(
      { kk: 'Конвейердегі адамды тану', ru: 'Распознавание людей у конвейера', en: 'People at the conveyor' },
      harmOnly,
    );
    systems.efficiency = await make(
      { kk: 'Ауысымды жоспарлау кеңесшісі', ru: 'Советчик планирования смен', en: 'Shift planning adviser' },
      efficiencyOnly,
    );
    systems.same = await make({ kk: 'Шаң бақылау', ru: 'Контроль пыли', en: 'Dust control' }, minimal);
    systems.told = await make(
      { kk: 'Сорғының істен шығуын болжау', ru: 'Прогноз отказа насоса', en: 'Pump failure forecast' },
      { ...minimal, [gone]: told },
    );
    const { pack, hash } = await api.packs.get({ id: lawPack });
    old = { version: pack.version, hash };
    const by = publisher('Институт права');
    const key = await product.upload('publisher.pem', new TextEncoder().encode(by.pem));
    const { fingerprint } = await api.packs.readPublisher({ file: key });
    await api.packs.addPublisher({ file: key, name: by.name, fingerprint });
    const file = await product.upload('law.tzpack', fileOf(envelope(nextLaw(pack), by)));
    await api.packs.install({ file });
    await product.page.reload();
  });
  afterEach(() => product.check());
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });

  const row = (code: string) => product.page.locator('tbody tr').filter({ hasText: code }).first();
  const compare = async (): Promise<void> => {
    await product.page.getByRole('button', { name: product.t('reevaluation.run'), exact: true }).click();
    await expect(product.page.locator('.kpis b').first()).toHaveText('4');
    await product.settled();
  };

  test('the list of assessments and an assessment say that another version is active', async () => {
    const { page, t } = product;
    await product.go('/assessments');
    await expect(page.locator('.note')).toContainText('99.0.0');
    await product.go(`/systems/${systems.harm}/assess/${lawPack}`);
    await expect(page.locator('.note').first()).toContainText(
      t('reevaluation.banner.pinned', { version: old.version, available: '99.0.0' }),
    );
    await expect(page.locator('#question-logs-kept')).toHaveCount(0);
    await page.getByRole('link', { name: t('reevaluation.banner.link') }).click();
    await expect(page.locator('main h1')).toHaveText(t('reevaluation.title'));
    await expect(page.locator('main')).toContainText(t('reevaluation.onlySystem', { system: 'AI-001' }));
  });

  test('the comparison shows degrees, other changes and the reasons, and changes nothing', async () => {
    const { page, t } = product;
    const before = await ledgerSize(product);
    await product.go(`/reevaluation?pack=${lawPack}`);
    await compare();
    await expect(page.locator('.kpis b')).toHaveText(['4', '1', '1', '1', '1']);
    await expect(row('AI-001').locator('.chip')).toHaveText([/редн/, /ысок/]);
    await row('AI-001').getByRole('button').press('Enter');
    const detail = page.locator('.detail');
    await expect(detail).toContainText(t('reevaluation.reasons.rule.added', { name: harmRule.ru }));
    await expect(detail).toContainText(t('reevaluation.sentenceAfter'));
    await page.getByRole('button', { name: t('reevaluation.kinds.lowered') }).click();
    await expect(page.locator('tbody tr')).toHaveCount(1);
    await expect(row('AI-002')).toBeVisible();
    expect(await ledgerSize(product)).toBe(before);
  });

  test('accepting moves the ticked systems alone, and the earlier version can be accepted again', async () => {
    const { page, t, api } = product;
    // From another page: the same address again would keep the comparison of the test before.
    await product.go('/assessments');
    await product.go(`/reevaluation?pack=${lawPack}`);
    await compare();
    await page.getByRole('button', { name: t('reevaluation.select'), exact: true }).click();
    await page.getByRole('menuitem', { name: t('reevaluation.selectKind.raised') }).click();
    await page.keyboard.press('Escape');
    await expect(page.locator('.acceptbar')).toContainText(t('reevaluation.selected', { count: 1 }));
    const before = await ledgerSize(product);
    await page.getByRole('button', { name: t('reevaluation.accept', { version: '99.0.0' }) }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('reevaluation.accept', { version: '99.0.0' }) })
      .click();
    await expect(page.locator('.kpis b')).toHaveText(['4', '0', '1', '1', '2']);
    expect(await ledgerSize(product)).toBe(before + 1);
    const { pack } = await api.assessments.get({ system: systems.harm, pack: lawPack });
    expect(pack.version).toBe('99.0.0');
    expect((await api.assessments.get({ system: systems.efficiency, pack: lawPack })).pack.hash).toBe(old.hash);

    await page.getByRole('combobox', { name: t('reevaluation.version') }).selectOption(old.hash);
    await compare();
    await expect(page.locator('.kpis b')).toHaveText(['4', '0', '1', '0', '3']);
    await row('AI-001').locator('input').check();
    await page.getByRole('button', { name: t('reevaluation.accept', { version: old.version }) }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('reevaluation.accept', { version: old.version }) })
      .click();
    await expect(page.locator('.kpis b')).toHaveText(['4', '0', '0', '0', '4']);
    expect((await api.systems.get({ id: systems.harm })).degree.degree).toBe('medium');
  });
});
