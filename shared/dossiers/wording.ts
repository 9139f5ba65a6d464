import { numberFormat } from '../i18n/formats.ts';
import type { MessageKey, Translate } from '../i18n/translate.ts';
import type { Locale } from '../lib/schema.ts';
import type { Inline, Span } from '../report/tree.ts';
import type { Answer } from '../rules/answer.ts';
import { cite } from '../rules/cite.ts';
import type { Pack, Question } from '../rules/pack.ts';
import type { Trace } from '../rules/result.ts';
import { quote } from '../rules/words.ts';
import type { RegisterEntry } from '../registers/contract.ts';
import type { AssessedPack } from './facts.ts';
import type { FieldDefinition, FieldValue, MultilingualText } from '../systems/field-value.ts';

/** Plain text as one run. */
export function plain(text: string, look: Omit<Span, 'text'> = {}): Inline {
  return [{ text, ...look }];
}

/** 23.11.2026 from 2026-11-23 or from an instant. */
export function dayWords(day: string): string {
  const [year = '', month = '', date = ''] = day.slice(0, 10).split('-');
  return `${date}.${month}.${year}`;
}

/** 23.11.2026 10:05 from an instant, as it stands there: in universal time. */
export function momentWords(instant: string): string {
  return `${dayWords(instant)} ${instant.slice(11, 16)}`;
}

/** Who gave the answers a reason rests on, and on which day; with the questions where it was not one person on one day. */
export function answerAuthors({ pack, state }: AssessedPack, { items }: Pick<Trace, 'items'>, t: Translate): Inline {
  const groups = new Map<string, string[]>();
  for (const { kind, name } of items) {
    const stored = kind === 'question' ? state.answers[name] : undefined;
    const question = pack.questions.find((one) => one.name === name);
    if (!stored || !question) continue;
    const author = `${stored.by}, ${dayWords(stored.at)}`;
    const questions = new Set([...(groups.get(author) ?? []), quote(t.locale, question.text[t.locale])]);
    groups.set(author, [...questions]);
  }
  if (groups.size === 0) return [];
  const list = [...groups].map(([author, questions]) =>
    groups.size === 1 ? author : `${author} (${questions.join('; ')})`,
  );
  return [{ text: ` ${t('report.answersBy', { list: list.join('; ') })}`, muted: true }];
}

/** The wanted language of a multilingual text, or another one marked with its language. */
export function multilingual(text: MultilingualText, locale: Locale): Span {
  const wanted = text[locale];
  if (wanted !== undefined && wanted.trim() !== '') return { text: wanted };
  for (const other of ['ru', 'kk', 'en'] as const) {
    const found = text[other];
    if (found !== undefined && found.trim() !== '') return { text: found, lang: other };
  }
  return { text: '' };
}

/** A recorded value in words; the five states stay apart. */
export function fieldWords(
  definition: FieldDefinition,
  value: FieldValue | undefined,
  t: Translate,
  entries: Readonly<Record<string, RegisterEntry>>,
): Inline {
  if (!value) return plain(t('report.notAnswered'), { muted: true, italic: true });
  if ('unknown' in value) return plain(t('report.unknown'), { italic: true });
  if ('na' in value) return plain(t('report.notApplicable', { reason: value.na }));
  const content = value.value;
  if (typeof content === 'number') return plain(numberFormat(t.locale).format(content));
  if (typeof content === 'string') {
    if (definition.type === 'tri') return plain(t(content === 'yes' ? 'report.yes' : 'report.no'));
    if (definition.type === 'date') return plain(dayWords(content), { code: true });
    if (definition.type === 'enum') return plain(t.find(`options.${definition.name}.${content}`) ?? content);
    if (definition.type === 'ref') return plain(entries[content]?.name ?? content);
    return plain(content);
  }
  if (Array.isArray(content)) {
    const words = content.map((item) =>
      definition.type === 'set'
        ? (t.find(`options.${definition.name}.${item}`) ?? item)
        : definition.type === 'refs'
          ? (entries[item]?.name ?? item)
          : item,
    );
    return plain(words.join('; '));
  }
  return [multilingual(content, t.locale)];
}

/** An answer in words. */
export function answerWords(question: Question, answer: Answer | undefined, t: Translate): Inline {
  if (!answer) return plain(t('report.notAnswered'), { muted: true, italic: true });
  if ('unknown' in answer) return plain(t('report.unknown'), { italic: true });
  if ('na' in answer) return plain(t('report.notApplicable', { reason: answer.na }));
  const { value } = answer;
  const option = (code: string): string => question.options?.find((item) => item.code === code)?.text[t.locale] ?? code;
  if (typeof value === 'number') return plain(numberFormat(t.locale).format(value));
  if (typeof value === 'string') {
    if (question.kind === 'yesno') return plain(t(value === 'yes' ? 'report.yes' : 'report.no'));
    if (question.kind === 'single') return plain(option(value));
    if (question.kind === 'date') return plain(dayWords(value), { code: true });
    return plain(value);
  }
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === 'string'))
      return plain(value.map(option).join('; ') || t('report.nothingChosen'));
    return plain(t('report.tableRows', { count: value.length }));
  }
  const level = (code: string): string =>
    code === 'unknown'
      ? t('report.unknown')
      : (question.levels?.find((item) => item.code === code)?.text[t.locale] ?? code);
  const rows = (question.rows ?? []).flatMap((row) => {
    const code = value[row.code];
    return code === undefined ? [] : [`${row.text[t.locale]}: ${level(code)}`];
  });
  return plain(rows.join('; ') || t('report.notAnswered'));
}

/** Provisions with their confidence marks, separated by semicolons. */
export function provisionWords(pack: Pack, names: readonly string[], locale: Locale): Inline {
  return names.flatMap((name, index) => {
    const provision = pack.provisions.find((item) => item.name === name);
    const text = cite(pack, name, locale);
    return [{ text: index === 0 ? text : `; ${text}`, ...(provision ? { confidence: provision.confidence } : {}) }];
  });
}

/** A catalogue text by a key built from data; the key itself where there is none, which a test rules out. */
export function byCode(t: Translate, prefix: string, code: string): string {
  return t.find(`${prefix}.${code}`) ?? code;
}

export type ReportKey = Extract<MessageKey, `report.${string}`>;
