import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import DateInput from '../../renderer/ui/DateInput.svelte';
import DegreeBadge from '../../renderer/ui/DegreeBadge.svelte';
import type { DegreeState } from '../../shared/systems/contract.ts';
import { t } from './look.ts';

const states: [string, DegreeState, string, string][] = [
  ['not classified', { degree: null, status: 'none', prohibited: 'unknown' }, 'none', t('systems.degree.long.none')],
  ['minimal', { degree: 'minimal', status: 'final', prohibited: 'no' }, 'min', t('systems.degree.long.minimal')],
  ['medium', { degree: 'medium', status: 'final', prohibited: 'no' }, 'med', t('systems.degree.long.medium')],
  ['high', { degree: 'high', status: 'final', prohibited: 'no' }, 'high', t('systems.degree.long.high')],
  [
    'provisional',
    { degree: 'minimal', status: 'provisional', prohibited: 'no' },
    'prov',
    t('systems.degree.long.provisional'),
  ],
  [
    'medium or higher',
    { degree: 'medium', status: 'provisional', prohibited: 'no' },
    'prov',
    t('systems.degree.long.atLeastMedium'),
  ],
  [
    'high so far',
    { degree: 'high', status: 'provisional', prohibited: 'no' },
    'prov',
    t('systems.degree.long.atLeastHigh'),
  ],
  [
    'for a lawyer',
    { degree: 'medium', status: 'provisional', prohibited: 'review' },
    'prov',
    t('systems.degree.long.lawyer'),
  ],
  [
    'prohibited, whatever the degree',
    { degree: 'minimal', status: 'final', prohibited: 'yes' },
    'ban',
    t('systems.degree.long.prohibited'),
  ],
];

test.each(states)('degree %s has words, a glyph and a look of its own', async (_, state, look, words) => {
  const screen = await render(DegreeBadge, { state, form: 'long' });
  const badge = screen.container.querySelector<HTMLElement>('.chip')!;
  await expect.element(badge).toHaveTextContent(words);
  expect(badge.classList.contains(look)).toBe(true);
  expect(badge.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
});

test('looks of the degrees differ without colour: shapes or edges, and no two texts are the same', async () => {
  const seen: { shape: string; edge: string; text: string; look: string }[] = [];
  for (const [, state] of states) {
    const screen = await render(DegreeBadge, { state, form: 'long' });
    const badge = screen.container.querySelector<HTMLElement>('.chip')!;
    seen.push({
      shape: badge.querySelector('svg')!.innerHTML,
      edge: getComputedStyle(badge).borderTopStyle,
      text: badge.textContent.trim(),
      look: badge.className,
    });
    await screen.unmount();
  }
  const shapes = new Map(seen.map(({ look, shape }) => [look, shape]));
  expect(shapes.size).toBe(6);
  expect(new Set(shapes.values()).size).toBe(6);
  expect(new Set(seen.map(({ text }) => text)).size).toBe(states.length);
  for (const { look, edge } of seen) expect(edge === 'dashed').toBe(/\b(none|prov)\b/.test(look));
});

test.each([
  ['23.11.2026', '2026-11-23'],
  ['3/1/27', '2027-01-03'],
  ['2026-12-31', '2026-12-31'],
  ['29.02.2028', '2028-02-29'],
  ['29.02.2027', null],
  ['31.04.2026', null],
  ['завтра', null],
])('a date typed as %s is read as %s', async (typed, expected) => {
  const onchange = vi.fn<(value: string | null) => void>();
  const screen = await render(DateInput, { value: '', onchange });
  const input = screen.getByPlaceholder(t('frame.dateFormat'));
  await input.fill(typed);
  await userEvent.keyboard('{Tab}');
  expect(onchange).toHaveBeenCalledExactlyOnceWith(expected);
});

test('a day is shown as it is written here, and can be emptied', async () => {
  const onchange = vi.fn<(value: string | null) => void>();
  const screen = await render(DateInput, { value: '2026-11-23', onchange });
  const input = screen.getByPlaceholder(t('frame.dateFormat'));
  await expect.element(input).toHaveValue('23.11.2026');
  await input.fill('');
  await userEvent.keyboard('{Tab}');
  expect(onchange).toHaveBeenCalledExactlyOnceWith('');
});
