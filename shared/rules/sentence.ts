import type { LocalText } from '../lib/schema.ts';
import type { TraceItem, Truth } from './result.ts';
import { inEach, quote } from './words.ts';

/** What a sentence speaks of. */
export type Subject = 'rule' | 'duty' | 'recommendation' | 'channel' | 'part' | 'score';

type Pattern = Record<keyof LocalText, string>;
/** `always` and `never` are for what rests on nothing a reader can check. */
type Outcome = Record<Truth | 'always' | 'never', Pattern>;

const duty = (kk: string, ruGenitive: string, ru: string, en: string): Outcome => ({
  true: {
    kk: `{name} ${kk} қолданылады, себебі: {items}.`,
    ru: `${ru} {name} применяется, потому что: {items}.`,
    en: `The ${en} {name} applies, because: {items}.`,
  },
  false: {
    kk: `{name} ${kk} қолданылмайды, себебі: {items}.`,
    ru: `${ru} {name} не применяется, потому что: {items}.`,
    en: `The ${en} {name} does not apply, because: {items}.`,
  },
  unknown: {
    kk: `{name} ${kk} қолданыла ма, әзірге анықталмаған: {items}.`,
    ru: `Пока не установлено, применяется ли ${ruGenitive} {name}: {items}.`,
    en: `It is not known yet whether the ${en} {name} applies: {items}.`,
  },
  always: {
    kk: `{name} ${kk} әрқашан қолданылады.`,
    ru: `${ru} {name} применяется всегда.`,
    en: `The ${en} {name} always applies.`,
  },
  never: {
    kk: `{name} ${kk} қолданылмайды.`,
    ru: `${ru} {name} не применяется.`,
    en: `The ${en} {name} does not apply.`,
  },
});

const outcomes: Record<Subject, Outcome> = {
  rule: {
    true: {
      kk: '{name} қағидасының шарты орындалды, себебі: {items}.',
      ru: 'Условие правила {name} выполнено, потому что: {items}.',
      en: 'The condition of the rule {name} holds, because: {items}.',
    },
    false: {
      kk: '{name} қағидасының шарты орындалмады, себебі: {items}.',
      ru: 'Условие правила {name} не выполнено, потому что: {items}.',
      en: 'The condition of the rule {name} does not hold, because: {items}.',
    },
    unknown: {
      kk: '{name} қағидасының шарты орындала ма, әзірге анықталмаған: {items}.',
      ru: 'Пока не установлено, выполнено ли условие правила {name}: {items}.',
      en: 'It is not known yet whether the condition of the rule {name} holds: {items}.',
    },
    always: {
      kk: '{name} қағидасының шарты әрқашан орындалады.',
      ru: 'Условие правила {name} выполнено всегда.',
      en: 'The condition of the rule {name} always holds.',
    },
    never: {
      kk: '{name} қағидасының шарты орындалмайды.',
      ru: 'Условие правила {name} не выполнено.',
      en: 'The condition of the rule {name} does not hold.',
    },
  },
  duty: duty('міндеті', 'обязанность', 'Обязанность', 'duty'),
  recommendation: duty('ұсынымы', 'рекомендация', 'Рекомендация', 'recommendation'),
  channel: duty('арнасы', 'канал', 'Канал', 'channel'),
  part: {
    true: {
      kk: 'Пакеттің {name} бөлігі дайын, себебі: {items}.',
      ru: 'Часть пакета {name} готова, потому что: {items}.',
      en: 'The part {name} of the package is ready, because: {items}.',
    },
    false: {
      kk: 'Пакеттің {name} бөлігі дайын емес, себебі: {items}.',
      ru: 'Часть пакета {name} не готова, потому что: {items}.',
      en: 'The part {name} of the package is not ready, because: {items}.',
    },
    unknown: {
      kk: 'Пакеттің {name} бөлігі дайын ба, әзірге анықталмаған: {items}.',
      ru: 'Пока не установлено, готова ли часть пакета {name}: {items}.',
      en: 'It is not known yet whether the part {name} of the package is ready: {items}.',
    },
    always: {
      kk: 'Пакеттің {name} бөлігі дайын.',
      ru: 'Часть пакета {name} готова.',
      en: 'The part {name} of the package is ready.',
    },
    never: {
      kk: 'Пакеттің {name} бөлігі дайын емес.',
      ru: 'Часть пакета {name} не готова.',
      en: 'The part {name} of the package is not ready.',
    },
  },
  score: {
    true: {
      kk: '{name} ұпайы — {value}, себебі: {items}.',
      ru: 'Балл {name} — {value}, потому что: {items}.',
      en: 'The score {name} is {value}, because: {items}.',
    },
    false: {
      kk: '{name} ұпайының мәні жоқ, себебі: {items}.',
      ru: 'Балл {name} не имеет значения, потому что: {items}.',
      en: 'The score {name} has no value, because: {items}.',
    },
    unknown: {
      kk: '{name} ұпайы әзірге анықталмаған ({value}): {items}.',
      ru: 'Балл {name} пока не установлен ({value}): {items}.',
      en: 'The score {name} is not known yet ({value}): {items}.',
    },
    always: {
      kk: '{name} ұпайы — {value}.',
      ru: 'Балл {name} — {value}.',
      en: 'The score {name} is {value}.',
    },
    never: {
      kk: '{name} ұпайының мәні жоқ.',
      ru: 'Балл {name} не имеет значения.',
      en: 'The score {name} has no value.',
    },
  },
};

const fulfilment: Record<Truth, Pattern> = {
  true: { kk: 'Орындалғаны расталды: {items}.', ru: 'Выполнение подтверждено: {items}.', en: 'It is met: {items}.' },
  false: { kk: 'Орындалмаған: {items}.', ru: 'Не выполнено: {items}.', en: 'It is not met: {items}.' },
  unknown: {
    kk: 'Орындалғаны анықталмаған: {items}.',
    ru: 'Выполнение не установлено: {items}.',
    en: 'Whether it is met is not known: {items}.',
  },
};

const clauses: Record<Exclude<TraceItem['state'], 'value'>, Pattern> = {
  answered: {
    kk: '{text} сұрағының жауабы — {value}',
    ru: 'на вопрос {text} дан ответ {value}',
    en: 'the answer to {text} is {value}',
  },
  unknown: {
    kk: '{text} сұрағының жауабы — {value}',
    ru: 'на вопрос {text} дан ответ {value}',
    en: 'the answer to {text} is {value}',
  },
  na: {
    kk: '{text} сұрағы «қолданылмайды» деп белгіленген',
    ru: 'вопрос {text} отмечен как неприменимый',
    en: '{text} is marked as not applicable',
  },
  missing: { kk: '{text} сұрағына жауап берілмеген', ru: 'на вопрос {text} ответа нет', en: '{text} has no answer' },
  hidden: { kk: '{text} сұрағы қойылмайды', ru: 'вопрос {text} не задаётся', en: '{text} is not asked' },
};

const scaleClause: Pattern = {
  kk: '{text} шкаласы — {value}',
  ru: 'шкала {text}: {value}',
  en: '{text} stands at {value}',
};

const scoreClause: Pattern = {
  kk: '{text} ұпайы — {value}',
  ru: 'балл {text}: {value}',
  en: 'the score {text} is {value}',
};

const dateClause: Pattern = { kk: '{text} — {value}', ru: '{text}: {value}', en: '{text}: {value}' };

const valueClauses: Record<Exclude<TraceItem['kind'], 'fact'>, Pattern> = {
  question: clauses.answered,
  scale: scaleClause,
  score: scoreClause,
  date: dateClause,
};

/** Patterns cut at their gaps: text and name of a gap in turns. */
const cut = new Map<string, string[]>();

function fill(pattern: string, values: Record<string, string>): string {
  let parts = cut.get(pattern);
  if (!parts) {
    parts = pattern.split(/\{(\w+)\}/);
    cut.set(pattern, parts);
  }
  let text = parts[0] ?? '';
  for (let index = 1; index < parts.length; index += 2)
    text += (values[parts[index] ?? ''] ?? '') + (parts[index + 1] ?? '');
  return text;
}

/** How an item is worded in a sentence; undefined for a fact, which is only a name for what a reader can check. */
export function clauseOf(item: TraceItem): LocalText | undefined {
  if (item.kind === 'fact') return undefined;
  const pattern = item.state === 'value' ? valueClauses[item.kind] : clauses[item.state];
  return inEach((locale) =>
    fill(pattern[locale], { text: quote(locale, item.text[locale]), value: quote(locale, item.value[locale]) }),
  );
}

function clauseList(list: readonly LocalText[], locale: keyof LocalText): string {
  return list.map((clause) => clause[locale]).join('; ');
}

/** Why something came out as it did, as one sentence in each language. `value` is what a score comes to. */
export function reasonSentence(
  subject: Subject,
  name: LocalText,
  truth: Truth,
  list: readonly LocalText[],
  value?: LocalText,
): LocalText {
  const isBare = list.length === 0;
  const outcome =
    outcomes[subject][isBare && truth === 'true' ? 'always' : isBare && truth === 'false' ? 'never' : truth];
  return inEach((locale) =>
    fill(outcome[locale], {
      name: quote(locale, name[locale]),
      items: clauseList(list, locale),
      value: value?.[locale] ?? '',
    }),
  );
}

/** Whether a duty is met and why; empty texts where nothing was asked. */
export function fulfilmentSentence(truth: Truth, list: readonly LocalText[]): LocalText {
  return inEach((locale) =>
    list.length === 0 ? '' : fill(fulfilment[truth][locale], { items: clauseList(list, locale) }),
  );
}
