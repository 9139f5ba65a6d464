import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collationKey } from '../shared/systems/collate.ts';
import { addMonths, completeness, missingFields, reviewDay } from '../shared/systems/policy.ts';
import { world, type World } from './world.ts';

let w: World;
beforeEach(() => {
  w = world();
});
afterEach(async () => {
  expect(w.log).toEqual([]);
  await w.close();
});

const named = (ru: string) => ({ name: { value: { ru } } });
const text = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

describe('order of letters', () => {
  const binary = (a: string, b: string): number =>
    Buffer.compare(Buffer.from(collationKey(a)), Buffer.from(collationKey(b)));

  it('agrees with the platform for Kazakh words', () => {
    const words = [
      'Ұшқыш',
      'Аудармашы',
      'Әуе',
      'Бақылау',
      'Вагон',
      'Ғимарат',
      'Газ',
      'Қауіп',
      'Кен',
      'Ңоғай',
      'Нөмір',
      'Өрт',
      'Орын',
      'Үй',
      'Уран',
      'Һауа',
      'Хат',
      'Іс',
      'Ыстық',
      'Эмаль',
      'Йод',
      'Ішкі',
    ];
    expect(words.toSorted(binary)).toEqual(words.toSorted(new Intl.Collator('kk').compare));
  });

  it('agrees with the platform for Russian words', () => {
    const words = [
      'Ёлка',
      'Елань',
      'Ежа',
      'Жук',
      'Яма',
      'Щит',
      'Шахта',
      'Цех',
      'Подъём',
      'Подъезд',
      'Йога',
      'Игра',
      'Эхо',
      'Юг',
      'Чан',
    ];
    expect(words.toSorted(binary)).toEqual(words.toSorted(new Intl.Collator('ru').compare));
  });

  it('sorts numbers by value and passes over quotes and case', () => {
    expect(['Насос 10', '«насос» 9', 'НАСОС 2'].toSorted(binary)).toEqual(['НАСОС 2', '«насос» 9', 'Насос 10']);
    expect(collationKey('«Чёрный ящик»')).toBe(collationKey('чЕРНЫЙ  ЯЩИК'));
    expect(['Zeta', 'Ячмень', '7 проб'].toSorted(binary)).toEqual(['7 проб', 'Ячмень', 'Zeta']);
  });
});

describe('policy', () => {
  it('adds months to the last day that exists', () => {
    expect(addMonths('2024-02-29', 12)).toBe('2025-02-28');
    expect(addMonths('2026-10-31', 4)).toBe('2027-02-28');
  });

  it('takes the next review as entered, else a year after the last', () => {
    expect(reviewDay({})).toBeNull();
    expect(reviewDay({ lastRiskReview: { value: '2026-03-15' } })).toBe('2027-03-15');
    expect(reviewDay({ lastRiskReview: { value: '2026-03-15' }, nextReview: { value: '2026-09-01' } })).toBe(
      '2026-09-01',
    );
  });

  it('asks for personal-data fields only where there is personal data, and for suppliers only where something is bought', () => {
    expect(missingFields({}, false)['personal-data']).toEqual(['hasPersonalData']);
    expect(missingFields({ hasPersonalData: { value: 'yes' } }, false)['personal-data']).toContain('pdBasis');
    expect(missingFields({ hasPersonalData: { unknown: true } }, false)['personal-data']).toEqual(
      ['hasPersonalData'].slice(1),
    );
    expect(missingFields({}, false).passport).not.toContain('suppliers');
    expect(missingFields({ acquisition: { value: 'bought' } }, true).passport).toContain('suppliers');
    expect(missingFields({}, true).passport).not.toContain('site');
  });

  it('counts unknown and not applicable as answers, and hidden fields not at all', () => {
    const empty = completeness({}, false);
    expect(empty).toBe(0);
    expect(completeness({ kind: { unknown: true }, modeOfUse: { na: 'нет доступа' } }, false)).toBeGreaterThan(0);
    expect(completeness({ suppliers: { value: ['x'] } }, false)).toBe(0);
  });
});

describe('codes', () => {
  it('counts up, sorts by number and never gives a code twice', async () => {
    const first = await w.client.systems.create({ fields: named('Первая') });
    const own = await w.client.systems.create({ code: 'AI-1200', fields: named('Своя') });
    await w.client.systems.retire({ id: own.id, reason: 'выведена' });
    const next = await w.client.systems.create({ fields: named('Следующая') });
    expect([first.code, next.code]).toEqual(['AI-001', 'AI-1201']);
    await expect(w.client.systems.create({ code: 'ai-1200' })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'code-taken',
    });
    const { rows } = await w.client.systems.list({});
    expect(rows.map(({ code }) => code)).toEqual(['AI-001', 'AI-1201']);
  });

  it('finds a system by its code whatever the case', async () => {
    const made = await w.client.systems.create({ code: 'ОФ-7' });
    expect((await w.client.systems.byCode({ code: 'ОФ-7' })).id).toBe(made.id);
    await w.client.systems.create({});
    expect((await w.client.systems.byCode({ code: 'ai-001' })).code).toBe('AI-001');
    await expect(w.client.systems.byCode({ code: 'AI-999' })).rejects.toMatchObject({
      code: 'not-found',
      reason: 'no-system-code',
    });
  });
});

describe('fields', () => {
  it('keeps the five states of an answer', async () => {
    const { id } = await w.client.systems.create({ fields: named('Контроль') });
    await w.client.systems.setFields({
      id,
      fields: {
        hasPersonalData: { value: 'no' },
        outputUsedInEu: { unknown: true },
        biometric: { na: 'нет данных о людях' },
        kind: { value: ['vision', 'predictive'] },
      },
    });
    const system = await w.client.systems.setFields({ id, fields: { kind: null } });
    expect(system.fields).toEqual({
      ...named('Контроль'),
      hasPersonalData: { value: 'no' },
      outputUsedInEu: { unknown: true },
      biometric: { na: 'нет данных о людях' },
    });
  });

  it('refuses what does not fit, naming the field, and changes nothing', async () => {
    const { id } = await w.client.systems.create({ fields: named('Контроль') });
    const site = await w.client.registers.create({ kind: 'site', name: 'ОФ-2' });
    const size = (await w.client.ledger.list({})).size;
    const bad = { kind: 'invalid', reason: 'bad-field' };
    for (const [field, value, problem] of [
      ['noSuch', { value: 'x' }, 'no-such-field'],
      ['hosting', { value: 'moon' }, 'wrong-option'],
      ['operationSince', { value: '2025-02-31' }, 'wrong-date'],
      ['ownerPerson', { value: 'nobody' }, 'no-such-entry'],
    ] as const) {
      await expect(
        w.client.systems.setFields({ id, fields: { unit: { value: 'Цех' }, [field]: value } }),
      ).rejects.toMatchObject({
        code: bad.kind,
        reason: bad.reason,
        details: { field, problem },
      });
    }
    await expect(w.client.systems.setFields({ id, fields: { ownerPerson: { value: site.id } } })).rejects.toMatchObject(
      { details: { problem: 'no-such-entry' } },
    );
    expect((await w.client.systems.get({ id })).fields).toEqual(named('Контроль'));
    expect((await w.client.ledger.list({})).size).toBe(size);
  });

  it('tells the history by field, newest first, in pages', async () => {
    const { id } = await w.client.systems.create({ fields: named('Контроль') });
    w.at('2026-11-24T08:00:00.000Z');
    await w.client.systems.setFields({ id, fields: { unit: { value: 'Цех 1' } } });
    await w.client.systems.setFields({ id, fields: { unit: { value: 'Цех 2' }, kind: { value: ['vision'] } } });
    const history = await w.client.systems.history({ id });
    expect(history.map(({ kind, field, before, after }) => [kind, field, before, after])).toEqual([
      ['system.set', 'kind', null, { value: ['vision'] }],
      ['system.set', 'unit', { value: 'Цех 1' }, { value: 'Цех 2' }],
      ['system.set', 'unit', null, { value: 'Цех 1' }],
      ['system.create', null, null, { code: 'AI-001', fields: named('Контроль'), version: { label: '1', date: null } }],
    ]);
    expect(history[0]?.at).toBe('2026-11-24T08:00:00.000Z');
    const older = await w.client.systems.history({ id, before: history[1]?.seq, limit: 1 });
    expect(older.map(({ after }) => after)).toEqual([{ value: 'Цех 1' }]);
  });
});

describe('search', () => {
  beforeEach(async () => {
    const { client } = w;
    const supplier = await client.registers.create({ kind: 'supplier', name: 'ТОО «Қарлығаш Автоматика»' });
    const person = await client.registers.create({ kind: 'person', name: 'Ёлкина С. Т.' });
    const site = await client.registers.create({ kind: 'site', name: 'Шығыс кеніші' });
    const first = await client.systems.create({
      fields: {
        name: { value: { kk: 'Қауіпсіздік камерасы «КӨЗ»', ru: 'Камера безопасности' } },
        suppliers: { value: [supplier.id] },
        acquisition: { value: 'bought' },
        ownerPerson: { value: person.id },
      },
    });
    await client.systems.addDeployment({ id: first.id, version: first.versions[0]?.id ?? '', site: site.id });
    await client.systems.create({
      fields: {
        ...named('Учёт вагонов 50%'),
        unit: { value: 'ж/д цех' },
        intendedPurpose: { value: { ru: 'подсчёт на въезде' } },
      },
    });
  });
  const found = async (search: string): Promise<string[]> =>
    (await w.client.systems.list({ filter: { search } })).rows.map(({ code }) => code);

  it.each([
    ['қауіпСІЗ', ['AI-001']],
    ['көз', ['AI-001']],
    ['безопасн камер', ['AI-001']],
    ['қарлығаш', ['AI-001']],
    ['елкина', ['AI-001']],
    ['шығыс', ['AI-001']],
    ['учет', ['AI-002']],
    ['УЧЁТ въезд', ['AI-002']],
    ['50%', ['AI-002']],
    ['ai-002', ['AI-002']],
    ['цех учёт ваг 50 подсч въезд', ['AI-002']],
    ['учёт камера', []],
    ['_', []],
    ['', ['AI-001', 'AI-002']],
  ])('finds by parts of words, every word: %s', async (search, codes) => {
    expect(await found(search)).toEqual(codes);
  });

  it('follows a renamed entry', async () => {
    const [site] = await w.client.registers.list({ kind: 'site' });
    await w.client.registers.update({ id: site?.id ?? '', name: 'Батыс кеніші' });
    expect(await found('батыс')).toEqual(['AI-001']);
    expect(await found('шығыс')).toEqual([]);
    expect((await w.client.systems.list({})).rows[0]?.sites).toEqual(['Батыс кеніші']);
  });
});

describe('list', () => {
  it('filters, sorts and pages', async () => {
    const { client } = w;
    const site = await client.registers.create({ kind: 'site', name: 'ОФ-2' });
    const names = ['Өрт', 'Аэратор', 'Әуе', 'Ёмкость'];
    for (const [index, name] of names.entries()) {
      const made = await client.systems.create({
        fields: {
          ...named(name),
          lifecycleStage: { value: index % 2 === 0 ? 'operation' : 'idea' },
          unit: { value: index < 3 ? 'Цех 2' : 'Цех 10' },
          lastRiskReview: { value: `2025-11-${20 + index}` },
          hasPersonalData: { value: index === 1 ? 'yes' : 'no' },
        },
      });
      if (index === 0)
        await client.systems.addDeployment({ id: made.id, version: made.versions[0]?.id ?? '', site: site.id });
    }
    const ask = async (input: Parameters<typeof client.systems.list>[0]) => {
      const { total, rows } = await client.systems.list(input);
      return { total, names: rows.map(({ name }) => name?.ru) };
    };
    expect(await ask({ sort: 'name' })).toEqual({ total: 4, names: ['Аэратор', 'Әуе', 'Ёмкость', 'Өрт'] });
    expect(await ask({ sort: 'name', descending: true, limit: 2, offset: 1 })).toEqual({
      total: 4,
      names: ['Ёмкость', 'Әуе'],
    });
    expect(await ask({ sort: 'unit', filter: { stage: ['idea'] } })).toEqual({
      total: 2,
      names: ['Аэратор', 'Ёмкость'],
    });
    expect(await ask({ filter: { site: [site.id] } })).toEqual({ total: 1, names: ['Өрт'] });
    expect(await ask({ filter: { unit: ['Цех 10'] } })).toEqual({ total: 1, names: ['Ёмкость'] });
    expect(await ask({ filter: { reviewBy: '2026-11-21' }, sort: 'review' })).toEqual({
      total: 2,
      names: ['Өрт', 'Аэратор'],
    });
    expect(await ask({ filter: { personalData: true } })).toEqual({ total: 1, names: ['Аэратор'] });
    expect(await ask({ filter: { degree: ['high'] } })).toEqual({ total: 0, names: [] });
    expect((await ask({ filter: { degree: ['none', 'high'] } })).total).toBe(4);
    for (const sort of ['code', 'stage', 'degree', 'completeness', 'changed'] as const)
      expect((await ask({ sort })).total).toBe(4);
    // Full pages, a page that ends the list, and pages beyond it.
    for (const [offset, limit, shown] of [
      [0, 3, 3],
      [0, 4, 4],
      [2, 2, 2],
      [3, 3, 1],
      [4, 3, 0],
      [9, 3, 0],
    ] as const) {
      const { total, names } = await ask({ offset, limit });
      expect([total, names.length], `${offset}, ${limit}`).toEqual([4, shown]);
    }

    const facets = await client.systems.facets({ locale: 'ru' });
    expect(facets.stage).toEqual([
      { value: 'idea', label: 'Идея', count: 2 },
      { value: 'operation', label: 'Эксплуатация', count: 2 },
    ]);
    expect(facets.unit.map(({ value, count }) => [value, count])).toEqual([
      ['Цех 2', 3],
      ['Цех 10', 1],
    ]);
    expect(facets.site).toEqual([{ value: site.id, label: 'ОФ-2', count: 1 }]);
    expect(facets.views).toEqual({ all: 4, notClassified: 4, toReview: 4, personalData: 1, retired: 0 });
  });

  it('takes retired systems out of the working register and back', async () => {
    const { id } = await w.client.systems.create({ fields: named('Старая') });
    const retired = await w.client.systems.retire({ id, reason: 'заменена' });
    expect(retired.recordStatus).toBe('retired');
    expect((await w.client.systems.list({})).total).toBe(0);
    expect((await w.client.systems.list({ filter: { retired: true } })).rows.map(({ code }) => code)).toEqual([
      'AI-001',
    ]);
    await expect(w.client.systems.retire({ id, reason: 'ещё раз' })).rejects.toMatchObject({
      reason: 'already-retired',
    });
    expect((await w.client.systems.restore({ id })).recordStatus).toBe('draft');
    await expect(w.client.systems.restore({ id })).rejects.toMatchObject({ reason: 'not-retired' });
  });
});

describe('versions and places of use', () => {
  it('keeps versions in a chain and deployments by version', async () => {
    const { client } = w;
    const made = await client.systems.create({ fields: named('Радар') });
    const site = await client.registers.create({ kind: 'site', name: 'Карьер' });
    const first = made.versions[0]?.id ?? '';
    await client.systems.addDeployment({
      id: made.id,
      version: first,
      site: site.id,
      fields: { placement: { value: 'борт' } },
    });
    await expect(client.systems.addDeployment({ id: made.id, version: first, site: site.id })).rejects.toMatchObject({
      reason: 'already-deployed',
    });
    await expect(client.systems.addVersion({ id: made.id, label: '1' })).rejects.toMatchObject({
      reason: 'version-exists',
    });
    const system = await client.systems.addVersion({ id: made.id, label: '2.0', date: '2026-05-01' });
    expect(
      system.versions.map(({ label, current, supersedes, deployments }) => [
        label,
        current,
        supersedes,
        deployments.length,
      ]),
    ).toEqual([
      ['2.0', true, first, 0],
      ['1', false, null, 1],
    ]);
    const renamed = await client.systems.setVersion({ id: made.id, version: first, label: '1.0', date: '2025-01-01' });
    expect(renamed.versions[1]).toMatchObject({
      label: '1.0',
      date: '2025-01-01',
      deployments: [{ siteName: 'Карьер', fields: { placement: { value: 'борт' } } }],
    });
    expect((await client.systems.list({})).rows[0]).toMatchObject({ version: '2.0', sites: ['Карьер'] });
    const removed = await client.systems.removeDeployment({
      id: made.id,
      deployment: renamed.versions[1]?.deployments[0]?.id ?? '',
    });
    expect(removed.versions.flatMap(({ deployments }) => deployments)).toEqual([]);
    expect(removed.missing.passport).toContain('site');
    await expect(client.systems.removeDeployment({ id: made.id, deployment: 'none' })).rejects.toMatchObject({
      reason: 'no-deployment',
    });
  });

  it('copies the record and its current version under a new code', async () => {
    const { client } = w;
    const made = await client.systems.create({ fields: { ...named('Радар'), unit: { value: 'Карьер' } } });
    const site = await client.registers.create({ kind: 'site', name: 'Карьер' });
    await client.systems.addVersion({ id: made.id, label: '2.0' });
    const [current] = (await client.systems.get({ id: made.id })).versions;
    await client.systems.addDeployment({ id: made.id, version: current?.id ?? '', site: site.id });
    const copy = await client.systems.duplicate({ id: made.id });
    expect(copy.code).toBe('AI-002');
    expect(copy.fields).toEqual({ ...named('Радар'), unit: { value: 'Карьер' } });
    expect(copy.versions.map(({ label, deployments }) => [label, deployments.map(({ siteName }) => siteName)])).toEqual(
      [['2.0', ['Карьер']]],
    );
  });
});

describe('export', () => {
  async function fill(): Promise<void> {
    const { client } = w;
    const site = await client.registers.create({ kind: 'site', name: 'ОФ-2' });
    const supplier = await client.registers.create({ kind: 'supplier', name: 'ТОО «Қарлығаш»' });
    const made = await client.systems.create({
      fields: {
        name: { value: { kk: 'Көз; "камера"', ru: '=HYPERLINK("x")' } },
        acquisition: { value: 'bought' },
        suppliers: { value: [supplier.id] },
        hasPersonalData: { value: 'yes' },
        biometric: { unknown: true },
        iin: { na: 'не обрабатывается' },
        operationSince: { value: '2025-03-01' },
        usersCount: { value: 12 },
        kind: { value: ['vision', 'speech'] },
        note: { value: { ru: "'-1\nвторая строка" } },
        supportContact: { value: '+7 701 000 00 00' },
      },
    });
    await client.systems.addDeployment({ id: made.id, version: made.versions[0]?.id ?? '', site: site.id });
    await client.systems.create({ fields: named('@сумма') });
  }

  it('writes CSV that a spreadsheet opens and no formula survives in', async () => {
    await fill();
    const file = await w.client.systems.export({ format: 'csv', locale: 'ru' });
    expect(file.name).toBe('Реестр ИИ 2026-11-23.csv');
    const content = text(w.services.files.take(file).bytes);
    expect(content.startsWith('\uFEFFКод;Версия;')).toBe(true);
    expect(content.endsWith('\r\n')).toBe(true);
    expect(content).toContain('"Көз; ""камера"""');
    expect(content).toContain(`"'=HYPERLINK(""x"")"`);
    expect(content).toContain("'@сумма");
    expect(content).toContain("'+7 701 000 00 00");
    expect(content).toContain('01.03.2025');
    expect(content).toContain('Не применимо: не обрабатывается');
    for (const cell of content.slice(1).split(/;|\r\n/)) expect(cell).not.toMatch(/^"?[=+\-@\t\r]/);
  });

  it('writes a workbook of well-formed parts with a real date', async () => {
    await fill();
    const file = await w.client.systems.export({ format: 'xlsx', locale: 'kk' });
    const folder = mkdtempSync(join(tmpdir(), 'tizilim-'));
    try {
      const path = join(folder, 'register.xlsx');
      writeFileSync(path, w.services.files.take(file).bytes);
      const check = `
import sys, zipfile, xml.dom.minidom as x
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
for n in z.namelist():
    if n.endswith('.xml') or n.endswith('.rels'): x.parseString(z.read(n))
s = z.read('xl/worksheets/sheet1.xml').decode()
assert '<f>' not in s and '<v>45717</v>' in s
print(len(z.namelist()))`;
      expect(Number(execFileSync('python3', ['-c', check, path], { encoding: 'utf8' }))).toBeGreaterThan(5);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(['xlsx', 'csv'] as const)('comes back through the import without a change: %s', async (format) => {
    await fill();
    const before = await Promise.all(['AI-001', 'AI-002'].map((code) => w.client.systems.byCode({ code })));
    const file = await w.client.systems.export({ format, locale: 'ru' });
    const { sheets } = await w.client.imports.read({ file });
    const [sheet] = sheets;
    if (!sheet) throw new Error('no sheet');
    expect(sheet.columns.every(({ confidence }) => confidence === 'sure')).toBe(true);
    const mapping = {
      sheet: sheet.sheet,
      headerRow: sheet.headerRow,
      columns: sheet.columns.map(({ index, target }) => ({ index, target })),
    };
    const { plan, counts } = await w.client.imports.dryRun({ file, mapping });
    expect(counts).toEqual({ read: 2, add: 0, update: 2, ask: 0, reject: 0, skip: 0 });
    const result = await w.client.imports.apply({ plan });
    expect(result.updated).toBe(2);
    const after = await Promise.all(['AI-001', 'AI-002'].map((code) => w.client.systems.byCode({ code })));
    expect(after).toEqual(before);
  });
});
