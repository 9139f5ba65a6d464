import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDemoKey } from '../electron/signatures/demo-key.ts';
import { openPkcs12 } from '../electron/signatures/pkcs12.ts';
import { signPdf } from '../electron/signatures/sign.ts';
import { renderPdf } from '../electron/pdf/render.ts';
import { loadFonts } from '../electron/pdf/fonts.ts';
import { sampleDocument } from './report/sample.ts';
import { makeTestKeys, type TestKeys } from './signatures/keys.ts';
import { world, type World } from './world.ts';

const at = new Date('2026-11-23T10:00:00.000Z');
let w: World;
let keys: TestKeys;
beforeAll(() => {
  w = world();
  keys = makeTestKeys();
}, 60_000);
afterAll(async () => {
  expect(w.log).toEqual([]);
  await w.close();
  keys.remove();
});

/** Runs a job and asks for something else all the while; gives how often that was answered before the job ended. */
async function answeredMeanwhile<T>(job: Promise<T>): Promise<{ result: T; answers: number }> {
  let isDone = false;
  const ending = job.finally(() => (isDone = true));
  let answers = 0;
  while (!isDone) {
    await w.client.workspace.info({});
    answers += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { result: await ending, answers };
}

it('a dossier of 16 MB is checked without holding other calls up, and the check can be stopped', async () => {
  const pdf = await renderPdf(sampleDocument('ru'), {
    createdAt: at,
    fileId: 'large',
    signatureFields: 'reserve',
    attachments: [
      {
        name: 'large.bin',
        mime: 'application/octet-stream',
        description: 'large',
        bytes: randomBytes(16 * 1024 * 1024),
        relationship: 'Source',
        modifiedAt: at,
      },
    ],
  });
  const { p12 } = createDemoKey({ name: 'Ли Анна', organisation: 'Сынақ', bin: '990140000017', password: 'x', at });
  const signed = await signPdf(pdf, {
    signer: { kind: 'key', key: openPkcs12(p12, 'x') },
    signerLabel: 'Ли Анна',
    at,
    appearance: { font: loadFonts().regular, lines: ['Ли Анна'] },
  });
  expect(signed.byteLength).toBeGreaterThan(16 * 1024 * 1024);
  const file = w.services.files.put('large.pdf', signed);
  const { result, answers } = await answeredMeanwhile(w.client.dossiers.verify({ file }));
  expect(result).toMatchObject({ bytes: signed.byteLength, report: { intact: true, level: 'L1' } });
  expect(answers).toBeGreaterThan(10);

  const control = new AbortController();
  const stopped = w.client.dossiers.verify({ file }, { signal: control.signal });
  await new Promise((resolve) => setImmediate(resolve));
  control.abort();
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
}, 120_000);

it('a key file with many iterations is opened without holding other calls up', async () => {
  keys.openssl('pkcs12 -export -iter 150000 -macalg sha256 -inkey rsa.key -in rsa.pem -out slow.p12 -passout pass:x');
  const file = w.services.files.put('slow.p12', new Uint8Array(readFileSync(keys.path('slow.p12'))));
  const { result, answers } = await answeredMeanwhile(
    w.client.dossiers.keyInfo({ key: { kind: 'file', file, password: 'x' } }),
  );
  expect(result.certificate).not.toBeNull();
  expect(answers).toBeGreaterThan(10);
  await expect(w.client.dossiers.keyInfo({ key: { kind: 'file', file, password: 'y' } })).rejects.toMatchObject({
    reason: 'wrong-password',
  });
}, 120_000);

it('pages to be shown are read once, and making them leaves no trace', async () => {
  const { id: system } = await w.client.systems.create({});
  const before = (await w.client.workspace.info({}))?.ledgerSize;
  const choice = { system, template: 'system-passport', edition: 'public', locale: 'ru' } as const;
  const steps: number[] = [];
  const preview = await w.client.dossiers.previewPages(choice, { onProgress: ({ done }) => steps.push(done) });
  expect(steps.at(-1)).toBeGreaterThan(0);
  const { bytes } = w.services.files.take(preview);
  expect(Buffer.from(bytes).subarray(0, 5).toString()).toBe('%PDF-');
  expect(() => w.services.files.take(preview)).toThrow(expect.objectContaining({ reason: 'file-expired' }));
  expect((await w.client.workspace.info({}))?.ledgerSize).toBe(before);
  expect(await w.client.dossiers.list({})).toEqual([]);

  const control = new AbortController();
  await expect(
    w.client.dossiers.previewPages(choice, { signal: control.signal, onProgress: () => control.abort() }),
  ).rejects.toMatchObject({ code: 'cancelled' });
  const dossier = await w.client.dossiers.compose(choice);
  const stored = w.services.files.take(await w.client.dossiers.pages({ id: dossier.id }));
  expect(stored.bytes.byteLength).toBe(dossier.bytes);
}, 120_000);
