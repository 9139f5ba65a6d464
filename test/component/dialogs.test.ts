import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import ProgressDialog from '../../renderer/ui/ProgressDialog.svelte';
import { t } from './look.ts';
import WithDialog from './WithDialog.svelte';

const inDialog = (): boolean => document.activeElement?.closest('[role="dialog"]') !== null;

test('the focus goes into a dialog, stays in it and comes back', async () => {
  const closed = vi.fn<() => void>();
  const screen = await render(WithDialog, { onclose: closed });
  const opener = screen.getByRole('button', { name: 'Открыть' });
  await opener.click();
  const dialog = screen.getByRole('dialog', { name: 'Заголовок' });
  await expect.element(dialog).toHaveAccessibleDescription('Пояснение');
  await vi.waitFor(() => expect(inDialog()).toBe(true));
  const seen = new Set<Element | null>();
  for (let step = 0; step < 8; step += 1) {
    await userEvent.tab();
    expect(inDialog()).toBe(true);
    seen.add(document.activeElement);
  }
  expect(seen.size).toBeGreaterThanOrEqual(3);
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  expect(closed).toHaveBeenCalledOnce();
  await expect.element(opener).toHaveFocus();
});

test('a locked dialog stays while work is under way', async () => {
  const screen = await render(WithDialog, { locked: true });
  await screen.getByRole('button', { name: 'Открыть' }).click();
  const dialog = screen.getByRole('dialog');
  await expect.element(dialog).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).toBeVisible();
  expect(dialog.getByRole('button', { name: t('frame.close') }).query()).toBeNull();
  await dialog.getByRole('button', { name: 'Готово' }).click();
  await expect.element(dialog).not.toBeInTheDocument();
});

test('progress is said in numbers and can be stopped', async () => {
  const cancelled = vi.fn<() => void>();
  const screen = await render(ProgressDialog, {
    open: true,
    title: 'Собирается',
    done: 3,
    total: 12,
    step: 'Страницы',
    oncancel: cancelled,
  });
  const bar = screen.getByRole('progressbar', { name: 'Собирается' });
  await expect.element(bar).toHaveAttribute('aria-valuenow', '3');
  await expect.element(bar).toHaveAttribute('aria-valuemax', '12');
  await expect.element(screen.getByText(`Страницы, ${t('frame.ofTotal', { done: 3, total: 12 })}`)).toBeVisible();
  await screen.rerender({ done: 12 });
  await expect.element(bar).toHaveAttribute('aria-valuenow', '12');
  await screen.getByRole('button', { name: t('frame.stop') }).click();
  expect(cancelled).toHaveBeenCalledOnce();
});
