import {
  changeKind,
  dutyStanding,
  dutyWords,
  findingWords,
  mainWords,
  questionWords,
  reasonWords,
  scaleTitle,
  standingWords,
  type Versions,
} from '../../shared/assessments/change-words.ts';
import type { Comparison, Reevaluation, ReevaluationRow } from '../../shared/assessments/reevaluation.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import type { Io } from './io.ts';

/** A row with what explains it. */
export interface ExplainedRow {
  row: ReevaluationRow;
  explanations: Comparison['explanations'];
}

/** Prints what a comparison found: counts, then each system that changes with its reasons. */
export function printReevaluation(
  io: Io,
  result: Reevaluation,
  rows: readonly ExplainedRow[],
  versionOf: (hash: string) => Pack | null,
  after: Pack,
): void {
  const { print, t } = io;
  const { pack, total, raised, lowered, other, unchanged, on } = result;
  const day = on.split('-').reverse().join('.');
  print(
    t('reevaluation.cli.head', { pack, version: result.to.version, day, total, raised, lowered, other, unchanged }),
  );
  for (const { row, explanations } of rows) {
    const versions: Versions = { before: versionOf(row.pinned.hash), after };
    print(t('reevaluation.cli.row', { code: row.code, name: row.name, version: row.pinned.version }));
    const main = mainWords(versions, row, t);
    print(`  ${scaleTitle(versions, row.main.scale, t)}: ${main.before} → ${main.after}`);
    for (const change of row.scales.filter(({ scale }) => scale !== row.main.scale)) {
      const before = standingWords(versions.before, change.scale, change.before, t);
      const now = standingWords(after, change.scale, change.after, t);
      print(`  ${scaleTitle(versions, change.scale, t)}: ${before} → ${now}`);
    }
    if (row.pinnedMissing) print(`  ${t('reevaluation.pinnedMissing', { version: row.pinned.version })}`);
    for (const change of row.findings) {
      const severity = change.after ?? change.before ?? 'note';
      const kind = t(`reevaluation.change.${changeKind(change)}`);
      print(
        `  ${t('reevaluation.sections.findings')}, ${kind}: ${t(`cli.severity.${severity}`)}: ${findingWords(versions, change.rule, t)}`,
      );
    }
    for (const { obligation, before, after: now } of row.duties) {
      print(`  ${dutyWords(versions, obligation, t)}: ${dutyStanding(before, t)} → ${dutyStanding(now, t)}`);
    }
    for (const { question, kind } of row.answers) {
      print(`  ${questionWords(versions, question, t)}: ${t(`reevaluation.answer.${kind}`)}`);
    }
    for (const reason of row.reasons) print(`  ${t('cli.why')} ${reasonWords(versions, reason, t)}`);
    for (const { part, after: traces } of explanations) {
      if (part !== 'scale') continue;
      for (const { rule, trace } of traces) print(`  ${t('cli.why')} ${trace.sentence[t.locale]} [${rule}]`);
    }
  }
}
