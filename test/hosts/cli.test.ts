import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chooseLocale, exitCodes, runCommand } from '../../electron/cli/program.ts';
import { createDemoKey } from '../../electron/signatures/demo-key.ts';
import { toLittleEndian } from '../../electron/signatures/gost.ts';
import { makeStampRequest, readStampRequest } from '../../electron/signatures/time-stamp.ts';
import { verifyPdf } from '../../electron/signatures/verify.ts';
import { gostContainer, gostPrivateKeyInfo, makeGostPairs } from '../signatures/gost-container.ts';
import { part, wordText } from '../report/docx-tools.ts';
import { makeTestKeys } from '../signatures/keys.ts';

const root = join(import.meta.dirname, '../..');
const at = new Date('2026-11-20T05:00:00.000Z');
let folder: string;
let workspace: string;

interface Outcome {
  code: number;
  out: string;
  err: string;
}

async function tizilim(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommand(
    args,
    {
      print: (line) => out.push(line),
      complain: (line) => err.push(line),
      env: { LANG: 'en_US.UTF-8', ...env },
      now: () => at,
      randomBytes: (count) => randomBytes(count),
    },
    '1.2.3',
  );
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const json = (outcome: Outcome): unknown => JSON.parse(outcome.out);
const here = (name: string): string => join(folder, name);
const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
  workspace = here('plant.tizilim');
  const made = await tizilim(['init', workspace, '--org', 'ТОО «Пример»', '--json']);
  expect(made.err).toBe('');
  expect(json(made)).toMatchObject({ path: workspace, organisation: 'ТОО «Пример»', systems: 0 });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('command line', () => {
  test('language comes from --lang, then the environment, then is Russian', () => {
    expect(chooseLocale(['systems', '--lang', 'kk'], { LANG: 'en_US' })).toBe('kk');
    expect(chooseLocale(['--lang=en'], {})).toBe('en');
    expect(chooseLocale([], { LANG: 'kk_KZ.UTF-8' })).toBe('kk');
    expect(chooseLocale([], { LC_ALL: 'en_GB', LANG: 'kk_KZ' })).toBe('en');
    expect(chooseLocale(['--lang', 'xx'], { LANG: 'C.UTF-8' })).toBe('ru');
  });

  test.each([
    'init',
    'import',
    'systems',
    'assess',
    'evaluate',
    'pack lint',
    'pack simulate',
    'pack show',
    'pack diff',
    'pack evaluate',
    'pack list',
    'pack verify',
    'dossier',
    'dossiers',
    'sign',
    'timestamp request',
    'timestamp attach',
    'verify',
    'verifier',
    'export',
    'check',
    'ledger verify',
    'demo',
  ])('%s has help in three languages', async (command) => {
    const texts = await Promise.all(
      ['kk', 'ru', 'en'].map(async (lang) => {
        const { code, out, err } = await tizilim([...command.split(' '), '--help', '--lang', lang]);
        expect([code, err]).toEqual([0, '']);
        expect(out).not.toMatch(/cli\./);
        return out;
      }),
    );
    expect(new Set(texts).size).toBe(3);
  });

  test('version goes to standard output', async () => {
    expect(await tizilim(['--version'])).toEqual({ code: 0, out: '1.2.3', err: '' });
  });

  test.each([
    [['nothing'], 'There is no command nothing.'],
    [['systems'], 'The argument file is missing.'],
    [['systems', 'x', 'y'], 'There are too many arguments.'],
    [['systems', 'x', '--bad'], 'There is no option --bad.'],
    [['init', 'x'], 'The option --org is missing.'],
    [['export', 'x', '--out'], 'The option --out needs a value.'],
    [['export', 'x', '--out', 'y', '--format', 'doc'], 'This value is not allowed'],
  ])('%j is refused with a text on standard error', async (args, text) => {
    const { code, out, err } = await tizilim(args);
    expect([code, out]).toEqual([exitCodes.usage, '']);
    expect(err).toContain(text);
  });
});

describe('workspace', () => {
  test('is not made twice, and the file that exists stays as it is', async () => {
    const before = sha256(workspace);
    const { code, out } = await tizilim(['init', workspace, '--org', 'X']);
    expect([code, out, sha256(workspace)]).toEqual([exitCodes.failed, '', before]);
  });

  test('that does not exist is not made by reading it', async () => {
    const missing = here('missing.tizilim');
    const { code, out, err } = await tizilim(['systems', missing]);
    expect([code, out, existsSync(missing)]).toEqual([exitCodes.failed, '', false]);
    expect(err).not.toBe('');
  });

  test('takes a list in, after a dry run that changes nothing', async () => {
    const list = join(root, 'test/data/perechen-ii-2026.xlsx');
    const dry = await tizilim(['import', workspace, list, '--dry-run', '--json']);
    expect(dry.code).toBe(0);
    const plan = json(dry) as { mapping: unknown; counts: { read: number; add: number; ask: number } };
    expect(plan.counts.add).toBeGreaterThan(10);
    expect(json(await tizilim(['systems', workspace, '--json']))).toEqual([]);

    writeFileSync(here('mapping.json'), JSON.stringify(plan.mapping));
    const done = await tizilim(['import', workspace, list, '--mapping', here('mapping.json'), '--json']);
    expect(done.code).toBe(0);
    const result = json(done) as { read: number; added: number; rows: unknown[] };
    expect(result.added).toBe(plan.counts.add);
    expect(result.read).toBe(plan.counts.read);
    expect(json(await tizilim(['systems', workspace, '--json']))).toHaveLength(result.added);
  });

  test('says which rows were not taken and why', async () => {
    const list = join(root, 'test/data/perechen-ii-2026.xlsx');
    const { out } = await tizilim(['import', workspace, list, '--dry-run']);
    expect(out).toMatch(/^Row \d+: /m);
    expect(out).toMatch(/Nothing was changed\.$/);
  });

  test('refuses a mapping of another shape', async () => {
    writeFileSync(here('bad.json'), '{"sheet": 1}');
    const list = join(root, 'test/data/perechen-ii-2026.xlsx');
    const { code, err } = await tizilim(['import', workspace, list, '--mapping', here('bad.json')]);
    expect(code).toBe(exitCodes.failed);
    expect(err).toContain('sheet');
  });

  test('finds systems and writes them as a table, without replacing a file', async () => {
    const [first] = json(await tizilim(['systems', workspace, '--json'])) as { code: string }[];
    const { out } = await tizilim(['systems', workspace]);
    expect(out).toContain(first?.code);
    const table = here('register.csv');
    expect((await tizilim(['export', workspace, '--format', 'csv', '--out', table])).code).toBe(0);
    expect(readFileSync(table, 'utf8')).toContain(first?.code);
    const before = sha256(table);
    const again = await tizilim(['export', workspace, '--format', 'xlsx', '--out', table]);
    expect([again.code, sha256(table)]).toEqual([exitCodes.failed, before]);
    expect((await tizilim(['export', workspace, '--format', 'xlsx', '--out', table, '--force'])).code).toBe(0);
    expect(readFileSync(table).subarray(0, 2).toString()).toBe('PK');
  });

  test('stores answers and shows what follows', async () => {
    const [{ code } = { code: '' }] = json(await tizilim(['systems', workspace, '--json'])) as { code: string }[];
    const assess = ['assess', workspace, '--system', code, '--pack', 'kz-ai-law', '--answers'];
    const shown = await tizilim([...assess, answers({ 'is-ai-system': { value: 'yes' } })]);
    expect(shown.err).toBe('');
    expect(shown.out).toMatch(/not classified/);
    expect(shown.out).toMatch(/Questions without an answer: [1-9]/);
    const evaluation = json(await tizilim([...assess, answers({ 'is-ai-system': { unknown: true } }), '--json'])) as {
      unknown: string[];
    };
    expect(evaluation.unknown).toContain('is-ai-system');
    const wrong = await tizilim([
      'assess',
      workspace,
      '--system',
      'NONE',
      '--pack',
      'kz-ai-law',
      '--answers',
      answers({}),
    ]);
    expect([wrong.code, wrong.out]).toEqual([exitCodes.failed, '']);
    const unknown = await tizilim([
      'assess',
      workspace,
      '--system',
      code,
      '--pack',
      'kz-ai-law',
      '--answers',
      answers({ 'no-such-question': { value: 'yes' } }),
    ]);
    expect(unknown.code).toBe(exitCodes.failed);
  });

  test('is evaluated anew', async () => {
    const { code, out } = await tizilim(['evaluate', workspace, '--pack', 'kz-ai-law', '--on', '2026-11-20']);
    expect([code, out]).toEqual([0, expect.stringMatching(/^kz-ai-law: .*Systems: 1; .*unchanged: 1\.$/)]);
    expect((await tizilim(['evaluate', workspace, '--on', '2026-02-30'])).code).toBe(exitCodes.usage);
  });

  test('is whole', async () => {
    expect(json(await tizilim(['ledger', 'verify', workspace, '--json']))).toMatchObject({ ok: true });
    const { code, out } = await tizilim(['check', workspace, '--json']);
    expect([code, JSON.parse(out)]).toMatchObject([0, { whole: true, damaged: [] }]);
  });
});

function answers(given: Record<string, unknown>): string {
  writeFileSync(here('answers.json'), JSON.stringify(given));
  return here('answers.json');
}

describe('packs', () => {
  const pack = join(root, 'shared/packs/kz-ai-law');

  test('are listed', async () => {
    const packs = json(await tizilim(['pack', 'list', '--json'])) as { id: string }[];
    expect(packs.map(({ id }) => id)).toContain('kz-ai-law');
    expect((await tizilim(['pack', 'list'])).out).toContain('kz-ai-law');
  });

  test('are linted, proved by their cases and named by their hash', async () => {
    expect(await tizilim(['pack', 'lint', pack])).toMatchObject({ code: 0, err: '' });
    const result = json(await tizilim(['pack', 'verify', pack, '--json'])) as {
      hash: string;
      failed: unknown[];
      cases: number;
    };
    const [listed] = (json(await tizilim(['pack', 'list', '--json'])) as { id: string; hash: string }[]).filter(
      ({ id }) => id === 'kz-ai-law',
    );
    expect(result).toMatchObject({ hash: listed?.hash, failed: [] });
    expect(result.cases).toBeGreaterThan(10);
  });

  test('evaluate answers without a workspace', async () => {
    const result = json(await tizilim(['pack', 'evaluate', pack, '--answers', answers({}), '--json'])) as {
      on: string;
    };
    expect(result.on).toBe('2026-11-20');
  });

  test('with faults are refused with the place', async () => {
    writeFileSync(here('pack.json'), '{"id": "x"}');
    const { code, out, err } = await tizilim(['pack', 'verify', here('pack.json')]);
    expect([code, out]).toEqual([exitCodes.failed, '']);
    expect(err).not.toBe('');
    expect((await tizilim(['pack', 'lint', here('none')])).code).toBe(exitCodes.failed);
    writeFileSync(here('pack.yaml'), 'a: [');
    expect((await tizilim(['pack', 'lint', here('pack.yaml')])).code).toBe(exitCodes.failed);
  });
});

describe('dossiers and signatures', () => {
  const password = 'тест-құпиясөз';
  const env = { KEY_PASSWORD: password };

  beforeAll(() => {
    const key = createDemoKey({ name: 'Серікбаев Нұрлан', organisation: 'ТОО «Пример»', bin: '', password, at });
    writeFileSync(here('key.p12'), key.p12);
    writeFileSync(here('ca.pem'), key.authority);
  });

  async function firstCode(): Promise<string> {
    const [first] = json(await tizilim(['systems', workspace, '--json'])) as { code: string }[];
    return first?.code ?? '';
  }

  test('a dossier is composed, signed with a second key and verified to its level', async () => {
    const compose = [
      'dossier',
      workspace,
      '--system',
      await firstCode(),
      '--template',
      'system-passport',
      '--out',
      here('one.pdf'),
    ];
    const composed = await tizilim(
      [
        ...compose,
        ...['--docx', here('one.docx')],
        ...['--sign', here('key.p12'), '--passphrase-env', 'KEY_PASSWORD', '--lang', 'kk', '--json'],
      ],
      env,
    );
    expect(composed.err).toBe('');
    const copy = wordText(part(new Uint8Array(readFileSync(here('one.docx'))), 'word/document.xml'));
    expect(copy).toContain('Өңделетін көшірме, қол қойылған құжат емес.');
    expect(json(composed)).toMatchObject({ locale: 'kk', signatures: [{ signer: 'Серікбаев Нұрлан' }] });

    const sign = [
      'sign',
      here('one.pdf'),
      '--key',
      here('key.p12'),
      '--passphrase-env',
      'KEY_PASSWORD',
      '--out',
      here('two.pdf'),
    ];
    expect((await tizilim(sign, env)).err).toBe('');
    const report = verifyPdf(new Uint8Array(readFileSync(here('two.pdf'))), { trust: [], crls: [], now: at });
    expect([report.intact, report.signatures.length]).toEqual([true, 2]);

    const trusted = await tizilim(['verify', here('two.pdf'), '--trust', here('ca.pem')]);
    expect(trusted.code).toBe(0);
    expect(trusted.out).toContain('[x] L2');
    expect(trusted.out).toContain('[ ] L3');
    expect(trusted.out).toContain('[-] L5 Authority of the signer: Not checkable offline.');
    expect(trusted.out).not.toMatch(/\bvalid\b/i);
    expect(json(await tizilim(['verify', here('two.pdf'), '--json']))).toMatchObject({ level: 'L1' });
    expect((await tizilim(['check', workspace])).code).toBe(0);
  });

  test('a time stamp goes out and comes back as files', async () => {
    const keys = makeTestKeys();
    try {
      const made = await tizilim(['timestamp', 'request', here('two.pdf'), '--out', here('two.tsq'), '--json']);
      expect(json(made)).toMatchObject({ request: here('two.tsq'), pending: here('two.pdf.pending') });
      writeFileSync(here('two.tsr'), keys.stamp(new Uint8Array(readFileSync(here('two.tsq')))));
      const request = ['--request', here('two.tsq')];
      const attach = [
        'timestamp',
        'attach',
        here('two.pdf'),
        here('two.tsr'),
        ...request,
        '--out',
        here('stamped.pdf'),
      ];
      const attached = await tizilim(attach);
      expect([attached.code, attached.err]).toEqual([0, '']);
      const report = verifyPdf(new Uint8Array(readFileSync(here('stamped.pdf'))), {
        trust: [],
        crls: [],
        now: new Date(),
      });
      expect([report.intact, report.signatures.map(({ kind }) => kind)]).toEqual([
        true,
        ['signature', 'signature', 'time-stamp'],
      ]);
      writeFileSync(here('foreign.tsr'), keys.stamp(makeStampRequest(new Uint8Array(32), 'sha256', Uint8Array.of(1))));
      const foreign = await tizilim([
        'timestamp',
        'attach',
        here('two.pdf'),
        here('foreign.tsr'),
        ...request,
        '--out',
        here('4.pdf'),
      ]);
      expect([foreign.code, existsSync(here('4.pdf'))]).toEqual([1, false]);
      expect(foreign.err).toContain('another file');

      // An answer to an earlier request for the same bytes is told by its nonce.
      const { digest } = readStampRequest(new Uint8Array(readFileSync(here('two.tsq'))));
      writeFileSync(here('stale.tsr'), keys.stamp(makeStampRequest(digest, 'sha256', Uint8Array.of(0x40, 2))));
      const attachStale = [
        'timestamp',
        'attach',
        here('two.pdf'),
        here('stale.tsr'),
        ...request,
        '--out',
        here('5.pdf'),
      ];
      const stale = await tizilim(attachStale);
      expect([stale.code, existsSync(here('5.pdf'))]).toEqual([1, false]);
      expect(stale.err).toContain('another request');

      const gost = ['timestamp', 'request', here('two.pdf'), '--out', here('gost.tsq'), '--force'];
      expect((await tizilim([...gost, '--digest', 'streebog512', '--national'])).code).toBe(0);
      const asked = readStampRequest(new Uint8Array(readFileSync(here('gost.tsq'))));
      expect(asked).toMatchObject({ name: 'streebog512', policy: '1.2.398.3.3.2.6.4' });
    } finally {
      keys.remove();
    }
  });

  test('a changed file is reported and ends with a failure', async () => {
    const bytes = readFileSync(here('two.pdf'));
    bytes[Math.floor(bytes.length / 3)] = (bytes[Math.floor(bytes.length / 3)] ?? 0) ^ 1;
    writeFileSync(here('broken.pdf'), bytes);
    const { code, out, err } = await tizilim(['verify', here('broken.pdf'), '--trust', here('ca.pem')]);
    expect(code).toBe(exitCodes.failed);
    expect(out + err).not.toContain('[x]');
  });

  test('a GOST key signs with --gost only', async () => {
    const { authority, signer } = makeGostPairs();
    const info = gostPrivateKeyInfo(toLittleEndian(signer.privateKey));
    writeFileSync(here('gost.p12'), gostContainer(info, [signer.certificate, authority.certificate], 'Abc12345'));
    writeFileSync(here('gost-ca.der'), authority.certificate);
    const sign = ['sign', here('one.pdf'), '--key', here('gost.p12'), '--passphrase-env', 'KEY_PASSWORD'];
    sign.push('--out', here('gost.pdf'));
    const refused = await tizilim(sign, { KEY_PASSWORD: 'Abc12345' });
    expect(refused.code).toBe(exitCodes.failed);
    expect(refused.err).toContain('NCALayer');
    expect(existsSync(here('gost.pdf'))).toBe(false);
    expect((await tizilim([...sign, '--gost'], { KEY_PASSWORD: 'Abc12345' })).err).toBe('');
    const trust = ['--trust', here('gost-ca.der'), '--trust', here('ca.pem')];
    const checked = await tizilim(['verify', here('gost.pdf'), ...trust, '--json']);
    expect(json(checked)).toMatchObject({ intact: true, level: 'L2' });
  });

  test('the password is wrong, not given, or the file is not a key', async () => {
    const sign = [
      'sign',
      here('one.pdf'),
      '--key',
      here('key.p12'),
      '--passphrase-env',
      'KEY_PASSWORD',
      '--out',
      here('three.pdf'),
    ];
    expect((await tizilim(sign, { KEY_PASSWORD: 'x' })).code).toBe(exitCodes.failed);
    expect(await tizilim(sign)).toEqual({
      code: exitCodes.failed,
      out: '',
      err: 'The environment variable KEY_PASSWORD is not set.',
    });
    expect(
      (
        await tizilim(
          sign.map((part) => (part === here('key.p12') ? here('ca.pem') : part)),
          env,
        )
      ).code,
    ).toBe(exitCodes.failed);
    expect(existsSync(here('three.pdf'))).toBe(false);
  });

  test('dossiers of several systems go into a folder or a ZIP, and what fails is told', async () => {
    const several = ['dossiers', workspace, '--template', 'system-passport', '--edition', 'public'];
    const bare = await tizilim([...several, '--out', here('many')]);
    expect([bare.code, bare.err]).toEqual([exitCodes.usage, 'The option --system, --all is missing.']);
    const one = [...several, '--system', await firstCode(), '--languages', 'ru,kk'];
    const made = await tizilim([...one, '--out', here('many')]);
    expect([made.code, made.err]).toEqual([0, '']);
    const names = readdirSync(here('many'));
    expect(names.map((name) => / (ru|kk) \d{4}-\d\d-\d\d\.pdf$/.exec(name)?.[1]).sort()).toEqual(['kk', 'ru']);
    const zipped = await tizilim([...one, '--out', here('many.zip'), '--json']);
    expect(json(zipped)).toMatchObject({ total: 2, stopped: false });
    expect(Object.keys(unzipSync(readFileSync(here('many.zip')))).sort()).toEqual(names.sort());
    expect((await tizilim([...one, '--languages', 'de', '--out', here('none')])).code).toBe(exitCodes.usage);
  });

  test('a file without a signature does not pass', async () => {
    const compose = [
      'dossier',
      workspace,
      '--system',
      await firstCode(),
      '--template',
      'system-passport',
      '--out',
      here('plain.pdf'),
    ];
    expect((await tizilim(compose)).code).toBe(0);
    const { code, out } = await tizilim(['verify', here('plain.pdf')]);
    expect(code).toBe(exitCodes.failed);
    expect(out).toContain('The file has no signatures.');
    expect(out).not.toContain('[x]');
  });
});
