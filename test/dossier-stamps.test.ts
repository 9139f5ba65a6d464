import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dossier } from '../shared/dossiers/contract.ts';
import type { FileRef } from '../shared/lib/file-ref.ts';
import { fillSample } from '../electron/demo/sample.ts';
import { makeTestKeys, type TestKeys } from './signatures/keys.ts';
import { world, type World } from './world.ts';

const password = 'x';
let keys: TestKeys;
let w: World;
let dossier: Dossier;

const get = () => w.client.dossiers.get({ id: dossier.id });
const size = async () => (await w.client.ledger.list({})).size;
const put = (name: string, bytes: Uint8Array): FileRef => w.services.files.put(name, bytes);
const sign = (name: string, certify = false) => {
  const key = put(`${name}.p12`, keys.p12(name, password));
  return w.client.dossiers.sign({
    id: dossier.id,
    key: { kind: 'file', file: key, password },
    certify,
    confirmed: true,
  });
};
const request = async (): Promise<Uint8Array> =>
  w.services.files.take(await w.client.dossiers.requestStamp({ id: dossier.id })).bytes;
const attach = (answer: Uint8Array) =>
  w.client.dossiers.attachStamp({ id: dossier.id, file: put('answer.tsr', answer) });
const verify = async () => (await w.client.dossiers.verify({ id: dossier.id })).report;

beforeAll(async () => {
  keys = makeTestKeys();
  w = world();
  const { system } = await fillSample(w.client, w.services.files);
  w.at(new Date().toISOString());
  dossier = await w.client.dossiers.compose({ system, template: 'system-passport', locale: 'kk' });
}, 120_000);
afterAll(async () => {
  expect(w.log).toEqual([]);
  await w.close();
  keys.remove();
});

describe('a time stamp by way of files', () => {
  it('is offered for what is signed only', async () => {
    await expect(request()).rejects.toMatchObject({ reason: 'stamp-nothing-signed' });
    await expect(attach(Buffer.from('x'))).rejects.toMatchObject({ reason: 'stamp-not-requested' });
    await expect(w.client.dossiers.cancelStamp({ id: dossier.id })).rejects.toMatchObject({
      reason: 'stamp-not-requested',
    });
    dossier = await sign('rsa', true);
    expect(dossier.stampRequestedAt).toBeNull();
  });

  it('comes with a detached signature that openssl verifies over the bytes of that revision', async () => {
    const cms = await w.client.dossiers.detached({ id: dossier.id, revision: 2 });
    expect(cms.name).toBe(`${dossier.fileName}.cms`);
    const file = await w.client.dossiers.download({ id: dossier.id, revision: 2 });
    writeFileSync(keys.path('detached.cms'), w.services.files.take(cms).bytes);
    writeFileSync(keys.path('detached.pdf'), w.services.files.take(file).bytes);
    const command =
      'cms -verify -inform DER -in detached.cms -content detached.pdf -CAfile ca.pem -purpose any -binary';
    expect(() => keys.openssl(`${command} -cades -out verified.pdf`)).not.toThrow();
    writeFileSync(keys.path('detached.pdf'), 'other');
    expect(() => keys.openssl(`${command} -cades -out verified.pdf`)).toThrow();
    await expect(w.client.dossiers.detached({ id: dossier.id, revision: 1 })).rejects.toMatchObject({
      reason: 'no-detached',
    });
  });

  it('keeps the waiting file, gives the same request again, and refuses what would make it useless', async () => {
    const before = await size();
    const first = await request();
    expect(await size()).toBe(before + 1);
    const waiting = await get();
    expect(waiting.stampRequestedAt).not.toBeNull();
    expect(waiting.sha256).toBe(dossier.sha256);
    expect(Buffer.from(await request()).equals(Buffer.from(first))).toBe(true);
    expect(await size()).toBe(before + 1);
    await expect(sign('ec')).rejects.toMatchObject({ reason: 'stamp-waiting' });
    await expect(w.client.dossiers.addValidationData({ id: dossier.id })).rejects.toMatchObject({
      reason: 'stamp-waiting',
    });
  });

  it('refuses foreign and damaged answers with the reason and changes nothing', async () => {
    const before = [await get(), await size()];
    const answer = keys.stamp(await request());
    const damaged = answer.slice();
    damaged[damaged.length - 5] = (damaged[damaged.length - 5] ?? 0) ^ 1;
    await expect(attach(damaged)).rejects.toMatchObject({ reason: 'stamp-signature-wrong' });
    await expect(attach(Buffer.from('none'))).rejects.toMatchObject({ reason: 'stamp-unreadable' });
    await w.client.dossiers.cancelStamp({ id: dossier.id });
    expect((await get()).stampRequestedAt).toBeNull();
    await expect(attach(answer)).rejects.toMatchObject({ reason: 'stamp-not-requested' });
    w.at(new Date(Date.now() + 1_000).toISOString());
    await request();
    await expect(attach(answer)).rejects.toMatchObject({ reason: 'stamp-foreign' });
    const [state] = before as [Dossier, number];
    expect(await get()).toEqual({ ...state, stampRequestedAt: (await get()).stampRequestedAt });
  });

  it('takes the answer, and the check says since when the signatures exist', async () => {
    await w.client.signatures.addTrust({ file: put('ca.pem', keys.authority) });
    expect((await verify()).level).toBe('L2');
    await w.client.signatures.addTrust({ file: put('rsa.ors', keys.ocsp('rsa')) });
    expect((await verify()).level).toBe('L3');
    const stamped = await attach(keys.stamp(await request()));
    expect(stamped).toMatchObject({
      stampRequestedAt: null,
      signatures: [
        { kind: 'signature', field: 'signature-1' },
        { kind: 'time-stamp', field: 'time-stamp-1' },
      ],
    });
    w.at(new Date(Date.now() + 60_000).toISOString());
    const report = await verify();
    expect(report).toMatchObject({ intact: true, level: 'L4', problems: [] });
    expect(report.signatures.map(({ kind, trustedTime }) => [kind, trustedTime?.source])).toEqual([
      ['signature', 'document'],
      ['time-stamp', undefined],
    ]);
    const second = await sign('ec');
    expect(second.signatures.map(({ field }) => field)).toEqual(['signature-1', 'time-stamp-1', 'signature-2']);
    expect((await verify()).intact).toBe(true);
  });

  it('keeps revocation data in the file, once', async () => {
    await w.client.signatures.addTrust({ file: put('list.crl', keys.crl([])) });
    const grown = await w.client.dossiers.addValidationData({ id: dossier.id });
    expect(grown.bytes).toBeGreaterThan(dossier.bytes);
    await expect(w.client.dossiers.addValidationData({ id: dossier.id })).rejects.toMatchObject({
      reason: 'no-validation-data',
    });
    for (const item of await w.client.signatures.trust({})) {
      if (item.kind !== 'certificate') await w.client.signatures.removeTrust({ id: item.id });
    }
    const report = await verify();
    expect(report.intact).toBe(true);
    expect(report.signatures[0]).toMatchObject({ level: 'L4', revocation: { status: 'good' } });
  });
});
