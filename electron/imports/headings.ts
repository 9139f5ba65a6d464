import { translator } from '../../shared/i18n/translate.ts';
import { allTargets, targetLabel } from '../../shared/imports/targets.ts';
import { fold } from '../../shared/lib/fold.ts';
import { Locale } from '../../shared/lib/schema.ts';
import type { ListCell } from './parse.ts';

/**
 * Headings as departments write them, folded, by target. The labels of the fields in three
 * languages are known beside these. The first word of a list is not special.
 */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  name: [
    'название',
    'название ии',
    'название системы',
    'наименование',
    'наименование ии',
    'наименование системы',
    'наименование системы ии',
    'система',
    'система ии',
    'ии',
    'атауы',
    'жүйе',
    'жүйе атауы',
    'жи атауы',
    'жи жүйесі',
    'name',
    'system',
    'system name',
    'ai system',
    'use case',
  ],
  code: ['код', 'код системы', 'шифр', 'жүйе коды', 'system code', 'id'],
  shortDescription: ['описание', 'краткое описание', 'сипаттама', 'сипаттамасы', 'description'],
  site: [
    'цех',
    'площадка',
    'объект',
    'завод',
    'филиал',
    'место применения',
    'алаң',
    'алаңы',
    'нысан',
    'филиалы',
    'site',
    'plant',
    'location',
    'branch',
  ],
  unit: [
    'подразделение',
    'отдел',
    'служба',
    'департамент',
    'бөлім',
    'бөлімше',
    'бөлімшесі',
    'department',
    'unit',
    'division',
  ],
  ownerPerson: [
    'кто отвечает',
    'ответственный',
    'ответственное лицо',
    'владелец процесса',
    'отвечает',
    'жауапты',
    'жауапты адам',
    'кім жауапты',
    'responsible',
    'responsible person',
    'owner',
    'accountable',
  ],
  technicalPerson: [
    'технический специалист',
    'администратор',
    'техникалық маман',
    'technical contact',
    'administrator',
  ],
  intendedPurpose: [
    'для чего',
    'назначение',
    'цель',
    'цель использования',
    'что делает',
    'функция',
    'не үшін',
    'мақсаты',
    'мақсат',
    'purpose',
    'intended purpose',
    'function',
  ],
  formerRiskNote: [
    'класс риска',
    'риск',
    'степень риска',
    'уровень риска',
    'категория риска',
    'класс',
    'қауіп-қатер',
    'қауіп-қатер дәрежесі',
    'тәуекел',
    'тәуекел деңгейі',
    'risk',
    'risk class',
    'risk level',
    'risk tier',
  ],
  hasPersonalData: [
    'пдн',
    'персональные данные',
    'есть пдн',
    'наличие пдн',
    'перс. данные',
    'дербес деректер',
    'дд',
    'personal data',
    'pii',
    'contains personal data',
  ],
  operationSince: [
    'дата ввода',
    'дата ввода в эксплуатацию',
    'ввод в эксплуатацию',
    'дата запуска',
    'начало эксплуатации',
    'в эксплуатации с',
    'внедрена',
    'енгізілген күні',
    'іске қосылған күні',
    'пайдалануға берілген күні',
    'start date',
    'go-live',
    'in operation since',
    'launch date',
  ],
  suppliers: [
    'поставщик',
    'вендор',
    'разработчик',
    'производитель',
    'поставщики',
    'жеткізуші',
    'әзірлеуші',
    'supplier',
    'vendor',
    'developer',
    'provider',
  ],
  hosting: [
    'где стоит',
    'размещение',
    'где размещена',
    'хостинг',
    'место размещения',
    'қайда тұр',
    'орналасуы',
    'орналасқан жері',
    'hosting',
    'where it runs',
    'deployment',
  ],
  note: [
    'примечание',
    'примечания',
    'комментарий',
    'комментарии',
    'ескертпе',
    'ескерту',
    'note',
    'notes',
    'comment',
    'comments',
    'remarks',
  ],
  lifecycleStage: ['стадия', 'статус', 'этап', 'состояние', 'кезең', 'кезеңі', 'күйі', 'stage', 'status', 'lifecycle'],
  acquisition: ['способ получения', 'способ приобретения', 'происхождение', 'қалай алынған', 'acquisition', 'sourcing'],
  kzRole: ['роль', 'роль организации', 'рөлі', 'role'],
  outputKind: ['вид результата', 'результат', 'нәтиже', 'нәтижесі', 'output'],
  industrialProcess: ['процесс', 'направление', 'бизнес-процесс', 'процесі', 'process'],
  autonomyDegree: ['автономность', 'степень автономности', 'дербестік', 'дербестігі', 'autonomy'],
  modeOfUse: ['режим', 'режим использования', 'режимі', 'mode'],
  contractReference: ['договор', 'номер договора', 'контракт', 'шарт', 'шарт нөмірі', 'contract'],
  models: ['модель', 'модель ии', 'модели', 'жи моделі', 'model', 'models'],
  dataLibraries: ['данные', 'библиотека данных', 'датасет', 'дерекнама', 'дерекқор', 'dataset', 'data library'],
  lastRiskReview: ['дата пересмотра', 'последний пересмотр', 'соңғы қайта қарау', 'last review'],
  nextReview: ['следующий пересмотр', 'пересмотр до', 'келесі қайта қарау', 'next review'],
  version: ['версия', 'нұсқа', 'version'],
  usersCount: [
    'число пользователей',
    'количество пользователей',
    'пользователей',
    'пайдаланушылар саны',
    'number of users',
  ],
};

/** Headings of columns that are left out on purpose: running numbers. The degree of our own export is one too. */
const leftOut = ['№', 'no', 'n', '№ п/п', 'п/п', 'номер', 'номер п/п', 'р/с', 'р/б', 'nr', '#', 'number'];

const plain = (heading: string): string =>
  fold(heading)
    .replaceAll(/\([^)]*\)/g, ' ')
    .replaceAll(/[.:*?!«»"]+(?=\s|$)|["«»]/g, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();

function vocabulary(): { exact: Map<string, string | null>; parts: [string, string][] } {
  const exact = new Map<string, string | null>();
  for (const word of leftOut) exact.set(plain(word), null);
  const parts: [string, string][] = [];
  for (const [target, words] of Object.entries(synonyms)) {
    for (const word of words) {
      exact.set(plain(word), target);
      parts.push([plain(word), target]);
    }
  }
  for (const locale of Locale.options) {
    const translate = translator(locale);
    for (const { target } of allTargets()) exact.set(plain(targetLabel(translate, target)), target);
    exact.set(plain(translate('imports.degreeHeading')), null);
  }
  // Longest first, so that "дата ввода" wins over "ввод".
  return { exact, parts: parts.filter(([word]) => word.length > 3).sort((a, b) => b[0].length - a[0].length) };
}

const known = vocabulary();

export interface HeadingGuess {
  target: string | null;
  confidence: 'sure' | 'guess' | 'none';
}

/** What a heading most likely means. `sure` with no target: a column left out on purpose. */
export function guessHeading(heading: string): HeadingGuess {
  const text = plain(heading);
  if (text === '') return { target: null, confidence: 'none' };
  const exact = known.exact.get(text);
  if (exact !== undefined) return { target: exact, confidence: 'sure' };
  const part = known.parts.find(([word]) => ` ${text} `.includes(` ${word} `) || text.startsWith(word));
  return part ? { target: part[1], confidence: 'guess' } : { target: null, confidence: 'none' };
}

/** Guesses for a row of headings; a target is given once, to the surest and then the leftmost column. */
export function guessColumns(headings: readonly string[]): HeadingGuess[] {
  const guesses = headings.map(guessHeading);
  const taken = new Set<string>();
  for (const wanted of ['sure', 'guess'] as const) {
    guesses.forEach((guess, index) => {
      if (guess.confidence !== wanted || guess.target === null) return;
      if (taken.has(guess.target)) guesses[index] = { target: null, confidence: 'none' };
      else taken.add(guess.target);
    });
  }
  return guesses;
}

const rowsLookedAt = 25;

/**
 * Place of the heading row: the one among the first whose cells look most like headings; titles and
 * blank lines above are passed over. Without any known heading, the first row that is as wide as the table.
 */
export function guessHeaderRow(rows: readonly (ListCell | null)[][]): number {
  const filled = rows.map((row) => row.filter((cell) => cell !== null).length);
  const widest = Math.max(...filled.slice(0, rowsLookedAt), 0);
  let best = { row: -1, score: 0 };
  rows.slice(0, rowsLookedAt).forEach((row, index) => {
    const score = row.reduce((sum, cell) => {
      const { confidence } = guessHeading(cell?.text ?? '');
      return sum + (confidence === 'sure' ? 3 : confidence === 'guess' ? 1 : 0);
    }, 0);
    if (score > best.score && (filled[index] ?? 0) > 1) best = { row: index, score };
  });
  if (best.score >= 3) return best.row;
  const wide = filled.findIndex((count) => count >= Math.max(1, widest - 1));
  return Math.max(0, wide);
}
