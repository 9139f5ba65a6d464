import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dossier, KeySource } from '../shared/dossiers/contract.ts';
import { translator } from '../shared/i18n/translate.ts';
import { reportLines } from '../shared/signatures/report-text.ts';
import { createPlaces } from '../electron/dossiers/places.ts';
import type { DossierRow, DossiersStore } from '../electron/dossiers/store.ts';
import { fillSample } from '../electron/demo/sample.ts';
import { samplePdf } from './signatures/sample-pdf.ts';
import { makeTestKeys, type TestKeys } from './signatures/keys.ts';
import { world, type World } from './world.ts';

const t = translator('kk');
const [first, second, third] = (['prepared', 'reviewed', 'approved'] as const).map(
  (role) => `${t(`report.signers.${role}.label`)}: ${t(`report.signers.${role}.role`)}`,
);
let keys: TestKeys;
let w: World;
let dossier: Dossier;

beforeAll(async () => {
  keys = makeTestKeys();
  w = world();
  const { system } = await fillSample(w.client, w.services.files);
  w.at(new Date().toISOString());
  dossier = await w.client.dossiers.compose({ system, template: 'submission-package', locale: 'kk' });
}, 120_000);
afterAll(async () => {
  expect(w.log).toEqual([]);
  await w.close();
  keys.remove();
});

const source = (name: string): KeySource => ({
  kind: 'file',
  file: w.services.files.put(`${name}.p12`, keys.p12(name, 'x')),
  password: 'x',
});
const sign = (name: string, more: { field?: string; outOfOrder?: boolean } = {}) =>
  w.client.dossiers.sign({ id: dossier.id, key: source(name), confirmed: true, ...more });
const signers = ({ places }: Dossier) => places.map(({ field, revision }) => [field, revision]);

describe('places for signatures', () => {
  it('are those of the file, with what each is for, in order', () => {
    expect(dossier.places).toEqual(
      [first, second, third].map((label, index) => ({
        field: `signature-${index + 1}`,
        label,
        signedBy: null,
        certificate: null,
        at: null,
        revision: null,
      })),
    );
  });

  it('are not signed out of order unawares', async () => {
    const before = (await w.client.ledger.list({})).size;
    await expect(sign('rsa', { field: 'signature-3' })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'sign-out-of-order',
      details: { places: `${first}; ${second}` },
    });
    await expect(sign('rsa', { field: 'signature-9' })).rejects.toMatchObject({
      code: 'not-found',
      reason: 'signature-field-missing',
    });
    expect((await w.client.ledger.list({})).size).toBe(before);
    expect(await w.client.dossiers.get({ id: dossier.id })).toEqual(dossier);
  });

  it('are signed out of order by choice, and the ledger names who was skipped', async () => {
    const signed = await sign('rsa', { field: 'signature-2', outOfOrder: true });
    expect(signers(signed)).toEqual([
      ['signature-1', null],
      ['signature-2', 2],
      ['signature-3', null],
    ]);
    const [entry] = (await w.client.ledger.list({ limit: 1 })).rows;
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({ place: 'signature-2', skipped: ['signature-1'] });
    await expect(sign('ec', { field: 'signature-2' })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'signature-field-signed',
    });
  });

  it('are signed in order without a wish, the one before first; then a place is added', async () => {
    expect(signers(await sign('ec'))[0]).toEqual(['signature-1', 3]);
    const [entry] = (await w.client.ledger.list({ limit: 1 })).rows;
    expect(JSON.parse(entry?.body ?? '')).not.toHaveProperty('skipped');
    expect(signers(await sign('ec384'))[2]).toEqual(['signature-3', 4]);
    const whole = await sign('expired');
    expect(whole.places.at(-1)).toMatchObject({ field: 'signature-4', label: '', revision: 5 });
    expect(whole.places.map(({ signedBy }) => signedBy)).toEqual(Array(4).fill('ҚОЖАХМЕТ ӘЙГЕРІМ'));
    expect(new Set(whole.places.map(({ certificate }) => certificate)).size).toBe(4);
  });

  it('stand in the report of the check, with a remark where one person signed two', async () => {
    const { report, fileName, sha256 } = await w.client.dossiers.verify({ id: dossier.id });
    expect(report).toMatchObject({ intact: true, problems: [], emptyFields: [] });
    expect(report.signatures.map(({ place }) => place)).toEqual([first, second, third, '']);
    const remarks = report.signatures.map(({ problems }) => problems.filter(({ code }) => code === 'same-signer'));
    expect(remarks).toEqual([[], ...Array<unknown>(3).fill([{ code: 'same-signer', details: { place: first } }])]);
    const lines = reportLines(t, { name: fileName, sha256 }, report).join('\n');
    expect(lines).toContain(`${t('signatures.place')}: ${third}`);
    expect(lines).toContain(t('signatures.problems.same-signer', { place: first ?? '' }));
  });

  it('of a dossier from before are read from its file', async () => {
    const bytes = await samplePdf(['signature-10', 'signature-2', 'signature-1']);
    const store = { bytesAt: () => bytes, revisions: () => [] } as unknown as DossiersStore;
    const placesOf = createPlaces(store);
    const row = { id: 'a', places: null } as DossierRow;
    expect(placesOf(row).map(({ field }) => field)).toEqual(['signature-1', 'signature-2', 'signature-10']);
    expect(placesOf(row)).toEqual(placesOf(row));
  });
});
