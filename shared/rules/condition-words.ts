import type { LocalText } from '../lib/schema.ts';
import { inEach } from './words.ts';

/** The words conditions are written with. Like those of a trace they belong to the engine, so that a printed pack keeps them. */
export const patterns = {
  always: { kk: 'әрқашан', ru: 'всегда', en: 'always' },
  never: { kk: 'ешқашан', ru: 'никогда', en: 'never' },
  all: {
    kk: 'мына шарттардың барлығы орындалады',
    ru: 'выполнены все условия',
    en: 'all of these hold',
  },
  any: {
    kk: 'мына шарттардың кемінде біреуі орындалады',
    ru: 'выполнено хотя бы одно из условий',
    en: 'at least one of these holds',
  },
  not: { kk: 'мына шарт орындалмайды', ru: 'не выполнено условие', en: 'this does not hold' },
  noneOf: {
    kk: 'мына шарттардың ешқайсысы орындалмайды',
    ru: 'не выполнено ни одно из условий',
    en: 'none of these holds',
  },
  notAll: {
    kk: 'мына шарттардың кемінде біреуі орындалмайды',
    ru: 'не выполнено хотя бы одно из условий',
    en: 'at least one of these does not hold',
  },
  answerIs: {
    kk: '{question} сұрағының жауабы — {answers}',
    ru: 'на вопрос {question} дан ответ {answers}',
    en: 'the answer to {question} is {answers}',
  },
  answerIsNot: {
    kk: '{question} сұрағының жауабы {answers} емес',
    ru: 'на вопрос {question} не дан ответ {answers}',
    en: 'the answer to {question} is not {answers}',
  },
  answerOf: { kk: '{question} сұрағының жауабы', ru: 'ответ на вопрос {question}', en: 'the answer to {question}' },
  fact: { kk: '{fact} орындалады', ru: 'верно: {fact}', en: '{fact} holds' },
  factNot: { kk: '{fact} орындалмайды', ru: 'неверно: {fact}', en: '{fact} does not hold' },
  factIs: { kk: '{fact}: {answers}', ru: '{fact}: {answers}', en: '{fact} is {answers}' },
  contains: {
    kk: '{question} сұрағында {answers} таңдалған',
    ru: 'в вопросе {question} выбрано {answers}',
    en: '{answers} is chosen in {question}',
  },
  containsNot: {
    kk: '{question} сұрағында {answers} таңдалмаған',
    ru: 'в вопросе {question} не выбрано {answers}',
    en: '{answers} is not chosen in {question}',
  },
  count: {
    kk: '{question} сұрағында таңдалғандар саны',
    ru: 'число выбранного в вопросе {question}',
    en: 'the number chosen in {question}',
  },
  anyCell: {
    kk: '{question} сұрағының кемінде бір жолында{rows} — {answers}',
    ru: 'в вопросе {question} хотя бы в одной строке{rows} стоит {answers}',
    en: 'at least one row of {question}{rows} stands at {answers}',
  },
  allCells: {
    kk: '{question} сұрағының әр жолында{rows} — {answers}',
    ru: 'в вопросе {question} в каждой строке{rows} стоит {answers}',
    en: 'every row of {question}{rows} stands at {answers}',
  },
  rows: { kk: ' ({rows})', ru: ' ({rows})', en: ' ({rows})' },
  concluded: { kk: '{scale} шкаласы — {answers}', ru: 'шкала {scale}: {answers}', en: '{scale} stands at {answers}' },
  inForce: {
    kk: '{date} қолданыла бастаған',
    ru: 'уже применяется: {date}',
    en: '{date} already applies',
  },
  answered: {
    kk: '{question} сұрағына жауап берілген',
    ru: 'на вопрос {question} дан какой-либо ответ',
    en: '{question} has an answer',
  },
  known: {
    kk: '{question} сұрағының жауабы белгілі',
    ru: 'ответ на вопрос {question} известен',
    en: 'the answer to {question} is known',
  },
  isUnknown: {
    kk: '{question} сұрағына «белгісіз» деп жауап берілген',
    ru: 'на вопрос {question} дан ответ «неизвестно»',
    en: 'the answer to {question} is “unknown”',
  },
  isNa: {
    kk: '{question} сұрағы «қолданылмайды» деп белгіленген',
    ru: 'вопрос {question} отмечен как неприменимый',
    en: '{question} is marked as not applicable',
  },
  gt: { kk: '{a} мынадан артық: {b}', ru: '{a} больше, чем {b}', en: '{a} is greater than {b}' },
  gte: { kk: '{a} мынадан кем емес: {b}', ru: '{a} не меньше, чем {b}', en: '{a} is at least {b}' },
  lt: { kk: '{a} мынадан кем: {b}', ru: '{a} меньше, чем {b}', en: '{a} is less than {b}' },
  lte: { kk: '{a} мынадан артық емес: {b}', ru: '{a} не больше, чем {b}', en: '{a} is at most {b}' },
  dateGt: { kk: '{a} мынадан кейін: {b}', ru: '{a} позже, чем {b}', en: '{a} is after {b}' },
  dateGte: { kk: '{a} мынадан ерте емес: {b}', ru: '{a} не раньше, чем {b}', en: '{a} is not before {b}' },
  dateLt: { kk: '{a} мынадан бұрын: {b}', ru: '{a} раньше, чем {b}', en: '{a} is before {b}' },
  dateLte: { kk: '{a} мынадан кеш емес: {b}', ru: '{a} не позже, чем {b}', en: '{a} is not after {b}' },
  between: {
    kk: '{a} мына аралықта: {b} – {c} (шектерін қоса алғанда)',
    ru: '{a} в пределах от {b} до {c} включительно',
    en: '{a} is from {b} to {c} inclusive',
  },
  today: { kk: 'бағалау күні', ru: 'день оценки', en: 'the day of evaluation' },
  daysSince: {
    kk: 'мына күннен бері өткен күндер саны ({a})',
    ru: 'число дней, прошедших с даты: {a},',
    en: 'the number of days since {a}',
  },
  points: {
    kk: '{tag} белгісі бар сұрақтар ұпайларының {how}{over}',
    ru: '{how} баллов вопросов с меткой {tag}{over}',
    en: 'the {how} of the points of questions tagged {tag}{over}',
  },
  pointsPossible: {
    kk: '{tag} белгісі бар сұрақтар бере алатын ең көп ұпайдың {how}{over}',
    ru: '{how} наибольших возможных баллов вопросов с меткой {tag}{over}',
    en: 'the {how} of the most points that questions tagged {tag} can give{over}',
  },
  sumOf: { kk: 'қосындысы', ru: 'сумма', en: 'sum' },
  maxOf: { kk: 'ең үлкені', ru: 'наибольшее значение', en: 'greatest' },
  overVisible: {
    kk: ' (тек қойылатын сұрақтар)',
    ru: ' (только задаваемых вопросов)',
    en: ' (questions that are asked only)',
  },
  overAll: { kk: ' (барлық сұрақ)', ru: ' (всех вопросов)', en: ' (all questions)' },
  sum: { kk: 'қосынды ({list})', ru: 'сумма ({list})', en: 'the sum of ({list})' },
  max: { kk: 'ең үлкені ({list})', ru: 'наибольшее из ({list})', en: 'the greatest of ({list})' },
  min: { kk: 'ең кішісі ({list})', ru: 'наименьшее из ({list})', en: 'the least of ({list})' },
  mul: { kk: 'көбейтінді ({list})', ru: 'произведение ({list})', en: 'the product of ({list})' },
  div: { kk: 'бөлінді ({list})', ru: 'частное ({list})', en: 'the quotient of ({list})' },
  round: { kk: 'дөңгелектенген мән ({list})', ru: 'округлённое ({list})', en: 'rounded ({list})' },
  if: {
    kk: 'егер {a} болса: {b}; әйтпесе: {c}',
    ru: 'если {a}: {b}; иначе: {c}',
    en: 'if {a}: {b}; otherwise: {c}',
  },
  or: { kk: ' немесе ', ru: ' или ', en: ' or ' },
} as const satisfies Record<string, LocalText>;

export type PatternName = keyof typeof patterns;

/** Fills a pattern in the three languages. */
export function phrase(name: PatternName, values: Record<string, LocalText> = {}): LocalText {
  return inEach((locale) =>
    patterns[name][locale].replace(/\{(\w+)\}/g, (_, key: string) => values[key]?.[locale] ?? ''),
  );
}
