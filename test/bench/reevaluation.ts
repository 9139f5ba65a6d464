import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { inProcessTransport } from '../../electron/host/in-process.ts';
import { createServices } from '../../electron/services.ts';
import { contract } from '../../shared/api.ts';
import { createClient } from '../../shared/lib/wire.ts';
import type { Answers } from '../../shared/rules/answer.ts';
import { conclude } from '../../shared/rules/evaluate.ts';
import { multiplySystems } from '../multiply.ts';
import { changedLaw, harmOnly } from '../upgraded-law.ts';
import { original, productWith, upgraded } from '../upgrade.ts';
import { medianMs, type Figure } from './measure.ts';

const law = 'kz-ai-law';
const count = 10_000;

/**
 * The register of 10,000 systems compared with the next version of the law, beside the bare conclusions under both
 * versions for the same answers. A tenth of the systems changes.
 */
export async function reevaluationFigure(folder: string, answers: Answers): Promise<Figure> {
  const file = join(folder, 'reevaluation.tizilim');
  const old = original(law);
  const next = upgraded(law, '99.0.0', changedLaw);
  const open = (fresh: boolean, packs: readonly (typeof old)[]) => {
    const services = createServices({
      now: () => new Date(),
      randomBytes: (length) => randomBytes(length),
      settingsFile: null,
      log: (line) => process.stderr.write(`${line}\n`),
      packs: productWith(packs),
      start: fresh ? { path: file, fresh: { name: 'bench', bin: '', locale: 'ru', sample: true } } : { path: file },
    });
    return { services, api: createClient(contract, inProcessTransport(services)) };
  };
  const first = open(true, [old]);
  const given = (list: Answers) =>
    Object.fromEntries(Object.entries(list).map(([question, answer]) => [question, { answer }]));
  for (let index = 0; index < 10; index += 1) {
    const { id } = await first.api.systems.create({});
    const own = index === 0 ? { ...answers, ...harmOnly } : answers;
    await first.api.assessments.answer({ system: id, pack: law, answers: given(own) });
  }
  await first.services.close();
  multiplySystems(file, count / 10);

  const { services, api } = open(false, [next]);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let changed = 0;
  delay.enable();
  const ours = await medianMs(
    async () => {
      changed = (await api.assessments.reevaluate({ pack: law })).rows.length;
    },
    3,
    1,
  );
  delay.disable();
  await services.close();
  const day = '2026-11-24';
  const referenceMs = await medianMs(
    () => {
      for (let index = 0; index < count; index += 1) {
        conclude(old.prepared, answers, day);
        conclude(next.prepared, answers, day);
      }
    },
    3,
    1,
  );
  return {
    what: '10,000 systems compared with the next version of kz-ai-law',
    ours,
    reference: 'the bare conclusions under both versions, nothing read or compared',
    referenceMs,
    note: `${changed} systems change; longest turn of the job 99.9 %: ${(delay.percentile(99.9) / 1e6).toFixed(0)} ms, at most ${(delay.max / 1e6).toFixed(0)} ms`,
  };
}
