import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, existsSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../../electron/cli/program.ts';
import { translator } from '../../shared/i18n/translate.ts';
import { verifyPdf } from '../../electron/signatures/verify.ts';
import { makeTestKeys, type TestKeys } from '../signatures/keys.ts';
import { samplePdf } from '../signatures/sample-pdf.ts';
import { makeSoftToken, pin } from './soft-token.ts';

let keys: TestKeys;
let token: ReturnType<typeof makeSoftToken>;

beforeAll(async () => {
  keys = makeTestKeys();
  token = makeSoftToken(keys, 'workshop');
  for (const name of ['rsa', 'ec']) token.add(name);
  writeFileSync(keys.path('one.pdf'), await samplePdf(['Prepared', 'Approved']));
}, 120_000);
afterAll(() => {
  token.remove();
  keys.remove();
});

async function tizilim(...args: string[]): Promise<{ code: number; said: string; complained: string }> {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await runCommand(
    [...args, '--lang', 'en'],
    {
      print: (line) => void said.push(line),
      complain: (line) => void complained.push(line),
      env: { TOKEN_PIN: pin, WRONG_PIN: '0000' },
      now: () => new Date('2026-11-24T03:00:00Z'),
      randomBytes: (count) => randomBytes(count),
    },
    '0',
  );
  return { code, said: said.join('\n'), complained: complained.join('\n') };
}

test('lists the token with its certificates', async () => {
  const { code, said } = await tizilim('tokens', 'list', '--library', token.library);
  expect(code).toBe(0);
  expect(said).toMatch(/^\d+ {2}workshop {2}SoftHSM project {2}[0-9a-f]{16} {2}no wrong PINs reported$/m);
  expect(said).toMatch(/^ {2}rsa +ҚОЖАХМЕТ ӘЙГЕРІМ +RSA +2040-01-01$/m);
  expect(said).toMatch(/^ {2}ec +ҚОЖАХМЕТ ӘЙГЕРІМ +EC +2040-01-01$/m);
  const listed = await tizilim('tokens', 'list');
  expect(listed.said).toContain(token.library);
});

test('signs both places of a file, one with RSA and one with EC, as other programs agree', async () => {
  const sign = (input: string, label: string, out: string) =>
    tizilim(
      ...['sign', keys.path(input), '--token', token.library, '--certificate', label, '--pin-env', 'TOKEN_PIN'],
      ...['--out', keys.path(out), '--detached', keys.path(`${out}.cms`), '--json'],
    );
  const first = await sign('one.pdf', 'rsa', 'two.pdf');
  expect(first.complained).toBe('');
  expect(JSON.parse(first.said)).toMatchObject({ signer: { name: 'ҚОЖАХМЕТ ӘЙГЕРІМ', keyKind: 'rsa' } });
  expect((await sign('two.pdf', 'ec', 'three.pdf')).code).toBe(0);
  const report = verifyPdf(keys.read('three.pdf'), {
    trust: [keys.authority],
    crls: [],
    ocsps: [],
    now: new Date('2026-11-24T03:00:00Z'),
  });
  expect(report.intact).toBe(true);
  expect(report.signatures.map(({ cryptography, certificate }) => [cryptography, certificate?.keyKind])).toEqual([
    [true, 'rsa'],
    [true, 'ec'],
  ]);
  mkdirSync(keys.path('nss'));
  const nss = `sql:${keys.path('nss')}`;
  execFileSync('certutil', ['-N', '-d', nss, '--empty-password']);
  execFileSync('certutil', ['-A', '-d', nss, '-n', 'ca', '-t', 'CT,C,C', '-i', keys.path('ca.pem')]);
  const other = spawnSync('pdfsig', ['-nssdir', nss, keys.path('three.pdf')], { encoding: 'utf8' }).stdout;
  expect(other.match(/Signature is Valid/g), other).toHaveLength(2);
  expect(other.match(/Certificate is Trusted/g), other).toHaveLength(2);
  for (const name of ['two.pdf', 'three.pdf']) {
    const cms = `cms -verify -binary -inform DER -in ${name}.cms -content ${name} -CAfile ca.pem -purpose any -out /dev/null`;
    keys.openssl(cms);
  }
});

test('does not sign where the PIN is wrong, the certificate is not named or the token is not there', async () => {
  const t = translator('en');
  const sign = (...more: string[]) =>
    tizilim('sign', keys.path('one.pdf'), '--out', keys.path('none.pdf'), '--token', token.library, ...more);
  expect(await sign('--certificate', 'rsa', '--pin-env', 'WRONG_PIN')).toMatchObject({
    code: 1,
    complained: t('errors.token-pin-wrong-low'),
  });
  expect((await sign('--pin-env', 'TOKEN_PIN')).complained).toMatch(/^There are several certificates/);
  expect((await sign('--certificate', 'rsa')).complained).toBe(t('errors.token-pin-needed'));
  expect((await sign('--certificate', 'rsa', '--pin-env', 'TOKEN_PIN', '--slot', '99')).complained).toBe(
    t('errors.token-removed'),
  );
  expect((await sign('--certificate', 'rsa', '--slot', 'first')).code).toBe(2);
  expect((await sign('--key', 'key.p12')).complained).toBe(t('cli.keyOrToken'));
  expect(existsSync(keys.path('none.pdf'))).toBe(false);
});

test('the whole command line ends by itself after a signature', () => {
  const args = ['electron/cli/main.ts', 'sign', keys.path('one.pdf'), '--token', token.library, '--certificate', 'ec'];
  const { status, stderr } = spawnSync(
    process.execPath,
    [...args, '--pin-env', 'TOKEN_PIN', '--out', keys.path('own.pdf')],
    { encoding: 'utf8', timeout: 60_000, env: { ...process.env, TOKEN_PIN: pin } },
  );
  expect([status, stderr]).toEqual([0, '']);
  expect(readFileSync(keys.path('own.pdf')).length).toBeGreaterThan(1000);
});
