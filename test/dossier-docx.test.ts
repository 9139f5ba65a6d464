import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillSample } from '../electron/demo/sample.ts';
import type { Edition } from '../shared/dossiers/contract.ts';
import type { FileRef } from '../shared/lib/file-ref.ts';
import { part, partsOf, wordText } from './report/docx-tools.ts';
import { requireWellFormed, squeezed, tool } from './report/pdf-tools.ts';
import { textsOf } from './report/texts.ts';
import { keep } from './report/pdf-tools.ts';
import { world, type World } from './world.ts';

const secrets = { internal: 'ТАЙНА-ПРИМЕЧАНИЕ', person: 'ТАЙНА-ПОЧТА' };

let w: World;
let system: string;
let people: string[];

beforeAll(async () => {
  w = world();
  ({ system } = await fillSample(w.client, w.services.files));
  await w.client.systems.setFields({ id: system, fields: { note: { value: { ru: secrets.internal } } } });
  const persons = await w.client.registers.list({ kind: 'person' });
  people = persons.map(({ name }) => name);
  for (const { id } of persons) {
    await w.client.registers.update({ id, fields: { email: { value: secrets.person } } });
  }
}, 120_000);
afterAll(() => w.services.close());

function bytesOf(file: FileRef): Uint8Array {
  return w.services.files.take(file).bytes;
}
function wholeText(bytes: Uint8Array): string {
  return [...partsOf(bytes)]
    .filter(([name]) => name.endsWith('.xml') || name.endsWith('.rels'))
    .map(([, content]) => `${content.toString('utf8')}\n${wordText(content.toString('utf8'))}`)
    .join('\n');
}
const choice = (edition: Edition) =>
  ({ system, template: 'submission-package', edition, locale: 'ru', since: null }) as const;

describe('an editable copy of what a dossier would say now', () => {
  it('holds every text of the document', async () => {
    const bytes = bytesOf(await w.client.dossiers.editable(choice('internal')));
    const document = await w.client.dossiers.preview(choice('internal'));
    // Signs of confidence, in a conclusion with their words, stand between the runs of one text.
    const labels = Object.values(document.words.confidence).join('|');
    const signs = new RegExp(`\u00a0(?:[✓◐◆]|\\(\\?\\))(?:\u00a0(?:${labels}))?`, 'g');
    const text = squeezed(wordText(part(bytes, 'word/document.xml')).replaceAll(signs, ''));
    const missing = textsOf(document).filter((value) => !text.includes(squeezed(value)));
    expect(missing).toEqual([]);
    for (const [name, content] of partsOf(bytes))
      if (/\.(xml|rels)$/.test(name)) requireWellFormed(content.toString('utf8'));
    expect(text).toContain(squeezed(secrets.internal));
  });

  it('is a DOCX file named after the dossier', async () => {
    const ref = await w.client.dossiers.editable(choice('authority'));
    expect(ref.name).toMatch(/^AI-\d+ .*\.docx$/);
    expect(bytesOf(ref).subarray(0, 2)).toEqual(Uint8Array.of(0x50, 0x4b));
  });

  it('holds nothing an edition withholds, in no part of the file', async () => {
    const found = async (edition: Edition): Promise<string[]> => {
      const text = wholeText(bytesOf(await w.client.dossiers.editable(choice(edition))));
      return [secrets.internal, secrets.person, ...people].filter((value) => text.includes(value));
    };
    expect(await found('public')).toEqual([]);
    const told = await found('authority');
    expect(told).not.toContain(secrets.internal);
    expect(told).not.toContain(secrets.person);
    expect(told.length).toBeGreaterThan(0);
  });
});

describe('an editable copy of a composed dossier', () => {
  it('says what the file says, even after the record changed, and again in the same bytes', async () => {
    const dossier = await w.client.dossiers.compose(choice('authority'));
    const document = await w.client.dossiers.preview(choice('authority'));
    const first = bytesOf(await w.client.dossiers.editable({ id: dossier.id }));
    await w.client.systems.setFields({ id: system, fields: { name: { value: { ru: 'Совсем другое имя' } } } });
    expect((await w.client.dossiers.get({ id: dossier.id })).stale).toBe(true);
    const second = bytesOf(await w.client.dossiers.editable({ id: dossier.id }));
    expect(Buffer.from(second).equals(Buffer.from(first))).toBe(true);
    const text = squeezed(wordText(part(second, 'word/document.xml')));
    expect(text).not.toContain(squeezed('Совсем другое имя'));
    expect(text).toContain(squeezed(document.subtitle));
    // The snapshot of the note is the one printed on the signed file.
    const pdf = tool('pdftotext', keep(bytesOf(await w.client.dossiers.download({ id: dossier.id }))), '-');
    const [, snapshot = ''] = /Снимок ([0-9a-f]{16})/.exec(wordText(part(second, 'word/document.xml'))) ?? [];
    expect(snapshot).toHaveLength(16);
    expect(pdf).toContain(`Снимок ${snapshot}`);
    // Every file of the PDF with its hash, the manifest included.
    expect(text).toContain('manifest.json');
    const sizes = [...pdf.matchAll(/(dossier|ledger|manifest)\.json/g)].length;
    expect(sizes).toBeGreaterThanOrEqual(3);
  });

  it('works for a public dossier and refuses one that is not there', async () => {
    const dossier = await w.client.dossiers.compose(choice('public'));
    const text = wholeText(bytesOf(await w.client.dossiers.editable({ id: dossier.id })));
    expect(text.includes('не подписанный документ')).toBe(true);
    expect(people.filter((name) => text.includes(name))).toEqual([]);
    await expect(w.client.dossiers.editable({ id: '0198c0de-0000-7000-8000-000000000000' })).rejects.toMatchObject({
      reason: 'no-dossier',
    });
  });
});
