import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import MatrixAnswer from '../../renderer/assessments/MatrixAnswer.svelte';
import FieldEditor from '../../renderer/ui/field/FieldEditor.svelte';
import Segmented from '../../renderer/ui/Segmented.svelte';
import type { LocalText } from '../../shared/lib/schema.ts';
import type { Question } from '../../shared/rules/pack.ts';
import type { FieldValue } from '../../shared/systems/field-value.ts';
import { systemFields } from '../../shared/systems/fields.ts';
import { t } from './look.ts';

const noEntries = { of: () => [], create: () => Promise.reject(new Error('nothing is made here')) };
const definition = systemFields.find(({ name }) => name === 'stopProcedure')!;

async function editor(value: FieldValue | undefined) {
  const onset = vi.fn<(value: FieldValue | null) => void>();
  const screen = await render(FieldEditor, { definition, value, source: noEntries, onset, onfail: vi.fn() });
  return { screen, onset };
}

test.each([
  ['yes', t('options.tri.yes'), { value: 'yes' }],
  ['no', t('options.tri.no'), { value: 'no' }],
  ['unknown', t('options.tri.unknown'), { unknown: true }],
] as const)('the answer %s is its own state', async (_, label, value) => {
  const { screen, onset } = await editor(undefined);
  for (const radio of screen.container.querySelectorAll('input')) expect(radio.checked).toBe(false);
  await screen.getByText(label, { exact: true }).click();
  expect(onset).toHaveBeenCalledExactlyOnceWith(value);
});

test('each stored state is shown as itself', async () => {
  for (const [value, label] of [
    [{ value: 'yes' }, t('options.tri.yes')],
    [{ value: 'no' }, t('options.tri.no')],
    [{ unknown: true }, t('options.tri.unknown')],
    [{ na: 'причина' }, t('options.tri.na')],
  ] as const) {
    const { screen } = await editor(value);
    await expect.element(screen.getByRole('radio', { name: label, exact: true })).toBeChecked();
    expect(screen.container.querySelectorAll('input:checked')).toHaveLength(1);
    await screen.unmount();
  }
});

test('"not applicable" is given only with a reason', async () => {
  const { screen, onset } = await editor(undefined);
  await screen.getByText(t('options.tri.na'), { exact: true }).click();
  const reason = screen.getByLabelText(t('systems.field.reason'));
  await reason.click();
  await userEvent.keyboard('   {Tab}');
  await expect.element(screen.getByRole('alert')).toHaveTextContent(t('systems.field.reasonNeeded'));
  expect(onset).not.toHaveBeenCalled();
  await reason.fill('нет такого процесса');
  await userEvent.keyboard('{Tab}');
  expect(onset).toHaveBeenCalledExactlyOnceWith({ na: 'нет такого процесса' });
});

test('a taken away answer is no answer', async () => {
  const { screen, onset } = await editor({ value: 'no' });
  await screen.getByRole('button', { name: new RegExp(t('systems.field.clear')) }).click();
  expect(onset).toHaveBeenCalledExactlyOnceWith(null);
});

test('Segmented is one stop for Tab and goes by arrows', async () => {
  const onchange = vi.fn<(value: string) => void>();
  const screen = await render(Segmented, {
    label: 'Выбор',
    value: 'b',
    choices: [
      { value: 'a', label: 'Первый' },
      { value: 'b', label: 'Второй' },
      { value: 'c', label: 'Неизвестно', unknown: true },
    ],
    onchange,
  });
  await expect.element(screen.getByRole('radiogroup', { name: 'Выбор' })).toBeVisible();
  await userEvent.tab();
  await expect.element(screen.getByRole('radio', { name: 'Второй' })).toHaveFocus();
  await userEvent.keyboard('{ArrowRight}');
  expect(onchange).toHaveBeenCalledExactlyOnceWith('c');
  // The focus ring is drawn on what is seen, the radio itself is hidden.
  const shown = screen.getByRole('radio', { name: 'Неизвестно' }).element().nextElementSibling!;
  await vi.waitFor(() => expect(getComputedStyle(shown).outlineStyle).not.toBe('none'));
});

test('the matrix: every cell has the names of its object and level, the keys move in a row', async () => {
  const text = (ru: string): LocalText => ({ kk: ru, ru, en: ru });
  const question: Question = {
    name: 'matrix',
    section: 'one',
    kind: 'matrix',
    text: text('Последствия отказа'),
    rows: ['economy', 'users', 'infrastructure'].map((code) => ({ code, text: text(`объект ${code}`) })),
    levels: ['none', 'minimal', 'significant'].map((code) => ({ code, text: text(`уровень ${code}`) })),
    provisions: [],
    allowNa: false,
    tags: [],
  };
  const rows = question.rows ?? [];
  const levels = question.levels ?? [];
  const onchange = vi.fn<(cells: Record<string, string>) => void>();
  const first = rows[0]!;
  const heading = document.createElement('h3');
  heading.id = 'asks';
  heading.textContent = question.text.ru;
  document.body.append(heading);
  const screen = await render(MatrixAnswer, {
    question,
    cells: { [first.code]: levels[0]!.code },
    labelledby: 'asks',
    onchange,
  });
  const radios = [...screen.container.querySelectorAll<HTMLInputElement>('input[type="radio"]')];
  expect(radios).toHaveLength(rows.length * (levels.length + 1));
  for (const radio of radios) {
    const names = radio
      .getAttribute('aria-labelledby')!
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '');
    expect(names.filter((name) => name.trim() !== '')).toHaveLength(2);
  }
  expect(radios.filter(({ checked }) => checked)).toHaveLength(1);
  radios[0]!.focus();
  await userEvent.keyboard('{ArrowRight}');
  expect(onchange).toHaveBeenCalledExactlyOnceWith({ [first.code]: levels[1]!.code });
  heading.remove();
});
