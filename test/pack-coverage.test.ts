import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCase } from '../shared/rules/cases.ts';
import { evaluate, preparePack } from '../shared/rules/evaluate.ts';
import type { Answers } from '../shared/rules/answer.ts';
import type { Case, Pack } from '../shared/rules/pack.ts';
import { readPackFolder } from '../electron/packs/library.ts';
import { productFolder } from '../electron/product-folder.ts';

const read = (id: string): ReturnType<typeof readPackFolder> => readPackFolder(join(productFolder('shared/packs'), id));

/** Situations the law names, and the worked example that shows each. */
const situations: Record<string, { cases: number; orderly: string; shown: Record<string, string> }> = {
  'kz-ai-law': {
    cases: 40,
    orderly: 'Orderly office system: every duty is shown as met and nothing is found',
    shown: {
      'not an AI system': 'Scope out: no model, no data library, nothing trained: no duty of the Law applies',
      'whether it is AI is unknown': 'Whether it is an AI system is unknown: duties stay open',
      'minimal degree': 'Document search in the office: minimal degree',
      'medium degree': 'Quality inspection camera: slower work and scrap cost give the medium degree',
      'high degree by failure': 'Emergency shutdown of a furnace: a man-made emergency gives the high degree',
      'high degree by stop': 'Only the stop has significant effect on the economy: high',
      'medium gap, efficiency': 'Only efficiency is lowered: medium is proposed and a lawyer looks',
      'medium gap, harm': 'Only harm is possible: medium is proposed and a lawyer looks',
      'unknown in the medium test': 'Efficiency is lowered, harm is unknown: not classified',
      'unknown consequence': 'One unknown cell: never minimal',
      P1: 'P1: Application that pushes workers to skip breaks by hidden nudges: prohibited',
      'P1 unknown': 'P1: the answer is unknown: a lawyer looks, nothing is cleared',
      P2: 'P2: Loan offers aimed at indebted employees to their harm: prohibited',
      'P2 unknown': 'P2: the answer is unknown: a lawyer looks, nothing is cleared',
      P3: 'P3: ranking of workers over months without a law: prohibited',
      'P3 by law': 'P3: the evaluation is provided for by a named law: exception',
      'P3 unknown': 'P3: whether a law provides for it is unknown: neither cleared nor prohibited',
      P4: 'P4: breach of the personal-data legislation is established: prohibited',
      'P4 open gaps': 'P4: gaps are open, a breach is not yet judged: undetermined',
      'P4 unknown': 'P4: no personal-data assessment yet: a lawyer looks',
      P5: 'P5: Ethnic origin read from faces to refuse entry: prohibited',
      'P5 unknown': 'P5: the answer is unknown: a lawyer looks, nothing is cleared',
      P6: 'P6: stress of drivers determined without consent and without a law: prohibited',
      'P6 by law': 'P6: without consent but provided for by a named law: exception',
      'P6 unknown': 'P6: whether there is consent is unknown',
      P7: 'P7: Generator that puts out content prohibited by a law: prohibited',
      'P7 unknown': 'P7: the answer is unknown: a lawyer looks, nothing is cleared',
      'high autonomy': 'No human can correct: high autonomy is no ban, but a law has to be named',
      'live override test': 'Live override test of last month: the evidence of medium autonomy',
      'critical object': 'Power dispatch that is a critical object: equated to state systems',
      'state resource': 'High degree and a state resource: equated to state systems',
      'quasi-state firm':
        'Quasi-state firm with a critical object of high risk: equated, and the reported requirements',
      'embedded vendor AI': 'Embedded vendor AI: possessor of the installation, the vendor keeps the model',
      'cloud service': 'Cloud service through accounts: duties of a user, not of an owner',
      'employee-brought tool': 'An employee uses a chat assistant on own initiative',
      'one synthetic mark': 'Synthetic video with a visible warning only: one mark is a breach',
      'both synthetic marks': 'Synthetic image with both marks',
      'data library': 'Data library in order: producer readable by software, terms communicated',
      'training without opt-outs checked': 'The firm trains its own model and did not check opt-outs',
      'restricted data in an open system': 'Open model fed with restricted data whose conditions are not met',
      'yearly review overdue': 'The last risk review is thirteen months old',
      'change after the review': 'A change after the review: re-open',
      'trusted list': 'Trusted list wanted for a high-risk system: audit',
    },
  },
  'kz-personal-data': {
    cases: 25,
    orderly: 'Orderly system with nothing waiting: no finding at all',
    shown: {
      'outside the Law': 'No personal data: the Law does not apply and no breach is possible',
      'small class': '10,000 subjects, public data: small',
      'class moved up': '10,000 subjects, restricted data: one class up, medium',
      'large class by number': '500,000 subjects: large whatever the access class',
      notification: '10,001 subjects, restricted data: one class up, large, notification',
      'consent lacks an element': 'Consent lacks the term only',
      'basis not in the list': '"Legitimate interest" is claimed: not in the list of art. 9',
      'employee data': 'Employee data on the basis of a law: met, counsel confirms the law',
      scraping: 'Faces collected from social networks to train a model',
      'storage and transfer apart':
        'HR service abroad with consent to the transfer: the transfer is grounded, the storage is still a breach',
      'transfer without a ground': 'Foreign AI service, base in Kazakhstan: storage met, transfer without a ground',
      'automated decision prohibited': 'Automated refusal of hiring without consent or a law: prohibited',
      'objection waits': 'Objection to an automated decision on consent waits: three working days',
      'withdrawal waits': 'Consent withdrawn: fifteen working days to stop',
      'notice of a transfer waits':
        'Transfer to a third party with an agreed notice that still waits: ten working days',
      'requests wait': 'Every request of a subject waits at once',
      'breach waits for its notice': 'Breach detected on Friday, not notified yet: one working day',
      'secondary sources': 'Rules known from secondary sources never make a breach',
      'state service': 'Data of state objects through the state service, but no integration with it',
      'mandatory retention': 'Retention is mandatory after withdrawal: access restricted, processing suspended',
    },
  },
};

describe.each(Object.entries(situations))('%s', (id, { cases, orderly, shown }) => {
  const { pack, prepared } = read(id);
  const named = new Map(pack.cases.map((example) => [example.name, example]));
  const caseOf = (name: string): Case => {
    const example = named.get(name);
    if (!example) throw new Error(`no case is called ${name}`);
    return example;
  };

  it('has enough cases, and names of its own for each', () => {
    expect(pack.cases.length).toBeGreaterThanOrEqual(cases);
    expect(named.size).toBe(pack.cases.length);
  });

  it.each(Object.entries(shown))('shows %s', (_, name) => {
    const { expect: wanted } = caseOf(name);
    expect(Object.keys(wanted.scales).length + wanted.findings.length + wanted.obligations.length).toBeGreaterThan(0);
  });

  it('sees each finding come and stay away, and each duty apply and not apply', () => {
    const listed = (key: 'findings' | 'absent' | 'obligations' | 'noObligations'): Set<string> =>
      new Set(pack.cases.flatMap((example) => example.expect[key]));
    const left = (names: string[], seen: Set<string>): string[] => names.filter((name) => !seen.has(name));
    const findings = pack.rules.filter(({ finding }) => finding).map(({ name }) => name);
    const duties = pack.obligations.map(({ name }) => name);
    expect(left(findings, listed('findings'))).toEqual([]);
    expect(left(findings, listed('absent'))).toEqual([]);
    expect(left(duties, listed('obligations'))).toEqual([]);
    expect(left(duties, listed('noObligations'))).toEqual([]);
  });

  it('fails a case for each rule that concludes and is dropped', () => {
    const survivors = pack.rules.flatMap((rule) => {
      const scale = rule.concludes?.scale;
      if (scale === undefined) return [];
      const mutant = preparePack({ ...pack, rules: pack.rules.filter((other) => other !== rule) }, 'mutant');
      // What the rule reports goes with it; the degree alone has to give it away.
      const noticed = pack.cases
        .filter(({ expect: wanted }) => scale in wanted.scales || scale in wanted.status)
        .some((example) => {
          const wanted = { ...example.expect, findings: [], absent: [] };
          return runCase(mutant, { ...example, expect: wanted }).length > 0;
        });
      return noticed ? [] : [rule.name];
    });
    expect(survivors).toEqual([]);
  });

  it('asks a lawyer where an answer that decides a scale is unknown, and settles nothing by it', () => {
    const { answers, on } = caseOf(orderly);
    const reviews = (given: Answers): string[] =>
      evaluate(prepared, given, on).findings.flatMap(({ rule, severity }) => (severity === 'review' ? rule : []));
    expect(reviews(answers)).toEqual([]);
    const deciding = decidingQuestions(pack).filter((name) => name in answers);
    expect(deciding.length).toBeGreaterThan(10);
    for (const name of deciding) expect(reviews({ ...answers, [name]: { unknown: true } }), name).not.toEqual([]);
  });

  it('calls nothing a breach or prohibited that was not read in the full text', () => {
    const verified = new Set(
      pack.provisions.flatMap(({ name, confidence }) => (confidence === 'verified' ? name : [])),
    );
    const hard = pack.rules.filter(({ finding }) => finding?.severity === 'breach' || finding?.severity === 'stop');
    expect(hard.length).toBeGreaterThan(5);
    for (const { name, provisions } of hard)
      expect(
        provisions.some((provision) => verified.has(provision)),
        name,
      ).toBe(true);
  });

  it('counts each deadline in days from the day of an event, asked only when it happened', () => {
    const timed = pack.obligations.filter(({ deadline }) => deadline?.days !== undefined);
    expect(timed.length).toBeGreaterThan(0);
    for (const { name, deadline } of timed) {
      expect(deadline?.working, name).toBe(true);
      const from = deadline?.from;
      if (typeof from !== 'string') throw new Error(`${name} has no event`);
      const state = ({ answers, on }: Case): { shown: boolean; start: string | null | undefined; met: unknown } => {
        const evaluation = evaluate(prepared, answers, on);
        const duty = evaluation.obligations.find(({ obligation }) => obligation === name);
        return { shown: evaluation.visible.includes(from), start: duty?.start, met: duty?.met };
      };
      const happened = pack.cases.find((example) => from in example.answers && state(example).shown);
      if (!happened) throw new Error(`no case has the event ${from}`);
      expect({ value: state(happened).start }, name).toEqual(happened.answers[from]);
      expect(state(caseOf(orderly)), name).toMatchObject({ shown: false, start: null });
      // What waits is not done, however well the procedure is set up.
      if (id === 'kz-personal-data') expect(state(happened).met, name).toBe('false');
    }
  });
});

/** Questions some rule that concludes on a scale rests on directly or through facts. */
function decidingQuestions(pack: Pack): string[] {
  const facts = new Map(pack.facts.map(({ name, value }) => [name, JSON.stringify(value)]));
  const words = (text: string): string[] => text.match(/[a-z][a-z0-9-]*/g) ?? [];
  const seen = new Set<string>();
  const queue = pack.rules.flatMap(({ concludes, when }) => (concludes ? words(JSON.stringify(when)) : []));
  for (let word = queue.pop(); word !== undefined; word = queue.pop()) {
    if (seen.has(word)) continue;
    seen.add(word);
    queue.push(...words(facts.get(word) ?? ''));
  }
  return pack.questions.map(({ name }) => name).filter((name) => seen.has(name));
}
