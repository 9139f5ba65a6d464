import type { KnownProblem, Problem, ProblemKind } from './faults.ts';
import { lintConditions } from './lint-conditions.ts';
import { lintConflicts } from './lint-conflicts.ts';
import { lintScores } from './lint-scores.ts';
import { lintTexts } from './lint-texts.ts';
import type { Pack } from './pack.ts';
import { compilePack, type PreparedPack } from './prepare.ts';
import { referencesOf } from './references.ts';
import { expressionsOf } from './sites.ts';
import { readAnswer } from './state.ts';

/** Tag of questions whose answer is only kept in the record and decides nothing. */
export const recordOnlyTag = 'record-only';

/** Checks a pack that fits the schema. Gives every problem found, in English for pack authors; none means a clean pack. */
export function lint(pack: Pack): KnownProblem[] {
  const { prepared, faults } = compilePack(pack, '');
  const as = (kind: ProblemKind, problems: readonly Problem[]): KnownProblem[] =>
    problems.map((problem) => ({ kind, ...problem }));
  const broken = as(
    'reference',
    faults.map((fault) => ({ ...fault, severity: 'error' })),
  );
  const constant = broken.length > 0 ? [] : lintConditions(prepared);
  return [
    ...broken,
    ...as('condition', constant),
    ...(broken.length > 0 ? [] : lintConflicts(prepared, new Set(constant.map(({ place }) => place)))),
    ...as('scale', lintScales(pack)),
    ...as('score', lintScores(pack)),
    ...as('outcome', lintOutcomes(pack)),
    ...as('unused', lintUse(pack)),
    ...as('force', lintForce(pack)),
    ...as('text', lintTexts(pack)),
    ...(broken.length > 0 ? [] : as('case', lintCases(prepared))),
  ];
}

/** Degrees no rule leads to. */
function lintScales(pack: Pack): Problem[] {
  const problems: Problem[] = [];
  for (const scale of pack.scales) {
    const rules = pack.rules.filter((rule) => rule.concludes?.scale === scale.name);
    for (const { code } of scale.degrees) {
      if (rules.some((rule) => rule.concludes?.degree === code)) continue;
      problems.push({
        place: `scales.${scale.name}.degrees.${code}`,
        problem: 'no rule leads to this degree',
        severity: 'error',
      });
    }
  }
  return problems;
}

/** Rules that say nothing. */
function lintOutcomes(pack: Pack): Problem[] {
  return pack.rules
    .filter((rule) => !rule.concludes && !rule.finding)
    .map(({ name }) => ({
      place: `rules.${name}`,
      problem: 'neither concludes on a scale nor has a finding',
      severity: 'error',
    }));
}

/** Parts of the pack nothing refers to. */
function lintUse(pack: Pack): Problem[] {
  const references = expressionsOf(pack).map(({ expression }) => referencesOf(expression));
  const used = new Set(references.flatMap(({ names }) => names));
  const tags = new Set(references.flatMap((reference) => reference.tags));
  const dated = new Set(references.flatMap(({ dates }) => dates));
  const dating = new Set(pack.applicationDates.flatMap(({ dates }) => dates.map(({ edition }) => edition)));
  const sent = new Set(pack.channels.flatMap(({ parts }) => parts.map(({ part }) => part)));
  const cited = new Set(
    [
      pack.questions,
      pack.scores,
      pack.scales,
      pack.rules,
      pack.obligations,
      pack.documents,
      pack.editions,
      pack.applicationDates,
      pack.packageParts,
      pack.channels,
      pack.sanctions,
      pack.openPoints,
    ].flatMap((list) => list.flatMap(({ provisions }) => provisions)),
  );
  const resting = new Set(pack.provisions.map(({ source }) => source));
  const asked = new Set(pack.questions.map(({ section }) => section));
  const unused = (
    kind: string,
    list: readonly { name: string }[],
    isUsed: ReadonlySet<string>,
    problem: string,
    severity: Problem['severity'] = 'warning',
  ): Problem[] =>
    list.filter(({ name }) => !isUsed.has(name)).map(({ name }) => ({ place: `${kind}.${name}`, problem, severity }));
  return [
    ...unused(
      'questions',
      pack.questions.filter((question) => !question.tags.some((tag) => tag === recordOnlyTag || tags.has(tag))),
      used,
      `nothing uses this question; tag it ${recordOnlyTag} if it is meant to be only kept`,
      'error',
    ),
    ...unused('facts', pack.facts, used, 'nothing uses this fact'),
    ...unused('editions', pack.editions, dating, 'no application date names this edition'),
    ...unused('applicationDates', pack.applicationDates, dated, 'no condition asks for this date'),
    ...unused('packageParts', pack.packageParts, sent, 'no channel has this part'),
    ...unused('provisions', pack.provisions, cited, 'nothing cites this provision'),
    ...unused('sources', pack.sources, resting, 'no provision is from this source'),
    ...unused('sections', pack.sections, asked, 'no question is in this section'),
  ];
}

/** Nothing is called required by law that rests only on what is not established. */
function lintForce(pack: Pack): Problem[] {
  const firm = new Set(
    pack.provisions.flatMap(({ name, confidence }) =>
      confidence === 'verified' || confidence === 'secondary' ? name : [],
    ),
  );
  const check = (
    kind: string,
    list: readonly { name: string; force: 'law' | 'recommended'; provisions: string[] }[],
  ): Problem[] =>
    list
      .filter(({ force, provisions }) => force === 'law' && !provisions.some((name) => firm.has(name)))
      .map(({ name }) => ({
        place: `${kind}.${name}`,
        problem: 'is marked as required by law and cites only uncertain provisions or interpretations',
        severity: 'error',
      }));
  return [...check('obligations', pack.obligations), ...check('documents', pack.documents)];
}

/** Worked examples name what exists and answer what they mean to answer. */
function lintCases({ pack, scope }: PreparedPack): Problem[] {
  const problems: Problem[] = [];
  if (pack.cases.length === 0)
    problems.push({ place: 'cases', problem: 'there is no worked example', severity: 'error' });
  for (const example of pack.cases) {
    const place = `cases.${example.name}`;
    for (const [name, answer] of Object.entries(example.answers)) {
      const question = pack.questions[scope.questionIndex.get(name) ?? -1];
      if (!question)
        problems.push({ place, problem: `answers ${name}, and no question is called so`, severity: 'error' });
      else if (readAnswer(question, answer).status === 'missing') {
        problems.push({ place, problem: `the answer to ${name} does not fit the question`, severity: 'error' });
      } else if ('value' in answer && question.kind === 'matrix') {
        const cells = readAnswer(question, answer).cells;
        const wrong = Object.keys(answer.value).filter((row) => !cells?.has(row));
        if (wrong.length > 0)
          problems.push({ place, problem: `${name}: wrong row or level at ${wrong.join(', ')}`, severity: 'error' });
      }
    }
    for (const [name, degree] of Object.entries(example.expect.scales)) {
      const scale = pack.scales[scope.scaleIndex.get(name) ?? -1];
      if (!scale) problems.push({ place, problem: `no scale is called ${name}`, severity: 'error' });
      else if (degree !== null && !scale.degrees.some(({ code }) => code === degree)) {
        problems.push({ place, problem: `scale ${name} has no degree ${degree}`, severity: 'error' });
      }
    }
    const { expect } = example;
    const unknown = (names: readonly string[], known: readonly { name: string }[], what: string): void => {
      for (const name of names)
        if (!known.some((one) => one.name === name))
          problems.push({ place, problem: `no ${what} is called ${name}`, severity: 'error' });
    };
    unknown(Object.keys(expect.status), pack.scales, 'scale');
    unknown(Object.keys(expect.scores), pack.scores, 'score');
    unknown(
      [...expect.findings, ...expect.absent],
      pack.rules.filter(({ finding }) => finding !== undefined),
      'rule with a finding',
    );
    unknown([...expect.obligations, ...expect.noObligations], pack.obligations, 'obligation');
    unknown([...expect.channels, ...expect.noChannels], pack.channels, 'channel');
  }
  return problems;
}
