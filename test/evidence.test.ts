import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { world, type World } from './world.ts';

let w: World;
beforeEach(() => {
  w = world();
});
afterEach(async () => {
  expect(w.log).toEqual([]);
  await w.close();
});

const bytes = new TextEncoder().encode('Акт испытаний № 5');
const put = (name: string, content: Uint8Array = bytes) => w.services.files.put(name, content, 'text/plain');

it('keeps a document by its content and gives the same bytes back', async () => {
  const added = await w.client.evidence.add({
    file: put('акт.txt'),
    title: 'Акт испытаний',
    effectiveOn: '2026-01-15',
    expiresOn: '2027-01-15',
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(added).toMatchObject({
    title: 'Акт испытаний',
    fileName: 'акт.txt',
    mime: 'text/plain',
    bytes: bytes.byteLength,
    sha256,
    effectiveOn: '2026-01-15',
    expiresOn: '2027-01-15',
    receivedAt: '2026-11-23T10:00:00.000Z',
  });
  const file = await w.client.evidence.download({ id: added.id });
  expect(file).toMatchObject({ name: 'акт.txt', mime: 'text/plain' });
  expect(Buffer.from(w.services.files.take(file).bytes).equals(Buffer.from(bytes))).toBe(true);
});

it('gives the entry that exists for the same bytes', async () => {
  const first = await w.client.evidence.add({ file: put('акт.txt'), title: 'Акт испытаний' });
  const second = await w.client.evidence.add({ file: put('копия.txt'), title: 'Другое название' });
  expect(second).toEqual(first);
  expect(await w.client.evidence.list({})).toHaveLength(1);
  const { rows } = await w.client.ledger.list({ limit: 2 });
  expect(rows.map(({ kind }) => kind)).toEqual(['evidence.again', 'evidence.add']);
});

it('finds documents by parts of title and file name', async () => {
  await w.client.evidence.add({ file: put('акт.txt'), title: 'Акт испытаний' });
  await w.client.evidence.add({ file: put('келісім.txt', new TextEncoder().encode('2')), title: 'Келісімдер журналы' });
  expect((await w.client.evidence.list({ search: 'КЕЛІС' })).map(({ title }) => title)).toEqual(['Келісімдер журналы']);
  expect(await w.client.evidence.list({ search: 'приказ' })).toEqual([]);
});

it('narrows to what answers of a system rest on', async () => {
  const system = await w.client.systems.create({ fields: { name: { value: { ru: 'Пропуск' } } } });
  const proof = await w.client.evidence.add({ file: put('акт.txt'), title: 'Акт' });
  await w.client.evidence.add({ file: put('2.txt', new TextEncoder().encode('2')), title: 'Другой' });
  expect(await w.client.evidence.list({ system: system.id })).toEqual([]);
  const [pack] = await w.client.packs.list({});
  const { questions } = (await w.client.packs.get({ id: pack?.id ?? '' })).pack;
  const question = questions.find(({ kind }) => kind === 'yesno');
  await w.client.assessments.answer({
    system: system.id,
    pack: pack?.id ?? '',
    answers: {
      [question?.name ?? '']: { answer: { value: 'yes' }, comment: '', evidence: [{ id: proof.id, page: '1' }] },
    },
  });
  expect((await w.client.evidence.list({ system: system.id })).map(({ id }) => id)).toEqual([proof.id]);
});

it('refuses an empty file, days out of order and an unknown document', async () => {
  await expect(
    w.client.evidence.add({ file: put('пусто.txt', new Uint8Array()), title: 'Пусто' }),
  ).rejects.toMatchObject({ reason: 'file-empty' });
  await expect(
    w.client.evidence.add({ file: put('акт.txt'), title: 'Акт', effectiveOn: '2026-02-01', expiresOn: '2026-01-01' }),
  ).rejects.toMatchObject({ reason: 'dates-out-of-order' });
  await expect(w.client.evidence.download({ id: 'none' })).rejects.toMatchObject({
    code: 'not-found',
    reason: 'no-evidence',
  });
  expect(await w.client.evidence.list({})).toEqual([]);
});
