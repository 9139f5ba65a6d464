import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../../shared/lib/errors.ts';
import { fillSample } from '../../electron/demo/sample.ts';
import { forkTokenChild, type TokenChild } from '../../electron/tokens/driver.ts';
import { makeTestKeys, type TestKeys } from '../signatures/keys.ts';
import { world, type World } from '../world.ts';
import { makeSoftToken, pin } from './soft-token.ts';

let keys: TestKeys;
let token: ReturnType<typeof makeSoftToken>;
let w: World;
let dossier: string;
/** Lets a test look at the questions and act on the child. */
let watch: (kind: string, child: TokenChild) => void = () => undefined;

beforeAll(async () => {
  keys = makeTestKeys();
  token = makeSoftToken(keys, 'dossiers');
  for (const name of ['rsa', 'ec']) token.add(name);
  w = world({
    tokens: {
      start: () => {
        const child = forkTokenChild();
        const post = (question: Parameters<TokenChild['post']>[0]): void => {
          child.post(question);
          watch(question.kind, child);
        };
        return { ...child, post };
      },
    },
  });
  await w.client.signatures.addTrust({ file: w.services.files.put('ca.pem', Buffer.from(keys.authority)) });
  const { system } = await fillSample(w.client, w.services.files);
  const made = await w.client.dossiers.compose({ system, template: 'system-passport', locale: 'kk' });
  dossier = made.id;
}, 120_000);
afterAll(async () => {
  await w.close();
  token.remove();
  keys.remove();
});

async function key(label: string, given = pin) {
  const { library } = token;
  const slot = (await w.client.tokens.slots({ library })).find(({ initialized }) => initialized)?.slot ?? -1;
  const found = await w.client.tokens.certificates({ library, slot });
  const certificate = found.find((one) => one.label === label)?.certificate.sha256 ?? '';
  return { kind: 'token' as const, library, slot, certificate, pin: given };
}

async function refused(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

const sign = async (label: string, given = pin) =>
  w.client.dossiers.sign({ id: dossier, key: await key(label, given), role: 'жауапты', confirmed: true });
const revision = async () => (await w.client.dossiers.get({ id: dossier })).sha256;

test('shows whose key it is and what speaks against it, and keeps nothing', async () => {
  const info = await w.client.dossiers.keyInfo({ key: await key('rsa') });
  expect(info).toMatchObject({ certificate: { keyKind: 'rsa', bin: '123456789012' }, gostChoice: false });
  expect(info.warnings).toContain('other-organisation');
});

test('a wrong PIN, a killed child and a person who gives up leave the dossier as it was', async () => {
  const before = await revision();
  expect((await refused(sign('rsa', '00000000'))).reason).toBe('token-pin-wrong-low');
  const chosen = await key('rsa');
  const again = (signal?: AbortSignal) =>
    w.client.dossiers.sign({ id: dossier, key: chosen, confirmed: true }, signal ? { signal } : {});
  watch = (kind, child) => {
    if (kind === 'sign') child.kill();
  };
  expect((await refused(again())).reason).toBe('token-driver-stopped');
  const controller = new AbortController();
  watch = (kind) => {
    if (kind === 'sign') controller.abort();
  };
  expect((await refused(again(controller.signal))).code).toBe('cancelled');
  watch = () => undefined;
  expect(await revision()).toBe(before);
  expect(w.log).toEqual([]);
});

test('signs both places with keys of the token; the product, pdfsig and openssl agree', async () => {
  await sign('rsa');
  const signed = await sign('ec');
  expect(signed.signatures).toHaveLength(2);
  const { report } = await w.client.dossiers.verify({ id: dossier });
  expect(report).toMatchObject({ intact: true, level: 'L2' });
  const file = w.services.files.take(await w.client.dossiers.download({ id: dossier }));
  writeFileSync(keys.path('dossier.pdf'), file.bytes);
  const said = spawnSync('pdfsig', ['-nocert', keys.path('dossier.pdf')], { encoding: 'utf8' }).stdout;
  expect(said.match(/Signature is Valid/g), said).toHaveLength(2);
  for (const { revision: number } of signed.signatures) {
    const pdf = w.services.files.take(await w.client.dossiers.download({ id: dossier, revision: number }));
    const cms = w.services.files.take(await w.client.dossiers.detached({ id: dossier, revision: number }));
    writeFileSync(keys.path('signed.pdf'), pdf.bytes);
    writeFileSync(keys.path('signed.cms'), cms.bytes);
    const check = 'cms -verify -binary -inform DER -in signed.cms -content signed.pdf -CAfile ca.pem';
    keys.openssl(`${check} -purpose any -out /dev/null`);
  }
});

test('the PIN is nowhere in the workspace', async () => {
  const { rows } = await w.client.ledger.list({ limit: 200 });
  const written = JSON.stringify([rows, await w.client.settings.get({}), await w.client.dossiers.list({})]);
  expect(written).toContain('dossier.sign');
  expect(written).not.toContain(pin);
});
