import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import './look.ts';
import Table from './Table.svelte';

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('tbody tr:not(.spacer)')];
const scroller = (): HTMLElement => document.querySelector<HTMLElement>('.tablescroll')!;

test('holds a window of rows and says how many there are', async () => {
  const ranges: [number, number][] = [];
  const screen = await render(Table, {
    total: 100_000,
    onrange: (first: number, last: number) => ranges.push([first, last]),
  });
  const grid = screen.getByRole('grid', { name: 'Список' });
  await expect.element(grid).toHaveAttribute('aria-rowcount', '100001');
  expect(rows().length).toBeGreaterThan(10);
  expect(rows().length).toBeLessThan(60);
  expect(rows()[0]?.getAttribute('aria-rowindex')).toBe('2');
  scroller().scrollTo(0, 50_000 * 34);
  await vi.waitFor(() => expect(rows().some((row) => row.textContent.includes('Жүйе 50000'))).toBe(true));
  expect(rows().length).toBeLessThan(60);
  const [first, last] = ranges.at(-1) ?? [0, 0];
  expect(first).toBeLessThanOrEqual(50_000);
  expect(last).toBeGreaterThan(50_000);
  // Spacers keep the height, so that the thumb of the scroll bar does not jump.
  expect(Math.abs(scroller().scrollHeight - 100_000 * 34)).toBeLessThan(100);
});

test('moves with the keys, names the row to screen readers and keeps it in sight', async () => {
  const opened = vi.fn<(index: number) => void>();
  const screen = await render(Table, { total: 1_000, onopen: opened });
  const grid = screen.getByRole('grid');
  (grid.element() as HTMLElement).focus();
  const focused = (): HTMLElement | null => document.querySelector('.is-focus-row');
  await vi.waitFor(() => expect(focused()?.getAttribute('aria-rowindex')).toBe('2'));
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  await vi.waitFor(() => expect(focused()?.textContent).toContain('Жүйе 2'));
  expect(grid.element().getAttribute('aria-activedescendant')).toBe(focused()?.id);
  await userEvent.keyboard('{End}');
  await vi.waitFor(() => expect(focused()?.textContent).toContain('Жүйе 999'));
  const frame = scroller().getBoundingClientRect();
  await vi.waitFor(() => expect(focused()!.getBoundingClientRect().bottom).toBeLessThanOrEqual(frame.bottom + 1));
  await userEvent.keyboard('{Enter}');
  expect(opened).toHaveBeenCalledExactlyOnceWith(999);
  await userEvent.keyboard('{Home} ');
  await vi.waitFor(() => expect(focused()?.getAttribute('aria-selected')).toBe('true'));
  await userEvent.keyboard(' ');
  await vi.waitFor(() => expect(focused()?.getAttribute('aria-selected')).toBe('false'));
});

test('a heading sorts and shows the order; a row not read yet shows a bar and cannot be opened', async () => {
  const sorted = vi.fn<(column: string) => void>();
  const opened = vi.fn<(index: number) => void>();
  const screen = await render(Table, { total: 20, readTo: 3, onsort: sorted, onopen: opened });
  await expect.element(screen.getByRole('columnheader', { name: 'Код' })).toHaveAttribute('aria-sort', 'ascending');
  await screen.getByRole('button', { name: 'Код' }).click();
  expect(sorted).toHaveBeenCalledExactlyOnceWith('id');
  const unread = rows()[5]!;
  expect(unread.querySelector('.sk')).not.toBeNull();
  unread.click();
  expect(opened).not.toHaveBeenCalled();
  rows()[1]!.click();
  expect(opened).toHaveBeenCalledExactlyOnceWith(1);
});
