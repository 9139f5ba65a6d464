import type { Pack } from './pack.ts';
import type { Problem } from './faults.ts';

const placeholder = /\{[A-Za-z][\w-]*/g;

function placeholdersOf(text: string): string {
  return [...new Set(text.match(placeholder) ?? [])].sort().join(' ');
}

/** Checks every text in three languages: same placeholders, and no language that only repeats another. */
export function lintTexts(pack: Pack): Problem[] {
  const problems: Problem[] = [];
  const queue: { value: unknown; place: string }[] = [{ value: pack, place: '' }];
  for (let entry = queue.pop(); entry; entry = queue.pop()) {
    const { value, place } = entry;
    if (typeof value !== 'object' || value === null) continue;
    if (isLocalText(value)) problems.push(...lintText(value, place));
    else queue.push(...childrenOf(value, place));
  }
  return problems.sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
}

function isLocalText(value: object): value is Record<'kk' | 'ru' | 'en', string> {
  return (
    Object.keys(value).sort().join() === 'en,kk,ru' && Object.values(value).every((text) => typeof text === 'string')
  );
}

function childrenOf(value: object, place: string): { value: unknown; place: string }[] {
  return Object.entries(value).map(([key, child]) => {
    const named = typeof child === 'object' && child !== null ? (child as { name?: unknown; code?: unknown }) : {};
    const name = [named.name, named.code].find((one) => typeof one === 'string');
    const label = Array.isArray(value) && name !== undefined ? name : key;
    return { value: child as unknown, place: place === '' ? label : `${place}.${label}` };
  });
}

function lintText(text: Record<'kk' | 'ru' | 'en', string>, place: string): Problem[] {
  const problems: Problem[] = [];
  const wanted = placeholdersOf(text.ru);
  for (const locale of ['kk', 'en'] as const) {
    if (placeholdersOf(text[locale]) !== wanted) {
      problems.push({
        place: `${place}.${locale}`,
        problem: 'placeholders differ from those in ru',
        severity: 'error',
      });
    }
  }
  // A single word or a name may well be the same in Kazakh and Russian; a phrase is a forgotten translation.
  if (text.kk === text.ru && /[а-яё]\S*\s+\S*[а-яё]\S*\s+\S*[а-яё]/i.test(text.kk)) {
    problems.push({ place, problem: 'kk repeats ru', severity: 'warning' });
  }
  if (text.en === text.ru && /[а-яё]/i.test(text.en)) {
    problems.push({ place: `${place}.en`, problem: 'en repeats ru', severity: 'error' });
  }
  if (/[әғқңөұүһі]/.test(text.ru.replace(/«[^»]*»/g, ''))) {
    problems.push({ place: `${place}.ru`, problem: 'has Kazakh letters', severity: 'warning' });
  }
  return problems;
}
