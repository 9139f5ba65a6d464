import type { Answers } from '../rules/answer.ts';
import type { Pack } from '../rules/pack.ts';
import type { Evaluation, Outcome, Trace, Truth } from '../rules/result.ts';
import { readAnswer } from '../rules/state.ts';
import type { Influence } from './influence.ts';
import { conclusionOf, mainScale } from './policy.ts';
import type { ChangeReason, Explanation, ReevaluationRow, ScaleChange, Standing } from './reevaluation.ts';

/** What comparing needs of an evaluation; sentences are not needed. */
type Compared = Pick<Outcome, 'on' | 'conclusions' | 'findings' | 'obligations' | 'visible' | 'missing'>;

/** What a pack says, with the pack. */
export interface Judged {
  pack: Pack;
  outcome: Compared;
}

/** What is left of an assessment whose version of the pack is not in the workspace. */
export interface Remembered {
  degree: string | null;
  status: Standing['status'];
  duties: readonly { obligation: string; applies: Truth; met: Truth | null }[];
}

type Changes = Pick<ReevaluationRow, 'direction' | 'main' | 'scales' | 'findings' | 'duties' | 'answers' | 'reasons'>;
type Duty = { applies: Truth; met: Truth | null };

const standing = (found: Standing | undefined): Standing | null =>
  found ? { status: found.status, degree: found.degree } : null;
const isSame = (one: Standing | null, other: Standing | null): boolean =>
  one?.status === other?.status && one?.degree === other?.degree;

/** Duties that apply or may apply, by name. */
function dutiesOf(list: readonly { obligation: string; applies: Truth; met: Truth | null }[]): Map<string, Duty> {
  return new Map(
    list.flatMap(({ obligation, applies, met }) =>
      applies === 'false' ? [] : [[obligation, { applies, met }] as const],
    ),
  );
}

function dutyChanges(before: Map<string, Duty>, after: Map<string, Duty>): Changes['duties'] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((obligation) => {
    const [old, now] = [before.get(obligation) ?? null, after.get(obligation) ?? null];
    return old?.applies === now?.applies && old?.met === now?.met ? [] : [{ obligation, before: old, after: now }];
  });
}

/** Place of a degree on its scale; a degree the scale does not know has none. */
function rank(pack: Pack, scale: string, degree: string | null | undefined): number | null {
  if (degree === null || degree === undefined) return null;
  const place = pack.scales.find(({ name }) => name === scale)?.degrees.findIndex(({ code }) => code === degree) ?? -1;
  return place < 0 ? null : place;
}

/** Whether a degree rises or falls; where one of the two is not known there is no telling. */
function directionOf(pack: Pack, { scale, before, after }: ScaleChange): -1 | 0 | 1 {
  const [old, now] = [rank(pack, scale, before?.degree), rank(pack, scale, after?.degree)];
  if (old === null || now === null || old === now) return 0;
  return now > old ? 1 : -1;
}

/** The main scale decides; where it stands still, the screenings do. */
function overall(pack: Pack, main: ScaleChange, scales: readonly ScaleChange[]): Changes['direction'] {
  const screenings = scales.filter(({ scale }) => pack.scales.find(({ name }) => name === scale)?.kind === 'screening');
  const lead = directionOf(pack, main);
  const others = screenings.map((change) => directionOf(pack, change));
  if (lead === 1 || (lead === 0 && others.includes(1))) return 'raised';
  return lead === -1 || others.includes(-1) ? 'lowered' : 'other';
}

function answerChanges(before: Judged, after: Judged, answers: Answers): Changes['answers'] {
  const now = new Map(after.pack.questions.map((question) => [question.name, question]));
  const old = new Map(before.pack.questions.map((question) => [question.name, question]));
  const seen = new Set(before.outcome.visible);
  const stored = Object.entries(answers).flatMap(([question, answer]): Changes['answers'] => {
    const earlier = old.get(question);
    // What decided nothing before is no change.
    if (!earlier || readAnswer(earlier, answer).status === 'missing') return [];
    const present = now.get(question);
    if (!present) return [{ question, kind: 'gone' }];
    return readAnswer(present, answer).status === 'missing' ? [{ question, kind: 'unfit' }] : [];
  });
  const unfit = new Set(stored.map(({ question }) => question));
  const asked = after.outcome.missing.filter((question) => !seen.has(question) && !unfit.has(question));
  return [...stored, ...asked.map((question) => ({ question, kind: 'asked' as const }))];
}

function reasonsOf(
  changes: Omit<Changes, 'reasons' | 'direction'>,
  before: Judged,
  after: Judged,
  influence: Influence,
): ChangeReason[] {
  const found = new Map<string, ChangeReason>();
  // A rule of a scale that neither holds nor could hold, before and after, decided nothing here.
  const idle = new Set(
    [before, after].flatMap(({ pack }) => pack.rules.flatMap(({ name, concludes }) => (concludes ? [name] : []))),
  );
  for (const { outcome } of [before, after])
    for (const { rules, openRules } of outcome.conclusions)
      for (const rule of [...rules, ...openRules]) idle.delete(rule);
  const add = (reasons: readonly ChangeReason[]): void => {
    for (const reason of reasons) {
      if (reason.part !== 'rule' || !idle.has(reason.name)) found.set(`${reason.part} ${reason.name}`, reason);
    }
  };
  for (const { scale } of changes.scales) {
    for (const { outcome } of [before, after]) {
      const conclusion = outcome.conclusions.find((item) => item.scale === scale);
      for (const rule of [...(conclusion?.rules ?? []), ...(conclusion?.openRules ?? [])]) add(influence.ofRule(rule));
    }
  }
  for (const { rule } of changes.findings) add(influence.ofRule(rule));
  for (const { obligation } of changes.duties) add(influence.ofObligation(obligation));
  for (const { question } of changes.answers) add(influence.ofQuestion(question));
  // The same rules on another day: periods ran out, an edition came into force.
  if (found.size === 0 && before.outcome.on !== after.outcome.on)
    add([{ part: 'day', change: 'changed', name: after.outcome.on }]);
  return [...found.values()];
}

/** What changes for one system between two versions of a pack; null where nothing does. */
export function compareOutcomes(before: Judged, after: Judged, answers: Answers, influence: Influence): Changes | null {
  const standingIn = ({ outcome }: Judged, scale: string): Standing | null =>
    standing(outcome.conclusions.find((item) => item.scale === scale));
  const lead = mainScale(after.pack);
  const main = { scale: lead, before: standingIn(before, mainScale(before.pack)), after: standingIn(after, lead) };
  const names = new Set([...after.pack.scales, ...before.pack.scales].map(({ name }) => name));
  const scales = [...names]
    .map((scale) => ({ scale, before: standingIn(before, scale), after: standingIn(after, scale) }))
    .filter((change) => !isSame(change.before, change.after));
  const severity = ({ outcome }: Judged): Map<string, Compared['findings'][number]['severity']> =>
    new Map(outcome.findings.map((finding) => [finding.rule, finding.severity]));
  const [found, finds] = [severity(before), severity(after)];
  const findings = [...new Set([...found.keys(), ...finds.keys()])].flatMap((rule) => {
    const [old, now] = [found.get(rule) ?? null, finds.get(rule) ?? null];
    return old === now ? [] : [{ rule, before: old, after: now }];
  });
  const changes = {
    main,
    scales,
    findings,
    duties: dutyChanges(dutiesOf(before.outcome.obligations), dutiesOf(after.outcome.obligations)),
    answers: answerChanges(before, after, answers),
  };
  if (scales.length + findings.length + changes.duties.length + changes.answers.length === 0) return null;
  return {
    ...changes,
    direction: overall(after.pack, main, scales),
    reasons: reasonsOf(changes, before, after, influence),
  };
}

/** The same where the earlier version of the pack is not at hand: what was stored of it against what is found now. */
export function compareRemembered(before: Remembered, after: Judged): Changes {
  const scale = mainScale(after.pack);
  const now = standing(after.outcome.conclusions.find((item) => item.scale === scale));
  const main = { scale, before: { status: before.status, degree: before.degree }, after: now };
  const isMoved = before.degree !== (now?.degree ?? null);
  return {
    main,
    scales: isMoved ? [main] : [],
    findings: [],
    duties: dutyChanges(dutiesOf(before.duties), dutiesOf(after.outcome.obligations)),
    answers: [],
    direction: overall(after.pack, main, []),
    reasons: [],
  };
}

/** The traces behind each change, under both versions. */
export function explain(
  changes: Pick<Changes, 'scales' | 'findings' | 'duties'>,
  before: Evaluation | null,
  after: Evaluation,
): Explanation[] {
  type Side = Explanation['before'];
  const ofScale = (evaluation: Evaluation | null, scale: string): Side => {
    const conclusion = evaluation ? conclusionOf(evaluation, scale) : undefined;
    // Without a rule that holds, those that could still hold are the reason.
    const rules = conclusion?.rules.length ? conclusion.rules : (conclusion?.openRules ?? []);
    return rules.flatMap((rule) => withTrace(rule, evaluation?.traces[rule]));
  };
  const ofFinding = (evaluation: Evaluation | null, rule: string): Side =>
    withTrace(rule, evaluation?.findings.find((finding) => finding.rule === rule)?.trace);
  const ofDuty = (evaluation: Evaluation | null, name: string): Side =>
    withTrace(name, evaluation?.obligations.find(({ obligation }) => obligation === name)?.trace);
  return [
    ...changes.scales.map(({ scale }) => side('scale', scale, ofScale)),
    ...changes.findings.map(({ rule }) => side('finding', rule, ofFinding)),
    ...changes.duties.map(({ obligation }) => side('obligation', obligation, ofDuty)),
  ];

  function side(
    part: Explanation['part'],
    name: string,
    of: (evaluation: Evaluation | null, name: string) => Side,
  ): Explanation {
    return { part, name, before: of(before, name), after: of(after, name) };
  }
}

function withTrace(rule: string, trace: Trace | undefined): Explanation['before'] {
  return trace ? [{ rule, trace }] : [];
}
