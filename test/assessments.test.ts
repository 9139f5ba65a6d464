import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AssessmentState } from '../shared/assessments/contract.ts';
import type { Answer } from '../shared/rules/answer.ts';
import { world, type World } from './world.ts';

const law = 'kz-ai-law';
const data = 'kz-personal-data';
const yes = { value: 'yes' } as const;
const no = { value: 'no' } as const;
const unknown = { unknown: true } as const;

const rows = [
  'defence',
  'security',
  'international-relations',
  'economy',
  'sector',
  'users',
  'infrastructure',
  'life-activity',
  'social-emergency',
  'technogenic-emergency',
];
const consequences = (given: Record<string, string> = {}): Answer => ({
  value: Object.fromEntries(rows.map((row) => [row, given[row] ?? 'none'])),
});

/** Enough for a final minimal degree. */
const minimal: Record<string, Answer> = {
  'is-ai-system': yes,
  'consequence-of-failure': consequences(),
  'consequence-of-stop': consequences(),
  'reduces-efficiency': no,
  'moral-or-material-harm': no,
};

let w: World;
let system: string;

beforeEach(async () => {
  w = world();
  system = (await w.client.systems.create({ fields: { name: { value: { ru: 'Система' } } } })).id;
});
afterEach(async () => {
  expect(w.log).toEqual([]);
  await w.close();
});

const answers = (given: Record<string, Answer | null>) =>
  Object.fromEntries(Object.entries(given).map(([question, answer]) => [question, answer && { answer }]));
const answer = (given: Record<string, Answer | null>, pack = law, id = system): Promise<AssessmentState> =>
  w.client.assessments.answer({ system: id, pack, answers: answers(given) });
const get = (pack = law, id = system): Promise<AssessmentState> => w.client.assessments.get({ system: id, pack });
const conclusion = (state: AssessmentState, scale: string) =>
  state.evaluation.conclusions.find((item) => item.scale === scale);
const degree = async (id = system) => (await w.client.systems.get({ id })).degree;

describe('a system nobody assessed', () => {
  it('is not classified and has no assessment', async () => {
    const state = await get();
    expect(state).toMatchObject({ system, startedAt: null, changedAt: null, answers: {}, packChanged: false });
    expect(conclusion(state, 'risk-degree')).toMatchObject({ status: 'undetermined', degree: null });
    expect(await degree()).toEqual({ degree: null, status: 'none', prohibited: 'unknown' });
    expect(await w.client.assessments.list({})).toEqual([]);
    expect(await w.client.assessments.duties({})).toEqual([]);
    expect((await w.client.ledger.list({})).size).toBe(2);
  });

  it('is refused under a pack or a system that does not exist', async () => {
    await expect(get('no-such-pack')).rejects.toMatchObject({ code: 'not-found', reason: 'unknown-pack' });
    await expect(get(law, 'nobody')).rejects.toMatchObject({ code: 'not-found', reason: 'no-system' });
  });
});

describe('suggestions', () => {
  it('come from the record and the organisation', async () => {
    const organisation = await w.client.organisation.get({});
    await w.client.organisation.set({ ...organisation, ownership: 'quasi-state', size: 'large' });
    await w.client.systems.setFields({
      id: system,
      fields: {
        isAiSystem: yes,
        reducesUserEfficiency: unknown,
        kzRole: { value: ['possessor', 'user'] },
        lifecycleStage: { value: 'pilot' },
        isAiSystemReason: { value: { ru: 'Модель обучена.', kk: 'Модель үйретілген.' } },
        stopTestSeconds: { value: 40 },
        lastRiskReview: { value: '2026-11-18' },
      },
    });
    const { suggestions } = await get();
    expect(suggestions).toMatchObject({
      'is-ai-system': { answer: yes, from: 'record', source: 'isAiSystem' },
      'reduces-efficiency': { answer: unknown, from: 'record' },
      'kz-role': { answer: { value: ['possessor', 'user'] }, from: 'record' },
      'lifecycle-stage': { answer: { value: 'pilot' }, from: 'record' },
      // In the language of the interface.
      'scope-reason': { answer: { value: 'Модель обучена.' } },
      'org-size': { answer: { value: 'large' }, from: 'record', source: 'orgSize' },
    });
    await w.client.settings.set({ locale: 'kk' });
    expect((await get()).suggestions['scope-reason']).toMatchObject({ answer: { value: 'Модель үйретілген.' } });
  });

  it('do not come from a value that is hidden in the record', async () => {
    await w.client.systems.setFields({ id: system, fields: { hasPersonalData: yes, biometric: yes } });
    expect((await get()).suggestions['biometric-data']).toMatchObject({ answer: yes });
    await w.client.systems.setFields({ id: system, fields: { hasPersonalData: no } });
    expect((await get()).suggestions['biometric-data']).toBeUndefined();
    expect((await w.client.systems.get({ id: system })).fields['biometric']).toEqual(yes);
  });

  it('come from the conclusion of another pack', async () => {
    await answer({ 'is-ai-system': yes, 'personal-data-processed': yes });
    expect((await get()).suggestions['personal-data-gaps']).toBeUndefined();
    const { pack } = await w.client.packs.get({ id: data });
    const outcome = (wanted: string) =>
      pack.cases.find(
        ({ expect: { scales, status } }) =>
          scales['overall'] === wanted && (wanted === 'gap' || status['overall'] === 'final'),
      );
    const [gap, clean] = [outcome('gap'), outcome('no-gap')];
    if (!gap || !clean) throw new Error('the pack has no such cases');
    await answer(gap.answers, data);
    expect((await get()).suggestions['personal-data-gaps']).toEqual({ answer: yes, from: 'assessment', source: data });
    const dropped = Object.fromEntries(Object.keys(gap.answers).map((question) => [question, null]));
    await answer({ ...dropped, ...clean.answers }, data);
    expect((await get()).suggestions['personal-data-gaps']).toEqual({ answer: no, from: 'assessment', source: data });
    // Not known whether there is a gap: neither yes nor no.
    await answer(
      {
        ...Object.fromEntries(Object.keys(clean.answers).map((question) => [question, null])),
        'processes-personal-data': yes,
      },
      data,
    );
    expect(conclusion(await get(data), 'overall')?.status).toBe('undetermined');
    expect((await get()).suggestions['personal-data-gaps']).toBeUndefined();
  });

  it('come from the version before, until the question is answered', async () => {
    await answer(minimal);
    const before = (await get()).version;
    await w.client.systems.addVersion({ id: system, label: '2' });
    const state = await get();
    expect(state).toMatchObject({ startedAt: null, answers: {} });
    expect(state.version).not.toBe(before);
    expect(Object.keys(state.suggestions).sort()).toEqual(Object.keys(minimal).sort());
    expect(state.suggestions['consequence-of-stop']).toEqual({
      answer: consequences(),
      from: 'previous-version',
      source: before,
      given: { by: expect.any(String) as string, at: expect.any(String) as string },
    });
    const after = await answer({ 'is-ai-system': no });
    expect(after.suggestions['is-ai-system']).toBeUndefined();
    // The record speaks before the version before.
    await w.client.systems.setFields({ id: system, fields: { reducesUserEfficiency: yes } });
    expect((await get()).suggestions['reduces-efficiency']).toMatchObject({ answer: yes, from: 'record' });
  });

  it('are taken over, all that are open or those named', async () => {
    await w.client.systems.setFields({
      id: system,
      fields: { isAiSystem: yes, reducesUserEfficiency: no, moralOrMaterialHarm: no },
    });
    await answer({ 'is-ai-system': no });
    expect((await get()).suggestions['is-ai-system']).toMatchObject({ answer: yes });
    const taken = await w.client.assessments.takeSuggestions({ system, pack: law });
    expect(taken.answers).toMatchObject({
      'is-ai-system': { answer: no, fromRecord: false },
      'reduces-efficiency': { answer: no, fromRecord: true, comment: '' },
      'moral-or-material-harm': { answer: no, fromRecord: true },
    });
    await expect(w.client.assessments.takeSuggestions({ system, pack: law })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'no-suggestions',
    });
    await w.client.assessments.answer({
      system,
      pack: law,
      answers: { 'is-ai-system': { answer: no, comment: 'Пока.' } },
    });
    const named = await w.client.assessments.takeSuggestions({ system, pack: law, questions: ['is-ai-system'] });
    expect(named.answers['is-ai-system']).toMatchObject({ answer: yes, fromRecord: true, comment: 'Пока.' });
    // The record changes: the answer stays, and the new value is offered.
    await w.client.systems.setFields({ id: system, fields: { isAiSystem: no } });
    const changed = await get();
    expect(changed.answers['is-ai-system']).toMatchObject({ answer: yes, fromRecord: false });
    expect(changed.suggestions['is-ai-system']).toMatchObject({ answer: no });
  });
});

describe('answers', () => {
  it('keep five states apart', async () => {
    const state = await answer({
      'is-ai-system': yes,
      'reduces-efficiency': no,
      'moral-or-material-harm': unknown,
      'refusal-path': { na: 'Не та отрасль.' },
    });
    expect(Object.fromEntries(Object.entries(state.answers).map(([name, stored]) => [name, stored.answer]))).toEqual({
      'is-ai-system': yes,
      'reduces-efficiency': no,
      'moral-or-material-harm': unknown,
      'refusal-path': { na: 'Не та отрасль.' },
    });
    expect(state.evaluation.unknown).toEqual(['moral-or-material-harm']);
    expect(state.evaluation.missing).toContain('consequence-of-failure');
    const cleared = await answer({ 'is-ai-system': null });
    expect(cleared.answers['is-ai-system']).toBeUndefined();
    expect(cleared.evaluation.missing).toContain('is-ai-system');
  });

  it('carry comment, evidence, author and time', async () => {
    await w.client.settings.set({ actor: ' Серікбаев Нұрлан ' });
    const proof = await w.client.evidence.add({ file: w.services.files.put('a.txt', Buffer.from('x')), title: 'План' });
    w.at('2026-11-24T08:30:00.000Z');
    const state = await w.client.assessments.answer({
      system,
      pack: law,
      answers: { 'is-ai-system': { answer: yes, comment: 'См. план.', evidence: [{ id: proof.id, page: '14' }] } },
    });
    expect(state.answers['is-ai-system']).toEqual({
      answer: yes,
      comment: 'См. план.',
      evidence: [{ id: proof.id, page: '14' }],
      by: 'Серікбаев Нұрлан',
      at: '2026-11-24T08:30:00.000Z',
      fromRecord: false,
    });
    expect(await w.client.evidence.list({ system })).toMatchObject([{ id: proof.id }]);
  });

  it('of hidden questions stay and come back', async () => {
    await answer({ 'is-ai-system': yes, 'p3-scoring': yes, 'p3-law-exception': yes });
    expect((await get()).evaluation.visible).toContain('p3-law-exception');
    const hidden = await answer({ 'p3-scoring': no });
    expect(hidden.evaluation.visible).not.toContain('p3-law-exception');
    expect(hidden.answers['p3-law-exception']?.answer).toEqual(yes);
    expect(conclusion(hidden, 'p3')).toMatchObject({ degree: 'clear', status: 'final' });
    const shown = await answer({ 'p3-scoring': yes });
    expect(conclusion(shown, 'p3')).toMatchObject({ degree: 'law-exception' });
  });

  it.each<[string, Record<string, Answer>, object]>([
    [
      'a question the pack does not have',
      { 'is-ai-system': yes, 'no-such-question': yes },
      { reason: 'unknown-question', details: { question: 'no-such-question' } },
    ],
    [
      'a code the question does not have',
      { 'is-ai-system': yes, autonomy: { value: 'total' } },
      { reason: 'bad-answer', details: { question: 'autonomy' } },
    ],
    ['an answer of another kind', { 'is-ai-system': { value: ['yes'] } }, { reason: 'bad-answer' }],
    [
      '"not applicable" where the law leaves no room for it',
      { 'is-ai-system': { na: 'нет' } },
      { reason: 'bad-answer' },
    ],
    [
      'a matrix without one valid cell',
      { 'consequence-of-stop': { value: { nowhere: 'none' } } },
      { reason: 'bad-answer' },
    ],
    ['nothing at all', {}, { reason: 'no-answers' }],
  ])('refuse %s and store nothing', async (_, given, problem) => {
    const before = await w.client.ledger.list({});
    await expect(answer(given)).rejects.toMatchObject({ code: 'invalid', ...problem });
    expect(await w.client.ledger.list({})).toEqual(before);
    expect(await get()).toMatchObject({ startedAt: null, answers: {} });
  });
});

describe('the degree on the register row', () => {
  it('is written with each answer and cleared with a new version', async () => {
    await answer(minimal);
    expect(await degree()).toMatchObject({ degree: 'minimal', status: 'final' });
    await answer({
      'consequence-of-stop': consequences({ 'life-activity': 'significant' }),
      autonomy: { value: 'medium' },
    });
    expect(await degree()).toMatchObject({ degree: 'high', status: 'final' });
    const { rows: listed } = await w.client.systems.list({ filter: { degree: ['high'] } });
    expect(listed).toMatchObject([{ id: system, autonomy: 'medium' }]);
    await w.client.systems.addVersion({ id: system, label: '2' });
    expect(await degree()).toEqual({ degree: null, status: 'none', prohibited: 'unknown' });
    expect((await w.client.systems.list({})).rows[0]?.autonomy).toBeNull();
  });

  it('is never lowered by what nobody knows', async () => {
    const order = [null, 'minimal', 'medium', 'high'];
    const rank = async (): Promise<number> => order.indexOf((await degree()).degree);
    const given = {
      ...minimal,
      'reduces-efficiency': yes,
      'moral-or-material-harm': yes,
      'consequence-of-failure': consequences({ economy: 'significant' }),
    };
    await answer(given);
    expect(await degree()).toMatchObject({ degree: 'high', status: 'final' });
    // Each answer in turn becomes unknown: the degree falls only where it rested on that answer, and is then open upwards.
    for (const [question, known] of Object.entries(given)) {
      await answer({ [question]: unknown });
      const state = await degree();
      if (state.degree !== 'high') expect(state.status).not.toBe('final');
      const possible = conclusion(await get(), 'risk-degree')?.possible ?? [];
      if (question !== 'is-ai-system') expect(possible).toContain('high');
      await answer({ [question]: known });
    }
    await answer({ ...minimal, 'consequence-of-stop': consequences({ users: 'unknown' }) });
    expect(await degree()).toMatchObject({ status: 'none', degree: null });
    await answer({ 'reduces-efficiency': yes, 'moral-or-material-harm': yes });
    expect(await degree()).toMatchObject({ status: 'provisional', degree: 'medium' });
    const provisional = await rank();
    await answer({ 'consequence-of-stop': consequences({ users: 'emergency' }) });
    expect(await rank()).toBeGreaterThan(provisional);
  });

  it('says where the screening stands', async () => {
    const clear = {
      'p1-manipulation': no,
      'p2-vulnerability': no,
      'p3-scoring': no,
      'personal-data-processed': no,
      'p5-biometric-inference': no,
      'p6-emotions': no,
      'p7-prohibited-results': no,
    };
    await answer({ 'is-ai-system': yes });
    expect((await degree()).prohibited).toBe('unknown');
    await answer(clear);
    expect((await degree()).prohibited).toBe('no');
    await answer({ 'p1-manipulation': unknown });
    expect((await degree()).prohibited).toBe('review');
    await answer({ 'p1-manipulation': null });
    expect((await degree()).prohibited).toBe('unknown');
    await answer({ 'p1-manipulation': unknown, 'p7-prohibited-results': yes });
    expect((await degree()).prohibited).toBe('yes');
  });

  it('comes from the law alone', async () => {
    await answer({ 'processes-personal-data': yes }, data);
    expect(await degree()).toEqual({ degree: null, status: 'none', prohibited: 'unknown' });
  });
});

describe('records of an assessment', () => {
  it('are in the ledger and in the history of the system', async () => {
    await answer({ 'is-ai-system': no });
    await w.client.assessments.answer({
      system,
      pack: law,
      answers: { 'is-ai-system': { answer: yes, comment: 'Проверено.' } },
    });
    await answer({ 'is-ai-system': null });
    const history = await w.client.systems.history({ id: system });
    expect(history.slice(0, 3)).toMatchObject([
      { kind: 'assessment.clear', field: 'kz-ai-law:is-ai-system', before: yes, after: null },
      { kind: 'assessment.answer', field: 'kz-ai-law:is-ai-system', before: no, after: yes },
      { kind: 'assessment.answer', field: 'kz-ai-law:is-ai-system', before: null, after: no },
    ]);
    const [, changed] = (await w.client.ledger.list({})).rows;
    const { hash } = await w.client.packs.get({ id: law });
    expect(JSON.parse(changed?.body ?? '')).toMatchObject({ comment: 'Проверено.', pack: hash, evidence: [] });
  });

  it('are listed with progress and state, the retired left out', async () => {
    expect(await w.client.assessments.list({})).toEqual([]);
    await answer(minimal);
    const other = await w.client.systems.create({ fields: { name: { value: { ru: 'Другая' } } } });
    await answer({ 'is-ai-system': unknown }, law, other.id);
    const list = await w.client.assessments.list({ pack: law });
    expect(list).toMatchObject([
      { system, code: 'AI-001', name: 'Система', pack: law, answered: 5, status: 'provisional' },
      { system: other.id, code: 'AI-002', answered: 1 },
    ]);
    const visible = (await get()).evaluation.visible.length;
    expect(list[0]?.total).toBe(visible);
    expect(await w.client.assessments.list({ pack: data })).toEqual([]);
    await w.client.systems.retire({ id: system, reason: 'выведена' });
    expect((await w.client.assessments.list({})).map((row) => row.system)).toEqual([other.id]);
    expect((await w.client.assessments.duties({})).filter((duty) => duty.system === system)).toEqual([]);
    expect((await w.client.assessments.duties({ system })).length).toBeGreaterThan(0);
  });

  it('name the duties that apply, whether met, and how sure they are', async () => {
    await answer({ ...minimal, 'kz-role': { value: ['owner'] }, 'lifecycle-stage': { value: 'operation' } });
    const { pack } = await w.client.packs.get({ id: law });
    const duties = await w.client.assessments.duties({ system });
    expect(duties.length).toBeGreaterThan(5);
    const { evaluation } = await get();
    expect(duties.map(({ obligation }) => obligation)).toEqual(
      evaluation.obligations.filter(({ applies }) => applies !== 'false').map(({ obligation }) => obligation),
    );
    const ranks = ['verified', 'secondary', 'interpretation', 'uncertain'];
    for (const duty of duties) {
      const source = pack.obligations.find(({ name }) => name === duty.obligation);
      expect(duty).toMatchObject({ code: 'AI-001', mark: source?.mark, force: source?.force, title: source?.title });
      expect(duty.cite.ru).not.toBe('');
      const confidences =
        source?.provisions.map(
          (name) => pack.provisions.find((provision) => provision.name === name)?.confidence ?? 'uncertain',
        ) ?? [];
      expect(confidences).toContain(duty.confidence);
      if (confidences.every((confidence) => confidence === 'verified')) expect(duty.confidence).toBe('verified');
      else expect(ranks.indexOf(duty.confidence)).toBeGreaterThan(0);
    }
  });
});
