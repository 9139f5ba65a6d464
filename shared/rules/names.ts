import type { FaultSink } from './faults.ts';
import type { Option as OptionSchema, Pack, Question, Score } from './pack.ts';
import { todayName } from './references.ts';
import { unknownLevel } from './state.ts';
import type { z } from '../lib/schema.ts';

type Option = z.infer<typeof OptionSchema>;

/** Checks that names are unique where they are looked up and that every name used outside expressions exists. */
export function checkNames(pack: Pack, faults: FaultSink): void {
  const unique = (kind: string, names: readonly string[]): Set<string> => {
    const seen = new Set<string>();
    for (const name of names) {
      if (seen.has(name)) faults.add(`${kind}.${name}`, 'this name is used twice');
      seen.add(name);
    }
    return seen;
  };
  const namesOf = (list: readonly { name: string }[]): string[] => list.map(({ name }) => name);
  const sources = unique('sources', namesOf(pack.sources));
  const provisions = unique('provisions', namesOf(pack.provisions));
  const sections = unique('sections', namesOf(pack.sections));
  const documents = unique('documents', namesOf(pack.documents));
  const questions = unique('questions', namesOf(pack.questions));
  unique('scores', namesOf(pack.scores));
  const scales = unique('scales', namesOf(pack.scales));
  unique('rules', namesOf(pack.rules));
  unique('obligations', namesOf(pack.obligations));
  const editions = unique('editions', namesOf(pack.editions));
  unique('applicationDates', namesOf(pack.applicationDates));
  const packageParts = unique('packageParts', namesOf(pack.packageParts));
  unique('channels', namesOf(pack.channels));
  unique('sanctions', namesOf(pack.sanctions));
  unique('openPoints', namesOf(pack.openPoints));
  unique('cases', namesOf(pack.cases));
  const facts = unique('facts', namesOf(pack.facts));
  for (const name of facts) if (questions.has(name)) faults.add(`facts.${name}`, 'a question has this name too');
  for (const { name } of pack.scores) {
    if (questions.has(name)) faults.add(`scores.${name}`, 'a question has this name too');
    if (facts.has(name)) faults.add(`scores.${name}`, 'a fact has this name too');
  }
  for (const { name } of [...pack.questions, ...pack.facts, ...pack.scores]) {
    if (name === todayName) faults.add(name, 'this name is reserved for the day of evaluation');
  }

  const exist = (known: ReadonlySet<string>, wanted: readonly string[], what: string, place: string): void => {
    for (const name of wanted) if (!known.has(name)) faults.add(place, `no ${what} is called ${name}`);
  };
  for (const provision of pack.provisions) exist(sources, [provision.source], 'source', `provisions.${provision.name}`);
  for (const question of pack.questions) {
    const place = `questions.${question.name}`;
    exist(sections, [question.section], 'section', place);
    checkChoices(question, place, unique, faults);
  }
  for (const score of pack.scores) {
    unique(
      `scores.${score.name}.thresholds`,
      score.thresholds.map(({ code }) => code),
    );
    checkThresholds(score, faults);
  }
  for (const scale of pack.scales)
    unique(
      `scales.${scale.name}.degrees`,
      scale.degrees.map(({ code }) => code),
    );
  for (const rule of pack.rules) {
    if (!rule.concludes) continue;
    const { scale: name, degree } = rule.concludes;
    const scale = pack.scales.find((one) => one.name === name);
    if (!scale) faults.add(`rules.${rule.name}.concludes`, `no scale is called ${name}`);
    else if (!scale.degrees.some(({ code }) => code === degree)) {
      faults.add(`rules.${rule.name}.concludes`, `scale ${name} has no degree ${degree}`);
    }
  }
  for (const obligation of pack.obligations)
    exist(documents, obligation.documents, 'document', `obligations.${obligation.name}`);
  if (pack.summary !== undefined) exist(scales, [pack.summary], 'scale', 'summary');
  unique(
    'editions.from',
    pack.editions.map(({ from }) => from),
  );
  for (const { name, dates } of pack.applicationDates) {
    const named = dates.map(({ edition }) => edition);
    exist(editions, named, 'edition', `applicationDates.${name}`);
    unique(`applicationDates.${name}.dates`, named);
  }
  for (const { name, parts } of pack.channels) {
    const named = parts.map(({ part }) => part);
    exist(packageParts, named, 'package part', `channels.${name}`);
    unique(`channels.${name}.parts`, named);
  }
  const citing = {
    questions: pack.questions,
    scores: pack.scores,
    scales: pack.scales,
    rules: pack.rules,
    obligations: pack.obligations,
    documents: pack.documents,
    editions: pack.editions,
    applicationDates: pack.applicationDates,
    packageParts: pack.packageParts,
    channels: pack.channels,
    sanctions: pack.sanctions,
    openPoints: pack.openPoints,
  };
  for (const [kind, list] of Object.entries(citing)) {
    for (const part of list) exist(provisions, part.provisions, 'provision', `${kind}.${part.name}`);
  }
}

/** Thresholds ascend and no value lies in two of them. */
function checkThresholds({ name, thresholds }: Score, faults: FaultSink): void {
  thresholds.forEach(({ code, from, to }, index) => {
    const place = `scores.${name}.thresholds.${code}`;
    if (from === undefined && index > 0) faults.add(place, 'only the first threshold may lack from');
    if (to === undefined && index < thresholds.length - 1) faults.add(place, 'only the last threshold may lack to');
    if (from !== undefined && to !== undefined && from > to) faults.add(place, `from ${from} is greater than to ${to}`);
    const before = thresholds[index - 1]?.to;
    if (from !== undefined && before !== undefined && from <= before)
      faults.add(place, `from ${from} has to be greater than ${before}, the to of the threshold before`);
  });
}

/** A question has the choices its kind needs. */
function checkChoices(
  question: Question,
  place: string,
  unique: (kind: string, names: readonly string[]) => Set<string>,
  faults: FaultSink,
): void {
  const lists = { options: question.options, rows: question.rows, levels: question.levels, columns: question.columns };
  const needed: Record<Question['kind'], readonly (keyof typeof lists)[]> = {
    yesno: [],
    single: ['options'],
    multiple: ['options'],
    number: [],
    text: [],
    date: [],
    matrix: ['rows', 'levels'],
    table: ['columns'],
  };
  for (const [name, list] of Object.entries(lists) as [keyof typeof lists, Option[] | undefined][]) {
    const wanted = needed[question.kind].includes(name);
    if (wanted && !list?.length) faults.add(place, `a ${question.kind} question needs ${name}`);
    if (!wanted && list) faults.add(place, `a ${question.kind} question has no ${name}`);
    unique(
      `${place}.${name}`,
      (list ?? []).map(({ code }) => code),
    );
  }
  if (question.levels?.some(({ code }) => code === unknownLevel)) {
    faults.add(`${place}.levels`, 'the level unknown exists without being listed');
  }
}
