import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dossier, Edition } from '../shared/dossiers/contract.ts';
import type { ChangesFacts } from '../shared/dossiers/facts.ts';
import { translator } from '../shared/i18n/translate.ts';
import { fillSample } from '../electron/demo/sample.ts';
import { embeddedFiles } from '../electron/signatures/contents-check.ts';
import { PdfFile } from '../electron/signatures/pdf-reader.ts';
import { squeezed, tool } from './report/pdf-tools.ts';
import { world, type World } from './world.ts';

const t = translator('en');
let folder: string;
let w: World;
let system: string;
let other: string;
let first: Dossier;

const bytesOf = async (dossier: Dossier): Promise<Uint8Array> =>
  w.services.files.take(await w.client.dossiers.download({ id: dossier.id })).bytes;

const compose = (since: string | null, edition: Edition = 'authority', template: string = 'submission-package') =>
  w.client.dossiers.compose({ system, template, edition, locale: 'en', since });

/** The changes as the twin states them. */
async function changes(dossier: Dossier): Promise<ChangesFacts | null> {
  const twin = embeddedFiles(new PdfFile(await bytesOf(dossier))).get('dossier.json');
  const { dossier: facts } = JSON.parse(Buffer.from(twin?.() ?? []).toString('utf8')) as {
    dossier: { changes: ChangesFacts | null };
  };
  return facts.changes;
}
const only = (found: ChangesFacts | null, kind: string) => (found?.rows ?? []).filter((row) => row.kind === kind);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tizilim-changes-'));
  w = world();
  ({ system, personal: other } = await fillSample(w.client, w.services.files));
  await w.client.settings.set({ actor: 'Ли Анна' });
  await w.client.systems.setFields({
    id: system,
    fields: { tradeName: { value: 'Old name' }, unit: { value: 'Unit A' } },
  });
  await w.client.systems.setFields({ id: system, fields: { note: { value: { en: 'SECRET OLD' } } } });
  first = await compose(null);
}, 120_000);
afterAll(async () => {
  expect(w.log).toEqual([]);
  await w.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('changes since a dossier', () => {
  it('are none where nothing changed, and not there where nothing is compared', async () => {
    expect(await changes(first)).toBeNull();
    const same = await compose(first.id);
    expect(same.since).toBe(first.id);
    expect(await changes(same)).toEqual({
      since: {
        template: 'submission-package',
        title: first.title,
        edition: 'authority',
        composedAt: first.composedAt,
        sha256: first.sha256,
      },
      rows: [],
    });
    const { blocks } = await w.client.dossiers.preview({
      system,
      template: 'system-passport',
      locale: 'en',
      since: first.id,
    });
    expect(JSON.stringify(blocks)).toContain(t('report.changes.none'));
  }, 60_000);

  it('tell fields, answers, conclusions, duties, versions and evidence, before and after, by whom and when', async () => {
    w.at('2026-12-01T09:30:00.000Z');
    await w.client.settings.set({ actor: 'Ахметова Д.' });
    await w.client.systems.setFields({
      id: system,
      fields: { tradeName: { value: 'New name' }, unit: null, note: { value: { en: 'SECRET NEW' } } },
    });
    const [version] = (await w.client.systems.get({ id: system })).versions.filter(({ current }) => current);
    const label = version?.label ?? '';
    await w.client.systems.setVersion({ id: system, version: version?.id ?? '', label, date: '2026-11-30' });
    const proof = await w.client.evidence.add({
      file: w.services.files.put('order.txt', Buffer.from('order')),
      title: 'Order 7',
    });
    const before = await w.client.assessments.get({ system, pack: 'kz-ai-law' });
    await w.client.assessments.answer({
      system,
      pack: 'kz-ai-law',
      answers: {
        'support-given': { answer: { value: 'no' }, comment: 'Ended', evidence: [{ id: proof.id }] },
        'consequence-of-failure': { answer: { unknown: true } },
        'consequence-of-stop': { answer: { unknown: true } },
      },
    });
    const after = await w.client.assessments.get({ system, pack: 'kz-ai-law' });
    expect(after.evaluation.conclusions).not.toEqual(before.evaluation.conclusions);

    const second = await compose(first.id);
    const found = await changes(second);
    const by = { by: 'Ахметова Д.', at: '2026-12-01T09:30:00.000Z' };
    expect(only(found, 'field')).toEqual([
      { kind: 'field', subject: t('fields.tradeName.label'), before: 'Old name', after: 'New name', ...by },
      { kind: 'field', subject: t('fields.unit.label'), before: 'Unit A', after: t('report.notAnswered'), ...by },
    ]);
    const answers = only(found, 'answer');
    expect(answers).toHaveLength(3);
    expect(answers.every((row) => row.by === by.by && row.at === by.at)).toBe(true);
    const support = answers.find(({ after: now }) => now.includes('Ended'));
    expect(support?.before).toMatch(/^yes/);
    expect(support?.after).toBe(
      `${t('report.no')} ${t('report.comment', { text: 'Ended' })} ${t('report.evidence', { list: 'Order 7' })}`,
    );
    expect(only(found, 'degree').length).toBeGreaterThan(0);
    expect(only(found, 'duty').length).toBeGreaterThan(0);
    expect(only(found, 'evidence')).toMatchObject([
      { subject: 'Order 7', before: '', at: by.at },
      // The new answers rest on it no more.
      { subject: 'План ликвидации аварий', after: '', at: null },
    ]);
    const [dated] = only(found, 'version');
    expect(dated?.subject).toBe(label);
    expect(dated?.after).toBe(`2026-11-30; ${dated?.before}`);
    expect(JSON.stringify(found)).not.toContain('SECRET');

    const path = join(folder, 'second.pdf');
    writeFileSync(path, await bytesOf(second));
    const text = squeezed(tool('pdftotext', path, '-'));
    for (const part of [t('report.changes.title'), 'Old name', 'Unit A', by.by, '01.12.2026 09:30 UTC', first.sha256])
      expect(text, part).toContain(squeezed(part));
    expect(text).not.toContain('SECRET');
    expect((await w.client.dossiers.verify({ id: second.id })).report.contents).toMatchObject({ differences: [] });

    w.at('2026-12-02T09:30:00.000Z');
    expect(await changes(await compose(second.id))).toMatchObject({ rows: [] });
    expect((await w.client.dossiers.get({ id: second.id })).stale).toBe(false);
  }, 90_000);

  it('keep to the template and the edition', async () => {
    const law = await changes(await compose(first.id, 'authority', 'system-passport'));
    expect(only(law, 'field')).toHaveLength(2);
    const data = await changes(await compose(first.id, 'authority', 'data-protection-assessment'));
    expect([only(data, 'field'), only(data, 'answer')]).toEqual([[], []]);

    const open = await compose(first.id, 'public');
    const told = await changes(open);
    expect(only(told, 'field')).toEqual([
      {
        kind: 'field',
        subject: t('fields.tradeName.label'),
        before: 'Old name',
        after: 'New name',
        by: null,
        at: '2026-12-01T09:30:00.000Z',
      },
    ]);
    expect([...only(told, 'answer'), ...only(told, 'evidence')]).toEqual([]);
    // The day of the version without its sites.
    expect(only(told, 'version')).toMatchObject([{ before: '', after: '2026-11-30' }]);
    expect(only(told, 'duty').filter(({ after }) => after.includes(';'))).toEqual([]);
    for (const hidden of ['Unit A', 'Ended', 'Order 7', 'Ахметова', 'SECRET'])
      expect(JSON.stringify(told), hidden).not.toContain(hidden);

    const inside = await compose(null, 'internal');
    await w.client.systems.setFields({ id: system, fields: { note: { value: { en: 'SECRET NEWEST' } } } });
    expect(only(await changes(await compose(inside.id, 'internal')), 'field')).toMatchObject([
      { before: 'SECRET NEW', after: 'SECRET NEWEST' },
    ]);
    expect(await changes(await compose(inside.id, 'authority'))).toMatchObject({ rows: [] });
  }, 120_000);

  it('are refused against a narrower edition, another system, a withdrawn or an unknown dossier', async () => {
    const refused = { code: 'invalid', reason: 'dossier-not-earlier' };
    await expect(compose(first.id, 'internal')).rejects.toMatchObject(refused);
    const preview = { system: other, template: 'system-passport', locale: 'en', since: first.id } as const;
    await expect(w.client.dossiers.preview(preview)).rejects.toMatchObject(refused);
    await expect(compose('nothing')).rejects.toMatchObject({ reason: 'no-dossier' });
    await w.client.dossiers.withdraw({ id: first.id, reason: 'x' });
    await expect(compose(first.id)).rejects.toMatchObject(refused);
  });
});
