import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Decision, ImportPlan, Mapping } from '../shared/imports/contract.ts';
import type { FileRef } from '../shared/lib/file-ref.ts';
import { world, type World } from './world.ts';

let w: World;
beforeEach(() => {
  w = world();
});
afterEach(async () => {
  expect(w.log).toEqual([]);
  await w.close();
});

const data = (name: string): Uint8Array => readFileSync(new URL(`./data/${name}`, import.meta.url));
const csv = (...lines: string[]): Uint8Array => new TextEncoder().encode(lines.join('\r\n'));

/** Reads a file and takes the mapping as guessed. */
async function opened(
  bytes: Uint8Array,
  name = 'список.csv',
): Promise<{ file: FileRef; mapping: Mapping; encoding: string | null }> {
  const { file, sheets, encoding } = await w.client.imports.read({ file: w.services.files.put(name, bytes) });
  const [sheet] = sheets;
  if (!sheet) throw new Error('no sheet');
  return {
    file,
    encoding,
    mapping: {
      sheet: sheet.sheet,
      headerRow: sheet.headerRow,
      columns: sheet.columns.map(({ index, target }) => ({ index, target })),
    },
  };
}
async function planOf(bytes: Uint8Array, name?: string, decisions: Decision[] = []): Promise<ImportPlan> {
  const { file, mapping } = await opened(bytes, name);
  return w.client.imports.dryRun({ file, mapping, decisions });
}
const problemsOf = (plan: ImportPlan, row: number): [string, string | null][] =>
  (plan.rows.find((candidate) => candidate.row === row)?.problems ?? []).map(({ code, suggestion }) => [
    code,
    suggestion,
  ]);

describe('the departments’ list', () => {
  it.each([
    ['perechen-ii-2026.xlsx', null, 2, { read: 32, add: 29, update: 0, ask: 1, reject: 1, skip: 1 }],
    ['perechen-ii-2026.ods', null, 2, { read: 32, add: 29, update: 0, ask: 1, reject: 1, skip: 1 }],
    ['perechen-ii-2026.utf8.csv', 'UTF-8', 2, { read: 32, add: 29, update: 0, ask: 1, reject: 1, skip: 1 }],
    ['perechen-ii-2026.cp1251.csv', 'Windows-1251', 0, { read: 26, add: 24, update: 0, ask: 1, reject: 0, skip: 1 }],
  ])('accounts for every row of %s', async (name, encoding, headerRow, counts) => {
    const { file, mapping, encoding: found } = await opened(data(name), name);
    expect(found).toBe(encoding);
    expect(mapping.headerRow).toBe(headerRow);
    expect(mapping.columns.map(({ target }) => target)).toEqual([
      null,
      'name',
      'site',
      'ownerPerson',
      'intendedPurpose',
      'formerRiskNote',
      'hasPersonalData',
      'operationSince',
      'suppliers',
      'hosting',
      'note',
    ]);
    const size = (await w.client.ledger.list({})).size;
    const plan = await w.client.imports.dryRun({ file, mapping });
    expect(plan.counts).toEqual(counts);
    expect(plan.rows.map(({ row }) => row)).toEqual(
      Array.from({ length: counts.read }, (_, index) => headerRow + 2 + index),
    );
    expect((await w.client.ledger.list({})).size).toBe(size);
    const result = await w.client.imports.apply({ plan: plan.plan });
    expect(result).toMatchObject({
      read: counts.read,
      added: counts.add,
      updated: 0,
      rejected: counts.reject,
      skipped: counts.ask + counts.skip,
    });
    expect(result.rows).toHaveLength(counts.read);
    expect((await w.client.systems.list({})).total).toBe(counts.add);
    expect(await w.client.imports.past({})).toEqual([
      expect.objectContaining({
        fileName: name,
        added: counts.add,
        updated: 0,
        rejected: counts.reject,
        skipped: counts.ask + counts.skip,
      }),
    ]);
  });

  it('says of each doubtful cell what is wrong and offers a repair', async () => {
    const plan = await planOf(data('perechen-ii-2026.xlsx'), 'perechen-ii-2026.xlsx');
    const found = (row: number) => problemsOf(plan, row).filter(([code]) => code !== 'old-risk-not-degree');
    expect(found(5)).toEqual([
      ['date-month-only', '2025-03-01'],
      ['option-not-known', null],
    ]);
    expect(found(7)).toEqual([
      ['site-looks-like', 'ОФ-2'],
      ['date-serial', '2025-03-01'],
      ['supplier-not-named', null],
      ['option-not-known', 'Оборудование поставщика'],
    ]);
    expect(found(8)).toContainEqual(['cloud-without-country', null]);
    expect(found(11)).toContainEqual(['site-looks-like', 'ОФ-2']);
    expect(found(15)).toContainEqual(['site-looks-like', 'Рудник Восточный']);
    expect(found(19)).toEqual([['date-not-understood', null]]);
    expect(found(20)).toContainEqual(['nobody-named', null]);
    expect(found(30)).toEqual([['formula-like', null]]);
    expect(found(31)).toEqual([['supplier-looks-like', 'ТОО «Қарлығаш Автоматика»']]);
    expect(found(33)).toEqual([['date-impossible', null]]);
    expect(plan.rows.find(({ row }) => row === 29)).toMatchObject({
      outcome: 'ask',
      match: '10',
      title: 'Прогноз нагрузки и график мощности',
    });
    expect(plan.rows.find(({ row }) => row === 34)).toMatchObject({
      outcome: 'reject',
      problems: [{ column: 'Название ИИ', code: 'name-missing' }],
    });
    expect(plan.rows.find(({ row }) => row === 28)).toMatchObject({ outcome: 'skip', problems: [] });
  });

  it('takes over what the cells say and not more', async () => {
    const plan = await planOf(data('perechen-ii-2026.xlsx'), 'perechen-ii-2026.xlsx');
    await w.client.imports.apply({ plan: plan.plan });
    const { client } = w;
    const byName = async (search: string) =>
      client.systems.get({ id: (await client.systems.list({ filter: { search } })).rows[0]?.id ?? '' });

    const conveyor = await byName('конвейера К-7');
    expect(conveyor.fields).toMatchObject({
      operationSince: { value: '2024-03-01' },
      hasPersonalData: { value: 'no' },
      acquisition: { value: 'own' },
      hosting: { value: 'own-site' },
      formerRiskNote: { value: 'средний' },
      note: { value: { ru: 'пишет в ПЛК конвейера' } },
    });
    expect(conveyor.degree).toEqual({ degree: null, status: 'none', prohibited: 'unknown' });
    expect(conveyor.versions[0]?.deployments[0]).toMatchObject({
      siteName: 'ОФ-2',
      fields: { placement: { value: 'сервер цеха' } },
    });

    const camera = await byName('усталости');
    expect(camera.fields['operationSince']).toBeUndefined();
    expect(camera.fields['hosting']).toBeUndefined();
    expect(camera.fields['formerRiskNote']).toEqual({ unknown: true });
    expect(camera.fields['note']).toEqual({ value: { ru: 'биометрия? спросить юриста\nДата ввода: март 2025' } });

    const chat = await byName('ChatGPT');
    expect(chat.fields['hasPersonalData']).toEqual({ unknown: true });
    expect(chat.fields['ownerPerson']).toBeUndefined();
    expect((await byName('Отбор резюме')).fields['hosting']).toEqual({ unknown: true });
    expect((await byName('Помощник по документам')).fields).toMatchObject({
      operationSince: { value: '2025-09-15' },
      hosting: { value: 'own-data-centre' },
    });
    expect((await byName('график мощности')).fields['operationSince']).toEqual({ value: '2024-11-23' });
    expect((await byName('аварий насосов')).fields).toMatchObject({
      note: { value: { ru: 'даты нет такой\nДата ввода: 31.02.2025' } },
    });
    expect((await byName('hyperlink')).fields['name']).toEqual({ value: { ru: '=HYPERLINK("x")' } });

    const kazakh = await byName('көз');
    expect(kazakh.fields).toMatchObject({
      name: { value: { kk: 'Қауіпсіздік камерасы «Көз»' } },
      intendedPurpose: { value: { kk: 'қызметкерлердің қауіпті аймаққа кіруін анықтау' } },
      hasPersonalData: { value: 'yes' },
      hosting: { value: 'own-site' },
      note: { value: { kk: 'құжаттары қазақша' } },
    });
    expect((await client.registers.list({ kind: 'supplier' })).map(({ name }) => name)).toEqual([
      '«Қарлығаш Автоматика» ЖШС',
      'ТОО «Қарлығаш Автоматика»',
      'Microsoft',
    ]);
    const owners = await client.registers.list({ kind: 'person', search: 'БиОТ' });
    expect(owners.map(({ name, usedBy }) => [name, usedBy])).toEqual([['отдел БиОТ', 3]]);
  });

  it('takes repairs and decisions', async () => {
    const { file, mapping } = await opened(data('perechen-ii-2026.xlsx'), 'perechen-ii-2026.xlsx');
    const plan = await w.client.imports.dryRun({
      file,
      mapping,
      decisions: [{ row: 34, action: 'add', repairs: { 'Название ИИ': 'Безымянная' } }],
    });
    expect(plan.counts).toMatchObject({ add: 30, reject: 0 });
    const repaired = (row: number, repairs: Record<string, string>): Decision => ({ row, action: 'add', repairs });
    const result = await w.client.imports.apply({
      plan: plan.plan,
      decisions: [
        repaired(5, { 'Дата ввода': '2025-03-01' }),
        repaired(7, { Цех: 'ОФ-2', 'Дата ввода': '2025-03-01', 'Где стоит': 'Оборудование поставщика' }),
        repaired(11, { Цех: 'ОФ-2' }),
        repaired(15, { Цех: 'Рудник Восточный' }),
        repaired(31, { Поставщик: 'ТОО «Қарлығаш Автоматика»' }),
        repaired(33, { 'Дата ввода': '' }),
        { row: 29, action: 'update', repairs: { Цех: 'ТЭЦ-1' } },
        { row: 30, action: 'skip', repairs: {} },
      ],
    });
    expect(result).toMatchObject({ read: 32, added: 29, updated: 1, rejected: 0, skipped: 2 });
    const twin = result.rows.find(({ row }) => row === 29);
    expect(twin).toMatchObject({ result: 'updated', code: result.rows.find(({ row }) => row === 10)?.code });
    expect((await w.client.registers.list({ kind: 'site' })).map(({ name }) => name)).toEqual([
      'Медный завод',
      'ОФ-2',
      'Рудник Восточный',
      'ТЭЦ-1',
      'Управление',
    ]);
    const { rows } = await w.client.systems.list({ filter: { search: 'МШЦ-4' } });
    expect((await w.client.systems.get({ id: rows[0]?.id ?? '' })).fields).toMatchObject({
      operationSince: { value: '2025-03-01' },
      hosting: { value: 'vendor-device' },
    });
    const pump = await w.client.systems.list({ filter: { search: 'насосов' } });
    expect((await w.client.systems.get({ id: pump.rows[0]?.id ?? '' })).fields['note']).toEqual({
      value: { ru: 'даты нет такой' },
    });
  });

  it('asks about every system when the list comes a second time, and updates on demand', async () => {
    const first = await planOf(data('perechen-ii-2026.utf8.csv'));
    await w.client.imports.apply({ plan: first.plan });
    const second = await planOf(data('perechen-ii-2026.xlsx'), 'b.xlsx');
    expect(second.counts).toEqual({ read: 32, add: 0, update: 0, ask: 30, reject: 1, skip: 1 });
    expect(second.rows[0]).toMatchObject({ outcome: 'ask', match: 'AI-001' });
    const result = await w.client.imports.apply({
      plan: second.plan,
      decisions: [{ row: 5, action: 'update', repairs: { Примечание: 'спросили юриста', 'Дата ввода': '15.03.2025' } }],
    });
    expect(result).toMatchObject({ added: 0, updated: 1, rejected: 1, skipped: 30 });
    expect((await w.client.systems.byCode({ code: 'AI-002' })).fields).toMatchObject({
      operationSince: { value: '2025-03-15' },
      note: { value: { ru: 'биометрия? спросить юриста\nДата ввода: март 2025\nспросили юриста' } },
    });
    expect((await w.client.systems.list({})).total).toBe(29);
  });
});

describe('plans', () => {
  const list = csv('Название;Цех', 'Радар;Карьер');

  it('refuses a plan once the register changed, and a plan it does not know', async () => {
    const plan = await planOf(list);
    await w.client.registers.create({ kind: 'site', name: 'Карьер' });
    await expect(w.client.imports.apply({ plan: plan.plan })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'plan-stale',
    });
    await expect(w.client.imports.apply({ plan: 'none' })).rejects.toMatchObject({ reason: 'plan-stale' });
    expect((await w.client.systems.list({})).total).toBe(0);
  });

  it('applies all or nothing', async () => {
    const plan = await planOf(csv('Код;Название', 'X-1;Первая', 'X-1;Вторая'));
    expect(plan.counts).toMatchObject({ add: 2 });
    await expect(w.client.imports.apply({ plan: plan.plan })).rejects.toMatchObject({ reason: 'code-taken' });
    expect((await w.client.systems.list({})).total).toBe(0);
    expect(await w.client.imports.past({})).toEqual([]);
  });

  it('remembers the mapping of a set of headings in this workspace', async () => {
    const { file, mapping } = await opened(list);
    const own: Mapping = {
      ...mapping,
      columns: [
        { index: 0, target: 'name' },
        { index: 1, target: 'unit' },
      ],
    };
    const plan = await w.client.imports.dryRun({ file, mapping: own });
    await w.client.imports.apply({ plan: plan.plan });
    const { sheets } = await w.client.imports.read({
      file: w.services.files.put('b.csv', csv('Цех;Название', 'ОФ-2;Камера')),
    });
    expect(sheets[0]?.columns.map(({ heading, target, confidence }) => [heading, target, confidence])).toEqual([
      ['Цех', 'unit', 'remembered'],
      ['Название', 'name', 'remembered'],
    ]);
  });

  it('refuses a mapping without a name, with an unknown target or for another sheet', async () => {
    const { file, mapping } = await opened(list);
    const dryRun = (changed: Partial<Mapping>) =>
      w.client.imports.dryRun({ file, mapping: { ...mapping, ...changed } });
    await expect(dryRun({ columns: [{ index: 1, target: 'site' }] })).rejects.toMatchObject({
      reason: 'no-name-column',
    });
    await expect(dryRun({ columns: [{ index: 0, target: 'nonsense' }] })).rejects.toMatchObject({
      reason: 'bad-mapping',
    });
    await expect(dryRun({ columns: [{ index: 9, target: 'name' }] })).rejects.toMatchObject({ reason: 'bad-mapping' });
    await expect(dryRun({ sheet: 'другой' })).rejects.toMatchObject({ reason: 'no-sheet' });
  });

  it('names the targets of the mapping list', async () => {
    const targets = await w.client.imports.targets({});
    expect(targets.slice(0, 4)).toEqual([
      { target: 'code', group: 'links' },
      { target: 'version', group: 'links' },
      { target: 'site', group: 'links' },
      { target: 'name', group: 'identity' },
    ]);
    expect(targets).toContainEqual({ target: 'name.kk', group: 'languages' });
  });

  it('skips repeated headings and asks about twins at one site only', async () => {
    const plan = await planOf(csv('Название;Цех', 'Радар;Карьер', 'Название;Цех', 'радар;карьер', 'Радар;Рудник 2'));
    expect(plan.rows.map(({ outcome }) => outcome)).toEqual(['add', 'skip', 'ask', 'add']);
    expect(problemsOf(plan, 5)).toEqual([['same-name-other-site', null]]);
  });

  it('brings five thousand rows in at once', async () => {
    const lines = Array.from({ length: 5_000 }, (_, index) => `Система ${index};Цех ${index % 40};да;01.02.2025`);
    const plan = await planOf(csv('Название;Цех;ПДн;Дата ввода', ...lines));
    expect(plan.counts).toEqual({ read: 5_000, add: 5_000, update: 0, ask: 0, reject: 0, skip: 0 });
    const result = await w.client.imports.apply({ plan: plan.plan });
    expect(result.added).toBe(5_000);
    expect((await w.client.registers.counts({})).site).toBe(40);
  });
});

describe('rows', () => {
  it('puts what it does not understand into the note and never guesses a code', async () => {
    const plan = await planOf(
      csv(
        'Название;Где стоит;ПДн;Стадия;Роль',
        'А;сервер где-то;возможно;почти пилот;владелец',
        'Б;Облако РК;иә;пилот;Собственник',
      ),
    );
    expect(problemsOf(plan, 2)).toEqual([
      ['option-not-known', 'Своя площадка'],
      ['answer-not-understood', null],
      ['option-not-known', 'Пилот'],
    ]);
    await w.client.imports.apply({ plan: plan.plan });
    expect((await w.client.systems.byCode({ code: 'AI-001' })).fields).toEqual({
      name: { value: { ru: 'А' } },
      kzRole: { value: ['possessor'] },
      note: { value: { ru: 'Где стоит: сервер где-то\nПДн: возможно\nСтадия: почти пилот' } },
    });
    expect((await w.client.systems.byCode({ code: 'AI-002' })).fields).toEqual({
      name: { value: { ru: 'Б' } },
      hosting: { value: 'kz-cloud' },
      hasPersonalData: { value: 'yes' },
      lifecycleStage: { value: 'pilot' },
      kzRole: { value: ['owner'] },
    });
  });

  it('rejects a row whose text does not fit instead of cutting it', async () => {
    const plan = await planOf(csv('Название;Примечание', `${'д'.repeat(201)};x`, `Короткое;${'п'.repeat(2_501)}`));
    expect(plan.rows.map(({ outcome, problems }) => [outcome, problems.map(({ code }) => code)])).toEqual([
      ['reject', ['too-long']],
      ['reject', ['too-long']],
    ]);
  });
});
