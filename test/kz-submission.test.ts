import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AssessmentState } from '../shared/assessments/contract.ts';
import { lawPack, mainScale, submissionPack } from '../shared/assessments/policy.ts';
import {
  channelViews,
  countParts,
  dutiesOfChannel,
  questionOfChannel,
  templateFor,
  type ChannelView,
} from '../shared/assessments/submission.ts';
import { workingCalendar } from '../shared/calendar/calendar.ts';
import { bundledTemplates } from '../electron/dossiers/templates.ts';
import { productFolder } from '../electron/product-folder.ts';
import type { Answer } from '../shared/rules/answer.ts';
import type { Pack } from '../shared/rules/pack.ts';
import { world, type World } from './world.ts';

let w: World;
let system: string;
let pack: Pack;

beforeEach(async () => {
  w = world();
  system = (await w.client.systems.create({ fields: { name: { value: { ru: 'Система' } } } })).id;
  pack = (await w.client.packs.get({ id: submissionPack })).pack;
});
afterEach(async () => {
  expect(w.log).toEqual([]);
  await w.close();
});

const answer = (given: Record<string, Answer>, under = submissionPack): Promise<AssessmentState> =>
  w.client.assessments.answer({
    system,
    pack: under,
    answers: Object.fromEntries(Object.entries(given).map(([question, value]) => [question, { answer: value }])),
  });
const get = (): Promise<AssessmentState> => w.client.assessments.get({ system, pack: submissionPack });
const atHand = ({ evaluation }: AssessmentState): string[] =>
  evaluation.channels.filter(({ applies }) => applies === 'true').map(({ channel }) => channel);
const viewOf = ({ evaluation }: AssessmentState, name: string): ChannelView => {
  const view = channelViews(pack, evaluation).find(({ channel }) => channel.name === name);
  if (!view) throw new Error(`no channel ${name}`);
  return view;
};
const occasion = (...codes: string[]): Answer => ({ value: codes });
const yes = { value: 'yes' } as const;
const no = { value: 'no' } as const;

describe('channels', () => {
  it('none is taken for granted before anything is answered, and no finding is made', async () => {
    const { evaluation } = await get();
    expect(evaluation.channels.map(({ applies }) => applies)).toEqual(Array(10).fill('unknown'));
    expect(evaluation.findings).toEqual([]);
    expect(evaluation.conclusions.find(({ scale }) => scale === mainScale(pack))?.status).toBe('undetermined');
  });

  it.each<[string, Record<string, Answer>]>([
    ['trusted-list', { occasions: occasion('trusted-list'), 'high-risk': yes, 'is-applicant': yes }],
    ['state-check', { occasions: occasion('check') }],
    ['processing-notification', { occasions: occasion('start-stop'), 'personal-data': yes, 'large-operator': yes }],
    ['breach-notice', { occasions: occasion('breach') }],
    ['incident-notice', { occasions: occasion('incident'), 'critical-object': yes }],
    ['survey', { occasions: occasion('survey'), 'restricted-data': yes }],
    ['user-answer', { occasions: occasion('user-request') }],
    ['audit', { occasions: occasion('audit'), 'is-applicant': yes }],
    ['architecture-portal', { occasions: occasion(), ownership: { value: 'quasi-state' } }],
    ['court', { occasions: occasion('court') }],
  ])('%s is at hand alone on its occasion', async (name, given) => {
    const state = await answer({ ownership: { value: 'private' }, ...given });
    expect(atHand(state)).toEqual([name]);
    expect(state.evaluation.channels.filter(({ applies }) => applies === 'unknown')).toEqual([]);
    expect(channelViews(pack, state.evaluation)[0]?.channel.name).toBe(name);
  });

  it('where none is at hand the pack says that there is no general duty to file', async () => {
    const state = await answer({ occasions: occasion(), ownership: { value: 'private' } });
    expect(atHand(state)).toEqual([]);
    expect(state.evaluation.findings.map(({ rule }) => rule)).toEqual(['no-general-duty']);
    expect(state.evaluation.conclusions.find(({ scale }) => scale === 'readiness')).toMatchObject({
      status: 'final',
      degree: 'no-occasion',
    });
  });

  it('voluntary are the trusted list and the audit, and nothing else', () => {
    expect(pack.channels.filter(({ voluntary }) => voluntary).map(({ mark }) => mark)).toEqual(['C1', 'C8']);
  });

  it('offer the question that decides them', async () => {
    const state = await answer({ occasions: occasion('incident'), ownership: { value: 'private' } });
    expect(questionOfChannel(viewOf(state, 'incident-notice'), state.evaluation.visible)).toBe('critical-object');
  });
});

describe('suggestions', () => {
  it('take the ownership from the organisation and the high degree from the assessment under the AI Law', async () => {
    await w.client.organisation.set({ ...(await w.client.organisation.get({})), ownership: 'quasi-state' });
    const rows = pack && (await w.client.packs.get({ id: lawPack })).pack.questions;
    const matrix = (level: string): Answer => ({
      value: Object.fromEntries(
        (rows.find(({ name }) => name === 'consequence-of-failure')?.rows ?? []).map(({ code }) => [code, level]),
      ),
    });
    await answer(
      {
        'is-ai-system': yes,
        'consequence-of-failure': matrix('emergency'),
        'consequence-of-stop': matrix('none'),
      },
      lawPack,
    );
    const { suggestions } = await answer({ occasions: occasion('trusted-list') });
    expect(suggestions['ownership']).toMatchObject({ answer: { value: 'quasi-state' }, from: 'record' });
    expect(suggestions['high-risk']).toMatchObject({ answer: yes, from: 'assessment', source: lawPack });
  });
});

describe('the package of a channel', () => {
  it('tells what is ready, missing, open and for a person, and which question settles it', async () => {
    const state = await answer({
      occasions: occasion('trusted-list'),
      ownership: { value: 'private' },
      'high-risk': yes,
      'is-applicant': yes,
      'personal-data': no,
      passport: yes,
      'audit-report': { value: 'none' },
    });
    const { parts } = viewOf(state, 'trusted-list');
    const by = new Map(parts.map((part) => [part.part.mark, part]));
    expect(by.get('0')).toMatchObject({ state: 'person', question: undefined, trace: null });
    expect(by.get('2')).toMatchObject({ state: 'ready', force: 'recommended' });
    expect(by.get('12')).toMatchObject({ state: 'missing', question: 'audit-report' });
    expect(by.get('13')).toMatchObject({ state: 'open', question: 'ip-proof' });
    expect(by.has('10')).toBe(false);
    expect(countParts(parts)).toMatchObject({ ready: 1, missing: 1, person: 1 });
  });

  it('keeps apart what the law requires, what reports say, and what we propose', async () => {
    const state = await answer({
      occasions: occasion('trusted-list', 'breach'),
      'high-risk': yes,
      'is-applicant': yes,
    });
    const forces = (name: string) =>
      Object.fromEntries(viewOf(state, name).parts.map(({ part, force }) => [part.mark, force]));
    expect(forces('trusted-list')).toMatchObject({
      '1': 'reported',
      '12': 'reported',
      '13': 'reported',
      '3': 'recommended',
    });
    expect(forces('breach-notice')).toEqual({ '1': 'law', S: 'recommended' });
    expect(Object.values(forces('audit'))).toEqual(expect.not.arrayContaining(['law', 'reported']));
  });

  it('a part for personal data depends on whether there is any', async () => {
    const open = await answer({ occasions: occasion('court') });
    expect(viewOf(open, 'court').parts.find(({ part }) => part.name === 'personal-data')?.applies).toBe('unknown');
    const given = await answer({ 'personal-data': yes });
    expect(viewOf(given, 'court').parts.find(({ part }) => part.name === 'personal-data')?.applies).toBe('true');
  });

  it('names templates that exist, for parts that exist', () => {
    const named = pack.packageParts.flatMap(({ name }) => templateFor(name) ?? []);
    const known = bundledTemplates(productFolder('shared/dossiers/templates')).all();
    expect(named.length).toBeGreaterThan(5);
    expect(known.map(({ template }) => template.id)).toEqual(expect.arrayContaining(named));
    expect(templateFor('audit-report')).toBeUndefined();
  });
});

describe('duties of a channel', () => {
  it('a breach is due one working day after its day, over a weekend', async () => {
    const friday = '2026-11-20';
    const state = await answer({
      occasions: occasion('breach'),
      'breach-detected-on': { value: friday },
      'breach-notified': no,
    });
    const [duty, ...others] = dutiesOfChannel(
      pack,
      state.evaluation,
      viewOf(state, 'breach-notice').channel,
      workingCalendar(),
    );
    expect(others).toEqual([]);
    expect(duty).toMatchObject({ due: '2026-11-23', result: { applies: 'true', met: 'false', start: friday } });
    expect(duty?.duty).toMatchObject({ mark: 'S1', force: 'law' });
  });

  it('an objection is due after three working days, and without its day no date is made up', async () => {
    const open = await answer({ occasions: occasion('objection') });
    const due = (state: AssessmentState) =>
      dutiesOfChannel(pack, state.evaluation, viewOf(state, 'user-answer').channel, workingCalendar()).map(
        ({ duty, due: day }) => [duty.name, day],
      );
    expect(due(open)).toEqual([['objection-answer', null]]);
    const given = await answer({ 'objection-received-on': { value: '2026-11-19' } });
    expect(due(given)).toEqual([['objection-answer', '2026-11-24']]);
  });

  it('a notification known from reviews is no duty by law', async () => {
    const state = await answer({
      occasions: occasion('start-stop'),
      'personal-data': yes,
      'large-operator': yes,
    });
    const duties = dutiesOfChannel(
      pack,
      state.evaluation,
      viewOf(state, 'processing-notification').channel,
      workingCalendar(),
    );
    expect(duties.map(({ duty }) => [duty.name, duty.force])).toEqual([
      ['processing-notification-reported', 'recommended'],
    ]);
  });
});
