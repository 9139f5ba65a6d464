import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogues } from '../shared/i18n/catalogues.ts';
import { translator } from '../shared/i18n/translate.ts';
import { registerFields } from '../shared/registers/fields.ts';
import { deploymentFields, systemFields } from '../shared/systems/fields.ts';
import { world, type World } from './world.ts';

let w: World;
beforeEach(() => {
  w = world();
});
afterEach(async () => {
  expect(w.log).toEqual([]);
  await w.close();
});

describe('registers', () => {
  it('keeps entries by kind, in the order of the alphabet, with a search by parts of words', async () => {
    const { registers } = w.client;
    for (const name of ['Өскемен', 'Екібастұз', 'Ақтау', 'Әулиеата']) await registers.create({ kind: 'site', name });
    await registers.create({ kind: 'person', name: 'Ақтаев А.', fields: { position: { value: 'гл. Механик' } } });
    const names = async (kind: 'site' | 'person', search = ''): Promise<string[]> =>
      (await registers.list({ kind, search })).map(({ name }) => name);
    expect(await names('site')).toEqual(['Ақтау', 'Әулиеата', 'Екібастұз', 'Өскемен']);
    expect(await names('site', 'АҚТ')).toEqual(['Ақтау']);
    expect(await names('person', 'механ')).toEqual(['Ақтаев А.']);
    expect(await registers.counts({})).toEqual({ site: 4, person: 1, supplier: 0, model: 0, library: 0 });
  });

  it('refuses a second live entry of the same folded name', async () => {
    const { registers } = w.client;
    const first = await registers.create({ kind: 'supplier', name: '  ТОО  «Қарлығаш» ' });
    expect(first.name).toBe('ТОО «Қарлығаш»');
    await expect(registers.create({ kind: 'supplier', name: 'тоо «қарлығаш»' })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'duplicate-name',
    });
    await registers.create({ kind: 'site', name: 'ТОО «Қарлығаш»' });
    await registers.archive({ id: first.id, archived: true });
    const second = await registers.create({ kind: 'supplier', name: 'ТОО «Қарлығаш»' });
    expect((await registers.list({ kind: 'supplier' })).map(({ id }) => id)).toEqual([second.id]);
    expect((await registers.list({ kind: 'supplier', archived: true })).map(({ id }) => id)).toEqual([first.id]);
    await expect(registers.archive({ id: first.id, archived: false })).rejects.toMatchObject({
      reason: 'duplicate-name',
    });
    const other = await registers.create({ kind: 'supplier', name: 'Другой' });
    await expect(registers.update({ id: other.id, name: 'ТОО «ҚАРЛЫҒАШ»' })).rejects.toMatchObject({
      reason: 'duplicate-name',
    });
  });

  it('sets and takes away fields, refusing what does not fit', async () => {
    const { registers } = w.client;
    const { id } = await registers.create({ kind: 'model', name: 'YOLO', fields: { approval: { value: 'pending' } } });
    const changed = await registers.update({ id, fields: { approval: null, licence: { value: 'AGPL' } } });
    expect(changed.fields).toEqual({ licence: { value: 'AGPL' } });
    await expect(registers.update({ id, fields: { approval: { value: 'maybe' } } })).rejects.toMatchObject({
      reason: 'bad-field',
      details: { field: 'approval', problem: 'wrong-option' },
    });
    await expect(registers.update({ id, fields: { region: { value: 'x' } } })).rejects.toMatchObject({
      details: { problem: 'no-such-field' },
    });
    await expect(registers.get({ id: 'none' })).rejects.toMatchObject({ code: 'not-found', reason: 'no-entry' });
  });

  it('tells which systems point to an entry, once each', async () => {
    const { registers, systems } = w.client;
    const person = await registers.create({ kind: 'person', name: 'Ахметова А.' });
    const site = await registers.create({ kind: 'site', name: 'ТЭЦ-1' });
    const made = await systems.create({
      fields: {
        name: { value: { kk: 'Болжам', ru: 'Прогноз' } },
        ownerPerson: { value: person.id },
        riskPerson: { value: person.id },
      },
    });
    await systems.addDeployment({ id: made.id, version: made.versions[0]?.id ?? '', site: site.id });
    const expected = [{ id: made.id, code: 'AI-001', name: 'Прогноз' }];
    expect(await registers.usedBy({ id: person.id })).toEqual(expected);
    expect(await registers.usedBy({ id: site.id })).toEqual(expected);
    expect((await registers.get({ id: person.id })).usedBy).toBe(1);
    await systems.setFields({ id: made.id, fields: { ownerPerson: null, riskPerson: null } });
    expect(await registers.usedBy({ id: person.id })).toEqual([]);
  });
});

describe('texts of the fields', () => {
  it.each(['kk', 'ru', 'en'] as const)(
    'has a label and a help for every field and a label for every option: %s',
    (locale) => {
      const translate = translator(locale);
      for (const field of [...systemFields, ...deploymentFields, ...Object.values(registerFields).flat()]) {
        for (const key of [
          `fields.${field.name}.label`,
          `fields.${field.name}.help`,
          ...(field.options ?? []).map((code) => `options.${field.name}.${code}`),
        ]) {
          expect(translate.find(key), key).toBeTruthy();
        }
      }
    },
  );

  it('labels no two system fields alike, because the import recognises columns by them', () => {
    for (const locale of ['kk', 'ru', 'en'] as const) {
      const labels = systemFields.map(({ name }) => translator(locale).find(`fields.${name}.label`));
      expect(labels.filter((label, index) => labels.indexOf(label) !== index)).toEqual([]);
    }
  });

  it.each(['fields', 'options', 'imports', 'evidence', 'registers'] as const)(
    'has the same keys and placeholders in all languages: %s',
    (slice) => {
      const flat = (node: unknown, path: string): [string, string][] =>
        typeof node === 'string'
          ? [[path, node]]
          : Object.entries(node as object).flatMap(([key, value]) => flat(value, `${path}.${key}`));
      const shape = (locale: 'kk' | 'ru' | 'en'): [string, string[]][] =>
        flat(catalogues[locale][slice], slice).map(([key, text]) => [key, (text.match(/\{\w+\}/g) ?? []).sort()]);
      expect(shape('ru')).toEqual(shape('en'));
      expect(shape('kk')).toEqual(shape('en'));
    },
  );
});
