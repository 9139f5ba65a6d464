import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { submissionPack } from '../../shared/assessments/policy.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import { closeBrowser, expect, openEmpty, openProduct, type Product } from './product.ts';

describe('submission', () => {
  let product: Product;
  let id: string;
  let pack: Pack;
  beforeAll(async () => {
    product = await openProduct();
    await openEmpty(product);
    id = (await product.api.systems.create({ fields: { name: { value: { ru: 'Пропуск' } } } })).id;
    pack = (await product.api.packs.get({ id: submissionPack })).pack;
    await product.page.reload();
    await product.go(`/systems/${id}/submission`);
  });
  afterEach(() => product.check());
  afterAll(async () => {
    await product.close();
    await closeBrowser();
  });

  const list = () => product.page.getByRole('region', { name: product.t('assessments.submission.channels') });
  const title = (channel: string): string => pack.channels.find(({ name }) => name === channel)?.title.ru ?? '';
  const channel = (name: string) => list().locator('li', { has: product.page.getByText(title(name), { exact: true }) });
  const detail = () => product.page.locator('section[aria-labelledby="package-title"]');
  const part = (mark: string) =>
    detail()
      .locator('.parts > li')
      .filter({ has: product.page.locator(`.code:text-is("${mark}")`) });
  const answer = (question: string, value: string | string[]) =>
    product.api.assessments.answer({
      system: id,
      pack: submissionPack,
      answers: { [question]: { answer: { value } } },
    });

  test('says plainly that nothing has to be filed in general, and waits for the occasion', async () => {
    const { page, t } = product;
    await expect(page.getByRole('link', { name: t('systems.tabs.submission') })).toHaveAttribute('aria-current', /.+/);
    await expect(page.locator('main .note').first()).toContainText('Общей обязанности');
    await expect(page.locator('main')).toContainText(t('assessments.notStartedText'));
    await expect(list().locator('li')).toHaveCount(pack.channels.length);
    await expect(page.locator('main')).toContainText(t('assessments.submission.chooseTitle'));
  });

  test('a channel leads to its question, and its answer brings the channel', async () => {
    const { page, t } = product;
    await channel('breach-notice')
      .getByRole('link', { name: t('assessments.toQuestion') })
      .click();
    const card = page.locator('#question-occasions');
    await expect(card).toHaveClass(/\bcur\b/);
    const breach = pack.questions
      .find(({ name }) => name === 'occasions')
      ?.options?.find(({ code }) => code === 'breach');
    await card.locator('label', { hasText: breach?.text.ru ?? 'no option' }).click();
    await expect
      .poll(async () => (await product.api.assessments.get({ system: id, pack: submissionPack })).answers['occasions'])
      .toMatchObject({ answer: { value: ['breach'] } });
    await page.getByRole('link', { name: t('assessments.close') }).click();
    await product.settled();
    await expect(channel('breach-notice')).toContainText(t('assessments.submission.applies.true'));
    await expect(detail().locator('h2')).toHaveText(`C4. ${title('breach-notice')}`);
  });

  test('the deadline is a day as soon as the day of detection is known', async () => {
    const { page, t } = product;
    await expect(detail()).toContainText(t('assessments.submission.startUnknown'));
    await answer('breach-detected-on', '2026-11-20');
    await page.reload();
    await product.settled();
    await expect(detail()).toContainText(t('assessments.submission.due', { day: '23.11.2026' }));
  });

  test('a chosen channel shows what is missing, with its reason; the question repairs it and going back keeps the choice', async () => {
    const { page, t } = product;
    await answer('occasions', ['breach', 'court']);
    await answer('passport', 'no');
    await page.reload();
    await product.settled();
    await channel('court').getByRole('button').click();
    await expect(detail().locator('h2')).toHaveText(`C10. ${title('court')}`);
    await expect(part('2')).toContainText(t('assessments.submission.state.missing'));
    await expect(part('0')).toContainText(t('assessments.submission.state.person'));
    await expect(part('2')).toContainText(t('assessments.submission.force.recommended'));
    await part('2').getByText(t('assessments.why')).click();
    await expect(part('2').locator('details p')).toContainText('паспорт');
    await part('2')
      .getByRole('link', { name: t('assessments.toQuestion') })
      .click();
    await expect(page.locator('#question-passport')).toHaveClass(/\bcur\b/);
    await page.keyboard.press('1');
    await expect
      .poll(async () => (await product.api.assessments.get({ system: id, pack: submissionPack })).answers['passport'])
      .toMatchObject({ answer: { value: 'yes' } });
    await page.goBack();
    await product.settled();
    await expect(detail().locator('h2')).toHaveText(`C10. ${title('court')}`);
    await expect(part('2')).toContainText(t('assessments.submission.state.ready'));
  });

  test('the package and a part lead to the dossier that holds them', async () => {
    const { page, t } = product;
    await part('2')
      .getByRole('link', { name: t('assessments.submission.composePart') })
      .click();
    await expect(page).toHaveURL(/dossier\?template=system-passport$/);
    await page.goBack();
    await product.settled();
    await detail()
      .getByRole('link', { name: t('assessments.submission.compose') })
      .click();
    await expect(page).toHaveURL(/dossier\?template=submission-package$/);
    await page.goBack();
    await product.settled();
  });

  test('why: the rule behind the readiness, and from there to a question', async () => {
    const { page, t } = product;
    await page.getByRole('button', { name: t('assessments.why'), exact: true }).click();
    const drawer = page.getByRole('dialog', { name: t('assessments.whyTitle') });
    const { evaluation } = await product.api.assessments.get({ system: id, pack: submissionPack });
    const rule = evaluation.conclusions.find(({ scale }) => scale === 'readiness')?.openRules[0] ?? '';
    await expect(drawer).toContainText(evaluation.traces[rule]?.sentence.ru ?? 'no sentence');
    const asked = pack.questions.find(({ name }) => name === 'cover-letter')?.text.ru ?? '';
    await drawer.getByRole('button', { name: asked }).first().click();
    await expect(page.locator('#question-cover-letter')).toHaveClass(/\bcur\b/);
  });

  test('the list of assessments has a column for the pack', async () => {
    await product.go('/assessments');
    await expect(product.page.getByRole('columnheader', { name: pack.title.ru })).toBeVisible();
  });
});
