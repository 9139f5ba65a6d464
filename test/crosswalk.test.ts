import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { bundledPacks, type PackLibrary } from '../electron/packs/library.ts';
import { relations, transferred, transfersTo } from '../shared/crosswalk/crosswalk.ts';
import { references } from '../shared/crosswalk/references.ts';
import type { Place } from '../shared/crosswalk/schema.ts';
import { Reference, Relation, Transfer } from '../shared/crosswalk/schema.ts';
import { standingState } from '../shared/crosswalk/standing.ts';
import { transfers } from '../shared/crosswalk/transfers.ts';
import type { Question } from '../shared/rules/pack.ts';
import { readAnswer } from '../shared/rules/state.ts';
import type { Answer } from '../shared/rules/answer.ts';
import { world, type World } from './world.ts';

let packs: PackLibrary;
beforeAll(() => {
  packs = bundledPacks(fileURLToPath(new URL('../shared/packs', import.meta.url)));
});
const nameOf = (place: Place): string =>
  'pack' in place ? `${place.pack}/${place.duty}` : `${place.framework} ${place.number}`;

describe('the data of the cross-walk', () => {
  it('fits its schema', () => {
    for (const reference of references) Reference.parse(reference);
    for (const relation of relations) Relation.parse(relation);
    for (const transfer of transfers) Transfer.parse(transfer);
    expect(references).toHaveLength(38 + 12 + 19);
    expect(relations.length).toBeGreaterThan(40);
  });

  it('names only duties, questions and numbers that exist', () => {
    const duties = new Set(packs.all().flatMap(({ pack }) => pack.obligations.map(({ name }) => `${pack.id}/${name}`)));
    const numbers = new Set(references.map(({ framework, number }) => `${framework} ${number}`));
    expect(numbers.size).toBe(references.length);
    const named = relations.flatMap(({ from, to }) => [from, ...to].map(nameOf));
    expect(named.filter((name) => !duties.has(name) && !numbers.has(name))).toEqual([]);
    const questions = new Set(
      packs.all().flatMap(({ pack }) => pack.questions.map(({ name }) => `${pack.id}/${name}`)),
    );
    const asked = transfers.flatMap(({ from, to }) => [from, to].map(({ pack, question }) => `${pack}/${question}`));
    expect(asked.filter((name) => !questions.has(name))).toEqual([]);
  });

  it('says each relation once, and never of a duty with itself or its own pack', () => {
    const pairs = relations.flatMap(({ from, to }) =>
      to.map((place) => [`${from.pack}/${from.duty}`, nameOf(place)].sort().join(' – ')),
    );
    expect(pairs.filter((pair, index) => pairs.indexOf(pair) !== index)).toEqual([]);
    expect(relations.filter(({ from, to }) => to.some((place) => 'pack' in place && place.pack === from.pack))).toEqual(
      [],
    );
  });

  it('calls nothing of a standard or of the law of another union more than related', () => {
    const strong = relations.filter(
      ({ from, to, kind }) =>
        kind !== 'related' &&
        [from, ...to].some((place) => 'framework' in place || ('pack' in place && place.pack === 'eu-ai-act')),
    );
    expect(strong).toEqual([]);
  });

  it('touches a good part of each framework', () => {
    const used = new Set(relations.flatMap(({ to }) => to.map(nameOf)));
    for (const framework of ['iso-42001', 'iso-23894', 'nist-ai-rmf'] as const) {
      const share = references.filter((item) => item.framework === framework);
      expect(share.filter(({ number }) => used.has(`${framework} ${number}`)).length).toBeGreaterThan(share.length / 3);
    }
  });

  it('carries over only values both questions have, between different packs', () => {
    const questionOf = (place: { pack: string; question: string }): Question => {
      const found = packs.get(place.pack).pack.questions.find(({ name }) => name === place.question);
      if (!found) throw new Error(`no ${place.pack}/${place.question}`);
      return found;
    };
    for (const { from, to, values } of transfers) {
      expect(from.pack).not.toBe(to.pack);
      for (const [given, offered] of Object.entries(values)) {
        expect(readAnswer(questionOf(from), { value: given }).status, `${from.question} ${given}`).toBe('value');
        expect(readAnswer(questionOf(to), { value: offered }).status, `${to.question} ${offered}`).toBe('value');
      }
    }
    const pairs = transfers.map(({ from, to }) => JSON.stringify([from, to]));
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it('carries nothing over from an answer that is not known', () => {
    const [transfer] = transfersTo('kz-ai-law', 'biometric-data');
    if (!transfer) throw new Error('no transfer');
    expect(transferred(transfer, { value: 'no' })).toEqual({ value: 'no' });
    expect(transferred(transfer, { value: 'constructor' })).toBeUndefined();
    expect(transferred(transfer, { unknown: true })).toBeUndefined();
    expect(transferred(transfer, { na: 'x' })).toBeUndefined();
    expect(transferred(transfer, undefined)).toBeUndefined();
  });

  it('tells how a duty stands', () => {
    expect(standingState(null)).toBe('absent');
    expect(standingState({ applies: 'false', met: 'true' })).toBe('absent');
    expect(standingState({ applies: 'true', met: null })).toBe('person');
    expect(standingState({ applies: 'true', met: 'false' })).toBe('gap');
    expect(standingState({ applies: 'unknown', met: 'false' })).toBe('open');
    expect(standingState({ applies: 'true', met: 'unknown' })).toBe('open');
    expect(standingState({ applies: 'true', met: 'true' })).toBe('met');
  });
});

describe('the cross-walk', () => {
  let here: World;
  afterEach(() => here.close());

  it('shows a relation between two duties from both sides', async () => {
    here = world();
    const { rows, packs: shown } = await here.client.crosswalk.get({});
    expect(shown.map(({ id }) => id)).toEqual(expect.arrayContaining(['kz-ai-law', 'kz-personal-data']));
    const law = rows.find(({ duty }) => duty === 'automated-personal-data');
    expect(
      law?.cells.filter(({ column }) => column === 'kz-personal-data').map(({ mark, kind }) => [mark, kind]),
    ).toEqual([
      ['PD20', 'covers'],
      ['PD21', 'covers'],
      ['PD22', 'covers'],
    ]);
    const data = rows.find(({ duty }) => duty === 'objection-answered');
    expect(data?.cells.find(({ mark }) => mark === 'D25')).toMatchObject({ column: 'kz-ai-law', kind: 'part-of' });
    expect(rows.every(({ standing }) => standing === null)).toBe(true);
  });

  it('shows how the duties of a system stand, and keeps a file of it', async () => {
    here = world();
    const { client, services } = here;
    const { id } = await client.systems.create({ fields: { name: { value: { ru: 'Камера', kk: '', en: '' } } } });
    await client.assessments.answer({
      system: id,
      pack: 'kz-personal-data',
      answers: {
        'processes-personal-data': { answer: { value: 'yes' } },
        exclusion: { answer: { value: 'none' } },
        role: { answer: { value: ['operator'] } },
        'policy-documents': { answer: { value: 'yes' } },
      },
    });
    const { rows } = await client.crosswalk.get({ system: id });
    expect(rows.find(({ duty }) => duty === 'policy')?.standing).toMatchObject({ met: 'true' });
    expect(rows.find(({ duty }) => duty === 'yearly-review')?.standing).toBeNull();
    const file = await client.crosswalk.export({ system: id, format: 'csv', locale: 'kk' });
    const text = new TextDecoder().decode(services.files.take(file).bytes);
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(rows.reduce((sum, row) => sum + row.cells.length, 0) + 1);
    expect(text).toContain('ISO/IEC 42001');
    expect(here.log).toEqual([]);
  });
});

describe('an answer given once', () => {
  let here: World;
  afterEach(() => here.close());
  const law = 'kz-ai-law';
  const data = 'kz-personal-data';

  async function system(): Promise<string> {
    here = world();
    const { id } = await here.client.systems.create({
      fields: { name: { value: { ru: 'Пропускная', kk: '', en: '' } } },
    });
    return id;
  }

  it('is offered in the related place with who gave it, and is not taken without a click', async () => {
    const id = await system();
    const { client } = here;
    await client.settings.set({ actor: 'Ли Анна' });
    const put = (answers: Record<string, { answer: Answer }>): Promise<unknown> =>
      client.assessments.answer({ system: id, pack: law, answers });
    // An answer of a hidden question is kept and says nothing.
    await put({
      'data-library-held': { answer: { value: 'no' } },
      'data-producer-recorded': { answer: { value: 'yes' } },
    });
    expect((await client.assessments.get({ system: id, pack: data })).suggestions['library-producer']).toBeUndefined();
    await put({ 'data-library-held': { answer: { value: 'yes' } } });
    expect((await client.assessments.get({ system: id, pack: data })).suggestions['library-producer']).toMatchObject({
      answer: { value: 'yes' },
      from: 'crosswalk',
    });
    await put({ 'personal-data-processed': { answer: { value: 'yes' } } });
    const { suggestions, answers } = await client.assessments.get({ system: id, pack: data });
    expect(answers).toEqual({});
    expect(suggestions['processes-personal-data']).toEqual({
      answer: { value: 'yes' },
      from: 'crosswalk',
      source: `${law}/personal-data-processed`,
      given: { by: 'Ли Анна', at: '2026-11-23T10:00:00.000Z' },
    });
    const after = await client.assessments.takeSuggestions({
      system: id,
      pack: data,
      questions: ['processes-personal-data'],
    });
    expect(after.answers['processes-personal-data']).toMatchObject({ answer: { value: 'yes' }, fromRecord: false });
    expect(after.suggestions['processes-personal-data']).toBeUndefined();
  });

  it('is shown where another pack says something else, and the record comes first', async () => {
    const id = await system();
    const { client } = here;
    await client.assessments.answer({
      system: id,
      pack: data,
      answers: { 'processes-personal-data': { answer: { value: 'no' } } },
    });
    await client.assessments.answer({
      system: id,
      pack: law,
      answers: { 'personal-data-processed': { answer: { value: 'yes' } } },
    });
    const conflict = await client.assessments.get({ system: id, pack: law });
    expect(conflict.suggestions['personal-data-processed']).toMatchObject({
      answer: { value: 'no' },
      from: 'crosswalk',
    });
    await client.systems.setFields({ id, fields: { hasPersonalData: { value: 'no' } } });
    const again = await client.assessments.get({ system: id, pack: law });
    expect(again.suggestions['personal-data-processed']).toMatchObject({ from: 'record' });
  });

  it('is not offered where it is unknown', async () => {
    const id = await system();
    await here.client.assessments.answer({
      system: id,
      pack: data,
      answers: { 'processes-personal-data': { answer: { unknown: true } } },
    });
    const { suggestions } = await here.client.assessments.get({ system: id, pack: law });
    expect(suggestions['personal-data-processed']).toBeUndefined();
  });
});
