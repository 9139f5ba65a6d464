import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../electron/cli/program.ts';
import { libraryOf, loadPack, readPackFolder } from '../electron/packs/library.ts';
import { productFolder } from '../electron/product-folder.ts';
import { describePack } from '../shared/packs/describe.ts';
import { differPacks, type Change, type PackDifference } from '../shared/packs/difference.ts';
import { ReportDocument } from '../shared/report/tree.ts';
import { officePack, type PackData } from './rules/office-pack.ts';
import { world } from './world.ts';

const changed = (change: (pack: PackData) => void) => {
  const data = officePack();
  change(data);
  return loadPack(data);
};
const office = loadPack(officePack());
const differ = (change: (pack: PackData) => void): PackDifference => differPacks(office, changed(change));

describe('the difference between two versions', () => {
  const one = (change: (pack: PackData) => void): Change => {
    const { changes } = differ(change);
    expect(changes).toHaveLength(1);
    return changes[0] as Change;
  };

  it('is nothing where nothing differs', () => {
    expect(differ(() => undefined).changes).toEqual([]);
  });

  it('tells of a condition with the sentences before and after', () => {
    const change = one((pack) => void (pack.rules![1]!.when = { not: { eq: ['sends-outside', 'no'] } }));
    expect(change).toMatchObject({ part: 'rules', name: 'use-limited', change: 'changed' });
    expect(change.details).toEqual([
      {
        what: 'when',
        subject: null,
        language: null,
        before: {
          kk: '«Қаз do data leave?» сұрағының жауабы — «иә»',
          ru: 'на вопрос «Рус do data leave?» дан ответ «да»',
          en: 'the answer to “Eng do data leave?” is “yes”',
        },
        after: {
          kk: '«Қаз do data leave?» сұрағының жауабы «жоқ» емес',
          ru: 'на вопрос «Рус do data leave?» не дан ответ «нет»',
          en: 'the answer to “Eng do data leave?” is not “no”',
        },
      },
    ]);
  });

  it('tells of the confidence of a provision', () => {
    const change = one((pack) => void (pack.provisions[0]!.confidence = 'secondary'));
    expect(change.details).toMatchObject([
      { what: 'confidence', before: { en: 'verified in the full text' }, after: { en: 'secondary source' } },
    ]);
  });

  it('tells of force, bound and deadline of a duty', () => {
    const change = one((pack) => {
      const duty = pack.obligations![0]!;
      duty.force = 'recommended';
      duty.bound = ['user', 'owner'];
      duty.deadline = { days: 10, working: true, text: { kk: 'он', ru: 'десять', en: 'ten' } };
    });
    expect(change.details.map(({ what, before, after }) => [what, before?.en, after?.en])).toEqual([
      ['bound', 'user', 'user; owner'],
      ['force', 'Required by law', 'Recommended, not a legal duty'],
      ['deadline', 'Eng once a year; 12 months', 'ten; 10 working days'],
    ]);
  });

  it('tells in which language a text changed', () => {
    const change = one((pack) => void (pack.questions[0]!.text.kk = 'Деректер шыға ма?'));
    expect(change.details).toMatchObject([
      { what: 'text', language: 'kk', before: { ru: 'Қаз do data leave?' }, after: { ru: 'Деректер шыға ма?' } },
    ]);
  });

  it('names the option that was added, and lists what is whole', () => {
    const { changes } = differ((pack) => {
      pack.questions[1]!.options!.push({ code: 'photos', text: { kk: 'фото', ru: 'фото', en: 'photos' } });
      pack.rules!.pop();
      pack.sanctions!.push({ ...pack.sanctions![0]!, name: 'second' });
    });
    expect(changes.map(({ part, name, change }) => [part, name, change])).toEqual([
      ['questions', 'data-kinds', 'changed'],
      ['rules', 'use-forbidden', 'removed'],
      ['sanctions', 'second', 'added'],
    ]);
    expect(changes[0]?.details[0]).toMatchObject({
      what: 'option.text',
      subject: { en: 'photos' },
      before: null,
      after: { en: 'photos' },
    });
    expect(changes[1]?.details.map(({ what, after }) => [what, after])).toContainEqual(['when', null]);
    expect(changes[2]?.details).toContainEqual(
      expect.objectContaining({
        what: 'amounts',
        before: null,
        after: expect.objectContaining({ en: 'legal person: 50 MCI' }) as object,
      }),
    );
  });

  it('tells of one part that was moved and not of all it passed', () => {
    const change = one((pack) => void pack.questions.push(pack.questions.splice(1, 1)[0]!));
    expect(change).toMatchObject({
      part: 'questions',
      name: expect.stringMatching(/data-kinds|approved-on/) as string,
      change: 'moved',
    });
  });

  it('says something about every property of every part', () => {
    const { pack } = office;
    const { changes } = differPacks(office, {
      pack: { ...pack, version: '1.0.1', effectiveTo: '2027-01-01' },
      hash: 'x',
    });
    expect(changes[0]?.details.map(({ what, after }) => [what, after?.ru])).toEqual([
      ['version', '1.0.1'],
      ['effectiveTo', '01.01.2027'],
    ]);
  });
});

describe('the readable pack', () => {
  it.each(['kk', 'ru', 'en'] as const)('has every part and a place to sign for each: %s', (locale) => {
    const document = describePack(office.pack, { hash: office.hash, locale, on: '2026-11-23' });
    expect(ReportDocument.parse(document)).toEqual(document);
    const chapters = document.blocks.flatMap((block) =>
      block.kind === 'heading' && block.level === 1 ? [block.text] : [],
    );
    const places = document.blocks.flatMap((block) => (block.kind === 'signatures' ? block.fields : []));
    expect(places.map(({ label }) => label)).toEqual(chapters.slice(0, -1));
    const text = JSON.stringify(document.blocks);
    for (const { name } of office.pack.cases) expect(text).toContain(name);
    for (const list of [office.pack.questions, office.pack.rules, office.pack.openPoints])
      for (const part of list) expect(text).toContain(part.text[locale]);
    for (const { title } of office.pack.obligations) expect(text).toContain(title[locale]);
    expect(/packTools\.|undefined|\{\w+\}/.exec(text)).toBe(null);
  });

  it('writes conditions out as they are applied', () => {
    const text = JSON.stringify(describePack(office.pack, { hash: '', locale: 'en', on: '2026-11-23' }).blocks);
    expect(text).toContain('“Eng personal” is chosen in “Eng which data?”');
    expect(text).toContain('“Eng sensitive data leave” holds');
    expect(text).toContain('the number of days since the answer to “Eng approved on?” is at most 365');
  });
});

describe('the calls of the window', () => {
  const newer = changed((pack) => void (pack.version = '1.1.0'));
  const library = { ...libraryOf([newer]), at: (hash: string) => (hash === office.hash ? office : newer) };
  let w: ReturnType<typeof world>;
  beforeAll(() => {
    w = world({ packs: library, empty: true });
  });
  afterAll(() => w.close());

  it('check the pack in a worker', async () => {
    const steps: number[] = [];
    const check = await w.client.packs.check(
      { id: 'office-tools' },
      { onProgress: ({ done }) => void steps.push(done) },
    );
    expect(check).toMatchObject({
      id: 'office-tools',
      version: '1.1.0',
      problems: [],
      cases: { total: 2, failed: [] },
    });
    expect(check.simulation).toMatchObject({ exhausted: true, unreached: [], deadEnds: [] });
    expect(steps.length).toBeGreaterThan(0);
  });

  it('stop a check', async () => {
    const stop = new AbortController();
    const check = w.client.packs.check({ id: 'office-tools' }, { signal: stop.signal });
    stop.abort();
    await expect(check).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('make the document to print, and the same on the screen', async () => {
    const file = await w.client.packs.document({ id: 'office-tools', locale: 'kk' });
    expect(file.name).toBe('office-tools 1.1.0 kk.pdf');
    const bytes = w.services.files.take(file).bytes;
    expect(Buffer.from(bytes.slice(0, 5)).toString()).toBe('%PDF-');
    expect(
      (await w.client.packs.readable({ id: 'office-tools', hash: office.hash, locale: 'en' })).cover,
    ).toContainEqual({
      key: 'Version',
      value: '1.0.0',
    });
  });

  it('tell the difference between two versions by their hashes', async () => {
    const difference = await w.client.packs.difference({ id: 'office-tools', from: office.hash, to: newer.hash });
    expect(difference).toMatchObject({
      from: { version: '1.0.0' },
      to: { version: '1.1.0' },
      changes: [{ part: 'identity' }],
    });
  });
});

describe('the command line', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pack-tools-'));
    writeFileSync(join(folder, 'old.json'), JSON.stringify(officePack()));
    const data = officePack();
    data.provisions[0]!.confidence = 'secondary';
    writeFileSync(join(folder, 'new.json'), JSON.stringify(data));
    data.rules![0]!.when = 'nobody';
    writeFileSync(join(folder, 'broken.json'), JSON.stringify(data));
    delete (data as { title?: unknown }).title;
    writeFileSync(join(folder, 'shapeless.json'), JSON.stringify(data));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function tizilim(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const out: string[] = [];
    const err: string[] = [];
    const io = {
      print: (line: string) => void out.push(line),
      complain: (line: string) => void err.push(line),
      env: { LANG: 'en_US.UTF-8' },
      now: () => new Date('2026-11-23T05:00:00.000Z'),
      randomBytes: (count: number) => randomBytes(count),
    };
    return { code: await runCommand(args, io, '1.2.3'), out: out.join('\n'), err: err.join('\n') };
  }
  const here = (name: string): string => join(folder, name);

  it('lists every fault with its place, of a pack that loads and of one that does not', async () => {
    expect(await tizilim('pack', 'lint', here('old.json'))).toEqual({ code: 0, out: 'No faults found.', err: '' });
    const broken = await tizilim('pack', 'lint', here('broken.json'));
    expect(broken.code).toBe(1);
    expect(broken.out).toContain('rules.use-free.when');
    const shapeless = await tizilim('pack', 'lint', here('shapeless.json'), '--json');
    expect(shapeless.code).toBe(1);
    expect(JSON.parse(shapeless.out)).toContainEqual(expect.objectContaining({ kind: 'form', place: 'title' }));
  });

  it('goes through the questionnaire', async () => {
    const { code, out } = await tizilim('pack', 'simulate', here('old.json'), '--lang', 'ru');
    expect(code).toBe(0);
    expect(out).toContain('Самый короткий путь: 1 вопрос\nСамый длинный путь: 3 вопроса');
    expect(JSON.parse((await tizilim('pack', 'simulate', here('old.json'), '--json')).out)).toMatchObject({
      exhausted: true,
    });
  });

  it('shows the pack as text and writes it as PDF', async () => {
    const { code, out } = await tizilim('pack', 'show', here('old.json'), '--lang', 'kk');
    expect(code).toBe(0);
    expect(out).toContain('«Қаз personal» таңдалған');
    const pdf = here('pack.pdf');
    expect(await tizilim('pack', 'show', here('old.json'), '--out', pdf)).toMatchObject({
      code: 0,
      out: `Written: ${pdf}`,
    });
    expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await tizilim('pack', 'show', here('old.json'), '--out', pdf)).code).toBe(1);
  });

  it('tells the difference in words', async () => {
    const { code, out } = await tizilim('pack', 'diff', here('old.json'), here('new.json'), '--lang', 'ru');
    expect(code).toBe(0);
    expect(out).toContain('достоверность: проверено по тексту → вторичный источник');
    expect((await tizilim('pack', 'diff', here('old.json'), here('old.json'))).out).toBe(
      'These versions say the same.',
    );
  });
});

it.each(['kz-ai-law', 'kz-personal-data'])('%s reads in three languages', (id) => {
  const { pack, hash } = readPackFolder(join(productFolder('shared/packs'), id));
  for (const locale of ['kk', 'ru', 'en'] as const) {
    const text = JSON.stringify(describePack(pack, { hash, locale, on: '2026-11-23' }));
    expect(/packTools\.|report\.[a-z]|undefined/.exec(text)).toBe(null);
  }
});
