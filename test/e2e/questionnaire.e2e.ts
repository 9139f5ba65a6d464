import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { gasFields } from '../../electron/demo/sample-data.ts';
import { lawPack } from '../../shared/assessments/policy.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import { closeBrowser, expect, openEmpty, openProduct, type Product } from './product.ts';

describe('questionnaire', () => {
  let product: Product;
  let id: string;
  let pack: Pack;
  beforeAll(async () => {
    product = await openProduct();
    await openEmpty(product);
    const fields = Object.fromEntries(
      Object.entries(gasFields).filter(([, value]) => !JSON.stringify(value).includes('entry:')),
    );
    id = (await product.api.systems.create({ fields })).id;
    pack = (await product.api.packs.get({ id: lawPack })).pack;
    await product.page.reload();
    await product.go(`/systems/${id}/assess/${lawPack}`);
  });
  afterEach(() => product.check());
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });

  const state = () => product.api.assessments.get({ system: id, pack: lawPack });
  const stored = async (question: string) => (await state()).answers[question]?.answer;
  const card = (question: string) => product.page.locator(`#question-${question}`);
  const now = () => product.page.getByRole('complementary', { name: product.t('assessments.now') });
  const badge = () => product.page.locator('.head .chip').first();
  const degree = (code: string): string =>
    pack.scales.find(({ name }) => name === 'risk-degree')?.degrees.find((item) => item.code === code)?.text.ru ?? '';
  const show = async (question: string): Promise<void> => {
    await product.go(`/systems/${id}/assess/${lawPack}?question=${question}`);
    await expect(card(question)).toHaveClass(/\bcur\b/);
    await product.settled();
  };

  test('an empty assessment is not classified, and says which answers would settle it', async () => {
    const { t } = product;
    await expect(now()).toContainText(t('assessments.notClassified'));
    await expect(badge()).toHaveText(t('systems.degree.long.none'));
    const settle = (await state()).evaluation.conclusions.find(({ scale }) => scale === 'risk-degree')?.settle ?? [];
    expect(settle.length).toBeGreaterThan(1);
    await expect(now().locator('.settle li')).toHaveCount(settle.length);
  });

  test('what the record knows is taken over after a look at it, and the conclusion turns provisional', async () => {
    const { page, t } = product;
    const offered = Object.keys((await state()).suggestions).length;
    expect(offered).toBeGreaterThan(20);
    await page.getByRole('button', { name: t('assessments.preview.open', { count: offered }) }).click();
    const preview = page.getByRole('dialog');
    await expect(preview.getByRole('checkbox', { checked: true })).toHaveCount(offered);
    await preview.getByRole('button', { name: t('assessments.preview.take', { count: offered }) }).click();
    await expect(preview).toHaveCount(0);
    await expect(now()).toContainText(t('assessments.provisionalAtLeast', { degree: degree('medium') }));
    await expect(badge()).toHaveText(t('systems.degree.long.atLeastMedium'));
    const after = await state();
    expect(Object.keys(after.suggestions)).toEqual([]);
    expect(after.answers['is-ai-system']?.fromRecord).toBe(true);
  });

  test('1 to 4 answer the question; 4 asks for a reason and is not stored without one', async () => {
    const { page, t } = product;
    const { evaluation } = await state();
    const question = pack.questions.find(
      ({ name, kind, allowNa }) =>
        kind === 'yesno' && allowNa && evaluation.visible.includes(name) && evaluation.missing.includes(name),
    )?.name;
    if (question === undefined) throw new Error('no open question may be not applicable');
    await show(question);
    await page.keyboard.press('1');
    await expect.poll(() => stored(question)).toEqual({ value: 'yes' });
    await page.keyboard.press('2');
    await expect.poll(() => stored(question)).toEqual({ value: 'no' });
    await page.keyboard.press('3');
    await expect.poll(() => stored(question)).toEqual({ unknown: true });
    await page.keyboard.press('4');
    const reason = card(question).getByLabel(t('assessments.naReason'));
    await expect(reason).toBeFocused();
    await reason.blur();
    await expect(card(question).getByText(t('assessments.naReasonNeeded'))).toBeVisible();
    expect(await stored(question)).toEqual({ unknown: true });
    await reason.fill('нет взаимодействия с людьми');
    await reason.blur();
    await expect.poll(() => stored(question)).toEqual({ na: 'нет взаимодействия с людьми' });
    await card(question).focus();
    await page.keyboard.press('Control+z');
    await expect.poll(() => stored(question)).toEqual({ unknown: true });
    await page.keyboard.press('Control+y');
    await expect.poll(() => stored(question)).toEqual({ na: 'нет взаимодействия с людьми' });
  });

  test('a question appears only where the answer before it makes it matter, and its answer is kept but not counted', async () => {
    const { page } = product;
    await show('restricted-data');
    await page.keyboard.press('2');
    await expect(card('restricted-data-conditions')).toHaveCount(0);
    await page.keyboard.press('1');
    await expect(card('restricted-data-conditions')).toBeVisible();
    await show('restricted-data-conditions');
    await page.keyboard.press('2');
    await expect.poll(() => stored('restricted-data-conditions')).toEqual({ value: 'no' });
    await show('restricted-data');
    await page.keyboard.press('2');
    await expect(card('restricted-data-conditions')).toHaveCount(0);
    const after = await state();
    expect(after.evaluation.visible).not.toContain('restricted-data-conditions');
    expect(after.answers['restricted-data-conditions']?.answer).toEqual({ value: 'no' });
  });

  test('a jump goes to what would settle the degree; the matrix is filled by keyboard and the degree becomes final', async () => {
    const { page, t } = product;
    await now().locator('.settle button').first().click();
    const question = card('consequence-of-failure');
    await expect(question).toHaveClass(/\bcur\b/);
    const rows = question.locator('tbody tr');
    const count = await rows.count();
    expect(count).toBeGreaterThan(7);
    const levels =
      pack.questions.find(({ name }) => name === 'consequence-of-failure')?.levels?.map(({ code }) => code) ?? [];
    for (let index = 0; index < count; index += 1) {
      const radios = rows.nth(index).getByRole('radio');
      if (index === 0) await radios.first().focus();
      else await page.keyboard.press('Tab');
      await expect(radios.first()).toBeFocused();
      await page.keyboard.press('Space');
      await expect(radios.nth(0)).toBeChecked();
      // The last object but two gets the third level, which decides.
      if (index === count - 3) {
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press('ArrowRight');
        await expect(radios.nth(2)).toBeChecked();
      }
    }
    const cells = async (): Promise<string[]> => {
      const answer = await stored('consequence-of-failure');
      return answer && 'value' in answer ? Object.values(answer.value as Record<string, string>).toSorted() : [];
    };
    await expect.poll(cells).toEqual([...Array<string>(count - 1).fill(levels[0] ?? ''), levels[2] ?? ''].toSorted());
    await expect(now()).toContainText(new RegExp(`${degree('high')}`, 'i'));
    await expect(badge()).toHaveText(t('systems.degree.long.high'));
  });

  test('"why" shows the rule, the provision and the answer, and leads back to the question', async () => {
    const { page, t } = product;
    await show('is-ai-system');
    await now()
      .getByRole('button', { name: t('assessments.why'), exact: true })
      .click();
    const drawer = page.getByRole('dialog', { name: t('assessments.whyTitle') });
    const conclusion = (await state()).evaluation.conclusions.find(({ scale }) => scale === 'risk-degree');
    const sentence = (await state()).evaluation.traces[conclusion?.rules[0] ?? '']?.sentence.ru ?? 'no sentence';
    await expect(drawer).toContainText(sentence);
    await expect(drawer.locator('.law, .lawbutton').first()).toContainText(/ст\./);
    const asked = pack.questions.find(({ name }) => name === 'consequence-of-failure')?.text.ru ?? '';
    await drawer.getByRole('button', { name: asked }).click();
    await expect(drawer).toHaveCount(0);
    await expect(card('consequence-of-failure')).toHaveClass(/\bcur\b/);
  });

  test('an unknown in its place takes the degree back to provisional, never lower', async () => {
    const { page, t } = product;
    const before = await state();
    await show('consequence-of-failure');
    await page.keyboard.press('3');
    await expect(now()).toContainText(t('assessments.provisionalAtLeast', { degree: degree('medium') }));
    await page.keyboard.press('Control+z');
    await expect(badge()).toHaveText(t('systems.degree.long.high'));
    expect((await state()).answers['consequence-of-failure']?.answer).toEqual(
      before.answers['consequence-of-failure']?.answer,
    );
  });

  test('the system, the register and the list of assessments show the result after a reload', async () => {
    const { page, t, api } = product;
    await page.reload();
    await product.go(`/systems/${id}/classification`);
    await expect(page.locator('.sysname')).toContainText(t('systems.degree.long.high'));
    await expect(page.locator('main')).toContainText(t('systems.degree.long.high'));
    await product.go('/systems');
    await expect(page.locator('tbody .c-risk').first()).toContainText(t('systems.degree.short.high'));
    expect((await api.systems.get({ id })).degree).toMatchObject({ degree: 'high', status: 'final' });
    await product.go('/assessments');
    await expect(page.locator('main')).toContainText(t('systems.degree.short.high'));
    await product.go(`/systems/${id}/history`);
    await expect(page.locator('.history')).toContainText(/нет взаимодействия с людьми/);
  });
});
