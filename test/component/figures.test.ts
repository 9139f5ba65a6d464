import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import './look.ts';
import '../../renderer/dossiers/dossiers.css';
import ReportBlock from '../../renderer/dossiers/ReportBlock.svelte';
import type { Block } from '../../shared/report/tree.ts';
import { alphaPng } from '../report/sample.ts';

type Shown = Exclude<Block, { kind: 'pageBreak' }>;

test('a chart shows a bar and the value in words for each row', async () => {
  const block: Shown = {
    kind: 'chart',
    caption: 'Ответы',
    unit: '%',
    max: 50,
    rows: [
      { label: 'Низкая', value: 12.5, tone: 'min' },
      { label: 'Высокая', value: 80, tone: 'high' },
      { label: 'Нет', value: 0 },
    ],
  };
  const screen = await render(ReportBlock, { block, locale: 'ru' });
  await expect.element(screen.getByRole('table', { name: 'Ответы' })).toBeVisible();
  await expect.element(screen.getByRole('row', { name: 'Низкая 12,5 %' })).toBeVisible();
  await expect.element(screen.getByRole('row', { name: 'Высокая 80 %' })).toBeVisible();
  const bars = [...document.querySelectorAll<SVGRectElement>('.rbar .fill')].map(
    (bar) => bar.getBoundingClientRect().width,
  );
  const track = document.querySelector('.rbar .track')?.getBoundingClientRect().width ?? 0;
  expect(track).toBeGreaterThan(50);
  expect(bars.map((width) => Math.round((width / track) * 100))).toEqual([25, 100, 0]);
  const fills = new Set([...document.querySelectorAll('.rbar .fill')].map((bar) => getComputedStyle(bar).fill));
  expect(fills.size).toBe(3);
});

test('a picture shows as wide as asked, with its words and caption', async () => {
  const block: Shown = {
    kind: 'image',
    mime: 'image/png',
    data: alphaPng,
    alt: 'Схема цеха',
    caption: 'Рисунок 1',
    width: 0.5,
  };
  const screen = await render(ReportBlock, { block, locale: 'ru' });
  const picture = screen.getByRole('img', { name: 'Схема цеха' });
  await expect.element(picture).toBeVisible();
  await expect.element(screen.getByText('Рисунок 1')).toBeVisible();
  const image = picture.element() as HTMLImageElement;
  expect(image.naturalWidth).toBe(2);
  const figure = image.closest('figure')?.getBoundingClientRect().width ?? 0;
  expect(Math.abs(image.getBoundingClientRect().width / figure - 0.5)).toBeLessThan(0.01);
});
