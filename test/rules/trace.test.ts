import { describe, expect, it } from 'vitest';
import { evaluate, preparePack } from '../../shared/rules/evaluate.ts';
import { ask, finds, leads, options, packOf, scaleOf, text } from './packs.ts';

const today = '2026-11-23';

const pack = packOf({
  provisions: [
    { name: 'place', source: 'law', article: '17', summary: text('place'), confidence: 'verified' },
    { name: 'reading', source: 'law', article: '18', summary: text('reading'), confidence: 'interpretation' },
  ],
  questions: [
    ask('a', 'yesno', { text: { kk: 'Адам шеше ме?', ru: 'Решает человек?', en: 'Does a person decide?' } }),
    ask('harm', 'matrix', {
      text: { kk: 'Салдары?', ru: 'Последствия?', en: 'Consequences?' },
      rows: options({ people: null, plant: null, nature: null }),
      levels: options({ none: null, heavy: null }),
    }),
    ask('amount', 'number'),
    ask('since', 'date'),
    ask('inner', 'yesno', { visibleWhen: 'a' }),
  ],
  facts: [{ name: 'heavy', text: text('heavy harm'), value: { anyCell: { question: 'harm', levels: ['heavy'] } } }],
  scales: [scaleOf('risk', ['low', 'high'])],
  rules: [
    {
      ...leads('to-high', 'risk', 'high', { any: ['heavy', { all: ['a', 'inner'] }] }),
      text: { kk: 'Ереже.', ru: 'Правило.', en: 'The rule.' },
      provisions: ['place', 'reading'],
    },
    leads('to-low', 'risk', 'low', { lt: ['amount', 1.5] }),
    finds('late', { gt: ['since', '2026-01-18'] }),
  ],
  obligations: [
    {
      name: 'duty',
      mark: 'D1',
      title: { kk: 'Есеп', ru: 'Отчёт', en: 'Report' },
      text: text('duty'),
      when: { concluded: ['risk', ['high']] },
      metWhen: 'inner',
      bound: ['owner'],
      force: 'law',
      provisions: ['place'],
    },
  ],
});
const prepared = preparePack(pack, '');

describe('traces', () => {
  it('rest only on what decided, with the rows that matter', () => {
    const result = evaluate(
      prepared,
      { a: { value: 'no' }, harm: { value: { people: 'none', plant: 'heavy', nature: 'none' } } },
      today,
    );
    const trace = result.traces['to-high'];
    expect(trace?.items.map(({ kind, name, state }) => `${kind} ${name} ${state}`)).toEqual([
      'fact heavy value',
      'question harm answered',
    ]);
    expect(trace?.items[0]?.value).toEqual({ kk: 'иә', ru: 'да', en: 'yes' });
    expect(trace?.sentence).toEqual({
      kk: '«Ереже» қағидасының шарты орындалды, себебі: «Салдары?» сұрағының жауабы — «plant kk: heavy kk».',
      ru: 'Условие правила «Правило» выполнено, потому что: на вопрос «Последствия?» дан ответ «plant ru: heavy ru».',
      en: 'The condition of the rule “The rule” holds, because: the answer to “Consequences?” is “plant en: heavy en”.',
    });
  });

  it('tell missing, unknown and hidden apart', () => {
    const states = (answers: Parameters<typeof evaluate>[1]) =>
      evaluate(prepared, answers, today)
        .traces['to-high']?.items.filter(({ kind }) => kind === 'question')
        .map(({ name, state }) => `${name} ${state}`);
    expect(states({})).toEqual(['harm missing', 'a missing', 'inner missing']);
    expect(states({ a: { unknown: true } })).toEqual(['harm missing', 'a unknown', 'inner missing']);
    const cells = { value: { people: 'none', plant: 'none', nature: 'none' } };
    expect(states({ a: { value: 'no' }, inner: { value: 'yes' }, harm: cells })).toEqual([
      'harm answered',
      'a answered',
      'inner hidden',
    ]);
  });

  it('say an open rule is open, and group rows by level', () => {
    const trace = evaluate(
      prepared,
      { a: { value: 'no' }, harm: { value: { people: 'unknown', plant: 'none' } } },
      today,
    ).traces['to-high'];
    expect(trace?.truth).toBe('unknown');
    expect(trace?.sentence.ru).toBe(
      'Пока не установлено, выполнено ли условие правила «Правило»: на вопрос «Последствия?» дан ответ «people ru: неизвестно; nature ru: нет ответа».',
    );
  });

  it('write numbers and days as the language does', () => {
    const result = evaluate(prepared, { amount: { value: 1.25 }, since: { value: '2026-03-01' } }, today);
    expect(result.traces['to-low']?.items[0]?.value).toEqual({ kk: '1,25', ru: '1,25', en: '1.25' });
    expect(result.findings[0]?.trace.items[0]?.value.ru).toBe('01.03.2026');
  });

  it('take the weakest confidence', () => {
    const result = evaluate(prepared, {}, today);
    expect(result.traces['to-high']?.confidence).toBe('interpretation');
    expect(result.traces['to-low']?.confidence).toBe('verified');
  });

  it('explain a duty by the scale, and then whether it is met', () => {
    const [duty] = evaluate(
      prepared,
      { a: { value: 'yes' }, inner: { value: 'no' }, harm: { value: { plant: 'heavy' } } },
      today,
    ).obligations;
    expect(duty?.met).toBe('false');
    expect(duty?.trace.sentence.ru).toBe(
      'Обязанность «Отчёт» применяется, потому что: шкала «risk ru»: «high ru». Не выполнено: на вопрос «inner? ru» дан ответ «нет».',
    );
    expect(duty?.trace.items.map(({ name }) => name)).toEqual(['risk', 'inner']);
  });
});
