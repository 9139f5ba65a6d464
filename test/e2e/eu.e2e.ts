import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { euPack } from '../../shared/assessments/policy.ts';
import type { Answer } from '../../shared/rules/answer.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import { closeBrowser, expect, openEmpty, openProduct, type Product } from './product.ts';

const yes = { value: 'yes' };
const no = { value: 'no' };

describe('EU AI Act beside the law of Kazakhstan', () => {
  let product: Product;
  let id: string;
  let pack: Pack;
  beforeAll(async () => {
    product = await openProduct();
    await openEmpty(product);
    id = (
      await product.api.systems.create({
        fields: { name: { value: { ru: 'Подбор персонала', kk: 'Қызметкер іріктеу' } }, outputUsedInEu: yes },
      })
    ).id;
    pack = (await product.api.packs.get({ id: euPack })).pack;
    await product.page.reload();
  });
  afterEach(() => product.check());
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });

  const state = () => product.api.assessments.get({ system: id, pack: euPack });
  const card = (question: string) => product.page.locator(`#question-${question}`);
  const region = (name: string) => product.page.getByRole('region', { name });
  const degree = (scale: string, code: string): string =>
    pack.scales.find(({ name }) => name === scale)?.degrees.find((item) => item.code === code)?.text.ru ?? '';
  /** Text of a rule as sentences quote it. */
  const ruleText = (rule: string): string =>
    pack.rules.find(({ name }) => name === rule)?.text.ru.replace(/\.$/, '') ?? '?';
  const give = (answers: Record<string, Answer>) =>
    product.api.assessments.answer({
      system: id,
      pack: euPack,
      answers: Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, { answer }])),
    });

  test('the tab says that it is a comparison, and leads to the questions and back', async () => {
    const { page, t } = product;
    await product.go(`/systems/${id}/${euPack}`);
    await expect(page.getByText(t('eu.apart'))).toBeVisible();
    await expect(page.locator('.concl h2')).toHaveText(t('assessments.notDetermined'));
    await page
      .locator('.concl')
      .getByRole('link', { name: t('assessments.start') })
      .click();
    await expect(card('eu-personal-use')).toBeVisible();
    await card('eu-personal-use').focus();
    await page.keyboard.press('2');
    await expect.poll(async () => (await state()).answers['eu-personal-use']?.answer).toEqual(no);
    // What the card knows is offered, not taken.
    await card('output-used-in-eu')
      .getByRole('button', { name: t('assessments.takeOver') })
      .click();
    await expect.poll(async () => (await state()).answers['output-used-in-eu']?.answer).toEqual(yes);
    await page
      .locator('.head')
      .getByRole('link', { name: t('assessments.close') })
      .click();
    await expect(page).toHaveURL(new RegExp(`/systems/${id}/${euPack}$`));
  });

  test('the class, why it is so, and what applies from which day', async () => {
    const { page, t } = product;
    const asked = pack.questions.filter(
      ({ kind, section }) => kind === 'yesno' && ['prohibited', 'transparency'].includes(section),
    );
    await give({
      ...Object.fromEntries(asked.map(({ name }) => [name, no])),
      'eu-role': { value: ['provider'] },
      'annex-i-product': no,
      ...Object.fromEntries([1, 2, 3, 5, 6, 7, 8].map((area) => [`annex-iii-area-${area}`, { value: ['none'] }])),
      'annex-iii-area-4': { value: ['recruitment'] },
      'eu-profiling': yes,
      'ai-literacy': no,
    });
    await product.go(`/systems/${id}/${euPack}`);
    await page.reload();
    await product.settled();
    await expect(page.locator('.concl h2')).toHaveText(/система ИИ высокого риска/i);
    const why = page.getByRole('complementary', { name: t('assessments.whyTitle') });
    await expect(why).toContainText(ruleText('class-high-annex-iii'));
    await why.getByRole('combobox').selectOption('annex-iii');
    await expect(why).toContainText(ruleText('annex-iii-profiling'));
    await expect(region(t('eu.duties.now')).getByRole('listitem')).toHaveCount(2);
    const coming = region(t('eu.coming.title'));
    const { on } = (await state()).evaluation;
    if (on < '2027-12-02') {
      await expect(coming).toContainText(t('eu.day', { day: '02.12.2027' }));
      await expect(coming).toContainText('EU 43');
    }
    await expect(region(t('eu.annexIv.title')).getByRole('listitem')).toHaveCount(9);
    await expect(region(t('eu.dates.title')).getByRole('row')).toHaveCount(pack.applicationDates.length + 1);
    await expect(region(t('eu.annexViii.title'))).toContainText('A13');
  });

  test('a prohibited practice of EU law leaves the degree of the register as it was', async () => {
    const { page, t } = product;
    await give({ 'a5-e-faces': yes });
    await product.go(`/systems/${id}/${euPack}`);
    await expect(page.locator('.concl h2')).toHaveText(new RegExp(degree('eu-class', 'prohibited'), 'i'));
    await expect(page.locator('.pcell.ban')).toHaveCount(1);
    await expect(page.locator('.head .chip').first()).toHaveText(t('systems.degree.long.none'));
    await product.go('/systems');
    await expect(page.locator('tbody .chip').first()).toContainText(t('systems.degree.long.none'));
    await product.go('/');
    await expect(page.locator('main')).not.toContainText('EU 4');
    await give({ 'a5-e-faces': no });
  });

  test('EU duties stand apart among the duties of the system and of all systems', async () => {
    const { page, t } = product;
    await product.go(`/systems/${id}/duties`);
    const heading = t('eu.duties.heading', { pack: pack.title.ru });
    await expect(region(heading)).toContainText(t('eu.duties.text'));
    await expect(region(heading)).toContainText('EU 4');
    await product.go('/duties');
    await expect(page.locator('main')).not.toContainText('EU 4');
    await page.getByRole('combobox', { name: t('eu.law.label') }).selectOption('foreign');
    await expect(page.locator('main table')).toContainText('EU 4');
    await expect(page.getByText(t('eu.duties.text'))).toBeVisible();
  });
});
