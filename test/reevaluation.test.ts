import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../shared/rules/answer.ts';
import { multiplySystems } from './multiply.ts';
import { changedLaw, efficiencyOnly, gone, harmOnly, harmRule, minimal, no, told, yes } from './upgraded-law.ts';
import { original, releases, upgraded, type Releases } from './upgrade.ts';

const law = 'kz-ai-law';
const old = original(law);
const next = upgraded(law, '99.0.0', changedLaw);

let r: Releases;
beforeEach(() => {
  r = releases();
});
afterEach(async () => {
  await r.close();
  expect(r.log).toEqual([]);
});

type Client = Awaited<ReturnType<Releases['open']>>['client'];
const give = (given: Record<string, Answer>) =>
  Object.fromEntries(Object.entries(given).map(([question, answer]) => [question, { answer }]));

async function assessed(client: Client, given: Record<string, Answer>): Promise<string> {
  const { id } = await client.systems.create({ fields: { name: { value: { ru: 'Система' } } } });
  await client.assessments.answer({ system: id, pack: law, answers: give(given) });
  return id;
}
const degree = async (client: Client, id: string) => (await client.systems.get({ id })).degree;
const size = async (client: Client) => (await client.ledger.list({})).size;

/** Four systems assessed under the old version, then the release with the new one. */
async function upgrade() {
  const before = await r.open();
  const systems = {
    harm: await assessed(before.client, harmOnly),
    efficiency: await assessed(before.client, efficiencyOnly),
    same: await assessed(before.client, minimal),
    asked: await assessed(before.client, { ...minimal, [gone]: told }),
  };
  r.at('2026-11-24T10:00:00.000Z');
  const { client, services } = await r.open([next]);
  return { client, services, systems };
}

describe('after a pack upgrade', () => {
  it('an assessment opens, is answered and gives duties and dossiers under the version it is pinned to', async () => {
    const { client, systems } = await upgrade();
    const pin = { id: law, version: old.pack.version, hash: old.hash };
    const state = await client.assessments.get({ system: systems.harm, pack: law });
    expect(state).toMatchObject({
      pack: pin,
      packChanged: true,
      packMissing: false,
      available: { version: '99.0.0', hash: next.hash },
      evaluation: { pack: pin },
    });
    expect(state.evaluation.conclusions.find(({ scale }) => scale === 'risk-degree')).toMatchObject({
      degree: 'medium',
      status: 'final',
    });
    const answered = await client.assessments.answer({
      system: systems.harm,
      pack: law,
      answers: give({ autonomy: { value: 'medium' } }),
    });
    expect(answered).toMatchObject({ pack: pin, packChanged: true });
    expect(await degree(client, systems.harm)).toMatchObject({ degree: 'medium', status: 'final' });
    await expect(
      client.assessments.answer({ system: systems.harm, pack: law, answers: give({ 'logs-kept': yes }) }),
    ).rejects.toMatchObject({ reason: 'unknown-question' });
    const duties = await client.assessments.duties({ system: systems.harm });
    expect(new Set(duties.map(({ hash }) => hash))).toEqual(new Set([old.hash]));
    expect(duties.map(({ obligation }) => obligation)).not.toContain('keep-logs');
    const { items } = await client.dossiers.readiness({
      system: systems.harm,
      template: 'system-passport',
      locale: 'ru',
    });
    expect(items).toContainEqual(expect.objectContaining({ code: 'pack-changed', level: 'advised' }));
    const preview = await client.dossiers.preview({ system: systems.harm, template: 'system-passport', locale: 'en' });
    expect(JSON.stringify(preview)).toContain(old.hash);
    expect(JSON.stringify(preview)).not.toContain(harmRule.en);
  });

  it('a new assessment, and the one of a new version of a system, follow the active version', async () => {
    const { client, systems } = await upgrade();
    const fresh = await assessed(client, harmOnly);
    expect(await client.assessments.get({ system: fresh, pack: law })).toMatchObject({
      pack: { version: '99.0.0', hash: next.hash },
      packChanged: false,
      available: null,
    });
    expect(await degree(client, fresh)).toMatchObject({ degree: 'high' });
    await client.systems.addVersion({ id: systems.asked, label: '2' });
    const { pack, suggestions } = await client.assessments.get({ system: systems.asked, pack: law });
    expect(pack.hash).toBe(next.hash);
    expect(Object.keys(suggestions).sort()).toEqual(Object.keys(minimal).sort());
  });

  it('the comparison names what changes and why, and stores nothing', async () => {
    const { client, systems } = await upgrade();
    const before = await size(client);
    const result = await client.assessments.reevaluate({ pack: law });
    expect(result).toMatchObject({
      pack: law,
      to: { version: '99.0.0', hash: next.hash },
      on: '2026-11-24',
      total: 4,
      raised: 1,
      lowered: 1,
      other: 1,
      unchanged: 1,
      unchangedPinned: [systems.same],
      pins: [{ version: old.pack.version, hash: old.hash, count: 4 }],
    });
    const [harm, efficiency, asked] = result.rows;
    expect(harm).toMatchObject({
      system: systems.harm,
      code: 'AI-001',
      name: 'Система',
      pinned: { version: old.pack.version, hash: old.hash },
      pinnedMissing: false,
      direction: 'raised',
      main: {
        scale: 'risk-degree',
        before: { degree: 'medium', status: 'final' },
        after: { degree: 'high', status: 'final' },
      },
      answers: [{ question: 'logs-kept', kind: 'asked' }],
    });
    expect(harm?.findings).toEqual(
      expect.arrayContaining([
        { rule: 'risk-medium-harm-only', before: 'review', after: null },
        { rule: 'risk-high-harm', before: null, after: 'breach' },
      ]),
    );
    expect(harm?.duties).toContainEqual({
      obligation: 'keep-logs',
      before: null,
      after: { applies: 'true', met: 'unknown' },
    });
    expect(harm?.reasons).toEqual(
      expect.arrayContaining([
        { part: 'rule', change: 'removed', name: 'risk-medium-harm-only' },
        { part: 'rule', change: 'added', name: 'risk-high-harm' },
        { part: 'obligation', change: 'added', name: 'keep-logs' },
        { part: 'question', change: 'added', name: 'logs-kept' },
      ]),
    );
    expect(efficiency).toMatchObject({
      system: systems.efficiency,
      direction: 'lowered',
      main: { before: { degree: 'medium' }, after: { degree: 'minimal' } },
      reasons: [{ part: 'rule', change: 'changed', name: 'risk-medium-efficiency-only' }],
    });
    expect(asked).toMatchObject({
      system: systems.asked,
      direction: 'other',
      scales: [],
      answers: [{ question: gone, kind: 'gone' }],
      reasons: [{ part: 'question', change: 'removed', name: gone }],
    });
    expect(await size(client)).toBe(before);
    expect(await degree(client, systems.harm)).toMatchObject({ degree: 'medium' });
    const one = await client.assessments.reevaluate({ pack: law, systems: [systems.harm] });
    expect(one).toMatchObject({ total: 1, raised: 1, rows: [{ system: systems.harm }] });
  });

  it('one system is explained by the sentences of both versions', async () => {
    const { client, systems } = await upgrade();
    const { row, explanations } = await client.assessments.compare({ system: systems.harm, pack: law });
    expect(row?.direction).toBe('raised');
    const scale = explanations.find(({ part, name }) => part === 'scale' && name === 'risk-degree');
    expect(scale?.before.map(({ rule }) => rule)).toEqual(['risk-medium-harm-only']);
    expect(scale?.after.map(({ rule }) => rule)).toEqual(['risk-high-harm']);
    for (const locale of ['kk', 'ru', 'en'] as const) {
      expect(scale?.after[0]?.trace.sentence[locale]).toContain(harmRule[locale]);
    }
    expect(await client.assessments.compare({ system: systems.same, pack: law })).toEqual({
      row: null,
      explanations: [],
    });
  });

  it('counts what is pinned where', async () => {
    const { client, systems } = await upgrade();
    const pins = await client.assessments.pins({});
    expect(pins).toEqual([
      {
        pack: law,
        active: { version: '99.0.0', hash: next.hash },
        pins: [{ version: old.pack.version, hash: old.hash, count: 4 }],
        behind: 4,
      },
    ]);
    await client.assessments.accept({ pack: law, hash: next.hash, systems: [systems.same] });
    expect((await client.assessments.pins({}))[0]?.behind).toBe(3);
  });
});

describe('acceptance', () => {
  it('moves the named systems, each with a ledger entry, and leaves the others alone', async () => {
    const { client, systems } = await upgrade();
    const before = await size(client);
    await client.settings.set({ actor: 'Серікбаев Нұрлан' });
    const { at } = await client.assessments.reevaluate({ pack: law });
    expect(
      await client.assessments.accept({
        pack: law,
        hash: next.hash,
        systems: [systems.harm, systems.asked],
        seen: at,
      }),
    ).toEqual({ accepted: [systems.harm, systems.asked], stale: [] });
    expect(await size(client)).toBe(before + 2);
    expect(await degree(client, systems.harm)).toMatchObject({ degree: 'high', status: 'final' });
    expect(await degree(client, systems.efficiency)).toMatchObject({ degree: 'medium' });
    const state = await client.assessments.get({ system: systems.harm, pack: law });
    expect(state).toMatchObject({ pack: { version: '99.0.0', hash: next.hash }, packChanged: false, available: null });
    // Nothing of the answers is lost, nor are author and time.
    const asked = await client.assessments.get({ system: systems.asked, pack: law });
    expect(asked.answers[gone]).toMatchObject({ answer: told, at: '2026-11-23T10:00:00.000Z' });
    const entry = (await client.ledger.list({})).rows.find(({ kind }) => kind === 'assessment.repin');
    expect(entry).toMatchObject({ subject: systems.asked, actor: 'Серікбаев Нұрлан' });
    const [line] = await client.systems.history({ id: systems.harm });
    expect(line).toMatchObject({ kind: 'assessment.repin', field: law, before: old.pack.version, after: '99.0.0' });
    const { rows } = await client.ledger.list({});
    const body = JSON.parse(rows.find(({ subject }) => subject === systems.harm)?.body ?? '') as Record<
      string,
      unknown
    >;
    expect(body).toMatchObject({ packBefore: old.hash, pack: next.hash });
    expect(body['scalesBefore']).toContainEqual({ scale: 'risk-degree', status: 'final', degree: 'medium' });
    expect(body['scales']).toContainEqual({ scale: 'risk-degree', status: 'final', degree: 'high' });
    expect((await client.assessments.reevaluate({ pack: law })).rows.map(({ system }) => system)).toEqual([
      systems.efficiency,
    ]);
    expect((await client.assessments.duties({ system: systems.harm })).map(({ obligation }) => obligation)).toContain(
      'keep-logs',
    );
  });

  it('is taken back by accepting the earlier version', async () => {
    const { client, systems } = await upgrade();
    await client.assessments.accept({ pack: law, hash: next.hash, systems: [systems.harm] });
    const back = await client.assessments.reevaluate({ pack: law, to: old.hash });
    expect(back).toMatchObject({
      to: { version: old.pack.version },
      lowered: 1,
      unchanged: 3,
      rows: [{ system: systems.harm }],
    });
    const answers = (await client.assessments.get({ system: systems.harm, pack: law })).answers;
    await client.assessments.accept({ pack: law, hash: old.hash, systems: [systems.harm] });
    expect(await client.assessments.get({ system: systems.harm, pack: law })).toMatchObject({
      pack: { version: old.pack.version, hash: old.hash },
      packChanged: true,
      answers,
    });
    expect(await degree(client, systems.harm)).toMatchObject({ degree: 'medium', status: 'final' });
    expect((await client.systems.history({ id: systems.harm })).slice(0, 2)).toMatchObject([
      { kind: 'assessment.repin', before: '99.0.0', after: old.pack.version },
      { kind: 'assessment.repin', before: old.pack.version, after: '99.0.0' },
    ]);
  });

  it('leaves alone what changed after the comparison', async () => {
    const { client, systems } = await upgrade();
    const { at } = await client.assessments.reevaluate({ pack: law });
    r.at('2026-11-24T10:05:00.000Z');
    await client.assessments.answer({ system: systems.harm, pack: law, answers: give({ 'reduces-efficiency': yes }) });
    expect(
      await client.assessments.accept({
        pack: law,
        hash: next.hash,
        systems: [systems.harm, systems.efficiency],
        seen: at,
      }),
    ).toEqual({ accepted: [systems.efficiency], stale: [systems.harm] });
    expect((await client.assessments.get({ system: systems.harm, pack: law })).pack.hash).toBe(old.hash);
  });

  it('is refused for versions and systems that are not there, and then changes nothing', async () => {
    const { client, systems } = await upgrade();
    const before = await size(client);
    const data = original('kz-personal-data').hash;
    for (const [hash, system, reason] of [
      ['0'.repeat(64), systems.harm, 'unknown-pack-version'],
      [data, systems.harm, 'unknown-pack-version'],
      [next.hash, 'nobody', 'no-system'],
      [next.hash, (await client.systems.create({})).id, 'no-assessment'],
    ] as const) {
      await expect(client.assessments.accept({ pack: law, hash, systems: [system] })).rejects.toMatchObject({ reason });
    }
    expect(await size(client)).toBe(before + 1);
  });

  it('leaves issued dossiers as they are', async () => {
    const { client, systems } = await upgrade();
    const { id } = await client.dossiers.compose({ system: systems.harm, template: 'system-passport', locale: 'ru' });
    const before = await client.dossiers.get({ id });
    expect(before.stale).toBe(false);
    await client.assessments.accept({ pack: law, hash: next.hash, systems: [systems.harm] });
    // The dossier keeps its own facts; it only says that the record states something else now.
    expect(await client.dossiers.get({ id })).toEqual({ ...before, stale: true });
  });
});

describe('a pinned version the workspace does not have', () => {
  /** What another release left behind: a hash nobody has the body of. */
  async function orphaned() {
    const { client } = await r.open();
    const id = await assessed(client, harmOnly);
    await r.stop();
    const db = new Database(r.path);
    db.prepare("update assessments set pack_version = '0.9.0', pack_hash = ?").run('0'.repeat(64));
    db.close();
    return { id, client: (await r.open([next])).client };
  }

  it('is named, and answers wait until another one is accepted', async () => {
    const { id, client } = await orphaned();
    expect(await client.assessments.get({ system: id, pack: law })).toMatchObject({
      pack: { version: '0.9.0', hash: '0'.repeat(64) },
      packChanged: true,
      packMissing: true,
      available: { version: '99.0.0' },
    });
    await expect(
      client.assessments.answer({ system: id, pack: law, answers: give({ 'is-ai-system': no }) }),
    ).rejects.toMatchObject({ reason: 'pinned-pack-missing', details: { version: '0.9.0' } });
    expect(await degree(client, id)).toMatchObject({ degree: 'medium' });
    const { items } = await client.dossiers.readiness({ system: id, template: 'system-passport', locale: 'ru' });
    expect(items).toContainEqual(expect.objectContaining({ code: 'pack-missing', level: 'required' }));
  });

  it('is compared by what was stored, and left for the active one', async () => {
    const { id, client } = await orphaned();
    const { rows: found, raised } = await client.assessments.reevaluate({ pack: law });
    expect(raised).toBe(1);
    expect(found[0]).toMatchObject({
      system: id,
      pinnedMissing: true,
      main: { before: { degree: 'medium' }, after: { degree: 'high' } },
    });
    expect((await client.assessments.compare({ system: id, pack: law })).explanations[0]).toMatchObject({
      part: 'scale',
      before: [],
      after: [{ rule: 'risk-high-harm' }],
    });
    await client.assessments.accept({ pack: law, hash: next.hash, systems: [id] });
    expect(await client.assessments.get({ system: id, pack: law })).toMatchObject({ packMissing: false });
    expect(await degree(client, id)).toMatchObject({ degree: 'high' });
  });
});

describe('the day', () => {
  it('is a reason of its own where the rules are the same', async () => {
    const { client } = await r.open();
    const id = await assessed(client, {
      ...minimal,
      'kz-role': { value: ['owner'] },
      'last-risk-review': { value: '2026-11-01' },
    });
    expect((await client.assessments.reevaluate({ pack: law })).rows).toEqual([]);
    const later = await client.assessments.reevaluate({ pack: law, on: '2028-01-01' });
    expect(later).toMatchObject({ on: '2028-01-01', total: 1, unchangedPinned: [] });
    expect(later.rows).toMatchObject([
      { system: id, reasons: [{ part: 'day', change: 'changed', name: '2028-01-01' }] },
    ]);
  });
});

describe('a large register', () => {
  it('is compared without holding other calls up, with progress, and can be stopped', async () => {
    const first = await r.open();
    for (let index = 0; index < 10; index += 1) await assessed(first.client, index === 0 ? harmOnly : minimal);
    await r.stop();
    const count = 2_000;
    multiplySystems(r.path, count / 10);
    const { client } = await r.open([next]);
    const before = await size(client);
    const steps: number[] = [];
    const waits: number[] = [];
    let isDone = false;
    const job = client.assessments
      .reevaluate({ pack: law }, { onProgress: ({ done }) => steps.push(done) })
      .finally(() => {
        isDone = true;
      });
    while (!isDone) {
      const asked = performance.now();
      await client.workspace.info({});
      waits.push(performance.now() - asked);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const result = await job;
    expect(result).toMatchObject({ total: count, raised: count / 10, unchanged: (count / 10) * 9 });
    expect(result.unchangedPinned).toHaveLength((count / 10) * 9);
    expect(steps.at(-1)).toBe(count);
    // Many calls were answered in between.
    expect(waits.length).toBeGreaterThan(10);

    const control = new AbortController();
    await expect(
      client.assessments.reevaluate(
        { pack: law },
        { signal: control.signal, onProgress: ({ done }) => done > 0 && control.abort() },
      ),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(await size(client)).toBe(before);

    const ids = [...result.rows.map(({ system }) => system), ...result.unchangedPinned];
    const stop = new AbortController();
    const { accepted } = await client.assessments.accept(
      { pack: law, hash: next.hash, systems: ids },
      { signal: stop.signal, onProgress: ({ done }) => done >= 100 && stop.abort() },
    );
    expect(accepted.length).toBeGreaterThanOrEqual(50);
    expect(accepted.length).toBeLessThan(count);
    expect(await size(client)).toBe(before + accepted.length);
    expect((await client.assessments.pins({}))[0]?.behind).toBe(count - accepted.length);
  }, 120_000);
});
