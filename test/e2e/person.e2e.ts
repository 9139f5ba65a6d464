import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, describe, test } from 'vitest';
import { translator } from '../../shared/i18n/translate.ts';
import { closeBrowser, expect, openEmpty, openProduct } from './product.ts';

afterAll(closeBrowser);

describe('choices of the person', () => {
  test('language, theme and density are kept over a restart of the host', async () => {
    const first = await openProduct({ locale: 'ru', theme: 'light' });
    await openEmpty(first);
    const html = first.page.locator('html');
    await expect(html).toHaveAttribute('lang', 'ru');
    await first.page.getByRole('button', { name: 'Қаз' }).click();
    await expect(html).toHaveAttribute('lang', 'kk');
    const kk = translator('kk');
    await first.page.getByRole('button', { name: kk('frame.theme.toDark') }).click();
    await expect(html).toHaveAttribute('data-theme', 'dark');
    await first.page.keyboard.press('Control+d');
    await expect(html).toHaveAttribute('data-density', 'compact');
    await expect.poll(async () => (await first.api.settings.get({})).density).toBe('compact');
    first.check();
    await first.stop();

    const second = await openProduct({ folder: first.folder });
    const again = second.page.locator('html');
    await expect(again).toHaveAttribute('lang', 'kk');
    await expect(again).toHaveAttribute('data-theme', 'dark');
    await expect(again).toHaveAttribute('data-density', 'compact');
    const reopen = second.page.getByRole('button', { name: /Сынақ зауыты/ });
    await reopen.click();
    await expect(second.page.locator('.rail')).toContainText('Сынақ зауыты');
    await second.close();
  });
});

describe('workspaces', () => {
  test('two in turn: each shows its own systems and nothing of the other', async () => {
    const product = await openProduct();
    const { page, api, t } = product;
    await openEmpty(product, 'Бірінші ұйым', 'first.tizilim');
    await api.systems.create({ fields: { name: { value: { kk: 'Бірінші жүйе' } } } });
    await openEmpty(product, 'Вторая организация', 'second.tizilim');
    await product.go('/systems');
    await expect(page.getByText(t('systems.empty.title'))).toBeVisible();
    await expect(page.getByText('Бірінші жүйе')).toHaveCount(0);

    await page.locator('.rail .ws').click();
    await page.getByRole('menuitem', { name: /Бірінші ұйым/ }).click();
    await expect(page.locator('.rail')).toContainText('Бірінші ұйым');
    await product.go('/systems');
    await expect(page.getByRole('link', { name: 'Бірінші жүйе' })).toBeVisible();

    await page.locator('.rail .ws').click();
    await page.getByRole('menuitem', { name: t('frame.workspace.close') }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('workspace.title'));
    expect(await api.workspace.info({})).toBeNull();
    await product.close();
  });

  test('a file that another host holds is refused, and the refusal names the holder', async () => {
    const holder = await openProduct();
    await openEmpty(holder, 'Занятая', 'held.tizilim');
    const path = join(holder.home, 'held.tizilim');

    const other = await openProduct();
    other.expectFailure({ call: 'workspace.open' });
    const refusal = await other.api.workspace.open({ path }).then(
      () => null,
      (error: unknown) => error as { reason?: string; details: Record<string, string> },
    );
    expect(refusal?.reason).toBe('workspace-locked');
    await other.page.getByRole('button', { name: other.t('workspace.open.action') }).click();
    const dialog = other.page.getByRole('dialog');
    // From the own home folder over the common parent into the folder of the holder.
    await dialog.getByRole('button', { name: other.t('workspace.browse.up') }).click();
    await dialog.getByRole('button', { name: other.t('workspace.browse.up') }).click();
    await dialog.getByRole('button', { name: basename(holder.folder), exact: true }).click();
    await dialog.getByRole('button', { name: 'home', exact: true }).click();
    await dialog
      .getByRole('button', { name: /held\.tizilim/ })
      .first()
      .click();
    await dialog.getByRole('button', { name: other.t('workspace.open.short') }).click();
    const alert = other.page.locator('.toast.bad');
    await expect(alert).toContainText(refusal?.details['user'] ?? 'no user was named');
    await expect(alert).toContainText(refusal?.details['host'] ?? 'no computer was named');
    expect(await other.api.workspace.info({})).toBeNull();
    await other.close();

    expect((await holder.api.workspace.info({}))?.organisation).toBe('Занятая');
    holder.check();
    await holder.stop();
    const next = await openProduct();
    expect((await next.api.workspace.open({ path })).organisation).toBe('Занятая');
    await next.close();
    rmSync(holder.folder, { recursive: true, force: true });
  });
});
