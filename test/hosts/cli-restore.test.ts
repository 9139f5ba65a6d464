import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCodes, runCommand } from '../../electron/cli/program.ts';
import { embeddedFiles } from '../../electron/signatures/contents-check.ts';
import { PdfFile } from '../../electron/signatures/pdf-reader.ts';
import type { Restored, RestorePlan } from '../../shared/restores/contract.ts';
import { world } from '../world.ts';

let folder: string;
const here = (name: string): string => join(folder, name);

async function tizilim(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommand(
    args,
    {
      print: (line) => out.push(line),
      complain: (line) => err.push(line),
      env: { LANG: 'en_US.UTF-8' },
      now: () => new Date('2026-11-23T10:00:00.000Z'),
      randomBytes: (count) => randomBytes(count),
    },
    '1.2.3',
  );
  return { code, out: out.join('\n'), err: err.join('\n') };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cli-restore-'));
  const w = world();
  const { id } = await w.client.systems.create({ fields: { name: { value: { ru: 'Весы' } } } });
  const dossier = await w.client.dossiers.compose({
    system: id,
    template: 'system-passport',
    edition: 'internal',
    locale: 'ru',
  });
  const { bytes } = w.services.files.take(await w.client.dossiers.download({ id: dossier.id }));
  writeFileSync(here('весы.pdf'), bytes);
  writeFileSync(here('dossier.json'), embeddedFiles(new PdfFile(bytes)).get('dossier.json')?.() ?? '');
  await w.close();
  await tizilim('init', here('plant.tizilim'), '--org', 'ТОО «Пример»');
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a dossier: shown first, restored, and then left alone until the way is named', async () => {
  const workspace = here('plant.tizilim');
  const dry = await tizilim('import', workspace, here('весы.pdf'), '--dry-run');
  expect([dry.code, dry.err]).toEqual([exitCodes.done, '']);
  expect(dry.out).toContain('AI-001 Весы');
  expect(dry.out).toContain('The dossier is not signed');
  expect(dry.out).toMatch(/new +System +AI-001 Весы/);
  expect((await tizilim('systems', workspace)).out).not.toContain('Весы');

  const done = await tizilim('import', workspace, here('весы.pdf'));
  expect(done).toMatchObject({ code: exitCodes.done, err: '' });
  expect(done.out).toContain('AI-001 is restored. Made 2, changed 0.');
  expect((await tizilim('systems', workspace)).out).toContain('Весы');

  const again = await tizilim('import', workspace, here('dossier.json'));
  expect(again.code).toBe(exitCodes.failed);
  expect(again.err).toContain('AI-001 is in the register');
  const plan = JSON.parse(
    (await tizilim('import', workspace, here('dossier.json'), '--dry-run', '--json')).out,
  ) as RestorePlan;
  expect(plan.existing).toMatchObject({ code: 'AI-001', by: 'id' });
  const copy = await tizilim('import', workspace, here('dossier.json'), '--as', 'new', '--json');
  expect((JSON.parse(copy.out) as Restored).code).toBe('AI-002');
  const over = await tizilim('import', workspace, here('dossier.json'), '--as', 'overwrite', '--take-organisation');
  expect(over).toMatchObject({ code: exitCodes.done, err: '' });
  expect(over.out).toContain('AI-001 is restored. Made 0, changed 1.');
});

test('what is no dossier is refused in words', async () => {
  writeFileSync(here('другое.json'), '{"a":1}');
  const { code, err } = await tizilim('import', here('plant.tizilim'), here('другое.json'));
  expect(code).toBe(exitCodes.failed);
  expect(err).toContain('neither a dossier');
});
