import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { bundledTemplates, readTemplate, readTemplates } from '../electron/dossiers/templates.ts';
import { bundledPacks } from '../electron/packs/library.ts';
import { productFolder } from '../electron/product-folder.ts';
import { fillSample } from '../electron/demo/sample.ts';
import type { Edition, TemplateRow } from '../shared/dossiers/contract.ts';
import { composeDossier } from '../shared/dossiers/compose.ts';
import type * as Compose from '../shared/dossiers/compose.ts';
import type { DossierFacts } from '../shared/dossiers/facts.ts';
import { Template, type TemplatePack } from '../shared/dossiers/template.ts';
import { AppError } from '../shared/lib/errors.ts';
import type { Block, ReportDocument } from '../shared/report/tree.ts';
import { systemField } from '../shared/systems/fields.ts';
import { world, type World } from './world.ts';

const made: { template: Template; facts: DossierFacts }[] = [];
vi.mock('../shared/dossiers/compose.ts', async (original) => {
  const module = await original<typeof Compose>();
  return {
    ...module,
    composeDossier: (...given: Parameters<typeof module.composeDossier>) => {
      made.push({ template: given[0], facts: given[1] });
      return module.composeDossier(...given);
    },
  };
});

const folder = productFolder('shared/dossiers/templates');
const library = bundledPacks(productFolder('shared/packs'));
const packs = (id: TemplatePack) => library.get(id).pack;

/** A whole small template as text, with lines of a section put in. */
const small = (part: string, more = ''): string => `format: tizilim-template
formatVersion: 1
id: house-note
title: { kk: Жазба, ru: Записка, en: Note }
description: { kk: Қысқаша, ru: Коротко, en: In short }
scope: system
layout: letter
packs: [kz-ai-law]
editions: [internal, authority]
signatures: [prepared]
${more}sections:
  - name: one
    title: { kk: Бір, ru: Один, en: One }
    parts:
      - ${part}
`;

const read = (text: string) => readTemplate(text, 'note.yaml', packs);

function faultOf(text: string): Record<string, unknown> {
  try {
    read(text);
  } catch (error) {
    if (error instanceof AppError) return { reason: error.reason, ...error.details };
    throw error;
  }
  throw new Error('no fault');
}

describe('a template', () => {
  it('is read with a hash of what it says', () => {
    const text = small('{ kind: fields, fields: [intendedPurpose] }');
    const { template, hash } = read(text);
    expect(template.id).toBe('house-note');
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(read(`# a remark\n${text}`).hash).toBe(hash);
    expect(read(text.replace('Note', 'Notes')).hash).not.toBe(hash);
  });

  it.each([
    ['{ kind: fields, fields: [purpose] }', 'unknown field purpose', 15],
    ['{ kind: answers, pack: kz-ai-law, questions: [no-such] }', 'unknown question no-such', 15],
    ['{ kind: answers, pack: eu-ai-act, questions: [x] }', 'pack eu-ai-act is not in "packs"', 15],
    ['{ kind: content, content: conclusion, pack: kz-ai-law, of: [danger] }', 'unknown scale danger', 15],
    ['{ kind: content, content: register }', '"register" is not for documents of the system', 15],
    ['{ kind: text, text: { kk: А, ru: Б, en: C }, provisions: [kz-ai-law/nowhere] }', 'unknown provision', 15],
    ["{ kind: text, text: { kk: А, ru: Б, en: 'C {sistem}' } }", 'unknown place {sistem}', 15],
    ["{ kind: text, text: { kk: 'А {code}', ru: Б, en: 'C {code}' } }", 'other places than in en', 15],
    ['{ kind: stamp, label: { kk: М, ru: П, en: S }, size: 3 }', '', 15],
    ['{ kind: script, run: rm }', '', 15],
  ])('with a fault is refused with line and place: %s', (part, problem, line) => {
    const fault = faultOf(small(part));
    expect(fault).toMatchObject({ reason: 'template-fault', file: 'note.yaml', line: String(line) });
    expect(String(fault['place'])).toContain('sections.0.parts.0');
    expect(fault['problem']).toContain(problem);
  });

  it('that is no YAML, or too large, is refused as well', () => {
    expect(faultOf('sections: [')).toMatchObject({ reason: 'template-fault', line: '1' });
    expect(faultOf(' '.repeat(1_000_001))).toMatchObject({ problem: 'too large' });
  });

  it('of the organisation speaks of no system', () => {
    const text = small('{ kind: fields, fields: [intendedPurpose] }').replace('scope: system', 'scope: organisation');
    expect(faultOf(text)['problem']).toContain('not for documents of the organisation');
    const place = small("{ kind: text, text: { kk: '{code}', ru: '{code}', en: '{code}' } }");
    expect(faultOf(place.replace('scope: system', 'scope: organisation'))['problem']).toContain('unknown place {code}');
  });
});

describe('the templates of the product', () => {
  it('name only what exists, each in a file of its name', () => {
    const files = readdirSync(folder);
    expect(files.length).toBeGreaterThanOrEqual(19);
    const loaded = readTemplates(folder, packs);
    expect(loaded.map(({ template }) => `${template.id}.yaml`).sort()).toEqual([...files].sort());
    expect(bundledTemplates(folder).all()).toEqual(loaded);
  });

  it('mark what is said of the law with its place, and nothing runs in them', () => {
    for (const file of readdirSync(folder)) {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(text, file).not.toMatch(/[!]{2}|<script|javascript:/);
    }
  });
});

let w: World;
let system: string;
let rows: TemplateRow[];
const documents = new Map<string, ReportDocument>();
const key = (id: string, edition: Edition, locale: string): string => `${id} ${edition} ${locale}`;

/** Headings without anything under them. */
function emptySections(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block, index) => {
    if (block.kind !== 'heading') return [];
    const next = blocks[index + 1];
    const isEmpty = !next || next.kind === 'pageBreak' || (next.kind === 'heading' && next.level <= block.level);
    return isEmpty ? [block.text] : [];
  });
}

describe('every template, composed for the sample plant', () => {
  beforeAll(async () => {
    w = world();
    ({ system } = await fillSample(w.client, w.services.files));
    rows = await w.client.dossiers.templates({});
    for (const { id, scope, editions } of rows)
      for (const edition of editions) {
        made.length = 0;
        const choice = { system: scope === 'system' ? system : null, template: id, edition };
        documents.set(key(id, edition, 'ru'), await w.client.dossiers.preview({ ...choice, locale: 'ru' }));
        const [one] = made;
        if (!one) throw new Error(`${id} was not composed`);
        for (const locale of ['kk', 'en'] as const)
          documents.set(key(id, edition, locale), composeDossier(one.template, { ...one.facts, locale }));
      }
  }, 240_000);

  it('holds no empty section, no empty title and no place left unfilled', () => {
    expect(documents.size).toBe(rows.reduce((sum, { editions }) => sum + editions.length * 3, 0));
    for (const [name, { blocks, title }] of documents) {
      expect(emptySections(blocks), name).toEqual([]);
      expect(title, name).not.toBe('');
      const words = JSON.stringify(blocks.filter(({ kind }) => kind !== 'attachments'));
      expect(words.match(/\{[a-z]+(:\w+)?\}/g) ?? [], name).toEqual([]);
    }
  });

  it('has headings with anchors of their own, and a place for each who signs', () => {
    for (const [name, { blocks }] of documents) {
      const anchors = blocks.flatMap((block) => (block.kind === 'heading' ? [block.anchor] : []));
      expect(new Set(anchors).size, name).toBe(anchors.length);
      const places = blocks.flatMap((block) => (block.kind === 'signatures' ? block.fields : []));
      expect(places.length, name).toBeGreaterThan(0);
      expect(
        places.map((place) => place.name),
        name,
      ).toEqual(places.map((_, index) => `signature-${index + 1}`));
      expect(new Set(places.map(({ label }) => label)).size, name).toBe(places.length);
    }
  });

  it('has the same blocks in the three languages', () => {
    const shape = (document: ReportDocument | undefined): string[] =>
      (document?.blocks ?? []).map((block) => (block.kind === 'heading' ? `heading ${block.anchor}` : block.kind));
    for (const { id, editions } of rows)
      for (const edition of editions)
        for (const locale of ['kk', 'en'])
          expect(shape(documents.get(key(id, edition, locale))), key(id, edition, locale)).toEqual(
            shape(documents.get(key(id, edition, 'ru'))),
          );
  });

  it('withholds in the public edition what is not public', async () => {
    const { fields } = await w.client.systems.get({ id: system });
    const secret = Object.entries(fields).flatMap(([name, value]) => {
      if (systemField(name)?.sensitivity === 'public' || !('value' in value)) return [];
      const content = value.value;
      const text = typeof content === 'string' ? content : Array.isArray(content) ? '' : JSON.stringify(content);
      return typeof content === 'string' && text.length > 24 ? [text] : [];
    });
    const { address, contact } = await w.client.organisation.get({});
    const open = [...documents].filter(([name]) => name.includes(' public '));
    expect(open.length).toBeGreaterThan(6);
    for (const [name, document] of open)
      for (const text of [...secret, address, contact]) expect(JSON.stringify(document), name).not.toContain(text);
  });

  it('is refused in an edition it does not exist in, for the wrong subject, and under an unknown name', async () => {
    const narrow = rows.find(({ scope, editions }) => scope === 'system' && !editions.includes('public'));
    const ofAll = rows.find(({ scope }) => scope === 'organisation');
    if (!narrow || !ofAll) throw new Error('no such templates');
    const ask = (template: string, subject: string | null, edition: Edition = 'authority') =>
      w.client.dossiers.preview({ system: subject, template, edition, locale: 'ru' });
    await expect(ask(narrow.id, system, 'public')).rejects.toMatchObject({ reason: 'no-edition' });
    await expect(ask(narrow.id, null)).rejects.toMatchObject({ reason: 'template-scope' });
    await expect(ask(ofAll.id, system)).rejects.toMatchObject({ reason: 'template-scope' });
    await expect(ask('no-such', system)).rejects.toMatchObject({ reason: 'no-template' });
  });

  it('becomes a file of the organisation with its own subject in the ledger, and goes stale with the register', async () => {
    const template = 'register-extract';
    const composed = await w.client.dossiers.compose({ system: null, template, edition: 'internal', locale: 'kk' });
    expect(composed).toMatchObject({ system: null, systemCode: '', template, stale: false });
    expect(composed.systemName).not.toBe('');
    const [entry] = (await w.client.ledger.list({ limit: 1 })).rows;
    expect(entry).toMatchObject({ kind: 'dossier.compose', subject: 'organisation' });
    const [first] = (await w.client.systems.list({ limit: 1 })).rows;
    if (!first) throw new Error('no system');
    await w.client.systems.setFields({ id: first.id, fields: { lifecycleStage: { value: 'retired' } } });
    expect(await w.client.dossiers.get({ id: composed.id })).toMatchObject({ stale: true });
    await expect(
      w.client.dossiers.compose({ system: null, template, edition: 'internal', locale: 'kk', since: composed.id }),
    ).rejects.toMatchObject({ reason: 'dossier-not-earlier' });
  });
});

it('the format is closed: a template with a key it does not know is none', () => {
  const { template } = read(small('{ kind: pageBreak }'));
  expect(Template.safeParse({ ...template, script: 'x' }).success).toBe(false);
});

it('the example of the documentation is a template', () => {
  const page = readFileSync(join(import.meta.dirname, '../docs/templates.md'), 'utf8');
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  expect(read(example).template).toMatchObject({ id: 'house-note', layout: 'letter' });
});
