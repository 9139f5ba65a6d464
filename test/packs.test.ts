import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { canonicalJson } from '../shared/ledger/entry.ts';
import { runCase } from '../shared/rules/cases.ts';
import { lint } from '../shared/rules/lint.ts';
import { registerState } from '../shared/assessments/policy.ts';
import { evaluate } from '../shared/rules/evaluate.ts';
import { systemFields } from '../shared/systems/fields.ts';
import { bundledPacks, loadPack, readPackFolder } from '../electron/packs/library.ts';
import { productFolder } from '../electron/product-folder.ts';
import { officeTools } from './pack-world.ts';
import { world } from './world.ts';

const home = productFolder('shared/packs');
const ids = readdirSync(home, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tizilim-packs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The law of Kazakhstan first, then the comparison. */
const listed = ['kz-ai-law', 'kz-personal-data', 'kz-submission', 'eu-ai-act'];

it('the product has its packs', () => {
  expect(ids.sort()).toEqual(listed.toSorted());
  expect(
    bundledPacks(home)
      .all()
      .map(({ pack }) => pack.id),
  ).toEqual(listed);
});

describe.each(ids)('%s', (id) => {
  const loaded = readPackFolder(join(home, id));
  const { pack } = loaded;

  it('fits the schema and is named by its folder', () => {
    expect(pack.id).toBe(id);
    expect(pack.changelog.map(({ version }) => version)).toContain(pack.version);
  });

  it('has nothing the linter calls an error', () => {
    expect(lint(pack).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it.each(pack.cases.map((example) => [example.name, example] as const))('case: %s', (_, example) => {
    expect(runCase(loaded.prepared, example)).toEqual([]);
  });

  it('has cases that can fail: each expects something, and other answers are noticed', () => {
    expect(pack.cases.length).toBeGreaterThan(20);
    const blank = pack.cases.filter((example) => runCase(loaded.prepared, { ...example, answers: {} }).length === 0);
    // A few cases ask what holds while nothing is known.
    expect(blank.length).toBeLessThan(pack.cases.length / 4);
  });

  it('concludes nothing from no answers', () => {
    const evaluation = evaluate(loaded.prepared, {}, '2026-11-23');
    expect(evaluation.conclusions.every(({ degree }) => degree === null)).toBe(true);
    expect(evaluation.findings).toEqual([]);
    if (id === 'kz-ai-law')
      expect(registerState(evaluation)).toEqual({
        degree: null,
        status: 'none',
        prohibited: 'unknown',
        autonomy: null,
      });
  });

  it('prefills only from fields and scales that exist', () => {
    const fields = new Set([...systemFields.map(({ name }) => name), 'orgOwnership', 'orgSize']);
    for (const { name, prefill } of pack.questions) {
      if (prefill === undefined) continue;
      const [, other, scale] = /^scale:([^/]+)\/(.+)$/.exec(prefill) ?? [];
      if (other === undefined) expect(fields.has(prefill), `${name}: ${prefill}`).toBe(true);
      else
        expect(
          bundledPacks(home)
            .get(other)
            .pack.scales.map((item) => item.name),
          name,
        ).toContain(scale);
    }
  });

  it('has one hash: read again, with its files in other pieces, and as JSON', () => {
    expect(loaded.hash).toBe(createHash('sha256').update(canonicalJson(pack)).digest('hex'));
    expect(readPackFolder(join(home, id)).hash).toBe(loaded.hash);
    const files = readdirSync(join(home, id)).sort();
    const asJson = join(folder, `${id}-json`);
    mkdirSync(asJson);
    for (const name of files) {
      const data = parse(readFileSync(join(home, id, name), 'utf8'), { maxAliasCount: -1 }) as unknown;
      writeFileSync(join(asJson, `${basename(name, '.yaml')}.json`), JSON.stringify(data));
    }
    expect(readPackFolder(asJson).hash).toBe(loaded.hash);
    const whole = join(folder, `${id}-whole`);
    mkdirSync(whole);
    writeFileSync(join(whole, 'pack.yml'), stringify(pack, { aliasDuplicateObjects: false }));
    expect(readPackFolder(whole).hash).toBe(loaded.hash);
    expect(loadPack({ ...pack, version: '9.9.9' }).hash).not.toBe(loaded.hash);
  });
});

describe('a broken pack', () => {
  const write = (name: string, files: Record<string, string>): string => {
    const place = join(folder, name);
    mkdirSync(place);
    for (const [file, text] of Object.entries(files)) writeFileSync(join(place, file), text);
    return place;
  };

  it.each<[string, Record<string, string>, string]>([
    ['yaml', { 'pack.yaml': 'id: [' }, 'pack.yaml'],
    ['json', { 'pack.json': '{"id": ' }, 'pack.json'],
    ['empty', { 'pack.yaml': '' }, 'pack.yaml'],
    ['list', { 'pack.yaml': '- 1' }, 'pack.yaml'],
    ['twice', { 'a.yaml': 'id: x', 'b.yaml': 'id: y' }, 'b.yaml'],
    ['bare', { 'pack.yaml': 'id: x' }, ''],
  ])('is refused with its place: %s', (name, files, place) => {
    expect(() => readPackFolder(write(name, files))).toThrow(
      expect.objectContaining({
        code: 'invalid',
        reason: 'pack-fault',
        details: expect.objectContaining({ place: expect.stringContaining(place) as string }) as object,
      }),
    );
  });

  it('cannot grow without bound through aliases', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...Array.from(
        'bcdefgh',
        (letter, index) =>
          `${letter}: &${letter} [${Array(9)
            .fill(`*${'abcdefgh'[index] ?? ''}`)
            .join(', ')}]`,
      ),
    ].join('\n');
    expect(() => readPackFolder(write('bomb', { 'pack.yaml': bomb }))).toThrow(
      expect.objectContaining({ reason: 'pack-fault' }),
    );
  });

  it('with a rule that asks for a question nobody asks is refused', () => {
    const { pack } = readPackFolder(join(home, 'kz-ai-law'));
    const [first, ...rest] = pack.rules;
    if (!first) throw new Error('no rules');
    expect(() =>
      loadPack({ ...pack, rules: [{ ...first, when: { eq: ['no-such-question', 'yes'] } }, ...rest] }),
    ).toThrow(expect.objectContaining({ reason: 'pack-fault' }));
  });
});

describe('a built tree', () => {
  /** A tree as the build writes it, with one small pack. */
  function built(name: string): { place: string; file: string } {
    const place = join(folder, name);
    mkdirSync(join(place, 'office-tools'), { recursive: true });
    const { pack, hash } = loadPack(officeTools());
    const file = join(place, 'office-tools', 'pack.json');
    writeFileSync(file, JSON.stringify(pack));
    writeFileSync(join(place, 'hashes.json'), JSON.stringify({ [pack.id]: hash }));
    return { place, file };
  }
  const refused = expect.objectContaining({ code: 'corrupt', reason: 'pack-damaged' }) as Error;

  it('is used where every pack has the hash the build noted', () => {
    expect(
      bundledPacks(built('sound').place)
        .all()
        .map(({ pack }) => pack.id),
    ).toEqual(['office-tools']);
  });

  it('is refused where a pack was changed, taken away or put in', () => {
    const changed = built('changed');
    writeFileSync(changed.file, readFileSync(changed.file, 'utf8').replace('Office tools', 'Office tool5'));
    expect(() => bundledPacks(changed.place)).toThrow(refused);
    const missing = built('missing');
    rmSync(join(missing.place, 'office-tools'), { recursive: true });
    expect(() => bundledPacks(missing.place)).toThrow(refused);
    const more = built('more');
    mkdirSync(join(more.place, 'another'));
    writeFileSync(join(more.place, 'another', 'pack.json'), JSON.stringify({ ...officeTools(), id: 'another' }));
    expect(() => bundledPacks(more.place)).toThrow(refused);
  });
});

it('goes through the contract without a workspace', async () => {
  const w = world({ empty: true });
  const list = await w.client.packs.list({});
  expect(list.map(({ id }) => id)).toEqual(listed);
  for (const summary of list) {
    const { pack, hash } = await w.client.packs.get({ id: summary.id });
    expect(summary).toEqual({
      id: pack.id,
      version: pack.version,
      hash,
      title: pack.title,
      lawTextDate: pack.lawTextDate,
      questions: pack.questions.length,
      rules: pack.rules.length,
      obligations: pack.obligations.length,
      cases: pack.cases.length,
    });
    // The page gets the very pack the conclusions come from.
    expect(createHash('sha256').update(canonicalJson(pack)).digest('hex')).toBe(hash);
  }
  await expect(w.client.packs.get({ id: 'nothing' })).rejects.toMatchObject({
    code: 'not-found',
    reason: 'unknown-pack',
  });
  expect(w.log).toEqual([]);
  await w.close();
});
