import { translator, type Translate } from '../i18n/translate.ts';
import type { LocalText } from '../lib/schema.ts';
import { byCode } from '../dossiers/wording.ts';
import { cite } from '../rules/cite.ts';
import { conditionText } from '../rules/condition.ts';
import type { Expression } from '../rules/expression.ts';
import type { Option, Pack, Question } from '../rules/pack.ts';
import { dayText, inEach, numberText, words } from '../rules/words.ts';
import { caseWords } from './describe-cases.ts';
import { deadlineWords } from './describe-duties.ts';
import { bandWords } from './describe-rules.ts';

/** Lists of a pack that are compared by name, and its head. */
export type PackPart =
  | 'identity'
  | Exclude<
      keyof Pack,
      | 'format'
      | 'id'
      | 'version'
      | 'title'
      | 'jurisdiction'
      | 'lawTextDate'
      | 'effectiveFrom'
      | 'effectiveTo'
      | 'authors'
      | 'changelog'
      | 'mci'
      | 'summary'
    >;

/** A property of a part: the data it is compared by, and how it reads. */
export interface Field {
  raw: string;
  /** Null where the part has nothing here. */
  words: LocalText | null;
  /** A text of the pack itself, which may change in one language alone. */
  isText: boolean;
  /** Its key in the catalogue and what it is about, where it belongs to an option, a row, a level or a degree. */
  what?: string;
  subject?: LocalText;
}

/** A part with everything it says. */
export interface Part {
  name: string;
  title: LocalText;
  fields: Record<string, Field>;
}

const raw = (value: unknown): string => JSON.stringify(value) ?? '';
const same = (value: string): LocalText | null => (value === '' ? null : inEach(() => value));
const field = (data: unknown, text: LocalText | null): Field => ({ raw: raw(data), words: text, isText: false });
const text = (value: LocalText | undefined): Field => ({ raw: raw(value), words: value ?? null, isText: true });
const plainField = (value: string | undefined): Field => field(value, same(value ?? ''));
const flag = (value: boolean): Field => field(value, value ? words.yes : words.no);
const day = (value: string | undefined): Field => field(value, value === undefined ? null : dayText(value));
const translated = (make: (t: Translate) => string): LocalText | null => {
  const made = inEach((locale) => make(translator(locale)));
  return made.en === '' && made.ru === '' && made.kk === '' ? null : made;
};
const code = (prefix: string, value: string): Field =>
  field(
    value,
    translated((t) => byCode(t, prefix, value)),
  );
const list = (data: unknown, items: readonly (LocalText | null)[]): Field => {
  const present = items.filter((item) => item !== null);
  return field(data, present.length === 0 ? null : inEach((locale) => present.map((item) => item[locale]).join('; ')));
};

/** Everything a pack says, by part and property. */
export function partsOf(pack: Pack): Record<PackPart, Part[]> {
  const condition = (expression: Expression | undefined): Field =>
    field(expression, expression === undefined ? null : conditionText(pack, expression));
  const provisions = (names: readonly string[]): Field =>
    list(
      names,
      names.map((name) => inEach((locale) => cite(pack, name, locale))),
    );
  const force = (value: 'law' | 'recommended'): Field =>
    field(
      value,
      translated((t) => t(value === 'law' ? 'report.dutiesByLaw' : 'report.dutiesRecommended')),
    );
  const confidence = (value: string): Field => code('report.confidence', value);
  const titleOf = (items: readonly { name: string; title: LocalText }[], name: string): LocalText =>
    items.find((one) => one.name === name)?.title ?? inEach(() => name);
  const degreeOf = (scale: string, degree: string): LocalText =>
    pack.scales.find(({ name }) => name === scale)?.degrees.find((one) => one.code === degree)?.text ??
    inEach(() => degree);

  return {
    identity: [
      {
        name: pack.id,
        title: pack.title,
        fields: {
          title: text(pack.title),
          version: plainField(pack.version),
          jurisdiction: plainField(pack.jurisdiction),
          lawTextDate: day(pack.lawTextDate),
          effectiveFrom: day(pack.effectiveFrom),
          effectiveTo: day(pack.effectiveTo),
          authors: plainField(pack.authors.join('; ')),
          mci: list(
            pack.mci,
            pack.mci.map((one) =>
              translated(
                (t) =>
                  `${one.year}: ${t('packTools.document.tenge', { tenge: one.tenge })}, ${byCode(t, 'report.confidence', one.confidence)}`,
              ),
            ),
          ),
          summary: field(pack.summary, pack.summary === undefined ? null : titleOf(pack.scales, pack.summary)),
          changelog: list(
            pack.changelog,
            pack.changelog.map((one) => inEach((locale) => `${one.version}: ${one.text[locale]}`)),
          ),
        },
      },
    ],
    sources: pack.sources.map((source) => ({
      name: source.name,
      title: source.title,
      fields: {
        title: text(source.title),
        number: plainField(source.number),
        date: day(source.date),
        edition: text(source.edition),
        identifier: plainField(source.identifier),
        checkedOn: day(source.checkedOn),
        confidence: confidence(source.confidence),
      },
    })),
    provisions: pack.provisions.map((provision) => {
      const { name, source, article, part, paragraph, item, label } = provision;
      const place = inEach((locale) => cite(pack, name, locale));
      return {
        name,
        title: place,
        fields: {
          source: field(source, titleOf(pack.sources, source)),
          place: field([article, part, paragraph, item, label], place),
          confidence: confidence(provision.confidence),
          summary: text(provision.summary),
        },
      };
    }),
    sections: pack.sections.map((section) => ({
      name: section.name,
      title: section.title,
      fields: { title: text(section.title), help: text(section.help) },
    })),
    questions: pack.questions.map((question) => ({
      name: question.name,
      title: question.text,
      fields: {
        text: text(question.text),
        section: field(question.section, titleOf(pack.sections, question.section)),
        kind: code('packTools.document.kinds', question.kind),
        ...optionFields(question),
        allowNa: flag(question.allowNa),
        visibleWhen: condition(question.visibleWhen),
        requiredWhen: condition(question.requiredWhen),
        help: text(question.help),
        evidence: text(question.evidence),
        commonError: text(question.commonError),
        prefill: plainField(question.prefill),
        tags: plainField(question.tags.join('; ')),
        provisions: provisions(question.provisions),
      },
    })),
    facts: pack.facts.map((fact) => ({
      name: fact.name,
      title: fact.text,
      fields: { text: text(fact.text), value: condition(fact.value) },
    })),
    scores: pack.scores.map((score) => ({
      name: score.name,
      title: score.title,
      fields: {
        title: text(score.title),
        value: condition(score.value),
        decimals: plainField(String(score.decimals)),
        thresholds: list(
          score.thresholds,
          score.thresholds.map((one) => translated((t) => `${one.text[t.locale]}: ${bandWords(one, t)}`)),
        ),
        provisions: provisions(score.provisions),
      },
    })),
    scales: pack.scales.map((scale) => ({
      name: scale.name,
      title: scale.title,
      fields: {
        title: text(scale.title),
        kind: code('packTools.difference.scaleKinds', scale.kind),
        // Their order is what they mean: lowest first.
        degreeOrder: plainField(scale.degrees.map((degree) => degree.code).join(' < ')),
        ...named('degree', scale.degrees, ({ text: words, help }) => ({ text: text(words), help: text(help) })),
        provisions: provisions(scale.provisions),
      },
    })),
    rules: pack.rules.map((rule) => ({
      name: rule.name,
      title: rule.text,
      fields: {
        text: text(rule.text),
        when: condition(rule.when),
        concludes: field(
          rule.concludes,
          rule.concludes
            ? inEach(
                (locale) =>
                  `${titleOf(pack.scales, rule.concludes?.scale ?? '')[locale]}: ${degreeOf(rule.concludes?.scale ?? '', rule.concludes?.degree ?? '')[locale]}`,
              )
            : null,
        ),
        severity: rule.finding ? code('report.severity', rule.finding.severity) : field(undefined, null),
        message: text(rule.finding?.message),
        provisions: provisions(rule.provisions),
      },
    })),
    obligations: pack.obligations.map((duty) => ({
      name: duty.name,
      title: duty.title,
      fields: {
        mark: plainField(duty.mark),
        title: text(duty.title),
        text: text(duty.text),
        when: condition(duty.when),
        bound: list(
          duty.bound,
          duty.bound.map((role) => translated((t) => byCode(t, 'report.roles', role))),
        ),
        force: force(duty.force),
        metWhen: condition(duty.metWhen),
        deadline: field(duty.deadline, duty.deadline ? translated((t) => deadlineWords(pack, duty, t)) : null),
        evidence: text(duty.evidence),
        documents: list(
          duty.documents,
          duty.documents.map((name) => titleOf(pack.documents, name)),
        ),
        provisions: provisions(duty.provisions),
      },
    })),
    documents: pack.documents.map((document) => ({
      name: document.name,
      title: document.title,
      fields: {
        title: text(document.title),
        when: condition(document.when),
        force: force(document.force),
        provisions: provisions(document.provisions),
      },
    })),
    editions: pack.editions.map((edition) => ({
      name: edition.name,
      title: edition.title,
      fields: { title: text(edition.title), from: day(edition.from), provisions: provisions(edition.provisions) },
    })),
    applicationDates: pack.applicationDates.map((date) => ({
      name: date.name,
      title: date.subject,
      fields: {
        subject: text(date.subject),
        dates: list(
          date.dates,
          date.dates.map((one) =>
            inEach((locale) => `${titleOf(pack.editions, one.edition)[locale]}: ${dayText(one.from)[locale]}`),
          ),
        ),
        provisions: provisions(date.provisions),
      },
    })),
    packageParts: pack.packageParts.map((part) => ({
      name: part.name,
      title: part.title,
      fields: {
        mark: plainField(part.mark),
        title: text(part.title),
        content: text(part.content),
        readyWhen: condition(part.readyWhen),
        provisions: provisions(part.provisions),
      },
    })),
    channels: pack.channels.map((channel) => ({
      name: channel.name,
      title: channel.title,
      fields: {
        mark: plainField(channel.mark),
        title: text(channel.title),
        trigger: text(channel.trigger),
        recipient: text(channel.recipient),
        voluntary: flag(channel.voluntary),
        when: condition(channel.when),
        parts: list(
          channel.parts,
          channel.parts.map(({ part, force: by, when }) =>
            inEach((locale) =>
              [titleOf(pack.packageParts, part), force(by).words, condition(when).words]
                .flatMap((one) => one?.[locale] ?? [])
                .join(', '),
            ),
          ),
        ),
        provisions: provisions(channel.provisions),
      },
    })),
    sanctions: pack.sanctions.map((sanction) => ({
      name: sanction.name,
      title: sanction.act,
      fields: {
        act: text(sanction.act),
        amounts: list(
          sanction.amounts,
          sanction.amounts.map(({ subject, mci }) =>
            translated((t) =>
              t('packTools.document.amount', {
                subject: byCode(t, 'packTools.document.subjects', subject),
                mci: numberText(mci)[t.locale],
              }),
            ),
          ),
        ),
        extra: text(sanction.extra),
        provisions: provisions(sanction.provisions),
      },
    })),
    openPoints: pack.openPoints.map((point) => ({
      name: point.name,
      title: point.text,
      fields: { text: text(point.text), provisions: provisions(point.provisions) },
    })),
    cases: pack.cases.map((example) => ({
      name: example.name,
      title: inEach(() => example.name),
      fields: {
        on: day(example.on),
        answers: field(
          example.answers,
          translated((t) => caseWords(pack, example, t).answers),
        ),
        expected: field(
          example.expect,
          translated((t) => caseWords(pack, example, t).expected),
        ),
      },
    })),
  };
}

/** One field for each coded entry and property, so that a change names the option it is about. */
function named<T extends { code: string; text: LocalText }>(
  what: string,
  entries: readonly T[],
  fieldsOf: (entry: T) => Record<string, Field>,
): Record<string, Field> {
  return Object.fromEntries(
    entries.flatMap((entry) =>
      Object.entries(fieldsOf(entry)).map(
        ([key, value]) =>
          [`${what} ${entry.code} ${key}`, { ...value, what: `${what}.${key}`, subject: entry.text }] as const,
      ),
    ),
  );
}

function optionFields(question: Question): Record<string, Field> {
  const of = (what: string, options: readonly Option[] | undefined): Record<string, Field> =>
    named(what, options ?? [], (option) => ({
      text: text(option.text),
      help: text(option.help),
      points: field(option.points, option.points === undefined ? null : numberText(option.points)),
    }));
  const order = (options: readonly Option[] | undefined): Field =>
    plainField(options?.map((one) => one.code).join('; '));
  return {
    ...of('option', question.options),
    optionOrder: order(question.options),
    ...of('row', question.rows),
    rowOrder: order(question.rows),
    ...of('level', question.levels),
    levelOrder: order(question.levels),
    ...of('column', question.columns),
    columnOrder: order(question.columns),
  };
}
