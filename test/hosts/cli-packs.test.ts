import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exitCodes, runCommand } from '../../electron/cli/program.ts';
import { officeTools } from '../pack-world.ts';

let folder: string;
const here = (name: string): string => join(folder, name);

async function tizilim(args: string[], env: NodeJS.ProcessEnv = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommand(
    args,
    {
      print: (line) => out.push(line),
      complain: (line) => err.push(line),
      env: { LANG: 'en_US.UTF-8', ...env },
      now: () => new Date('2026-11-20T05:00:00.000Z'),
      randomBytes: (count) => randomBytes(count),
    },
    '1.2.3',
  );
  return { code, out: out.join('\n'), err: err.join('\n') };
}
const json = ({ out }: { out: string }): unknown => JSON.parse(out);
const openssl = (...args: string[]): string => execFileSync('openssl', args, { encoding: 'utf8' });

/** A folder of the small pack, as its author has it. */
function author(name: string, over: object = {}): string {
  mkdirSync(here(name));
  writeFileSync(join(here(name), 'pack.yaml'), JSON.stringify({ ...officeTools(), ...over }));
  return here(name);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cli-packs-'));
  // The keys are made as docs/packs.md says.
  for (const name of ['one', 'two']) {
    openssl('genpkey', '-algorithm', 'ed25519', '-out', here(`${name}.pem`));
    openssl('pkey', '-in', here(`${name}.pem`), '-pubout', '-out', here(`${name}.pub.pem`));
  }
  await tizilim(['init', here('plant.tizilim'), '--org', 'ТОО «Пример»']);
  const signed = await tizilim(['pack', 'sign', author('first'), '--key', here('one.pem'), '--out', here('a.tzpack')]);
  expect([signed.code, signed.err]).toEqual([0, '']);
  const next = author('next', { version: '1.1.0' });
  expect((await tizilim(['pack', 'sign', next, '--key', here('one.pem'), '--out', here('b.tzpack')])).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

const fingerprint = (name: string): string =>
  execFileSync('openssl', ['dgst', '-sha256', '-r'], {
    input: execFileSync('openssl', ['pkey', '-pubin', '-in', here(name), '-outform', 'DER']),
    encoding: 'utf8',
  }).slice(0, 64);

describe('an author', () => {
  test.each(['sign', 'trust', 'install', 'versions', 'activate', 'verify'])('has help for pack %s', async (command) => {
    const texts = await Promise.all(
      ['kk', 'ru', 'en'].map(async (lang) => (await tizilim(['pack', command, '--help', '--lang', lang])).out),
    );
    expect(new Set(texts).size).toBe(3);
  });

  test('signs a pack so that openssl agrees', async () => {
    const verified = await tizilim(['pack', 'verify', here('a.tzpack'), '--extract', here('parts'), '--json']);
    expect(json(verified)).toMatchObject({
      pack: { id: 'office-tools', version: '1.0.0' },
      refusal: null,
      signer: { publisher: 'Compliance office', fingerprint: fingerprint('one.pub.pem') },
    });
    const [signed, signature, key] = ['signed.bin', 'signature.bin', 'key.pem'].map((name) =>
      join(here('parts'), name),
    );
    const args = ['pkeyutl', '-verify', '-rawin', '-pubin'];
    const check = (pub = '') =>
      openssl(...args, '-inkey', pub, '-sigfile', signature ?? '', '-in', signed ?? '').trim();
    expect(check(here('one.pub.pem'))).toBe('Signature Verified Successfully');
    expect(check(key)).toBe('Signature Verified Successfully');
    expect(() => check(here('two.pub.pem'))).toThrow();
    expect(readFileSync(signed ?? '', 'utf8').startsWith('tizilim rule pack, format 1\n{')).toBe(true);
  });

  test('a signature made by openssl is taken', async () => {
    const file = JSON.parse(readFileSync(here('a.tzpack'), 'utf8')) as { signature: Record<string, string> };
    await tizilim(['pack', 'verify', here('a.tzpack'), '--extract', here('again')]);
    openssl(
      ...['pkeyutl', '-sign', '-rawin', '-inkey', here('two.pem'), '-in', join(here('again'), 'signed.bin')],
      ...['-out', here('two.sig')],
    );
    const key = execFileSync('openssl', ['pkey', '-in', here('two.pem'), '-pubout', '-outform', 'DER']);
    file.signature['value'] = readFileSync(here('two.sig')).toString('base64');
    file.signature['key'] = key.toString('base64');
    writeFileSync(here('two.tzpack'), JSON.stringify(file));
    const verified = await tizilim(['pack', 'verify', here('two.tzpack'), '--key', here('two.pub.pem')]);
    expect([verified.code, verified.err]).toEqual([0, '']);
    expect(verified.out).toContain('Signed by Compliance office');
    expect((await tizilim(['pack', 'verify', here('two.tzpack'), '--key', here('one.pub.pem')])).code).toBe(1);
  });

  test('may protect the key with a password', async () => {
    openssl('pkey', '-in', here('one.pem'), '-aes256', '-passout', 'pass:secret', '-out', here('locked.pem'));
    const sign = ['pack', 'sign', here('first'), '--key', here('locked.pem'), '--out', here('locked.tzpack')];
    expect((await tizilim(sign)).err).toContain('Ed25519 private key');
    expect((await tizilim([...sign, '--passphrase-env', 'PW'], { PW: 'secret' })).code).toBe(0);
  });

  test('signs nothing that no workspace would take, and replaces no file unasked', async () => {
    const bad = author('bad', { cases: [] });
    const refused = await tizilim(['pack', 'sign', bad, '--key', here('one.pem'), '--out', here('bad.tzpack')]);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('no worked case');
    expect(() => readFileSync(here('bad.tzpack'))).toThrow();
    const again = await tizilim(['pack', 'sign', here('first'), '--key', here('one.pem'), '--out', here('a.tzpack')]);
    expect(again.err).toContain('exists already');
    const publicKey = await tizilim([
      ...['pack', 'sign', here('first'), '--key', here('one.pub.pem'), '--out', here('c.tzpack')],
    ]);
    expect([publicKey.code, publicKey.out]).toEqual([1, '']);
  });
});

describe('a workspace', () => {
  test('takes a pack from a publisher it trusts, lists the versions and returns to the first', async () => {
    const plant = here('plant.tizilim');
    const refused = await tizilim(['pack', 'install', plant, here('a.tzpack')]);
    expect(refused.code).toBe(exitCodes.failed);
    expect(refused.err).toContain(fingerprint('one.pub.pem').slice(0, 4));

    const trust = ['pack', 'trust', plant, here('one.pub.pem'), '--name', 'Head office'];
    const compare = await tizilim(trust);
    expect(compare.code).toBe(1);
    expect(compare.out.replaceAll(' ', '')).toContain(fingerprint('one.pub.pem'));
    expect((await tizilim([...trust, '--fingerprint', fingerprint('two.pub.pem')])).code).toBe(1);
    expect((await tizilim([...trust, '--fingerprint', 'x'])).code).toBe(exitCodes.usage);
    const grouped = fingerprint('one.pub.pem').toUpperCase().match(/.{4}/g)?.join(' ') ?? '';
    expect((await tizilim([...trust, '--fingerprint', grouped])).code).toBe(0);

    const dry = await tizilim(['pack', 'install', plant, here('a.tzpack'), '--dry-run', '--json']);
    expect(json(dry)).toMatchObject({ refusal: null, publisher: { name: 'Head office', trusted: true } });
    expect((await tizilim(['pack', 'versions', plant, '--pack', 'office-tools'])).code).toBe(1);
    const first = await tizilim(['pack', 'install', plant, here('a.tzpack')]);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect((await tizilim(['pack', 'install', plant, here('b.tzpack'), '--json'])).code).toBe(0);

    const versions = json(await tizilim(['pack', 'versions', plant, '--pack', 'office-tools', '--json'])) as {
      version: string;
      active: boolean;
      hash: string;
    }[];
    expect(versions.map(({ version, active }) => [version, active])).toEqual([
      ['1.1.0', true],
      ['1.0.0', false],
    ]);
    const activate = ['pack', 'activate', plant, '--pack', 'office-tools', '--version'];
    const back = await tizilim([...activate, '1.0.0']);
    expect(back.out.split('\n').filter((line) => line.startsWith('*'))).toEqual([
      expect.stringContaining('1.0.0') as string,
    ]);
    expect(back.out).toContain('Head office');
    expect((await tizilim([...activate, versions[0]?.hash.slice(0, 12) ?? ''])).code).toBe(0);
    expect((await tizilim([...activate, '7.7.7'])).err).toContain('has no version 7.7.7');
    expect((await tizilim(['pack', 'versions', plant])).out).toContain('kz-ai-law');
    expect((await tizilim(['ledger', 'verify', plant])).code).toBe(0);
  });

  test('is not touched by a file that is refused', async () => {
    await tizilim(['init', here('other.tizilim'), '--org', 'Зауыт']);
    const before = readFileSync(here('other.tizilim'));
    copyFileSync(here('a.tzpack'), here('cut.tzpack'));
    writeFileSync(here('cut.tzpack'), readFileSync(here('a.tzpack')).subarray(0, 900));
    for (const name of ['a.tzpack', 'cut.tzpack', 'one.pem'])
      expect((await tizilim(['pack', 'install', here('other.tizilim'), here(name)])).code).toBe(1);
    expect(readFileSync(here('other.tizilim')).equals(before)).toBe(true);
  });
});
