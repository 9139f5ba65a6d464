import type { Problem } from './faults.ts';
import { lintConditions } from './lint-conditions.ts';
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
export function lint(pack: Pack): Problem[] {
  const { prepared, faults } = compilePack(pack, '');
  const problems: Problem[] = faults.map((fault) => ({ ...fault, severity: 'error' as const }));
  if (faults.length === 0) problems.push(...lintConditions(prepared), ...lintCases(prepared));
  problems.push(...lintScales(pack), ...lintScores(pack), ...lintUse(pack), ...lintForce(pack), ...lintTexts(pack));
  return problems;
}

/** Degrees no rule leads to, and rules with one condition and two degrees. */
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
    const byCondition = new Map<string, string>();
    for (const rule of rules) {
      const key = JSON.stringify(rule.when);
      const other = byCondition.get(key);
      if (other)
        problems.push({
          place: `rules.${rule.name}`,
          problem: `has the same condition as ${other} on the same scale`,
          severity: 'warning',
        });
      else byCondition.set(key, rule.name);
    }
  }
  for (const rule of pack.rules) {
    if (rule.concludes || rule.finding) continue;
    problems.push({
      place: `rules.${rule.name}`,
      problem: 'neither concludes on a scale nor has a finding',
      severity: 'error',
    });
  }
  return problems;
}

/** Parts of the pack nothing refers to. */
function lintUse(pack: Pack): Problem[] {
  const references = expressionsOf(pack).map(({ expression }) => referencesOf(expression));
  const used = new Set(references.flatMap(({ names }) => names));
  const tags = new Set(references.flatMap((reference) => reference.tags));
  const dated = new Set(references.flatMap(({ dates }) => dates));
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
  ): Problem[] =>
    list
      .filter(({ name }) => !isUsed.has(name))
      .map(({ name }) => ({ place: `${kind}.${name}`, problem, severity: 'warning' }));
  return [
    ...unused(
      'questions',
      pack.questions.filter((question) => !question.tags.some((tag) => tag === recordOnlyTag || tags.has(tag))),
      used,
      `nothing uses this question; tag it ${recordOnlyTag} if it is meant to be only kept`,
    ),
    ...unused('facts', pack.facts, used, 'nothing uses this fact'),
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
    problems.push({ place: 'cases', problem: 'there is no worked example', severity: 'warning' });
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
  }
  return problems;
}
