import { basename } from 'node:path';
import type { RestoreChoice, RestorePlan } from '../../../shared/restores/contract.ts';
import { createReportWords } from '../../../shared/signatures/report-words.ts';
import { columns, readInput, type Io } from '../io.ts';
import type { Session } from '../workspace-session.ts';

export interface RestoreOptions {
  as?: 'new' | 'overwrite';
  takeRegisters?: true;
  takeOrganisation?: true;
  dryRun?: true;
  json?: true;
}

/** Whether the input is a dossier or its data rather than a list. */
export const isDossier = (input: string): boolean => /\.(pdf|json)$/i.test(input);

function printPlan({ print, t }: Io, plan: RestorePlan): void {
  const { dossier, verification, existing } = plan;
  print(`${dossier.code} ${dossier.name}`);
  print(`${t(`dossiers.editions.${dossier.edition}.title`)}, ${dossier.on}, ${dossier.organisation}`);
  if (verification && verification.signatures.length > 0) {
    const words = createReportWords({
      t,
      find: (key, values) => t.find(key, values),
      day: (instant) => (instant ?? '').slice(0, 10),
      moment: (instant) => instant,
    });
    print(words.levelSentence(verification));
  }
  for (const { code, details } of plan.notices) print(`! ${t.find(`restores.notices.${code}`, details) ?? code}`);
  if (plan.withheld.length > 0) print(`! ${t('restores.withheld', { count: plan.withheld.length })}`);
  if (existing) print(`! ${t('restores.existing.title', { code: existing.code })}`);
  const rows = plan.items.map((item) => [
    t(`restores.outcomes.${item.outcome}`),
    t(`restores.kinds.${item.kind}`),
    item.answers === null ? item.name : `${item.name} (${t('restores.answers', { count: item.answers })})`,
  ]);
  for (const line of columns(rows)) print(line);
  for (const { subject, before, after } of plan.differences) print(`${subject}: ${before || '—'} → ${after || '—'}`);
}

/** Restores the record of a dossier, or shows what that would do. */
export async function restoreDossier(
  io: Io,
  { api, files }: Session,
  input: string,
  options: RestoreOptions,
): Promise<void> {
  const choice: RestoreChoice = {
    system: options.as ?? null,
    registers: options.takeRegisters ? 'take' : 'keep',
    organisation: options.takeOrganisation ? 'take' : 'keep',
  };
  const file = files.put(basename(input), readInput(input));
  const plan = await api.restores.plan({ file, choice, locale: io.t.locale });
  if (options.dryRun) {
    if (options.json) io.print(JSON.stringify(plan));
    else printPlan(io, plan);
    return;
  }
  const result = await api.restores.apply({ plan: plan.plan });
  if (options.json) return io.print(JSON.stringify(result));
  io.print(
    `${io.t('restores.done', { code: result.code })}. ${io.t('restores.doneText', { created: result.created, changed: result.changed })}`,
  );
}
