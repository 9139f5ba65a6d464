import type { LocalText } from '../lib/schema.ts';

/** Builds a text in the three languages. */
export function inEach(make: (locale: keyof LocalText) => string): LocalText {
  return { kk: make('kk'), ru: make('ru'), en: make('en') };
}

const same = (text: string): LocalText => ({ kk: text, ru: text, en: text });

/** The words a trace is made of. They are data of the engine and not of the interface: a stored trace keeps them. */
export const words = {
  yes: { kk: 'иә', ru: 'да', en: 'yes' },
  no: { kk: 'жоқ', ru: 'нет', en: 'no' },
  unknown: { kk: 'белгісіз', ru: 'неизвестно', en: 'unknown' },
  notApplicable: { kk: 'қолданылмайды', ru: 'неприменимо', en: 'not applicable' },
  missing: { kk: 'жауап жоқ', ru: 'нет ответа', en: 'no answer' },
  hidden: { kk: 'сұрақ қойылмайды', ru: 'вопрос не задаётся', en: 'not asked' },
  nothingChosen: { kk: 'ештеңе таңдалмаған', ru: 'ничего не выбрано', en: 'nothing chosen' },
  absent: { kk: 'мәні жоқ', ru: 'нет значения', en: 'no value' },
  undetermined: { kk: 'анықталмаған', ru: 'не определено', en: 'not determined' },
} as const satisfies Record<string, LocalText>;

/** Number of rows of a table. */
export function rowCount(count: number): LocalText {
  return { kk: `жолдар саны: ${count}`, ru: `строк: ${count}`, en: `rows: ${count}` };
}

/** A number with the decimal mark of the language. */
export function numberText(value: number): LocalText {
  const text = String(value);
  return { kk: text.replace('.', ','), ru: text.replace('.', ','), en: text };
}

/** What is known of a number; a bound that is null does not exist. */
export function rangeText(low: number | null, high: number | null): LocalText {
  if (low === null && high === null) return words.unknown;
  if (low !== null && low === high) return numberText(low);
  const from = numberText(low ?? 0);
  const to = numberText(high ?? 0);
  if (high === null) return { kk: `кемінде ${from.kk}`, ru: `не меньше ${from.ru}`, en: `at least ${from.en}` };
  if (low === null) return { kk: `ең көбі ${to.kk}`, ru: `не больше ${to.ru}`, en: `at most ${to.en}` };
  return { kk: `${from.kk} – ${to.kk}`, ru: `от ${from.ru} до ${to.ru}`, en: `${from.en} to ${to.en}` };
}

/** A YYYY-MM-DD day as 23.11.2026. */
export function dayText(day: string): LocalText {
  const [year = '', month = '', date = ''] = day.split('-');
  return same(date === '' ? day : `${date}.${month}.${year}`);
}

/** A text a person wrote, shortened to fit a sentence. */
export function quotedText(text: string): LocalText {
  const letters = [...text.trim().replace(/\s+/g, ' ')];
  return same(letters.length > 160 ? `${letters.slice(0, 159).join('')}…` : letters.join(''));
}

/** A degree that may still rise. */
export function atLeast(degree: LocalText): LocalText {
  return {
    kk: `${degree.kk} (алдын ала)`,
    ru: `${degree.ru} (предварительно)`,
    en: `${degree.en} (provisional)`,
  };
}

/** Since when something applies by the edition in force; `step` is undefined where no edition in force names a day. */
export function applicationText(step: { day: string; edition: LocalText } | undefined, hasCome: boolean): LocalText {
  if (!step) {
    return {
      kk: 'күшіндегі редакцияда күні белгіленбеген',
      ru: 'действующая редакция не называет дня',
      en: 'no text in force names a day',
    };
  }
  const day = dayText(step.day).en;
  const { kk, ru, en } = step.edition;
  return hasCome
    ? {
        kk: `${day} күнінен бастап қолданылады (${kk})`,
        ru: `применяется с ${day} (${ru})`,
        en: `applies from ${day} (${en})`,
      }
    : {
        kk: `әлі қолданылмайды, тек ${day} күнінен бастап қолданылады (${kk})`,
        ru: `ещё не применяется, только с ${day} (${ru})`,
        en: `not yet applicable, only from ${day} (${en})`,
      };
}

/** Puts a text in the quotation marks of the language, without a closing full stop. */
export function quote(locale: keyof LocalText, text: string): string {
  const bare = text.trim().replace(/[.;]$/, '');
  return locale === 'en' ? `“${bare}”` : `«${bare}»`;
}
